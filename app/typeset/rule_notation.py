"""Notations for what derivative rules are made of: choices and shares, entries sent back to their places, factors of matrices."""

from __future__ import annotations

from itertools import groupby

from app.language.operators import BETWEEN, BINARY, Level
from app.typeset.application import Application, Notation, called, one
from app.typeset.contraction_notation import RETURNING, contracted
from app.typeset.notation import (
    PLUS,
    Apply,
    Big,
    Fence,
    Math,
    Number,
    Row,
    Scripts,
    Space,
    Symbol,
    Text,
    listed,
    parts,
    row,
)
from app.typeset.precedence import at_least, bracketed, product, subscripted
from app.typeset.sums import index

_OPPOSITES = {each.shown: BINARY[each.opposite].shown for each in BETWEEN if each.opposite}
_LONGEST_INDEX = 9
_RANK = Text("rank")
_I, _J, _K = map(index, range(3))


def _where(condition: Math, then: Math, otherwise: Math) -> Math | None:
    """A choice with 0 or 1 in it is a factor, or a sum of two cases: `[x > 0] + α[x ≤ 0]`."""
    if otherwise == Number("0"):
        return bracketed(condition) if then == Number("1") else product(then, bracketed(condition))
    opposite = _opposite(condition)
    if then == Number("0"):
        negated = row(Symbol("¬", "prefix"), at_least(condition, Level.NEGATIVE))
        holds = bracketed(opposite or negated)
        return holds if otherwise == Number("1") else product(otherwise, holds)
    if opposite is None or then != Number("1"):
        return None
    return row(bracketed(condition), PLUS, product(otherwise, opposite))


def _opposite(condition: Math) -> Math | None:
    """The condition that holds where a single comparison does not."""
    items = condition.items if isinstance(condition, Row) else ()
    signs = [item for item in items if isinstance(item, Symbol) and item.kind == "relation"]
    if len(signs) != 1 or signs[0].sign not in _OPPOSITES:
        return None
    turned = Symbol(_OPPOSITES[signs[0].sign], "relation")
    return Row(tuple(turned if item == signs[0] else item for item in items))


def _kept(call: Application) -> Math | None:
    """What comes back to the entries that an assignment to an index left alone: the cotangent with 0 at those that were set."""
    unset = call.arguments[1:2] == (Number("0"),)
    return product(call.arguments[0], bracketed(Text("not set"))) if unset else None


def _chosen(call: Application) -> Math | None:
    """The chosen entries of a value; in a rule, an index that is too long to read is left out."""
    value, known = call.arguments[0], call.setting("key")
    if known is not None:
        return subscripted(value, _items(known))
    if len(call.arguments) < 2:
        return None
    return Apply(at_least(value, Level.ATOM), _index(call.arguments[1]) or Fence(Symbol("…"), "[", "]"))


def _index(key: Math) -> Fence | None:
    """An index in its brackets; None for one that is too long to read."""
    ranked = isinstance(key, Apply) and key.function == _RANK
    brief = ranked or (_extent(key) <= _LONGEST_INDEX and key != Text("key") and not isinstance(key, Apply))
    return Fence(listed(*_items(key)), "[", "]") if brief else None


def _placed(call: Application) -> Math:
    """Entries back where they were read: `g at [0]`; where that is too long to say, as a call."""
    value, *others = call.arguments
    key = call.setting("key") or (others[-1] if others else None)
    index = None if key is None else _index(key)
    if index is None:
        return Apply(call.head, Fence(value))
    return row(at_least(value, Level.PRODUCT), Space(), Text("at"), Space(), index)


def _items(key: Math) -> list[Math]:
    """What stands between the commas of an index."""
    inside = key.body if isinstance(key, Fence) and key.opening == "(" else key
    items = inside.items if isinstance(inside, Row) else (inside,)
    runs = [
        list(run)
        for comma, run in groupby(items, lambda item: isinstance(item, Symbol) and item.sign == ",")
        if not comma
    ]
    return [row(*run) for run in runs]


def _extent(math: Math) -> int:
    """How many pieces a formula has."""
    return 1 + sum(map(_extent, parts(math)))


def _sorting(math: Math) -> Math:
    """Sorting the places that sort a row gives the rank of each of its entries."""
    if isinstance(math, Apply) and math.function == Text("argsort"):
        return Apply(_RANK, math.body)
    return called("argsort")(math)


def _flipped(call: Application) -> Math | None:
    """A running sum that is turned round twice runs from the end: `Σ_{j ≥ i} xⱼ`."""
    inner = _argument(call.arguments[0], "cumsum")
    turned = None if inner is None else _argument(inner, "flip")
    if turned is None:
        return None
    return Big("Σ", row(_J, Symbol("≥", "relation"), _I), Scripts(at_least(turned, Level.ATOM), _J))


def _argument(math: Math, function: str) -> Math | None:
    """The first argument of a call of `function`."""
    if not isinstance(math, Apply) or math.function != Text(function):
        return None
    body = math.body.body
    return body.items[0] if isinstance(body, Row) else body


def _reshaped(call: Application) -> Math:
    first = call.arguments[0]
    return first if isinstance(first, Big) else Apply(call.head, Fence(first))


def _others(math: Math) -> Math:
    """The product of all entries but one."""
    return Big("Π", row(_K, Symbol("≠", "relation"), _I), Scripts(at_least(math, Level.ATOM), _K))


def _part(call: Application) -> Math | None:
    return row(Text("part"), Space(), call.arguments[1]) if len(call.arguments) > 1 else None


RULES: dict[str, Notation] = {
    "choice": lambda call: _where(*call.arguments) if len(call.arguments) == 3 else None,
    "chosen entries": _chosen,
    "part": _part, "kept": _kept, "ranks": one(_sorting), "turned": _flipped, "contraction": contracted, "→": lambda call: RETURNING,
    "reshaped": _reshaped, "placed": _placed, "first": lambda call: Apply(call.head, Fence(call.arguments[0])), "Π others": one(_others),
}  # fmt: skip
"""Forms of what rules are made of. What only makes shapes fit is shown as its operand: a formula leaves shapes to the reader."""
