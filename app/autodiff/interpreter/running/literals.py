"""Which values are written down or made from nothing: a name bound to one of them is an input, as a weight is."""

from __future__ import annotations

from collections.abc import Collection

from app.autodiff.interpreter.running.changed_names import called_name
from app.autodiff.primitives import SPELLINGS, STATICS
from app.language import syntax
from app.language.syntax import Expr

CIRCLE = ("pi", "π")
ARRAYS = frozenset(
    "array tensor asarray as_tensor Tensor FloatTensor Parameter Variable Value constant convert_to_tensor".split()
)


def literal(expr: Expr) -> bool:
    """A number or nested list of numbers, signs included; `3/4`, `5 %`, `30°`, `2π` and `3×10⁸` are numbers."""
    if isinstance(expr, syntax.Unary):
        return literal(expr.operand)
    if isinstance(expr, syntax.Name):
        return expr.id in CIRCLE
    if isinstance(expr, syntax.Binary):
        circular = isinstance(expr.right, syntax.Name) or isinstance(expr.left, syntax.Name)
        written = expr.operator == "/" or (expr.operator == "*" and (circular or is_power_of_ten(expr.right)))
        return (written or is_power_of_ten(expr)) and literal(expr.left) and literal(expr.right)
    if isinstance(expr, syntax.Sequence):
        return all(literal(item) for item in expr.items)
    if isinstance(expr, syntax.Call):
        return called_name(expr) in ARRAYS or called_name(expr) in ("float", "float32", "float64")
    return isinstance(expr, syntax.Literal)


def is_power_of_ten(expr: Expr) -> bool:
    """Whether something is a power of ten as mathematics writes it, the 10⁸ of 3×10⁸; programs have 3e8."""
    tens = isinstance(expr, syntax.Binary) and expr.operator == "**" and expr.sign != "**"
    return tens and expr.left == syntax.Literal(10)  # type: ignore[attr-defined]


def creates(expr: Expr, own: Collection[str] = ()) -> bool:
    """Whether an array is written down or made from nothing, perhaps scaled, `0.01 * np.random.randn(3, 4)`; `own` names are, too."""
    return literal(expr) or makes(expr, own)


def makes(expr: Expr, own: Collection[str]) -> bool:
    if isinstance(expr, syntax.Name):
        return expr.id in own
    if isinstance(expr, syntax.Unary):
        return makes(expr.operand, own)
    if isinstance(expr, syntax.Binary):
        return makes(expr.left, own) or makes(expr.right, own)
    if isinstance(expr, syntax.Conditional):
        return creates(expr.then, own) or creates(expr.otherwise, own)
    if isinstance(expr, syntax.Comprehension):
        return creates(expr.element, own)
    if isinstance(expr, syntax.Sequence):
        return any(makes(item, own) for item in expr.items)
    if isinstance(expr, syntax.Mapping):
        return any(makes(item, own) for item in expr.values)
    if isinstance(expr, syntax.Call):
        if called_name(expr) in ("dict", "list", "tuple"):
            return any(makes(item, own) for item in expr.arguments)
        row = SPELLINGS.get(called_name(expr)) or SPELLINGS.get(f"random.{called_name(expr)}")
        if row is not None and row.name in STATICS:
            return STATICS[row.name].creates
        return called_name(expr) in ARRAYS or (
            isinstance(expr.function, syntax.Attribute) and makes(expr.function.value, own)
        )
    return False
