"""Formulas for each entry at once, `pᵢ = e^{zᵢ} / Σⱼ e^{zⱼ}` and `zⱼ = Σᵢ wⱼᵢ xᵢ`, and sums up to an N that nothing gives a value."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from app.language import syntax
from app.language.indices import FOOT, indexed, is_entry, is_sum, left_out, numbered, parts_of, whole
from app.language.names import bound_names, loaded
from app.language.source import Diagnostic, Severity, Span
from app.language.syntax import Assign, Binary, Call, Expr, Literal, Name, Statement
from app.language.walk import everything, mapped

INDICES = frozenset("ijklmn")
"""Letters that run over entries."""


class Entrywise(NamedTuple):
    """The statements of whole arrays, and what is told about how they were read."""

    statements: tuple[Statement, ...]
    notes: tuple[Diagnostic, ...]


def entrywise(
    statements: tuple[Statement, ...], given: Collection[str], is_function: Callable[[str], bool]
) -> Entrywise:
    """The statements with entries read as those of whole arrays, wherever an index runs over all of them."""
    if not any(is_sum(part) or is_entry(part) for each in statements for part in everything(each)):
        return Entrywise(statements, ())
    bound = {name for each in statements for name in bound_names(each)} | set(given)
    functions = {each.name for each in statements if isinstance(each, syntax.Define)}
    reader = EntryReader(bound, lambda name: name in functions or is_function(name))
    return Entrywise(tuple(reader.read(statements)), tuple(reader.notes))


class EntryReader:
    """Reads the statements of one text; `arrays` are the names that an index runs over."""

    def __init__(self, bound: set[str], is_function: Callable[[str], bool]) -> None:
        self.bound, self.is_function = bound, is_function
        self.arrays: set[str] = set()
        self.notes: list[Diagnostic] = []

    def note(self, span: Span, message: str, hint: str = "") -> None:
        self.notes.append(Diagnostic(span, message, hint, severity=Severity.NOTE))

    def read(self, statements: tuple[Statement, ...]) -> Iterator[Statement]:
        marked = [self.called_entries(each) for each in statements]
        for each in marked:
            for call in filter(is_sum, everything(each)):
                self.arrays |= set(indexed(call.arguments[0], call.arguments[1].value).values())
        for each in marked:
            numbers = dict(self.counts(each))
            yield from (number for name, number in numbers.items() if name in loaded([without_limits(each)]))
            self.bound |= numbers.keys()
            yield self.definition(without_limits(each, numbers))

    def called_entries(self, tree: Any) -> Any:
        """`Σᵢ P(i)` as the sum of the entries of P, where P is no function."""
        tree = mapped(tree, self.called_entries)
        if not is_sum(tree) or (isinstance(tree.arguments[3], Literal) and tree.arguments[3].value is not None):
            return tree
        index = tree.arguments[1].value

        def change(part: Any) -> Any:
            match part:
                case Call(function=Name(id=name), arguments=(Name(id=own),)) if own == index and not self.is_function(
                    name
                ):
                    return Name(f"{name}_{index}", span=part.span)
            return mapped(part, change)

        return replace(tree, arguments=(change(tree.arguments[0]), *tree.arguments[1:]))

    def counts(self, statement: Statement) -> Iterator[tuple[str, Statement]]:
        """The letters up to which sums run and that have no value, each with the statement that makes it the number of entries."""
        for call in filter(is_sum, everything(statement)):
            body, index, low, high = call.arguments
            name = limit(low, high)
            entries = indexed(body, index.value)
            if name is None or name in self.bound or not entries or numbered(entries.values(), self.bound):
                continue
            first, base = next(iter(entries.items()))
            if base in parameters(statement):
                continue
            feet = parts_of(FOOT.match(first)["foot"])  # type: ignore[index]
            axes = tuple(Name(name if each == index.value else "_", span=high.span) for each in feet)
            shape = syntax.Attribute(Name(base, span=high.span), "shape", span=high.span)
            yield name, Assign((syntax.Sequence("tuple", axes, span=high.span),), shape, span=high.span)
            self.note(
                high.span,
                f"`{name}` is read as the number of entries of `{base}`",
                f"for another give it a value: {name} = 3",
            )

    def definition(self, statement: Statement) -> Statement:
        """`pᵢ = …` as the definition of all of p, where what it is made of has the index too."""
        match statement:
            case Assign(targets=(Name(id=name) as target,), value=value) if match := FOOT.match(name):
                foot, base = match["foot"], match["base"]
            case _:
                return statement
        if not set(foot) <= INDICES or len(foot) > 1 or {foot, name} & (self.bound - {name}):
            return statement
        if not any(self.runs_over(part, foot) for part in everything(value)):
            return statement
        self.arrays.add(base)
        self.bound = self.bound - {name} | {base}
        self.note(target.span, f"`{name} = …` is read for all entries at once: it gives the array `{base}`")
        return replace(statement, targets=(replace(target, id=base),), value=self.whole(value, foot))

    def runs_over(self, part: object, index: str) -> bool:
        """Whether a part of a formula is an entry of an array by an index."""
        if isinstance(part, Name) and (match := FOOT.match(part.id)):
            return (
                part.id not in self.bound
                and match["base"] in self.arrays | self.bound
                and index in parts_of(match["foot"])
            )
        return is_entry(part, index)

    def whole(self, part: Any, index: str) -> Any:
        """A formula for one entry as one for the whole array."""
        if is_entry(part, index):
            return self.whole(part.arguments[0], index)
        if is_sum(part) and (product := matrix_product(part, index)):
            return product
        if (
            isinstance(part, Name)
            and part.id not in self.bound
            and (match := FOOT.match(part.id))
            and match["foot"] == index
        ):
            self.arrays.add(match["base"])
            return replace(part, id=match["base"])
        changed = mapped(part, lambda inner: self.whole(inner, index))
        # A product of entries is taken entry by entry, however it is written.
        return replace(changed, sign="*") if isinstance(changed, Binary) and changed.sign == "" else changed


def parameters(statement: Statement) -> set[str]:
    """The names that are a function's own."""
    return {each.name for each in statement.parameters} if isinstance(statement, syntax.Define) else set()


