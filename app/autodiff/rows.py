"""What a row of the table of operations says.

A row is a Primitive (a NumPy function and derivative rules written in our own language), a Definition (a composition of
others, written in it too) or a Static (something computed from shapes, flags and constants alone, never a node).
`inner` rows serve rules and definitions; people do not call them. A `note` is told where a row is called.
What a row says in our language is read when it is first asked for: most programs need few rows, and every process starts with all.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, NamedTuple

from app.autodiff.deferred import Deferred
from app.language import parse, parse_expression
from app.language.syntax import Define, Expr, Parameter, Sequence, Unary

Prepare = Callable[..., tuple[str, tuple[object, ...], dict[str, object]]]


class Site(NamedTuple):
    """Where a row is written as code: the shapes of its operands, the result's, and its settings."""

    shapes: tuple[tuple[int, ...], ...]
    shape: tuple[int, ...]
    settings: Mapping[str, object]


Code = str | Callable[[Site], str]
"""A Python expression in a row's parameters, or what gives it at a site."""

NOTHING = "shut_off(g)"
"""The rule of a row that is flat, as rounding is."""


@cache
def parameters(text: str) -> tuple[Parameter, ...]:
    """Parameters as in a `def`."""
    (statement,) = parse(f"def row({text}): pass").statements
    assert isinstance(statement, Define)
    return statement.parameters


def expression(text: str) -> Expr | None:
    """What an expression of the language says; None where there is none."""
    return parse_expression(text) if text else None


@dataclass(frozen=True, eq=False)
class Entry:
    """What every row says.

    `shown` is the operation as mathematics, an expression of the language in its parameters (`log(1 + x)`); what no
    expression can say has a `form` instead, the key of one of the typesetter's own. `head` is how its name is set where it is
    called like a function (`arcsin`), `symbol` what its gate shows, `spoken` what people call the gate.
    `usage` is what stands behind its name in a call, where the signature does not say it; `meaning` tells what an inner row is
    where a rule shows it. `explained` says in a sentence how a gradient passes back through it, `alone`
    for each operand, where all others are constants; `policy` what it does at a kink, and `in_jax` what JAX has there where that is
    something else.
    `subscripts` are the axes of a product, as `einsum` has them, and `met` says for each operand which entries meet.
    `parts` are the names of the values that it gives, where it gives several. `unchecked` says why differences tell nothing of the
    gradient that it hands back.
    """

    name: str
    names: tuple[str, ...] = ()
    shown_text: str = field(default="", kw_only=True)
    form: str = field(default="", kw_only=True)
    head: str = field(default="", kw_only=True)
    symbol: str = field(default="", kw_only=True)
    spoken: str = field(default="", kw_only=True)
    usage: str = field(default="", kw_only=True)
    meaning: str = field(default="", kw_only=True)
    explained: str = field(default="", kw_only=True)
    alone: tuple[str, ...] = field(default=(), kw_only=True)
    policy: str = field(default="", kw_only=True)
    in_jax: str = field(default="", kw_only=True)
    note: str = field(default="", kw_only=True)
    inner: bool = field(default=False, kw_only=True)
    subscripts: str = field(default="", kw_only=True)
    met: tuple[str, ...] = field(default=(), kw_only=True)
    parts: str = field(default="", kw_only=True)
    unchecked: str = field(default="", kw_only=True)

    @cached_property
    def shown(self) -> Expr | None:
        return expression(self.shown_text)

    @property
    def gate(self) -> str:
        """The symbol of its gate."""
        return self.symbol or self.head or self.name


