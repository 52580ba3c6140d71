"""What names can stand for besides numbers, texts, lists and tensors, and how values become plain Python ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.autodiff.builder import Tensor
from app.autodiff.table import Row
from app.language.syntax import Expr, Parameter, Statement

Value = Any
"""What a name can stand for: a number, text, list, tuple, dict, slice, array, Tensor or one of the classes below."""
Values = tuple[Value, ...]
"""A call's arguments by position."""
Named = dict[str, Value]
"""A call's arguments by name, or what names stand for."""
Written = tuple[Expr, ...]
"""How operands are written, for the drawing of constants."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """The names of one call (or of the whole text), inside those of the place where the function was written."""

    names: dict[str, Value]
    parent: Frame | None = None

    def find(self, name: str) -> Frame | None:
        frame: Frame | None = self
        while frame is not None and name not in frame.names:
            frame = frame.parent
        return frame


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function of the person's own; a lambda's body is one expression. `kind` is the scope of its nodes: call or definition."""

    name: str
    parameters: tuple[Parameter, ...]
    body: tuple[Statement, ...] | Expr
    frame: Frame
    kind: str = "call"
    decorators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """A row of the table as it was called: `flavour` is the library in front of it, `receiver` what stands before the dot."""

    row: Row
    flavour: str = ""
    receiver: tuple[Value, ...] = ()
    rng: object = None


@dataclass(frozen=True, slots=True, eq=False)
class Native:
    """A Python function of ours that stands behind a name, as `enumerate` or `x.item`."""

    name: str
    function: Callable[..., Value]


@dataclass(frozen=True, slots=True)
class Namespace:
    """A library or a part of one: `np`, `torch.nn.functional`; `rng` is the generator of `np.random.default_rng(1)`."""

    path: tuple[str, ...]
    rng: object = None

    @property
    def flavour(self) -> str:
        return self.path[0]


class Unknown:
    """Stands for what a statement with a mistake would have given, so that the mistake is told once."""


UNKNOWN = Unknown()


class Opaque:
    """Stands for what has no bearing on the figure: an optimizer, a plot, a gradient that is read."""


OPAQUE = Opaque()


def settled(value: Value) -> Value:
    """Scalar tensors as plain numbers, inside of tuples and lists too: for shapes, axes and counts."""
    if isinstance(value, Tensor) and value.shape == ():
        value = np.asarray(value.value)
    if isinstance(value, (np.generic, np.ndarray)) and np.shape(value) == ():
        return plain(value.item())
    if isinstance(value, (tuple, list)):
        return type(value)(settled(item) for item in value)
    if isinstance(value, slice):
        return slice(*(settled(bound) for bound in (value.start, value.stop, value.step)))
    return value


def plain(number: Value) -> Value:
    """A whole number as int."""
    return int(number) if isinstance(number, float) and number.is_integer() and abs(number) < 2**53 else number


def is_float(value: Value) -> bool:
    """Whether a tensor, array or number holds floats, not labels or a mask."""
    return bool(np.asarray(getattr(value, "held", value)).dtype.kind == "f")


def regular(value: Value) -> bool:
    """Whether nested lists have rows of one length."""
    try:
        np.asarray(value, dtype=float)
    except ValueError:
        return False
    return True


def leaves(value: Value) -> Iterator[Value]:
    """The items of nested lists and tuples."""
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from leaves(item)
    else:
        yield value
