"""Where objects stand: the attribute under which each was first stored, from which the names of its parameters follow."""

from __future__ import annotations

from collections.abc import Iterable

from app.autodiff.interpreter.kinds.containers import key_name
from app.autodiff.interpreter.kinds.value_types import Home, Instance, Key, Value
from app.autodiff.interpreter.running.run import Run
from app.language.names import private


def store(owner: Instance, name: str, value: Value) -> None:
    """Let an object have a value under a name, or under that of one of the modules that a Sequential goes through."""
    modules = owner.attributes.get("modules")
    key = next((each for each in modules if str(each) == name), None) if isinstance(modules, dict) else None
    if isinstance(modules, dict) and key is not None:
        modules[key] = value
    else:
        owner.attributes[name] = value


def written(owner: Instance, name: str) -> str:
    """What the person calls an attribute: `__name`, where one of the object's classes keeps that for itself."""
    short = "__" + name.partition("__")[2]
    own = (each for each in owner.cls.lineage() if not each.ours)
    return short if any(private(each.name, short) == name for each in own) else name


def adopt_attribute(run: Run, owner: Instance, name: str, value: Value) -> None:
    """Tell what an attribute holds where it is. PyTorch calls the modules of a Sequential by their position alone."""
    adopt(run, owner, "" if owner.cls.sequential else written(owner, name), value)


def adopt(run: Run, owner: Instance, name: str, value: Value, within: Home | None = None) -> None:
    """Tell objects where they were first stored, also those in lists and dicts; these are remembered for what they gain later."""
    if isinstance(value, Instance):
        if value.home is None and value is not owner:
            value.home = (owner, name)
    elif isinstance(value, (list, tuple, dict)):
        home = Home(value, owner, name, within)
        if not isinstance(value, tuple):
            home = run.homes.setdefault(id(value), home)
        adopt_items(run, home, value if isinstance(value, dict) else range(len(value)))


def adopt_items(run: Run, home: Home, keys: Iterable[Key]) -> None:
    """Tell the items that a list or dict has under some keys where they are."""
    for key in keys:
        adopt(run, home.owner, joined(home.name, key_name(key)), home.held[key], home)  # type: ignore[index]


def gained(run: Run, held: list[Value] | dict[Key, Value], keys: Iterable[Key]) -> None:
    """Adopt what a list or dict of an object's was given under some keys."""
    inner = home = run.homes.get(id(held))
    while inner is not None:
        inner.read, inner = False, inner.within
    if home is not None:
        adopt_items(run, home, keys)


def joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
