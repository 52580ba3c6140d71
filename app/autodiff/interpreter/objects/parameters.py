"""Parameters of objects: arrays that are made in a constructor become inputs when the forward pass first reads them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from copy import copy
from dataclasses import replace

import numpy as np

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.arrays.later_leaves import is_parameter, was_input
from app.autodiff.interpreter.arrays.leaf_inputs import is_leaf, make_input, root_variable, roots, spare_name
from app.autodiff.interpreter.arrays.literal_inputs import wants_gradient
from app.autodiff.interpreter.arrays.sharing import copied, current
from app.autodiff.interpreter.kinds.containers import ModuleDict, ModuleList, key_name
from app.autodiff.interpreter.kinds.value_types import Class, Computed, FirstValue, Frame, Instance, Value
from app.autodiff.interpreter.library_classes.nn_modules import MODULE
from app.autodiff.interpreter.library_classes.torch_optimisers import PREFIX as OPTIMISERS
from app.autodiff.interpreter.objects.homes import adopt_attribute, joined, written
from app.autodiff.interpreter.objects.overloading import computes
from app.autodiff.interpreter.running.run import Run
from app.language import Span
from app.language.syntax import Expr

SETTING_UP = frozenset({"__init__", "reset_parameters", "init_weights", "setup", "build"})
"""Methods in which arrays that are made from nothing are parameters."""
"""The class that modules of PyTorch extend."""


def initialising(run: Run) -> bool:
    """Whether a method that sets an object up is being run; an optimiser is given parameters that are set up already."""
    return any(True for _ in being_set_up(run))


def own_arrays(run: Run, frame: Frame) -> Collection[str]:
    """The names of arrays of numbers that a method which sets an object up has made so far, and was not given; none in PyTorch, where a
    plain tensor is no parameter.
    """
    if run.flavour == "torch" or not initialising(run):
        return ()
    given = {each.name for method in run.methods for each in method.function.parameters}
    arrays = {name for name, value in frame.names.items() if isinstance(value, np.ndarray) and value.dtype.kind == "f"}
    return arrays - given


def being_set_up(run: Run) -> Iterator[Instance]:
    """The objects that are being set up."""
    for method in run.methods:
        if method.function.name in SETTING_UP and isinstance(method.instance, Instance) and not trains(method.owner):
            yield method.instance


def trains(cls: Class) -> bool:
    """Whether a class is an optimiser or a schedule of a library, or extends one."""
    return any(each.ours and each.name.startswith((OPTIMISERS, f"keras_{OPTIMISERS}")) for each in cls.lineage())


def as_parameters(value: Value, *, frozen: bool = False) -> Value:
    """Numbers and float arrays as parameters, in lists and dicts too, arrays without a gradient where that is asked; all else as it is."""
    if isinstance(value, dict):
        items = {key: as_parameters(item, frozen=frozen) if key_name(key) else item for key, item in value.items()}
        return ModuleDict(items) if isinstance(value, ModuleDict) else items
    if isinstance(value, (list, tuple)):
        return like(value, [as_parameters(item, frozen=frozen) for item in value])
    number = isinstance(value, (float, int)) and not isinstance(value, bool)
    array = isinstance(value, np.ndarray) and value.dtype.kind == "f"
    return FirstValue(value, frozen and array, registered=False) if number or array else value


def first_values(run: Run, value: Value, origin: Expr | None) -> Value:
    """What a constructor makes from nothing as parameters; the plain tensors of a PyTorch module have no gradient there."""
    plain = origin is None or not wants_gradient(origin)
    return as_parameters(value, frozen=plain and any(is_module(each) for each in being_set_up(run)))


def like(before: Value, items: list[Value]) -> Value:
    """Other items in a tuple, in a list that belongs to a module, or in a plain list, as before."""
    kind = next((kind for kind in (tuple, ModuleList) if isinstance(before, kind)), list)
    return kind(items)


def has_parameters(value: Value) -> bool:
    """Whether an object, or what it holds, still has parameters that no forward pass has read."""
    open_, seen = [value], set[Instance]()
    while open_:
        each = open_.pop()
        if isinstance(each, FirstValue):
            return True
        if isinstance(each, Instance) and each not in seen:
            # Objects may hold each other, as the nodes of a graph do.
            seen.add(each)
            open_ += each.attributes.values()
        elif isinstance(each, (list, tuple, dict)):
            open_ += each.values() if isinstance(each, dict) else each
    return False


def shallow(run: Run, value: Value) -> Value:
    """`copy.copy(x)`: another list, dict or object that holds the same."""
    if isinstance(value, Instance):
        return replace(value, attributes=dict(value.attributes))
    return copy(value) if isinstance(value, (list, dict)) else copied(run, value)


def cloned(run: Run, value: Value, known: dict[int, tuple[Value, Value]] | None = None) -> Value:
    """A deep copy: objects with parameters of their own, which start from the numbers of the first; what stands in several places of
    it is one in the copy, too, and `known` by its identity.
    """
    known = {} if known is None else known
    made = value.made if isinstance(value, FirstValue) else None
    value = current(run, made or value, Span(1, 0, 1, 0))
    if id(value) in known:
        return known[id(value)][1]
    if isinstance(value, Instance):
        new = Instance(value.cls, evaluating=value.evaluating, open=value.open)
        known[id(value)] = value, new
        for name, each in value.attributes.items():
            new.attributes[name] = own = cloned(run, each, known)
            adopt_attribute(run, new, name, own)
        return new
    content = of_content(run, value, known)
    known[id(value)] = value, content
    return content


def of_content(run: Run, value: Value, known: dict[int, tuple[Value, Value]]) -> Value:
    """A deep copy of what is no object."""
    if isinstance(value, (list, tuple)):
        return like(value, [cloned(run, each, known) for each in value])
    if isinstance(value, dict):
        copies = {key: cloned(run, each, known) for key, each in value.items()}
        return ModuleDict(copies) if isinstance(value, ModuleDict) else copies
    if isinstance(value, FirstValue):
        return FirstValue(value.value, value.frozen, registered=value.registered)
    if isinstance(value, Computed):
        return value
    if (
        run.flavour == "torch"
        and isinstance(value, Tensor)
        and is_leaf(run, value)
        and value.node.index not in run.numbers
    ):
        numbers = np.asarray(run.builder.values[value.node.index])
        return FirstValue(numbers, not value.differentiable, registered=is_parameter(run, value))
    return copied(run, value)


def read_attribute(run: Run, instance: Instance, name: str, span: Span) -> Value:
    """An attribute of an object; parameters become inputs under their dotted names when they are first read."""
    value = instance.attributes[name]
    if isinstance(value, Computed):
        return value.function(run, span, instance)
    home = run.homes.get(id(value))
    if not (home is not None and home.read) and not initialising(run):
        if unread(value):
            prefix_roots(run)
            # An object that stands for its number has the number's name.
            own = joined(instance.path, written(instance, name))
            path = instance.path if instance.path and computes(instance) else own
            instance.attributes[name] = value = parameter_input(run, value, path, span)
        if home is not None:
            home.read = True
    return current(run, value, span)


def owned(value: Value) -> Iterator[Instance]:
    """An object and all that it holds, the inner ones first, as PyTorch's `apply` goes through them."""
    for each in held_by(value):
        yield from owned(each)
    if isinstance(value, Instance):
        yield value


