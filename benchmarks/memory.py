"""Forgetting what the pipeline keeps between two figures, so that the next one costs what a first one does."""

from __future__ import annotations

import sys
from functools import _lru_cache_wrapper

from app.bounded_cache import BoundedCache

STARTED = {"_compiler", "modules", "bare"}
"""What a process makes once, at its start or at the first use of a part: Typst's fonts, the modules' own definitions."""


def forget(where: tuple[str, ...]) -> None:
    """Empty the caches of the modules that start so: the functions that remember, and the dictionaries of things made."""
    for name, module in list(sys.modules.items()):
        if name.startswith(where):
            for key, kept in list(vars(module).items()):
                if isinstance(kept, BoundedCache):
                    kept.clear()
                elif key not in STARTED and isinstance(kept, _lru_cache_wrapper):
                    kept.cache_clear()
