"""TensorFlow and Flax: names that other libraries use otherwise, and names of their own, in texts that call them by `tf.…` or `nn.…`."""

from __future__ import annotations

import numpy as np

from app.autodiff.primitives.call_forms import array_of, whole_number
from app.autodiff.primitives.random import Generator, normal, uniform
from app.autodiff.table import definition, static, subject

subject(__name__, __doc__)

DEFINED = {
    "tf_matmul": ("tensorflow.matmul", "@", "def tf_matmul(a, b, transpose_a=False, transpose_b=False): return (a.mT if transpose_a else a) @ (b.mT if transpose_b else b)"),
    "tf_moments": ("tensorflow.moments", "", "def tf_moments(x, axes, keepdims=False): return mean(x, axes, keepdims), var(x, axes, 0, keepdims)"),
    "tf_batch_normalization": ("tensorflow.batch_normalization", "", """
        def tf_batch_normalization(x, mean, variance, offset, scale, variance_epsilon):
            found = (x - mean) / sqrt(variance + variance_epsilon)
            found = found if scale is None else found * scale
            return found if offset is None else found + offset
    """),
    "tf_l2_normalize": ("tensorflow.l2_normalize", "", "def tf_l2_normalize(x, axis=None, epsilon=1e-12): return x / sqrt(maximum(sum(x**2, axis, True), epsilon))"),
    "tf_split": ("tensorflow.split", "split", """
        def tf_split(value, num_or_size_splits, axis=0, num=None):
            if ndim(num_or_size_splits) == 0: return split(value, num_or_size_splits, axis)
            return torch_split(value, tf_sizes(num_or_size_splits, value.shape[axis]), axis)
    """),
    "tf_transpose": ("tensorflow.transpose", "ᵀ", "def tf_transpose(a, perm=None): return transpose(a, perm)"),
    "tf_sort": ("tensorflow.sort", "sort", "def tf_sort(values, axis=-1, direction='ASCENDING'): return jax_sort(values, axis, True, direction == 'DESCENDING')"),
    "tf_argsort": ("tensorflow.argsort", "argsort", "def tf_argsort(values, axis=-1, direction='ASCENDING', stable=False): return jax_argsort(values, axis, True, direction == 'DESCENDING')"),
    "tf_bias_add": ("tensorflow.bias_add", "+", "def tf_bias_add(value, bias): return value + bias"),
    "tf_embedding_lookup": ("tensorflow.embedding_lookup", "[·]", "def tf_embedding_lookup(params, ids): return params[ids]"),
    "tf_gather_nd": ("tensorflow.gather_nd", "[·]", "def tf_gather_nd(params, indices): return params[tf_places(indices)]"),
    "tf_boolean_mask": ("tensorflow.boolean_mask", "[·]", "def tf_boolean_mask(tensor, mask): return tensor[mask]"),
    "tf_reverse": ("tensorflow.reverse", "", "def tf_reverse(x, axis): return flip(x, axis)"),
    "tf_tensor_scatter_nd_update": ("tensorflow.tensor_scatter_nd_update", "[·]←", """
        def tf_tensor_scatter_nd_update(tensor, indices, updates):
            tensor = tensor.copy()
            tensor[tf_places(indices)] = updates
            return tensor
    """),
    "tf_tensor_scatter_nd_add": ("tensorflow.tensor_scatter_nd_add", "[·]←", "def tf_tensor_scatter_nd_add(tensor, indices, updates): return tensor + scatter(updates, tensor.shape, tf_places(indices))"),
    "tf_scatter_nd": ("tensorflow.scatter_nd", "[·]←", "def tf_scatter_nd(indices, updates, shape): return scatter(updates, (*shape,), tf_places(indices))"),
    "tf_slice": ("tensorflow.slice", "[·]", """
        def tf_slice(x, begin, size):
            for axis, (first, count) in enumerate(zip(begin, size)):
                x = x[part(axis, first, None if count == -1 else first + count)]
            return x
    """),
    "tf_diag_part": ("tensorflow.diag_part tensorflow.tensor_diag_part", "diag", "def tf_diag_part(x): return diagonal(x, 0, -2, -1)"),
    "tf_cumsum": ("tensorflow.cumsum", "cumsum", """
        def tf_cumsum(x, axis=0, exclusive=False, reverse=False):
            x = flip(x, axis) if reverse else x
            found = cumsum(x, axis) - x if exclusive else cumsum(x, axis)
            return flip(found, axis) if reverse else found
    """),
    "tf_cumprod": ("tensorflow.cumprod", "cumprod", """
        def tf_cumprod(x, axis=0, exclusive=False, reverse=False):
            x = flip(x, axis) if reverse else x
            if exclusive:
                before = x[part(axis, None, -1)]
                x = concatenate([ones_like(x[part(axis, None, 1)]), before], axis)
            found = cumprod(x, axis)
            return flip(found, axis) if reverse else found
    """),
    "tf_gather": ("tensorflow.gather", "[·]", """
        def tf_gather(params, indices, validate_indices=None, axis=None, batch_dims=0):
            return params[tf_gathered(params, indices, batch_dims if axis is None else axis, batch_dims)]
    """),
    "tf_argmax": ("tensorflow.argmax", "argmax", "def tf_argmax(x, axis=0): return argmax(x, axis)"),
    "tf_argmin": ("tensorflow.argmin", "argmin", "def tf_argmin(x, axis=0): return argmin(x, axis)"),
    "tf_reduce_euclidean_norm": ("tensorflow.reduce_euclidean_norm", "‖·‖", "def tf_reduce_euclidean_norm(x, axis=None, keepdims=False): return magnitude(x, axis, keepdims)"),
    "tf_fill": ("tensorflow.fill", "", "def tf_fill(dims, value): return broadcast_to(asarray(value), dims)"),
    "tf_band_part": ("tensorflow.band_part", "", """
        def tf_band_part(x, num_lower, num_upper):
            x = x if num_lower < 0 else triu(x, -num_lower)
            return x if num_upper < 0 else tril(x, num_upper)
    """),
    "tf_clip_by_norm": ("tensorflow.clip_by_norm", "clip", "def tf_clip_by_norm(x, clip_norm, axes=None): return x * clip_norm / maximum(magnitude(x, axes, True), clip_norm)"),
    "tf_clip_by_global_norm": ("tensorflow.clip_by_global_norm", "clip", """
        def tf_clip_by_global_norm(t_list, clip_norm):
            size = sqrt(sum([sum(each**2) for each in t_list]))
            return [each * clip_norm / maximum(size, clip_norm) for each in t_list], size
    """),
    "tf_squared_difference": ("tensorflow.squared_difference", "", "def tf_squared_difference(x, y): return (x - y)**2"),
    "tf_divide_no_nan": ("tensorflow.divide_no_nan", "÷", "def tf_divide_no_nan(x, y): return where(y == 0, 0, x / where(y == 0, 1, y))"),
    "tf_floormod": ("tensorflow.floormod", "mod", "def tf_floormod(x, y): return x % y"),
    "tf_add_n": ("tensorflow.add_n", "+", "def tf_add_n(inputs): return sum([*inputs])"),
    "tf_crelu": ("tensorflow.crelu", "", "def tf_crelu(features, axis=-1): return concatenate([relu(features), relu(-features)], axis)"),
    "tf_weighted_cross_entropy_with_logits": ("tensorflow.weighted_cross_entropy_with_logits", "", """
        def tf_weighted_cross_entropy_with_logits(labels, logits, pos_weight):
            return (1 - labels) * logits + (1 + (pos_weight - 1) * labels) * softplus(-logits)
    """),
    "tf_leaky_relu": ("tensorflow.leaky_relu", "", "def tf_leaky_relu(features, alpha=0.2): return leaky_relu(features, alpha)"),
    "tf_gelu": ("tensorflow.gelu", "GELU", "def tf_gelu(features, approximate=False): return gelu(features, 'tanh' if approximate else 'none')"),
    "tf_unsorted_segment_sum": ("tensorflow.unsorted_segment_sum", "Σ", "def tf_unsorted_segment_sum(data, segment_ids, num_segments): return segment_sum(data, segment_ids, num_segments)"),
    "tf_unsorted_segment_mean": ("tensorflow.unsorted_segment_mean", "mean", """
        def tf_unsorted_segment_mean(data, segment_ids, num_segments):
            counts = segment_sum(ones_like(data), segment_ids, num_segments)
            return segment_sum(data, segment_ids, num_segments) / maximum(counts, 1)
    """),
    "tf_pad": ("tensorflow.pad", "", "def tf_pad(tensor, paddings, mode='CONSTANT', constant_values=0): return pad(tensor, paddings, mode.lower(), constant_values=constant_values)"),
    "keras_relu": ("activations.relu", "relu", """
        def keras_relu(x, negative_slope=0.0, max_value=None, threshold=0.0):
            if max_value is None and not negative_slope and not threshold: return relu(x)
            high = x if max_value is None else minimum(x, max_value)
            return where(x >= threshold, high, negative_slope * (x - threshold))
    """),
}  # fmt: skip
"""By its name here: TensorFlow's names, what its gate shows, and what it computes."""
PLAIN = {
    "tf_add_n": "inputs", "tf_transpose": "perm", "tf_split": "num_or_size_splits",
    "tf_clip_by_global_norm": "t_list", "tf_slice": "begin size", "tf_fill": "dims", "tf_scatter_nd": "shape", "tf_moments": "axes",
    "tf_reverse": "axis", "tf_pad": "paddings",
}  # fmt: skip
"""Parameters that hold a list of values or a size."""

