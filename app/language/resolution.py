"""What depends on which names are bound: `mx` is m·x, `e` Euler's number, `W^T` a transpose, `x(1 + x)` a product.

It works on the syntax alone, before anything is run, and says what it took where there was a choice.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from app.language import letters, misreadings, syntax
from app.language.entrywise import entrywise
from app.language.hoisting import hoisted, opened
from app.language.imaginary import refuse_complex, refuse_imaginary
from app.language.indexed_sums import is_entry, is_sum
from app.language.indices import summed
from app.language.names import bound_names, euler, loaded, local_names, targets, values_of
from app.language.quotation import quotable
from app.language.reach import over, over_first, product_of, reached
from app.language.source import Diagnostic, LanguageError, Severity, Span
from app.language.syntax import Binary, Call, Expr, Literal, Name, Program, Statement
from app.language.vocabulary import Vocabulary
from app.language.walk import everything, mapped


def resolved(program: Program, given: Collection[str], vocabulary: Vocabulary) -> Program:
    """The program with its names understood.

    `given` are names that have a value from outside of the text. What is called and unknown to all is a function of which
    nothing is known but its name: it is declared.
    """
    whole = entrywise(hoisted(program.statements), given, vocabulary.calls, program.text)
    resolver = Resolver(whole.statements, frozenset(given), vocabulary, program.text)
    read = resolver.read(whole.statements)
    notes = tuple(dict.fromkeys((*program.notes, *whole.notes, *resolver.notes)))
    return replace(program, statements=read, mistakes=(*program.mistakes, *resolver.mistakes), notes=notes)


class Resolver:
    """One pass over one program. `bound` are the names that mean something where an expression stands."""

    def __init__(
        self, statements: tuple[Statement, ...], given: frozenset[str], vocabulary: Vocabulary, text: str
    ) -> None:
        self.vocabulary, self.text, self.lines = vocabulary, text, text.split("\n")
        self.unknown: dict[str, None] = {}
        """The functions of which only the name is known, as they are met."""
        self.notes: list[Diagnostic] = []
        self.mistakes: list[Diagnostic] = []
        self.top = frozenset(name for statement in statements for name in bound_names(statement)) | given
        self.called = {
            part.function.id
            for tree in statements
            for part in everything(tree)
            if isinstance(part, Call) and isinstance(part.function, Name)
        }
        self.free = frozenset(name for name in loaded(statements) if name not in self.top and not self.known(name))
        """Names that stand in the text by themselves without being given a value."""
        self.values = given | values_of(statements)
        self.feet = letters.spellings(self.top, self.free)
        self.euler = "e" in self.free and any(euler(part) for tree in statements for part in everything(tree))
        self.statements = statements
        self.sought: set[str] = set()
        """The parameters of a formula that stand nowhere in it by themselves."""

    def known(self, name: str) -> bool:
        """Whether a name that nothing binds has a meaning of its own."""
        return self.vocabulary.means(name, self.text)

    def note(self, span: Span, message: str, hint: str = "", repair: str = "") -> None:
        self.notes.append(Diagnostic(span, message, hint, severity=Severity.NOTE, repair=repair))

    def read(self, statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
        """All statements; what is wrong with one leaves the others."""
        read: list[Statement] = []
        for statement in statements:
            try:
                meant = self.statement(self.formula(statement, read), self.top)
                read.append(opened(meant, self.called) if statement is statements[-1] else meant)
            except LanguageError as error:
                self.mistakes.extend(error.mistakes)
                read.append(syntax.Broken(tuple(bound_names(statement)), span=statement.span))
        declared: list[Statement] = [syntax.Import("math", "e", "e")] if self.euler else []
        declared += [syntax.Declare(name) for name in self.unknown]
        return (*declared, *read)

    def formula(self, statement: Statement, before: Sequence[Statement]) -> Statement:
        """`f == x*y` of a name without a value is `f = x*y`.

        What is only called, by a word that nobody knows, shows or stores what was computed before: `draw(L)`.
        """
        if isinstance(statement, syntax.Define) and statement.formula and self.vocabulary.calls(statement.name):
            misreadings.refuse_equation(statement)
        match statement:
            case syntax.Evaluate(value=syntax.Compare(first=Name(id=name), operators=("==",), rest=(value,))) if (
                name in self.free
            ):
                self.note(statement.span, f"`{name} == …` is read as `{name} = …`, as {name} has no value to compare")
                self.top |= {name}
                return syntax.Assign((statement.value.first,), value, span=statement.span)  # type: ignore[attr-defined]
            case syntax.Evaluate(value=Call(function=Name(id=name))) if len(
                name
            ) >= misreadings.WORD and self.is_unknown(name, self.top):
                if any(isinstance(each, syntax.Assign) and not isinstance(each.value, Literal) for each in before):
                    return syntax.PassedOver(name, span=statement.span)
        return statement

    def statement(self, statement: Statement, bound: frozenset[str]) -> Statement:
        if isinstance(statement, syntax.Define):
            local = local_names(statement)
            before = self.values
            self.values = (before - local) | values_of(statement.body)
            self.sought = {each.name for each in statement.parameters if statement.formula} - loaded(statement.body)
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
            case syntax.Lambda():
                bound = bound | {parameter.name for parameter in expr.parameters}
            case syntax.Comprehension():
                bound = bound | {name for clause in expr.clauses for name in targets(clause.target)}
        return mapped(expr, lambda part: self.part(part, bound))

    def name(self, name: Name, bound: frozenset[str]) -> Expr:
        parts = self.factors(name, bound)
        return letters.product(parts, name.span) if parts else name

    def parts(self, name: Name, bound: frozenset[str]) -> list[Expr]:
        """What a name stands for that means nothing by itself: another spelling of it, or factors. Nothing where it is a name."""
        if name.id in bound or self.known(name.id):
            return []
        other = self.feet.get(name.id)
        if other is not None:
            self.note(name.span, f"`{name.id}` is read as `{other}`: they differ only in how the number is written")
            return [replace(name, id=other)]
        own = bound | (self.free - {name.id})
        if applied := letters.function_applied(name.id, own, self.text):
            before, function, number, argument = applied
            shown = "·".join([*before, f"{function}({number}{argument})"])
            self.take(name, shown)
            times = [Literal(float(number), span=name.span)] if number else []
            inner = letters.product([*times, replace(name, id=argument)], name.span)
            call = Call(replace(name, id=function), (inner,), span=name.span)
            return [*(replace(name, id=part) for part in before), call]
        parts = letters.taken_apart(name.id, self.words(name.span), own, self.sought, self.text)
        if len(parts) > 1:
            return self.product_of_letters(name, parts)
        if similar := letters.near(name.id, bound):
            self.note(name.span, f"`{name.id}` is a new input", f"did you mean `{similar}`?", similar)
        return []

    def factors(self, name: Name, bound: frozenset[str]) -> list[Expr]:
        """What a name stands for where it is a value by itself, not what an item is taken of."""
        if (found := self.parts(name, bound)) or name.id in bound or self.known(name.id):
            return found
        likely = letters.likely(name.id, self.text) if name.id not in self.called else []
        return self.product_of_letters(name, likely) if len(likely) > 1 else []

    def take(self, name: Name, meant: str) -> None:
        hint = f"for an input of that name give it a value: {name.id} = 1"
        self.note(name.span, f"`{name.id}` is read as {meant}", hint)

    def product_of_letters(self, name: Name, parts: Sequence[str]) -> list[Expr]:
        self.take(name, f"the product {'·'.join(parts)}")
        return [replace(name, id=part) for part in parts]

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
        for each in reversed(spine):
            right = self.expression(each.right, bound)
            read = each if read is each.left and right is each.right else replace(each, left=read, right=right)
            if each.operator == "*" and each.sign == "":
                misreadings.refuse_prose(read, bound, self.known)
                refuse_imaginary(each, bound)
            misreadings.refuse_quotient(each, bound, self.top | self.free)
            if each.operator == "/" and (divisor := product_of(each.right, right)):
                self.note(each.span, over(*(quotable(self.words(each.span)) for each in (divisor.left, divisor.right))))
                read = over_first(read, divisor)
        return read

    def words(self, span: Span) -> str:
        """The person's own words at a span of one line."""
        return self.lines[span.line - 1][span.column : span.end] if span.line == span.end_line else "…"

    def take_euler(self, base: Expr, exponent: Expr, bound: frozenset[str]) -> None:
        """Take note of a power of Euler's number. Raises LanguageError where it is complex."""
        if isinstance(base, Name) and base.id == "e" and "e" not in bound:
            self.euler = True
            self.note(base.span, "`e` is read as Euler's number 2.718…", "for an input give it a value: e = 1")
            refuse_complex(exponent, bound)

    def power(self, expr: Binary, bound: frozenset[str]) -> Expr:
        own = self.top | bound
        misreadings.refuse_inverse_transpose(expr, own)
        mark = expr.right.span
        before = self.lines[mark.line - 1][mark.column - 1 : mark.column]
        if (rest := letters.after_transpose(expr, own, self.free, before)) is not None:
            self.note(expr.span, "`^T` is read as a transpose", "for a power of T give T a value")
            transposed = syntax.Attribute(self.expression(expr.left, bound), "T", span=expr.span)
            return letters.product([transposed, *(Name(each, span=expr.right.span) for each in rest)], expr.span)
        # Once: a power of a power of a power is not gone through anew at each.
        right, left = self.expression(expr.right, bound), expr.left
        if self.euler:
            self.take_euler(left, right, bound)
        parts = self.factors(left, bound) if isinstance(left, Name) else []
        if not parts and isinstance(left, Name) and (letter := letters.before_euler(left.id, own, expr, self.text)):
            parts = self.product_of_letters(left, [letter, "e"])
        if len(parts) > 1:
            # πr² is π·(r²), and xe^x, Ae^x have Euler's number.
            self.take_euler(parts[-1], right, bound)
            powered = replace(expr, left=parts[-1], right=right)
            return letters.product([*parts[:-1], powered], expr.span)
        base = self.expression(left, bound)
        if apart := product_of(left, base):
            # P(1 + r)² is P·(1 + r)².
            return replace(apart, right=replace(expr, left=apart.right, right=right), span=expr.span)
        return replace(expr, left=base, right=right)

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
            return self.expression(summed(expr, self.statements, bound, self.free), bound)
        misreadings.refuse_derivative(function, bound, self.vocabulary.calls)
        if function.id == "exp" and len(expr.arguments) == 1:
            refuse_complex(expr.arguments[0], bound)
        own = bound | (self.free - {function.id})
        if self.is_unknown(function.id, bound) and (parts := letters.factors(function.id, own)):
            # πr(r + h) is π·r·(r + h), and mf(x) is m·f(x).
            *before, last = self.product_of_letters(function, parts)
            return letters.product([*before, self.call(replace(expr, function=last), bound)], expr.span)
        argument = expr.arguments[0] if expr.arguments else None
        single = len(expr.arguments) == 1 and not expr.keywords and not isinstance(expr.arguments[0], syntax.Starred)
        factor = function.id in self.values or (
            self.is_unknown(function.id, bound) and letters.is_factor(function.id, argument)
        )
        if single and argument and factor and not self.vocabulary.calls(function.id):
            argument = self.expression(argument, bound)
            self.note(
                expr.span,
                f"`{function.id}(…)` is read as the product {function.id}·(…)",
                "" if function.id in self.values else f"to draw it as a function write {function.id}(x) = ? above",
            )
            return Binary(function, "*", argument, span=expr.span, place=expr.span, sign="")
        if self.is_unknown(function.id, bound) and expr.arguments:
            self.unknown[function.id] = None
            self.note(
                function.span,
                f"`{function.id}` is a function that is not known: what depends on it has no number",
                f"to define it write {function.id}(x) = …",
                f"{function.id}*" if single and isinstance(argument, Binary) else "",
            )
        arguments = tuple(self.expression(argument, bound) for argument in expr.arguments)
        keywords = tuple(self.part(keyword, bound) for keyword in expr.keywords)
        read = replace(expr, arguments=arguments, keywords=keywords)
        inner = product_of(argument, arguments[0]) if single and argument else None
        return reached(read, inner, self.words(function.span)) if inner else read

    def is_unknown(self, name: str, bound: frozenset[str]) -> bool:
        """Whether a name that is called is that of a function of which nothing is known."""
        vocabulary = self.vocabulary
        return name not in bound and not vocabulary.calls(name) and not vocabulary.similar(name)
