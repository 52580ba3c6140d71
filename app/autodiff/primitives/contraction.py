"""Einstein summation: subscripts as people write them, and those of its adjoint."""

from __future__ import annotations

from collections import Counter

import numpy as np

from app.autodiff.primitives.arrays import Array, Shape, modest
from app.autodiff.primitives.call_forms import Prepared, product, shape_of, whole

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def einsum(*operands: Array, subscripts: str) -> Array:
    return np.asarray(np.einsum(subscripts, *operands, optimize=len(operands) > 2), dtype=float)[()]


def counted_by_call(*shapes: Shape) -> int:
    """No entries: `einsum_call` refuses a result that is too large, whose size the shapes alone do not tell."""
    return 0


def einsum_call(subscripts: object, *operands: object) -> Prepared:
    """`einsum('ij,jk->ik', a, b)` with every index written out. Raises ValueError for what does not fit."""
    if len(operands) == 1 and isinstance(operands[0], (list, tuple)):
        operands = tuple(operands[0])
    if not isinstance(subscripts, str):
        raise TypeError("einsum takes its subscripts first, as einsum('ij,jk->ik', a, b)")
    left, arrow, output = subscripts.replace(" ", "").partition("->")
    terms = left.split(",")
    if len(terms) != len(operands):
        raise ValueError(f"{len(terms)} groups of subscripts for {len(operands)} values")
    batch = "".join(each for each in LETTERS if each not in subscripts)
    written = [explicit(term, len(shape_of(each)), batch) for term, each in zip(terms, operands, strict=True)]
    longest = max(
        (len(shape_of(each)) - len(term) + 3 for term, each in zip(terms, operands, strict=True) if "..." in term),
        default=0,
    )
    if not arrow:
        times = Counter("".join(terms).replace(".", ""))
        output = ("..." if longest else "") + "".join(sorted(each for each in times if times[each] == 1))
    output = output.replace("...", batch[:longest][::-1])
    if wrong := [each for each in output if each not in "".join(written) or output.count(each) > 1]:
        raise ValueError(f"the index {wrong[0]} of the result stands in no value, or twice in the result")
    sizes = check_sizes(written, operands, output)
    modest(tuple(sizes.get(each, 1) for each in output))
    return "einsum", operands, {"subscripts": f"{','.join(written)}->{output}"}


def explicit(term: str, rank: int, batch: str) -> str:
    """One group of subscripts with letters for its dots, counted from the right as broadcasting does."""
    dots = rank - len(term.replace("...", ""))
    if dots < 0 or (dots and "..." not in term):
        raise ValueError(f"the subscripts {term} are not those of a value with {rank} axes")
    return term.replace("...", batch[:dots][::-1])


def check_sizes(terms: list[str], operands: tuple[object, ...], output: str) -> dict[str, int]:
    """How long each index is. Raises ValueError where values do not agree; an index of the result is broadcast, one that is summed is not."""
    sizes: dict[str, int] = {}
    for term, operand in zip(terms, operands, strict=True):
        for index, size in zip(term, shape_of(operand), strict=True):
            broadcast = size == 1 and index in output
            if not broadcast and sizes.setdefault(index, size) != size:
                raise ValueError(f"the index {index} is {sizes[index]} long in one value and {size} in another")
    return sizes


def split_subscripts(subscripts: str) -> tuple[list[str], str]:
    left, _, output = subscripts.partition("->")
    return left.split(","), output


def distinct(term: str, subscripts: str) -> str:
    """The subscripts of one operand with fresh letters for an index that it repeats."""
    spare = iter(each for each in LETTERS if each not in subscripts)
    return "".join(next(spare) if each in term[:place] else each for place, each in enumerate(term))


def fillers(subscripts: str, position: int) -> list[str]:
    """What the adjoint needs beside the cotangent and the other operands: a diagonal for each repeated index, ones for each lost one."""
    terms, output = split_subscripts(subscripts)
    term = terms[position]
    fresh = distinct(term, subscripts)
    rest = "".join([output, *terms[:position], *terms[position + 1 :]])
    diagonals = [first + again for first, again in zip(term, fresh, strict=True) if first != again]
    lost = [each for place, each in enumerate(term) if each not in rest and each not in term[:place]]
    return diagonals + lost


def returning(subscripts: str, position: int) -> str:
    """The subscripts of the adjoint of one operand: cotangent, other operands, fillers → that operand."""
    terms, output = split_subscripts(subscripts)
    others = [*terms[:position], *terms[position + 1 :]]
    return f"{','.join([output, *others, *fillers(subscripts, position)])}->{distinct(terms[position], subscripts)}"


def filling(subscripts: str, position: int, shape: Shape) -> list[Array]:
    """The arrays for `fillers`."""
    terms, _ = split_subscripts(subscripts)
    sizes = dict(zip(terms[position], shape, strict=True))
    return [
        np.eye(sizes[each[0]]) if len(each) == 2 else np.ones(sizes[each]) for each in fillers(subscripts, position)
    ]


def tensordot_call(a: object, b: object, axes: object = 2, axis: object = None) -> Prepared:
    """The last axes of `a` with the first of `b`, or given pairs of axes."""
    axes = axes if axis is None else axis
    left, right = len(shape_of(a)), len(shape_of(b))
    if isinstance(axes, (tuple, list)):
        mine, yours = whole((axes[0],)), whole((axes[1],))
    else:
        number = whole((axes,))[0]
        mine, yours = tuple(range(left - number, left)), tuple(range(number))
    first, second = list(LETTERS[:left]), list(LETTERS[left : left + right])
    for one, other in zip(mine, yours, strict=True):
        second[other % right] = first[one % left]
    kept = [each for each in first if each not in second] + [each for each in second if each not in first]
    return einsum_call(f"{''.join(first)},{''.join(second)}->{''.join(kept)}", a, b)


def inner_product(a: object, b: object) -> Prepared:
    """Sums over the last axes of both, of all pairs."""
    if len(shape_of(a)) == len(shape_of(b)) == 1 or not shape_of(a) or not shape_of(b):
        return product(a, b)
    return tensordot_call(a, b, ((-1,), (-1,)))
