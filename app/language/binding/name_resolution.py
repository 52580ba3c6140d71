"""Names that a text leaves open: another spelling of a bound one, letters side by side, Euler's number, functions not known."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from app.language import syntax
from app.language.binding import misreadings
from app.language.binding.imaginary import UNITS, refuse_complex, refuse_imaginary
from app.language.functions import UNAPPLIED
from app.language.names import bound_names, euler, values_of, without_bar
from app.language.operators import BAR, FUNCTIONS
from app.language.source import Diagnostic, Severity, Span
from app.language.syntax import Assign, Binary, Call, Expr, Literal, Name, Statement
from app.language.text import letters
from app.language.text.bracket_factors import before_bracket
from app.language.text.enclosure import enclosed
from app.language.vocabulary import Vocabulary
from app.language.walk import everything

TRUTHS = frozenset({"true", "false", "TRUE", "FALSE"})
"""Truth values in other languages."""


COEFFICIENTS = frozenset("αβγηκλμ")
"""Greek letters that are factors before a function, `λΩ(θ)` and `γV(s)`."""
APPLIED_LETTER = re.compile(r"[fghA-ZΓ-Ω](?:_\w+|\d)?")
"""A letter that a function may be called behind a factor."""
COPIED = re.compile(r"([a-zα-ω]|[a-z]{2})([23])")
"""A letter, or two side by side, and a number that may have been raised."""

EVERYTHING = "*"
"""What `from layers import *` binds."""


class NameResolver:
    """What is known of the names of one program. `bound` are the names that mean something where an expression stands."""

    def __init__(
        self,
        statements: tuple[Statement, ...],
        given: frozenset[str],
        vocabulary: Vocabulary,
        text: str,
        rows: Collection[str] = (),
    ) -> None:
        self.vocabulary, self.text, self.lines = vocabulary, text, text.split("\n")
        self.rows = rows
        """The matrices whose numbered entries are vectors."""
        self.unknown: dict[str, None] = {}
        """The functions of which only the name is known, as they are met."""
        self.notes: list[Diagnostic] = []
        self.mistakes: list[Diagnostic] = []
        self.top = frozenset(name for statement in statements for name in bound_names(statement)) | given
        self.made: dict[str, Span] = {}
        """Where the text binds each name first."""
        for statement in statements:
            for name in bound_names(statement):
                self.made.setdefault(name, statement.span)
        parts = [part for tree in statements for part in everything(tree)]
        self.called = {part.function.id for part in parts if isinstance(part, Call) and isinstance(part.function, Name)}
        self.free = frozenset(filter(self.is_open, {part.id for part in parts if isinstance(part, Name)}))
        """Names that stand in the text by themselves without being given a value."""
        self.values = given | values_of(statements)
        self.feet = letters.spellings(self.top, self.free)
        self.euler = "e" in self.free and any(map(euler, parts))
        self.statements = statements
        self.sizes = {
            target.id
            for each in statements
            if isinstance(each, Assign) and isinstance(each.value, Literal)
            for target in each.targets
            if isinstance(target, Name)
        }
        """The names that the text gives a plain number or text, which may be settings of layers."""
        self.sought: set[str] = set()
        """The parameters of a formula that stand nowhere in it by themselves."""

    def known(self, name: str) -> bool:
        """Whether a name that nothing binds has a meaning of its own."""
        return self.vocabulary.means(name, self.text)

    def is_open(self, name: str) -> bool:
        """Whether nothing gives a name a value or a meaning."""
        return name not in self.top and not self.known(name)

    def is_constant(self, name: str, argument: Expr | None, bound: frozenset[str]) -> bool:
        """Whether π stands before a bracket with more in it than what a function is applied to; π(s) may be a policy."""
        return name in ("π", "pi") and name not in bound and isinstance(argument, Binary)

    def is_valued(self, name: str) -> bool:
        """Whether a letter has a value, whatever function it usually stands for: σ(1 − σ) is σ·(1 − σ) below `σ = …`."""
        return len(name) == 1 and name in self.values

    def note(self, span: Span, message: str, hint: str = "", repair: str = "") -> None:
        self.notes.append(Diagnostic(span, message, hint, severity=Severity.NOTE, repair=repair))

    def read_as_product(self, read: Binary, written: Binary, bound: frozenset[str]) -> None:
        """Look at what stands side by side: no prose, no imaginary number, and `2 x 3` may mean a sign."""
        misreadings.refuse_prose(read, bound, self.known)
        refuse_imaginary(written, bound)
        one, other, index = misreadings.repeated_index(read, self.top)
        if index and not letters.is_program(self.text):
            told = f"`{one}` and `{other}` are read as names of their own"
            self.note(read.span, told, f"for the sum over {index} write Σ_{index} before them")
        if (sign := misreadings.letter_between_numbers(read)) is not None and sign.id not in bound:
            left, right = (self.words(each.span) for each in (read.left, read.right))
            told = f"`{sign.id}` is read as an input between two numbers"
            self.note(sign.span, told, f"for the times sign write {left.removesuffix(sign.id).strip()}*{right}")

    def name(self, name: Name, bound: frozenset[str]) -> Expr:
        misreadings.refuse_unit_vectors(name, self.free)
        if self.euler and name.id == "e" and "e" not in bound:
            self.tell_of_euler(name.span)
        if name.id in UNITS and name.id not in bound:
            self.note(name.span, f"`{name.id}` is read as an input", "complex numbers are not part of the language")
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
        if name.id in TRUTHS:
            self.take(name, name.id.capitalize())
            return [Literal(name.id.lower() == "true", span=name.span)]
        if name.id in ("Pi", "PI"):
            self.take(name, "π")
            return [replace(name, id="pi")]
        if (letter := without_bar(name.id)) in self.rows:
            self.note(
                name.span,
                f"`{name.id}` is read as the mean of the rows of `{letter}`",
                f"for an input give it a value: {name.id} = 1",
            )
            rows = (syntax.Keyword("axis", Literal(0, span=name.span)),)
            return [Call(replace(name, id=FUNCTIONS[BAR]), (replace(name, id=letter),), rows, span=name.span)]
        own = bound | (self.free - {name.id})
        parts = letters.taken_apart(name.id, self.words(name.span), own, self.sought, self.text)
        if len(parts) > 1:
            return self.product_of_letters(name, parts)
        if name.id.endswith("_prime") and name.id.removesuffix("_prime") in bound:
            self.note(name.span, f"`{self.words(name.span)}` is a new input")
        if "_given_" not in name.id and (similar := letters.near(name.id, self.before(name.span, bound))):
            self.note(name.span, f"`{name.id}` is a new input", f"did you mean `{similar}`?", similar)
        self.tell_of_own_name(name, bound)
        return []

    def tell_of_own_name(self, name: Name, bound: frozenset[str]) -> None:
        """Tell of an input that is called as a function is, and of the x2 beside x that may be a copy of x²."""
        if name.id in UNAPPLIED:
            self.note(name.span, f"`{name.id}` is read as an input", f"to apply the function write {name.id}(x)")
        match = COPIED.fullmatch(name.id)
        if match is None or letters.is_program(self.text):
            return
        letter, number = match.groups()
        others = {each[1:].lstrip("_") for each in self.free | bound if each[:1] == letter and each != name.id}
        if len(letter) > 1 or others == {""}:
            hint = f"for a power write {letter}^{number}"
            self.note(name.span, f"`{name.id}` is read as one name, that of an input", hint, f"{letter}^{number}")

    def before(self, place: Span, bound: frozenset[str]) -> list[str]:
        """The names that have a value where the text has come to a place."""
        made = self.made
        return [
            each
            for each in bound
            if each not in made or (made[each].end_line, made[each].end) <= (place.line, place.column)
        ]

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
        meant = f"the product {'·'.join(parts)}"
        if "T" in parts[1:-1]:
            # wTx may be a copy of wᵀx.
            self.note(
                name.span, f"`{name.id}` is read as {meant}", f"for a transpose write {name.id.replace('T', 'ᵀ')}"
            )
        else:
            self.take(name, meant)
        return [replace(name, id=part) for part in parts]

    def tell_of_divisor(self, quotient: Binary, right: Expr) -> None:
        """`h/kT` is h/(k·T), and `1//2`, a fraction in Julia, is 0 as in Python."""
        divisor = quotient.right
        if (
            quotient.operator == "/"
            and isinstance(divisor, Name)
            and isinstance(right, Binary)
            and not self.enclosed(divisor)
        ):
            shown = self.words(divisor.span)
            self.note(divisor.span, f"`…/{shown}` is read as …/({shown})", "for the other put the quotient in brackets")
        match quotient:
            case Binary(left=Literal(value=int() as above), operator="//", right=Literal(value=int() as below)) if (
                below and above % below
            ):
                told = f"`{above}//{below}` is read as the whole quotient {above // below}, as in Python"
                self.note(quotient.span, told, f"for the fraction write {above}/{below}", f"{above}/{below}")

    def enclosed(self, expr: Expr) -> bool:
        """Whether an expression stands in brackets of its own."""
        return enclosed(self.lines, expr.span)

    def words(self, span: Span) -> str:
        """The person's own words at a span of one line."""
        return self.lines[span.line - 1][span.column : span.end] if span.line == span.end_line else "…"

    def take_euler(self, base: Expr, exponent: Expr, bound: frozenset[str]) -> None:
        """Take note of a power of Euler's number. Raises LanguageError where it is complex."""
        if isinstance(base, Name) and base.id == "e" and "e" not in bound:
            self.euler = True
            self.tell_of_euler(base.span)
            refuse_complex(exponent, bound)

    def tell_of_letter(self, function: Name, bound: frozenset[str]) -> None:
        """A capital Greek letter, Γ or Φ, that is applied is the function that is known by it, and may be meant for another."""
        name = function.id
        if (
            len(name) == 1
            and name.isupper()
            and name not in bound
            and not name.isascii()
            and self.vocabulary.calls(name)
        ):
            told = f"`{name}` is read as the function that is usually called so"
            self.note(function.span, told, f"for one of your own write {name}(x) = …")

    def tell_of_euler(self, span: Span) -> None:
        """Tell once that `e` is Euler's number."""
        told = "`e` is read as Euler's number 2.718…"
        if all(each.message != told for each in self.notes):
            self.note(span, told, "for an input give it a value: e = 1")

    def take_base(self, base: Expr, exponent: Expr, bound: frozenset[str]) -> None:
        """Take note of a power whose base may be Euler's number: the E of `E^(-x)` is none here, which is told."""
        if self.euler:
            self.take_euler(base, exponent, bound)
        if isinstance(base, Name) and base.id == "E" and "E" not in bound and not isinstance(exponent, Literal):
            self.note(base.span, "`E` is read as an input", "for Euler's number write e")

    def tell_of_difference(self, difference: Binary, bound: frozenset[str]) -> None:
        """Tell of `e−x`, which copying a page may have made of a power of e."""
        if difference.operator != "-":
            return
        last, sign = difference.left, difference.place
        while isinstance(last, Binary) and last.operator in ("+", "-"):
            last = last.right
        line = self.lines[sign.line - 1]
        glued = line[: sign.column].endswith("e") and not line[sign.end : sign.end + 1].isspace()
        if isinstance(last, Name) and last.id == "e" and "e" not in bound and glued:
            told = f"`{line[sign.column - 1 : difference.right.span.end]}` is read as a difference"
            self.note(sign, told, f"for a power write e^{line[sign.column : difference.right.span.end]}")

    def calls_unknown(self, expr: Call, function: Name, bound: frozenset[str]) -> bool:
        """Whether a function of which nothing is known is called; in a formula a layer that is given values is one, as its weights are."""
        if EVERYTHING in bound and len(function.id) > 1 and function.id[0].isupper():
            # `from layers import *` may bring the class.
            return False
        if self.is_unknown(function.id, bound) or not expr.arguments:
            return bool(expr.arguments)
        if function.id in bound or letters.is_worded(self.text) or not self.vocabulary.makes_layer(function.id):
            return False
        names = {part.id for each in expr.arguments for part in everything(each) if isinstance(part, Name)}
        return any(name not in self.sizes | self.called and not self.known(name) for name in names)

    def factors_of_call(self, name: str, argument: Expr | None, own: Collection[str]) -> list[str]:
        """The letters of a name before a bracket whose last one is called, or a factor, too; nothing for a function of that name."""
        called = letters.factors(name, own)
        first, rest = name[:1], name[1:]
        if not called and first in COEFFICIENTS and (APPLIED_LETTER.fullmatch(rest) or self.vocabulary.calls(rest)):
            called = [first, rest]
        return called or before_bracket(name, argument, self.text)

    def is_unknown(self, name: str, bound: frozenset[str]) -> bool:
        """Whether a name that is called is that of a function of which nothing is known."""
        vocabulary = self.vocabulary
        return name not in bound and not vocabulary.calls(name) and not vocabulary.similar(name)
