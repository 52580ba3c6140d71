"""What stands behind `/` or `mod`: of `a/b c` the first factor divides, of `h/kT` the letters of one word, of `p²/2m` number and letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from app.language.mathematics.operand import Operand, Told
from app.language.text.letters import is_program
from app.language.text.tokens import Token

DIVIDING = frozenset({"/", "//", "%"})
GLUED = re.compile(r"[^\W\d_](?:_(?:\w|\{\w+\}))?[^\W\d_](?:_(?:\w|\{\w+\}))?")
"""Two letters side by side, each perhaps with a foot, `kT` and `k_BT`."""


def divided(run: Sequence[Operand], product: list[Token], before: Sequence[Token], told: Told) -> list[Token]:
    """The product of a run of factors behind `/`, those that divide in brackets; how far the divisor reaches is told.

    `before` ends with the sign. A number over another is a factor by itself, `1/2mv²` and `4/3πr³`, but `7 mod 2π` is none.
    """
    sign = before[-1]
    ratio = sign.text == "/" and is_number(before[:-1])
    glued = 1 + sum(1 for _ in takewhile(lambda pair: are_glued(*pair, told), pairwise(run)))
    if glued == 1 and run[0].kind == "number" and not ratio and not is_program(told.places.text):
        glued += sum(1 for _ in takewhile(lambda pair: touch(*pair), pairwise(run)))
    first, last = run[0].tokens[0], run[glued - 1].tokens[-1]
    over = told.written([first, last])
    shown = "/" if sign.text == "/" else f" {told.written([sign])} "
    if glued > 1:
        told.say(
            first, last, f"`…{shown}{over}` is read as …{shown}({over})", "for the other put the quotient in brackets"
        )
        stop = product.index(last) + 1
        return [first.before("("), *product[:stop], last.after(")"), *product[stop:]]
    behind = told.written([token for each in run[1:] for token in each.tokens])
    message = (
        f"`…{shown}{over} {behind}` is read as (…{shown}{over})·{behind}; write …{shown}({over}·{behind}) for the other"
    )
    told.say(first, run[-1].tokens[-1], message)
    return product


def is_number(above: Sequence[Token]) -> bool:
    """Whether what stands over the stroke is a number, and no power."""
    return bool(above) and above[-1].kind == "number" and (len(above) == 1 or above[-2].text != "**")


def touch(left: Operand, right: Operand) -> bool:
    """Whether no blank stands between a factor and one without brackets: A = h/2(a + b) is (h/2)·(a + b)."""
    return max(token.end for token in left.tokens) == right.tokens[0].start and right.tokens[0].text != "("


def are_glued(left: Operand, right: Operand, told: Told) -> bool:
    """Whether two letters of LaTeX stand right beside each other, which elsewhere are one word."""
    letter, beside = left.tokens[0], right.tokens[0]
    written = told.written([letter, beside])
    return len(left.tokens) == 1 and letter.end == beside.start and GLUED.fullmatch(written) is not None
