"""Who asks: the address that shares are counted by, and whether they still wait for the answer."""

from __future__ import annotations

import asyncio
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from typing import TypeVar

from fastapi import Request

Result = TypeVar("Result")
HOUSEHOLD = 64
"""Bits of an IPv6 address that belong to one subscriber, who has all addresses under them."""
KNOWN = 4_096
"""Of so many addresses it is remembered whose they are."""
UNWATCHED = 0.05
"""Seconds that work goes on for before it is looked whether its client is still there."""


class LeftError(Exception):
    """The client has closed the connection."""


@lru_cache(KNOWN)
def household(address: str) -> str:
    """An address, in the form in which its owner has but one."""
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return str(known)
    return str(known.ipv4_mapped or IPv6Address(int(known) >> HOUSEHOLD << HOUSEHOLD))


def client_of(request: Request) -> str:
    return household(request.client.host) if request.client else ""


async def while_connected(request: Request, work: asyncio.Future[Result]) -> Result:
    """What `work` gives, unless the client leaves before: then it is cancelled. Raises LeftError there.

    Most work is done before it would pay to watch its client, which takes a task of its own.
    """
    watching: list[asyncio.Task[None]] = []

    def watch() -> None:
        watching.append(asyncio.ensure_future(disconnected(request)))
        watching[0].add_done_callback(lambda _: work.cancel())

    later = asyncio.get_running_loop().call_later(UNWATCHED, watch)
    try:
        return await work
    except asyncio.CancelledError:
        for left in filter(asyncio.Task.done, watching):
            left.result()
            raise LeftError from None
        raise
    finally:
        later.cancel()
        for watched in watching:
            watched.cancel()


async def disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
