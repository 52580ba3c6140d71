"""einops' patterns, `rearrange(x, "b (h w) c -> b c h w", h=2)`, as reshape, reduction, transposition and reshape again."""

from __future__ import annotations

import itertools
import math
import re
import string
from collections.abc import Callable

from app.autodiff.interpreter.arrays.coercion import require_array, require_whole
from app.autodiff.interpreter.kinds import libraries
from app.autodiff.interpreter.kinds.value_types import Held, Native, Operation, Value
from app.autodiff.interpreter.running.dispatch import called
from app.autodiff.interpreter.running.run import Run
from app.autodiff.intrinsics import BROADCAST_TO, EINSUM, PERMUTE, RESHAPE
from app.autodiff.table import Row
from app.language import Span

Groups = list[list[str]]


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


REARRANGE = Native("rearrange", rearrange)
EINOPS: dict[str, Callable[..., Value]] = {
    **dict.fromkeys(("rearrange", "reduce", "repeat"), rearrange), "einsum": contracted, **dict.fromkeys(("Rearrange", "Reduce"), layer),
}  # fmt: skip
