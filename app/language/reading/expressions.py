"""Python's expression trees → expressions of ours, or the mistake that says why not."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import NoReturn

from app.language import flow_syntax, syntax
from app.language.names import private
from app.language.operators import ARITHMETIC, MARKED, SIGNS
from app.language.reading.respelling import Respelled
from app.language.source import LanguageError, Span
from app.language.syntax import Expr
from app.language.text.tokens import ENTRY, NESTING, SHALLOWER

Located = ast.expr | ast.stmt | ast.keyword | ast.arg | ast.pattern
"""The trees of Python that know their place."""
NAMES = {
    "Await": "`await`", "Constant": "this constant",
    "BinOp": "this expression", "AsyncFunctionDef": "`async`", "AsyncFor": "`async`", "AsyncWith": "`async`",
}  # fmt: skip
"""What pieces of Python are called; others go by the name of their tree."""
MODEL = re.compile(
    r"__(?:[ri]?(?:add|sub|mul|truediv|floordiv|mod|pow|matmul|and|or|xor)|neg|pos|abs|invert|eq|ne|lt|le|gt|ge|hash|bool|float|int"
    r"|init|post_init|new|getattr|delattr|getstate|setstate|call|repr|str|len|getitem|setitem|iter|next|contains|enter|exit|name|class|dict|doc|slots|version)__"
)
"""The names of Python's data model."""
RESERVED = re.compile(r"__\w*__")
"""Names that Python keeps for itself, and marks of ours."""


def characters(line: str) -> list[int]:
    """For each byte of a line in UTF-8, and for its end, how many characters stand before it."""
    places = [place for place, character in enumerate(line) for _ in character.encode()]
    return [*places, len(line)]


def is_reserved(name: str) -> bool:
    """Whether no person can call something so."""
    return RESERVED.fullmatch(name) is not None and name != ENTRY and not MODEL.fullmatch(name)


