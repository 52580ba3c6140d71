"""What a source text says: immutable expressions and statements. Spans do not count: two texts that say the same are equal."""

from __future__ import annotations

from collections import abc
from dataclasses import dataclass, field

from app.language.source import START, Diagnostic, Span


@dataclass(frozen=True, slots=True)
class Expr:
    span: Span = field(default=START, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Literal(Expr):
    """A number, text, `True`, `False`, `None` or `...`."""

    value: object


@dataclass(frozen=True, slots=True)
class Name(Expr):
    id: str


@dataclass(frozen=True, slots=True)
class Unary(Expr):
    operator: str
    operand: Expr


@dataclass(frozen=True, slots=True)
class Binary(Expr):
    """`left operator right`; `place` is the operator's own span, `sign` how it is written: empty for a product without one."""

    left: Expr
    operator: str
    right: Expr
    place: Span = field(default=START, compare=False, repr=False, kw_only=True)
    sign: str | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Compare(Expr):
    """`first op1 rest1 op2 rest2 …`, chained as in Python."""

    first: Expr
    operators: tuple[str, ...]
    rest: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Logical(Expr):
    """`and` or `or` of two or more operands."""

    operator: str
    operands: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Conditional(Expr):
    """`then if test else otherwise`."""

    test: Expr
    then: Expr
    otherwise: Expr


@dataclass(frozen=True, slots=True)
class Keyword:
    """`name=value` in a call; `name` is None for `**value`."""

    name: str | None
    value: Expr


@dataclass(frozen=True, slots=True)
class Call(Expr):
    function: Expr
    arguments: tuple[Expr, ...]
    keywords: tuple[Keyword, ...] = ()


@dataclass(frozen=True, slots=True)
class Attribute(Expr):
    value: Expr
    name: str


@dataclass(frozen=True, slots=True)
class Subscript(Expr):
    value: Expr
    index: Expr


@dataclass(frozen=True, slots=True)
class Slice(Expr):
    lower: Expr | None
    upper: Expr | None
    step: Expr | None


@dataclass(frozen=True, slots=True)
class Sequence(Expr):
    """A tuple (`kind` "tuple") or a list (`kind` "list")."""

    kind: str
    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Mapping(Expr):
    """A dict display, as `{"W": W, "b": b}`; `**others` has the dict as its key, and no value."""

    keys: tuple[Expr, ...]
    values: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Starred(Expr):
    value: Expr


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a function; `star` is "", "*" or "**"."""

    name: str
    default: Expr | None = None
    star: str = ""
    keyword_only: bool = False


@dataclass(frozen=True, slots=True)
class Lambda(Expr):
    parameters: tuple[Parameter, ...]
    body: Expr


@dataclass(frozen=True, slots=True)
class Clause:
    """`for target in iterable if test …` of a comprehension."""

    target: Expr
    iterable: Expr
    tests: tuple[Expr, ...] = ()


@dataclass(frozen=True, slots=True)
class Comprehension(Expr):
    """A list comprehension, or a `generator`, whose items are taken once; both are unrolled."""

    element: Expr
    clauses: tuple[Clause, ...]
    generator: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    span: Span = field(default=START, compare=False, repr=False, kw_only=True)
    inside: list[object] = field(default_factory=list, init=False, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Assign(Statement):
    """`a = b = value`: several targets; a target is a Name, Attribute, Subscript, Starred or Sequence."""

    targets: tuple[Expr, ...]
    value: Expr


@dataclass(frozen=True, slots=True)
class Augment(Statement):
    """`target operator= value`."""

    target: Expr
    operator: str
    value: Expr


@dataclass(frozen=True, slots=True)
class Evaluate(Statement):
    """An expression that stands alone."""

    value: Expr


@dataclass(frozen=True, slots=True)
class If(Statement):
    test: Expr
    then: tuple[Statement, ...]
    otherwise: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class For(Statement):
    target: Expr
    iterable: Expr
    body: tuple[Statement, ...]
    otherwise: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class While(Statement):
    test: Expr
    body: tuple[Statement, ...]
    otherwise: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Jump(Statement):
    """`break`, `continue` or `pass`."""

    kind: str


@dataclass(frozen=True, slots=True)
class Return(Statement):
    value: Expr | None


@dataclass(frozen=True, slots=True)
class Define(Statement):
    """A `def`, or a `formula` as `f(x) = x²`; `decorators` are the names over it, `wrappers` the whole of each, and one that `generates`
    has a `yield`."""

    name: str
    parameters: tuple[Parameter, ...]
    body: tuple[Statement, ...]
    decorators: tuple[str, ...] = ()
    formula: bool = False
    wrappers: tuple[Expr, ...] = ()
    generates: bool = False


@dataclass(frozen=True, slots=True)
class Class(Statement):
    name: str
    bases: tuple[Expr, ...]
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class With(Statement):
    """`with item as target`; an item without a target has None."""

    items: tuple[Expr, ...]
    targets: tuple[Expr | None, ...]
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Import(Statement):
    """`import module as name` (`member` empty) or `from module import member as name`."""

    module: str
    member: str
    name: str


@dataclass(frozen=True, slots=True)
class Block(Statement):
    """Statements that stand for one, as the names of an `import`."""

    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Declare(Statement):
    """A function of which only the name is known: `f(x) = ?`, `f: ℝ → ℝ`."""

    name: str


@dataclass(frozen=True, slots=True)
class PassedOver(Statement):
    """A statement with no bearing on the figure; `what` names it for the note that says so."""

    what: str


@dataclass(frozen=True, slots=True)
class Broken(Statement):
    """A statement that could not be read; `names` are those that it would have bound."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """A whole text, read; `mistakes` are those found within single statements, which stand in the list as Broken."""

    text: str
    statements: tuple[Statement, ...]
    mistakes: tuple[Diagnostic, ...] = ()
    notes: tuple[Diagnostic, ...] = ()
    axes: abc.Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The letters or numbers that say how many entries arrays have along each axis: i and j of A in `Aᵢⱼ`, 2 and n in `A ∈ ℝ^{2×n}`."""
