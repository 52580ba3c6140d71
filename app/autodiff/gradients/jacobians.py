"""Derivatives that a text goes on with: `jacfwd(f)`, `hessian(f)`, `jvp`, `vjp`, which have a gradient themselves."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import reduce

import numpy as np

from app.autodiff.builder import Tensor, describe
from app.autodiff.gradients.derivatives import adjoint
from app.autodiff.gradients.gradient_calls import JAX_GRADIENT, SLOPE, argument, rebuilt, set_apart, tensors
from app.autodiff.interpreter.arrays.coercion import require_array
from app.autodiff.interpreter.arrays.own_library import library_of
from app.autodiff.interpreter.functions.builtins import BUILTINS
from app.autodiff.interpreter.kinds.plain_values import listed
from app.autodiff.interpreter.kinds.value_types import Native, Operation, Value, Values
from app.autodiff.interpreter.kinds.views import Held
from app.autodiff.interpreter.operations.items import iterate
from app.autodiff.interpreter.operations.operators import binary
from app.autodiff.interpreter.running.differentiated_calls import applied
from app.autodiff.interpreter.running.dispatch import Arguments, called, item
from app.autodiff.interpreter.running.run import Run
from app.autodiff.intrinsics import DETACH, RESHAPE, STACK, SUM
from app.language import Span

LARGEST = 64
"""A Jacobian has a way back for each entry of the output: at most so many."""
AT_ONCE = {"create_graph", "strict", "vectorize"}
"""PyTorch's settings that change how a derivative is worked out."""
PRODUCTS = ("hvp", "vhp", "vjp", "jvp")
"""Functions of `torch.autograd.functional` that multiply a derivative by a vector."""
Jacobian = Callable[[Run, Span, Value, Values, int], Value]
"""A derivative of a function by one of its arguments, whose place is given."""


def apart(run: Run, span: Span, function: Value, arguments: Values, places: list[Value]) -> Values:
    return set_apart(run, function, Arguments(arguments, {}, span), places).positional


def source(run: Run, span: Span, arguments: Values, place: int) -> Tensor:
    """The argument by which a derivative is taken. Raises LanguageError where that is no value of the graph."""
    found = argument(run, span, arguments, place)
    if not isinstance(found, Tensor):
        run.refuse(span, f"a derivative by {describe(found)} is not followed here", "give the array a name of its own")
    return found


def jacobian_of(run: Run, span: Span, function: Value, arguments: Values, place: int) -> Value:
    """`jacobian(f)(x)`: the derivative of each entry of f by each of x."""
    arguments, since = apart(run, span, function, arguments, [place]), len(run.builder.nodes)
    by = source(run, span, arguments, place)
    return table_of(run, span, require_array(run, applied(run, span, function, arguments, {}), span), by, since)


def table_of(run: Run, span: Span, output: Held, by: Tensor, since: int) -> Value:
    """The derivative of each entry of what has been computed by each of `by`, through the nodes from `since` on."""
    if not output.shape:
        return adjoint(run, span, output, by, since)
    size = math.prod(output.shape)
    if size > LARGEST:
        run.refuse(span, f"a Jacobian of {size} rows is too large here", f"derive at most {LARGEST} entries")
    places = list(np.ndindex(output.shape))
    rows = [adjoint(run, span, item(run, output, place, span), by, since) for place in places]
    table = called(run, Operation(STACK), span, rows)
    shape = (*output.shape, *by.shape)
    made = require_array(run, table, span).shape == shape
    return table if made else called(run, Operation(RESHAPE), span, table, shape)


def hessian_of(run: Run, span: Span, function: Value, arguments: Values, place: int) -> Value:
    """`hessian(f)(x)`: the Jacobian of the gradient."""
    return jacobian_of(run, span, JAX_GRADIENT(run, span, function, place), arguments, place)


def deriving(jacobian: Jacobian) -> Callable[..., Value]:
    """`jacfwd(f)`, which is a function, and PyTorch's `functional.jacobian(f, x)`, a value that has a gradient by `create_graph`."""

    def derive(run: Run, span: Span, function: Value, *given: Value, argnums: Value = 0, **options: Value) -> Value:
        place = given[0] if given and isinstance(given[0], int) else argnums
        if not isinstance(place, int) or not options.keys() <= AT_ONCE:
            run.refuse(span, "a derivative is followed by one argument, without further settings", "ask for one by one")
        if not given or given[0] is place:
            return Native(
                "derivative", lambda run, span, *inputs: jacobian(run, span, function, inputs, place), (function,)
            )
        items = given[0] if isinstance(given[0], tuple) else given
        if len(items) > 1:
            run.refuse(span, "a derivative is followed by one argument here", "ask for one after the other")
        found = jacobian(run, span, function, items, 0)
        return found if options.get("create_graph") else called(run, Operation(DETACH), span, found)

    return derive


