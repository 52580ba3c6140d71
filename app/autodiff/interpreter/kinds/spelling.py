"""The spelling of names: what a person probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from functools import lru_cache


def nearest(name: str, candidates: Iterable[str]) -> str:
    """`did you mean …?` with the candidate nearest to `name`, or nothing."""
    return suggestion(name, tuple(candidates))


@lru_cache(maxsize=256)
def suggestion(name: str, candidates: tuple[str, ...]) -> str:
    """Kept, as the search is long and an unfinished text is read at every key."""
    same = [each for each in candidates if each.lower() == name.lower()]
    close = same or difflib.get_close_matches(name, candidates, 1, 0.6)
    return f"did you mean `{close[0]}`?" if close else ""
