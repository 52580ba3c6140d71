"""What all routes of one server share: its settings, its workers, and what it has made once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from fastapi import Request

from app.web import tasks
from app.web.settings import Settings
from app.web.workers import Workers


@dataclass
class Service:
    """One server's own; `root` is the path at which a proxy mounts it."""

    settings: Settings
    workers: Workers
    gallery_page: str = ""
    making: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def root(self) -> str:
        return self.settings.root_path

    async def gallery(self) -> str:
        """The gallery's page, made once: it depends on nothing that anyone asks."""
        async with self.making:
            self.gallery_page = self.gallery_page or await self.workers.run(tasks.gallery, self.root)
        return self.gallery_page


def service(request: Request) -> Service:
    """The service of the server that got `request`."""
    found = request.app.state.service
    assert isinstance(found, Service)
    return found