for name, (names, symbol, source) in DEFINED.items():
    definition(source, names=names, symbol=symbol, plain=PLAIN.get(name, ""))

for kind, symbol in {"max": "max", "avg": "mean"}.items():
    definition(
        f"""
        def tf_{kind}_pool(input, ksize, strides, padding):
            return {kind}_pool_last(input, tf_window(ksize, input), tf_window(strides, input), padding)
        """,
        names=" ".join(f"tensorflow.{kind}_pool{dims}" for dims in ("", "1d", "2d", "3d")),
        symbol=symbol,
        plain="ksize strides",
    )
    # Flax counts padding in a mean, TensorFlow does not.
    definition(
        f"""
        def linen_{kind}_pool(inputs, window_shape, strides=None, padding='VALID', count_include_pad=True):
            known = without('{kind}' == 'avg' and padding != 'VALID' and count_include_pad, 'count_include_pad')
            return {kind}_pool_last(inputs, window_shape, (1,) * len(window_shape) if strides is None else strides, padding)
        """,
        names=f"linen.{kind}_pool",
        symbol=symbol,
        plain="window_shape strides",
    )


def gathered_places(params: object, indices: object, axis: object, batch_dims: object) -> tuple[object, ...]:
    """The index that `gather` stands for: `indices` along an axis, each with its own place along the first `batch_dims`."""
    shape, chosen, shared = array_of(params).shape, array_of(indices).astype(int), whole_number(batch_dims)
    along = whole_number(axis) % max(len(shape), 1)
    if not 0 <= shared <= min(along, chosen.ndim):
        raise ValueError("`batch_dims` is at most the axis, and the number of axes of the indices")
    if not shared:
        return (*[slice(None)] * along, chosen)
    ranks = along + chosen.ndim - shared
    before = [np.arange(size).reshape(-1, *(1,) * (ranks - place - 1)) for place, size in enumerate(shape[:along])]
    middle = (1,) * (along - shared)
    return (*before, chosen.reshape(*chosen.shape[:shared], *middle, *chosen.shape[shared:]))


