"""Values side by side, and powers as mathematics writes them: `W x` is the matrix product, `xᵀy` a number, `A⁻¹` the inverse."""

from __future__ import annotations

import numpy as np

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.arrays.coercion import of_numbers
from app.autodiff.interpreter.kinds.plain_values import shape_of
from app.autodiff.interpreter.kinds.value_types import Function, Operation, Value
from app.autodiff.interpreter.objects.function_calls import refuse_call
from app.autodiff.interpreter.operations.operators import binary
from app.autodiff.interpreter.operations.orientation import COLUMN, ROW, aligned, way_of
from app.autodiff.interpreter.running.dispatch import CALL, Arguments, call
from app.autodiff.interpreter.running.run import Run
from app.autodiff.intrinsics import CONCATENATE, CROSS, INV, MATRIX_POWER, OUTER, STACK
from app.language.binding.reach import IDENTITY, is_row, is_unsigned
from app.language.mathematics.matrix_rows import is_julia, is_matlab, is_r
from app.language.syntax import Binary, Expr, Name, Sequence, Unary
from app.language.text.letters import is_program

DOTS = frozenset({"·", "⋅", "∙", "•", "\\cdot"})
"""Signs that between two vectors may mean their scalar product."""
COMPOSING = frozenset({"∘", "\\circ"})
ARROW = "\u20d7"
"""What stands over the letters of vectors."""
CROSSES = frozenset({"×", "\\times"})
SUMS = frozenset({"+", "-"})
ENTRYWISE = frozenset({"+", "-", "*", "/", "**"})
OF_ARRAYS = frozenset("*/")
"""Signs that are those of matrices in MATLAB."""
JULIA = {"⋅": "@", "÷": "//"}
"""Signs of Julia, and Python's for the same."""
SILENT = DOTS | {""}
"""How a product is written that vectors and matrices may have a meaning of their own for."""


@CALL.of(Tensor, int, float)
def before_bracket(run: Run, number: Value, arguments: Arguments) -> Value:
    """`f(x)(1 − f(x))` of mathematics, a product; in a program a number is called. Raises LanguageError."""
    single = len(arguments.positional) == 1 and not arguments.named and not shape_of(number)
    if not single or run.ours or is_program(run.program.text):
        return refuse_call(run, number, arguments)
    run.note(f"{run.quote(arguments.span)} is read as a product", arguments.span, quiet=True)
    return binary(run, "*", number, arguments.positional[0], arguments.span)


def written_product(run: Run, left: Value, right: Value, part: Binary) -> Value:
    """`left operator right` as it is meant where it is written as in a book, else as Python has it."""
    written = (part.left, part.right)
    pythonic = part.sign is None or part.sign == part.operator
    if pythonic and is_single(left) and is_single(right):
        # What is not Python's meaning is one of arrays.
        return binary(run, part.operator, left, right, part.place, written)
    if part.operator in ("+", "-") and IDENTITY in run.free and not run.ours:
        left, right = with_identity(run, left, right, part.left), with_identity(run, right, left, part.right)
    if goes_by_entry(run, part):
        left, right = aligned(run, (left, part.left), (right, part.right), part.span)
    julia = not run.ours and is_julia(run.program.text)
    matlab = julia or (not run.ours and is_matlab(run.program.text))
    if part.sign in OF_ARRAYS and matlab:
        return matlab_product(run, left, right, part)
    if part.sign in JULIA and julia:
        return binary(run, JULIA[part.sign], left, right, part.place, written)
    if part.sign == "^" and is_square(left) and matlab:
        return call(run, Operation(MATRIX_POWER), Arguments((left, right), {}, part.span, written))
    if pythonic:
        return binary(run, part.operator, left, right, part.place, written)
    if part.sign in COMPOSING and isinstance(left, Function) and isinstance(right, Function):
        run.refuse(part.span, "functions are not joined by a sign", f"write {left.name}({right.name}(x))")
    if part.operator == "*" and part.sign in SILENT:
        left, right = written_arrays(run, left, right, part)
        left, column = row_and_column(run, left, right, part)
        if column is not None:
            return binary(run, "@", left, column, part.place, written)
    if part.operator == "*" and part.sign == "":
        return side_by_side(run, left, right, part)
    if part.operator == "**" and is_inverse(left, right):
        told = f"{run.quote(part.span)} is read as the inverse of a matrix; for its entries write 1/x"
        run.note(told, part.span, quiet=True)
        return call(run, Operation(INV), Arguments((left,), {}, part.span))
    if part.operator == "*" and part.sign in CROSSES and shape_of(left) == shape_of(right) == (3,) and not run.ours:
        told = f"{run.quote(part.span)} is read as the cross product of two vectors; for one entry by entry write *"
        run.note(told, part.span, quiet=True)
        return call(run, Operation(CROSS), Arguments((left, right), {}, part.span, written))
    if part.operator == "*" and part.sign in DOTS and not run.ours and applies(left, right):
        told = f"{run.quote(part.span)} is read as the product of a matrix and a vector; for one entry by entry write *"
        run.note(told, part.span, quiet=True)
        return binary(run, "@", left, right, part.place, written)
    if not run.ours and (other := other_meaning(run, left, right, part)):
        run.note(f"{run.quote(part.span)} is read entry by entry; for {other}", part.span, quiet=True)
    return binary(run, part.operator, left, right, part.place, written)


