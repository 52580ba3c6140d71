"""How functions are written: most as `name(arguments)`, some in a form of their own that rows of the table name by its key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.language.operators import Level
from app.typeset.application import AXES, SILENT, Application, Notation, called, one, place, two
from app.typeset.notation import (
    EQUALS,
    Apply,
    Big,
    Fence,
    Identifier,
    Math,
    Number,
    Root,
    Row,
    Scripts,
    Space,
    Symbol,
    Text,
    listed,
    row,
)
from app.typeset.precedence import DOT, at_least, product
from app.typeset.rule_notation import RULES
from app.typeset.sums import index


def applied(call: Application) -> Math:
    """The call as it is written: in its operation's own form, or as `name(arguments)`."""
    form = FORMS.get(call.row.form) if call.row else None
    written = form(call) if form and call.arguments else None
    return written or _plainly(call)


def _plainly(call: Application) -> Math:
    """`name(arguments)`: an axis is an index of the name, other settings stand behind with theirs."""
    head, axis = call.head, call.setting(*AXES)
    if axis is not None and not isinstance(head, Scripts):
        head = Scripts(head, _index(axis, call.arguments))
    named = [row(Text(name), EQUALS, math) for name, math in call.settings if name not in SILENT and name not in AXES]
    given = call.arguments
    while call.row and given and given[-1] == Text("None"):
        given = given[:-1]
    return Apply(head, Fence(listed(*given, *named) if given or named else Row(())))


def _index(axis: Math, taken: tuple[Math, ...]) -> Math:
    """The letters for an axis, or for several in parentheses."""
    axes = axis.body.items if isinstance(axis, Fence) and isinstance(axis.body, Row) else (axis,)
    letters = [index(number, taken) for each in axes if (number := place(each)) is not None]
    return listed(*letters) if letters else axis


def _over(sign: str) -> Notation:
    """A reduction: the sign with the index that it runs over, then what it takes together."""

    def notation(call: Application) -> Math | None:
        second = call.arguments[1] if len(call.arguments) > 1 and call.arguments[1] != Text("None") else None
        axis = call.axis or second
        return Big(
            sign, None if axis is None else _index(axis, call.arguments[:1]), at_least(call.arguments[0], Level.PRODUCT)
        )

    return notation


def _extreme(sign: str) -> Notation:
    """`max(a, b)` of two values, or over an axis of one."""

    def notation(call: Application) -> Math | None:
        second = call.arguments[1] if len(call.arguments) == 2 and not call.bare else None
        axis = call.axis or (second if isinstance(second, Number) else None)
        if axis is None:
            return Apply(Text(sign), Fence(listed(*call.arguments)))
        return Big(sign, _index(axis, call.arguments[:1]), at_least(call.arguments[0], Level.ATOM))

    return notation


def _norm(call: Application) -> Math | None:
    order = call.setting("ord", "p")
    inside = Fence(call.arguments[0], "‖", "‖")
    return inside if order is None else Scripts(inside, order)


def _ordered(write: Callable[[Math, Math], Math]) -> Notation:
    """A function of an order and a number, with its order set as a script: `ψ⁽ⁿ⁾(x)`, `Iₙ(x)`."""

    def notation(call: Application) -> Math | None:
        first = call.arguments[0] if len(call.arguments) > 1 else Identifier("n")
        return Apply(write(call.head, call.setting("n") or first), Fence(call.arguments[-1]))

    return notation


def _between(sign: Math) -> Notation:
    """The first two arguments with a sign between them."""

    def notation(call: Application) -> Math | None:
        first, *others = (at_least(each, Level.PRODUCT) for each in call.arguments)
        return row(first, Space(0.28), sign, Space(0.28), others[0]) if others else None

    return notation


def _log_sum(call: Application) -> Math | None:
    first, *rest = call.arguments
    total = _over("Σ")(replace(call, arguments=(called("exp")(first), *rest)))
    return None if total is None else row(Text("log"), Space(), total)


FORMS: dict[str, Notation] = {
    **RULES, "Σ": _over("Σ"), "Π": _over("Π"), "max": _extreme("max"), "min": _extreme("min"), "log Σ": _log_sum,
    "√": one(Root), "∛": one(lambda x: Root(x, Number("3"))), "‖·‖": _norm, "|·|": one(lambda x: Fence(x, "|", "|")),
    "⌊·⌋": one(lambda x: Fence(x, "⌊", "⌋")), "⌈·⌉": one(lambda x: Fence(x, "⌈", "⌉")), "·": two(lambda a, b: product(a, b, sign=DOT)),
    "∗ᵀ": _between(Scripts(Symbol("∗"), None, Text("T"))), "⋆": _between(Symbol("⋆")),
    "order above": _ordered(lambda head, n: Scripts(head, None, Fence(n))), "order below": _ordered(Scripts),
}  # fmt: skip
"""What no expression of the language can say, by the keys that rows give."""
