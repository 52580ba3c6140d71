"""Choosing entries by place. What is read twice gets both contributions back."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from app.autodiff.primitives import arrangements as call
from app.autodiff.primitives import code_forms, creation, places, torch_code_forms
from app.autodiff.primitives.arrays import Array, Shape, modest, put, scatter
from app.autodiff.primitives.call_forms import array_of, chosen, chosen_by_jax, shape_of
from app.autodiff.table import definition, primitive, static, subject

subject(__name__, __doc__)

CHOSEN = "The entries that were chosen get the gradient, all others get zero; one chosen twice gets both."


def take(x: Array, indices: ArrayLike, axis: int | None) -> Array:
    return np.asarray(x)[places.take_places(indices, np.shape(x), axis)]


def take_along_axis(x: Array, indices: ArrayLike, axis: int, stretch: bool) -> Array:
    return np.asarray(x)[places.along_places(indices, np.shape(x), axis, stretch)]


def pick(x: Array, labels: ArrayLike, axis: int) -> Array:
    return np.asarray(x)[places.pick_places(labels, np.shape(x), axis)]


def one_hot(labels: ArrayLike, number: int) -> Array:
    """Rows that are 1 at the label and 0 elsewhere; −1 takes as many classes as there are labels."""
    whole = places.integers(labels)
    width = int(np.max(whole, initial=-1)) + 1 if number < 0 else number
    modest((*whole.shape, width))
    return np.asarray(np.arange(width) == whole[..., None], dtype=float)


def bins(x: object, minlength: int = 0) -> NDArray[np.intp]:
    """How often each whole number stands in `x`."""
    whole = places.integers(x)
    modest((max(int(np.max(whole, initial=0)), minlength),))
    return np.bincount(whole, None, minlength)


def buckets(ids: object, number: object = None) -> tuple[int, places.Key]:
    """How many sums there are, and to which each entry goes."""
    whole = places.integers(ids)
    count = int(np.max(whole, initial=-1)) + 1 if number is None else int(array_of(number))
    modest((count,))
    return count, (places.inside(whole, count),)


LEAST = -(2**63)
"""The least whole number of 64 bits."""


def truncate(x: ArrayLike) -> NDArray[np.int64]:
    """The whole part of each number; −2⁶³ for nan, inf and what is too large, as most machines have it."""
    whole = np.trunc(x)
    return np.where(np.abs(whole) < -float(LEAST), whole, LEAST).astype(np.int64)[()]


def few(shape: Shape) -> Shape:
    """A shape that can be gone through place by place. Raises ValueError."""
    if math.prod(shape) > places.MOST_PARTS:
        raise ValueError(f"{math.prod(shape)} places are too many to go through")
    return shape


def occurs(x: object, value: float) -> bool:
    """Whether `value` is among the entries."""
    return bool(np.any(array_of(x) == value))


def reduction(reduce: object, source: Shape, index: Shape) -> str:
    """How `scatter_reduce` takes together. Raises ValueError for what is no such way, and for what it would cut off."""
    if reduce not in ("sum", "prod", "mean", "amax", "amin"):
        raise ValueError(f"`reduce={reduce!r}` is not followed; 'sum', 'prod', 'mean', 'amax' and 'amin' are")
    if source != index:
        raise ValueError(f"its index has shape {index}, what it adds {source}")
    return str(reduce)


def scatter_peak(x: Array, src: Array, key: places.Key, include_self: bool, least: bool) -> Array:
    """The largest (or least) of what meets at each place; without `include_self`, x stays only where nothing else is put."""
    result = np.array(x, dtype=float)
    if not include_self:
        result[key] = np.inf if least else -np.inf
    (np.minimum if least else np.maximum).at(result, key, src)
    return result


# fmt: off
primitive("index",   "x, key=()", lambda x, key: np.asarray(x)[key], "scatter(g, x.shape, key)", symbol="[·]", form="chosen entries", spoken="choice of entries", explained=CHOSEN, usage="[key]", code=code_forms.chosen_entries)
primitive("scatter", "x, shape=(), key=()", scatter, "index(g, key)", code="scatter(x, shape, np.s_[key])", inner=True, form="placed", spoken="placing of entries", explained="Each entry gets the gradient of the place that it was put to.", meaning="each entry back at the place that it was read from; what meets is added up", jax="jnp.zeros(shape).at[key].add(x)")
primitive("scatter_peak", "x, src, key=(), include_self=True, least=False", scatter_peak, None, None, inner=True, spoken="largest of what meets", code="scatter_peak(x, src, np.s_[key], include_self, least)", jax=code_forms.peak_by_jax)
primitive("put",     "x, value, key=()", put, "put(g, 0, key)", "index(g, key)", code="put(x, value, np.s_[key])", symbol="[·]←", inner=True, form="kept", spoken="placing of entries", explained="The new entries get the gradient of their places; of the old ones those that were left alone get theirs.", jax="jnp.asarray(x).at[key].set(value)", torch="replaced(x, value, np.s_[key])")
primitive("take",    "x, indices, axis=None", take, "scatter(g, x.shape, take_places(indices, x.shape, axis))", None, prepare=call.taken, spelled={"index_select": call.selected, "jax.gather": lambda params, indices, axis=0: call.taken(params, indices, axis)}, like="index", shown="x[indices]", code="np.take(x, integers(indices), axis=axis)", torch=torch_code_forms.taken)
primitive("take_along_axis", "x, indices, axis=-1, stretch=True", take_along_axis, "scatter(g, x.shape, along_places(indices, x.shape, axis, stretch))", None,
          names="take_along_dim", prepare=call.taken_along, spelled={"gather": call.gathered}, form="chosen entries", like="index", code=code_forms.taken_along)
primitive("pick",    "x, labels, axis=1", pick, "scatter(g, x.shape, pick_places(labels, x.shape, axis))", None, inner=True, like="index", shown="x[labels]", code=code_forms.picked)
primitive("where",   "c, a, b", np.where, None, "where(c, g, 0)", "where(c, 0, g)", prepare=chosen, spelled={"masked_fill": call.filled, "jax.select": chosen_by_jax}, form="choice", spoken="choice", explained="Where a value was chosen it gets the gradient, and the other one gets zero.", torch="torch.where(c != 0, a, b)")
primitive("one_hot", "labels, number=-1", one_hot, None, names="to_categorical", symbol="one hot", prepare=call.hot, code=code_forms.marked)
primitive("detach",  "x", np.array, None, names="stop_gradient", policy="the gradient is cut here", spoken="cut", code="x", jax="jax.lax.stop_gradient(x)", torch="x.detach()")
primitive("cast",    "x", lambda x: np.asarray(x, dtype=float)[()], "g", symbol="float", inner=True, spoken="change to numbers", explained="The numbers stay what they were, and so does the gradient.", code="np.asarray(x, dtype=float)", torch="x.double()")
primitive("truncate", "x", truncate, None, symbol="int", policy="whole numbers carry no gradient", inner=True, spoken="whole part", explained="A whole number does not change with what it was cut from: nothing flows back.", code="np.trunc(x).astype(int)", jax="np.asarray(x).astype(int)")
primitive("is_true", "x", lambda x: np.asarray(x) != 0, None, symbol="bool", policy="truth values carry no gradient", inner=True, spoken="truth value", explained="A truth value does not change with the number: nothing flows back.", code="x != 0")
# fmt: on
definition("def masked_select(x, mask): return x[mask]", like="index")
definition("def extract(condition, x): return ravel(x)[ravel(condition)]", like="index")
definition("def compress(condition, x, axis=None): return take(x, flatnonzero(condition), axis)", like="index")
definition(
    """
    def select(condlist, choicelist, default=0):
        y = default
        for i in range(len(condlist) - 1, -1, -1): y = where(condlist[i], choicelist[i], y)
        return y