def goes_by_entry(run: Run, part: Binary) -> bool:
    """Whether a sign goes entry by entry in MATLAB too: sums do, and what has a point; in R all signs do."""
    if run.ours or part.operator not in ENTRYWISE:
        return False
    return part.operator in SUMS or part.sign not in OF_ARRAYS | SILENT or is_r(run.program.text)


def matlab_product(run: Run, left: Value, right: Value, part: Binary) -> Value:
    """`A*x` and `x/A` of MATLAB, which is told where arrays are multiplied."""
    if part.sign == "/":
        return quotient_of_matrices(run, left, right, part)
    # A row or a column with computed entries is a list so far.
    left, right = (as_vector(run, each, part) if isinstance(each, list) else each for each in (left, right))
    vectors = dimension(left) == dimension(right) == 1
    ways = (way_of(run, left, part.left), way_of(run, right, part.right)) if vectors else ()
    if ways in ((ROW, COLUMN), (COLUMN, ROW)):
        written = (part.left, part.right)
        if ways[0] is ROW:
            return binary(run, "@", left, right, part.place, written)
        return call(run, Operation(OUTER), Arguments((left, right), {}, part.span, written))
    if of_matrices(left, right, part):
        told = f"{run.quote(part.span)} is read as the product of matrices, as in MATLAB"
        run.note(f"{told}; for one entry by entry write .*", part.span, quiet=True)
        return side_by_side(run, left, right, part)
    if vectors:
        message = "`*` between two vectors is their scalar product or a matrix, by which of them is a row"
        run.refuse(part.span, message, f"write {shown(run, part)}, or .* for one entry by entry")
    return binary(run, "*", left, right, part.place, (part.left, part.right))


def quotient_of_matrices(run: Run, left: Value, right: Value, part: Binary) -> Value:
    """`x/A` of MATLAB, a product with the inverse of a matrix, which is told; of others entry by entry."""
    written = (part.left, part.right)
    if dimension(right) < 2:
        return binary(run, "/", left, right, part.place, written)
    told = f"{run.quote(part.span)} is read as a product with the inverse of a matrix, as in MATLAB"
    run.note(f"{told}; for one entry by entry write ./", part.span, quiet=True)
    inverse = call(run, Operation(INV), Arguments((right,), {}, part.span))
    return binary(run, "@", left, inverse, part.place, written)


def row_and_column(run: Run, left: Value, right: Value, part: Binary) -> tuple[Value, Value]:
    """The factors of a scalar product, vectors in brackets as arrays; without the second where none is meant."""
    written_out = isinstance(left, tuple) and isinstance(right, tuple)
    if isinstance(left, tuple) and (written_out or dimension(right)):
        left = as_vector(run, left, part)
    return left, as_vector(run, right, part) if written_out and part.sign else of_vectors(run, left, right, part)


def written_arrays(run: Run, left: Value, right: Value, part: Binary) -> tuple[Value, Value]:
    """Factors that are written out as lists, `[1 2; 3 4] [x; y]`, as arrays, where the other is one, too."""
    lists = [
        isinstance(value, list) and isinstance(expr, Sequence)
        for value, expr in ((left, part.left), (right, part.right))
    ]
    if run.ours or not any(lists) or not (all(lists) or dimension(left) or dimension(right)):
        return left, right
    one, other = (
        of_numbers(run, value, part.span) if made else None for value, made in ((left, lists[0]), (right, lists[1]))
    )
    return left if one is None else one, right if other is None else other


def of_matrices(left: Value, right: Value, part: Binary) -> bool:
    """Whether arrays are multiplied with a matrix or a transpose among them."""
    if not shape_of(left) or not shape_of(right):
        return False
    return dimension(left) > 1 or dimension(right) > 1 or ends_row(part.left) or is_row(part.right)


def ends_row(expr: Expr) -> bool:
    """Whether a factor is a row, perhaps behind others: `xᵀ`, `c·xᵀ`."""
    return is_row(expr) or (isinstance(expr, Binary) and expr.operator == "*" and is_row(expr.right))


