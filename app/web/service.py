"""What all routes of one server share: its settings, its workers, and the answers that are made already."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import Response

from app.web.http.clients import client_of, while_connected
from app.web.http.codings import accepted
from app.web.http.http_cache import unchanged
from app.web.operation.metrics import Metrics
from app.web.operation.settings import Settings
from app.web.shared_answers import SharedAnswers
from app.web.tasks.finished import GZIP, Finished, made
from app.web.workers.pool import Workers

OK = 200


@dataclass
class Service:
    """One server's own; `root` is the path at which a proxy mounts it."""

    settings: Settings
    workers: Workers
    answers: SharedAnswers
    metrics: Metrics
    ends: float = math.inf
    """When all that is under way is to be answered, by the monotonic clock; a server that goes on has no such time."""

    @property
    def stopping(self) -> bool:
        return self.ends < math.inf

    @property
    def root(self) -> str:
        return self.settings.root_path

    def known(self, request: Request, key: str) -> Finished | None:
        """The answer that `key` stands for, in a coding that `request` takes, where it is made already."""
        return self.kept(key, packed=GZIP in accepted(request))

    def kept(self, key: str, *, packed: bool) -> Finished | None:
        found = self.answers.finished.get(key)
        if found is not None and not found.suits(packed=packed):
            found = self.answers.finished.get(otherwise(key))
        if found is not None:
            self.metrics.answers.labels("kept").inc()
        return found

    async def response(
        self, request: Request, headers: Mapping[str, str], task: Callable[..., Finished], *args: object, key: str = ""
    ) -> Response:
        """The answer as it is sent, by its `key`, which is its ETag unless told; for who has it already, that it is unchanged.

        Raises Problem as `answer` does.
        """
        if known := unchanged(request, headers):
            return known
        return sent(request, headers, await self.answer(request, key or headers["ETag"], task, *args))

    async def answer(self, request: Request, key: str, task: Callable[..., Finished], *args: object) -> Finished:
        """What `task` makes of `args`, which `key` stands for. Raises Problem where there is no time, memory or room for it.

        It is made once, in the coding of who asks first; for who takes it in the other it is coded anew, and that is kept too.
        """
        packed = GZIP in accepted(request)
        if (known := self.kept(key, packed=packed)) is not None:
            return known

        def make() -> asyncio.Future[Finished]:
            self.metrics.answers.labels("made").inc()
            return self.workers.run(made, task, args, self.root, packed, client=client_of(request))

        if key in self.answers.under_way:
            self.metrics.answers.labels("joined").inc()
        found = await while_connected(request, self.answers.get(key, make))
        if found.suits(packed=packed):
            return found
        # In a thread, since a large one would hold everybody up.
        coded = await asyncio.to_thread(found.coded, packed=packed)
        self.answers.finished.put(otherwise(key), coded)
        return coded


def sent(request: Request, headers: Mapping[str, str], found: Finished) -> Response:
    """An answer that is there as it is sent; for who has it already, that it is unchanged, which a mistake never is."""
    known = unchanged(request, headers, found=True) if found.status == OK else None
    return known or delivered(found, headers)


def delivered(found: Finished, headers: Mapping[str, str]) -> Response:
    """A finished answer as it is sent; `headers` say how long it may be kept, which a mistake may not."""
    told = {**(headers if found.status == OK else {}), **found.headers}
    coding = {"Content-Encoding": found.coding} if found.coding else {}
    if found.textual:
        told["Vary"] = f"{told['Vary']}, Accept-Encoding" if "Vary" in told else "Accept-Encoding"
    return Response(found.body, found.status, {**told, **coding}, found.media_type)


def otherwise(key: str) -> str:
    """What an answer is kept by in the coding that it was not made in."""
    return f"{key} otherwise"


def service(request: Request) -> Service:
    """The service of the server that got `request`."""
    found = request.app.state.service
    assert isinstance(found, Service)
    return found
