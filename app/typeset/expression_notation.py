"""Expressions of the language as a textbook would write them: fractions, powers, roots, sums, and no parenthesis too many."""

from __future__ import annotations

from collections.abc import Mapping as Names
from collections.abc import Sequence as Many
from dataclasses import dataclass, replace

from app.autodiff.primitives import SPELLINGS
from app.autodiff.rows import Row as Operation
from app.language.operators import BINARY, PREFIX, Level
from app.language.syntax import (
    Attribute,
    Binary,
    Call,
    Compare,
    Comprehension,
    Conditional,
    Expr,
    Keyword,
    Lambda,
    Literal,
    Logical,
    Mapping,
    Name,
    Parameter,
    Sequence,
    Slice,
    Starred,
    Subscript,
    Unary,
)
from app.typeset.application import AXES, SILENT, Application, operation
from app.typeset.function_notation import applied
from app.typeset.names import name
from app.typeset.notation import (
    MINUS,
    Fence,
    Math,
    Matrix,
    Row,
    Space,
    Symbol,
    Text,
    listed,
    row,
)
from app.typeset.numbers import literal
from app.typeset.precedence import TRANSPOSED, at_least, infix, power, product, quotient, subscripted, transposed

_WORD_GAP = Space(0.28)
# Modules whose functions are known by their last name alone.
_MODULES = frozenset({
    "np", "numpy", "torch", "F", "nn", "math", "jnp", "jax", "lax", "scipy", "special", "linalg", "functional", "random", "tf", "onp",
    "anp", "optax", "autograd", "cupy", "cp", "mx",
})  # fmt: skip
# What only makes an array of its operand.
_WRAPPERS = frozenset({"array", "tensor", "asarray", "float"})
_TRANSPOSED = frozenset({"T", "mT", "H"})


