"""First values that a text gives to parameters: `nn.init`, `copy_`, `.data =`, `load_state_dict`, and what freezes them."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.arrays.coercion import held, require_array
from app.autodiff.interpreter.arrays.later_leaves import started_anew
from app.autodiff.interpreter.arrays.leaf_inputs import ask_for_gradient, is_leaf
from app.autodiff.interpreter.arrays.sharing import ITEM as ITEM_ROW
from app.autodiff.interpreter.arrays.sharing import current, plain, put_in_place, renew, share, view_of
from app.autodiff.interpreter.functions.builtins import BUILTINS
from app.autodiff.interpreter.kinds import libraries
from app.autodiff.interpreter.kinds.index_keys import index_key
from app.autodiff.interpreter.kinds.value_types import FirstValue, Native, Value
from app.autodiff.interpreter.kinds.views import Held
from app.autodiff.interpreter.members.array_methods import METHODS
from app.autodiff.interpreter.operations.meetings import first_numbers
from app.autodiff.interpreter.operations.operators import binary
from app.autodiff.interpreter.operations.placement import with_entries
from app.autodiff.interpreter.running.dispatch import ATTRIBUTE, ITEM, Arguments, attribute, call, item
from app.autodiff.interpreter.running.run import Run
from app.autodiff.primitives import TABLE
from app.language import Span


def set_entries(run: Run, target: Value, source: Value, span: Span) -> Value:
    """Give a parameter new numbers: those of `source`, in its shape; behind `backward()` that is a step of training."""
    if isinstance(target, (int, float)):
        run.refuse(span, "this is a number by itself: nothing else would change with it", "change the whole array")
    if run.finished is not None and isinstance(target, Tensor) and isinstance(source, Tensor):
        return step(run, target, source, span)
    given, shape = plain(held(require_array(run, source, span))), plain(first_numbers(target)).shape
    try:
        numbers = np.broadcast_to(given, shape).copy()
    except ValueError:
        run.refuse(span, f"values of shape {given.shape} do not fit into {shape}", "give it as many as it has")
    if isinstance(target, FirstValue):
        target.value = put_in_place(run, first_entries(run, target, span), numbers.astype(float), span)
        return target
    return step(run, target, numbers, span)


def first_entries(run: Run, target: FirstValue, span: Span) -> Held:
    """A parameter's first value as an array, which can be changed in place."""
    if not isinstance(target.value, (Tensor, np.ndarray)):
        target.value = np.asarray(target.value, dtype=float)
    target.value = found = current(run, target.value, span)
    assert isinstance(found, (Tensor, np.ndarray))
    return found


def refill(run: Run, span: Span, target: Value, numbers: Value) -> None:
    """Give a parameter of a library's module, if there is one, other numbers, as a line of the text's own does."""
    place, run.builder.place = run.builder.place, None
    try:
        if target is not None:
            set_entries(run, target, numbers, span)
    finally:
        run.builder.place = place


BUILTINS["refill"] = refill


def set_some_entries(run: Run, target: FirstValue, key: Value, source: Value, span: Span) -> None:
    """Give some entries of a parameter's first value new numbers."""
    before = first_entries(run, target, span)
    after = with_entries(run, before, index_key(key, before.shape, span), held(require_array(run, source, span)), span)
    target.value = put_in_place(run, before, after, span)


def step(run: Run, target: Value, entries: Value, span: Span) -> Value:
    """Put entries in place of those of a parameter, where no gradient is recorded."""
    before, run.builder.cut = run.builder.cut, True
    try:
        return put_in_place(run, target, entries, span)
    finally:
        run.builder.cut = before


