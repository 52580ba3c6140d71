"""The inputs of the graph: making one, under a name of its own and with the value from outside of the text where there is one."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator

import numpy as np

from app.autodiff.builder import Array, Tensor, identity
from app.autodiff.graph import CONSTANT, INPUT, Node
from app.autodiff.interpreter.kinds.plain_values import leaves, regular
from app.autodiff.interpreter.kinds.value_types import Class, FirstValue, Function, Instance, Method, Value
from app.autodiff.interpreter.kinds.views import Held
from app.autodiff.interpreter.running.dispatch import Arguments
from app.autodiff.interpreter.running.run import Run
from app.autodiff.scalars import settle
from app.language import LanguageError, Span
from app.language.names import NUMBERED
from app.language.text.letters import is_program


def make_input(run: Run, name: str, value: object, span: Span) -> Tensor:
    """A new input, with the value from outside of the text where there is one."""
    frozen = isinstance(value, FirstValue) and value.frozen
    registered = isinstance(value, FirstValue) and value.registered
    own = value = value.value if isinstance(value, FirstValue) else value
    known = key_of_value(run, name)
    if known is not None:
        run.given.update((known, name))
        value = run.request.values[known]
    array = numbers(value, name, span)
    differentiable = not frozen and name not in run.request.constants and np.asarray(array).dtype != bool
    tensor = run.builder.input(name, array, differentiable, span)
    run.sources[known or name] = tensor.node.index, numbers(own, name, span)
    if registered:
        run.registered.add(tensor.node.index)
    if isinstance(own, (int, float)):
        run.numbers.add(tensor.node.index)
    elif isinstance(own, list) and is_program(run.program.text):
        run.lists.add(identity(tensor))
    return run.builder.following((own,), tensor)


def key_of_value(run: Run, name: str) -> str | None:
    """Under which name an input is given a value from outside of the text."""
    values = run.request.values
    if name in values:
        return name
    dotted = f"{root_variable(run)}.{name}" if values else ""
    if dotted in values:
        return dotted
    if (own := NUMBERED.match(name)) is None:
        return None
    # As in the text, `x_1` is x1 where nothing else is called so.
    spelled = (each for each in (f"{own[1]}{own[2]}", f"{own[1]}_{own[2]}") if each in values)
    return next((each for each in spelled if each not in run.bound and not has_input(run, each)), None)


def numbers(value: object, name: str, span: Span) -> Array:
    """An input's value as float64, in an array of its own; an array of truth values, as a mask is, stays one.

    Raises LanguageError unless it is a number or a full array of numbers.
    """
    try:
        if not isinstance(value, np.ndarray) and any(leaf is None for leaf in leaves(value)):  # type: ignore[arg-type]
            raise TypeError
        array = np.array(value)
        array = array if array.dtype == bool and array.ndim else np.asarray(array, dtype=float)
    except (TypeError, ValueError):
        hint = "write 3, or [1, 2], or [[1, 2], [3, 4]] with rows of one length"
        message = f"the value of `{name}` is not a number or an array of numbers"
        raise LanguageError.at(span, message, hint) from None
    return array if array.ndim else np.float64(array)  # type: ignore[return-value]


SMALL = 1e-5
"""What an ε is taken for that nobody gave a value: it keeps a divisor from zero."""
EPSILON = r"(?:\beps(?:ilon)?\b|[εϵ](?!\w)|\\(?:var)?epsilon\b)"
FACTOR = re.compile(rf"[*·⊙]\s*{EPSILON}|{EPSILON}\s*[*·⊙]|[\w)}}]\s*(?:[εϵ]|\\(?:var)?epsilon)|[εϵ] *[\w(]")
"""An ε that is noise, `mu + std * eps`, or a factor, `2ε`."""


def free_input(run: Run, name: str, span: Span) -> Tensor:
    """An input that the text gives no value: 1, or what was assumed so that the shapes fit."""
    fallback = SMALL if name in ("eps", "epsilon", "ε") and not FACTOR.search(run.program.text) else 1.0
    name = spare_name(run, name)
    if name not in run.request.values:
        run.free.append(name)
    value = run.request.assumed.get(name, fallback)
    made = make_input(run, name, np.full_like(value, math.nan, dtype=float) if run.symbolic else value, span)
    run.open.add(made.node.index)
    if run.flavour == "torch":
        # In a text for PyTorch it is a tensor, and those can be changed in place.
        run.numbers.discard(made.node.index)
    return made


def promoted(run: Run, function: Value, arguments: Arguments) -> Arguments:
    """The numbers, lists and arrays of floats in a call at the top as inputs, under the names of the parameters.

    Whole numbers that an object is made with may be its sizes, and stay what they are.
    """
    made = isinstance(function, Class)
    kinds = (float,) if isinstance(function, Class) and not function.fields else (int, float)

    def promote(name: str, value: Value) -> Value:
        single = isinstance(value, kinds) and not isinstance(value, bool)
        several = isinstance(value, np.ndarray) and value.dtype.kind == "f"
        listed = isinstance(value, list) and value != [] and all(isinstance(leaf, float) for leaf in leaves(value))
        if not (single or several or (listed and regular(value))) or (has_input(run, name) and not made):
            return value
        return make_input(run, spare_name(run, name), value, arguments.span)

    taken = [promote(*each) for each in zip(parameters_of(function), arguments.positional, strict=False)]
    return arguments._replace(
        positional=(*taken, *arguments.positional[len(taken) :]),
        named={name: promote(name, value) for name, value in arguments.named.items()},
    )


def promoted_at_top(run: Run, function: Value, arguments: Arguments) -> Arguments:
    """What a call at the top gives a function of a text that has no inputs of its own; other calls' arguments as they are."""
    return promoted(run, function, arguments) if run.request.promoted and run.depth == 0 else arguments


