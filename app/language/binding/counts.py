"""Letters up to which sums run, `Σᵢ₌₁ⁿ`, as the numbers of entries of what they add up."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, TypeGuard

from app.language import syntax
from app.language.binding.feet import Entry, Place, indexed
from app.language.mathematics.indexed_sums import is_sum, whole
from app.language.mathematics.memberships import EXACTLY
from app.language.names import bound_names, loaded, without_bar
from app.language.operators import FUNCTIONS
from app.language.source import Diagnostic, Severity, Span
from app.language.syntax import Assign, Binary, Call, Expr, Literal, Name, Statement, Unary
from app.language.walk import everything, mapped

COUNTING = frozenset("nNmM")
"""Letters that a sum over entries is divided by for its mean."""
NUMBERING = frozenset("nN")
"""Those that stand for the number of entries wherever a formula sums over them."""
SIZES = frozenset("BDHKdD")
"""Further letters of sizes: of a batch, a layer, a vector."""


def counts_entries(name: str, running: Collection[str]) -> bool:
    """Whether a sum that is divided by a letter is a mean: `1/n Σᵢ`, `1/H Σᵢ`, and `1/T Σₜ` where the index is the same letter."""
    return name not in running and (name in COUNTING or name in SIZES or name in {each.upper() for each in running})


def divisors(tree: object) -> Iterator[str]:
    """The names in what something is divided by."""
    for part in everything(tree):
        if isinstance(part, Binary) and part.operator == "/":
            yield from loaded([part.right])


def divided(tree: object) -> Iterator[str]:
    """n where it is divided by something, as in `n/Σᵢ(1/xᵢ)` and `−n/2 ln(2πσ²)`."""
    for part in everything(tree):
        if isinstance(part, Binary) and part.operator == "/":
            above = part.left.operand if isinstance(part.left, Unary) else part.left
            if isinstance(above, Name) and above.id in NUMBERING:
                yield above.id


def multiplied(tree: object) -> Iterator[str]:
    """n where it multiplies a sum or a mean, as in `n Σ xy − Σx Σy` and `Σ x² − n x̄²`."""
    for part in everything(tree):
        match part:
            case Binary(left=Name(id=name), operator="*", right=right) if name in NUMBERING:
                if any(is_sum(each) or is_total(each) or is_barred(each) for each in everything(right)):
                    yield name


def is_barred(part: object) -> bool:
    """Whether something is a letter with the bar of a mean."""
    return isinstance(part, Name) and without_bar(part.id) != ""


def counted_sums(
    statements: Sequence[Statement], arrays: Collection[str], given: set[str], notes: list[Diagnostic]
) -> Iterator[Statement]:
    """The statements, with the number of entries before those that divide a sum without an index by a letter without a value, as `Σx/n`."""
    bound = {name for each in statements for name in bound_names(each)} | given
    for statement in statements:
        formula = isinstance(statement, Assign | syntax.Evaluate)
        totals = [part for part in everything(statement) if is_total(part)] if formula else []
        array = next((name for part in totals for name in loaded([*part.arguments]) if name in arrays), "")
        named = chain(divisors(statement), multiplied(statement))
        divisor = next((name for name in named if array and name in NUMBERING - bound), "")
        if divisor:
            bound.add(divisor)
            told = f"`{divisor}` is read as the number of entries of `{array}`"
            hint = f"for another give it a value: {divisor} = 3"
            notes.append(Diagnostic(statement.span, told, hint, severity=Severity.NOTE))
            size = syntax.Attribute(Name(array, span=statement.span), "size", span=statement.span)
            yield Assign((Name(divisor, span=statement.span),), size, span=statement.span)
        yield statement


def is_total(part: object) -> TypeGuard[Call]:
    """Whether something is the sum of all that is in it; the index of `Σ_x (y − a)²` stands nowhere in it."""
    if is_sum(part):
        return not indexed(part.arguments[0], part.arguments[1].value)  # type: ignore[attr-defined]
    return isinstance(part, Call) and isinstance(part.function, Name) and part.function.id == FUNCTIONS["∑"]


def parameters(statement: Statement, called: Collection[str]) -> set[str]:
    """The names that are a function's own; those of a formula that nobody calls are inputs."""
    if isinstance(statement, syntax.Define) and statement.formula and statement.name not in called:
        return set()
    return {each.name for each in statement.parameters} if isinstance(statement, syntax.Define) else set()


