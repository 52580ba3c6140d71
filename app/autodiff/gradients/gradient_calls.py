"""`jax.grad(f)` and its kin: called at the top they say what the figure is of, and their gradients are values to go on with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import numpy as np

from app.autodiff.builder import Tensor, describe
from app.autodiff.evaluation.batches import is_entrywise
from app.autodiff.gradients.derivatives import derivative, or_zeros
from app.autodiff.interpreter.arrays.later_leaves import leaf_of
from app.autodiff.interpreter.arrays.leaf_inputs import has_input, make_input, promoted_at_top
from app.autodiff.interpreter.functions.builtins import BUILTINS
from app.autodiff.interpreter.functions.every_entry import mapped_tree
from app.autodiff.interpreter.functions.transforms import first, passed_over, take_as_output, tried_out
from app.autodiff.interpreter.kinds.plain_values import listed
from app.autodiff.interpreter.kinds.value_types import Function, Native, Operation, Value, Values
from app.autodiff.interpreter.running.changed_names import called_name
from app.autodiff.interpreter.running.differentiated_calls import captured, derived
from app.autodiff.interpreter.running.dispatch import Arguments, call, called
from app.autodiff.interpreter.running.run import PassOver, Run
from app.autodiff.interpreter.statements.training import arrays
from app.autodiff.intrinsics import BROADCAST_TO
from app.autodiff.primitives import TABLE
from app.language import LanguageError, Span, syntax
from app.language.text.tokens import DERIVATIVE

SLOPE = "grad"
"""The scope of a gradient's nodes, and the name of what is called for it."""
Pair = Callable[[Value, Value], Value]
"""What a call gives, of the value and its gradient."""


def gradient_function(give: Pair) -> Callable[..., Native]:
    """`grad(f, argnums)` and its kin; `give` is what they give."""

    def made(run: Run, span: Span, function: Value, argnums: Value = 0, **options: Value) -> Native:
        places = options.get("argnum", argnums)

        def slope(run: Run, span: Span, *given: Value, **named: Value) -> Value:
            value, slopes = with_gradient(run, function, places, Arguments(given, named, span))
            rest = value[1:] if options.get("has_aux") and isinstance(value, tuple) else ()
            return give(value, slopes) if not rest or give is both else (slopes, *rest)

        return Native(SLOPE, slope, (function,))

    return made


def both(value: Value, slopes: Value) -> Value:
    return value, slopes


def with_gradient(run: Run, function: Value, argnums: Value, arguments: Arguments) -> tuple[Value, Value]:
    """The value of a call, and its gradient by the arguments at `argnums`: at the top the figure is of that value."""
    span, top = arguments.span, not run.derived
    given = with_inputs(run, function, argnums, tried_out(run, function, arguments)) if top else arguments
    since = len(run.builder.nodes)
    given = set_apart(run, function, given, listed(argnums))
    with derived(run):
        value = call(run, function, given)
    output = first(value)
    if not top:
        return value, slopes_of(run, function, output, argnums, given, since)
    return value, shown(run, span, output, lambda: slopes_of(run, function, output, argnums, given, since))


def shown(run: Run, span: Span, output: Value, slopes: Callable[[], Value], seed: Value = None) -> Value:
    """Let the figure be of `output`; the gradients are worked out for a text that goes on with them."""
    take_as_output(run, span, output, *([] if seed is None else [seed]))
    if is_last(run, span):
        return passed_over(run, span)
    try:
        return slopes()
    except (LanguageError, PassOver):
        # The figure shows them all the same; only what would be computed with them is passed over.
        return passed_over(run, span)


def with_inputs(run: Run, function: Value, argnums: Value, arguments: Arguments) -> Arguments:
    """The same arguments, with numbers in the structures by which is derived, as `[w, 0.5]`, made inputs."""
    names = [each.name for each in function.parameters] if isinstance(function, Function) else []
    given = list(arguments.positional)
    for place, name in enumerate(names[: len(given)]):
        if place in listed(argnums):
            given[place] = input_leaves(run, name, given[place], arguments.span)
    return arguments._replace(positional=tuple(given))


def input_leaves(run: Run, name: str, value: Value, span: Span) -> Value:
    """A structure whose numbers are inputs; lists and dicts, which others may hold too, are filled in place."""
    if isinstance(value, tuple):
        return tuple(input_leaves(run, f"{name}.{key}", each, span) for key, each in enumerate(value))
    if isinstance(value, (list, dict)):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            value[key] = input_leaves(run, f"{name}.{key}", each, span)  # type: ignore[index]
        return value
    number = isinstance(value, float) or (isinstance(value, np.ndarray) and value.dtype.kind == "f")
    return make_input(run, name, value, span) if number and not has_input(run, name) else value


def is_last(run: Run, span: Span) -> bool:
    """Whether the text only asks for a gradient: it ends there, or prints it."""
    statement = run.current
    if isinstance(statement, syntax.Evaluate) and called_name(statement.value) == "print":
        return True
    asked = isinstance(statement, (syntax.Assign, syntax.Evaluate)) and statement.value.span == span
    return asked and statement is run.program.statements[-1]


