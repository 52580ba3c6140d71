"""A row as an expression in its parameters: its own `code`, or its function called by name."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Sequence
from functools import cache
from types import FunctionType
from typing import Any

import numpy as np

from app.autodiff.rows import Primitive, Site
from app.code.embedded import foreign, function_named, needed
from app.code.script import Unwritable

NUMPY = (("np", np), ("np.linalg", np.linalg))
KNOWN = frozenset({"np", "integers", "slice"})


def template(row: Primitive, site: Site, library: str, *, called: bool) -> ast.expr:
    """The expression of `row` at a place; `called` asks for its function, as signs do not hold for all kinds of numbers.

    Raises Unwritable, naming the row, where NumPy has no such function and ours needs more than NumPy.
    """
    theirs, by_name = getattr(row, library, ""), call_text(row)
    own = theirs or row.code
    if by_name and not theirs and (called or not own):
        return parsed(by_name)
    if not own:
        raise Unwritable(f"`{row.name}` cannot be written with NumPy alone", "leave it out, or open the figure instead")
    return parsed(own if isinstance(own, str) else own(site))


def parsed(text: str) -> ast.expr:
    """The tree of an expression, for whoever asks to change: to read the text again takes a fifth of what a copy would."""
    return ast.parse(text, mode="eval").body


def call_text(row: Primitive) -> str:
    """`np.sum(x, axis=axis)`, or `scatter(x, shape=shape)` for a function of ours; "" where there is neither."""
    name, required = function_name(row.forward)
    if not name:
        return ""
    parts = [f"*{each.name}" if each.star else each.name for each in row.signature if each.name in row.parameters]
    settings = [each.name for each in row.signature if each.name not in row.parameters]
    last = max((place for place, each in enumerate(settings) if each in required), default=-1)
    given = [each if place <= last else f"{each}={each}" for place, each in enumerate(settings)]
    return f"{name}({', '.join([*parts, *given])})"


@cache
def function_name(forward: Any) -> tuple[str, Sequence[str]]:
    """What a row's function is called, and which of its settings it takes by position."""
    name = getattr(forward, "__name__", "")
    for prefix, module in NUMPY:
        if name and getattr(module, name, None) is forward:
            return f"{prefix}.{name}", positional(forward)
    if isinstance(forward, FunctionType) and name.isidentifier() and not foreign(forward):
        return name, ()
    return "", ()


def positional(function: Any) -> list[str]:
    """The parameters without a default."""
    try:
        found = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return []
    # NumPy's own names for what comes second differ from release to release (newshape, shape).
    return [each.name for each in found if each.default is each.empty] + ["shape", "axes", "offset"]


def carried(expression: ast.expr, row: Primitive) -> dict[str, FunctionType]:
    """The functions of ours that a row's code needs."""
    found: dict[str, FunctionType] = {}
    own = {parameter.name for parameter in row.signature}
    for node in ast.walk(expression):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id not in KNOWN | own:
            function = function_named(node.func.id, row.forward)
            if function is not None:
                found |= needed(function)
    return found
