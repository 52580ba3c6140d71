"""An answer that is finished: made in a worker, kept by the server, and sent to whoever asks for the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from fastapi import Request
from fastapi.responses import Response
from isal import igzip

from app.web.http.problem import MEDIA_TYPE, Problem

TEXT = ("text/", "image/svg+xml", "application/json", MEDIA_TYPE, "application/x-tex")
WORTH_IT, LEVEL = 1_000, 1
"""Bytes from which a text is compressed, and how hard: as little as there is, for a third of the time of the most and 1 % more bytes."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A status, a media type, headers of its own, and a body, of a text also compressed."""

    body: bytes
    media_type: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    compressed: bytes = b""

    @classmethod
    def of(cls, content: bytes, media_type: str, status: int = 200, headers: Mapping[str, str] | None = None) -> Self:
        pays = media_type.startswith(TEXT) and len(content) >= WORTH_IT
        compressed = igzip.compress(content, LEVEL, mtime=0) if pays else b""
        return cls(content, media_type, status, headers or {}, compressed)

    @classmethod
    def of_problem(cls, problem: Problem, root: str) -> Self:
        return cls.of(problem.content(root), MEDIA_TYPE, problem.document.status, problem.headers)

    @property
    def size(self) -> int:
        """About how many bytes it takes to keep this."""
        return len(self.body) + len(self.compressed) + 1_000

    def response(self, request: Request, headers: Mapping[str, str]) -> Response:
        """The answer to `request`; `headers` say how long it may be kept, which a mistake may not."""
        kept = headers if self.status == 200 else {}
        encoded = self.compressed and "gzip" in request.headers.get("Accept-Encoding", "")
        body = self.compressed if encoded else self.body
        coding = {"Content-Encoding": "gzip"} if encoded else {}
        vary = {"Vary": "Accept-Encoding"} if self.compressed else {}
        return Response(body, self.status, {**vary, **kept, **self.headers, **coding}, self.media_type)