class Reader:
    """Reads expressions of one respelled text; a `read_…` for each kind of tree that is part of the language."""

    def __init__(self, respelled: Respelled) -> None:
        self.respelled, self.starts = respelled, respelled.lines.starts
        python = enumerate(respelled.text.split("\n"), 1)
        self.wide_lines = {number: characters(line) for number, line in python if not line.isascii()}
        self.standing = respelled.places is respelled.lines and not self.wide_lines
        """Whether the person's places are Python's."""
        self.depth = 0
        self.owner = ""
        """The class whose body is read, innermost; nothing outside of classes."""
        self.yields = False
        """Whether a `yield` was read in the function whose body is read."""

    def span(self, node: Located) -> Span:
        """Where the person wrote what Python read."""
        if self.standing:
            return Span(node.lineno, node.col_offset, node.end_lineno or node.lineno, node.end_col_offset or 1)
        return self.respelled.span(self.first(node), self.stop(node))

    def first(self, node: Located) -> int:
        """The offset in the Python source at which a tree begins."""
        return self.offset(node.lineno, node.col_offset)

    def stop(self, node: Located) -> int:
        """The offset in the Python source just after a tree."""
        return self.offset(node.end_lineno or node.lineno, node.end_col_offset or node.col_offset)

    def offset(self, line: int, byte: int) -> int:
        wide = self.wide_lines.get(line)
        return self.starts[line - 1] + (byte if wide is None else wide[min(byte, len(wide) - 1)])

    def refuse(self, node: Located, message: str, hint: str = "") -> NoReturn:
        raise LanguageError.at(self.span(node), message, hint)

    def name(self, node: Located, name: str) -> str:
        """A name as it is, unless it may be a mark of ours."""
        if is_reserved(name):
            message = f"`{name}`: names with double underscores at both ends are not part of the language"
            self.refuse(node, message, "choose another name")
        return name

    def expression(self, node: ast.expr) -> Expr:
        """Raises LanguageError for what is not part of the language."""
        read: Callable[[ast.expr], Expr] | None = getattr(self, f"read_{type(node).__name__.lower()}", None)
        if read is None:
            self.refuse(node, f"{describe(node)} is not part of the language", "write it as a formula")
        self.depth += 1
        if self.depth > NESTING:
            self.refuse(node, f"expressions are nested more than {NESTING} deep", SHALLOWER)
        try:
            return read(node)
        finally:
            self.depth -= 1

    def all(self, nodes: list[ast.expr]) -> tuple[Expr, ...]:
        return tuple(self.expression(node) for node in nodes)

    def maybe(self, node: ast.expr | None) -> Expr | None:
        return None if node is None else self.expression(node)

    def read_constant(self, node: ast.Constant) -> Expr:
        if isinstance(node.value, complex | bytes):
            self.refuse(node, f"{describe(node)} is not part of the language", "values are real numbers")
        return syntax.Literal(node.value, span=self.span(node))

    def read_name(self, node: ast.Name) -> Expr:
        if sign := self.own_sign(node):
            self.refuse(node, f"`{sign}` stands between two values", "write one before and one behind it")
        return syntax.Name(self.name(node, node.id), span=self.span(node))

    def read_unaryop(self, node: ast.UnaryOp) -> Expr:
        operand = self.expression(node.operand)
        number = isinstance(operand, syntax.Literal) and type(operand.value) in (int, float)
        if number and isinstance(node.op, ast.USub) and not isinstance(node.operand, ast.UnaryOp):
            return syntax.Literal(-operand.value, span=self.span(node))  # type: ignore[attr-defined]
        return syntax.Unary(SIGNS[type(node.op)], operand, span=self.span(node))

    def read_binop(self, node: ast.BinOp) -> Expr:
        """The left spine is walked, not descended: a sum of a thousand terms is long, not deep."""
        spine = [node]
        while isinstance(spine[-1].left, ast.BinOp):
            spine.append(spine[-1].left)
        left, own = self.expression(spine[-1].left), ""
        for part in reversed(spine):
            if sign := self.own_sign(part.right):
                own = sign
                continue
            operator = own or SIGNS.get(type(part.op))
            if operator is None:
                self.refuse(part, "this operator is not part of the language", f"use {' '.join(ARITHMETIC)}")
            right, own = self.expression(part.right), ""
            place, sign = self.sign(part.left, part.right)
            left = syntax.Binary(left, operator, right, span=self.span(part), place=place, sign=sign)
        return left

    def own_sign(self, node: ast.expr) -> str:
        """The sign of our own that a name stands for in Python's text; nothing where it is any other piece."""
        return MARKED.get(node.id, "") if isinstance(node, ast.Name) else ""

    def sign(self, left: ast.expr, right: ast.expr) -> tuple[Span, str]:
        """Where the operator itself stands, and how it is written; the whole from left to right where nobody wrote one."""
        start, stop = self.stop(left), self.first(right)
        bare = self.respelled.text[start:stop].strip(" \t()\n")
        first = start + self.respelled.text[start:stop].find(bare)
        written = self.respelled.written(first, first + len(bare))
        span = (first, first + len(bare)) if written else (self.first(left), self.stop(right))
        return self.respelled.span(*span), written

    def read_compare(self, node: ast.Compare) -> Expr:
        operators = tuple(SIGNS[type(operator)] for operator in node.ops)
        return syntax.Compare(self.expression(node.left), operators, self.all(node.comparators), span=self.span(node))

    def read_boolop(self, node: ast.BoolOp) -> Expr:
        return syntax.Logical(SIGNS[type(node.op)], self.all(node.values), span=self.span(node))

    def read_ifexp(self, node: ast.IfExp) -> Expr:
        test, then, otherwise = self.all([node.test, node.body, node.orelse])
        return syntax.Conditional(test, then, otherwise, span=self.span(node))

    def read_call(self, node: ast.Call) -> Expr:
        keywords = tuple(
            syntax.Keyword(keyword.arg and self.name(keyword, keyword.arg), self.expression(keyword.value))
            for keyword in node.keywords
        )
        return syntax.Call(self.expression(node.func), self.all(node.args), keywords, span=self.span(node))

    def read_attribute(self, node: ast.Attribute) -> Expr:
        name = private(self.owner, self.name(node, node.attr))
        return syntax.Attribute(self.expression(node.value), name, span=self.span(node))

    def read_subscript(self, node: ast.Subscript) -> Expr:
        return syntax.Subscript(self.expression(node.value), self.expression(node.slice), span=self.span(node))

    def read_slice(self, node: ast.Slice) -> Expr:
        return syntax.Slice(self.maybe(node.lower), self.maybe(node.upper), self.maybe(node.step), span=self.span(node))

    def read_tuple(self, node: ast.Tuple) -> Expr:
        return syntax.Sequence("tuple", self.all(node.elts), span=self.span(node))

    def read_list(self, node: ast.List) -> Expr:
        return syntax.Sequence("list", self.all(node.elts), span=self.span(node))

    def read_dict(self, node: ast.Dict) -> Expr:
        """`{**a, "b": b}`: an entry without a key stands for all of another dict."""
        keys = [value if key is None else key for key, value in zip(node.keys, node.values, strict=True)]
        values = [
            syntax.Literal(None) if key is None else self.expression(value)
            for key, value in zip(node.keys, node.values, strict=True)
        ]
        return syntax.Mapping(self.all(keys), tuple(values), span=self.span(node))

    def read_namedexpr(self, node: ast.NamedExpr) -> Expr:
        return flow_syntax.Named(self.expression(node.target), self.expression(node.value), span=self.span(node))

    def read_yield(self, node: ast.Yield) -> Expr:
        self.yields = True
        return flow_syntax.Yield(self.maybe(node.value), span=self.span(node))

    def read_yieldfrom(self, node: ast.YieldFrom) -> Expr:
        self.yields = True
        return flow_syntax.Yield(self.expression(node.value), many=True, span=self.span(node))

    def read_set(self, node: ast.Set) -> Expr:
        """`{a, b}` is `set([a, b])`."""
        span = self.span(node)
        items = syntax.Sequence("list", self.all(node.elts), span=span)
        return syntax.Call(syntax.Name("set", span=span), (items,), span=span)

    def read_setcomp(self, node: ast.SetComp) -> Expr:
        span = self.span(node)
        items = syntax.Comprehension(self.expression(node.elt), self.clauses(node.generators), span=span)
        return syntax.Call(syntax.Name("set", span=span), (items,), span=span)

    def read_starred(self, node: ast.Starred) -> Expr:
        return syntax.Starred(self.expression(node.value), span=self.span(node))

    def read_lambda(self, node: ast.Lambda) -> Expr:
        return syntax.Lambda(self.parameters(node.args), self.expression(node.body), span=self.span(node))

    def read_listcomp(self, node: ast.ListComp | ast.GeneratorExp) -> Expr:
        element, clauses = self.expression(node.elt), self.clauses(node.generators)
        return syntax.Comprehension(element, clauses, isinstance(node, ast.GeneratorExp), span=self.span(node))

    read_generatorexp = read_listcomp

    def read_dictcomp(self, node: ast.DictComp) -> Expr:
        """`{k: v for …}` is `dict((k, v) for …)`."""
        span = self.span(node)
        pair = syntax.Sequence("tuple", self.all([node.key, node.value]), span=span)
        pairs = syntax.Comprehension(pair, self.clauses(node.generators), span=span)
        return syntax.Call(syntax.Name("dict", span=span), (pairs,), span=span)

    def clauses(self, generators: list[ast.comprehension]) -> tuple[syntax.Clause, ...]:
        return tuple(
            syntax.Clause(self.expression(each.target), self.expression(each.iter), self.all(each.ifs))
            for each in generators
        )

    def read_joinedstr(self, node: ast.JoinedStr) -> Expr:
        words: list[str | tuple[Expr, str]] = []
        for each in node.values:
            if isinstance(each, ast.FormattedValue):
                shape = each.format_spec
                parts = shape.values if isinstance(shape, ast.JoinedStr) else []
                words.append((self.expression(each.value), "".join(str(getattr(part, "value", "")) for part in parts)))
            elif isinstance(each, ast.Constant):
                words.append(str(each.value))
        return flow_syntax.Formatted(tuple(words), span=self.span(node))

    def parameters(self, arguments: ast.arguments) -> tuple[syntax.Parameter, ...]:
        """The parameters of a `def` or `lambda`, in order."""
        positional = [*arguments.posonlyargs, *arguments.args]
        required = len(positional) - len(arguments.defaults)
        read = [self.parameter(each) for each in positional[:required]]
        read += map(self.parameter, positional[required:], arguments.defaults)
        if arguments.vararg:
            read.append(self.parameter(arguments.vararg, star="*"))
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
            read.append(self.parameter(argument, default, keyword_only=True))
        if arguments.kwarg:
            read.append(self.parameter(arguments.kwarg, star="**"))
        return tuple(read)

    def parameter(
        self, argument: ast.arg, default: ast.expr | None = None, star: str = "", keyword_only: bool = False
    ) -> syntax.Parameter:
        return syntax.Parameter(self.name(argument, argument.arg), self.maybe(default), star, keyword_only)


def describe(node: ast.AST) -> str:
    """What a piece of Python is called in a message."""
    kind = type(node).__name__
    return NAMES.get(kind, f"`{kind}`")