def sequence_mask(lengths: object, maxlen: object = None) -> object:
    """True where a place lies before the end of its sequence."""
    ends = array_of(lengths)
    most = int(np.max(ends, initial=0)) if maxlen is None else whole_number(maxlen)
    return np.arange(most) < ends[..., None]


def window(size: object, x: object) -> object:
    """`ksize=[1, 2, 2, 1]` of TensorFlow 1, with an entry for each axis, as the axes that a window goes over."""
    sizes = tuple(size) if isinstance(size, (tuple, list)) else (size,)
    return sizes[1:-1] if len(sizes) == array_of(x).ndim else sizes[0] if len(sizes) == 1 else sizes


def drawn_normal(
    shape: object,
    mean: object = 0.0,
    stddev: object = 1.0,
    dtype: object = None,
    seed: object = None,
    *,
    rng: Generator,
) -> object:
    return normal(mean, stddev, shape, rng=rng)


def drawn_uniform(
    shape: object,
    minval: object = 0.0,
    maxval: object = 1.0,
    dtype: object = None,
    seed: object = None,
    *,
    rng: Generator,
) -> object:
    return uniform(minval, maxval, shape, rng=rng)


def sizes_of_parts(sizes: object, size: int) -> list[int]:
    """The sizes of parts of so many entries; one of −1 is what the others leave."""
    wanted = [int(each) for each in array_of(sizes)]
    rest = size - sum(each for each in wanted if each >= 0)
    return [rest if each == -1 else each for each in wanted]


OTHERS = "draws numbers of its own, not those of TensorFlow"
static("tf_gathered", gathered_places, inner=True)
static("tf_places", lambda indices: tuple(np.moveaxis(array_of(indices).astype(int), -1, 0)), inner=True)
static("tf_sizes", sizes_of_parts, inner=True)
static("tf_window", window, inner=True)
static("tensorflow.sequence_mask", sequence_mask)
static("tensorflow.normal", drawn_normal, creates=True, seeded=True, note=OTHERS)
static("tensorflow.uniform", drawn_uniform, creates=True, seeded=True, note=OTHERS)
