"""What all routes of one server share: its settings, its workers, and the answers that are made already."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request

from app.web.http.clients import client_of, while_connected
from app.web.http.codings import accepted
from app.web.operation.metrics import Metrics
from app.web.operation.settings import Settings
from app.web.shared_answers import SharedAnswers
from app.web.tasks.finished import GZIP, Finished, made
from app.web.workers.pool import Workers


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
        found = self.answers.finished.get(key_of(key, packed=GZIP in accepted(request)))
        if found is not None:
            self.metrics.answers.labels("kept").inc()
        return found

    async def answer(self, request: Request, key: str, task: Callable[..., Finished], *args: object) -> Finished:
        """What `task` makes of `args`, which `key` stands for. Raises Problem where there is no time, memory or room for it."""
        if (known := self.known(request, key)) is not None:
            return known
        packed = GZIP in accepted(request)
        named = key_of(key, packed=packed)

        def make() -> asyncio.Future[Finished]:
            return self.workers.run(made, task, args, self.root, packed, client=client_of(request))

        self.metrics.answers.labels("joined" if named in self.answers.under_way else "made").inc()
        return await while_connected(request, self.answers.get(named, make))


def key_of(answer: str, *, packed: bool) -> str:
    """What an answer is kept by: who takes none that is compressed has another one."""
    return f"{answer} {GZIP}" if packed else answer


def service(request: Request) -> Service:
    """The service of the server that got `request`."""
    found = request.app.state.service
    assert isinstance(found, Service)
    return found
