"""Shapes: the same entries arranged, copied, turned or padded."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from app.autodiff.primitives import arrangements as call
from app.autodiff.primitives import code_forms, places, torch_code_forms
from app.autodiff.primitives.arrays import Array, Shape, modest
from app.autodiff.primitives.call_forms import Prepared, array_of, shape_of
from app.autodiff.primitives.padding import padded, padded_from_last
from app.autodiff.table import definition, primitive, static, subject

subject(__name__, __doc__)

Widths = tuple[tuple[int, int], ...]


def pad(x: ArrayLike, width: Widths, value: float = 0.0) -> Array:
    """`x` with `value` around it; a negative width cuts off."""
    x = np.asarray(x)[
        tuple(
            slice(max(0, -before), size - max(0, -after))
            for (before, after), size in zip(width, np.shape(x), strict=True)
        )
    ]
    return np.pad(x, [(max(0, before), max(0, after)) for before, after in width], constant_values=value)


def pad_mirrored(x: ArrayLike, width: Widths, mode: str) -> Array:
    return np.asarray(np.pad(x, width, mode=mode))  # type: ignore[call-overload]


def negated(numbers: object) -> object:
    """The opposite of a number, or of each in nested tuples."""
    return tuple(map(negated, numbers)) if isinstance(numbers, tuple) else -numbers  # type: ignore[operator]


def raised(shape: Shape, reps: Shape) -> Shape:
    return (1,) * (len(reps) - len(shape)) + shape


def diag_embed(x: Array, k: int) -> Array:
    """Matrices with the last axis of `x` on their k-th diagonal."""
    size = np.shape(x)[-1] + abs(k)
    result = np.zeros(modest((*np.shape(x)[:-1], size, size)), np.asarray(x).dtype)
    rows = np.arange(np.shape(x)[-1])
    result[..., rows + max(0, -k), rows + max(0, k)] = x
    return result


def at_least(rank: int) -> Callable[..., Prepared]:
    def prepare(x: object) -> Prepared:
        return call.new_shape(
            x, {1: np.atleast_1d, 2: np.atleast_2d, 3: np.atleast_3d}[rank](np.empty(shape_of(x))).shape
        )

    return prepare


# fmt: off
primitive("transpose", "x, axes=()", np.transpose, "transpose(g, inverse_order(axes))", names="t", symbol="ᵀ", prepare=call.permutation,
          spelled={"swapaxes swapdims matrix_transpose adjoint": (call.swapped, "x.T"), "permute permute_dims": (call.ordered, "x.T"), "moveaxis movedim": call.moved, "rollaxis": call.rolled_axis}, shown="x.T", spoken="transpose", explained="What was moved on the way forward is moved back.", code=code_forms.axes_turned)
primitive("reshape", "x, shape=()", np.reshape, "reshape(g, x.shape)", names="view", prepare=call.new_shape, spelled={
          "flatten ravel": call.flattened, "unflatten": call.unflattened, "squeeze": call.squeezed, "torch.squeeze": call.squeezed_where_one, "expand_dims unsqueeze": (call.expanded_dims, "x"),
          "view_as reshape_as": call.shaped_like, "atleast_1d": at_least(1), "atleast_2d": at_least(2), "atleast_3d": at_least(3)}, form="reshaped", spoken="reshape", like="transpose", meaning="the entries in the shape of the operand", code=code_forms.reshaped)
primitive("broadcast_to", "x, shape=()", np.broadcast_to, "g", symbol="copy", names="expand", prepare=call.broadcast, spelled={"expand_as": call.broadcast_like}, shown="x", spoken="copy", explained="A copy went to every place, so what comes back from all of them is added up.")
definition("def sum_to_size(x, *size): return sum_to(x, size[0] if isinstance(size[0], (tuple, list)) else size)", plain="size", like="sum")
primitive("tile", "x, reps=()", np.tile, "scatter(g, raised(x.shape, reps), tile_places(x.shape, reps))", prepare=call.tiled,
          spelled={"torch.repeat": call.tiled, "method.repeat": call.repeated_method}, spoken="tiling", like="broadcast_to")
primitive("repeat", "x, repeats=1, axis=None", np.repeat, "scatter(g, x.shape, repeat_places(x.shape, repeats, axis))", names="repeat_interleave", prepare=call.repeated, spoken="repeat", like="broadcast_to", jax="np.repeat(x, np.asarray(repeats), axis=axis)", torch="torch.repeat_interleave(x, torch.as_tensor(repeats), dim=axis)")
primitive("flip", "x, axis=None", np.flip, "flip(g, axis)", prepare=call.flipped, spelled={"fliplr": call.flipped_along(1), "flipud": call.flipped_along(0)}, form="turned", spoken="flip", like="transpose", torch=torch_code_forms.flipped)
primitive("roll", "x, shift=0, axis=None", np.roll, "roll(g, negated(shift), axis)", prepare=call.rolled, spoken="roll", like="transpose")
primitive("rot90", "x, k=1, axes=(0, 1)", np.rot90, "rot90(g, -k, axes)", prepare=call.rotated, spoken="rotation", like="transpose")
primitive("tril", "x, k=0", np.tril, "tril(g, k)", prepare=call.triangle("tril"), spoken="lower triangle", explained="Entries that were kept get their gradient, those that were cut off get zero.")
primitive("triu", "x, k=0", np.triu, "triu(g, k)", prepare=call.triangle("triu"), spoken="upper triangle", like="tril")
primitive("diagonal", "x, offset=0, axis1=0, axis2=1", np.diagonal, "scatter(g, x.shape, diagonal_places(x.shape, offset, axis1, axis2))",
          symbol="diag", prepare=call.diagonal, spelled={"diag": call.diagonal_or_matrix, "linalg.diagonal": call.diagonal_of_matrices}, form="first", head="diag", spoken="diagonal", like="tril")
primitive("diag_embed", "x, k=0", diag_embed, "diagonal(g, k, -2, -1)", prepare=call.diagonal_matrices, symbol="diag", form="first", head="diag", spoken="diagonal matrix", explained="Each entry gets the gradient of its place on the diagonal.", torch="torch.diag_embed(x, offset=k)")
primitive("pad", "x, width=(), value=0", pad, "pad(g, negated(width))", prepare=padded, spelled={"torch.pad": padded_from_last}, spoken="padding", explained="What was padded is cut off again: each entry gets the gradient of its own place.", code=code_forms.widened, torch=torch_code_forms.padded)
primitive("pad_mirrored", "x, width=(), mode='reflect'", pad_mirrored, "scatter(g, x.shape, padding_places(x.shape, width, mode))", symbol="pad", spoken="mirrored padding", explained="An entry that stands in the margin too gets the gradients of both places, added up.", code="np.pad(x, width, mode=mode)")
# fmt: on
definition(
    "def diagflat(x, k=0, offset=None): return diag_embed(ravel(x), k if offset is None else offset)",
    symbol="diag",
    like="diag_embed",
)
definition(
    "def reshape_by_columns(x, shape): return transpose(reshape(transpose(x), shape[::-1]))", inner=True, like="reshape"
)
definition(
    "def meshgrid(*xs, indexing='xy'): return broadcast_axes(*xs, order=((1, 0, 2, 3) if indexing == 'xy' and len(xs) > 1 else (0, 1, 2, 3)))"
)
definition(
    "def torch_meshgrid(*xs, indexing='ij'): return meshgrid(*xs, indexing=indexing)",
    names="torch.meshgrid",
    symbol="meshgrid",
)
definition(
    """
    def broadcast_axes(*xs, order=(0, 1, 2, 3)):
        lists = xs[0] if len(xs) == 1 and ndim(xs[0]) != 1 else xs
        rows = [reshape(x, mesh_axis(len(lists), order[i])) for i, x in enumerate(lists)]
        shape = broadcast_shapes(*[x.shape for x in rows])
        return [broadcast_to(x, shape) for x in rows]
