"""Which vectors of a text of MATLAB are columns and which are rows: here both have one axis, and there they meet otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from app.autodiff.builder import Tensor
from app.autodiff.graph import Node
from app.autodiff.interpreter.arrays.coercion import is_regular, require_array
from app.autodiff.interpreter.kinds.plain_values import shape_of
from app.autodiff.interpreter.kinds.value_types import Operation, Value
from app.autodiff.interpreter.running.dispatch import called
from app.autodiff.interpreter.running.run import Run
from app.autodiff.intrinsics import EXPAND_DIMS, TRANSPOSE
from app.autodiff.rows import Primitive
from app.language import Span
from app.language.binding.reach import is_transpose
from app.language.mathematics.matrix_rows import is_julia, is_matlab, is_r
from app.language.syntax import Expr, Name

COLUMN, ROW = True, False
Way = bool | None
"""None where it is not known."""
Operand = tuple[Value, Expr | None]
"""A value, and how it is written, where that is known."""
PLANE = 2
"""The axes of a matrix."""
ALL_ENTRIES = frozenset({"shape", "offset"})
"""What is set where the entries of a matrix, or those of its diagonal, become a vector."""
BRACKETS = re.compile(r"\[([^\[\]\n]*)\]")
SIZED = re.compile(r"\w+\(\s*(?:1\s*,|[^,()]+(?:\([^()]*\))?\s*,\s*(1)\s*\))")
"""`zeros(1, n)`, and `zeros(n, 1)`, which alone has the group."""
RANGE = re.compile(r"linspace\(|\(?[\w.]+:[\w.]+")


def aligned(run: Run, left: Operand, right: Operand, span: Span) -> tuple[Value, Value]:
    """Two operands that meet entry by entry, the vector among them as the column that it is in a text of MATLAB or R; else as they are."""
    if run.ours or not (is_matlab(run.program.text) or is_r(run.program.text)):
        return left[0], right[0]
    left, right = as_numbers(run, left, span), as_numbers(run, right, span)
    return down(run, left, right, span), down(run, right, left, span)


def as_numbers(run: Run, written: Operand, span: Span) -> Operand:
    """A list that is written out as an array, which has rows and columns."""
    return (require_array(run, written[0], span), written[1]) if is_regular(written[0]) else written


def aligned_operands(run: Run, row: Primitive, operands: list[Value], span: Span) -> list[Value]:
    """The same for a call of a function that goes entry by entry through both of its operands: `max(A, v)`."""
    function = row.forward
    if run.ours or len(operands) != 2 or not isinstance(function, np.ufunc) or function.signature is not None:
        return operands
    return [*aligned(run, (operands[0], None), (operands[1], None), span)]


def down(run: Run, written: Operand, beside: Operand, span: Span) -> Value:
    value, shape, text = written[0], shape_of(beside[0]), run.program.text
    if len(shape_of(value)) != 1 or not 1 <= len(shape) <= PLANE:
        return value
    by_columns = is_r(text) and len(shape) == PLANE and shape[0] == shape_of(value)[0]
    turned = by_columns if is_r(text) else goes_down(run, written, beside, span)
    return called(run, Operation(EXPAND_DIMS), span, value, 1) if turned else value


def goes_down(run: Run, written: Operand, beside: Operand, span: Span) -> bool:
    """Whether a vector of MATLAB is a column beside a matrix or a row. Raises LanguageError where a square one leaves that open."""
    (count,), shape = shape_of(written[0]), shape_of(beside[0])
    if count == 1:
        return False
    if len(shape) == 1:
        return meets_across(run, written, beside, span)
    if count not in shape:
        return False
    way = way_of(run, *written)
    if shape[0] != count:
        return shape[0] == 1 and way is COLUMN
    if way is None and shape[1] == count:
        vector = "a vector" if written[1] is None else run.quote(written[1].span)
        told = f"{vector} meets a square matrix here: in MATLAB it goes down its columns or along its rows"
        run.refuse(span, told, "give it a value in the text, as [1; 2] for a column and [1 2] for a row")
    return shape[1] not in (1, count) or way is not ROW


def meets_across(run: Run, written: Operand, beside: Operand, span: Span) -> bool:
    """Whether a vector is a column beside a row. It is told where one of them may be either."""
    way, other = way_of(run, *written), way_of(run, *beside)
    if way is None and other is not None and shape_of(beside[0]) != (1,):
        vector = "one vector" if written[1] is None else run.quote(written[1].span)
        stands = "a column" if other is COLUMN else "a row"
        run.note(f"{vector} is taken for {stands} here, as what it meets is", span)
    return way is COLUMN and other is ROW


def way_of(run: Run, value: Value, expr: Expr | None = None) -> Way:
    """Whether a vector is a column: by how it was computed, and else by how it is written."""
    if len(shape_of(value)) != 1:
        return None
    if is_julia(run.program.text):
        return COLUMN
    way = way_of_node(run, value.node.index) if isinstance(value, Tensor) else None
    if way is None or not isinstance(value, Tensor):
        return way_of_constant(run, expr)
    return not way if is_transpose(expr) and value.node.operation != TRANSPOSE.name else way


def way_of_constant(run: Run, expr: Expr | None) -> Way:
    """That of numbers which are in no graph, by all that the text says of them."""
    if isinstance(expr, Name):
        return way_of_name(run, expr.id)
    if is_transpose(expr):
        way = way_of_constant(run, expr.value)
        return None if way is None else not way
    return None if expr is None else written_way(run.quote(expr.span).strip("`"))


def way_of_name(run: Run, name: str) -> Way:
    """By all that a text gives a name."""
    given = re.findall(rf"(?m)(?:^|;)[ \t]*{re.escape(name)}[ \t]*=(?!=)[ \t]*([^\n]*)", run.program.text)
    return agreed(map(written_way, given))


def way_of_first(run: Run, call: Span) -> Way:
    """That of the first argument of a call, as it is written."""
    written = run.quote(call).strip("`").partition("(")[2].lstrip()
    name = re.match(r"[^\W\d]\w*(?=[ \t]*,)", written)
    return written_way(written) if name is None else way_of_name(run, name[0])


def written_way(text: str) -> Way:
    """That of `[1; 2]`, `[1 2]`, `zeros(2, 1)`, `1:3`, wherever these begin."""
    if text.startswith("[") and (inside := BRACKETS.match(text)):
        return COLUMN if ";" in inside[1] else ROW
    if sized := SIZED.match(text):
        return COLUMN if sized[1] else ROW
    return ROW if RANGE.match(text) else None


def agreed(ways: Iterable[Way]) -> Way:
    """What all say that say something."""
    found = {each for each in ways if each is not None}
    return found.pop() if len(found) == 1 else None


def way_of_node(run: Run, index: int) -> Way:
    """That of a node; those before it are worked out first, each once."""
    known, nodes = run.ways, run.builder.nodes
    del known[len(nodes) :]
    for node in nodes[len(known) : index + 1]:
        known.append(worked_out(run, node) if len(node.shape) == 1 else None)
    return known[index]


def worked_out(run: Run, node: Node) -> Way:
    """That of a vector, by what it is computed from."""
    operands = [run.builder.nodes[each] for each in node.arguments]
    if any(len(each.shape) == PLANE for each in operands):
        return way_out_of(node, operands)
    way = agreed(run.ways[each.index] for each in operands)
    if way is not None:
        return not way if node.operation == TRANSPOSE.name else way
    if node.span is None:
        return None
    written = run.lines[node.span.line - 1][node.span.column :]
    return written_way(written.partition("=")[2].strip() if not operands else written)


def way_out_of(node: Node, operands: list[Node]) -> Way:
    """That of a vector which comes out of a matrix: along an axis, from a place, or by a product; all entries are a column."""
    axes = [len(each.shape) for each in operands]
    if isinstance(axis := node.settings.get("axis"), int):
        return ROW if axis == 0 else COLUMN
    if isinstance(key := node.settings.get("key"), tuple):
        single = [isinstance(each, int) for each in key]
        return {(True,): ROW, (True, False): ROW, (False, True): COLUMN}.get(tuple(single))
    if sorted(axes) == [1, PLANE]:
        return COLUMN if axes[0] == PLANE else ROW
    if axes != [PLANE] or node.settings.keys().isdisjoint(ALL_ENTRIES):
        return None
    return ROW if operands[0].shape[0] == 1 else COLUMN
