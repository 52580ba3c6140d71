"""A line or a plane through the space of a program's inputs: along entries of theirs, or along directions of all that is trained."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.autodiff import Trace
from app.language import LanguageError

Values = Mapping[str, NDArray[np.float64]]
ENTRY = re.compile(r"(?P<name>[^\[\]]+)(?:\[(?P<entry>-?\d+(?:\s*,\s*-?\d+)*)\])?")
PRINCIPAL, RANDOM = "principal", "random"
SEED = 0
"""Of random directions, so that the same address has the same picture."""


@dataclass(frozen=True, slots=True)
class Plane:
    """`origin` and `directions` hold the same inputs; a point has a coordinate for each direction, which `names` call."""

    origin: Values
    directions: Sequence[Values]
    names: tuple[str, ...]

    def coordinates(self, way: Mapping[str, Sequence[Any]]) -> NDArray[np.float64]:
        """Where the moments of a way are, seen at right angles to the plane: a row for each direction, a column for each moment."""
        away = {name: np.asarray(way[name], dtype=float) - origin for name, origin in self.origin.items()}
        return np.array(
            [
                sum(
                    np.sum((away[name] * part).reshape(len(away[name]), -1), axis=1) for name, part in direction.items()
                )
                for direction in self.directions
            ]
        )

    def at(self, points: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
        """The inputs at points, one a column, with a leading axis for the points."""
        return {
            name: origin + sum(np.multiply.outer(row, direction[name]) for row, direction in zip(points, self.directions, strict=True))
            for name, origin in self.origin.items()
        }  # fmt: skip


def along(trace: Trace, entries: Sequence[tuple[str, tuple[int, ...]]]) -> Plane:
    """The plane along entries of inputs, in which all others stay as they are. Raises LanguageError for what there is not."""
    known = trace.run.inputs
    for name, entry in entries:
        refuse_unknown(trace, name, entry)
    numbers = {name: np.array(trace.values[known[name][0]], dtype=float) for name, _ in entries}
    directions = []
    for name, entry in entries:
        numbers[name][entry] = 0
        directions.append({each: np.zeros_like(value) for each, value in numbers.items()})
        directions[-1][name][entry] = 1
    return Plane(numbers, directions, tuple(map(called, entries)))


def called(entry: tuple[str, tuple[int, ...]]) -> str:
    name, place = entry
    return f"{name}[{', '.join(map(str, place))}]" if place else name


def refuse_unknown(trace: Trace, name: str, entry: tuple[int, ...]) -> None:
    """Raises LanguageError for an input or an entry that there is not."""
    known = trace.run.inputs
    if name not in known:
        told = f"`{name[:40]}` is not an input of this program"
        raise LanguageError.at(None, told, f"inputs are {', '.join(known)}", parameter="over")
    shape = trace.graph.nodes[known[name][0]].shape
    inside = len(entry) == len(shape) and all(-size <= each < size for each, size in zip(entry, shape, strict=True))
    if not inside:
        told = f"an entry of `{name}`, whose shape is {shape}, has {len(shape)} numbers"
        raise LanguageError.at(None, told, f"write {name}[0, …]", parameter="over")


def entries(text: str) -> list[tuple[str, tuple[int, ...]]]:
    """`w, W[0, 1]` as entries of inputs. Raises LanguageError for another text, and for more than two."""
    found = []
    for part in re.split(r",(?![^\[]*\])", text):
        match = ENTRY.fullmatch(part.strip())
        if match is None:
            told = f"`{part.strip()[:40]}` is no input and no entry of one"
            raise LanguageError.at(None, told, "write w, or W[0, 1]", parameter="over")
        place = match["entry"]
        found.append((match["name"].strip(), tuple(int(each) for each in place.split(",")) if place else ()))
    if len(found) > 2:
        hint = f"choose two of them, or {PRINCIPAL} or {RANDOM} directions of all"
        raise LanguageError.at(
            None, f"a landscape is over one or two numbers, not {len(found)}", hint, parameter="over"
        )
    return found


def directed(way: Mapping[str, Sequence[Any]], kind: str) -> Plane:
    """The plane through the end of a way in its two principal directions, those in which it reaches furthest, or in two at random."""
    shapes = {name: np.shape(values[0]) for name, values in way.items()}
    flat = np.concatenate(
        [np.reshape(np.asarray(values, dtype=float), (len(values), -1)) for values in way.values()], axis=1
    )
    rows = np.random.default_rng(SEED).standard_normal((2, flat.shape[1])) if kind == RANDOM else principal(flat)
    basis = np.linalg.qr(rows.T)[0].T
    sizes = np.cumsum([int(np.prod(shape)) for shape in shapes.values()])[:-1]
    origin, *directions = (
        {name: part.reshape(shape) for (name, shape), part in zip(shapes.items(), np.split(row, sizes), strict=True)}
        for row in (flat[-1], *basis)
    )
    return Plane(origin, directions, (f"{kind} 1", f"{kind} 2"))


def principal(flat: NDArray[np.float64]) -> NDArray[np.float64]:
    """The two principal directions of points, one a row; where these lie on a line, the second is any other."""
    away = flat - flat[-1]
    _, sizes, rows = np.linalg.svd(away, full_matrices=False)
    found = [row for row, size in zip(rows[:2], sizes, strict=False) if size > 1e-12 * max(1.0, float(sizes[0]))]
    spare = np.eye(flat.shape[1])[np.argsort(np.abs(found[0]))] if found else np.eye(flat.shape[1])
    # The signs of singular vectors are arbitrary: the way comes from the left and from below.
    turned = [row * (-1 if (away[0] @ row) > 0 else 1) for row in found]
    return np.array([*turned, *spare[: 2 - len(found)]])


def usual(way: Mapping[str, Sequence[Any]]) -> list[tuple[str, tuple[int, ...]]] | None:
    """The one or two numbers that are all that is trained; None where there are more."""
    found = [(name, place) for name, values in way.items() for place in np.ndindex(np.shape(values[0]))]
    return found if len(found) <= 2 else None
