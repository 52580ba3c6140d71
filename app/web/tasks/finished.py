"""An answer that is finished: made in a worker, kept by the server, and sent to whoever asks for the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, Self

from isal import igzip, isal_zlib

from app.web.http.problem import MEDIA_TYPE, Problem

HTML = "text/html; charset=utf-8"
TEXT = ("text/", "image/svg+xml", "application/json", MEDIA_TYPE, "application/x-tex")
WORTH_IT, LEVEL = 1_000, 1
"""Bytes from which a text is compressed, and how hard: as little as there is, for a third of the time of the most and 1 % more bytes."""
DEFINITE = (400, 404, 413, 415, 422)
"""Problems that lie in the request alone: who asks the same again has the same answer."""
GZIP, GZIP_STREAM = "gzip", 31
"""The coding, and what zlib calls it."""


class Finished(NamedTuple):
    """A status, a media type, headers of its own, and a body, in a coding or as it is."""

    body: bytes
    media_type: str
    status: int = 200
    headers: Mapping[str, str] = {}
    coding: str = ""

    @classmethod
    def of_problem(cls, problem: Problem, root: str) -> Self:
        return cls(problem.content(root), MEDIA_TYPE, problem.document.status, problem.headers)

    @property
    def size(self) -> int:
        """About how many bytes it takes to keep this."""
        return len(self.body) + 1_000

    @property
    def textual(self) -> bool:
        return self.media_type.startswith(TEXT)

    def suits(self, *, packed: bool) -> bool:
        """Whether it is coded as it should be: `packed`, where that pays, or as it is."""
        return packed if self.coding else not packed or not self.textual or len(self.body) < WORTH_IT

    def coded(self, *, packed: bool) -> Self:
        """The same so coded."""
        if self.suits(packed=packed):
            return self
        if packed:
            return self._replace(body=igzip.compress(self.body, LEVEL, mtime=0), coding=GZIP)
        return self._replace(body=isal_zlib.decompress(self.body, wbits=GZIP_STREAM), coding="")


def made(task: Callable[..., Finished], args: tuple[object, ...], root: str, packed: bool) -> Finished:
    """What `task` makes of `args`, ready to be sent: coded as the first who asks takes it, and where the request is wrong, why.

    Raises Problem where another time may have another answer.
    """
    try:
        found = task(*args)
    except Problem as problem:
        if problem.document.status not in DEFINITE:
            raise
        found = Finished.of_problem(problem, root)
    return found.coded(packed=packed)
