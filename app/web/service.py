"""What all routes of one server share: its settings, its workers, and the answers that are made already."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request

from app.web.http.clients import client_of, while_connected
from app.web.http.problem import Problem
from app.web.operation.metrics import Metrics
from app.web.operation.settings import Settings
from app.web.shared_answers import SharedAnswers
from app.web.tasks.finished import Finished
from app.web.workers.pool import Workers

DEFINITE = (400, 404, 413, 415, 422)
"""Problems that lie in the request alone: who asks the same again has the same answer."""


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

    async def answer(self, request: Request, key: str, task: Callable[..., Finished], *args: object) -> Finished:
        """What `task` makes of `args`, which `key` stands for. Raises Problem where there is no time, memory or room for it."""
        if (known := self.answers.finished.get(key)) is not None:
            self.metrics.answers.labels("kept").inc()
            return known

        async def made() -> Finished:
            try:
                return await self.workers.run(task, *args, client=client_of(request))
            except Problem as problem:
                if problem.document.status not in DEFINITE:
                    raise
                return Finished.of_problem(problem, self.root)

        self.metrics.answers.labels("joined" if key in self.answers.under_way else "made").inc()
        return await while_connected(request, self.answers.get(key, made))


def service(request: Request) -> Service:
    """The service of the server that got `request`."""
    found = request.app.state.service
    assert isinstance(found, Service)
    return found
