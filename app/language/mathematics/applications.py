"""Functions applied as in print: `sin x`, `sin² x`, `sin⁻¹ x`, `log₂ x`, `max{a, b}`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.language.functions import ALIASES, APPLIED, CONCATENATE, EXTREMES, INVERSES, LOG, REDUCTIONS
from app.language.mathematics.formula import WORDS, Formula
from app.language.mathematics.groups import squared
from app.language.mathematics.operand import Operand
from app.language.text.characters import FEET, SUPERSCRIPTS
from app.language.text.letters import is_program
from app.language.text.tokens import Token

MODULES = frozenset("ReLU Sigmoid Tanh Softmax Softplus GELU SiLU Swish ELU SELU Mish Softsign".split())
"""Papers' names for functions that are classes in PyTorch, which no value is handed to as it is made."""
JOINING = frozenset({"Concat", "concat", "Concatenate", "CONCAT"})
"""What papers call vectors put one after the other."""
LOGARITHM = re.compile(r"(?:log|lg|ln)(?P<base>_[0-9]+|[₀-₉]+|_[a-z]|[ₐ-ₜ]|_)$")
"""A logarithm with its base at its foot; in braces where it ends with `_`."""


def applied(formula: Formula, token: Token) -> Operand | None:
    """A function with what it is applied to; None where a name is no function, or stands for itself."""
    if token.text in MODULES and formula.sees("(") and takes_value(formula):
        return Operand([token.says(token.text.lower())], "name")
    if token.text in JOINING and (several := listed(formula)):
        return Operand([token.says(CONCATENATE), *several], "call")
    written, token = token, in_small_letters(formula, token)
    start = formula.place
    base = logarithm_base(formula, token)
    if (
        base
        and base[0].kind == "name"
        and not ((following := formula.peek()) and formula.begins(following, after=False))
    ):
        # log_p is a name; log_b x is a logarithm.
        return None
    name = LOG if base else token.text
    if name not in APPLIED and name not in ALIASES:
        return None
    function = token.says(ALIASES.get(name, name))
    called = not base and formula.sees("(")
    if called and not sums_powers(formula, token):
        return Operand([function], "name") if function.text != written.text else None
    power = function_power(formula)
    argument = over_powers(formula, token) if called else argument_of(formula, token)
    if argument is None:
        formula.place = start
        return None
    if name in EXTREMES and formula.sees(",") and formula.closings[-1] is None:
        formula.told.refuse(token, argument[-1], f"`{name}` of several values needs brackets", f"write {name}(…, …)")
    if "".join(each.text for each in power) == "-1" and name in INVERSES:
        function, power = function.says(INVERSES[name]), []
    return joined(function, argument, base, power)


def in_small_letters(formula: Formula, token: Token) -> Token:
    """`Sin[x]` of Mathematica and `EXP(x)` of a spreadsheet as the function that is known; any other name as it is.

    A class of PyTorch's that is handed no value, `ReLU()(x)`, is none.
    """
    small, called = token.text.lower(), formula.sees("(")
    if small == token.text or small not in APPLIED or token.text in formula.bound:
        return token
    if not (called or formula.sees("[")) or (called and token.text in MODULES):
        return token
    other = f"for a function of your own write {token.text}(x) = …"
    formula.told.say(token, token, f"`{token.text}` is read as {small}", other)
    return token.says(small)


def listed(formula: Formula) -> list[Token]:
    """Several values in the bracket that comes next, as one list that is joined along the last axis; nothing for a list, and in
    programs, where the second value is an axis.
    """
    opened = formula.sees("(") and not formula.sees("[", "(", ahead=1) and not is_program(formula.told.places.text)
    inside = formula.place + 1
    if not opened or formula.matching(inside, ",") is None or formula.matching(inside, "=") is not None:
        return []
    first, *inner, last = formula.bracket(formula.next())
    axis = [
        last.before(","),
        last.before("axis", "name"),
        last.before("="),
        last.before("-"),
        last.before("1", "number"),
    ]
    return [first, first.after("["), *inner, last.before("]"), *axis, last]


def takes_value(formula: Formula) -> bool:
    """Whether the bracket that comes next holds a value, not settings of a module."""
    settings = formula.sees(")", "True", "False", "inplace", ahead=1)
    return not settings and formula.matching(formula.place + 1, "=") is None


def logarithm_base(formula: Formula, token: Token) -> list[Token]:
    """The base at the foot of a logarithm; none for other names."""
    match = LOGARITHM.match(token.text)
    if match is None or token.text in APPLIED:
        return []
    if match["base"] != "_":
        base = match["base"].lstrip("_").translate(FEET)
        return [token.says(base, "number" if base.isdigit() else "name")]
    if not formula.sees("{"):
        return []
    if formula.sees("}", ahead=1):
        formula.told.refuse(
            token,
            formula.tokens[formula.place + 1],
            "this logarithm has no base",
            "write it in the braces, as in log_{2}",
        )
    return formula.bracket(formula.next(), "()")


