"""What a gate shows: its operation's symbol with the scalar constants that it has taken in, a function's name, or a formula."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.autodiff.folding.fold import Folded, Gate, absorbed, inside
from app.autodiff.graph import UNKNOWN, Bound, Scope
from app.autodiff.primitives import DEFINITIONS, TABLE
from app.autodiff.rows import Definition
from app.autodiff.rows import Row as Operation
from app.autodiff.table import title
from app.autodiff.trace import Trace
from app.diagram.formulas.gate_values import GateValues
from app.diagram.formulas.operation_formulas import applied, constant, literal
from app.diagram.formulas.short_symbols import LEFT_OUT, abridged, bare, repeated
from app.diagram.options import Notation
from app.language.names import value_names
from app.language.syntax import Assign, Binary, Class, Define, Expr, Lambda, Name, Program
from app.typeset import (
    MINUS,
    PLACEHOLDER,
    PLUS,
    SUBTRACT,
    Big,
    Fence,
    Fraction,
    Identifier,
    Math,
    Number,
    Row,
    Scripts,
    Symbol,
    Text,
    differential,
    expression,
    indices,
    listed,
    name,
    row,
)
from app.typeset import gate as symbol
from app.typeset.notation import EQUALS

NUMBERED = re.compile(r"(?:.*\.)?\d+")
INFIX = frozenset("∗⋆⊗·×@")
"""Signs of gates that stand between two operands, whatever else is set; a + whose second operand is scaled says too little."""
LONGEST_PATH = 8
"""A module's path of so many characters stands in its gate."""
_UNKNOWN = Identifier("x")

Pair = tuple[Math, Math]
"""What a gate shows in the forward and in the backward panel."""


def inscribed(trace: Trace, folded: Folded, gate: Gate, notation: Notation) -> tuple[Pair, ...]:
    """What `gate` may show, the most telling first, then shorter ones."""
    nodes = trace.graph.nodes
    if folded.level == "all":
        function = whole_program(trace)
        return pairs(notation, (applied(function, sources(trace, gate)), function), (function, function))
    if gate.scope is not None and (gate.scope.ours or gate.scope.kind == "call"):
        shown = callee(trace, gate, gate.scope)
        return pairs(notation, (shown, shown))
    if gate.scope is not None and gate.scope.kind == "loop":
        out = name(trace.labels[gate.outputs[-1]])
        return pairs(notation, (row(out, Symbol("×", "binary"), Number(gate.scope.name)), out), (out, out))
    operations = {nodes[index].operation for index in gate.nodes}
    if len(gate.nodes) == 1 and nodes[gate.nodes[0]].operation == UNKNOWN:
        node = nodes[gate.nodes[0]]
        called = name(str(node.settings["function"]))
        arguments = [name(trace.labels[index]) for index in node.arguments]
        return pairs(notation, (applied(called, arguments), called), (called, called))
    if len(gate.nodes) == 1:
        shown = operation(trace, gate)
        short = symbol(TABLE[nodes[gate.nodes[0]].operation].gate)
        return pairs(notation, (shown, shown), (short, short))
    if len(gate.outputs) > 1 and len(operations) == 1:
        shown = symbol(TABLE[operations.pop()].gate)
        return pairs(notation, (shown, shown))
    if gate.scope is None and (sign := repeated(trace, gate)):
        return pairs(notation, (sign, sign))
    return statement(trace, gate, gate.scope.expr if gate.scope else None, notation)


def callee(trace: Trace, gate: Gate, scope: Scope) -> Math:
    """A call by the name of what is called; a layer that has a number alone, in a sequence of them, by what it does."""
    if scope.kind == "layer" and NUMBERED.fullmatch(scope.name):
        if len(gate.nodes) == 1:
            return operation(trace, gate)
        scope = common_definition(trace, gate) or scope
    row_ = DEFINITIONS[scope.name] if scope.kind == "definition" else None
    return with_axis(symbol(row_.gate), row_, trace, gate) if row_ else name(within(scope.name))


def within(path: str) -> str:
    """`norm` for `transformer.layers.0.norm`, `layers.0` for `transformer.layers.0`: a module in others as their text calls it, where its
    whole path is too long."""
    names = path.split(".")
    last = max((place for place, each in enumerate(names) if not each.isdigit()), default=0)
    return path if len(path) <= LONGEST_PATH else ".".join(names[last:])


def common_definition(trace: Trace, gate: Gate) -> Scope | None:
    """The outermost composition of the table that all of a gate's nodes are in."""
    scopes = [trace.graph.nodes[index].scope for index in gate.nodes]
    return next(
        (each for each in scopes[0] if each.kind == "definition" and all(each in other for other in scopes)), None
    )


