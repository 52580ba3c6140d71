"""Trees of arrays turn by turn, as `lax.scan` and `vmap` go through them: an item of each leaf, and what all turns gave put together."""

from __future__ import annotations

from typing import cast

import numpy as np

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.kinds.plain_values import shape_of
from app.autodiff.interpreter.kinds.value_types import Instance, Key, Operation, Value
from app.autodiff.interpreter.operations.items import iterate
from app.autodiff.interpreter.running.dispatch import called
from app.autodiff.interpreter.running.run import Run
from app.autodiff.intrinsics import MOVEAXIS, STACK
from app.language import Span


def turns_of(run: Run, tree: Value, span: Span, axis: Value = 0) -> list[Value] | None:
    """What each turn is given: of a tuple, list, dict or record of arrays, an item of each; None where all turns share it.

    `axis` is that of all leaves, or a tree of such axes. Raises LanguageError.
    """
    if axis is None:
        return None
    if isinstance(tree, tuple) or (isinstance(tree, list) and is_branched(tree)):
        parts = [turns_of(run, each, span, axis_at(axis, place)) for place, each in enumerate(tree)]
        rows = side_by_side(run, span, list(tree), parts)
        return None if rows is None else [tuple(row) if isinstance(tree, tuple) else row for row in rows]
    if isinstance(tree, dict):
        parts = [turns_of(run, each, span, axis_at(axis, key)) for key, each in tree.items()]
        rows = side_by_side(run, span, list(tree.values()), parts)
        return None if rows is None else [dict(zip(tree, row, strict=True)) for row in rows]
    if isinstance(tree, Instance) and tree.cls.fields:
        fields = {name: tree.attributes[name] for name in tree.cls.fields}
        turns = turns_of(run, cast(Value, fields), span, axis)
        return None if turns is None else [Instance(tree.cls, cast(dict[str, Value], each)) for each in turns]
    moved = tree if axis == 0 else called(run, Operation(MOVEAXIS), span, tree, axis, 0)
    return list(iterate(run, moved, span))


def axis_at(axis: Value, place: Key) -> Value:
    """The axis of one branch of a tree."""
    return axis[place] if isinstance(axis, (tuple, list, dict)) else axis  # type: ignore[index]


def side_by_side(run: Run, span: Span, given: list[Value], parts: list[list[Value] | None]) -> list[list[Value]] | None:
    """What each turn is given of several values; None where all turns share all of them. Raises LanguageError."""
    lengths = {len(items) for items in parts if items is not None}
    if len(lengths) > 1:
        told = " and ".join(map(str, sorted(lengths)))
        run.refuse(span, f"the arrays that are gone through have {told} items", "give all of them as many")
    if not lengths:
        return None
    return [
        [each if items is None else items[turn] for each, items in zip(given, parts, strict=True)]
        for turn in range(lengths.pop())
    ]


def is_branched(values: list[Value]) -> bool:
    """Whether a list holds arrays with axes, or such trees: a list of numbers stands for one array."""
    return bool(values) and all(map(is_branch, values))


def is_branch(value: Value) -> bool:
    return bool(shape_of(value)) if isinstance(value, (Tensor, np.ndarray)) else isinstance(value, (tuple, list, dict))


def put_together(run: Run, span: Span, given: list[Value], axis: Value = 0) -> Value:
    """What all turns gave, as one array, or as a tuple, list, dict or record of arrays."""
    first = given[0]
    if isinstance(first, (tuple, list)):
        parts = zip(*cast(list[tuple[Value, ...]], given), strict=True)
        made = [put_together(run, span, list(part), axis_at(axis, place)) for place, part in enumerate(parts)]
        return made if isinstance(first, list) else tuple(made)
    if isinstance(first, dict):
        each_turn = cast(list[dict[Key, Value]], given)
        return {key: put_together(run, span, [each[key] for each in each_turn], axis_at(axis, key)) for key in first}
    if isinstance(first, Instance) and first.cls.fields:
        records = [each.attributes for each in given if isinstance(each, Instance)]
        fields = first.cls.fields
        return Instance(
            first.cls, {name: put_together(run, span, [each[name] for each in records], axis) for name in fields}
        )
    return None if first is None else called(run, Operation(STACK), span, given, axis)