""",
    symbol="where",
    plain="condlist choicelist",
    spoken="choice",
    explained="Each entry's gradient goes to the value that was chosen for it.",
)
definition(
    "def numpy_choose(a, choices): return select([a == each for each in range(len(choices))], choices)",
    names="numpy.choose jax.choose",
    like="select",
    plain="choices",
)
definition(
    "def torch_select(x, axis, index): return x[part_at(axis, index)]",
    names="torch.select method.select",
    symbol="[·]",
    plain="axis",
)
definition(
    "def narrow(x, axis, start, length): return x[part(axis, start, start + length)]", like="index", plain="axis"
)
definition(
    """
    def embedding(input, weight, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False):
        if padding_idx is not None: weight[padding_idx] = detach(weight[padding_idx])
        if without(max_norm is not None, 'max_norm') and without(scale_grad_by_freq, 'scale_grad_by_freq'): return take(weight, input, 0)
""",
    policy="nothing flows back into the row for padding",
    spoken="embedding",
    explained="Each row that was looked up gets its gradient, one looked up twice gets both, and all others get zero.",
)
definition(
    """
    def embedding_bag(input, weight, offsets=None, max_norm=None, norm_type=2, scale_grad_by_freq=False, mode='mean', sparse=False, per_sample_weights=None):
        rows = embedding(input, weight, max_norm=max_norm, scale_grad_by_freq=scale_grad_by_freq)
        if per_sample_weights is not None: rows = rows * unsqueeze(per_sample_weights, -1)
        ends = None if offsets is None else [*offsets[1:], input.shape[0]]
        bags = [rows] if ends is None else [rows[start:end] for start, end in zip(offsets, ends)]
        found = [amax(bag, -2) if mode == 'max' else sum(bag, -2) if mode == 'sum' else mean(bag, -2) for bag in bags]
        return found[0] if offsets is None else stack(found)
