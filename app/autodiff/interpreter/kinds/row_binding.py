"""Binding a call's arguments to a row of the table, by position and name."""

from __future__ import annotations

from collections.abc import Mapping

from app.autodiff.interpreter.kinds.plain_values import settled
from app.autodiff.interpreter.kinds.value_types import Named, Values
from app.autodiff.primitives.surprises import as_reduction
from app.autodiff.table import Definition, Primitive, literal_default, title


def bind_row(row: Primitive, arguments: Values, keywords: Named) -> tuple[Values, Named]:
    """Arguments by position and name → operands in order and settings as plain values. Raises TypeError."""
    names = [parameter.name for parameter in row.signature]
    if len(arguments) > len(names):
        raise TypeError(f"{len(arguments)} arguments given, at most {len(names)} are taken")
    bound = dict(zip(names, arguments, strict=False))
    spare = [name for name in names if name not in bound]
    for name, value in keywords.items():
        # PyTorch calls an operand `input` or `other`, NumPy `a` or `x1`: whichever is still free is meant.
        target = name if name in names else spare[0] if spare and spare[0] in row.parameters else None
        if target is None or target in bound:
            unknown = f"`{name}` is not one of {', '.join(names)}"
            raise TypeError(unknown if target is None else f"`{target}` is given twice")
        bound[target] = value
        spare = [each for each in spare if each != target]
    missing = [name for name in row.parameters if name not in bound]
    if missing:
        raise TypeError(f"`{missing[0]}` is missing")
    operands = tuple(bound.pop(name) for name in row.parameters)
    return operands, {name: settled(value) for name, value in bound.items()}


def with_defaults(row: Primitive, settings: Mapping[str, object]) -> dict[str, object]:
    """All settings of a row: those that were given, lists as tuples, and the defaults of the others."""
    given = {name: settings.get(name, default) for name, default in row.defaults.items()}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}


def as_in_torch(row: Definition, arguments: Values, keywords: Named) -> tuple[Values, Named]:
    """Arguments by the names that PyTorch has for what stands behind the operands, with `reduction` in place of what it had before."""
    operands, behind = arguments[: len(row.operands)], arguments[len(row.operands) :]
    if len(behind) > len(row.in_torch) or keywords.keys() & {*row.in_torch[: len(behind)]}:
        return arguments, keywords
    named = {**dict(zip(row.in_torch, behind, strict=False)), **keywords}
    former = named.pop("size_average", None), named.pop("reduce", None)
    if any(each is not None for each in former):
        named["reduction"] = as_reduction(*former, None)
    return operands, named


def usage(row: Primitive) -> str:
    """How a row is called, as a hint."""
    shown = [
        parameter.name if parameter.default is None else f"{parameter.name}={literal_default(parameter)}"
        for parameter in row.signature
    ]
    return f"use it as {title(row)}({', '.join(shown)})"


def fitting(row: Definition, arguments: Values, keywords: Named) -> Named:
    """A library's own name for an operand (`input=`, `tensors=`) means the first one that is still free."""
    names = [parameter.name for parameter in row.signature]
    free = [each.name for each in row.signature[len(arguments) :] if each.default is None and each.name not in keywords]
    fitted = {}
    for name, value in keywords.items():
        fitted[name if name in names or not free else free.pop(0)] = value
    return fitted
