"""Derivatives that a text gives a function after it was written: `f.defvjp` and `f.defjvp` of JAX, `defvjp(f, …)` of autograd."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.arrays.coercion import require_whole
from app.autodiff.interpreter.arrays.leaf_inputs import promoted_at_top
from app.autodiff.interpreter.functions.custom_derivatives import followed, with_zeros
from app.autodiff.interpreter.functions.every_entry import tree_leaves
from app.autodiff.interpreter.functions.own_gradients import Back, without_gradient
from app.autodiff.interpreter.functions.trees import filled
from app.autodiff.interpreter.kinds.spelling import nearest
from app.autodiff.interpreter.kinds.value_types import Function, Native, Value, Values
from app.autodiff.interpreter.objects.function_calls import bound_arguments, run_function
from app.autodiff.interpreter.operations.items import iterate
from app.autodiff.interpreter.operations.operators import binary
from app.autodiff.interpreter.running.dispatch import ATTRIBUTE, CALL, Arguments, called
from app.autodiff.interpreter.running.run import Run
from app.language import Span

PAIR = 2
VJPS = "vjps"
"""Under what a function keeps the rules of autograd, one an argument."""
DEFINING = ("defvjp", "defjvp", "defjvps")


def with_rules(run: Run, span: Span, fun: Value, nondiff_argnums: Value = (), **options: Value) -> Value:
    """`jax.custom_vjp(f)`, `jax.custom_jvp(f, nondiff_argnums=(1,))` and autograd's `primitive(f)`: f, to be given a derivative."""
    if not isinstance(fun, Function):
        run.refuse(span, f"{run.quote(span)} takes a function of the text", "write one around it")
    given = nondiff_argnums if isinstance(nondiff_argnums, (list, tuple)) else (nondiff_argnums,)
    places = [require_whole(run, each, span) % len(fun.parameters) for each in given]
    return replace(fun, rules={}, apart=tuple(sorted(places)))


@ATTRIBUTE.of(Function)
def defining(run: Run, function: Function, name: str, span: Span) -> Value:
    """`f.defvjp(forward, backward)` and `f.defjvp(rule)`: f has its own derivative from here on."""
    if name == "__name__":
        return function.name
    if name not in DEFINING:
        run.refuse(span, f"a function has no `.{name}`", nearest(name, list(DEFINING)))

    def define(run: Run, span: Span, *rules: Value, **options: Value) -> Value:
        function.rules[name] = rules
        # As a decorator it leaves the rule what it is.
        return rules[0]

    return Native(name, define)


def defvjp(run: Run, span: Span, fun: Value, *makers: Value, argnums: Value = None) -> None:
    """autograd's `defvjp(f, lambda ans, x: lambda g: …)`, one rule an argument."""
    if not isinstance(fun, Function):
        run.refuse(span, "`defvjp` takes a function of the text, decorated by `primitive`", "write one around it")
    places = (
        range(len(makers))
        if argnums is None
        else [require_whole(run, each, span) for each in iterate(run, argnums, span)]
    )
    by_place = dict(zip(places, makers, strict=False))
    fun.rules[VJPS] = tuple(by_place.get(place) for place in range(len(fun.parameters)))


@CALL.of(Function)
def call_function(run: Run, function: Function, arguments: Arguments) -> Value:
    """Run a function of the person's own."""
    if function.rules:
        with own_text(function) as rules:
            return call_with_rules(run, function, rules, arguments)
    return run_function(run, function, promoted_at_top(run, function, arguments))


@contextmanager
def own_text(function: Function) -> Iterator[Mapping[str, Values]]:
    """Gives the rules of a function; inside, calls run its text: its rules call it for its value."""
    rules = dict(function.rules)
    function.rules.clear()
    try:
        yield rules
    finally:
        function.rules.update(rules)


