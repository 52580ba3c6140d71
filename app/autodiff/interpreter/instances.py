"""Classes of the person's own and their instances, as values; parameters before they are read."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from app.autodiff.interpreter.values import Function, Value
from app.language import syntax
from app.language.syntax import Expr


@dataclass(frozen=True, slots=True, eq=False)
class Class:
    """A class of the person's own, or one of the modules in `modules.py` (`ours`)."""

    name: str
    members: dict[str, Value]
    bases: tuple[Class, ...] = ()
    ours: bool = False

    def find(self, name: str) -> Value:
        """A method or class attribute, looked up in the bases too; None where there is none."""
        if name in self.members:
            return self.members[name]
        return next((found for base in self.bases if (found := base.find(name)) is not None), None)


@dataclass(slots=True, eq=False)
class Instance:
    """An object: its attributes, and the object and name under which it was first stored, from which its dotted path follows.

    The outermost object's `variable` stands at the front of the path where `prefixed`: when there are several of them.
    `open` ones stand for an object that the text does not show (`self` of a method pasted alone): what they lack is an input.
    """

    cls: Class
    attributes: dict[str, Value] = field(default_factory=dict)
    home: tuple[Instance, str] | None = None
    variable: str = ""
    prefixed: bool = False
    open: bool = False

    @property
    def path(self) -> str:
        """`layers.0` inside of its outermost object; empty for that one."""
        if self.home is None:
            own = self.cls.ours and self.cls.name != "Sequential"
            return self.variable or self.cls.name.lower() if self.prefixed or own else ""
        parent, name = self.home
        return f"{parent.path}.{name}" if parent.path else name


@dataclass(frozen=True, slots=True, eq=False)
class Parameter:
    """A parameter's first value; it becomes an input when the forward pass first reads it."""

    value: Value


@dataclass(frozen=True, slots=True, eq=False)
class Method:
    """A function with its object; `owner` is the class that it was found in, for `super()`."""

    function: Function
    instance: Instance
    owner: Class


@dataclass(frozen=True, slots=True, eq=False)
class Super:
    """`super()` inside of a method."""

    method: Method


def lineage(cls: Class) -> list[Class]:
    return [cls, *(each for base in cls.bases for each in lineage(base))]


def adopt(owner: Instance, name: str, value: Value) -> None:
    """Tell objects, also those in lists and dicts, where they were first stored."""
    if isinstance(value, Instance) and value.home is None and value is not owner:
        value.home = (owner, name)
    elif isinstance(value, (list, tuple)):
        for position, item in enumerate(value):
            adopt(owner, joined(name, str(position)), item)
    elif isinstance(value, dict):
        for key, item in value.items():
            adopt(owner, joined(name, str(key)), item)


def dotted(expr: Expr) -> str:
    """`self.params` as the name of what it holds: `params`."""
    return expr.name if isinstance(expr, syntax.Attribute) else str(getattr(expr, "id", "p"))


def joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def has_parameters(value: Value) -> bool:
    """Whether an object, or what it holds, still has parameters that no forward pass has read."""
    if isinstance(value, Instance):
        return any(map(has_parameters, value.attributes.values()))
    if isinstance(value, (list, tuple)):
        return any(map(has_parameters, value))
    return isinstance(value, Parameter) or (isinstance(value, dict) and any(map(has_parameters, value.values())))


def as_parameters(value: Value) -> Value:
    """Numbers and float arrays as parameters, in lists and dicts too; all else as it is."""
    if isinstance(value, dict):
        return {key: as_parameters(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(map(as_parameters, value))
    number = isinstance(value, (float, int)) and not isinstance(value, bool)
    return Parameter(value) if number or (isinstance(value, np.ndarray) and value.dtype.kind == "f") else value