def expression(expr: Expr, names: Names[str, Math] | None = None, *, rule: bool = False) -> Math:
    """`expr` as mathematics; `names` puts other mathematics in for some of its names. In a rule transposes are worked out."""
    return Writer(names or {}, rule=rule).write(expr)


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes expressions; `inline` is inside a script, where a fraction is written with a slash, `rule` what no person wrote.

    What lies deeper than `room` levels is left out: nobody could read it, and no printer has to fear for its stack.
    """

    names: Names[str, Math]
    inline: bool = False
    room: int = 40
    rule: bool = False

    def write(self, expr: Expr) -> Math:
        """`expr` as mathematics."""
        return Writer(self.names, self.inline, self.room - 1, self.rule)._written(expr) if self.room else Symbol("…")

    def _written(self, expr: Expr) -> Math:
        match expr:
            case Literal(value):
                return literal(value)
            case Name(id):
                return self.names.get(id) or name(id)
            case Unary(operator, operand):
                return self._unary(operator, operand)
            case Binary(left, operator, right):
                return self._binary(left, operator, right)
            case Call(function, arguments, keywords):
                return self._call(function, arguments, keywords)
            case Attribute(value, attribute):
                return self._attribute(value, attribute)
            case Subscript(value, index):
                return self._subscript(value, index)
            case Compare(first, operators, rest):
                return self._chain(first, operators, rest)
            case Logical(operator, operands):
                return self._chain(operands[0], [operator] * (len(operands) - 1), operands[1:])
        return self._rare(expr)

    def _rare(self, expr: Expr) -> Math:
        match expr:
            case Conditional(test, then, otherwise):
                pieces = (self.write(then), Text("if"), self.write(test), Text("else"), self.write(otherwise))
                return _words(*pieces)
            case Sequence(kind, items):
                return self._sequence(kind, items)
            case Slice(lower, upper, step):
                bounds = [Row(()) if bound is None else self.write(bound) for bound in (lower, upper)]
                return row(
                    bounds[0], Symbol(":"), bounds[1], *(() if step is None else (Symbol(":"), self.write(step)))
                )
            case Starred(value):
                return row(Symbol("∗"), self.write(value))
            case Lambda(parameters, body):
                return row(self._parameters(parameters), Symbol("↦", "relation"), self.write(body))
            case Comprehension(element, clauses):
                ranges = [(Text("for"), self._chain(each.target, ("in",), (each.iterable,))) for each in clauses]
                return Fence(_words(self.write(element), *(piece for pair in ranges for piece in pair)), "[", "]")
            case Mapping(keys, values):
                pairs = [
                    row(self.write(key), Symbol(":"), self.write(value))
                    for key, value in zip(keys, values, strict=False)
                ]
                return Fence(listed(*pairs), "{", "}")
        return Text("…")

    def _unary(self, operator: str, operand: Expr) -> Math:
        inner = self.write(operand)
        if operator == "+":
            return inner
        if operator == "-":
            return row(MINUS, at_least(inner, Level.PRODUCT))
        return row(Symbol(PREFIX[operator].shown if operator in PREFIX else operator), at_least(inner, Level.ATOM))

    def _binary(self, left: Expr, operator: str, right: Expr) -> Math:
        if operator == "**":
            exponent = replace(self, inline=True).write(right)
            return power(self.write(left), exponent)
        first, second = self.write(left), self.write(right)
        match operator:
            case "*":
                return product(first, second)
            case "@":
                return product(first, second, matrices=True)
            case "/":
                return self.quotient(first, second)
            case "//":
                return Fence(self.quotient(first, second), "⌊", "⌋")
        known = BINARY.get(operator)
        if known is None or known.level <= Level.RELATION:
            return _linked([first, second], [operator])
        return infix(known.shown, first, second)

    def quotient(self, above: Math, below: Math) -> Math:
        """A fraction, or a slash within a script."""
        if self.inline:
            return row(at_least(above, Level.PRODUCT), Symbol("/"), at_least(below, Level.POWER))
        return quotient(above, below)

    def _chain(self, first: Expr, operators: Many[str], rest: Many[Expr]) -> Math:
        return _linked([self.write(operand) for operand in (first, *rest)], operators)

    def _call(self, function: Expr, arguments: tuple[Expr, ...], keywords: tuple[Keyword, ...]) -> Math:
        path = _path(function)
        written = tuple(self.write(argument) for argument in arguments)
        settings = tuple((keyword.name or "∗∗", self.write(keyword.value)) for keyword in keywords)
        if path is not None and (len(path) == 1 or path[0] in _MODULES or ".".join(path) in SPELLINGS):
            if path[-1] in self.names:
                return applied(Application(self.names[path[-1]], None, written, settings))
            found = operation(path[-1], path[-2] if len(path) > 1 else "")
            return self._applied(Application(name(path[-1]), found, written, settings, bare=len(path) == 1))
        if path is not None and path[0] == "self":
            return applied(Application(name(".".join(path)), None, written, settings))
        if isinstance(function, Attribute):
            whole = (self.write(function.value), *written)
            return self._applied(Application(name(function.name), operation(function.name), whole, settings))
        return applied(Application(at_least(self.write(function), Level.ATOM), None, written, settings))

    def _applied(self, call: Application) -> Math:
        """A call of an operation: as its row shows it, where the row can say this one."""
        if isinstance(call.function, Text) and call.function.text in _WRAPPERS and call.arguments:
            return call.arguments[0]
        names = None if call.row is None or call.row.shown is None else self._bound(call.row, call)
        if call.row is None or call.row.shown is None or names is None:
            return applied(call)
        return replace(self, names=names).write(call.row.shown)

    def _bound(self, row: Operation, call: Application) -> Names[str, Math] | None:
        """What stands for each parameter of a row in a call; None where the row does not know all that the call gives."""
        known = [parameter.name for parameter in row.signature]
        given = dict(zip(known, call.arguments, strict=False))
        for key, math in call.settings:
            own = "axis" if key in AXES else key
            if own in known and own not in given:
                given[own] = math
            elif own not in SILENT:
                return None
        if len(call.arguments) > len(known) and not getattr(row, "prepare", None):
            return None
        left = {
            each.name: each.default for each in row.signature if each.name not in given and each.default is not None
        }
        return {**given, **{key: self.write(default) for key, default in left.items()}}

    def _attribute(self, value: Expr, attribute: str) -> Math:
        if attribute in _TRANSPOSED:
            base = self.write(value)
            return transposed(base) if self.rule else power(base, TRANSPOSED)
        path = _path(value)
        if path is not None and path[0] not in self.names:
            known = path[-1] in _MODULES or (len(path) == 1 and path[0] in _MODULES)
            return name(attribute) if known else name(".".join((*path, attribute)))
        return row(at_least(self.write(value), Level.ATOM), Symbol("."), Text(attribute))

    def _subscript(self, value: Expr, index: Expr) -> Math:
        indices = index.items if isinstance(index, Sequence) and index.kind == "tuple" else (index,)
        return subscripted(self.write(value), [replace(self, inline=True).write(each) for each in indices])

    def _sequence(self, kind: str, items: tuple[Expr, ...]) -> Math:
        if kind == "list" and items and (rows := _rectangle(items)):
            return Matrix(tuple(tuple(self.write(entry) for entry in line) for line in rows))
        written = [self.write(item) for item in items]
        if kind == "list":
            return Fence(listed(*written), "[", "]")
        return Fence(row(*written, Symbol(",")) if len(written) == 1 else listed(*written))

    def _parameters(self, parameters: Many[Parameter]) -> Math:
        written = [name(parameter.name) for parameter in parameters]
        return written[0] if len(written) == 1 else Fence(listed(*written))


def _path(expr: Expr) -> tuple[str, ...] | None:
    """`a.b.c` as its names, or None for anything else."""
    if isinstance(expr, Name):
        return (expr.id,)
    if isinstance(expr, Attribute) and (path := _path(expr.value)) is not None:
        return (*path, expr.name)
    return None


def _rectangle(items: tuple[Expr, ...]) -> list[tuple[Expr, ...]]:
    """The rows of a list of equally long lists, or nothing."""
    rows = [item.items for item in items if isinstance(item, Sequence) and item.items]
    return rows if len(rows) == len(items) and len({len(line) for line in rows}) == 1 else []


def _linked(operands: Many[Math], operators: Many[str]) -> Math:
    """Operands with comparisons, or with logic, which holds less tightly, between them."""
    pieces: list[Math] = []
    for at, operand in enumerate(operands):
        operator = operators[max(0, at - 1)]
        known = BINARY.get(operator)
        wanted = Level.RELATION if known and known.level == Level.LOGIC else Level.SUM
        pieces += [Symbol(known.shown if known else operator, "relation")] if at else []
        pieces.append(at_least(operand, wanted))
    return row(*pieces)


def _words(*pieces: Math) -> Math:
    """Pieces apart as words are."""
    spaced: list[Math] = []
    for piece in pieces:
        spaced += [_WORD_GAP, piece] if spaced else [piece]
    return Row(tuple(spaced))