def function_power(formula: Formula) -> list[Token]:
    """The power between a function and its argument, without brackets."""
    token = formula.peek()
    if token is None or token.spaced:
        return []
    if token.kind == "power":
        return [formula.next().says("".join(SUPERSCRIPTS[sign] for sign in token.text), "number")]
    if token.text == "^":
        formula.next()
        if formula.sees("{"):
            return formula.bracket(formula.next())[1:-1]
        signed = formula.sees("-", "+")
        return [formula.next() for _ in range(1 + signed) if formula.peek() is not None]
    return []


def argument_of(formula: Formula, function: Token) -> list[Token] | None:
    """What a function is applied to, in brackets; None where there is nothing."""
    if formula.sees("(", "{") or squared(formula):
        return formula.bracket(formula.next(), "()")
    signs: list[Token] = []
    while formula.sees("-", "+"):
        signs.append(formula.next())
    factors: list[Operand] = []
    while (token := formula.peek()) is not None and formula.begins(token, bool(factors)):
        if factors and (
            token.text in APPLIED or (token.text == "(" and token.spaced) or ends(formula, factors[-1].tokens)
        ):
            break
        factors.append(formula.operand())
    if not factors:
        return None
    tokens = [*signs, *formula.product(factors, [])]
    remark(formula, function, tokens, [each.tokens[0].spaced for each in factors[1:]])
    return [tokens[0].before("("), *tokens, tokens[-1].after(")")]


def ends(formula: Formula, factor: Sequence[Token]) -> bool:
    """Whether an argument without brackets ends with a factor that has brackets of its own, `log π(a|s) A`; `log p(x|z) p(z)` goes on."""
    following = formula.peek()
    written = formula.told.written(factor)
    if following is None or not formula.begins(following, after=True):
        return False
    if factor[0].kind != "name" or not written.endswith(")"):
        return False
    # A quantity such as `p(z)` is a name by now, which begins as the other does.
    same = following.text.startswith(f"{re.split('[_(]', written)[0]}_")
    return not (same or following.text == "(" or formula.sees("(", ahead=1))


def sums_powers(formula: Formula, function: Token) -> bool:
    """Whether a sum goes over the power of the bracket that comes next, which stands apart from its name: `sum (y − t)²` sums squares,
    as Σ does. Where it does not stand apart, `sum(y − t)²`, it says so.
    """
    bracket, close = formula.tokens[formula.place], formula.matching(formula.place + 1, ")")
    if function.text not in REDUCTIONS or close is None or close + 1 == len(formula.tokens):
        return False
    after = formula.tokens[close + 1]
    listed = any(formula.matching(formula.place + 1, sign) is not None for sign in (",", "for"))
    if listed or not (after.kind == "power" or after.text == "^"):
        return False
    if not bracket.spaced:
        name, shown = function.text, formula.told.written(formula.tokens[formula.place : close + 1])
        told = f"`{name}{shown}` is raised as a whole; for the {name} of powers write {name} {shown}^…"
        formula.told.say(bracket, after, told)
    return bracket.spaced


def over_powers(formula: Formula, function: Token) -> list[Token]:
    """A bracket with its power, as what a sum goes over."""
    tokens = formula.operand().tokens
    shown, name = formula.told.written(tokens), function.text
    told = f"`{name} {shown}` is read as {name}({shown})"
    formula.told.say(function, tokens[-1], told, "for the power of the whole write brackets")
    return [tokens[0].before("("), *tokens, tokens[-1].after(")")]


def remark(formula: Formula, function: Token, argument: list[Token], spaced: list[bool]) -> None:
    """Say how far an argument without brackets reaches, where it might reach further or less far."""
    shown = formula.told.written(argument)
    following = formula.peek()
    name = function.text
    if following is not None and following.text not in APPLIED and ends(formula, argument):
        read = f"`{name} {shown} {following.text}…` is read as {name}({shown})·{following.text}…"
        formula.told.say(function, argument[-1], f"{read}; write brackets for the other")
    elif following is not None and following.text in ("*", "/"):
        read = f"`{name} {shown}{following.text}…` is read as {name}({shown}){following.text}…"
        formula.told.say(function, argument[-1], f"{read}; write brackets for the other")
    elif any(spaced):
        formula.told.say(
            function, argument[-1], f"`{name}` is applied to all of {name}({shown}); write brackets for less"
        )


def joined(function: Token, argument: list[Token], base: list[Token], power: list[Token]) -> Operand:
    """The call, over the logarithm of its base, raised to its power."""
    last = argument[-1]
    tokens = [function, *argument]
    foot = "".join(each.text for each in base)
    if foot in ("2", "10"):
        tokens[0] = function.says(f"{LOG}{foot}")
    elif base:
        over = [last.after("/"), last.after(LOG, "name"), last.after("("), *base, last.after(")"), last.after(")")]
        tokens = [function.before("("), *tokens, *over]
    if power:
        sign = power[0].says("**", "operator")
        tokens = [*tokens, sign, power[0].before("("), *power, last.after(")")]
    return Operand(tokens, "power" if power else "function")


WORDS.append(applied)