def limit(low: Expr, high: Expr) -> str | None:
    """The letter up to which a sum runs that takes all entries: N from 1, or N − 1 from 0."""
    name, less = counting(low, high)
    whole_run = isinstance(high, Name) if whole(low, 1) == 1 else whole(low, 1) == 0
    return name if name and whole_run and not less else None


def counting(low: Expr, high: Expr) -> tuple[str, bool]:
    """The letter in the upper limit of a sum, or "", and whether it is one less than the number of entries: up to T from 0."""
    match high:
        case Name(id=name):
            return name, whole(low, 1) == 0
        case Binary(left=Name(id=name), operator="-", right=Literal(value=1)):
            return name, False
    return "", False


def count(name: str, entry: Entry, index: str, less: bool, span: Span, *, exact: bool) -> Assign:
    """The statement that gives a letter the number of entries along an index, or one less; an array has `exact`ly the axes at its foot."""
    shape = syntax.Attribute(Name(entry.base, span=span), "shape", span=span)
    if exact and not less:
        axes = tuple(Name(name if each == index else "_", span=span) for each in entry.letters)
        return Assign((syntax.Sequence("tuple", axes, span=span),), shape, span=span)
    along = syntax.Subscript(shape, Literal(entry.letters.index(index), span=span), span=span)
    if not less:
        return Assign((Name(name, span=span),), along, span=span)
    one = Literal(1, span=span)
    return Assign((Name(name, span=span),), Binary(along, "-", one, span=span, place=span, sign="-"), span=span)


def without_limits(tree: Any, names: Collection[str] | None = None) -> Any:
    """A tree whose sums up to some letters, up to any unless these are given, take all entries."""
    tree = mapped(tree, lambda part: without_limits(part, names))
    if (
        not is_sum(tree)
        or (letter := limit(*tree.arguments[2:4])) is None
        or (names is not None and letter not in names)
        or counts_from_zero(tree)
    ):
        return tree
    none = Literal(None, span=tree.span)
    return replace(tree, arguments=(*tree.arguments[:2], none, none, *tree.arguments[4:]))


def counts_from_zero(call: Call) -> bool:
    """Whether a sum runs from 0 and its index is a number of its term or of a condition, `Σᵢ₌₀ⁿ⁻¹ aᵢ xⁱ`: from 1 it would be another."""
    body, index, low, _, *tests = call.arguments
    return whole(low, 1) == 0 and index.value in loaded([body, *tests])  # type: ignore[attr-defined]


def counted_sizes(
    sizes: Mapping[str, tuple[str, ...]], statements: Sequence[Statement], free: Collection[str]
) -> Iterator[Statement]:
    """The statements, among them those that make n in `x ∈ ℝⁿ` the number of entries of x, where it stands in a formula without a value."""
    bound = {name for each in statements for name in bound_names(each)}
    said: set[str] = set()

    def counts(arrays: Collection[str], span: Span) -> Iterator[Statement]:
        for array in arrays:
            for letter in (each for each in sizes.get(array, ()) if each in free and each not in said):
                said.add(letter)
                entry = Entry(array, tuple(map(Place, sizes[array])))
                yield count(letter, entry, letter, less=False, span=span, exact=False)

    for place, statement in enumerate(statements):
        yield from counts(sizes.keys() - bound if not place else (), statement.span)
        yield statement
        yield from counts(list(bound_names(statement)), statement.span)


def with_sizes(
    axes: Mapping[str, tuple[str, ...]], sizes: Mapping[str, tuple[str, ...]], statements: Sequence[Statement]
) -> dict[str, tuple[str, ...]]:
    """The axes of all arrays, with the sizes that a text says in the place of the letters at their feet, and numbers for n where n = 4."""
    numbers: dict[str, str] = {}
    for each in statements:
        match each:
            case Assign(targets=(Name(id=name),), value=Literal(value=int(number))):
                numbers[name] = f"{EXACTLY}{number}"
    sizes = {name: tuple(numbers.get(each, each) for each in own) for name, own in sizes.items()}
    same = {letter: size for name, own in sizes.items() for letter, size in zip(axes.get(name, ()), own, strict=False)}
    return {name: tuple(same.get(each, each) for each in own) for name, own in axes.items()} | dict(sizes)
