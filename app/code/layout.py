"""Lines of code: assignments that are not too long, and comments that cannot end early."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from app.code.script import Line

WIDTH = 100


def assignment(name: str, value: ast.expr) -> Iterator[str]:
    """`name = value`, an array with a row on each line where it is long."""
    text = f"{name} = {ast.unparse(ast.fix_missing_locations(value))}"
    rows = value.args[0] if isinstance(value, ast.Call) and value.args else None
    if len(text) <= WIDTH or not isinstance(rows, ast.List) or not isinstance(rows.elts[0], ast.List):
        yield text
        return
    assert isinstance(value, ast.Call)
    yield f"{name} = {ast.unparse(value.func)}(["
    for row in rows.elts:
        yield f"    {ast.unparse(row)},"
    yield "".join(["]", *(f", {ast.unparse(each)}" for each in value.keywords), ")"])


def comment(texts: Iterable[str]) -> list[Line]:
    """Comments; whatever would end a line stands there as a space."""
    return [Line(f"# {''.join(each if each.isprintable() else ' ' for each in text)}".rstrip()) for text in texts]