""",
    policy="a bag without entries is refused",
)
definition(
    """
    def insert(x, obj, values, axis=None):
        entries = ravel(x)
        return concatenate([entries, ravel(values).astype(entries.dtype)])[insertion_places(x, obj, values, axis)]
""",
    symbol="[·]",
    plain="obj axis",
)
static("insertion_places", places.insertion_places, inner=True)
definition(
    "def sliding_window_view(x, window_shape, axis=None): return ravel(x)[window_places(x, window_shape, axis)]",
    symbol="[·]",
    plain="window_shape axis",
)
static("window_places", places.window_places, inner=True)
definition(
    "def dynamic_slice(x, start_indices, slice_sizes): return x[window_at(x, start_indices, slice_sizes)]",
    symbol="[·]",
    plain="start_indices slice_sizes",
)
definition(
    """
    def dynamic_update_slice(x, update, start_indices):
        x[window_at(x, start_indices, update.shape)] = update
        return x
""",
    symbol="[·]←",
    plain="start_indices",
)
static("window_at", places.window_at, inner=True)
static(
    "window_start",
    lambda start, width, size: places.window_start(places.integers(start).item(), width, size),
    inner=True,
)
definition("def delete(x, obj, axis=None): return take(x, kept_places(x, obj, axis), axis)", symbol="[·]")
static(
    "kept_places",
    lambda x, obj, axis=None: np.delete(np.arange(math.prod(shape_of(x)) if axis is None else shape_of(x)[axis]), obj),
    inner=True,
)
static("diag_indices", lambda n, ndim=2: np.diag_indices(creation.sized(n)[0], ndim))
static("tril_indices_from", lambda x, k=0: np.tril_indices_from(array_of(x), k))
static("triu_indices_from", lambda x, k=0: np.triu_indices_from(array_of(x), k))
static("ravel_multi_index", lambda places, shape: np.ravel_multi_index(tuple(map(array_of, places)), shape))
static("einsum_path", lambda subscripts, *operands, optimize=None: (["einsum_path", tuple(range(len(operands)))], ""))
static("ndindex", lambda *shape: list(np.ndindex(*few(creation.sized(*shape)))))
static("setdiff1d", lambda a, b: np.setdiff1d(array_of(a), array_of(b)))
static("union1d", lambda a, b: np.union1d(array_of(a), array_of(b)))
static("intersect1d", lambda a, b: np.intersect1d(array_of(a), array_of(b)))
static("nonzero", lambda x: np.nonzero(array_of(x)))
static("flatnonzero", lambda x: np.flatnonzero(array_of(x)))
static("argwhere", lambda x: np.argwhere(array_of(x)))
static("torch.nonzero", lambda x, as_tuple=False: np.nonzero(array_of(x)) if as_tuple else np.argwhere(array_of(x)))
static("unravel_index", lambda x, shape: np.unravel_index(array_of(x).astype(int), shape))
static("ix_", lambda *xs: np.ix_(*map(array_of, xs)))
static(
    "searchsorted",
    lambda x, v, side="left", right=False: np.searchsorted(array_of(x), array_of(v), "right" if right else side),
)
static("bins", bins, inner=True)
static("buckets", buckets, inner=True)
definition(
    """
    def bincount(x, weights=None, minlength=0, length=None):
        number = max(len(bins(x)), minlength) if length is None else length
        return bins(x, number)[:number] if weights is None else segment_sum(weights, x, number)
""",
    plain="minlength length",
)
definition(
    """
    def segment_sum(data, segment_ids, num_segments=None, indices_are_sorted=False, unique_indices=False):
        count, key = buckets(segment_ids, num_segments)
        return scatter(data, (count, *data.shape[1:]), key)
""",
    plain="num_segments",
)
for name, end in (("max", "-inf"), ("min", "inf")):
    definition(
        f"""
    def segment_{name}(data, segment_ids, num_segments=None, indices_are_sorted=False, unique_indices=False):
        count, key = buckets(segment_ids, num_segments)
        return scatter_extreme(full((count, *data.shape[1:]), {end}), data, key, True, {name == "min"})
""",
        plain="num_segments",
        policy="of equal entries each gets an even share",
    )
static(
    "unique",
    lambda x, return_index=False, return_inverse=False, return_counts=False, axis=None: np.unique(
        array_of(x), return_index, return_inverse, return_counts, axis
    ),
)
static(
    "torch.unique",
    lambda x, sorted=True, return_inverse=False, return_counts=False, axis=None: np.unique(  # noqa: A006  it is called so there
        array_of(x), False, return_inverse, return_counts, axis
    ),
)
static("occurs", occurs, inner=True)
static("take_places", places.take_places, inner=True)
static("along_places", places.along_places, inner=True)
static("reduction", reduction, inner=True)
static("pick_places", places.pick_places, inner=True)
