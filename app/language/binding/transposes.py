"""`W^T` as a transpose where nothing gives T a value, and `x^TAx` as one with what stands behind it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from app.language.binding.misreadings import refuse_inverse_transpose
from app.language.names import bound_names, local_names
from app.language.source import Diagnostic, LanguageError, Severity
from app.language.syntax import Attribute, Binary, Broken, Define, Expr, Lambda, Name, Statement
from app.language.text.letters import factors, product, side_by_side
from app.language.walk import everything, rebuilt

MARK = "T"
MARKS = (MARK, "H")
"""What stands for a transpose; of real numbers the one that conjugates too, `x^H`, is no other."""


class TransposeReader:
    """Reads the statements of one text. `top` are the names that mean something, `free` those that stand by themselves without a value."""

    def __init__(self, top: Collection[str], free: Collection[str], text: str) -> None:
        self.top, self.free, self.lines = set(top), free, text.split("\n")
        self.notes: list[Diagnostic] = []
        self.mistakes: list[Diagnostic] = []

    def read(self, statements: Sequence[Statement]) -> Iterator[Statement]:
        for statement in statements:
            if not any(isinstance(part, Binary) and part.sign == "^" for part in everything(statement)):
                yield statement
                continue
            bound = self.top.union(*map(own_names, everything(statement)))
            try:
                yield rebuilt(statement, lambda part, bound=bound: self.transposed(part, bound))  # type: ignore[misc]
            except LanguageError as error:
                self.mistakes.extend(error.mistakes)
                yield Broken(tuple(bound_names(statement)), span=statement.span)

    def transposed(self, part: Any, bound: Collection[str]) -> Any:
        """A power whose exponent is a mark as the transpose of what is raised; others as they are. Raises LanguageError for `A^{-T}`."""
        if not isinstance(part, Binary):
            return part
        refuse_inverse_transpose(part, bound)
        mark = mark_of(part)
        rest = None if not mark or {mark, mark[0]} & {*bound} else self.behind(part, mark[1:], bound)
        if rest is None:
            return part
        told, hint = f"`^{mark[0]}` is read as a transpose", f"for a power of {mark[0]} give {mark[0]} a value"
        self.notes.append(Diagnostic(part.span, told, hint, severity=Severity.NOTE))
        return product(
            [Attribute(part.left, MARK, span=part.span), *(Name(each, span=part.right.span) for each in rest)],
            part.span,
        )

    def behind(self, power: Binary, rest: str, bound: Collection[str]) -> list[str] | None:
        """The factors behind the mark, as in `x^TAx`; None where they are no factors: what stands in braces is raised as a whole."""
        place = power.right.span
        if not rest:
            return []
        if self.lines[place.line - 1][place.column - 1 : place.column] != "^":
            return None
        own = {*bound, *self.free}
        return [rest] if rest in own else factors(rest, own) or side_by_side(rest) or None


def mark_of(power: Binary) -> str:
    """What something is raised to, where it is a name that begins with a mark; else nothing."""
    raised = power.right.id if isinstance(power.right, Name) and power.operator == "**" and power.sign != "**" else ""
    return raised if raised.startswith(MARKS) else ""


def own_names(part: Expr | Statement) -> Collection[str]:
    """The names that a function or a statement gives a meaning inside of it."""
    if isinstance(part, Define):
        return local_names(part)
    if isinstance(part, Lambda):
        return {each.name for each in part.parameters}
    return set(bound_names(part)) if isinstance(part, Statement) else ()
