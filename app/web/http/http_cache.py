"""What browsers and caches may keep: answers carry an ETag."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from fastapi import Request
from fastapi.responses import Response

from app.web.operation.build import build

TAG, WEAK = re.compile(r'"[^"]*"'), "W/"
"""What is within the quotes of an ETag decides, whether it is weak or not (RFC 9110, 8.8.3.2)."""
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


def unchanged(request: Request, headers: Mapping[str, str], *, found: bool = False) -> Response | None:
    """The answer to someone who has it already, or, where something is `found` to be sent, who has any (RFC 9110, 13.1.2)."""
    asked = ",".join(request.headers.getlist("If-None-Match"))
    if asked and (headers["ETag"].removeprefix(WEAK) in TAG.findall(asked) or (found and asked.strip() == "*")):
        return Response(status_code=304, headers={"Vary": "Accept-Encoding", **headers})
    return None