@dataclass(frozen=True, eq=False)
class Primitive(Entry):
    """One operation of the graph.

    `signature` holds operands (no default) and settings (with one); `rules` has one rule for each operand, in which `g` is the
    cotangent of the output, `y` the output and all parameters stand by name. A rule of None carries nothing back.
    A row with one `*operands` has one rule for all, with `i` for the operand's position and `x` for the operand.
    `prepare` turns a call as people write it into (name of the row, operands, settings) where the signature is not enough.
    `kink` is true where the derivative is a convention, which `policy` states. `undefined` says why nan or inf comes out.
    `cases` are the rows that this one is where its last operand is a constant: a power is a square at 2.
    `commutes` says that its two operands may change places, as a figure may have them.
    `neutral` is by operand the constant that leaves the other as it is: 1 of a factor.
    `grown` counts the entries of a result that is larger than broadcasting makes it, from the operands' shapes.
    `code` is the row as a person writes it with NumPy (`np`), by whose names JAX and PyTorch are called too; `jax` and `torch`
    are their own ways where they differ. Without it, `forward` is called by its name.
    """

    function: Callable[..., Any] = field(kw_only=True)
    signature_text: str = field(kw_only=True)
    rule_texts: tuple[str | None, ...] = field(kw_only=True)
    kink_text: str = field(default="", kw_only=True)
    undefined: str = field(default="", kw_only=True)
    cases: Mapping[float, str] = field(default_factory=dict, kw_only=True)
    commutes: bool = field(default=False, kw_only=True)
    neutral: tuple[float | None, ...] = field(default=(), kw_only=True)
    grown: Callable[..., int] | None = field(default=None, kw_only=True)
    prepare: Prepare | None = field(default=None, kw_only=True)
    code: Code = field(default="", kw_only=True)
    jax: Code = field(default="", kw_only=True)
    torch: Code = field(default="", kw_only=True)

    @cached_property
    def forward(self) -> Callable[..., Any]:
        """What computes it."""
        return self.function.found if isinstance(self.function, Deferred) else self.function

    @cached_property
    def signature(self) -> tuple[Parameter, ...]:
        return parameters(self.signature_text)

    @cached_property
    def rules(self) -> tuple[Expr | None, ...]:
        return tuple(None if text is None else parse_expression(text) for text in self.rule_texts)

    @cached_property
    def kink(self) -> Expr | None:
        return expression(self.kink_text)

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The names of the operands."""
        return tuple(parameter.name for parameter in self.signature if parameter.default is None)

    @cached_property
    def defaults(self) -> Mapping[str, object]:
        """The settings, each with what it is where a call does not say."""
        return {each.name: literal_default(each) for each in self.signature if each.default is not None}

    @cached_property
    def variadic(self) -> bool:
        return any(parameter.star for parameter in self.signature)

    @cached_property
    def differentiable(self) -> bool:
        return any(rule is not None for rule in self.rules)

    @cached_property
    def smooth(self) -> bool:
        """Whether something is carried back to every operand."""
        return all(rule is not None for rule in self.rules)

    def rule(self, position: int) -> Expr | None:
        """The rule for the operand at `position`."""
        return self.rules[0 if self.variadic else position]

    def passes(self, position: int) -> bool:
        """Whether a gradient can come back to the operand at `position`."""
        return self.rule_texts[0 if self.variadic else position] not in (None, NOTHING)


@dataclass(frozen=True, eq=False)
class Definition(Entry):
    """An operation that is a composition of others: `source` is its text, one `def` in the language, and `define` what that says.

    `plain` are the parameters that hold a list of values or a size, not one array.
    `rules` say what comes back to operands in fewer words than the rules of its operations would, put into each other. They stand as
    in a Primitive, with `N` for how many entries come together in one; one of `… if … else None` holds where its settings are so.
    """

    source: str = field(kw_only=True)
    plain: frozenset[str] = field(default=frozenset(), kw_only=True)
    in_torch: tuple[str, ...] = field(default=(), kw_only=True)
    """How PyTorch orders what stands behind the operands, where that is not as in `source`."""
    rule_texts: Mapping[str, str] = field(default_factory=dict, kw_only=True)

    @cached_property
    def define(self) -> Define:
        program = parse(self.source)
        (define,) = program.statements
        assert isinstance(define, Define) and not program.mistakes, self.source
        return define

    @property
    def signature(self) -> tuple[Parameter, ...]:
        return self.define.parameters

    @cached_property
    def rules(self) -> Mapping[str, Expr]:
        return {operand: parse_expression(text) for operand, text in self.rule_texts.items()}

    @cached_property
    def operands(self) -> tuple[str, ...]:
        """The parameters that stand for one array each: a list given for one of them is an array."""
        given = () if self.inner else self.signature
        return tuple(
            each.name for each in given if each.default is None and not each.star and each.name not in self.plain
        )


@dataclass(frozen=True, eq=False)
class Static(Entry):
    """A function of shapes, flags and constants, never a node.

    A name bound to the result of one that `creates` is an input, as one bound to a literal is. A `seeded` one takes the next
    numbers of the text's own random generator, by its parameter `rng`. `filled_with` is the parameter whose value all entries have.
    `between` is the row that gives it from its start, its stop and the shares of the way, where a bound has a gradient; one that
    is `counted` has as many entries as its bounds and its step say, and goes from its start by that step.
    One that goes `by_shape` looks at no entry of its operand, so that no gradient ends there.
    """

    function: Callable[..., object] = field(kw_only=True)
    creates: bool = field(default=False, kw_only=True)
    filled_with: str = field(default="", kw_only=True)
    between: str = field(default="", kw_only=True)
    counted: bool = field(default=False, kw_only=True)
    seeded: bool = field(default=False, kw_only=True)
    by_shape: bool = field(default=False, kw_only=True)

    @cached_property
    def signature(self) -> tuple[Parameter, ...]:
        """The names by which the function takes its arguments; none where it keeps them to itself."""
        try:
            found = inspect.signature(self.function).parameters.values()
        except (TypeError, ValueError):
            return ()
        return tuple(Parameter(each.name) for each in found if each.kind is not each.VAR_POSITIONAL)


Row = Primitive | Definition | Static

LIBRARIES = ("torch_", "numpy_", "jax_", "special_", "linalg_", "tf_", "keras_", "linen_")


def title(row: Row) -> str:
    """What people call a row: `torch.max` for one that only that library means."""
    own = next((library for library in LIBRARIES if row.name.startswith(library)), None)
    return row.name.replace("_", ".", 1) if own else row.name


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
