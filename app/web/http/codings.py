"""In which codings a client takes an answer."""

from __future__ import annotations

import re
from functools import lru_cache

from fastapi import Request

REFUSED = re.compile(r";\s*q=0(?:\.0{0,3})?\s*(?:;|$)", re.IGNORECASE)


def accepted(request: Request) -> frozenset[str]:
    """The codings that `request` lists, but for those of weight 0, which it refuses (RFC 9110, 12.5.3)."""
    return listed(request.headers.get("Accept-Encoding", ""))


@lru_cache(256)
def listed(header: str) -> frozenset[str]:
    """The same of a header: browsers send few."""
    return frozenset(each.partition(";")[0].strip().lower() for each in header.split(",") if not REFUSED.search(each))
