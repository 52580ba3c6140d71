"""Formulas for each entry at once, `pᵢ = e^{zᵢ} / Σⱼ e^{zⱼ}` and `zⱼ = Σᵢ wⱼᵢ xᵢ`, and sums up to an N that nothing gives a value."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, NamedTuple

from app.language import syntax
from app.language.binding.counts import (
    count,
    counted_sums,
    counting,
    counts_entries,
    divided,
    divisors,
    multiplied,
    parameters,
    without_limits,
)
from app.language.binding.dot_products import dotted
from app.language.binding.feet import INDICES, Entry, axes_of, entries_in, entry_of, indexed
from app.language.binding.free_indices import (
    carrying,
    free_letters,
    normalized,
    refuse_left_over,
    refuse_shared,
    whole_array,
)
from app.language.binding.letters_apart import entries_apart
from app.language.binding.numbered_rows import has_rows, numbered_products, row_bases, with_rows
from app.language.binding.numbered_terms import numbered
from app.language.binding.own_entries import entries_renamed
from app.language.mathematics.indexed_sums import is_entry, is_sum, left_out, whole
from app.language.names import bound_names, loaded
from app.language.source import Diagnostic, Severity, Span
from app.language.syntax import Assign, Binary, Call, Expr, Literal, Name, Statement
from app.language.text.enclosure import enclosed
from app.language.text.letters import FUNCTION_LETTERS, is_program
from app.language.walk import everything, mapped, rebuilt


class Entrywise(NamedTuple):
    """The statements of whole arrays, and what is told about how they were read."""

    statements: tuple[Statement, ...]
    notes: tuple[Diagnostic, ...]
    axes: Mapping[str, tuple[str, ...]]
    """The letters at the foot of each array, one an axis."""
    rows: Collection[str] = ()
    """The matrices whose numbered entries are vectors."""


def entrywise(
    statements: tuple[Statement, ...], given: Collection[str], is_function: Callable[[str], bool], text: str
) -> Entrywise:
    """The statements with entries read as those of whole arrays, wherever an index runs over all of them."""
    notes: list[Diagnostic] = []
    if not is_program(text):
        statements = tuple(dotted(statements, notes))
        statements = tuple(entries_apart(statements, set(given), text, notes))
        statements, told = entries_renamed(statements, given)
        notes += told
    functions = {each.name for each in statements if isinstance(each, syntax.Define)}
    known, lines = array_names(statements) | set(given), text.split("\n")
    statements = tuple(
        rebuilt(
            each, lambda part: called_entries(part, lambda name: name in functions or is_function(name), known, lines)
        )
        if any(map(is_sum, everything(each)))
        else each
        for each in statements
    )
    rows: set[str] = set()
    if not is_program(text):
        statements = tuple(counted_sums(statements, known, set(given), notes))
        rows = row_bases(statements)
        statements = tuple(with_rows(each) if has_rows(each) else each for each in statements)
    bound = {name for each in statements for name in bound_names(each)} | set(given)
    arrays = set()
    if not is_program(text):
        arrays = array_names(statements) | (set(given) - loaded(statements)) | pairs_of_entries(statements)
    if not any(
        is_sum(part) or is_entry(part) or footed(part, bound, arrays)
        for each in statements
        for part in everything(each)
    ):
        return Entrywise(statements, tuple(notes), {}, rows)
    reader = EntryReader(bound, arrays, rows)
    read = tuple(reader.read(statements))
    return Entrywise(read, (*notes, *reader.notes), axes_of(reader.marked, reader.arrays, rows), rows)


def array_names(statements: tuple[Statement, ...]) -> set[str]:
    """The names that are given an array written out."""
    return {
        target.id
        for each in statements
        if isinstance(each, Assign) and isinstance(each.value, syntax.Sequence)
        for target in each.targets
        if isinstance(target, Name)
    }


def called_entries(tree: Any, is_function: Callable[[str], bool], arrays: Collection[str], lines: Sequence[str]) -> Any:
    """`Σᵢ P(i)` as the sum of the entries of P, where P is no function, and `Σᵢⱼ Aᵢⱼ (xᵢ − xⱼ)` as that of products."""
    if not is_sum(tree):
        return tree
    index, high = tree.arguments[1].value, tree.arguments[3]
    numbered = isinstance(high, Literal) and high.value is not None
    calls = [part for part in everything(tree.arguments[0]) if isinstance(part, Call)]
    # p beside p(x, y) is another array than p(x) is.
    several = {str(call.function.id) for call in calls if isinstance(call.function, Name) and len(call.arguments) > 1}

    def change(part: Any) -> Any:
        match part:
            case Call(function=Name(id=name), arguments=(Name(id=own),)) if (
                own == index and not numbered and name not in several and not is_function(name)
            ):
                return Name(f"{name}_{index}", span=part.span)
            case Call(function=Name(id=name) as entry, arguments=(argument,), keywords=()) if index == name or (
                index in feet(name) and multiplies(name, argument, arrays) and not is_function(name)
            ):
                return Binary(entry, "*", change(argument), span=part.span, place=part.span, sign="")
            case Binary(operator="**", left=Call() as call) if isinstance(
                product := change(call), Binary
            ) and not enclosed(lines, call.span):
                # Only the last factor of Aᵢⱼ (xᵢ − xⱼ)² is squared.
                return replace(product, right=replace(part, left=product.right, right=change(part.right)))
        return mapped(part, change)

    return replace(tree, arguments=(change(tree.arguments[0]), *tree.arguments[1:]))


def feet(name: str) -> list[str]:
    """The indices at the foot of a name."""
    entry = entry_of(name)
    return entry.letters if entry else []


def multiplies(name: str, argument: Expr, arrays: Collection[str]) -> bool:
    """Whether an entry before a bracket is a factor: its array is known, or a sum follows a letter that stands for no function."""
    base = name.partition("_")[0]
    return base in arrays or (isinstance(argument, Binary) and base not in FUNCTION_LETTERS)


def pairs_of_entries(statements: tuple[Statement, ...]) -> set[str]:
    """The names of which two entries stand in the definition of one, x in `K_ij = k(xᵢ, xⱼ)`."""
    found: set[str] = set()
    for each in statements:
        match each:
            case Assign(targets=(Name(id=name),), value=value) if target := entry_of(name):
                if INDICES.issuperset(target.letters):
                    entries = entries_in(value).values()
                    bases = [entry.base for entry in entries if {*entry.letters} < {*target.letters}]
                    found.update(base for base in bases if bases.count(base) > 1)
    return found


def footed(part: object, bound: Collection[str], arrays: Collection[str]) -> bool:
    """Whether a name is an entry by an index of one of some arrays."""
    entry = entry_of(part.id) if arrays and isinstance(part, Name) and part.id not in bound else None
    return entry is not None and entry.base in arrays and not INDICES.isdisjoint(entry.letters)


class EntryReader:
    """Reads the statements of one text; `arrays` are the names that an index runs over, `rows` those of them whose entries are vectors."""

    def __init__(self, bound: set[str], arrays: set[str], rows: Collection[str]) -> None:
        self.bound, self.arrays, self.rows = bound, arrays, rows
        self.notes: list[Diagnostic] = []
        self.marked: list[Statement] = []
        """The statements with all entries written at the foot of names."""
        self.indices = INDICES

    def note(self, span: Span, message: str, hint: str = "") -> None:
        self.notes.append(Diagnostic(span, message, hint, severity=Severity.NOTE))

    def read(self, statements: tuple[Statement, ...]) -> Iterator[Statement]:
        self.marked = list(statements)
        for each in self.marked:
            for call in filter(is_sum, everything(each)):
                self.arrays |= {entry.base for entry in indexed(call.arguments[0], call.arguments[1].value).values()}
        self.indices = INDICES | {letter for each in self.marked for letter in normalized(each)} - self.bound
        while self.spread():
            pass
        self.called = {
            part.function.id
            for each in self.marked
            for part in everything(each)
            if isinstance(part, Call) and isinstance(part.function, Name)
        }
        for each in self.marked:
            numbers = dict(self.counts(each))
            own, wanted = parameters(each, self.called), loaded([without_limits(each)])
            inside = {name for name, number in numbers.items() if not own.isdisjoint(loaded([number]))}
            yield from (number for name, number in numbers.items() if name in wanted - inside)
            self.bound |= numbers.keys() - inside
            meant = without_limits(each, numbers)
            if isinstance(meant, syntax.Define) and inside:
                meant = replace(meant, body=(*(numbers[name] for name in sorted(inside & wanted)), *meant.body))
            yield self.read_free(meant)

    def spread(self) -> bool:
        """Add what the entries of arrays are defined by; whether there was anything new."""
        known = len(self.arrays)
        for statement in self.marked:
            match statement:
                case Assign(targets=(Name(id=name),), value=value) if target := entry_of(name):
                    if target.base in self.arrays and self.indices.issuperset(target.letters):
                        entries = entries_in(value).items()
                        own = [each for name, each in entries if name not in self.bound]
                        self.arrays |= {each.base for each in own if not {*target.letters}.isdisjoint(each.letters)}
        return len(self.arrays) > known

    def counts(self, statement: Statement) -> Iterator[tuple[str, Statement]]:
        """The letters up to which sums run and that have no value, each with the statement that makes it the number of entries."""
        running = {call.arguments[1].value for call in filter(is_sum, everything(statement))}
        named = chain(divisors(statement), divided(statement), multiplied(statement))
        divisor = next((name for name in named if counts_entries(name, running)), "")
        calls = sorted(filter(is_sum, everything(statement)), key=lambda call: left_out(call.arguments[3]))
        said: set[str] = set()
        # Up to the index that a formula is for each value of, sᵢ = Σ_{j=1}^{i} xⱼ, a sum counts nothing.
        own = {letter for name in bound_names(statement) if (entry := entry_of(name)) for letter in entry.letters}
        for call in calls:
            body, index, low, high, *_ = call.arguments
            entries = indexed(body, index.value) or numbered_products(body, index.value)
            bases = {each.base for each in entries.values()}
            name, less = (divisor, False) if left_out(high) else counting(low, high)
            if not name or name in self.bound or not entries or name in running or name in said or name in own:
                continue
            said.add(name)
            if numbers := numbered(bases, self.bound, whole(low, 1) or 0):
                # With values for x₁ and x₂, a sum up to n ends with the last of them.
                last = Literal(max(numbers), span=high.span)
                yield name, Assign((Name(name, span=high.span),), last, span=high.span)
                continue
            entry = next(iter(entries.values()))
            yield name, count(name, entry, index.value, less, high.span, exact=entry.base not in self.rows)
            told = f"`{name}` is read as the number of entries of `{entry.base}`{' less 1' if less else ''}"
            self.note(high.span, told, f"for another give it a value: {name} = 3")

    def read_free(self, statement: Statement) -> Statement:
        """`pᵢ = …` as the definition of all of p, and a formula with a free index as one for all entries.

        Raises LanguageError where it is not told what an index stands for.
        """
        match statement:
            case Assign(targets=(Name(id=name) as target,), value=value):
                entry = entry_of(name)
                return (
                    self.definition(statement, target, value, entry)
                    if entry
                    else self.all_entries(statement, target, value)
                )
            case syntax.Evaluate(value=value):
                return self.all_entries(statement, None, value)
        return statement

    def definition(self, statement: Assign, target: Name, value: Expr, entry: Entry) -> Statement:
        """A formula with indices on its left side."""
        letters = self.free(value, self.arrays | self.bound)
        alone = self.indices & loaded([value]) - self.bound if any(map(is_sum, everything(value))) else set()
        own = {*entry.letters}
        # The k of a transform Xₖ = Σₙ xₙ cos(2πkn/N) numbers no entries: it is a number.
        alone = {letter for letter in alone if carrying(value, letter)[0]}
        if not own <= self.indices or own & self.bound or not own & {*letters, *alone}:
            return statement
        refuse_left_over(value, letters, entry.letters)
        self.arrays.add(entry.base)
        self.bound = self.bound - {target.id} | {entry.base}
        self.note(target.span, f"`{target.id} = …` is read for all entries at once: it gives the array `{entry.base}`")
        return replace(statement, targets=(replace(target, id=entry.base),), value=self.whole(value, entry.letters))

    def all_entries(self, statement: Assign | syntax.Evaluate, target: Name | None, value: Expr) -> Statement:
        """A formula with a free index that the left side does not have."""
        letters = self.free(value, self.arrays)
        if not letters:
            return statement
        refuse_shared(value, letters, target)
        told = f"`{letters[0]}` is read for all entries at once: this is an array"
        self.note(value.span, told, f"for their sum write ∑_{letters[0]} before it")
        return replace(statement, value=self.whole(value, sorted(letters)))

    def free(self, value: Expr, bases: Collection[str]) -> list[str]:
        """The indices in a formula that no sum runs over and that have no value, of entries of some arrays."""
        found = free_letters(value, lambda name, base: name not in self.bound and base in bases)
        return [each for each in dict.fromkeys(found) if each in self.indices and each not in self.bound]

    def whole(self, value: Expr, letters: list[str]) -> Expr:
        """A formula for one entry as one for the whole array; what it is made of is an array too."""
        self.arrays |= {entry.base for entry in entries_in(value).values() if {*entry.letters} & {*letters}}
        return whole_array(value, letters, self.rows)
