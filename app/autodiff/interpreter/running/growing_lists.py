"""Which lists a text makes longer, shorter or puts in order: they stay Python's lists, by whatever name they are changed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.autodiff.interpreter.running.changed_names import dotted
from app.language import Program, syntax
from app.language.walk import everything

CHANGING = re.compile(
    r"\b(\w+)\s*(?:\.\s*(?:append|extend|insert|pop|sort|clear|remove|reverse)\b|\+=\s*\[)|\bdel\s+(\w+)\s*\[|\bshuffle\(\s*(\w+)\s*\)"
)
"""What changes a list in place, with its name or the attribute that holds it."""


def growing(program: Program) -> frozenset[str]:
    """The names of all lists that are changed, also by another name that they are given to."""
    found = {name for names in CHANGING.findall(program.text) for name in names if name}
    pairs = list(shared_names(program)) if found else []
    before = -1
    while before != len(found):
        before = len(found)
        found.update(given for name, given in pairs if name in found)
    return frozenset(found)


def shared_names(program: Program) -> Iterator[tuple[str, str]]:
    """Names with the name whose value they are given: `a = b`, `self.a = b`, and the parameter of a function that is called with b."""
    inside = [part for statement in program.statements for part in everything(statement)]
    functions = {each.name: each.parameters for each in inside if isinstance(each, syntax.Define)}
    for each in inside:
        if isinstance(each, syntax.Assign) and is_name(each.value):
            yield from ((dotted(target), dotted(each.value)) for target in each.targets if is_name(target))
        elif isinstance(each, syntax.Call):
            names = [each.name for each in functions.get(dotted(each.function), ()) if each.name != "self"]
            given = zip(names, each.arguments, strict=False)
            yield from ((name, dotted(value)) for name, value in given if is_name(value))


def is_name(expr: syntax.Expr) -> bool:
    return isinstance(expr, (syntax.Name, syntax.Attribute))