def held_by(value: Value) -> Iterable[Value]:
    """What an object, a list or a dict holds; a list of a module of PyTorch's only where it is one that belongs to it."""
    if isinstance(value, Instance):
        return [each for each in value.attributes.values() if belongs(value, each)]
    return value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()


def belongs(owner: Instance, value: Value) -> bool:
    """Whether what an attribute holds are parts of its object, which PyTorch's modules ask of a list or a dict by its kind."""
    if isinstance(value, Computed):
        return False
    plain = isinstance(value, (list, tuple, dict)) and not isinstance(value, (ModuleList, ModuleDict))
    return not plain or owner.cls.ours or not is_module(owner)


def is_module(owner: Instance) -> bool:
    """Whether an object is a module of PyTorch, which has only what was registered among its parameters."""
    return any(each.ours and each.name == MODULE for each in owner.cls.lineage())


def all_parameters(run: Run, instance: Instance, span: Span) -> dict[str, Value]:
    """The parameters of an object and of all that it holds, by their names inside of it, as inputs of the graph.

    As in PyTorch its own come before those of its modules.
    """
    found: dict[str, Value] = {}
    attributes = instance.attributes.items()
    for name, held in sorted(attributes, key=lambda each: isinstance(each[1], (Instance, ModuleList, ModuleDict))):
        if belongs(instance, held):
            value = read_attribute(run, instance, name, span)
            if not is_module(instance) or is_registered(run, value):
                collect(run, name, value, found, span)
        elif has_parameters(held) or any(owned(held)):
            message = f"what the plain list or dict `{name}` holds is not among the parameters, as in PyTorch"
            run.note(f"{message}: for that it must be an `nn.ModuleList` or the like", span)
    return found


