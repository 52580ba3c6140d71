"""The table of operations: what a row says, and where rows are found by the names that people use.

A row is a Primitive (a NumPy function and derivative rules written in our own language), a Definition (a composition of
others, written in it too) or a Static (something computed from shapes, flags and constants alone, never a node).
`inner` rows serve rules and definitions; people do not call them. A `note` is told where a row is called.
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

from app.language import parse, parse_expression
from app.language.syntax import Define, Expr, Parameter, Sequence, Unary

Prepare = Callable[..., tuple[str, tuple[object, ...], dict[str, object]]]


@dataclass(frozen=True)
class Primitive:
    """One operation of the graph.

    `signature` holds operands (no default) and settings (with one); `rules` has one rule for each operand, in which `g` is the
    cotangent of the output, `y` the output and all parameters stand by name. A rule of None carries nothing back.
    A row with one `*operands` has one rule for all, with `i` for the operand's position and `x` for the operand.
    `prepare` turns a call as people write it into (name of the row, operands, settings) where the signature is not enough.
    `kink` is true where the derivative is a convention, which `policy` states. `undefined` says why nan or inf comes out.
    """

    name: str
    signature: tuple[Parameter, ...]
    forward: Callable[..., Any]
    rules: tuple[Expr | None, ...]
    names: tuple[str, ...] = ()
    symbol: str = ""
    kink: Expr | None = None
    policy: str = ""
    undefined: str = ""
    prepare: Prepare | None = None
    note: str = ""
    inner: bool = False

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The names of the operands."""
        return tuple(parameter.name for parameter in self.signature if parameter.default is None)

    @cached_property
    def variadic(self) -> bool:
        return any(parameter.star for parameter in self.signature)

    @cached_property
    def differentiable(self) -> bool:
        return any(rule is not None for rule in self.rules)

    def rule(self, position: int) -> Expr | None:
        """The rule for the operand at `position`."""
        return self.rules[0 if self.variadic else position]


# Parameters of definitions that hold several values or sizes, not one array.
LISTS = frozenset({"xs", "matrices", "condlist", "choicelist"})
SETTINGS = frozenset(
    "sections split_size_or_sections axis normalized_shape kernel_size output_size n k q dims chunks".split()
)


@dataclass(frozen=True, slots=True)
class Definition:
    """An operation that is a composition of others: `define` is its text, read."""

    name: str
    define: Define
    source: str
    names: tuple[str, ...] = ()
    symbol: str = ""
    policy: str = ""
    note: str = ""
    inner: bool = False

    @property
    def signature(self) -> tuple[Parameter, ...]:
        return self.define.parameters

    @property
    def operands(self) -> tuple[str, ...]:
        """The parameters that stand for one array each: a list given for one of them is an array."""
        return tuple(
            each.name
            for each in self.signature
            if not self.inner
            and each.default is None
            and not each.star
            and each.name not in LISTS
            and each.name not in SETTINGS
        )


@dataclass(frozen=True, slots=True)
class Static:
    """A function of shapes, flags and constants, never a node.

    A name bound to the result of one that `creates` is an input, as one bound to a literal is. A `seeded` one takes the next
    numbers of the text's own random generator, by its parameter `rng`.
    """

    name: str
    function: Callable[..., object]
    names: tuple[str, ...] = ()
    creates: bool = False
    seeded: bool = False
    note: str = ""
    signature: tuple[Parameter, ...] = ()
    inner: bool = False


Row = Primitive | Definition | Static

LIBRARIES = ("torch_", "numpy_", "jax_", "special_", "linalg_")


def title(row: Row) -> str:
    """What people call a row: `torch.max` for one that only that library means."""
    own = next((library for library in LIBRARIES if row.name.startswith(library)), None)
    return row.name.replace("_", ".", 1) if own else row.name


TABLE: dict[str, Primitive] = {}
DEFINITIONS: dict[str, Definition] = {}
STATICS: dict[str, Static] = {}
SPELLINGS: dict[str, Row] = {}
"""Every name under which an operation can be called. One with a library before it (`torch.var`) holds for that library alone."""


