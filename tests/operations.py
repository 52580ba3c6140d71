"""The table of sample calls in `tests/data/operations.txt`: at least one for each operation."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from app.autodiff import Trace, differentiate
from app.language import parse
from tests.cases import DATA


@dataclass(frozen=True)
class Sample:
    """A text and the values of its inputs; `constants` have no adjoint. `library` is the one that the text is written for."""

    text: str
    at: Mapping[str, object]
    constants: tuple[str, ...]
    library: str

    def __str__(self) -> str:
        return f"{self.text} {' '.join(str(np.asarray(value).shape) for value in self.at.values())}"

    @cached_property
    def here(self) -> Trace:
        """The trace at the values of the table, computed once for all tests."""
        return differentiate(parse(self.text), values=self.at, constants=self.constants)

    def trace(self, seed: object = None, **moved: object) -> Trace:
        if seed is None and not moved:
            return self.here
        return differentiate(parse(self.text), values={**self.at, **moved}, constants=self.constants, seed=seed)


@cache
def samples() -> tuple[Sample, ...]:
    return tuple(read((DATA / "operations.txt").read_text(encoding="utf-8")))


def read(table: str) -> Iterator[Sample]:
    library = ""
    for line in table.splitlines():
        if line.startswith("["):
            library = line.strip("[]")
        elif line and not line.startswith("#"):
            text, inputs = line.rsplit(" | ", 1)
            constants = tuple(each.split(":=")[0].strip() for each in inputs.split(";") if ":=" in each)
            yield Sample(text, dict(value(each, text) for each in inputs.split(";")), constants, library)


def value(spelled: str, text: str) -> tuple[str, object]:
    """`x = [1, 2]` as its name and numbers; `x: 2 3 > 0` with numbers that follow from the text."""
    if "=" in spelled:
        name, numbers = spelled.replace(":=", "=").split("=", 1)
        return name.strip(), json.loads(numbers)
    name, sizes = spelled.split(":")
    low, high = -2.0, 2.0
    if ">" in sizes:
        sizes, low, high = sizes.split(">")[0], 0.3, 2.0
    elif "in" in sizes:
        sizes, bounds = sizes.split("in")
        low, high = map(float, bounds.split())
    shape = tuple(map(int, sizes.split()))
    generator = np.random.default_rng(zlib.crc32(f"{text} {name.strip()}".encode()))
    return name.strip(), generator.uniform(low, high, shape).round(3).tolist()