def assigning(sign: str = "") -> Callable[..., Value]:
    """`w.assign(v)`, `w.assign_add(v)` and `w.assign_sub(v)` of TensorFlow; behind the backward pass they are a step of training."""

    def assign(run: Run, span: Span, target: Held, value: Value, **options: Value) -> Value:
        if not is_variable(run, target):
            run.refuse(
                span, "only a whole variable is assigned to here", "assign to the variable that this is a part of"
            )
        operands = (
            (target, value) if run.finished is not None else (plain(target), held(require_array(run, value, span)))
        )
        new = binary(run, sign, *operands, span) if sign else operands[1]
        # Of all that TensorFlow has, a variable alone changes.
        shares, run.shares = run.shares, True
        try:
            return set_entries(run, target, new, span)
        finally:
            run.shares = shares

    return assign


def is_variable(run: Run, target: Held) -> bool:
    """Whether an array is a whole variable: an input, a copy, or what was put in place of one."""
    if not isinstance(target, Tensor):
        return target.base is None
    return is_leaf(run, target) or bool(target.copy or view_of(run, target).past)


METHODS.update(assign=assigning(), assign_add=assigning("+"), assign_sub=assigning("-"))


def freeze(run: Run, target: Value) -> None:
    """`p.requires_grad = False`: nothing flows back to a parameter, unless it has been used already."""
    if isinstance(target, FirstValue):
        target.frozen = True
    elif isinstance(target, Tensor) and is_leaf(run, target) and not used(run, target):
        index = target.node.index
        node = run.builder.nodes[index] = run.builder.nodes[index]._replace(differentiable=False)
        view = view_of(run, target)
        view.storage.base = Tensor(node, target.held, target.read, target.copy)
        renew(run, view, view.storage.base)


def require_gradient(run: Run, target: Value, wanted: Value = True) -> Value:
    """`x.requires_grad_(False)` freezes a parameter; without False it says what is so already, or makes a leaf of a detached value."""
    if wanted is False:
        freeze(run, target)
    elif isinstance(target, Tensor) and is_leaf(run, target):
        ask_for_gradient(run, target)
    elif isinstance(target, Tensor) and not target.differentiable:
        return started_anew(run, target)
    return target


def used(run: Run, tensor: Tensor) -> bool:
    index = tensor.node.index
    return any(index in node.arguments for node in run.builder.nodes[index + 1 :])


@ATTRIBUTE.of(FirstValue)
def first_value_attribute(run: Run, value: FirstValue, name: str, span: Span) -> Value:
    """A parameter in its constructor: what changes it in place gives it another first value."""
    if name == "requires_grad_":
        return Native(name, lambda run, span, wanted=True: require_gradient(run, value, wanted))
    if name in ("requires_grad", "is_leaf"):
        return name == "is_leaf" or not value.frozen
    return attribute(run, first_entries(run, value, span), name, span)


@ITEM.of(FirstValue)
def first_value_entries(run: Run, value: FirstValue, key: Value, span: Span, name: str = "") -> Value:
    """Some entries of a parameter in its constructor: what changes them in place, be it one alone, changes its first value."""
    before = first_entries(run, value, span)
    found = item(run, before, key, span)
    if isinstance(found, float):
        found = np.asarray(found)
        share(run, TABLE[ITEM_ROW], {"key": index_key(key, before.shape, span)}, before, found)
    return found


def fans(run: Run, span: Span, target: Value) -> Value:
    """How many entries each result of a weight has part in, and how many results each entry."""
    shape = plain(first_numbers(current(run, target, span))).shape
    if len(shape) < 2:
        run.refuse(span, f"a weight of shape {shape} has no fan", "it has two axes or more")
    around = math.prod(shape[2:])
    return shape[1] * around, shape[0] * around


def initializer(name: str) -> Native | None:
    """A function of `nn.init`; None where there is none of that name."""
    if name == "_calculate_fan_in_and_fan_out":
        return Native(name, fans)
    try:
        row = libraries.operation(f"init.{name.rstrip('_')}")
    except KeyError:
        return None

    def fill(run: Run, span: Span, target: Value, *arguments: Value, **named: Value) -> Value:
        shape = np.zeros(plain(first_numbers(current(run, target, span))).shape)
        return set_entries(run, target, call(run, row, Arguments((shape, *arguments), named, span)), span)

    return Native(name, fill)