def call_with_rules(run: Run, function: Function, rules: Mapping[str, Values], arguments: Arguments) -> Value:
    """A function that has a derivative of its own: the arguments that have none stand before all else that its rules take."""
    span = arguments.span
    given = tuple(bound_arguments(run, function, arguments).values())
    fixed = tuple(given[place] for place in function.apart)
    moving = [place for place in range(len(given)) if place not in function.apart]
    if VJPS not in rules and "defvjp" not in rules:
        rule = rules["defjvp"][0] if "defjvp" in rules else one_by_one(function, rules["defjvps"])
        taken = tuple(given[place] for place in moving)
        return pushed(run, span, function.name, partial(called, run, rule, span, *fixed), taken)
    trees: list[Value] = [given[place] for place in moving]

    def way(run: Run, span: Span, *leaves: Value) -> tuple[Value, Back]:
        parts = dict(zip(moving, iterate(run, filled(trees, iter(leaves)), span), strict=True))
        whole = [parts.get(place, each) for place, each in enumerate(given)]
        if VJPS in rules:
            value, back = by_argument(run, span, function, rules[VJPS], whole)
        else:
            value, back = by_pair(run, span, rules["defvjp"], fixed, whole)
        return value, lambda *gradients: leaf_gradients(run, span, trees, back(*with_zeros(value, gradients)))

    return followed(run, span, function.name, way, tuple(tree_leaves(run, span, trees)))


EXTENDING: dict[str, Callable[..., Value]] = {"primitive": with_rules, "defvjp": defvjp}
"""What `autograd.extend` has."""


def by_pair(run: Run, span: Span, rules: Values, fixed: Values, given: list[Value]) -> tuple[Value, Back]:
    """The value by a forward and a backward pass of JAX."""
    forward, backward = rules
    result = called(run, forward, span, *given)
    value, kept = result if isinstance(result, tuple) and len(result) == PAIR else (result, None)
    together = isinstance(value, tuple)
    return value, lambda *gradients: called(run, backward, span, *fixed, kept, gradients if together else gradients[0])


def by_argument(run: Run, span: Span, function: Function, makers: Values, given: list[Value]) -> tuple[Value, Back]:
    """The value by the function's text, and the gradient of each argument by a rule of autograd."""
    value = called(run, function, span, *given)

    def back(*gradients: Value) -> Value:
        return tuple(
            None if maker is None else called(run, called(run, maker, span, value, *given), span, *gradients)
            for maker in makers
        )

    return value, back


def leaf_gradients(run: Run, span: Span, tree: Value, gradient: Value) -> Values:
    """The gradients of a tree's leaves; where one is None, those of all leaves below are."""
    if gradient is None:
        return (None,) * len(tree_leaves(run, span, tree))
    if isinstance(tree, (list, tuple)):
        parts = iterate(run, gradient, span)
        if len(parts) != len(tree):
            run.refuse(span, f"{len(parts)} gradients come back for {len(tree)} values", "give one for each")
        return tuple(each for pair in zip(tree, parts, strict=True) for each in leaf_gradients(run, span, *pair))
    return tuple(tree_leaves(run, span, gradient))


def pushed(run: Run, span: Span, name: str, rule: Callable[..., Value], arguments: Values) -> Value:
    """A function with a rule for tangents: the arguments less themselves are the tangents."""
    with run.builder.within("call", name):
        leaves = tree_leaves(run, span, arguments)
        primals = filled(arguments, (without_gradient(run, span, each) for each in leaves))
        tangents = filled(arguments, (difference(run, span, each) for each in leaves))
        result = rule(primals, tangents)
        if not isinstance(result, tuple) or len(result) != PAIR:
            run.refuse(span, f"the rule of `{name}` gives no value with its tangent", "return both")
        values, changes = (tree_leaves(run, span, each) for each in result)
        sums = (
            binary(run, "+", without_gradient(run, span, value), change, span)
            for value, change in zip(values, changes, strict=True)
        )
        return filled(result[0], sums)


def one_by_one(function: Function, rules: Values) -> Native:
    """The rule for tangents that `f.defjvps(rule, None)` means: each takes one tangent, the value and all arguments."""

    def rule(run: Run, span: Span, primals: Value, tangents: Value) -> Value:
        value = called(run, function, span, *iterate(run, primals, span))
        tangent: Value = 0.0
        for each, change in zip(rules, iterate(run, tangents, span), strict=False):
            if each is not None:
                part = called(run, each, span, change, value, *iterate(run, primals, span))
                tangent = binary(run, "+", tangent, part, span)
        return value, tangent

    return Native(function.name, rule)


def difference(run: Run, span: Span, value: Value) -> Value:
    """An argument less itself: 0, with the gradient of the argument."""
    return binary(run, "-", value, without_gradient(run, span, value), span) if isinstance(value, Tensor) else 0.0
