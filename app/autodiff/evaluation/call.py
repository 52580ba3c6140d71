"""One step of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from app.autodiff.rows import Primitive


class Call(NamedTuple):
    """One step: the place of its number, the row that computes it, the places of its arguments, its settings."""

    place: int
    row: Primitive
    arguments: tuple[int, ...]
    settings: Mapping[str, object]
