"""The table of operations: what a row says, and where rows are found by the names that people use.

A row is a Primitive (a NumPy function and derivative rules written in our own language), a Definition (a composition of
others, written in it too) or a Static (something computed from shapes, flags and constants alone, never a node).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.language import parse, parse_expression
from app.language.syntax import Define, Expr, Parameter

Prepare = Callable[..., tuple[str, tuple[object, ...], dict[str, object]]]


@dataclass(frozen=True, slots=True)
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

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the operands."""
        return tuple(parameter.name for parameter in self.signature if parameter.default is None)

    @property
    def variadic(self) -> bool:
        return any(parameter.star for parameter in self.signature)

    @property
    def differentiable(self) -> bool:
        return any(rule is not None for rule in self.rules)

    def rule(self, position: int) -> Expr | None:
        """The rule for the operand at `position`."""
        return self.rules[0 if self.variadic else position]


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

    @property
    def signature(self) -> tuple[Parameter, ...]:
        return self.define.parameters


@dataclass(frozen=True, slots=True)
class Static:
    """A function of shapes, flags and constants. `seeded` ones take the next numbers of the text's own random generator."""

    name: str
    function: Callable[..., object]
    names: tuple[str, ...] = ()
    creates: bool = False
    seeded: bool = False
    note: str = ""
    """Whether a name bound to its result is an input, as one bound to a literal is."""


Row = Primitive | Definition | Static

TABLE: dict[str, Primitive] = {}
DEFINITIONS: dict[str, Definition] = {}
STATICS: dict[str, Static] = {}
SPELLINGS: dict[str, Row] = {}
"""Every name under which an operation can be called."""


def enter(row: Row, table: dict[str, Row]) -> None:
    table[row.name] = row
    for name in (row.name, *row.names):
        if SPELLINGS.setdefault(name, row) is not row:
            raise ValueError(f"{name} names two operations: {row.name} and {SPELLINGS[name].name}")


def signature(text: str) -> tuple[Parameter, ...]:
    """Parameters as in a `def`."""
    (statement,) = parse(f"def row({text}): pass").statements
    assert isinstance(statement, Define)
    return statement.parameters


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
    prepare: Prepare | None = None,
) -> None:
    """Enter a row of the table; `names` are further spellings, separated by spaces."""
    read = tuple(None if rule is None else parse_expression(rule) for rule in rules)
    enter(
        Primitive(
            name,
            signature(parameters),
            forward,
            read,
            tuple(names.split()),
            symbol or name,
            parse_expression(kink) if kink else None,
            policy,
            undefined,
            prepare,
        ),
        TABLE,  # type: ignore[arg-type]
    )


def definition(source: str, names: str = "", symbol: str = "", policy: str = "") -> None:
    """Enter a composition: `source` is one `def` in the language."""
    program = parse(source)
    (statement,) = program.statements
    assert isinstance(statement, Define) and not program.mistakes, source
    enter(
        Definition(statement.name, statement, source, tuple(names.split()), symbol or statement.name, policy),
        DEFINITIONS,
    )  # type: ignore[arg-type]


def static(name: str, function: Callable[..., object], names: str = "", creates: bool = False) -> None:
    """Enter a function that never makes a node."""
    enter(Static(name, function, tuple(names.split()), creates), STATICS)  # type: ignore[arg-type]


def literal_default(parameter: Parameter) -> object:
    """The value of a setting's default, which is always a literal in the table."""
    return getattr(parameter.default, "value", None)


Settings = Mapping[str, object]
