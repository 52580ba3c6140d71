"""Formula as people write it becomes Python's spelling: products without a sign, `|x|`, `√x`, `sin² x`, `x!`, `Σᵢ wᵢxᵢ` …

A line is walked once. At each depth of brackets it is operands and what stands between them; operands side by side are a product.
"""

from __future__ import annotations

import keyword
from collections.abc import Callable, Sequence
from functools import cached_property

from app.language.mathematics import numbers_behind
from app.language.mathematics.divisors import DIVIDING, divided
from app.language.mathematics.operand import Operand, Told
from app.language.mathematics.sign_places import Signs
from app.language.text.characters import SUBSCRIPTS, fraction
from app.language.text.letters import FUNCTION_LETTERS, is_program
from app.language.text.tokens import NESTING, OPENING, SHALLOWER, Token

BARS = ("|", "‖")
VALUES = frozenset({"None", "True", "False"})
Prefix = Callable[["Formula", Token], Operand]
Suffix = Callable[["Formula", Operand, Token], Operand | None]
Word = Callable[["Formula", Token], Operand | None]
PREFIXES: dict[str, Prefix] = {}
"""What reads an operand, by the sign that it begins with; the raised index of a root is under "²". The modules that know the signs fill
these tables."""
SUFFIXES: dict[str, Suffix] = {}
"""What reads on after an operand, by the sign that follows it; a raised digit is under "²"."""
WORDS: list[Word] = []
"""What may read a name in a way of its own."""


def prefix(*signs: str) -> Callable[[Prefix], Prefix]:
    """Enter the function below for operands that begin with one of `signs`."""

    def enter(function: Prefix) -> Prefix:
        PREFIXES.update(dict.fromkeys(signs, function))
        return function

    return enter


def suffix(*signs: str) -> Callable[[Suffix], Suffix]:
    """Enter the function below for what follows an operand with one of `signs`."""

    def enter(function: Suffix) -> Suffix:
        SUFFIXES.update(dict.fromkeys(signs, function))
        return function

    return enter