def parameters_of(function: Value) -> Iterator[str]:
    """What a function's arguments are called, without the object of a method; `x` where it is not the text's own."""
    match function:
        case Method():
            yield from itertools.islice(parameters_of(function.function), 1, None)
        case Class():
            constructor = function.find("__init__")
            yield from itertools.islice(parameters_of(constructor), 1, None) if constructor else function.fields
        case Function():
            for each in function.parameters:
                if each.star == "*":
                    yield from (f"{each.name}_{place}" for place in itertools.count(1))
                elif not each.star and not each.keyword_only:
                    yield each.name
        case _:
            yield "x"


def has_input(run: Run, name: str) -> bool:
    return name in run.builder.inputs


def spare_name(run: Run, name: str) -> str:
    """The name, or `name_2`, `name_3` … where it is another input's."""
    names = itertools.chain((name,), (f"{name}_{count}" for count in itertools.count(2)))
    return next(each for each in names if not has_input(run, each))


def root_variable(run: Run) -> str:
    """The variable of the outermost object: `model.fc1.weight` means `fc1.weight` too."""
    return next((value.variable for value in run.top.names.values() if isinstance(value, Instance)), "")


def roots(run: Run) -> list[Instance]:
    """The objects at the top that no other holds."""
    return [value for value in run.top.names.values() if isinstance(value, Instance) and value.home is None]


def is_leaf(run: Run, tensor: Tensor) -> bool:
    return run.builder.nodes[tensor.node.index].operation == INPUT


def users(run: Run, index: int) -> list[Node]:
    return [node for node in run.builder.nodes[index + 1 :] if index in node.arguments]


def is_used(run: Run, index: int) -> bool:
    """Whether something with a gradient was computed with a value; what only looks at its entries is worked out anew."""
    seen = (node for node in users(run, index) if node.differentiable)
    return index in run.copied or any(not looks(run, node) or is_used(run, node.index) for node in seen)


def looks(run: Run, node: Node) -> bool:
    """Whether a value is known to look at entries of another."""
    view = run.views.get((node.index, 0))
    return view is not None and bool(view.path)


def ask_for_gradient(run: Run, leaf: Tensor) -> None:
    """Remember that the text says `requires_grad=True` of an input, which then is an array, also of one number."""
    run.asked.add(leaf.node.index)
    run.numbers.discard(leaf.node.index)


def set_first_value(run: Run, tensor: Tensor, value: object, span: Span) -> Tensor:
    """Give an input another first value, as `nn.init` and `copy_` do; a value from outside of the text stays.

    The input has not been used: what was computed with it would have to change.
    """
    index, nodes = tensor.node.index, run.builder.nodes
    name = next(name for name, (place, _) in run.sources.items() if place == index)
    for node in users(run, index):
        # What has its numbers without a gradient, as `w.detach().sum()`, has those from before.
        nodes[node.index] = node._replace(operation=CONSTANT, arguments=(), settings={}, differentiable=False)
    own = numbers(value, name, span)
    run.sources[name] = index, own
    if name in run.given:
        return tensor
    run.builder.values[index] = settle(own)
    return Tensor(tensor.node, settle(own), tensor.read, tensor.copy)


def is_input(run: Run, base: Tensor) -> bool:
    """Whether entries are those of an input itself, not of a copy."""
    return is_leaf(run, base) and not base.copy


def has_first_value(run: Run, base: Tensor) -> bool:
    """Whether entries are those of an input that a change gives another first value: one of the text's own that is not used yet."""
    return is_input(run, base) and base.node.index not in run.open and not is_used(run, base.node.index)


def refuse_change_of_leaf(run: Run, entries: list[Held], span: Span) -> None:
    """Say, as PyTorch does, that a parameter or a leaf with `requires_grad=True` is changed where gradients are recorded.

    `entries` are what the array is and what it was before.
    """
    inputs = {each.node.index for each in entries if isinstance(each, Tensor) and is_input(run, each)}
    asked = inputs & (run.asked | run.registered)
    if run.flavour == "torch" and any(run.builder.nodes[index].differentiable for index in asked):
        told = "a leaf whose gradient is asked for is changed in place, which PyTorch refuses"
        hint = "change it in `with torch.no_grad():`, or make another value of it: w = w + 1"
        run.refuse(span, told, hint, raises="RuntimeError")
