"""The kinds of values that a name can stand for."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import EllipsisType
from typing import Any, Self, TypeAlias

import numpy as np

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.kinds.views import AnyArray, Held, View
from app.autodiff.table import Row
from app.language.syntax import Expr, Parameter, Statement

Plain: TypeAlias = bool | int | float | str
"""What a text shows as it is."""
Key: TypeAlias = "Plain | Class | Function | Instance | View | tuple[Key, ...] | None"
"""What the items of a dict are found by; objects, functions and arrays are by themselves."""
Value: TypeAlias = (
    "bool | int | float | str | EllipsisType | slice | range | type | np.generic | AnyArray | np.finfo[Any] |"
    "Tensor | Function | UnknownFunction | Operation | Native | Namespace | Class | Instance | Method | Super | FirstValue |"
    "Computed | Parameters | At | View | Endless | Unknown | Opaque | list[Value] | tuple[Value, ...] | dict[Key, Value] | None"
)
Values: TypeAlias = tuple[Value, ...]
"""A call's arguments by position."""
Named: TypeAlias = dict[str, Value]
"""A call's arguments by name, or what names stand for."""
Written: TypeAlias = tuple[Expr, ...]
"""How operands are written, for the drawing of constants."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """The names of one call (or of the whole text), inside those of the place where the function was written."""

    names: Named
    parent: Frame | None = None
    outer: dict[str, Frame] = field(default_factory=dict)
    """Where the names that `global` and `nonlocal` tell of are bound."""
    comprehension: bool = False
    yielded: list[Value] = field(default_factory=list)
    """What a generator has given so far."""
    onward: Callable[[Value], None] | None = None
    """What is done where it yields."""

    def find(self, name: str) -> Frame | None:
        frame: Frame | None = self.outer.get(name, self) if self.outer else self
        while frame is not None and name not in frame.names:
            frame = frame.parent
        return frame

    def known(self) -> list[str]:
        """All names that are bound here."""
        return [*self.names, *(self.parent.known() if self.parent else ())]


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function of the person's own; a lambda's body is one expression. `kind` is the scope of its nodes: call, definition or layer."""

    name: str
    parameters: tuple[Parameter, ...]
    body: tuple[Statement, ...] | Expr
    frame: Frame
    kind: str = "call"
    decorators: tuple[str, ...] = ()
    defaults: Named = field(default_factory=dict)
    """The values of defaults that were worked out where the function was written, as lists are: all calls share them."""
    rules: dict[str, Values] = field(default_factory=dict)
    """The derivatives of its own that the text gives it, by `defvjp` or `defjvp`."""
    apart: tuple[int, ...] = ()
    """The places of the arguments that these derivatives are not of, `nondiff_argnums` of JAX."""
    generates: bool = False
    """Whether it gives its values by `yield`."""
    onward: Callable[[Value], None] | None = None
    """What is done where it yields, instead of keeping what it gives."""


@dataclass(frozen=True, slots=True)
class UnknownFunction:
    """A function, or a `layer` of a network, of which the name alone is known: what it is applied to, and how its gradient flows."""

    name: str
    layer: bool = False
    made: bool = False
    """Whether it is an object of a class, by which what it was made with is held as `operands`."""
    operands: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """A row of the table as it was called: `flavour` is the library in front of it, `receiver` what stands before the dot."""

    row: Row
    flavour: str = ""
    receiver: Values = ()
    rng: object = None


@dataclass(frozen=True, slots=True, eq=False)
class Native:
    """A Python function of ours behind a name, as `enumerate` or `x.item`: it takes the run and the call's span first."""

    name: str
    function: Callable[..., Value]
    inner: Values = ()
    """The functions and values that it was made of, as those of `partial(f, x)`."""


class ChangingNumber(Native):
    """A method that changes what is one number, as `step.add_(1)` does: what it gives is that from then on."""


@dataclass(frozen=True, slots=True, eq=False)
class GradientMode(Native):
    """A context in which the gradient is cut or flows, or that leaves it as it is; called with a function, that function inside of it."""

    cuts: bool | None = None


@dataclass(frozen=True, slots=True)
class Namespace:
    """A library or a part of one: `np`, `torch.nn.functional`; `rng` is the generator of `np.random.default_rng(1)`."""

    path: tuple[str, ...]
    rng: object = None

    @property
    def flavour(self) -> str:
        return self.path[0]