def enter(row: Row, names: tuple[str, ...]) -> None:
    for name in names:
        if name in SPELLINGS:
            raise ValueError(f"{name} names two operations: {row.name} and {SPELLINGS[name].name}")
        SPELLINGS[name] = row


@cache
def signature(text: str) -> tuple[Parameter, ...]:
    """Parameters as in a `def`."""
    (statement,) = parse(f"def row({text}): pass").statements
    assert isinstance(statement, Define)
    return statement.parameters


OPERANDS = ("input", "a", "x1", "self", "arr", "array", "ary", "m", "A", "tensor", "tensors", "arrays", "operand")


def operand_first(prepare: Prepare) -> Prepare:
    """The libraries' own names for the first operand are those of one parameter here."""

    def prepared(*arguments: object, **names: object) -> tuple[str, tuple[object, ...], dict[str, object]]:
        first = next((name for name in OPERANDS if name in names), None)
        if arguments or first is None or "condition" in names:
            return prepare(*arguments, **names)
        return prepare(names.pop(first), **names)

    return prepared


def primitive(
    name: str,
    parameters: str,
    forward: Callable[..., object],
    *rules: str | None,
    names: str = "",
    symbol: str = "",
    kink: str = "",
    policy: str = "",
    undefined: str = "",
    note: str = "",
    inner: bool = False,
    prepare: Prepare | None = None,
    spelled: Mapping[str, Prepare] | None = None,
) -> None:
    """Enter a row of the table; `names` are further spellings, separated by spaces, `spelled` those with a `prepare` of their own."""
    variants = {tuple(words.split()): own for words, own in (spelled or {}).items()}
    row = Primitive(
        name,
        signature(parameters),
        forward,
        tuple(None if rule is None else parse_expression(rule) for rule in rules),
        (*names.split(), *(word for words in variants for word in words)),
        symbol or name,
        parse_expression(kink) if kink else None,
        policy,
        undefined,
        operand_first(prepare) if prepare else None,
        note,
        inner,
    )
    enter(row, (name, *names.split()))
    TABLE[name] = row
    for words, own in variants.items():
        enter(replace(row, prepare=operand_first(own)), words)


def definition(
    source: str, names: str = "", symbol: str = "", policy: str = "", note: str = "", inner: bool = False
) -> None:
    """Enter a composition: `source` is one `def` in the language."""
    text = textwrap.dedent(source).strip()
    program = parse(text)
    (statement,) = program.statements
    assert isinstance(statement, Define) and not program.mistakes, source
    name = statement.name
    row = Definition(name, statement, text, tuple(names.split()), symbol or name, policy, note, inner)
    enter(row, (name, *row.names))
    DEFINITIONS[name] = row


def static(
    name: str,
    function: Callable[..., object],
    names: str = "",
    creates: bool = False,
    seeded: bool = False,
    note: str = "",
    inner: bool = False,
) -> None:
    """Enter a function that never makes a node."""
    row = Static(name, function, tuple(names.split()), creates, seeded, note, parameters_of(function), inner)
    enter(row, (name, *row.names))
    STATICS[name] = row


def parameters_of(function: Callable[..., object]) -> tuple[Parameter, ...]:
    """The names by which a Python function takes its arguments; none where it keeps them to itself."""
    try:
        found = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return ()
    return tuple(Parameter(each.name) for each in found if each.kind is not each.VAR_POSITIONAL)


def literal_default(parameter: Parameter) -> object:
    """The value of a setting's default, which is always a literal in the table."""
    return literal(parameter.default)


def literal(expr: Expr | None) -> object:
    if isinstance(expr, Sequence):
        return tuple(literal(item) for item in expr.items)
    if isinstance(expr, Unary):
        value = literal(expr.operand)
        assert isinstance(value, int | float)
        return -value
    return getattr(expr, "value", None)