def of_vectors(run: Run, left: Value, right: Value, part: Binary) -> Value:
    """The column that a row or a matrix is multiplied with, where vectors are joined or have arrows; None for others."""
    arrowed = part.sign in DOTS and ARROW in arrows(part.left) and ARROW in arrows(part.right)
    return right if arrowed else joined_vectors(run, left, right, part)


def other_meaning(run: Run, left: Value, right: Value, part: Binary) -> str:
    """What arrays may mean beside what is computed entry by entry, and how that is written; "" where there is nothing else."""
    dimensions = dimension(left), dimension(right)
    if part.operator == "*" and part.sign in DOTS and 0 not in dimensions:
        other = "the sum of the products" if dimensions == (1, 1) else "the product of matrices"
        return f"{other} write {shown(run, part)}"
    if part.operator == "**" and is_square(right):
        return "the exponential of a matrix write its series"
    if part.operator == "**" and is_square(left) and part.sign != ".^":
        return "a power of a matrix write a product, A A"
    return ""


def with_identity(run: Run, value: Value, beside: Value, expr: Expr) -> Value:
    """`λI` beside a square matrix as a multiple of the identity matrix, where nothing gives I a value.

    Its size is kept, so that in a further run I is that matrix and no input.
    """
    if dimension(value) or not is_square(beside) or not has_factor(expr, IDENTITY):
        return value
    run.identity = shape_of(beside)[0]
    return binary(run, "*", value, np.eye(shape_of(beside)[0]), expr.span)


def has_factor(expr: Expr, name: str) -> bool:
    """Whether a product has a name among its factors."""
    match expr:
        case Binary(operator="*" | "/"):
            return has_factor(expr.left, name) or (expr.operator == "*" and has_factor(expr.right, name))
        case Unary(operand=value):
            return has_factor(value, name)
    return isinstance(expr, Name) and expr.id == name


def as_vector(run: Run, coordinates: Value, part: Binary) -> Value:
    """`(1, 2)` in `(1, 2)·(x, y)` as an array."""
    return call(run, Operation(STACK), Arguments((coordinates,), {}, part.span))


def joined_vectors(run: Run, left: Value, right: Value, part: Binary) -> Value:
    """`[h, x]` in `W·[h, x]` as one vector, where the matrix has as many columns as all of them have entries; None for others."""
    vectors = right if isinstance(right, list) and isinstance(part.right, Sequence) and not run.ours else []
    if not vectors or dimension(left) != 2 or any(dimension(each) != 1 for each in vectors):
        return None
    if shape_of(left)[1] != sum(shape_of(each)[0] for each in vectors):
        return None
    run.note(f"{run.quote(part.right.span)} is read as these vectors one after the other", part.right.span, quiet=True)
    return call(run, Operation(CONCATENATE), Arguments((right,), {}, part.right.span))


def arrows(expr: Expr) -> str:
    """The letters of a name, and the marks over them."""
    return expr.id if isinstance(expr, Name) else ""


def applies(left: Value, right: Value) -> bool:
    """Whether a matrix stands before a vector with as many entries as its rows have."""
    matrix, vector = shape_of(left) or (), shape_of(right) or ()
    return len(matrix) == 2 and vector == matrix[1:]


def is_square(value: Value) -> bool:
    """Whether a value is a matrix with as many rows as columns."""
    shape = shape_of(value) or ()
    return len(shape) == 2 and shape[0] == shape[1] > 1


def shown(run: Run, part: Binary) -> str:
    """Two factors as the product of a row and a column."""
    return f"{run.quote(part.left.span).strip('`')} @ {run.quote(part.right.span).strip('`')}"


def side_by_side(run: Run, left: Value, right: Value, part: Binary) -> Value:
    """The product of two values without a sign between them: of arrays with a matrix or a transpose among them that of matrices."""
    written = (part.left, part.right)
    dimensions = dimension(left), dimension(right)
    if 0 in dimensions:
        return binary(run, "*", left, right, part.place, written)
    if of_matrices(left, right, part):
        if max(dimensions) == 1 and not ends_row(part.left):
            return call(run, Operation(OUTER), Arguments((left, right), {}, part.span, written))
        return binary(run, "@", left, right, part.place, written)
    if not is_unsigned(part.left):
        told = f"{run.quote(part.span)} is read entry by entry; for the sum of the products write xᵀy"
        run.note(told, part.span, quiet=True)
    return binary(run, "*", left, right, part.place, written)


def is_single(value: Value) -> bool:
    """Whether a value is a number, of the graph or plain."""
    return not value.node.shape if type(value) is Tensor else type(value) in (float, int)


def dimension(value: Value) -> int:
    return len(shape_of(value))


def is_inverse(left: Value, right: Value) -> bool:
    """Whether a power is that of −1 of a square matrix."""
    return dimension(left) == 2 and left.shape[0] == left.shape[1] and not dimension(right) and right == -1  # type: ignore[union-attr]
