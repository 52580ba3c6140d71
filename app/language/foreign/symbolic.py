"""What SymPy and Sage write: `x, y = symbols('x y')`, `Rational(1, 3)`, `Piecewise((x, x > 0), (0, True))`, `Sum(x**k, (k, 0, 3))`."""

from __future__ import annotations

import re

from app.language.foreign.foreign_calls import Call, Edit, calls
from app.language.text.letters import NAME
from app.language.text.located import Located

IMPORTED = re.compile(rf"(?m)^[ \t]*import[ \t]+sympy(?:[ \t]+as[ \t]+({NAME}))?[ \t]*$")
DECLARED = re.compile(
    rf"(?m)(?:^|(?<=;))[ \t]*(?:{NAME}(?:[ \t]*,[ \t]*{NAME}){{0,20}}[ \t]*=[ \t]*)?"
    r"(?:symbols|Symbol|var)\([ \t]*(['\"])[^'\"()\n]*\1[^()\n]*\)[ \t]*(?:;[ \t]*|$)"
)
"""What says that names are symbols, which are inputs here."""
UNCHANGED = re.compile(r"\.(?:doit|evalf|simplify|expand|factor|n)\(\)")
"""Methods that write a formula in another way."""
DERIVATIVE = re.compile(rf"(?m)^[ \t]*(?:print\()?(?:diff\(|{NAME}\.diff\()[^\n]*$")
"""A derivative that is only shown."""
PRESENT = re.compile(r"(?<!\w)(?:symbols|Symbol|var)\([ \t]*['\"]|(?<![\w.])(?:Rational|Piecewise|Sum|Product)\(")
SUMS = {"Sum": "∑", "Product": "∏"}
RANGE = re.compile(rf"\([ \t]*({NAME})[ \t]*,([^,()]+),([^,()]+)\)")
PIECE = re.compile(r"\((.+),([^,]+)\)", re.DOTALL)


def read(located: Located) -> Located:
    """The text in the spelling of mathematics."""
    if not PRESENT.search(located.text):
        return located
    if library := IMPORTED.search(located.text):
        prefix = re.compile(rf"(?<![\w.]){library[1] or 'sympy'}\.")
        located = located.sub(IMPORTED, lambda _: "").sub(prefix, lambda _: "")
    if derivative := DERIVATIVE.search(located.text):
        told = "derivatives are what the figure shows: this was passed over"
        located = located.telling(located.note(derivative.span(), told)).sub(DERIVATIVE, lambda _: "")
    located = located.sub(DECLARED, lambda _: "").sub(UNCHANGED, lambda _: "")
    return located.replaced(sorted(edit for call in calls(located.text) for edit in changed(call)))


def changed(call: Call) -> list[Edit]:
    """A call in the spelling of mathematics; nothing for one that is as it should be."""
    if call.text[call.open] != "(" or len(call.arguments) < 2:
        return []
    first, second = call.arguments[0], call.arguments[1]
    if call.name == "Rational" and len(call.arguments) == 2:
        return [(call.start, call.open, "("), (first[-1][1], second[0][0], "/"), (call.close, call.close + 1, "))")]
    limits = RANGE.fullmatch(call.written[1]) if call.name in SUMS and len(call.arguments) == 2 else None
    if limits is not None:
        head = f"({SUMS[call.name]}_{{{limits[1]}={limits[2].strip()}}}^{{{limits[3].strip()}}} "
        return [(call.start, call.open, head), (first[-1][1], call.close, ""), (call.close, call.close + 1, "))")]
    pieces = [PIECE.fullmatch(each) for each in call.written] if call.name == "Piecewise" else []
    if pieces and all(pieces):
        return [(call.start, call.close + 1, f"({' '.join(map(choice, pieces))}{otherwise(pieces[-1])})")]  # type: ignore[arg-type]
    return []


def choice(piece: re.Match[str]) -> str:
    """A value and its condition; the last resort has no condition."""
    return f"({piece[1].strip()})" if is_last(piece) else f"({piece[1].strip()}) if {piece[2].strip()} else"


def is_last(piece: re.Match[str]) -> bool:
    return piece[2].strip() == "True"


def otherwise(piece: re.Match[str] | None) -> str:
    """What stands behind conditions of which none may hold."""
    return "" if piece is not None and is_last(piece) else " nan"