def definition(gate: Gate) -> Definition | None:
    """The composition of the table that a gate stands for; None for other gates."""
    return DEFINITIONS[gate.scope.name] if gate.scope and gate.scope.kind == "definition" else None


def pairs(notation: Notation, *shown: Pair) -> tuple[Pair, ...]:
    """Each symbol with the `d` of what stands beside it: `d ×`, `d tanh`, in parentheses what is longer than a symbol."""
    return tuple((math, differential(Fence(of) if isinstance(of, Row) else of, notation)) for math, of in shown)


def statement(trace: Trace, gate: Gate, expr: Expr | None, notation: Notation) -> tuple[Pair, ...]:
    """A statement shows its right side; where that is too long, what it binds, as a function or alone.

    The way back is named by what the statement binds: a `d` before a formula would be no derivative of anything that has a name.
    """
    names = [name(trace.labels[output]) for output in gate.outputs]
    out = names[0] if len(names) == 1 else listed(*names)
    shown = (done_last(trace, gate) or out) if expr is None else bare(said(trace, gate, expr), sources(trace, gate))
    call = applied(out, sources(trace, gate)) if len(gate.outputs) == 1 else out
    brief = abridged(shown)
    sign = repeated(trace, gate)
    short = [*([] if brief is None else [(brief, out)]), *([] if sign is None else [(sign, sign)])]
    return pairs(
        notation, (shown, out if isinstance(shown, Row) else shown), (shown, out), *short, (call, out), (out, out)
    )


def done_last(trace: Trace, gate: Gate) -> Math | None:
    """`cat(…)`: what a gate does last, if it is a function by name and the one value that it makes has no name of the person's."""
    made = trace.graph.nodes[gate.outputs[-1]]
    if len(gate.outputs) > 1 or made.name is not None:
        return None
    scope = next((each for each in made.scope if each.kind == "definition"), None)
    shown = symbol((DEFINITIONS[scope.name] if scope else TABLE[made.operation]).gate)
    return applied(shown, [LEFT_OUT]) if isinstance(shown, Text) else None


def said(trace: Trace, gate: Gate, expr: Expr) -> Math:
    """A statement's right side; inside of a function, whose own names stand nowhere on the figure, in the names of what goes in."""
    own = own_functions(trace.program)
    calls = [scope for scope in trace.graph.nodes[gate.outputs[0]].scope if scope.kind == "call"]
    if len(gate.outputs) == 1 and gate.scope is not None and calls:
        values = GateValues(trace, gate)
        # `f(z, x)` of `def f(x, z)` says x of what is z outside.
        others = {parameter for parameter, node in calls[-1].bound.operands if trace.labels[node] != parameter}
        if value_names(expr) - {trace.labels[value] for value in values.entering} | value_names(expr) & others:
            return values.made(gate.outputs[0]) or expression(expr, own)
    return expression(expr, own)


def own_functions(program: Program) -> dict[str, Math]:
    """The person's functions, by their names: where one is called like an operation of ours, it does not look like it."""
    own = {each.name: name(each.name) for each in program.statements if isinstance(each, Define | Class)}
    for each in program.statements:
        if isinstance(each, Assign) and isinstance(each.value, Lambda):
            own |= {target.id: name(target.id) for target in each.targets if isinstance(target, Name)}
    return own


def sources(trace: Trace, gate: Gate) -> list[Math]:
    """What goes into a folded gate, by name."""
    return [name(trace.labels[index]) for index in entering(trace, gate)]


def entering(trace: Trace, gate: Gate) -> list[int]:
    """The values that go into a folded gate: those that a call hands over in its order, others in the order in which it meets them."""
    nodes, drawn = trace.graph.nodes, set(gate.nodes)
    found = [
        index
        for node in gate.nodes
        for index in nodes[node].arguments
        if index not in drawn and not absorbed(nodes[index]) and not inside(nodes[index], gate.scope)
    ]
    met = dict.fromkeys(found)
    given = gate.scope.given if gate.scope else ()
    return [*dict.fromkeys([*filter(met.__contains__, given), *met])]


def called(gate: Gate, shown: Math, arguments: Sequence[Math]) -> Math:
    """A gate that stands for a call, as that call: `softmax(s)`, `x ∗ w` where its symbol is a sign between two, else by its name."""
    row_ = definition(gate)
    if row_ is None or gate.scope is None:
        return applied(shown, arguments)
    if row_.gate in INFIX and len(arguments) == 2:
        return row(arguments[0], Symbol(row_.gate, "binary"), arguments[1])
    function = shown if re.fullmatch(r"[^\W\d_][\w ]*", row_.gate) else Text(title(row_))
    return applied(function, arguments, tuple(told_settings(row_, gate.scope.bound)))