def slopes_of(run: Run, function: Value, output: Value, argnums: Value, arguments: Arguments, since: int) -> Value:
    """The gradients by the arguments at `argnums`, each in the structure of its argument. Raises LanguageError."""
    span, places = arguments.span, listed(argnums)
    if not isinstance(output, Tensor) or not output.differentiable:
        run.refuse(span, "what is differentiated here depends on no input", "")
    if output.shape and run.derived:
        run.refuse(span, "`grad` derives one number, and this function gives an array", "use `jacobian`, or add it up")
    trees = tuple(argument(run, span, arguments.positional, place) for place in places)
    sources = list(tensors(run, span, trees))
    found = derivative(run, span, output, sources, since=since, scope="" if run.derived else SLOPE)
    slopes = rebuilt(run, span, trees, found)
    run.slopes.update(each.node.index for each in tensors(run, span, slopes, strict=False))
    return slopes if isinstance(argnums, (tuple, list)) else first(slopes)


def argument(run: Run, span: Span, given: Values, place: Value) -> Value:
    if not isinstance(place, int) or not 0 <= place < len(given):
        run.refuse(span, f"there is no argument {place} to derive by", "they are counted from 0")
    return given[place]


def tensors(run: Run, span: Span, tree: Value, *, strict: bool = True) -> Iterator[Tensor]:
    """The leaves of a tree. Raises LanguageError for one that is no value of the graph, unless that is no matter."""
    found: list[Value] = []
    mapped_tree(run, span, Native("", lambda run, span, leaf: found.append(leaf)), tree)
    for leaf in found:
        if isinstance(leaf, Tensor):
            yield leaf
        elif strict:
            run.refuse(
                span,
                f"a derivative by {describe(leaf)} is not followed here",
                "give it a name of its own, as in x = 2.0",
            )


def rebuilt(run: Run, span: Span, trees: Value, slopes: list[Value]) -> Value:
    """Gradients, one a leaf, in the structure of what they belong to."""
    found = iter(slopes)
    return mapped_tree(run, span, Native("", lambda run, span, leaf: or_zeros(next(found), leaf)), trees)


def set_apart(run: Run, function: Value, arguments: Arguments, places: list[Value]) -> Arguments:
    """The arguments, with a copy of what is derived by where the function reaches it in another way too."""
    given = list(arguments.positional)
    reached = Counter(leaf.node.index for each in (*given, *captured(function)) for leaf in arrays(each))
    for place, each in enumerate(given):
        if place in places and any(reached[leaf.node.index] > 1 for leaf in arrays(each)):
            given[place] = mapped_tree(run, arguments.span, COPY, each)
        elif place in places:
            given[place] = mapped_tree(run, arguments.span, BEGUN, each)
    return arguments._replace(positional=tuple(given))


def copied_leaf(run: Run, span: Span, leaf: Value) -> Value:
    return called(run, Operation(BROADCAST_TO), span, leaf, leaf.shape) if isinstance(leaf, Tensor) else leaf


def begun(run: Run, span: Span, leaf: Value) -> Value:
    """A leaf by which can be derived: what has no gradient, as a number or a value that is detached, begins one here."""
    if isinstance(leaf, float) or (isinstance(leaf, np.ndarray) and leaf.dtype.kind == "f"):
        leaf = run.builder.constant(leaf, None, span)
    if not isinstance(leaf, Tensor) or leaf.differentiable:
        return leaf
    return leaf_of(run, leaf, span)


def derivative_function(run: Run, span: Span, function: Value) -> Native:
    """`σ′`: the derivative of a function of one value, entry by entry, always a value of the text."""

    def slope(run: Run, span: Span, *given: Value) -> Value:
        entries = tuple(float(each) if isinstance(each, int) else each for each in given)
        asked = promoted_at_top(run, function, Arguments(entries, {}, span))
        arguments = set_apart(run, function, asked, [0])
        since = len(run.builder.nodes)
        with derived(run):
            value = call(run, function, arguments)
        (source,) = tensors(run, span, arguments.positional)
        if not isinstance(value, Tensor) or not value.differentiable:
            return or_zeros(None, source)
        rows = [node for node in run.builder.nodes[since:] if node.arguments]
        if source.shape and not all(is_entrywise(TABLE[node.operation], node.settings) for node in rows):
            told = "each entry of this function depends on several, so that it has no derivative entry by entry"
            run.refuse(
                span, told, "for the gradient of one number write grad(f)(x), for all derivatives jacobian(f)(x)"
            )
        return or_zeros(derivative(run, span, value, [source], since=since)[0], source)

    return Native(SLOPE, slope, (function,))


COPY, BEGUN = Native("copy", copied_leaf), Native("begun", begun)
JAX_GRADIENT = gradient_function(lambda value, slopes: slopes)
BUILTINS.update({DERIVATIVE: derivative_function})
BUILTINS.update(
    value_and_grad=gradient_function(both),
    grad_and_value=gradient_function(lambda value, slopes: (slopes, value)),
    elementwise_grad=JAX_GRADIENT,
    filter_grad=JAX_GRADIENT,
    filter_value_and_grad=gradient_function(both),
)