def vector_jacobian(run: Run, span: Span, function: Value, *primals: Value) -> Value:
    """`vjp(f, x, y)`: the value, and the function that takes its gradient back to the arguments."""
    primals = apart(run, span, function, primals, [*range(len(primals))])
    sources = [source(run, span, primals, place) for place in range(len(primals))]
    since = len(run.builder.nodes)
    output = require_array(run, applied(run, span, function, primals, {}), span)

    def pull(run: Run, span: Span, seed: Value) -> Value:
        return tuple(adjoint(run, span, output, each, since, seed) for each in sources)

    return output, Native("vjp", pull)


def jacobian_vector(run: Run, span: Span, function: Value, primals: Value, tangents: Value) -> tuple[Value, Value]:
    """`jvp(f, (x,), (t,))`: the value, and how it changes when the arguments move along the tangents."""
    points, ways = tuple(iterate(run, primals, span)), iterate(run, tangents, span)
    if len(points) != len(ways):
        run.refuse(span, f"there are {len(points)} arguments and {len(ways)} tangents", "give one tangent an argument")
    value = applied(run, span, function, points, {})
    moved: list[Value] = []
    for place, way in enumerate(ways):
        table = jacobian_of(run, span, function, points, place)
        rank = require_array(run, points[place], span).ndim
        product = binary(run, "*", table, require_array(run, way, span), span)
        axes = tuple(range(-rank, 0))
        moved.append(called(run, Operation(SUM), span, product, axes) if rank else product)
    return value, reduce(lambda one, other: binary(run, "+", one, other, span), moved)


def cut_in_torch(run: Run, span: Span, primal: Value) -> Value:
    """Where a function is linearised: PyTorch keeps numbers there, from which no gradient comes back."""
    torch = isinstance(primal, Tensor) and library_of(run, primal) == "torch"
    return called(run, Operation(DETACH), span, primal) if torch else primal


def linearized(run: Run, span: Span, function: Value, *primals: Value) -> Value:
    """`linearize(f, x)`: the value, and the function of a tangent that says how it changes."""

    def push(run: Run, span: Span, *tangents: Value) -> Value:
        points = [cut_in_torch(run, span, each) for each in primals]
        return item(run, jacobian_vector(run, span, function, points, tangents), 1, span)

    return applied(run, span, function, primals, {}), Native("linearize", push)


def taped_jacobian(run: Run, span: Span, target: Value, sources: Value, **options: Value) -> Value:
    """TensorFlow's `tape.jacobian(y, x)`: the tables in the structure of the sources."""
    if not isinstance(target, Tensor) or not target.differentiable:
        run.refuse(span, "what is differentiated here depends on no input", "")
    with run.builder.within("call", SLOPE):
        by = list(tensors(run, span, sources))
        found = rebuilt(run, span, sources, [table_of(run, span, target, each, 0) for each in by])
    run.slopes.update(each.node.index for each in tensors(run, span, found, strict=False))
    return found


def product_of(
    run: Run, span: Span, name: str, func: Value, inputs: Value, v: Value = None, create_graph: Value = False
) -> Value:
    """`hvp(f, inputs, v)`, `vhp`, `vjp` and `jvp` of PyTorch's `torch.autograd.functional`: the value of f, and a product of its
    derivative with vectors in the structure of the inputs; that may be left out where it is one number.
    """
    given: Values = tuple(listed(inputs))
    ways: list[Value] = [None] * len(given) if v is None else listed(v)
    if name == "jvp":
        tangents: list[Value] = [np.ones(()) if way is None else way for way in ways]
        value, found = jacobian_vector(run, span, func, given, tangents)
        products = [found]
    else:
        given, since = apart(run, span, func, given, [*range(len(given))]), len(run.builder.nodes)
        by = [source(run, span, given, place) for place in range(len(given))]
        value = applied(run, span, func, given, {})
        seed = ways[0] if name == "vjp" else None
        products = [adjoint(run, span, value, each, since, seed) for each in by]
        if name != "vjp":
            line = along(run, span, products, ways)
            products = [adjoint(run, span, line, each, since) for each in by]
    if create_graph is not True:
        value, *products = (called(run, Operation(DETACH), span, each) for each in (value, *products))
    several = isinstance(inputs, (tuple, list)) and name != "jvp"
    return value, tuple(products) if several else products[0]


def along(run: Run, span: Span, slopes: list[Value], ways: list[Value]) -> Value:
    """The sum of gradients times vectors."""
    parts = [
        slope if way is None else binary(run, "*", slope, way, span) for slope, way in zip(slopes, ways, strict=True)
    ]
    sums = [called(run, Operation(SUM), span, part) for part in parts]
    return reduce(lambda one, other: binary(run, "+", one, other, span), sums)


def functional(name: str) -> Callable[..., Value]:
    return lambda run, span, *given, **options: product_of(run, span, name, *given, **options)


BUILTINS.update({f"functional.{name}": functional(name) for name in PRODUCTS})
BUILTINS.update(linearize=linearized, taped_jacobian=taped_jacobian)
BUILTINS.update(dict.fromkeys(("jacfwd", "jacrev", "jacobian"), deriving(jacobian_of)))
BUILTINS.update(hessian=deriving(hessian_of), vjp=vector_jacobian, jvp=jacobian_vector)
