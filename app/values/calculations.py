"""Calculations in place of a number, `3/4`, `pi/2`, `np.ones((4, 3))`: read and run as the language does, without names of one's own."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Iterator

import numpy as np

from app.autodiff.interpreter.kinds.libraries import root
from app.autodiff.interpreter.running.standalone import evaluate_alone
from app.language import LanguageError, parse_expression, syntax
from app.values.mistake import EXAMPLES, Remarks, ValueMistake, quote

CONSTANTS = {"e": math.e, "π": math.pi, "pi": math.pi, "tau": math.tau, "τ": math.tau, "inf": math.inf, "nan": math.nan}
KINDS = frozenset({"int", "float", "bool"})
ENDLESS = frozenset({"inf", "nan"})
BITWISE = frozenset({"~", "|", "&", "<<", ">>"})
"""Signs of programs that in a value mean something else: `~3` is about 3, `1|2|3` three cells."""
ALLOWED = (syntax.Literal, syntax.Name, syntax.Unary, syntax.Binary, syntax.Call, syntax.Attribute, syntax.Sequence)
LONGEST = 500
"""A longer calculation belongs into the program."""
FOREIGN = re.compile(r"[#?]|^[<>]|\.\.|\d\.\d*\.|\.\d+\.|(?<!\w)not(?!\w)")
"""Comments, quotations, points too many and words that a program may have, and no number."""
UNFINISHED = re.compile(r".*([-+*/^(]|\d[eE])\s*", re.DOTALL)
DOUBLED = re.compile(r"[+-]\s*[+-].*", re.DOTALL)


REPEATED = re.compile(r"(\d+)\*(\[.*\])", re.DOTALL)
"""A list repeated as in Python, its number before it."""
OTHERWISE = (
    (re.compile(r"[+-]?\d+[·‧∙⋅•˙]\d+"), "the product", "for a decimal write a point, as in 1.5"),
    (re.compile(r"[\d.]+%[\d.]+"), "the remainder", "for a percentage write 5%"),
    (re.compile(r"\d{1,4}/\d{1,2}/\d{1,4}"), "the quotient", "a date is no value"),
    (re.compile(r"[\d.]+//[\d.]+"), "the whole quotient", "for the fraction write 1/2"),
)
"""Calculations that may be meant as something else, what they are read as, and how to write the other."""


def calculate(text: str, remarks: Remarks) -> np.ndarray:
    """What a calculation without names comes to. Raises ValueMistake."""
    expression = parsed(REPEATED.sub(r"\2*\1", text))
    check(expression, text)
    found = computed(expression, text)
    tell(expression, text, found, remarks)
    return found


def tell(expression: syntax.Expr, text: str, found: np.ndarray, remarks: Remarks) -> None:
    """Say what a calculation is read as that may be meant otherwise. Raises ValueMistake for a list times a number in mathematics."""
    for pattern, said, hint in OTHERWISE:
        if pattern.fullmatch(text):
            remarks.say("calculation", f"{quote(text)} is read as {said} {found}; {hint}")
    for part in parts(expression):
        if not isinstance(part, syntax.Binary) or part.operator not in ("*", "+"):
            continue
        lists = [each for each in (part.left, part.right) if isinstance(each, syntax.Sequence)]
        if part.operator == "+":
            if len(lists) > 1:
                remarks.say(
                    "calculation", f"{quote(text)} joins the lists, as in Python; for their sum write its entries"
                )
            continue
        if lists and re.search(r"[\])][ ]*\*|\*[ ]*[\[(]", text) is None:
            raise ValueMistake(f"{quote(text)} is a list times a number", "write its entries, as in [2, 4]")
        if any(len(each.items) > 1 for each in lists):
            remarks.say(
                "calculation", f"{quote(text)} repeats the list, as in Python; for its multiple write its entries"
            )


def computed(expression: syntax.Expr, text: str) -> np.ndarray:
    """The value of an expression of plain numbers. Raises ValueMistake."""
    try:
        with np.errstate(all="ignore"):
            found = np.asarray(evaluate_alone(expression, CONSTANTS))
    except LanguageError as error:
        hint = error.hint.partition(" Or, to draw")[0]
        raise ValueMistake(f"{quote(text)} is not a number: {error.message}", hint or EXAMPLES) from None
    except (ValueError, TypeError, OverflowError):
        raise ValueMistake(f"{quote(text)} is not a number") from None
    if found.dtype.kind not in "bif":
        raise ValueMistake(f"{quote(text)} is not a number")
    if not np.isfinite(found).all() and ENDLESS.isdisjoint(names(expression)):
        raise ValueMistake(f"{quote(text)} is not a finite number", "for infinity write inf")
    return found


def parsed(text: str) -> syntax.Expr:
    """The syntax of a calculation. Raises ValueMistake."""
    if UNFINISHED.fullmatch(text):
        raise ValueMistake(f"{quote(text)} is not finished: a number is missing at its end")
    if FOREIGN.search(text):
        raise ValueMistake(f"{quote(text)} is not a number")
    if DOUBLED.fullmatch(text):
        raise ValueMistake(f"{quote(text)} has two signs", "leave one of them out")
    try:
        if len(text) <= LONGEST:
            return parse_expression(text)
    except LanguageError:
        pass
    raise ValueMistake(f"{quote(text)} is not a number")


def check(expression: syntax.Expr, text: str) -> None:
    """Raises ValueMistake for what is no arithmetic: names that stand for nothing here, loops, random numbers."""
    called = {id(part.function) for part in parts(expression) if isinstance(part, syntax.Call)}
    for part in parts(expression):
        bits = isinstance(part, syntax.Unary | syntax.Binary) and part.operator in BITWISE
        if bits or (isinstance(part, syntax.Expr) and not isinstance(part, ALLOWED)):
            raise ValueMistake(f"{quote(text)} is not a number")
        if isinstance(part, syntax.Name) and id(part) not in called and not known(part.id):
            told = f": {quote(part.id)} stands for nothing here" if part.id != text else ""
            raise ValueMistake(f"{quote(text)} is not a number{told}")
    for name in names(expression):
        if name == "range":
            raise ValueMistake(f"`{name}` is not possible in a value", "write the numbers, or call it in the program")


def known(name: str) -> bool:
    """Whether a name means something where nothing is bound: a constant, a kind of numbers, a library."""
    return name in CONSTANTS or name in KINDS or root(name) is not None


def names(expression: syntax.Expr) -> set[str]:
    """All names and attributes of an expression."""
    return {
        part.id if isinstance(part, syntax.Name) else part.name
        for part in parts(expression)
        if isinstance(part, syntax.Name | syntax.Attribute)
    }


def parts(node: object) -> Iterator[object]:
    """A piece of syntax and all that it is made of."""
    if isinstance(node, tuple):
        for item in node:
            yield from parts(item)
    elif dataclasses.is_dataclass(node):
        yield node
        for field in dataclasses.fields(node):
            yield from parts(getattr(node, field.name))
