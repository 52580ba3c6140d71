"""A Math tree as MathML Core, which browsers draw and screen readers read without any script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise

from app.typeset.notation import (
    COMMA,
    PLUS,
    SUBTRACT,
    Accent,
    Apply,
    Big,
    Fence,
    Fraction,
    Group,
    Identifier,
    Math,
    Matrix,
    Number,
    Root,
    Row,
    Scripts,
    Space,
    Symbol,
    Text,
    Times,
    row,
    tall,
    visible,
)
from app.typeset.precedence import DOT

_MARKS = {"hat": "^", "bar": "¯", "tilde": "~", "dot": "˙", "vec": "→"}
_BIG = {"Σ": "∑", "Π": "∏"}


def mathml(math: Math, *, display: bool = False) -> str:
    """`math` as one well-formed <math> element; with `display` its fractions and sums are full size."""
    return _standing(element(math), ' display="block"' if display else "")


def breakable(math: Math) -> str:
    """`math` as inline <math> elements one behind another, so that a line may end before each of its relations and signs of a sum,
    and where not even a term has room, before the dots of a product.

    Where it lists several equations, a line ends between them alone.
    """
    items = math.items if isinstance(math, Row) else (math,)
    if any(one == COMMA and isinstance(other, Space) for one, other in pairwise(items)):
        ends = [isinstance(last, Space) for last in items]
        return "<wbr>".join(map(_piece, _cut(items, [False, *ends])))
    return "<wbr>".join(map(_term, _cut(items, [*map(_begins, items)])))


def _cut(items: Sequence[Math], begins: Sequence[bool]) -> Iterator[Sequence[Math]]:
    """The items in pieces, a new one where one begins."""
    places = [0, *(place for place, begun in enumerate(begins) if begun and 0 < place < len(items)), len(items)]
    return (items[start:stop] for start, stop in pairwise(places))


def _begins(item: Math) -> bool:
    return isinstance(item, Symbol) and (item.kind == "relation" or item in (PLUS, SUBTRACT))


def _term(items: Sequence[Math]) -> str:
    """A term, which a line breaks only where it is longer than that."""
    factors = [*map(_piece, _cut(items, [item == DOT for item in items]))]
    return factors[0] if len(factors) == 1 else f'<span class="term">{"<wbr>".join(factors)}</span>'


def _piece(items: Sequence[Math]) -> str:
    """Some pieces of a formula; a sign between two that stands first keeps its room, as it is none of a number."""
    first, *others = items
    if first not in (PLUS, SUBTRACT, DOT) or not isinstance(first, Symbol):
        return mathml(row(*items))
    sign = _operator(first.sign, ' form="infix"')
    return _standing(f"<mrow>{sign}{''.join(map(element, others))}</mrow>")


def _standing(elements: str, attributes: str = "") -> str:
    return f'<math xmlns="http://www.w3.org/1998/Math/MathML"{attributes}>{elements}</math>'


def escaped(text: str) -> str:
    """`text` for XML: markup made harmless, and what XML cannot hold left out."""
    return escape(visible(text))


def element(math: Math) -> str:
    """`math` as an element to stand inside <math>."""
    match math:
        case Identifier(name):
            return f"<mi>{escaped(name)}</mi>"
        case Text(text):
            return f'<mi mathvariant="normal">{escaped(text)}</mi>' if len(text) == 1 else f"<mi>{escaped(text)}</mi>"
        case Number(digits):
            return f"<mn>{escaped(digits)}</mn>"
        case Symbol(sign, kind):
            return _operator(sign, {"ordinary": ' lspace="0" rspace="0"', "prefix": ' form="prefix"'}.get(kind, ""))
        case Space(width):
            return f'<mspace width="{width:.4g}em"/>'
        case Times(thin):
            return _operator("\u2062", ' lspace="0" rspace="0.1667em"' if thin else "")
        case Row(items):
            return f"<mrow>{''.join(map(element, items))}</mrow>"
        case Fraction(above, below):
            return f"<mfrac>{element(above)}{element(below)}</mfrac>"
    return _structure(math)


def _structure(math: Math) -> str:
    match math:
        case Scripts(base, sub, sup):
            inside = "".join(element(part) for part in (base, sub, sup) if part is not None)
            tag = "m" + ("" if sub is None else "sub") + ("" if sup is None else "sup")
            return f"<{tag}>{inside}</{tag}>" if tag != "m" else inside
        case Accent(base, mark):
            above = _operator(_MARKS[mark], ' stretchy="false"')
            return f'<mover accent="true">{element(base)}{above}</mover>'
        case Root(radicand, degree):
            inside = element(radicand)
            return f"<msqrt>{inside}</msqrt>" if degree is None else f"<mroot>{inside}{element(degree)}</mroot>"
        case Big(sign, sub, body):
            symbol = _operator(_BIG.get(sign, sign), "" if sign in _BIG else ' lspace="0.1667em" rspace="0.1667em"')
            head = symbol if sub is None else f"<munder>{symbol}{element(sub)}</munder>"
            return f"<mrow>{head}{'' if body is None else element(body)}</mrow>"
        case Fence(body, opening, closing):
            stretch = "" if tall(body) else ' stretchy="false"'
            fences = [
                _operator(sign, f' fence="true" form="{form}"{stretch}') if sign else ""
                for sign, form in ((opening, "prefix"), (closing, "postfix"))
            ]
            return f"<mrow>{fences[0]}{element(body)}{fences[1]}</mrow>"
        case Group(body):
            return element(body)
        case Apply(function, body):
            return "<mrow>" + element(function) + _operator("\u2061", "") + element(body) + "</mrow>"
        case Matrix(rows):
            table = "".join(
                "<mtr>" + "".join(f"<mtd>{element(entry)}</mtd>" for entry in line) + "</mtr>" for line in rows
            )
            return f"<mrow><mo>[</mo><mtable>{table}</mtable><mo>]</mo></mrow>"
    raise TypeError(f"not a piece of mathematics: {math!r}")


def _operator(sign: str, attributes: str) -> str:
    shown = sign if sign in ("\u2062", "\u2061") else escaped(sign)
    return f"<mo{attributes}>{shown}</mo>"
