"""In which codings a client takes an answer."""

from __future__ import annotations

import re

from fastapi import Request

REFUSED = re.compile(r";\s*q=0(?:\.0{0,3})?\s*(?:;|$)", re.IGNORECASE)


def accepted(request: Request) -> frozenset[str]:
    """The codings that `request` lists, but for those of weight 0, which it refuses (RFC 9110, 12.5.3)."""
    listed = request.headers.get("Accept-Encoding", "").split(",")
    return frozenset(each.partition(";")[0].strip().lower() for each in listed if not REFUSED.search(each))