def told_settings(row_: Definition, bound: Bound) -> Iterator[Math]:
    """What a call sets apart from its operands: numbers that have to be given, and what is not as usual, by its name.

    An axis that a symbol has at its foot is not said again, nor what changes no number.
    """
    parameters = {each.name: each.default for each in row_.signature}
    unsaid = {"axis", "keepdims"} if "keepdims" in parameters else set()
    for key, value in bound.settings:
        default = parameters.get(key)
        if default is None and isinstance(value, int | float) and key in parameters:
            yield expression(literal(value))
        elif default is not None and key not in unsaid and literal(value) != default:
            yield row(Text(key), EQUALS, expression(literal(value)))


def whole_program(trace: Trace) -> Math:
    """What the whole program is called as a function: as the function of the person's that it ends with, else by a letter."""
    last = trace.program.statements[-1] if trace.program.statements else None
    return name(last.name) if isinstance(last, Define) else Identifier(free_letter(trace))


def free_letter(trace: Trace) -> str:
    """A letter for the whole program as a function: f unless that is something else's name."""
    taken = {node.name for node in trace.graph.nodes if node.index != trace.graph.output}
    return next((letter for letter in "fghFGH" if letter not in taken), "f")


def operation(trace: Trace, gate: Gate) -> Math:
    """The symbol of a single operation."""
    nodes = trace.graph.nodes
    node = nodes[gate.nodes[0]]
    known = TABLE[node.operation]
    taken = [constant(trace, nodes[index]) if absorbed(nodes[index]) else None for index in node.arguments]
    if any(each is not None for each in taken) and (shown := with_constants(known, taken)) is not None:
        return shown
    return with_axis(symbol(known.gate), known, trace, gate)


def with_axis(shown: Math, known: Operation, trace: Trace, gate: Gate) -> Math:
    """A reduction over some axes of several names them: i for the first, j for the second."""
    nodes = trace.graph.nodes
    reductions = [nodes[index] for index in gate.nodes if "keepdims" in nodes[index].settings]
    over = {axes(node.settings.get("axis"), len(nodes[node.arguments[0]].shape)) for node in reductions}
    if len(over) != 1 or not (found := over.pop()) or all(each.name != "keepdims" for each in known.signature):
        return shown
    return Big(shown.sign, indices(found), None) if isinstance(shown, Big) else Scripts(shown, indices(found))


def axes(axis: object, rank: int) -> tuple[int, ...]:
    """The axes that a setting names, where there are others."""
    named = axis if isinstance(axis, tuple) else (axis,)
    found = tuple(each % rank for each in named if isinstance(each, int) and rank)
    return found if len(found) < rank else ()


def with_constants(known: Operation, taken: Sequence[Math | None]) -> Math | None:
    """`+1`, `×2`, `1/x`, `(·)²`, `max(0, ·)`: the symbol with its constants (the arguments that are not None) in it."""
    if len(taken) != 2 or not isinstance(known.shown, Binary):
        return whole_call(known, taken)
    first, second = taken
    constant = first or second or PLACEHOLDER
    match known.shown.operator:
        case "+":
            return row(Symbol("+"), constant)
        case "*":
            return row(Symbol("×"), tight(constant))
        case "-":
            return row(Symbol("−"), constant) if second else row(constant, SUBTRACT, _UNKNOWN)
        case "/":
            return row(Symbol("÷"), tight(constant)) if second else Fraction(constant, _UNKNOWN)
        case "**":
            base = Fence(constant) if isinstance(constant, Row) else constant
            return Scripts(Fence(PLACEHOLDER), None, constant) if second else Scripts(base, None, _UNKNOWN)
    return whole_call(known, taken)


def tight(math: Math) -> Math:
    """A factor, in parentheses where it is a sum or negative."""
    loose = isinstance(math, Row) and any(item in (PLUS, SUBTRACT, MINUS) for item in math.items)
    return Fence(math) if loose or getattr(math, "digits", "").startswith("−") else math


def whole_call(known: Operation, taken: Sequence[Math | None]) -> Math | None:
    """The function with dots for what comes in by wire."""
    head = symbol(known.gate)
    if not isinstance(head, Text) or len(taken) > 3:
        return None
    return applied(head, [PLACEHOLDER if each is None else each for each in taken])
