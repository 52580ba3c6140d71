"""Convolution and pooling as JAX, TensorFlow and Keras have them: axes in another order, and padding that is named."""

from __future__ import annotations

from app.autodiff.primitives.arrays import Shape, spans
from app.autodiff.primitives.call_forms import shape_of, whole
from app.autodiff.primitives.convolution import Widths
from app.autodiff.table import definition, static, subject

subject(__name__, __doc__)

definition(
    """
    def conv_general_dilated(lhs, rhs, window_strides=1, padding='VALID', lhs_dilation=None, rhs_dilation=None, dimension_numbers=None, feature_group_count=1):
        dims, orders = rhs.ndim - 2, axis_orders(dimension_numbers, rhs.ndim)
        if without(lhs_dilation is not None, 'lhs_dilation'): x, w = transpose(lhs, orders[0]), transpose(rhs, orders[1])
        stride, dilation = per_axis(window_strides, dims), per_axis(1 if rhs_dilation is None else rhs_dilation, dims)
        width = named_widths(x, padding, w.shape[2:], stride, dilation)
        y = convolution(padded_by(x, width), w, None, stride, 0, dilation, feature_group_count, dims)
        return transpose(y, orders[2])
""",
    like="conv1d",
    plain="window_strides padding lhs_dilation rhs_dilation dimension_numbers feature_group_count",
)
definition(
    "def lax_conv(lhs, rhs, window_strides, padding): return conv_general_dilated(lhs, rhs, window_strides, padding)",
    names="lax.conv",
    symbol="∗",
    plain="window_strides padding",
)
definition(
    """
    def tf_conv2d(input, filters, strides, padding, data_format='NHWC', dilations=None):
        orders = (data_format, 'HWIO', data_format)
        stride, dilation = inner_sizes(strides, data_format), inner_sizes(dilations, data_format)
        return conv_general_dilated(input, filters, stride, padding, None, dilation, orders)
""",
    names="jax.conv2d",
    symbol="∗",
    plain="strides padding data_format dilations",
)
# What was padded does not count in a mean.
for kind, fill in (("max", "-inf"), ("avg", "0")):
    definition(
        f"""
    def {kind}_pooled(x, size, stride, dims):
        if dims == 3: return {kind}_pool3d(x, size, stride)
        return {kind}_pool1d(x, size, stride) if dims == 1 else {kind}_pool2d(x, size, stride)
""",
        inner=True,
    )
    definition(
        f"""
    def {kind}_pool_last(x, pool_size=2, strides=None, padding='VALID'):
        dims, y = x.ndim - 2, moveaxis(x, -1, 1)
        size = per_axis(pool_size, dims)
        stride = size if strides is None else per_axis(strides, dims)
        width = named_widths(y, padding, size, stride, (1,) * dims)
        pooled = {kind}_pooled(y if width is None else pad(y, width, 'constant', {fill}), size, stride, dims)
        if {kind == "avg"} and width is not None: pooled = pooled / {kind}_pooled(pad(ones_like(y), width), size, stride, dims)
        return moveaxis(pooled, 1, -1)
""",
        names=f"jax.{kind}_pool jax.{kind}_pool2d jax.{kind}_pool1d",
        symbol=kind,
        plain="pool_size strides padding",
    )


def axis_orders(numbers: object, rank: int) -> tuple[Shape, Shape, Shape]:
    """The orders in which the axes of the input, the kernel and the result stand, from `('NHWC', 'HWIO', 'NHWC')`.

    Raises ValueError for other letters.
    """
    if numbers is None:
        straight = tuple(range(rank))
        return straight, straight, straight
    if (
        not isinstance(numbers, tuple)
        or len(numbers) != len("lro")
        or not all(isinstance(each, str) for each in numbers)
    ):
        raise ValueError("dimension numbers are three texts, as ('NHWC', 'HWIO', 'NHWC')")
    left, right, out = numbers
    places = [letter for letter in right if letter not in "OI"]
    wanted = (["N", "C", *places], ["O", "I", *places], ["N", "C", *places])
    if any(sorted(text) != sorted(letters) for text, letters in zip(numbers, wanted, strict=True)):
        raise ValueError("dimension numbers name each axis once, as ('NHWC', 'HWIO', 'NHWC')")
    given = (
        tuple(text.index(letter) for letter in letters) for text, letters in ((left, wanted[0]), (right, wanted[1]))
    )
    first, second = given
    return first, second, tuple(wanted[2].index(letter) for letter in out)


def named_widths(x: object, padding: object, size: Shape, stride: Shape, dilation: Shape) -> Widths | None:
    """Widths for all axes of `x`, of which windows go over the last, from SAME, VALID or pairs of numbers; None where there are none. Raises ValueError."""
    shape, reach = shape_of(x), spans(size, dilation)
    around: list[tuple[int, int]] = [(0, 0)] * len(size)
    name = padding.upper() if isinstance(padding, str) else ""
    if name == "SAME":
        for place, (number, step, each) in enumerate(zip(shape[-len(size) :], stride, reach, strict=True)):
            total = max((-(-number // step) - 1) * step + each - number, 0)
            around[place] = total // 2, total - total // 2
    elif isinstance(padding, (tuple, list)) and len(padding) == len(size):
        pairs = [whole((each,)) for each in padding]
        around = [(each[0], each[-1]) for each in pairs]
    elif name != "VALID":
        raise ValueError("padding is 'SAME', 'VALID' or a pair of numbers for each axis")
    return (*[(0, 0)] * (len(shape) - len(size)), *around) if any(map(any, around)) else None


def inner_sizes(numbers: object, order: str) -> object:
    """`[1, 2, 2, 1]` of TensorFlow without what stands for examples and channels."""
    if numbers is None:
        return 1
    found = whole((numbers,))
    return (
        tuple(each for each, letter in zip(found, order, strict=True) if letter not in "NC")
        if len(found) == len(order)
        else found
    )


static("axis_orders", axis_orders, inner=True)
static("named_widths", named_widths, inner=True)
static("inner_sizes", inner_sizes, inner=True)
