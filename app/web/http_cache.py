"""What browsers and caches may keep: answers carry an ETag, and files whose address names our version are kept for good."""

from __future__ import annotations

import hashlib
import os
import re

from fastapi import Request
from fastapi.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from app.web.build import build

ASK_AGAIN, AN_HOUR, FOR_GOOD = "no-cache", "public, max-age=3600", "public, max-age=31536000, immutable"


def keeping(request: Request, how: str) -> dict[str, str]:
    """The headers of an answer that depends on nothing but its address and our version."""
    asked = f"{build()} {request.url.path}?{request.url.query}"
    # Weak, since it stays the same when the answer is compressed.
    return {"ETag": f'W/"{hashlib.sha256(asked.encode()).hexdigest()[:32]}"', "Cache-Control": how}


def unchanged(request: Request, headers: dict[str, str]) -> Response | None:
    """The answer to someone who has it already."""
    known = [tag.strip() for tag in request.headers.get("If-None-Match", "").split(",")]
    return Response(status_code=304, headers=headers) if headers["ETag"] in known else None


class Files(StaticFiles):
    """Our files, under any version's address; under that of this very version they never change."""

    def get_path(self, scope: Scope) -> str:
        return re.sub(r"^[0-9a-f]{16}/", "", super().get_path(scope))

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        answer = super().file_response(full_path, stat_result, scope, status_code)
        if f"/static/{build()}/" in scope["path"]:
            answer.headers["Cache-Control"] = FOR_GOOD
        return answer
