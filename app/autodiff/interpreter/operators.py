"""Operators: arithmetic and comparisons of tensors become nodes, those of plain numbers, shapes and flags are worked out."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from typing import NoReturn

import numpy as np

from app.autodiff.builder import Builder, LimitReached, Limits, Tensor, describe
from app.autodiff.interpreter.values import Opaque, Value, Values, Written, settled
from app.autodiff.primitives import TABLE
from app.language import Diagnostic, LanguageError, Severity, Span
from app.language.operators import BETWEEN, BINARY
from app.language.syntax import Expr

ROWS = {each.sign: each.row for each in BETWEEN if each.row}
CALLED = frozenset(sign for sign, row in ROWS.items() if row not in TABLE or TABLE[row].prepare)
"""Signs whose row is called like a function: it chooses among others, or is a composition."""


class PassOver(Exception):
    """The statement computes with something that has no bearing on the figure."""


class Silent(Exception):
    """A value is unknown because of a mistake that has been told already."""


class Operators(ABC):
    """The ground: the graph that is built, notes, limits and mistakes, and operators on values.

    Expects from above how a sign calls its row, and the person's own words at a span.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.builder = Builder(limits)
        self.evaluations = 0
        self.notes: list[Diagnostic] = []
        self.internal = False

    @property
    def ours(self) -> bool:
        """Whether a rule or a definition is being run, not the person's text."""
        return self.internal or self.builder.place is not None

    @abstractmethod
    def product(self, sign: str, left: Value, right: Value, span: Span, written: Written) -> Value: ...

    @abstractmethod
    def quote(self, span: Span) -> str: ...

    def refuse(self, span: Span, message: str, hint: str = "", *, unknown: bool = False) -> NoReturn:
        raise LanguageError(Diagnostic(span, message, hint, unknown))

    def step(self, span: Span, steps: int = 1) -> None:
        """Count what has been done, so that no text runs without end."""
        self.evaluations += steps
        if self.evaluations > self.limits.evaluations:
            message = f"this takes more than {self.limits.evaluations} steps to compute"
            raise LimitReached(Diagnostic(span, message, "shorten a loop"))

    def bounded(self, length: int, span: Span) -> int:
        """The length of a list or text, unless it is too long to be made."""
        if length > self.limits.items:
            message = f"this has {length} items, more than {self.limits.items}"
            raise LimitReached(Diagnostic(span, message, "use an array, or a shorter list"))
        return length

    def note(self, message: str, span: Span | None = None, *, quiet: bool = False) -> None:
        severity = Severity.NOTE if quiet else Severity.WARNING
        note = Diagnostic(span and (self.builder.place or span), message, severity=severity)
        if note not in self.notes:
            self.notes.append(note)

    def binary(self, sign: str, left: Value, right: Value, span: Span, written: Written = ()) -> Value:
        if sign in CALLED:
            return self.product(sign, left, right, span, written)
        if isinstance(left, Opaque) or isinstance(right, Opaque):
            raise PassOver
        if sign in ("==", "!=") and (left is None or right is None or isinstance(left, str) or isinstance(right, str)):
            return (type(left) is type(right) and left == right) == (sign == "==")
        if sign in ("in", "not in"):
            left, right = settled(left), settled(right)
        if isinstance(left, (Tensor, np.ndarray)) or isinstance(right, (Tensor, np.ndarray)):
            if sign in ROWS:
                self.numeric(left, span)
                self.numeric(right, span)
                return self.apply(ROWS[sign], (left, right), span, written)
            if sign == "//":
                return self.apply("floor", (self.apply("divide", (left, right), span, written),), span)
            if sign in ("in", "not in"):
                self.refuse(span, f"`{sign}` does not work on arrays", "compare with `==`")
        return self.plain(sign, left, right, span)

    def plain(self, sign: str, left: Value, right: Value, span: Span) -> Value:
        """Arithmetic of shapes and flags, as Python has it; division by zero gives inf or nan, and large powers stay floats."""
        if type(left) in (int, float) and type(right) in (int, float) and leaves_whole(sign, right):
            row = TABLE[ROWS.get(sign, "divide")]
            return float(self.builder.computed(row, (np.float64(left), np.float64(right)), {}, span))
        if isinstance(left, str) and sign == "%":
            return left
        if sign == "*" and isinstance(right, (list, tuple, str)) and isinstance(left, int):
            left, right = right, left
        if isinstance(left, (list, tuple, str)) and sign in "+*" and isinstance(right, (int, type(left))):
            self.bounded(len(left) * right if isinstance(right, int) else len(left) + len(right), span)
        if {type(left), type(right)} & {list, tuple} and sign in "-/**" and sign != "*":
            self.refuse(span, f"`{sign}` does not work on lists", "wrap the list in `array(…)`")
        function = BINARY[sign].plain
        assert function is not None, sign
        try:
            result = function(left, right)
        except (TypeError, ValueError, ArithmeticError):
            kinds = f"{describe(left)} and {describe(right)}"
            self.refuse(span, f"`{sign}` does not work on {kinds}", "use numbers or arrays of numbers")
        if isinstance(result, int) and abs(result) > 2**63:
            return float(result) if abs(result) < 10**308 else math.inf if result > 0 else -math.inf
        return result

    def numeric(self, value: Value, span: Span) -> None:
        """Raises LanguageError for an operand that is no number, array or list."""
        if isinstance(value, Opaque):
            raise PassOver
        if not isinstance(value, (Tensor, np.ndarray, int, float, np.generic, list, tuple)):
            self.refuse(span, f"{describe(value)} is not a number or an array", "use a number, an array or a name")

    def apply(self, row: str, operands: Values, span: Span, written: Written = ()) -> Value:
        result = self.builder.apply(TABLE[row], operands, {}, span, written)
        return result if isinstance(result, Tensor) else tidy(result)

    def truth(self, value: Value, expr: Expr) -> bool:
        """Which way a branch goes. Where that depends on a value of the graph, it is noted."""
        span = expr.span
        if isinstance(value, Opaque):
            raise PassOver
        if isinstance(value, (Tensor, np.ndarray)):
            array = value.value if isinstance(value, Tensor) else value
            if np.size(array) != 1:
                message = f"an array of shape {np.shape(array)} is neither true nor false"
                self.refuse(span, message, "use `where(…)`, `.all()` or `.any()`")
            result = bool(np.all(array))
            if isinstance(value, Tensor) and not self.ours and self.depends(value):
                found = "true" if result else "false"
                self.note(f"at these values {self.quote(span)} is {found}; that branch is followed", span)
            return result
        return bool(value)

    def depends(self, value: Tensor) -> bool:
        """Whether a differentiable input leads to `value`, through comparisons too."""
        seen = {value.node.index}
        for node in reversed(self.builder.nodes[: value.node.index + 1]):
            if node.index in seen:
                if node.differentiable:
                    return True
                seen.update(node.arguments)
        return False


def leaves_whole(sign: str, right: float) -> bool:
    """Whether Python would raise, or compute an integer of unbounded size, where floats give inf or nan."""
    small = isinstance(right, int) and 0 <= right < 64
    return (sign in ("/", "//", "%") and not right) or (sign == "**" and not small)


def tidy(value: Value) -> Value:
    """A constant result as a plain number where it is one."""
    if isinstance(value, (np.generic, np.ndarray)) and np.shape(value) == () and np.asarray(value).dtype.kind in "bif":
        return value.item()
    return value
