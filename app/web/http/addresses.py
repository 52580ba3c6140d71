"""What stands in the address of a request, read from it as it came: taking a URL apart and joining it costs more than a kept answer."""

from __future__ import annotations

from fastapi import Request


def query_of(request: Request) -> str:
    """The address behind its question mark; what is no UTF-8 in it is told apart nowhere, and read as signs that are missing."""
    found: bytes = request.scope["query_string"]
    return found.decode(errors="replace")
