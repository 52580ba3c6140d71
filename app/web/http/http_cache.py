"""What browsers and caches may keep: answers carry an ETag."""

from __future__ import annotations

import hashlib

from fastapi import Request
from fastapi.responses import Response

from app.web.operation.build import build

ASK_AGAIN, AN_HOUR, FOR_GOOD = "no-cache", "public, max-age=3600", "public, max-age=31536000, immutable"


def keeping(request: Request, how: str, also: str = "") -> dict[str, str]:
    """The headers of an answer that depends on nothing but its address, our version, and what is told as `also`.

    What is kept for an hour says which version made it: caches pass over a directive that they do not know (RFC 9111, 5.2.3).
    """
    # From the scope, since taking a URL apart costs more than the rest of a kept answer.
    asked = f"{build()} {also} {request.scope['path']}?{request.scope['query_string'].decode('latin-1')}"
    # Weak, since it stays the same when the answer is compressed.
    return {
        "ETag": f'W/"{hashlib.sha256(asked.encode()).hexdigest()[:32]}"',
        "Cache-Control": f'{how}, renderer="{build()}"' if how == AN_HOUR else how,
    }


def unchanged(request: Request, headers: dict[str, str]) -> Response | None:
    """The answer to someone who has it already."""
    known = [tag.strip() for tag in request.headers.get("If-None-Match", "").split(",")]
    return Response(status_code=304, headers=headers) if headers["ETag"] in known else None
