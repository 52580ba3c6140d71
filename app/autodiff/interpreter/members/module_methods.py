"""What every module of PyTorch has: its parameters, what sets and freezes them, `eval()` and `apply(f)`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.arrays.coercion import held
from app.autodiff.interpreter.functions.builtins import BUILTINS
from app.autodiff.interpreter.functions.gradient_hooks import handle
from app.autodiff.interpreter.kinds.containers import ModuleDict, ModuleList
from app.autodiff.interpreter.kinds.spelling import nearest
from app.autodiff.interpreter.kinds.value_types import OPAQUE, Class, Instance, Key, Native, Opaque, Parameters, Value
from app.autodiff.interpreter.members.first_values import freeze, set_entries
from app.autodiff.interpreter.objects.homes import adopt
from app.autodiff.interpreter.objects.parameters import all_parameters, owned
from app.autodiff.interpreter.operations.items import iterate
from app.autodiff.interpreter.running.dispatch import ATTRIBUTE, attribute, called, item
from app.autodiff.interpreter.running.run import PassOver, Run
from app.language import Span

UNCHANGED = frozenset("to cuda cpu float double half compile".split())
"""Methods that leave a module as it is."""
BEFORE, AFTER, BACKWARD = "_forward_pre_hooks", "_forward_hooks", "_backward_hooks"
"""Where a module keeps the functions that are called before and after its forward pass, and on the way back."""
BUFFERS = "_buffers"
"""Where it keeps the names of its buffers."""
OPAQUES = frozenset("compile fit summary evaluate variables weights".split())
"""Methods that have no bearing on the figure."""
TRAINABLE = frozenset({"trainable_variables", "trainable_weights"})
"""What Keras calls the parameters of a model, in a list."""


def evaluating(on: bool) -> Callable[..., Value]:
    def switch(run: Run, span: Span, instance: Instance, mode: Value = True) -> Value:
        for each in owned(instance):
            each.evaluating = on if mode else not on
        return instance

    return switch


def apply_to_all(run: Run, span: Span, instance: Instance, function: Value) -> Value:
    """`net.apply(f)`: f of each module, from the inside outwards."""
    for each in owned(instance):
        called(run, function, span, each)
    return instance


def freeze_all(run: Run, span: Span, instance: Instance, wanted: Value = True) -> Value:
    """`net.requires_grad_(False)`."""
    if wanted is False:
        for each in all_parameters(run, instance, span).values():
            freeze(run, each)
    return instance


def state(run: Run, span: Span, instance: Instance) -> Value:
    """`net.state_dict()`: the parameters without their gradients; what changes these in place changes that too."""
    return {
        name: attribute(run, value, "data", span) if isinstance(value, Tensor) else held(value)
        for name, value in all_parameters(run, instance, span).items()
    }


def load_state(run: Run, span: Span, instance: Instance, state: Value, strict: Value = True, **options: Value) -> Value:
    """`net.load_state_dict(state)` gives the parameters their first values."""
    if isinstance(state, Opaque):
        raise PassOver
    if not isinstance(state, dict):
        run.refuse(span, "a state is a dict of arrays by the names of the parameters", "")
    known = all_parameters(run, instance, span)
    for name, value in state.items():
        if str(name) in known:
            set_entries(run, known[str(name)], value, span)
        elif strict:
            run.refuse(span, f"`{instance.cls.shown}` has no parameter `{name}`", nearest(str(name), known))
    return OPAQUE


def register(
    run: Run, span: Span, instance: Instance, name: Value, value: Value, *rest: Value, **options: Value
) -> Value:
    """`self.register_buffer("mask", m)`."""
    modules = instance.attributes.get("modules")
    if isinstance(modules, dict):
        modules[str(name)] = value
    else:
        instance.attributes[str(name)] = value
    adopt(run, instance, str(name), value)
    return None


def register_buffer(
    run: Run, span: Span, instance: Instance, name: Value, tensor: Value, persistent: Value = True
) -> Value:
    kept(run, span, instance, BUFFERS).append(str(name))
    return register(run, span, instance, name, tensor)


def kept(run: Run, span: Span, instance: Instance, name: str) -> list[Value]:
    """What a module keeps in a list under a name of its own. Raises LanguageError where the text gives that name something else."""
    found = instance.attributes.setdefault(name, [])
    if not isinstance(found, list):
        run.refuse(
            span, f"`{name}` is what a module keeps itself, and this one was given another", "choose another name"
        )
    return found


def named_buffers(run: Run, span: Span, instance: Instance, **options: Value) -> list[Value]:
    """The buffers of a module and of all that it holds, by their dotted names."""
    found: list[Value] = []
    for pair in named_modules(run, span, instance):
        path, module = iterate(run, pair, span)
        names = module.attributes.get(BUFFERS, []) if isinstance(module, Instance) else []
        found += [
            (f"{path}.{each}" if path else each, attribute(run, module, str(each), span))
            for each in iterate(run, names, span)
        ]
    return found


def buffers(run: Run, span: Span, instance: Instance, **options: Value) -> list[Value]:
    return [item(run, each, 1, span) for each in named_buffers(run, span, instance)]


def appended(run: Run, span: Span, instance: Instance, module: Value) -> Value:
    """`net.append(layer)` of a Sequential."""
    modules = instance.attributes.get("modules")
    if not isinstance(modules, dict):
        run.refuse(span, f"`{instance.cls.shown}` takes no further modules", "a Sequential has")
    register(run, span, instance, str(len(modules)), module)
    return instance


def children(module: Value) -> dict[Key, Value]:
    """The modules that a module holds itself, by name; of a list of them each, by its place."""
    found: Mapping[Any, Value] = module if isinstance(module, dict) else {}
    if isinstance(module, Instance):
        inner = module.attributes.get("modules")
        found = inner if isinstance(inner, dict) else module.attributes
    elif isinstance(module, list):
        found = dict(enumerate(module))
    return {str(name): each for name, each in found.items() if isinstance(each, (Instance, ModuleList, ModuleDict))}


def named_modules(run: Run, span: Span, instance: Instance, path: str = "", **options: Value) -> list[Value]:
    """A module and all that it holds, each once, the outer before the inner, by their dotted names."""
    found: dict[int, Value] = {}
    pending: list[tuple[str, Value]] = [(path, instance)]
    while pending:
        name, module = pending.pop()
        if id(module) not in found:
            found[id(module)] = (name, module)
            inner = [(f"{name}.{each}" if name else str(each), part) for each, part in children(module).items()]
            pending += reversed(inner)
    return list(found.values())


def hooked(kind: str) -> Callable[..., Value]:
    """`net.fc.register_forward_hook(f)`, which gives what takes the hook off again."""

    def hook(run: Run, span: Span, instance: Instance, function: Value, **options: Value) -> Value:
        known = kept(run, span, instance, kind)
        known.append(function)
        return handle(lambda run, span: known.remove(function))

    return hook


def modules_of(run: Run, span: Span, instance: Instance) -> Value:
    """`net.modules()`: each module once, the outer before the inner."""
    return [item(run, each, 1, span) for each in named_modules(run, span, instance)]


def parameters(run: Run, span: Span, instance: Instance, recurse: Value = True) -> Value:
    return Parameters(instance, named=False, inner=recurse is not False)


def named_parameters(
    run: Run,
    span: Span,
    instance: Instance,
    prefix: Value = "",
    recurse: Value = True,
    remove_duplicate: Value = True,
) -> Value:
    return Parameters(instance, named=True, prefix=str(prefix), inner=recurse is not False)


METHODS: dict[str, Callable[..., Value]] = {
    **dict.fromkeys(UNCHANGED, lambda run, span, instance, *arguments, **named: instance),
    "eval": evaluating(True), "train": evaluating(False), "apply": apply_to_all, "requires_grad_": freeze_all,
    "state_dict": state, "load_state_dict": load_state, "register_buffer": register_buffer, "add_module": register,
    **dict.fromkeys(("register_parameter", "register_module"), register), "append": appended, "add": appended,
    "predict": lambda run, span, instance, *given, **named: called(run, instance, span, *given),
    "parameters": parameters, "named_parameters": named_parameters,
    "zero_grad": lambda run, span, instance, **options: BUILTINS["zero_grad"](run, span, all_parameters(run, instance, span)),
    "buffers": buffers, "named_buffers": named_buffers,
    "modules": modules_of, "named_modules": named_modules,
    "children": lambda run, span, instance: list(children(instance).values()),
    "named_children": lambda run, span, instance: list(children(instance).items()),
    "register_forward_hook": hooked(AFTER), "register_forward_pre_hook": hooked(BEFORE),
    **dict.fromkeys(("register_full_backward_hook", "register_backward_hook"), hooked(BACKWARD)),
}  # fmt: skip


def module_attribute(instance: Instance, name: str) -> Value:
    """What every module has; None for other names."""
    if name == "training":
        return not instance.evaluating
    if name == "evaluating":
        return instance.evaluating
    if name in OPAQUES:
        return OPAQUE
    if name in TRAINABLE:
        return Parameters(instance, named=False)
    if name in METHODS:
        return Native(
            name, lambda run, span, *arguments, **named: METHODS[name](run, span, instance, *arguments, **named)
        )
    return None


@ATTRIBUTE.of(ModuleList, ModuleDict)
def container_attribute(run: Run, value: ModuleList | ModuleDict, name: str, span: Span) -> Value:
    """`self.layers.parameters()`: what every module has a list or a dict of modules has beside what is its own."""
    kind = list if isinstance(value, ModuleList) else dict
    if name in METHODS and not hasattr(kind, name):
        items: dict[Key, Value] = dict(value) if isinstance(value, ModuleDict) else dict(enumerate(value))
        return module_attribute(Instance(Class(type(value).__name__, {}), {"modules": items}), name)
    return Class(type(value).__name__, {}) if name == "__class__" else ATTRIBUTE[kind](run, value, name, span)