class Formula:
    """Walks the tokens of one line; `bound` are names that the text gives a meaning of its own, `told` what was read in one of two ways."""

    def __init__(self, tokens: Sequence[Token], bound: frozenset[str], told: Told) -> None:
        self.tokens, self.bound, self.told = tokens, bound, told
        self.place = self.depth = 0
        self.closings: list[str | None] = []
        """What closes the brackets and bars that are open."""
        self.running: set[str] = set()
        """The indices of the sums that are being read."""

    @cached_property
    def signs(self) -> Signs:
        return Signs(self.tokens)

    def peek(self, ahead: int = 0) -> Token | None:
        place = self.place + ahead
        return self.tokens[place] if place < len(self.tokens) else None

    def next(self) -> Token:
        self.place += 1
        return self.tokens[self.place - 1]

    def sees(self, *texts: str, ahead: int = 0) -> bool:
        """Whether one of some signs comes next; words in quotation marks are none."""
        token = self.peek(ahead)
        return token is not None and token.text in texts and token.kind != "text"

    def level(self, closing: str | None = None) -> list[Token]:
        """All up to a closing bracket, or to the end."""
        self.closings.append(closing)
        out: list[Token] = []
        run: list[Operand] = []
        while (token := self.peek()) is not None:
            if token.text == closing and token.kind != "text" and (run or closing not in BARS):
                break
            if self.begins(token, bool(run)):
                run.append(self.operand())
                continue
            out += self.product(run, out)
            run = []
            out.append(self.next())
        self.closings.pop()
        return out + self.product(run, out)

    def begins(self, token: Token, after: bool) -> bool:
        """Whether an operand begins with a token, `after` another one."""
        if token.kind == "name":
            return not keyword.iskeyword(token.text) or token.text in VALUES
        if token.text in BARS and token.kind != "text":
            return not after or (token.text != self.closings[-1] and self.bars_ahead(token.text))
        if token.kind == "power":
            return not after and self.sees("√", ahead=1)
        return token.kind in ("number", "fraction", "text") or token.text in PREFIXES

    def bars_ahead(self, bar: str) -> bool:
        """Whether the bar after an operand opens `a|b|`: another follows, and after that no operand; `a‖b‖` may be written `a||b||`."""
        if self.norm_ahead(self.place + 1):
            return True
        place = self.matching(self.place + 1, bar)
        ends = (self.matching(self.place + 1, sign) for sign in (",", "="))
        if place is None or any(end is not None and end < place for end in ends):
            # `x: Tensor | None = None, y: Tensor | None` are two alternatives.
            return False
        after = self.tokens[place + 1] if place + 1 < len(self.tokens) else None
        if after is not None and after.text == bar and not after.spaced:
            # `2|x||y|`: what follows opens the next.
            return self.matching(place + 2, bar) is not None
        return (
            after is None
            or bar == "‖"
            or self.hugged(self.place, place)
            or not (after.kind in ("name", "number") or after.text in PREFIXES or after.text == "~")
            or (keyword.iskeyword(after.text) and after.text not in VALUES)
        )

    def hugged(self, opening: int, closing: int) -> bool:
        """Whether two bars stand at what is between them and apart from what is around them: `2|x| y`, `a |x| y`, not `a | b | c`."""
        bar, first, last, after = (self.tokens[place] for place in (opening, opening + 1, closing, closing + 1))
        before = self.tokens[opening - 1]
        if not any(each.spaced for each in (bar, first, last, after)) and not is_program(self.told.places.text):
            # a|b|c with letters is no mask.
            return all(each.kind == "name" and len(each.text) == 1 for each in (before, after))
        apart = bar.spaced or before.kind == "number"
        return apart and not first.spaced and not last.spaced and after.spaced

    def norm_ahead(self, place: int) -> bool:
        """Whether the bar at a place and the one before it open a norm: two bars side by side close it, with no lone bar after an
        operand between them."""
        if place >= len(self.tokens) or self.tokens[place].text != "|" or self.tokens[place].spaced:
            return False
        while (bar := self.matching(place + 1, "|")) is not None:
            following = self.tokens[bar + 1] if bar + 1 < len(self.tokens) else None
            if following is not None and following.text == "|" and not following.spaced:
                return True
            if self.tokens[bar - 1].kind in ("name", "number", "power") or self.tokens[bar - 1].text == ")":
                return False
            place = bar
        return False

    def is_single(self) -> bool:
        """Whether the bracket that was just opened holds one value: no comma, no slice and no loop."""
        return all(self.matching(self.place, sign) is None for sign in (",", "for", ":"))

    def matching(self, place: int, text: str) -> int | None:
        """Where a sign stands next at this depth of brackets."""
        return self.signs.following(place, text)

    def product(self, run: list[Operand], before: list[Token]) -> list[Token]:
        """Operands side by side, with the sign of a product where Python needs one."""
        out: list[Token] = []
        for place, (left, right) in enumerate(zip([None, *run], run, strict=False)):
            if (
                left is not None
                and "text" not in (left.kind, right.kind)
                and ((left.kind, right.kind) != ("number", "number") or right.tokens[0].text == "(")
            ):
                out.append(right.tokens[0].before("*"))
                numbers_behind.tell(run[max(0, place - 2) : place + 1], self.told)
            out += right.tokens
        # A row takes in what stands behind it: that is told once names are known.
        if len(run) > 1 and before and before[-1].text in DIVIDING and run[0].kind != "transposed":
            return divided(run, out, before, self.told)
        return out

    def operand(self) -> Operand:
        """One factor, with all that binds to it: calls, items, attributes, powers and signs after it."""
        token = self.next()
        self.deepen(token)
        begin = PREFIXES.get("²" if token.kind == "power" else token.text) if token.kind != "text" else None
        if begin is not None:
            operand = begin(self, token)
        elif token.kind == "name" and (read := self.word(token)) is not None:
            operand = read
        else:
            operand = self.atom(token)
        operand = self.trailed(operand)
        self.depth -= 1
        return operand

    def deepen(self, token: Token) -> None:
        """Count one more expression inside of another; whoever does so takes it back. Raises LanguageError where they are too many."""
        self.depth += 1
        if self.depth > 2 * NESTING:
            self.told.refuse(token, token, f"expressions are nested more than {NESTING} deep", SHALLOWER)

    def atom(self, token: Token) -> Operand:
        if token.kind == "fraction":
            return Operand(quotient(token), "number")
        following = self.peek()
        if token.kind == "number" and following and following.kind == "fraction" and not following.spaced:
            # 2½ is one number.
            part = quotient(self.next())
            return Operand([token.before("("), token, part[0].before("+"), *part, part[-1].after(")")], "number")
        if token.kind == "number" and token.text.isdigit() and (part := self.fraction_ahead()):
            # So are 2\frac{1}{2} and 2 1/2.
            self.place += len(part)
            mixed = Operand([token.before("("), token, part[0].before("+"), *part, part[-1].after(")")], "number")
            shown, other = self.told.written(mixed.tokens), f"for the product write {token.text}·…"
            self.told.say(token, part[-1], f"`{shown}` is read as one number, {token.text} and a fraction", other)
            return mixed
        if token.kind == "name" and token.text[-1] == "_" and following and not following.spaced:
            self.refuse_foot(token, following)
        return Operand([token], token.kind)

    def refuse_foot(self, name: Token, foot: Token) -> None:
        """What stands at the foot of a name and is no name itself is no factor. Raises LanguageError."""
        if foot.text == "{" or foot.kind == "fraction":
            shown = f"`{whole}`" if (whole := name.text.rstrip("_")) else "a bracket"
            told = f"what stands at the foot of {shown} is not read as part of a name"
            self.told.refuse(name, foot, told, "write letters and digits there, as in t_half")

    def fraction_ahead(self) -> list[Token]:
        """A fraction of two whole numbers that comes next, in brackets in LaTeX, else one below 1; nothing for anything else."""
        found = list(self.tokens[self.place : self.place + 9])
        command = found and self.told.places.text[found[0].start : found[0].start + 1] == "\\"
        pattern = [each.text if not each.text.isdecimal() else "n" for each in found]
        if command:
            return found if pattern == list("((n)/(n))") else []
        below = pattern[:3] == list("n/n") and int(found[0].text) < int(found[2].text)
        apart = below and found[0].spaced and not (found[1].spaced or found[2].spaced)
        return found[:3] if apart and not is_program(self.told.places.text) else []

    def word(self, token: Token) -> Operand | None:
        """A name that is a function without brackets, or a sum over an index; None for any other name."""
        if token.text in self.bound:
            return None
        # What a word is applied to lies as deep as what stands in a bracket.
        self.deepen(token)
        found = next((read for word in WORDS if (read := word(self, token)) is not None), None)
        self.depth -= 1
        return found

    def trailed(self, operand: Operand) -> Operand:
        while (token := self.peek()) is not None and token.kind != "text":
            read = SUFFIXES.get(suffix_of(token))
            longer = read(self, operand, token) if read else None
            if longer is None:
                break
            operand = longer
        return operand

    def bracket(self, opened: Token, as_text: str = "") -> list[Token]:
        """What stands in a bracket that was just opened, with its brackets."""
        inner = self.level(OPENING[opened.text])
        closed = self.next() if self.peek() else opened
        return [opened.says(as_text[:1] or opened.text), *inner, closed.says(as_text[1:] or closed.text)]

    def exponent(self, caret: bool) -> list[Token]:
        """What a power is raised to: signs, and one factor or what is in braces."""
        signs = []
        while self.sees("-", "+"):
            signs.append(self.next())
        if self.sees("{"):
            return [*signs, *self.bracket(self.next(), "()")]
        token = self.peek()
        if token is None or not self.begins(token, after=False):
            return signs
        if caret and token.kind == "number":
            # x^2 \frac12 is no power of 2½.
            self.place += 1
            if self.fraction_ahead():
                return [*signs, token]
            self.place -= 1
        short = (
            caret
            and token.kind == "name"
            and len(token.text) == 1
            and self.sees("(", ahead=1)
            and (
                token.text not in self.bound or token.text not in FUNCTION_LETTERS or self.tokens[self.place + 1].spaced
            )
        )
        # e^x(1 + x) is e^x times (1 + x).
        return [*signs, *([self.next()] if short else self.operand().tokens)]


def suffix_of(token: Token) -> str:
    """The key of what follows an operand: its sign, "²" for a power in superscripts, "_" for what stands at a foot."""
    footed = token.kind == "name" and not token.spaced and (token.text[0] == "_" or token.text[0] in SUBSCRIPTS)
    return "²" if token.kind == "power" else "_" if footed else token.text


def quotient(token: Token) -> list[Token]:
    """`½` as (1/2)."""
    above, below = fraction(token.text) or ("1", "1")
    return [token.says(text, "number" if text.isdigit() else "operator") for text in ("(", above, "/", below, ")")]
