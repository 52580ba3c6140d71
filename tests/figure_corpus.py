"""The figures that are looked at: the gallery, the published and the pasted programs."""

from __future__ import annotations

from functools import cache

from app.autodiff import Trace, differentiate
from app.examples import EXAMPLES
from app.language import parse
from tests.cases import read


@cache
def traces() -> dict[str, Trace]:
    """Each program run, by name."""
    gallery = {
        example.name: differentiate(
            parse(example.text), values=example.values, seed=example.seed, constants=example.constants
        )
        for example in EXAMPLES
    }
    others = {case.name: case.trace for case in [*read("published-cases.json"), *read("paste-cases.json")]}
    return gallery | others


NAMES = [example.name for example in EXAMPLES] + [
    case.name for case in [*read("published-cases.json"), *read("paste-cases.json")]
]