""",
    symbol="meshgrid",
    inner=True,
)
definition(
    """
    def broadcast_arrays(*xs):
        shape = broadcast_shapes(*[x.shape for x in xs])
        return [broadcast_to(x, shape) for x in xs]
""",
    names="broadcast_tensors",
    symbol="copy",
)
definition(
    """
    def diff(x, n=1, axis=-1, prepend=None, append=None):
        edge = x[part(axis, 0, 1)].shape
        if prepend is not None: x = concatenate([prepend if ndim(prepend) else broadcast_to(prepend, edge), x], axis)
        if append is not None: x = concatenate([x, append if ndim(append) else broadcast_to(append, edge)], axis)
        for _ in range(n): x = x[part(axis, 1, None)] - x[part(axis, None, -1)]
        return x
""",
    spoken="difference",
    explained="Each entry gets the gradient of the difference that it ends, less that of the one that it begins.",
)
definition("def ediff1d(x): return diff(ravel(x))", like="diff")


def ndim(x: object) -> int:
    if isinstance(x, (list, tuple)):
        return 1 + max((ndim(each) for each in x), default=0)
    return len(shape_of(x))


def mesh_axis(number: int, place: int) -> Shape:
    """The shape with all entries along one of several axes."""
    return tuple(-1 if axis == place else 1 for axis in range(number))


static("ndim", ndim, names="ndimension rank method.dim torch.dim", by_shape=True)
static("numel", lambda x: math.prod(shape_of(x)), names="nelement", by_shape=True)
static("shape", shape_of, by_shape=True)
static("size", lambda x, axis=None: math.prod(shape_of(x)) if axis is None else shape_of(x)[axis], by_shape=True)
static("broadcast_shapes", np.broadcast_shapes)
static("is_mask", lambda x: array_of(x).dtype == bool, inner=True)
static("inverse_order", call.inverse_order, inner=True)
static("negated", negated, inner=True, shown="-numbers")
static("slice", slice, usage="(start, stop, step)")
static("raised", raised, inner=True)
static("mesh_axis", mesh_axis, inner=True)
static("tile_places", places.tile_places, inner=True)
static("repeat_places", places.repeat_places, inner=True)
static("diagonal_places", places.diagonal_places, inner=True)
static("padding_places", places.padding_places, inner=True)
