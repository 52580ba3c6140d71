"""Python's statement trees → statements of ours. What has no bearing on the figure becomes a PassedOver that says what it was."""

from __future__ import annotations

import ast
from collections.abc import Callable

from app.language import flow_syntax, syntax
from app.language.operators import SIGNS
from app.language.reading.expressions import Reader, describe, is_reserved
from app.language.reading.patterns import pattern
from app.language.source import LanguageError, Span
from app.language.syntax import Statement
from app.language.text.tokens import FUNCTION, NESTING

PASSED_OVER = {"Raise": "raise"}
"""Statements that are not even looked into, and what their note calls them."""


def is_value(annotation: ast.expr) -> bool:
    """Whether what stands behind a colon gives a value, `x: 3` and `z: x*y`, and no type, as `int | None` does."""
    arithmetic = isinstance(annotation, ast.BinOp) and not isinstance(annotation.op, ast.BitOr)
    return arithmetic or isinstance(annotation, (ast.Constant, ast.UnaryOp, ast.List, ast.Call))


def defined(name: str, value: syntax.Lambda, span: Span) -> syntax.Define:
    """`name = lambda …` as the definition of a function."""
    body = (syntax.Return(value.body, span=value.body.span),)
    return syntax.Define(name, value.parameters, body, formula=True, span=span)