@dataclass(frozen=True, slots=True, eq=False)
class Class:
    """A class of the person's own, or one of the modules in `nn_modules.py` (`ours`)."""

    name: str
    members: Named
    bases: tuple[Class, ...] = ()
    ours: bool = False
    fields: tuple[str, ...] = ()
    """The names with a type in the body of a class without `__init__`: what the arguments of a data class are."""
    unseen: bool = False
    """Whether it extends a class that neither the text nor a library shows."""

    @property
    def shown(self) -> str:
        """Its name as people write it: what several libraries have under one name is told apart inside alone."""
        return re.sub("^(?:Keras|flax_|nnx_|eqx_|Initial|optax_|stats_)", "", self.name) if self.ours else self.name

    @property
    def sequential(self) -> bool:
        """Whether its objects are nothing but other modules, one after the other."""
        return self.ours and self.name == "Sequential"

    def has(self, name: str) -> bool:
        """Whether it or one of its bases has a method or class attribute of a name."""
        return any(name in each.members for each in self.lineage())

    def find(self, name: str) -> Value:
        """A method or class attribute, looked up in the bases too; None where there is none."""
        return next((each.members[name] for each in self.lineage() if name in each.members), None)

    def lineage(self) -> list[Class]:
        """The class and all that it extends, each before what it extends itself."""
        deep = [self, *(each for base in self.bases for each in base.lineage())]
        return list(dict.fromkeys(reversed(deep)))[::-1]


@dataclass(slots=True, eq=False)
class Instance:
    """An object: its attributes, and the object and name under which it was first stored, from which its dotted path follows.

    The outermost object's `variable` stands at the front of the path where `prefixed`: when there are several of them.
    `open` ones stand for an object that the text does not show, as `self` of a method alone: what they lack is an input, or a setting.
    """

    cls: Class
    attributes: Named = field(default_factory=dict)
    home: tuple[Instance, str] | None = None
    variable: str = ""
    prefixed: bool = False
    open: bool = False
    settings: bool = False
    evaluating: bool = False
    """Whether `.eval()` was called on it, or on what holds it."""

    @property
    def path(self) -> str:
        """`layers.0` inside of its outermost object; empty for that one."""
        if self.home is None:
            own = self.cls.ours and not self.cls.sequential
            return self.variable or self.cls.shown.lower() if self.prefixed or own else ""
        parent, name = self.home
        return f"{parent.path}.{name}" if parent.path else name


@dataclass(slots=True, eq=False)
class Home:
    """Where a list or dict stands that an object holds: in which attribute, and within which other one."""

    held: list[Value] | tuple[Value, ...] | dict[Key, Value]
    owner: Instance
    name: str
    within: Home | None
    read: bool = False
    """Whether all parameters in it have become inputs, and nothing was put into it since."""


@dataclass(slots=True, eq=False)
class FirstValue:
    """A parameter's first value; it becomes an input when the forward pass first reads it, a constant one where it is frozen."""

    value: Value
    frozen: bool = False
    made: Tensor | None = None
    """The input that it has become: an object that shares it, as tied weights do, has the same."""
    registered: bool = True
    """Whether PyTorch has it among the parameters of a module, as it has no plain tensor."""


@dataclass(frozen=True, slots=True, eq=False)
class Computed:
    """An attribute that follows from others of its object, as a weight with a parametrization does: what gives it, from the object."""

    function: Callable[..., Value]


@dataclass(frozen=True, slots=True, eq=False)
class Parameters:
    """What `net.parameters()` and `net.named_parameters()` go through: the parameters become inputs when that is done."""

    instance: Instance
    named: bool
    prefix: str = ""
    inner: bool = True
    """Whether those of the modules within are among them."""


@dataclass(frozen=True, slots=True, eq=False)
class Method:
    """A function with its object, or a method of a class with that; `owner` is the class that it was found in, for `super()`."""

    function: Function
    instance: Instance | Class
    owner: Class


@dataclass(frozen=True, slots=True, eq=False)
class Super:
    """`super()`: what the classes behind `owner` give an object, or a class."""

    instance: Instance | Class
    owner: Class


@dataclass(frozen=True, slots=True, eq=False)
class At:
    """`x.at` and `x.at[key]` of JAX."""

    array: Held
    key: Value


class Size(int):
    """`x.size` is a number in NumPy and a method in PyTorch: this is both."""

    shape: tuple[int, ...]

    def __new__(cls, shape: tuple[int, ...]) -> Self:
        size = super().__new__(cls, math.prod(shape))
        size.shape = shape
        return size


@dataclass(frozen=True, slots=True, eq=False)
class Endless:
    """What gives items without end, as `itertools.count()` does: they are taken one by one."""

    items: Iterator[Value]


class Unknown:
    """Stands for what a statement with a mistake would have given, so that the mistake is told once."""


class Opaque:
    """Stands for what has no bearing on the figure: an optimizer, a plot, a gradient that is read."""


def class_of(instance: Instance | Class) -> Class:
    return instance if isinstance(instance, Class) else instance.cls


UNKNOWN, OPAQUE = Unknown(), Opaque()
