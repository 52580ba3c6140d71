"""einops' patterns, `rearrange(x, "b (h w) c -> b c h w", h=2)`, as reshape, reduction, transposition and reshape again."""

from __future__ import annotations

import itertools
import math
import re
import string
from collections.abc import Callable

from app.autodiff.interpreter.arrays.coercion import require_array, require_whole
from app.autodiff.interpreter.kinds import libraries
from app.autodiff.interpreter.kinds.value_types import Native, Operation, Value
from app.autodiff.interpreter.kinds.views import Held
from app.autodiff.interpreter.running.dispatch import called, item
from app.autodiff.interpreter.running.run import Run
from app.autodiff.intrinsics import BROADCAST_TO, CONCATENATE, EINSUM, PERMUTE, RESHAPE
from app.autodiff.table import Row
from app.language import Span

Groups = list[list[str]]
Shape = tuple[int, ...]


def groups(side: str) -> Groups:
    """`b (h w) c` as [[b], [h, w], [c]]; `1` and `()` are empty groups."""
    found = re.findall(r"\(([^)]*)\)|(\S+)", side)
    return [inner.split() if not single else [] if single == "1" else [single] for inner, single in found]


def sizes_of(left: Groups, shape: tuple[int, ...], given: dict[str, int]) -> dict[str, int]:
    """The size of each axis that the left side names. Raises ValueError where it cannot be worked out."""
    sizes = dict(given)
    if len(left) != len(shape):
        raise ValueError(f"the pattern names {len(left)} axes, the value has shape {shape}")
    for group, size in zip(left, shape, strict=True):
        known = math.prod(sizes[name] for name in group if name in sizes)
        open_ = [name for name in group if name not in sizes]
        if len(open_) > 1 or (known and size % known) or (not open_ and known != size):
            raise ValueError(f"`{' '.join(group)}` does not fit an axis of {size} entries")
        sizes.update(dict.fromkeys(open_, size // known))
    return sizes


SIDES = 2
"""A pattern has so many, joined by an arrow."""


def rearrange(run: Run, span: Span, given_array: Value, pattern: Value, *how: Value, **given: Value) -> Value:
    """`rearrange`, `repeat` (names on the right alone) and `reduce` (names on the left alone, by the operation `how`)."""
    x = require_array(run, given_array, span)
    if not isinstance(pattern, str) or not all(isinstance(each, str) for each in how):
        run.refuse(span, "a pattern is a text", "write it as 'b (h w) -> b h w'")
    sides = expanded(pattern, len(x.shape)).split("->")
    if len(sides) != SIDES:
        run.refuse(span, "a pattern has axes before and after one `->`", "write it as 'b (h w) -> b h w'")
    left, right = map(groups, sides)
    names, wanted = list(itertools.chain(*left)), list(itertools.chain(*right))
    asked = {name: require_whole(run, size, span) for name, size in given.items()}
    asked.update({name: int(name) for name in (*names, *wanted) if name.isdigit()})
    sizes = sizes_of(left, tuple(x.shape), {name: size for name, size in asked.items() if name in names})
    new = {name: size for name, size in asked.items() if name not in names}
    x = operate(run, span, RESHAPE, x, tuple(sizes[name] for name in names))
    gone = tuple(position for position, name in enumerate(names) if name not in wanted)
    if gone and not how:
        told = f"`{names[gone[0]]}` stands on the left of the pattern alone"
        run.refuse(span, told, "`reduce(x, pattern, 'sum')` adds up along an axis")
    if gone:
        x = require_array(run, called(run, libraries.operation(str(how[0])), span, x, axis=gone), span)
        names = [name for name in names if name in wanted]
    order = tuple(names.index(name) for name in wanted if name in names)
    if order != tuple(range(len(order))):
        x = operate(run, span, PERMUTE, x, order)
    if new:
        x = operate(run, span, RESHAPE, x, tuple(1 if name in new else sizes[name] for name in wanted))
        x = operate(run, span, BROADCAST_TO, x, tuple({**sizes, **new}[name] for name in wanted))
    return operate(run, span, RESHAPE, x, tuple(math.prod({**sizes, **new}[name] for name in group) for group in right))


def expanded(pattern: str, rank: int) -> str:
    """The pattern with `...` written out as axes of its own."""
    spare = rank - len(groups(pattern.split("->", maxsplit=1)[0])) + 1
    return pattern.replace("...", " ".join(f"_{position}" for position in range(spare)))


def operate(run: Run, span: Span, row: Row, x: Held, setting: tuple[int, ...]) -> Held:
    """Change the shape of x, unless it is right already."""
    done = row is RESHAPE and tuple(x.shape) == setting
    return x if done else require_array(run, called(run, Operation(row), span, x, setting), span)


def layer(run: Run, span: Span, pattern: Value, *how: Value, **given: Value) -> Native:
    """`Rearrange("b c h -> b (c h)")`, a module for a Sequential."""
    return Native("Rearrange", lambda run, span, x: called(run, REARRANGE, span, x, pattern, *how, **given))


def contracted(run: Run, span: Span, *arrays: Value) -> Value:
    """`einsum(x, y, "batch i, i out -> batch out")`: the pattern comes last, and axes have names of any length."""
    pattern = arrays[-1] if arrays else None
    if not isinstance(pattern, str):
        run.refuse(span, "the pattern of `einsum` stands last in einops", 'einsum(x, y, "i j, j k -> i k")')
    letters = iter(string.ascii_letters)
    by_name: dict[str, str] = {}
    spelled = re.sub(r"\s*(\w+)\s*", lambda name: by_name.setdefault(name[1], next(letters)), pattern)
    return called(run, Operation(EINSUM), span, spelled.replace(" ", ""), *arrays[:-1])


def around_star(run: Run, span: Span, pattern: Value) -> tuple[int, int]:
    """How many axes a pattern of `pack` has before its `*`, and how many behind."""
    axes = pattern.split() if isinstance(pattern, str) else []
    if axes.count("*") != 1:
        run.refuse(span, "a pattern of `pack` and `unpack` has one `*`", "write it as 'b * d'")
    return axes.index("*"), len(axes) - axes.index("*") - 1


def pack(run: Run, span: Span, arrays: Value, pattern: Value) -> Value:
    """`pack([x, y], "b * d")`: arrays whose axes at `*` are made one, joined along it, and what these axes were of each."""
    before, behind = around_star(run, span, pattern)
    flat: list[Value] = []
    inner: list[Value] = []
    for each in arrays if isinstance(arrays, (list, tuple)) else [arrays]:
        x = require_array(run, each, span)
        shape = tuple(x.shape)
        end = len(shape) - behind
        if end < before:
            told = f"the pattern names {before + behind} axes, the value has shape {shape}"
            run.refuse(span, told, "each array has the axes around `*`")
        flat.append(operate(run, span, RESHAPE, x, (*shape[:before], math.prod(shape[before:end]), *shape[end:])))
        inner.append(shape[before:end])
    return (called(run, Operation(CONCATENATE), span, flat, before), inner)


def whole_numbers(run: Run, shape: Value, span: Span) -> Shape:
    return tuple(require_whole(run, size, span) for size in (shape if isinstance(shape, (list, tuple)) else [shape]))


def filled(shapes: list[Shape], length: int) -> list[Shape]:
    """Shapes with what their -1 stands for where together they have `length` entries."""
    left = length - sum(math.prod(each) for each in shapes if -1 not in each)
    return [
        tuple(left // max(1, -math.prod(each)) if size == -1 else size for size in each) if -1 in each else each
        for each in shapes
    ]


def unpack(run: Run, span: Span, joined: Value, inner: Value, pattern: Value) -> Value:
    """`unpack(x, shapes, "b * d")`: the arrays that `pack` joined. One length may be -1, for what the others leave."""
    x, (before, behind) = require_array(run, joined, span), around_star(run, span, pattern)
    shape = tuple(x.shape)
    if len(shape) != before + 1 + behind or not isinstance(inner, (list, tuple)):
        told = f"`unpack` takes an array of {before + 1 + behind} axes here, and the shapes that `pack` gave"
        run.refuse(span, told, "write it as `unpack(x, shapes, 'b * d')`")
    shapes = filled([whole_numbers(run, each, span) for each in inner], shape[before])
    ends = list(itertools.accumulate(map(math.prod, shapes)))
    if (ends[-1] if ends else 0) != shape[before]:
        told = f"the shapes {', '.join(map(str, shapes))} do not fit an axis of {shape[before]} entries"
        run.refuse(span, told, "take those that `pack` gave")
    starts, leading = [0, *ends], (slice(None),) * before
    pieces = [item(run, x, (*leading, slice(*ends)), span) for ends in itertools.pairwise(starts)]
    return [
        operate(run, span, RESHAPE, require_array(run, piece, span), (*shape[:before], *axes, *shape[before + 1 :]))
        for piece, axes in zip(pieces, shapes, strict=True)
    ]


REARRANGE = Native("rearrange", rearrange)
EINOPS: dict[str, Callable[..., Value]] = {
    **dict.fromkeys(("rearrange", "reduce", "repeat"), rearrange), "einsum": contracted,
    "pack": pack, "unpack": unpack, **dict.fromkeys(("Rearrange", "Reduce"), layer),
}  # fmt: skip
