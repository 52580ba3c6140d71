"""Where a module of Flax has its parameters: in the variables that the outermost one is run with, by the names of the modules between.

A module that a compact method makes is called `Dense_0`, `Dense_1` … there, one that `setup` makes by its attribute.
"""

from __future__ import annotations

from app.autodiff.interpreter.arrays.leaf_inputs import make_input, spare_name
from app.autodiff.interpreter.kinds.plain_values import settled, shape_of
from app.autodiff.interpreter.kinds.value_types import OPAQUE, Class, Instance, Key, Value, Values
from app.autodiff.interpreter.library_classes.flax_layers import PREFIX
from app.autodiff.interpreter.objects.homes import adopt
from app.autodiff.interpreter.running.dispatch import called
from app.autodiff.interpreter.running.run import Run
from app.language import Span

PARAMETERS, STATISTICS = "params", "batch_stats"
"""The collections of variables that are known."""
COUNTS, FIRST = "counts of modules", "first values"
"""Where a module keeps how many modules of each class it has made, and whether its variables are being made."""
SETUP = "setup"


def is_flax(cls: Class) -> bool:
    """Whether a class is a module of Flax, or extends one."""
    return any(each.ours and each.name == f"{PREFIX}Module" for each in cls.lineage())


def settle_in(run: Run, instance: Instance, name: Value) -> None:
    """Give a module that another one makes its place there."""
    # Modules that are handed to another one stand in it under the names of its fields.
    for field, value in instance.attributes.items():
        adopt(run, instance, field, value)
    owner = run.methods[-1].instance if run.methods else None
    if not isinstance(owner, Instance) or not is_flax(owner.cls) or run.methods[-1].function.name == SETUP:
        return
    if not isinstance(name, str):
        counts = owner.attributes.setdefault(COUNTS, {})
        assert isinstance(counts, dict)
        count = counts.get(instance.cls.shown, 0)
        assert isinstance(count, int)
        counts[instance.cls.shown] = count + 1
        name = f"{instance.cls.shown}_{count}"
    instance.home = owner, name


def outermost(instance: Instance) -> Instance:
    return instance if instance.home is None else outermost(instance.home[0])


def variables(instance: Instance, kind: str) -> dict[Key, Value]:
    """The variables of one kind that a module has, by name."""
    if instance.home is None:
        found = instance.attributes.setdefault(kind, {})
    else:
        owner, name = instance.home
        found = variables(owner, kind).setdefault(name.replace(".", "_"), {})
    assert isinstance(found, dict)
    return found


def variable(run: Run, span: Span, instance: Instance, kind: str, path: str, first: Value, arguments: Values) -> Value:
    """A parameter or statistic of a module. Raises LanguageError where it is not among those given, or of another shape."""
    holder, root = variables(instance, kind), outermost(instance)
    *outer, name = path.split(".")
    for each in outer:
        inner = holder.setdefault(each, {})
        assert isinstance(inner, dict)
        holder = inner
    title = f"{instance.path}.{path}".lstrip(".")
    if name not in holder:
        if root.attributes.get(FIRST) is False:
            run.refuse(
                span, f"the variables that are given have no `{title}`", "`model.init(key, x)` makes all of them"
            )
        value = called(run, first, span, OPAQUE, *arguments)
        holder[name] = value if root.attributes.get(FIRST) else make_input(run, spare_name(run, title), value, span)
    wanted = settled(arguments[0]) if arguments else None
    if isinstance(wanted, tuple) and shape_of(holder[name]) != wanted:
        given = shape_of(holder[name])
        run.refuse(span, f"`{title}` has shape {given}, and {wanted} is needed here", "give it that shape")
    return holder[name]