def is_registered(run: Run, value: Value) -> bool:
    """Whether an attribute of a PyTorch module is a parameter or holds some, which a plain tensor is not."""
    if isinstance(value, FirstValue):
        return value.registered
    return not isinstance(value, Tensor) or is_parameter(run, value)


def collect(run: Run, name: str, value: Value, found: dict[str, Value], span: Span) -> None:
    """Add the parameters in one attribute."""
    if isinstance(value, Instance):
        inner = all_parameters(run, value, span)
        found.update({joined(name, each) if name != "modules" else each: value for each, value in inner.items()})
    elif isinstance(value, FirstValue) or (isinstance(value, Tensor) and was_input(run, value)):
        found[name] = value
    elif isinstance(value, (list, tuple)):
        for place, item in enumerate(value):
            collect(run, joined(name, str(place)), item, found, span)
    elif isinstance(value, dict):
        for key, item in value.items():
            collect(run, str(key) if name == "modules" else joined(name, str(key)), item, found, span)


def prefix_roots(run: Run) -> None:
    """Where several objects at the top have parameters, their variables tell these apart."""
    found = [root for root in roots(run) if has_parameters(root)]
    if len(found) > 1:
        for root in found:
            root.prefixed = True


def unread(value: Value) -> bool:
    """Whether reading a value makes inputs of it, or of what a list or dict holds itself."""
    if isinstance(value, (list, tuple, dict)):
        return any(map(unread, value.values() if isinstance(value, dict) else value))
    return isinstance(value, FirstValue)


def parameter_input(run: Run, value: Value, name: str, span: Span) -> Value:
    """A parameter as an input, each one of a list or dict under a dotted name of its own; all else as it is."""
    if isinstance(value, FirstValue):
        if value.made is None:
            value.value = current(run, value.value, span)
            value.made = named_parameter(run, value, name, span)
        return value.made
    if isinstance(value, (list, tuple)):
        made = [parameter_input(run, item, joined(name, str(place)), span) for place, item in enumerate(value)]
        if isinstance(value, tuple):
            return tuple(made)
        # All that hold the list see its inputs.
        value[:] = made
        return value
    if isinstance(value, dict):
        value.update({key: parameter_input(run, item, joined(name, str(key)), span) for key, item in value.items()})
        return value
    if not isinstance(value, (float, int, np.ndarray)) or isinstance(value, bool):
        return value
    return named_parameter(run, value, name, span)


def named_parameter(run: Run, value: Value, name: str, span: Span) -> Tensor:
    """An input that is known to belong to an object."""
    made = make_input(run, spare_name(run, name), value, span)
    run.parameters[made.node.index] = root_variable(run)
    return made
