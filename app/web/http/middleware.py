"""Around every answer: headers that tell browsers to be strict, a proxy's path, and a limit to what a request may send."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.http.problem import Problem
from app.web.http.refusal import refusal

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
PLAIN = "identity"
ANSWERED = (*range(200, 300), 304)
"""Statuses of an answer, for which alone conditions count (RFC 9110, 13.2.1)."""
UNMATCHED = Problem.of(412, "errors", "Precondition Failed", "No `ETag` here is a strong one, so `If-Match` fits none.")
ADDED = [(name.lower().encode(), value.encode()) for name, value in {**HEADERS, "Cache-Control": "no-cache"}.items()]


class Strict:
    """Adds the headers to every answer; one that says nothing of keeping is asked for again each time.

    Nothing is added to a 304: its headers take the place of those that are kept (RFC 9111, 3.2), and a frame that may stand anywhere
    would get the policy of a page.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] != 304:
                known = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(each for each in ADDED if each[0] not in known)]
            await send(message)

        await self.app(scope, receive, sent if scope["type"] == "http" else send)


class Mounted:
    """Says at which path a proxy mounts us, whether the proxy has taken it off already or not."""

    def __init__(self, app: ASGIApp, root: str) -> None:
        self.app, self.root = app, root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["root_path"] = self.root
            if not f"{scope['path']}/".startswith(f"{self.root}/"):
                scope["path"] = self.root + scope["path"]
        await self.app(scope, receive, send)


class Matched:
    """Refuses what would be answered where `If-Match` names tags: all of ours are weak, and a weak one matches none (RFC 9110, 13.1.1)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = [value.strip() for name, value in scope.get("headers", ()) if name == b"if-match"]
        refused = False

        async def sent(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start" and message["status"] in ANSWERED:
                refused = True
                await refusal(UNMATCHED, scope.get("root_path", ""))(scope, receive, send)
            elif not refused:
                await send(message)

        await self.app(scope, receive, send if set(asked) <= {b"*"} or scope["method"] == "OPTIONS" else sent)


class Limited:
    """Refuses a body that is compressed, has more than `most` bytes, as soon as that is known, or takes more than `patience` seconds."""

    def __init__(self, app: ASGIApp, most: int, patience: float) -> None:
        self.app, self.most, self.patience = app, most, patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        headers = Headers(scope=scope)
        announced, coding = headers.get("content-length", ""), headers.get("content-encoding", PLAIN)
        arrived = int(announced) if announced.isdecimal() else 0
        complete, until = False, asyncio.get_running_loop().time() + self.patience

        async def limited() -> Message:
            nonlocal arrived, complete
            if complete:
                return await receive()
            if arrived > self.most:
                raise HTTPException(413, f"A request may have {self.most} bytes.")
            if coding.lower() != PLAIN:
                raise HTTPException(415, "A body should not be compressed.", headers={"Accept-Encoding": PLAIN})
            try:
                async with asyncio.timeout_at(until):
                    message = await receive()
            except TimeoutError:
                raise HTTPException(408, f"A request may take {self.patience:g} seconds to arrive.") from None
            arrived += 0 if announced else len(message.get("body", b""))
            if arrived > self.most:
                raise HTTPException(413, f"A request may have {self.most} bytes.")
            complete = not message.get("more_body", False)
            return message

        return await self.app(scope, limited, send)