def limit(low: Expr, high: Expr) -> str | None:
    """The letter up to which a sum runs that takes all entries: N from 1, or N − 1 from 0."""
    match high:
        case Name(id=name) if whole(low, 1) == 1:
            return name
        case Binary(left=Name(id=name), operator="-", right=Literal(value=1)) if whole(low, 1) == 0:
            return name
    return None


def without_limits(tree: Any, names: Collection[str] | None = None) -> Any:
    """A tree whose sums up to some letters, up to any unless these are given, take all entries."""
    tree = mapped(tree, lambda part: without_limits(part, names))
    if (
        not is_sum(tree)
        or (letter := limit(*tree.arguments[2:])) is None
        or (names is not None and letter not in names)
    ):
        return tree
    none = Literal(None, span=tree.span)
    return replace(tree, arguments=(*tree.arguments[:2], none, none))


def matrix_product(call: Call, index: str) -> Expr | None:
    """`Σⱼ wᵢⱼ xⱼ` as the product of a matrix and a vector; None for any other sum."""
    body, running, *limits = call.arguments
    assert isinstance(running, Literal)
    match body:
        case Binary(left=Name() as one, operator="*", right=Name() as other) if all(left_out(each) for each in limits):
            pass
        case _:
            return None
    feet = {name: parts_of(match["foot"]) for name in (one, other) if (match := FOOT.match(name.id))}
    for matrix, vector in ((one, other), (other, one)):
        if feet.get(vector) == [running.value] and sorted(feet.get(matrix, [])) == sorted([index, str(running.value)]):
            left: Expr = whole_name(matrix)
            if feet[matrix][0] != index:
                left = syntax.Attribute(left, "T", span=matrix.span)
            return Binary(left, "@", whole_name(vector), span=call.span, place=call.span, sign="@")
    return None


def whole_name(name: Name) -> Name:
    """The array that an entry is one of."""
    match = FOOT.match(name.id)
    assert match
    return replace(name, id=match["base"])
