"""Shares: `5 %`, `3 % of x`, `2 ‰`."""

from __future__ import annotations

from app.language.mathematics.formula import BARS, Formula, suffix
from app.language.mathematics.operand import Operand
from app.language.mathematics.suffixes import refuse_second, scaled
from app.language.text.letters import is_program
from app.language.text.tokens import Token

ARTICLES = frozenset({"the", "a", "an"})
"""Words before what a share is taken of, `5 % of the price`."""


@suffix("%")
def percent(formula: Formula, operand: Operand, token: Token) -> Operand | None:
    """`5 %`, where what follows is no operand, and `5% x`: else it is a remainder."""
    after, beyond = formula.peek(1), formula.peek(2)
    refuse_second(formula, token, after)
    close = operand.kind == "number" and not token.spaced
    if close and after is not None and after.text != "of" and after.spaced and formula.begins(after, after=False):
        shown = formula.told.written(operand.tokens)
        other = f"for the remainder write {shown} % {after.text}"
        formula.told.say(operand.tokens[0], token, f"`{shown}%` is read as a percentage", other)
        return scaled(formula, operand, formula.next(), ["/", "100"])
    if after is not None and after.text == "of" and operand.kind == "number":
        return share_of(formula, operand, token, after)
    signed = after is not None and after.text in ("-", "+") and (beyond is not None and not beyond.spaced)
    if (
        operand.kind == "text"
        or signed
        or (after is not None and formula.begins(after, after=False) and after.text not in BARS)
    ):
        if is_program(formula.told.places.text) or formula.told.written([token]) != token.text:
            # `5 mod x` is nothing else.
            return None
        if operand.kind == "number":
            shown = formula.told.written(operand.tokens)
            formula.told.say(
                operand.tokens[0],
                token,
                f"`{shown} %` is read as a remainder; for a percentage write {shown}% and a blank",
            )
        elif after is not None and operand.kind != "text":
            shown = formula.told.written([*operand.tokens, token, after])
            formula.told.say(token, token, f"`{shown or '%'}` is read as a remainder", "comments begin with #")
        return None
    tell_of_share(formula, operand, token)
    return scaled(formula, operand, formula.next(), ["/", "100"])


def tell_of_share(formula: Formula, operand: Operand, sign: Token) -> None:
    """Tell of `x + 5 %`, which calculators take for 5 % of x."""
    start = formula.place - len(operand.tokens)
    before = formula.tokens[max(0, start - 2) : max(0, start)]
    if len(before) > 1 and before[1].text in ("+", "-") and (before[0].kind == "name" or before[0].text == ")"):
        shown = formula.told.written([*operand.tokens, sign])
        told = f"`{shown}` is read as {shown.rstrip('% ')}/100, whatever stands before it"
        formula.told.say(
            operand.tokens[0], sign, told, f"for a share of that write it as …·(1 {before[1].text} {shown})"
        )


def share_of(formula: Formula, operand: Operand, token: Token, word: Token) -> Operand:
    """`3 % of x`, `5% of the total`. Raises LanguageError where nothing stands behind the word."""
    if formula.peek(2) is None:
        formula.told.refuse(
            token, word, "nothing stands behind this word", "write what the share is taken of, 3 % of x"
        )
    share = scaled(formula, operand, formula.next(), ["/", "100"])
    sign = formula.next().says("*", "operator")
    article, noun = formula.peek(), formula.peek(1)
    if article is not None and article.text in ARTICLES - formula.bound and noun is not None and noun.kind == "name":
        formula.next()
    return Operand([*share.tokens, sign, *formula.operand().tokens], "group")


@suffix("‰")
def per_mille(formula: Formula, operand: Operand, token: Token) -> Operand:
    return scaled(formula, operand, formula.next(), ["/", "1000"])
