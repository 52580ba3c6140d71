"""What depends on which names are bound: `mx` is m·x, `e` Euler's number, `W^T` a transpose, `x(1 + x)` a product.

It works on the syntax alone, before anything is run, and says what it took where there was a choice.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from app.language import syntax
from app.language.binding import listed_steps, misreadings, recursions, row_functions, substituted_numbers
from app.language.binding.array_axes import array_axes
from app.language.binding.chained_powers import powers_apart
from app.language.binding.counts import counted_sizes, with_sizes
from app.language.binding.derivatives import primed
from app.language.binding.entry_bars import REDUCTIONS, by_entries
from app.language.binding.entry_point import unwrapped
from app.language.binding.entrywise import entrywise
from app.language.binding.hoisting import opened
from app.language.binding.imaginary import UNITS, refuse_complex, refuse_sums
from app.language.binding.indicators import indicated
from app.language.binding.indices import summed
from app.language.binding.layers_before import arranged
from app.language.binding.name_resolution import NameResolver
from app.language.binding.reach import is_row, lone_argument, over, over_first, product_of, reached
from app.language.binding.transposes import TransposeReader
from app.language.functions import EXP
from app.language.latex.quotation import quotable
from app.language.mathematics.indexed_sums import is_entry, is_sum
from app.language.names import bound_names, loaded, local_names, targets, unsaid_parameters, values_of
from app.language.source import LanguageError, once_each
from app.language.syntax import Binary, Call, Expr, Literal, Name, Program, Statement
from app.language.text import bracket_factors, letters
from app.language.text.letters import is_program
from app.language.vocabulary import Vocabulary
from app.language.walk import mapped


def resolved(program: Program, given: Collection[str], vocabulary: Vocabulary) -> Program:
    """The program with its names understood.

    `given` are names that have a value from outside of the text. What is called and unknown to all is declared as a function.
    """
    listed = listed_steps.taken(unwrapped(program.statements), program.text)
    program = substituted_numbers.restated(replace(program, statements=listed))
    statements, told_before = arranged(program.statements, program.text)
    top = {name for statement in statements for name in bound_names(statement)} | {*given}
    free = {name for name in loaded(statements) - top if not vocabulary.means(name, program.text)}
    transposes = TransposeReader(top, free, program.text)
    statements = row_functions.written_out(tuple(transposes.read(statements)))
    statements = tuple(counted_sizes(program.axes, statements, free)) if program.axes else statements
    whole = entrywise(statements, given, vocabulary.calls, program.text)
    resolver = Resolver(whole.statements, frozenset(given), vocabulary, program.text, whole.rows)
    read = resolver.read(whole.statements)
    if valued := substituted_numbers.valued(program, read, lambda name: name in given or resolver.is_open(name)):
        return resolved(valued, given, vocabulary)
    notes = tuple(once_each((*program.notes, *told_before, *transposes.notes, *whole.notes, *resolver.notes)))
    mistakes = (*program.mistakes, *transposes.mistakes, *resolver.mistakes, *recursions.mistakes(program, given))
    axes = with_sizes(whole.axes, program.axes, statements)
    if not is_program(program.text):
        arrays, told = array_axes(read, lambda name: name in given or resolver.is_open(name), axes)
        axes, notes = {**axes, **arrays}, (*notes, *told)
    return replace(program, statements=read, mistakes=mistakes, notes=notes, axes=axes)


class Resolver(NameResolver):
    """One pass over one program. `bound` are the names that mean something where an expression stands."""

    def read(self, statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
        """All statements; what is wrong with one leaves the others."""
        read: list[Statement] = []
        for statement in statements:
            try:
                meant = self.statement(self.formula(statement, read), self.top)
                refuse_sums(meant, self.top)
                read.append(opened(meant, self.called) if statement is statements[-1] else meant)
            except LanguageError as error:
                self.mistakes.extend(error.mistakes)
                read.append(syntax.Broken(tuple(bound_names(statement)), span=statement.span))
        declared: list[Statement] = [syntax.Import("math", "e", "e")] if self.euler else []
        return (*declared, *map(syntax.Declare, self.unknown), *read)

    def formula(self, statement: Statement, before: Sequence[Statement]) -> Statement:
        """`f == x*y` of a name without a value is `f = x*y`.

        What is only called, by a word that nobody knows, shows or stores what was computed before: `draw(L)`.
        """
        if isinstance(statement, syntax.Define) and statement.formula:
            if self.vocabulary.calls(statement.name):
                misreadings.refuse_equation(statement)
            misreadings.refuse_endless(statement)
        match statement:
            case syntax.Evaluate(value=syntax.Compare(first=Name(id=name), operators=("==",), rest=(value,))) if (
                name in self.free
            ):
                self.note(statement.span, f"`{name} == …` is read as `{name} = …`, as {name} has no value to compare")
                self.top |= {name}
                return syntax.Assign((statement.value.first,), value, span=statement.span)  # type: ignore[attr-defined]
            case syntax.Evaluate(value=Call(function=Name(id=name)) as value) if (
                len(name) >= misreadings.WORD and self.is_unknown(name, self.top) and not is_sum(value)
            ) and any(isinstance(each, syntax.Assign) and not isinstance(each.value, Literal) for each in before):
                return syntax.PassedOver(name, span=statement.span)
        return statement

    def statement(self, statement: Statement, bound: frozenset[str]) -> Statement:
        if isinstance(statement, syntax.Define):
            local = local_names(statement)
            before = self.values
            self.values = (before - local) | values_of(statement.body)
            self.sought = unsaid_parameters(statement)
            try:
                return mapped(statement, lambda part: self.part(part, bound | local))
            finally:
                self.values = before
        return mapped(statement, lambda part: self.part(part, bound))

    def part(self, part: Any, bound: frozenset[str]) -> Any:
        if isinstance(part, Statement):
            return self.statement(part, bound)
        if isinstance(part, Expr):
            return self.expression(part, bound)
        return mapped(part, lambda inner: self.part(inner, bound))

    def expression(self, expr: Expr, bound: frozenset[str]) -> Expr:
        """An expression by its kind."""
        match expr:
            case Name():
                return self.name(expr, bound)
            case Binary():
                return self.binary(expr, bound)
            case Call():
                return self.call(expr, bound)
            case syntax.Subscript(value=Name() as name) if (parts := self.parts(name, bound)) and len(parts) > 1:
                item = mapped(replace(expr, value=parts[-1]), lambda part: self.part(part, bound))
                return letters.product([*parts[:-1], item], expr.span)
            case syntax.Attribute(value=Name() | Call() as value, name="T") if not self.enclosed(value):
                return self.transposed(expr, self.expression(value, bound))
            case syntax.Lambda():
                bound = bound | {parameter.name for parameter in expr.parameters}
            case syntax.Comprehension():
                bound = bound | {name for clause in expr.clauses for name in targets(clause.target)}
        return mapped(expr, lambda part: self.part(part, bound))

    def binary(self, expr: Binary, bound: frozenset[str]) -> Expr:
        """Marks that look like powers, and products that nobody wrote a sign for.

        The left spine is walked, not descended: long sums do not use up the stack.
        """
        if expr.operator == "**":
            return self.power(expr, bound)
        spine = [expr]
        while isinstance(left := spine[-1].left, Binary) and left.operator != "**":
            spine.append(left)
        read = self.expression(spine[-1].left, bound)
        row: Expr | None = None
        for each in reversed(spine):
            right = self.expression(each.right, bound)
            if each.sign == "" and isinstance(read, syntax.Unary) and is_row(read) and not self.enclosed(read):
                read = replace(read, operand=replace(each, left=read.operand, right=right), span=each.span)
                continue
            if each.sign == "" and isinstance(read, Binary) and self.takes_in(read, read.right is row):
                row = replace(each, left=read.right, right=right)
                read = replace(read, right=row, span=each.span)
                continue
            read = each if read is each.left and right is each.right else replace(each, left=read, right=right)
            if each.operator == "*" and each.sign == "":
                self.read_as_product(read, each, bound)
            self.tell_of_difference(each, bound)
            misreadings.refuse_quotient(each, bound, self.top | self.free)
            if each.operator == "/" and not self.enclosed(each.right) and (divisor := product_of(each.right, right)):
                self.note(each.span, over(*(quotable(self.words(each.span)) for each in (divisor.left, divisor.right))))
                read = over_first(read, divisor)
            elif each.operator in ("/", "//"):
                self.tell_of_divisor(each, right)
        return read

    def takes_in(self, read: Binary, known: bool) -> bool:
        """Whether what stands behind goes to the last factor, a row: `½ xᵀx` is ½·(xᵀx), and `1/xᵀx` is 1/(xᵀx).

        What has taken in something is `known` to be a row, and is not gone through again.
        """
        if read.operator not in ("*", "/") or not (known or is_row(read.right)) or self.enclosed(read):
            return False
        if read.operator == "*":
            return True
        closed = self.enclosed(read.right)
        if not closed:
            self.note(
                read.right.span,
                f"what stands behind {quotable(self.words(read.right.span))} is read as part of the divisor",
            )
        return not closed

    def power(self, expr: Binary, bound: frozenset[str]) -> Expr:
        if not self.enclosed(expr.right) and (two := powers_apart(expr, lambda run: self.factors(run, bound))):
            told = f"`{quotable(self.words(expr.span))}` is read as a product of powers"
            self.note(expr.span, told, "for one power write brackets round its exponent")
            return letters.product([self.power(each, bound) for each in two], expr.span)
        # Once: a power of a power of a power is not gone through anew at each.
        left = expr.left
        # In 10000^{2i/d} i is an index: no complex number has a base written out.
        right = self.expression(expr.right, bound | {*UNITS} if isinstance(left, Literal) else bound)
        self.take_base(left, right, bound)
        whole = self.enclosed(left)
        parts = self.factors(left, bound) if isinstance(left, Name) and not whole else []
        if (
            not parts
            and not whole
            and isinstance(left, Name)
            and (letter := letters.before_euler(left.id, self.top | bound, expr, self.text))
        ):
            parts = self.product_of_letters(left, [letter, "e"])
        if len(parts) > 1:
            # πr² is π·(r²), and xe^x, Ae^x have Euler's number.
            self.take_euler(parts[-1], right, bound)
            powered = replace(expr, left=parts[-1], right=right)
            return letters.product([*parts[:-1], powered], expr.span)
        base = self.expression(left, bound)
        if (apart := product_of(left, base)) and not whole:
            if self.words(expr.place) == "√":
                return replace(apart, left=replace(expr, left=apart.left, right=right), span=expr.span)
            # P(1 + r)² is P·(1 + r)².
            return replace(apart, right=replace(expr, left=apart.right, right=right), span=expr.span)
        return replace(expr, left=base, right=right)

    def transposed(self, expr: syntax.Attribute, value: Expr) -> Expr:
        """A transpose, which of `QKᵀ` and `A(B + C)ᵀ` is that of the last factor."""
        if value is not expr.value and isinstance(value, Binary) and value.sign == "":
            return replace(value, right=replace(expr, value=value.right), span=expr.span)
        return replace(expr, value=value)

    def call(self, expr: Call, bound: frozenset[str]) -> Expr:
        function = expr.function
        if not isinstance(function, Name):
            read = mapped(expr, lambda part: self.part(part, bound))
            factor = isinstance(read.function, Binary) and len(read.arguments) == 1 and not read.keywords
            return letters.product([read.function, *read.arguments], expr.span) if factor else read
        if is_entry(expr):
            told = f"what stands at the foot of this bracket, {expr.arguments[1].value}, is read as all entries at once"  # type: ignore[attr-defined]
            self.note(expr.span, told, "for one of them write its number: [0]")
            return self.expression(expr.arguments[0], bound)
        if is_sum(expr):
            return self.expression(summed(expr, self.statements, bound, self.free, self.rows), bound)
        if derivative := primed(expr, bound, self.vocabulary.calls):
            self.note(expr.span, f"`{quotable(self.words(function.span))}` is computed: the derivative, entry by entry")
            return mapped(derivative, lambda part: self.part(part, bound))
        if function.id == EXP and len(expr.arguments) == 1:
            refuse_complex(expr.arguments[0], bound)
        return self.product_with(expr, function, bound) or self.applied(expr, function, bound)

    def product_with(self, expr: Call, function: Name, bound: frozenset[str]) -> Expr | None:
        """The product that is written like a call, `x(1 + x)`; None where something is called."""
        own = bound | (self.free - {function.id})
        argument = lone_argument(expr)
        if self.is_unknown(function.id, bound) and (parts := self.factors_of_call(function.id, argument, own)):
            # πr(r + h) is π·r·(r + h), and mf(x) is m·f(x).
            *before, last = self.product_of_letters(function, parts)
            return letters.product([*before, self.call(replace(expr, function=last), bound)], expr.span)
        if self.is_unknown(function.id, bound) and (holds := indicated(function, argument)):
            self.note(expr.span, f"`{function.id}(…)` is read as 1 where what is in the bracket holds, and 0 elsewhere")
            return self.expression(holds, bound)
        apart = function.id in letters.GREEK and self.words(expr.span).startswith(f"{function.id} ")
        unknown = self.is_unknown(function.id, bound) or (apart and function.id not in bound)
        factor = function.id in self.values or (unknown and bracket_factors.is_factor(function.id, argument))
        called = not factor or (self.vocabulary.calls(function.id) and not self.is_valued(function.id))
        if argument is None or (called and not self.is_constant(function.id, argument, bound)):
            return None
        argument = self.expression(argument, bound)
        self.note(
            expr.span,
            f"`{function.id}(…)` is read as the product {function.id}·(…)",
            "" if function.id in self.values else f"to draw it as a function write {function.id}(x) = ? above",
        )
        return Binary(function, "*", argument, span=expr.span, place=expr.span, sign="")

    def applied(self, expr: Call, function: Name, bound: frozenset[str]) -> Expr:
        """A function of its arguments; of `sin x(1 + x)`, which has no brackets of its own, as far as its sign reaches."""
        argument = lone_argument(expr)
        if self.calls_unknown(expr, function, bound):
            misreadings.refuse_named(function, bound)
            self.unknown[function.id] = None
            self.note(
                function.span,
                misreadings.NOT_KNOWN.format(function.id),
                f"to define it write {function.id}(x) = …",
                f"{function.id}*" if isinstance(argument, Binary) else "",
            )
        self.tell_of_letter(function, bound)
        arguments = tuple(self.expression(argument, bound) for argument in expr.arguments)
        if function.id in REDUCTIONS:
            arguments = tuple(map(by_entries, arguments))
        keywords = tuple(self.part(keyword, bound) for keyword in expr.keywords)
        read = replace(expr, arguments=arguments, keywords=keywords)
        sign = self.words(function.span)
        if argument and not self.enclosed(argument) and not sign.startswith("("):
            inner = product_of(argument, arguments[0], letters=sign.endswith("!"))
            return reached(read, inner, sign) if inner else read
        return read
