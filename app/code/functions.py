"""The head of a script: imports, and the functions that it carries along."""

from __future__ import annotations

import ast

from app.code.embedded import imports, source
from app.code.node_expressions import Expressions
from app.code.script import Line


def carried_lines(expressions: Expressions, *libraries: str) -> list[Line]:
    """Imports and functions; a function that has another name here is called by it everywhere."""
    needed = {statement for function in expressions.functions.values() for statement in imports(function)}
    text = [ast.unparse(renamed(source(function), expressions)) for function in expressions.functions.values()]
    extra = {"import builtins"} if any("builtins." in each for each in text) else set()
    lines = [*sorted(needed | extra), *libraries, ""]
    for each in text:
        lines += ["", *each.split("\n"), ""]
    return [Line(line) for line in lines]


def renamed(function: str, expressions: Expressions) -> ast.FunctionDef:
    """The function with the names that the script gives to ours and to Python's."""
    (found,) = ast.parse(function).body
    assert isinstance(found, ast.FunctionDef)
    found.name = expressions.given[found.name]
    own = {each.arg for each in ast.walk(found) if isinstance(each, ast.arg)}
    own |= {each.id for each in ast.walk(found) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
    for node in ast.walk(found):
        if isinstance(node, ast.Name) and node.id not in own:
            node.id = expressions.spelled(node.id)
    return found