class StatementReader:
    """Reads statements of one text with its expression reader; a `read_…` for each kind of tree that is part of the language."""

    def __init__(self, expressions: Reader) -> None:
        self.expressions = expressions
        self.depth = 0

    def statement(self, node: ast.stmt) -> Statement:
        """Raises LanguageError for what is not part of the language."""
        kind = type(node).__name__
        span = self.expressions.span(node)
        if kind in PASSED_OVER:
            return syntax.PassedOver(PASSED_OVER[kind], span=span)
        read: Callable[[ast.stmt], Statement] | None = getattr(self, f"read_{kind.lower()}", None)
        if read is None:
            hint = "keep to assignments, `for`, `if`, `while` and `def`"
            self.expressions.refuse(node, f"{describe(node)} is not part of the language", hint)
        return read(node)

    def body(self, nodes: list[ast.stmt]) -> tuple[Statement, ...]:
        self.depth += 1
        if self.depth > NESTING:
            hint = "move the inner part into a function"
            self.expressions.refuse(nodes[0], f"blocks are nested more than {NESTING} deep", hint)
        try:
            return tuple(self.statement(node) for node in nodes)
        finally:
            self.depth -= 1

    def read_assign(self, node: ast.Assign) -> Statement:
        read = self.expressions
        if isinstance(node.targets[0], ast.Name) and is_reserved(node.targets[0].id):
            # `__all__ = […]` and `__constants__ = […]` tell Python and libraries of a module or a class.
            return syntax.PassedOver(node.targets[0].id, span=read.span(node))
        targets, value, span = read.all(node.targets), read.expression(node.value), read.span(node)
        if len(targets) == 1 and isinstance(targets[0], syntax.Name) and isinstance(value, syntax.Lambda):
            return defined(targets[0].id, value, span)
        return syntax.Assign(targets, value, span=span)

    def read_annassign(self, node: ast.AnnAssign) -> Statement:
        read = self.expressions
        if node.value is None and is_value(node.annotation):
            return syntax.Assign(
                (read.expression(node.target),), read.expression(node.annotation), span=read.span(node)
            )
        if (
            isinstance(node.annotation, ast.Name)
            and node.annotation.id == FUNCTION
            and isinstance(node.target, ast.Name)
        ):
            return syntax.Declare(node.target.id, span=read.span(node))
        if node.value is None:
            return syntax.PassedOver("type hint", span=read.span(node))
        return syntax.Assign((read.expression(node.target),), read.expression(node.value), span=read.span(node))

    def read_augassign(self, node: ast.AugAssign) -> Statement:
        read = self.expressions
        if type(node.op) not in SIGNS:
            read.refuse(node, "this operator is not part of the language", "use += -= *= /= //= %= **= or @=")
        if isinstance(node.value, ast.Starred):
            read.refuse(node.value, "`*` stands before an item of a list or a call only", "take it away")
        target, value = read.expression(node.target), read.expression(node.value)
        return syntax.Augment(target, SIGNS[type(node.op)], value, span=read.span(node))

    def read_expr(self, node: ast.Expr) -> Statement:
        span = self.expressions.span(node)
        if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            return syntax.PassedOver("docstring", span=span)
        return syntax.Evaluate(self.expressions.expression(node.value), span=span)

    def read_if(self, node: ast.If) -> Statement:
        test = self.expressions.expression(node.test)
        return syntax.If(test, self.body(node.body), self.body(node.orelse), span=self.expressions.span(node))

    def read_for(self, node: ast.For) -> Statement:
        target, items = self.expressions.all([node.target, node.iter])
        body, otherwise = self.body(node.body), self.body(node.orelse)
        return syntax.For(target, items, body, otherwise, span=self.expressions.span(node))

    def read_while(self, node: ast.While) -> Statement:
        test = self.expressions.expression(node.test)
        body, otherwise = self.body(node.body), self.body(node.orelse)
        return syntax.While(test, body, otherwise, span=self.expressions.span(node))

    def read_match(self, node: ast.Match) -> Statement:
        read = self.expressions
        value = read.expression(node.subject)
        cases = tuple(map(self.case, node.cases))
        return flow_syntax.Match(value, cases, span=read.span(node))

    def case(self, node: ast.match_case) -> Statement:
        read = self.expressions
        found, test = pattern(read, node.pattern), read.maybe(node.guard)
        return flow_syntax.Case(found, test, self.body(node.body), span=found.span)

    def read_global(self, node: ast.Global) -> Statement:
        names = tuple(self.expressions.name(node, name) for name in node.names)
        return flow_syntax.Outer(names, everywhere=True, span=self.expressions.span(node))

    def read_nonlocal(self, node: ast.Nonlocal) -> Statement:
        names = tuple(self.expressions.name(node, name) for name in node.names)
        return flow_syntax.Outer(names, everywhere=False, span=self.expressions.span(node))

    def read_break(self, node: ast.Break) -> Statement:
        return syntax.Jump("break", span=self.expressions.span(node))

    def read_continue(self, node: ast.Continue) -> Statement:
        return syntax.Jump("continue", span=self.expressions.span(node))

    def read_pass(self, node: ast.Pass) -> Statement:
        return syntax.Jump("pass", span=self.expressions.span(node))

    def read_return(self, node: ast.Return) -> Statement:
        return syntax.Return(self.expressions.maybe(node.value), span=self.expressions.span(node))

    def read_functiondef(self, node: ast.FunctionDef) -> Statement:
        read = self.expressions
        decorators = tuple(map(decorator, node.decorator_list))
        outer, read.yields = read.yields, False
        try:
            parameters, body, generates = read.parameters(node.args), self.body(node.body), read.yields
        finally:
            read.yields = outer
        wrappers = read.all(node.decorator_list)
        name = read.name(node, node.name)
        return syntax.Define(
            name, parameters, body, decorators, wrappers=wrappers, generates=generates, span=read.span(node)
        )

    def read_classdef(self, node: ast.ClassDef) -> Statement:
        read = self.expressions
        name, bases = read.name(node, node.name), read.all(node.bases)
        outer, read.owner = read.owner, node.name
        try:
            return syntax.Class(name, bases, self.body(node.body), span=read.span(node))
        finally:
            read.owner = outer

    def read_assert(self, node: ast.Assert) -> Statement:
        span = self.expressions.span(node)
        try:
            test = self.expressions.expression(node.test)
            return flow_syntax.Assert(
                test,
                not self.expressions.respelled.written(
                    self.expressions.first(node), self.expressions.stop(node)
                ).startswith("assert"),
                span=span,
            )
        except LanguageError:
            return syntax.PassedOver("assert", span=span)

    def read_delete(self, node: ast.Delete) -> Statement:
        if all(isinstance(target, ast.Name) for target in node.targets):
            return syntax.PassedOver("del", span=self.expressions.span(node))
        targets = self.expressions.all([each for each in node.targets if not isinstance(each, ast.Name)])
        return flow_syntax.Delete(targets, span=self.expressions.span(node))

    def read_with(self, node: ast.With) -> Statement:
        items = self.expressions.all([item.context_expr for item in node.items])
        targets = tuple(self.expressions.maybe(item.optional_vars) for item in node.items)
        return syntax.With(items, targets, self.body(node.body), span=self.expressions.span(node))

    def read_try(self, node: ast.Try) -> Statement:
        handlers = tuple(map(self.handler, node.handlers))
        body, otherwise, final = self.body(node.body), self.body(node.orelse), self.body(node.finalbody)
        return flow_syntax.Try(body, handlers, otherwise, final, span=self.expressions.span(node))

    def handler(self, node: ast.ExceptHandler) -> flow_syntax.Handler:
        asked = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type] if node.type else []
        names = (self.expressions.name(node.body[0], node.name),) if node.name else ()
        body = self.body(node.body)
        return flow_syntax.Handler(tuple(map(last_name, asked)), names, body, span=body[0].span)

    def read_import(self, node: ast.Import) -> Statement:
        span = self.expressions.span(node)
        # `import torch.nn` binds `torch`.
        found = [(each.name, each.asname) if each.asname else (each.name.split(".")[0],) * 2 for each in node.names]
        read = [syntax.Import(module, "", name, span=span) for module, name in found]
        return read[0] if len(read) == 1 else syntax.Block(tuple(read), span=span)

    def read_importfrom(self, node: ast.ImportFrom) -> Statement:
        span = self.expressions.span(node)
        module = node.module or ""
        read = [syntax.Import(module, each.name, each.asname or each.name, span=span) for each in node.names]
        return syntax.Block(tuple(read), span=span)


def decorator(node: ast.expr) -> str:
    """The last part of a decorator's name: `no_grad` of `@torch.no_grad()`, `vmap` of `@partial(jax.vmap, in_axes=1)`."""
    name = last_name(node)
    return decorator(node.args[0]) if name == "partial" and isinstance(node, ast.Call) and node.args else name


def last_name(node: ast.expr) -> str:
    """The last part of a dotted name, or of that of what is called."""
    named = node.func if isinstance(node, ast.Call) else node
    return named.attr if isinstance(named, ast.Attribute) else getattr(named, "id", "")
