"""A call that is to be written, and the small parts that notations for functions are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from app.autodiff.primitives import SPELLINGS
from app.autodiff.rows import Row, title
from app.typeset.notation import Apply, Fence, Identifier, Math, Number, Scripts, Text
from app.typeset.precedence import infix
from app.typeset.symbols import gate


@dataclass(frozen=True, slots=True)
class Application:
    """A call: `function` as it is set, the `row` of the table that it names (if any), and what it is given.

    `bare` is a call of a name alone: `max(x, 0)` compares, where `np.max(x, 0)` runs over an axis.
    """

    function: Math
    row: Row | None
    arguments: tuple[Math, ...]
    settings: tuple[tuple[str, Math], ...] = ()
    bare: bool = False

    def setting(self, *names: str) -> Math | None:
        return next((math for name, math in self.settings if name in names), None)

    @property
    def axis(self) -> Math | None:
        """The axis that the call is given; None where it is given none."""
        axis = self.setting(*AXES)
        return None if axis == Text("None") else axis

    @property
    def head(self) -> Math:
        """The function as it is set before its arguments."""
        if self.row is None:
            return self.function
        if not self.row.head:
            # What only our table calls by this name is read as words.
            if isinstance(self.function, Scripts) and "_" in self.row.name:
                return Text(title(self.row).rpartition(".")[2].replace("_", " "))
            return Text(self.function.text.replace("_", " ")) if isinstance(self.function, Text) else self.function
        known = gate(self.row.head)
        # A capital is a function's own sign, upright; with an order as its index it is a symbol.
        capital = isinstance(known, Identifier) and known.name.isupper() and not self.row.form
        return Text(self.row.head) if capital else known


AXES = ("axis", "dim")
SILENT = frozenset({
    "keepdims", "keepdim", "dtype", "out", "ddof", "correction", "unbiased", "reduction", "approximate", "inplace", "device",
    "requires_grad",
})  # fmt: skip
"""Settings that say how a result is stored, not what it is."""

Notation = Callable[[Application], Math | None]
"""Writes a call; None where it does not know this one."""


@cache
def operation(spelling: str, library: str = "") -> Row | None:
    """The row that a call names, by its last name and that before it: the library's own if that has a look, else the plain one."""
    own = SPELLINGS.get(f"{library}.{spelling}")
    bare = spelling.removesuffix("_")
    plain = SPELLINGS.get(spelling) or SPELLINGS.get(bare) or _lone().get(bare)
    looks = own is not None and (own.shown or own.form or own.head)
    return own if looks or plain is None else plain


@cache
def _lone() -> dict[str, Row]:
    """Rows that are called with a library before their name alone, by that name."""
    return {spelling.rpartition(".")[2]: row for spelling, row in SPELLINGS.items() if "." in spelling}


def one(write: Callable[[Math], Math]) -> Notation:
    """For a function whose first argument alone is shown."""
    return lambda call: write(call.arguments[0])


def two(write: Callable[[Math, Math], Math]) -> Notation:
    """For a function of exactly two arguments."""
    return lambda call: write(*call.arguments) if len(call.arguments) == 2 else None


def called(word: str) -> Callable[[Math], Math]:
    return lambda math: Apply(Text(word), Fence(math))


def term(sign: str) -> Callable[[Math, Math], Math]:
    return lambda a, b: infix(sign, a, b)


def same(math: Math) -> Math:
    return math


def place(axis: Math) -> int | None:
    """The number of an axis, from the front or (which comes to the same letter) from the back."""
    digits = axis.digits.removeprefix("−") if isinstance(axis, Number) else ""
    return int(digits) if digits.isdecimal() else None
