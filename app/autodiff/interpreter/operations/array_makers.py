"""Functions that make arrays of what they are given: `np.array([...])`, `torch.tensor([...])`, `nn.Parameter(...)`, `Value(2.0)`."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np

from app.autodiff.builder import Tensor, describe
from app.autodiff.interpreter.arrays.coercion import require_array, require_whole, stacked
from app.autodiff.interpreter.arrays.later_leaves import leaf_of
from app.autodiff.interpreter.arrays.leaf_inputs import is_leaf
from app.autodiff.interpreter.arrays.python_lists import is_list
from app.autodiff.interpreter.arrays.sharing import copied
from app.autodiff.interpreter.kinds import libraries
from app.autodiff.interpreter.kinds.plain_values import leaves, settled, tidy
from app.autodiff.interpreter.kinds.value_types import FirstValue, Operation, Value
from app.autodiff.interpreter.objects.parameters import shallow
from app.autodiff.interpreter.operations.casts import cast_as, cut, kind_of
from app.autodiff.interpreter.operations.items import iterate
from app.autodiff.interpreter.running.dispatch import called
from app.autodiff.interpreter.running.run import Run
from app.autodiff.intrinsics import BROADCAST_TO, CONCATENATE, PUT, RESHAPE, ZEROS
from app.autodiff.primitives.torch_generator import TorchGenerator
from app.autodiff.table import Static, title
from app.language import Span
from app.language.names import loaded
from app.language.syntax import Assign, Name
from app.language.walk import everything

PLANE = 2
"""The axes of a matrix."""
SHAPING = frozenset({"ndmin", "shape"})
UNSEEN = frozenset(
    (
        "dtype copy order subok like device requires_grad name names trainable pin_memory weak_type out_sharding initial_value "
        "dtype_hint caching_device validate_shape memory_format blocking use_buffer backend_config ragged sparse"
    ).split()
)
"""Settings that change how an array is kept, not which numbers it holds."""


def array(run: Run, span: Span, value: Value, kind: Value = None, **options: Value) -> Value:
    """`np.array([...])`: a copy; whole numbers stay whole, so that they can be labels; tensors inside are stacked."""
    if options.get("copy") is False:
        return shared_array(run, span, value, kind, **options)
    return copied(run, shared_array(run, span, value, kind, **options))


def shared_array(run: Run, span: Span, value: Value, kind: Value = None, **options: Value) -> Value:
    """`np.asarray(x)`: an array as it is, a list as an array of its own."""
    value = copied(run, value) if run.python and is_list(run, value) else value
    if unknown := options.keys() - UNSEEN - SHAPING:
        run.refuse(span, f"there is no setting `{min(unknown)}` here", "array([1.0, 2.0], dtype=float)")
    made = cast_as(run, numbers_of(run, value, span), options.get("dtype", kind), span)
    return shaped(run, made, options, span) if options.keys() & SHAPING else made


def shaped(run: Run, made: Value, options: Mapping[str, Value], span: Span) -> Value:
    """An array with the axes that are asked for: `np.array(x, ndmin=2)`, `tf.constant(0.5, shape=(2, 2))`."""
    array, least = require_array(run, made, span), settled(options.get("ndmin", 0))
    shape = settled(options.get("shape"))
    if shape is None:
        lacking = require_whole(run, least, span) - len(array.shape)
        return called(run, Operation(RESHAPE), span, array, (1,) * lacking + array.shape) if lacking > 0 else array
    single = math.prod(array.shape) == 1
    return called(run, Operation(BROADCAST_TO if single else RESHAPE), span, array, shape)


def numbers_of(run: Run, value: Value, span: Span) -> Value:
    """Nested lists as an array. Raises LanguageError where they hold something else than numbers."""
    if isinstance(value, (Tensor, np.ndarray)):
        return value
    if isinstance(value, FirstValue):
        return value.value
    if isinstance(value, range):
        return np.asarray(value)
    if any(isinstance(leaf, Tensor) for leaf in leaves(value)):
        return stacked(run, span, value)
    wrong = [leaf for leaf in leaves(value) if not isinstance(leaf, (int, float, np.generic, np.ndarray))]
    if wrong:
        run.refuse(span, f"{describe(wrong[0])} is not a number", "an array holds numbers")
    try:
        return np.asarray(value)
    except ValueError:
        run.refuse(span, "the rows of this list are not of one length", "give each row as many numbers as the others")


def from_items(run: Run, span: Span, items: Value, kind: Value = float, count: Value = -1, **options: Value) -> Value:
    """`np.fromiter(items, float, count)`, whose count is the number of items that are taken."""
    number = require_whole(run, count, span)
    taken = iterate(run, items, span)
    return array(run, span, taken if number < 0 else taken[:number], options.get("dtype", kind))


def torch_tensor(run: Run, span: Span, value: Value, **options: Value) -> Value:
    """`torch.tensor([...])`: a copy of the numbers, without their gradient; data that are only copied are the copy."""
    made = array(run, span, value, **options)
    if not isinstance(made, Tensor) or is_data(run, made):
        return made
    leaf = options.get("requires_grad") is True and made.differentiable and not run.builder.cut
    return leaf_of(run, made, span) if leaf else cut(run, made, span)


def is_data(run: Run, value: Tensor) -> bool:
    """Whether an input is no tensor with a gradient before it is copied: an array, a list, or a name that stands for its copy."""
    index = value.node.index
    if not is_leaf(run, value) or index in run.asked | run.registered:
        return False
    name = str(value.node.name)
    parts = [part for statement in run.program.statements for part in everything(statement)]
    again = (part for part in parts if isinstance(part, Assign) and Name(name) in part.targets)
    read = sum(part == Name(name) for part in parts)
    return index not in run.open or read == 1 or any(name in loaded([part.value]) for part in again)


def unfilled(run: Run, span: Span, shape: Value, *rest: Value, **options: Value) -> Value:
    """`np.ndarray((2, 3))`, whose numbers are nobody's: zeros here. As a kind it is asked for by `isinstance`."""
    return called(run, Operation(ZEROS), span, shape)


def typed_tensor(kind: str) -> Callable[..., Value]:
    """`torch.FloatTensor([...])`, and `torch.FloatTensor(2, 3)`, which makes one of that shape."""

    def make(run: Run, span: Span, *values: Value, **options: Value) -> Value:
        sizes = list(map(settled, values))
        if sizes and all(isinstance(size, int) for size in sizes):
            return called(run, Operation(ZEROS), span, tuple(sizes))
        return torch_tensor(run, span, *values, dtype=kind, **options)

    return make


def parameter(run: Run, span: Span, value: Value = None, requires_grad: Value = True, **options: Value) -> Value:
    """`nn.Parameter(x)`: the first value of an input."""
    made = array(run, span, options.get("data") if value is None else value)
    plain = made.held if isinstance(made, Tensor) else made
    return FirstValue(plain, frozen=requires_grad is False) if isinstance(plain, (np.ndarray, float, int)) else made


def variable(run: Run, span: Span, value: Value = None, **options: Value) -> Value:
    """`tf.Variable(x)`, also with `initial_value=`, and PyTorch's old `Variable(x)`. TensorFlow's is a leaf, also where x is computed."""
    given = shared_array(run, span, options.get("initial_value") if value is None else value)
    if run.shares:
        return given
    frozen = options.get("trainable") is False
    if isinstance(given, Tensor) and is_leaf(run, given):
        return FirstValue(given.held, frozen)
    alone = cut(run, given, span)
    if isinstance(given, Tensor) and alone is not given and not frozen:
        return copied(run, leaf_of(run, given, span))
    return copied(run, alone)


def number_value(run: Run, span: Span, value: Value, *label: Value, **options: Value) -> Value:
    """micrograd's `Value(2.0, label="x")`: a number."""
    number = settled(value)
    if isinstance(value, Tensor):
        return value
    if not isinstance(number, (int, float)):
        run.refuse(span, f"{describe(value)} is not a number", "write it as Value(2.0)")
    return np.float64(number)


def filled_diagonal(run: Run, span: Span, x: Value, value: Value) -> Value:
    """`np.fill_diagonal(x, 0)`, `x.fill_diagonal_(0)`: x with another diagonal."""
    array = require_array(run, x, span)
    if array.ndim != PLANE:
        run.refuse(span, f"the diagonal is that of a matrix, this has shape {array.shape}", "give it a matrix")
    places = np.arange(min(array.shape))
    return tidy(run.builder.apply(PUT, (array, value), {"key": (places, places)}, span))


def of_places(run: Run, span: Span, function: Value, shape: Value, **options: Value) -> Value:
    """`np.fromfunction(f, (2, 3))`: a function of the places along each axis, which are arrays of floats."""
    sizes = settled(shape)
    if not isinstance(sizes, tuple) or not all(isinstance(size, int) for size in sizes):
        run.refuse(span, "the shape of an array is a tuple of whole numbers", "write it as (2, 3)")
    whole = kind_of(options.get("dtype")) is int
    places = np.indices([size for size in sizes if isinstance(size, int)]).astype(int if whole else float)
    return called(run, function, span, *places)


def block(run: Run, span: Span, rows: Value) -> Value:
    """`np.block([[A, B], [C, D]])`: arrays beside each other in rows, and the rows above each other."""
    if not isinstance(rows, list):
        return require_array(run, rows, span)
    deep = any(isinstance(row, list) for row in rows)
    if deep and any(isinstance(part, list) for row in rows if isinstance(row, list) for part in row):
        run.refuse(span, "blocks are followed in rows and columns, not in further axes", "join them with `np.stack`")
    level = "atleast_2d" if deep else "atleast_1d"
    parts = [block(run, span, row) for row in rows]
    return called(
        run, Operation(CONCATENATE), span,
        [called(run, libraries.operation(level), span, part) for part in parts], -2 if deep else -1,
    )  # fmt: skip


MAKERS: dict[str, Callable[..., Value]] = {
    "array": array, "fromiter": from_items, "block": block, "fromfunction": of_places,
    "asarray": shared_array, "as_tensor": shared_array, "from_numpy": shared_array, "asnumpy": shared_array, "real": shared_array,

    "ascontiguousarray": shared_array, "constant": shared_array, "convert_to_tensor": shared_array,
    "ndarray": unfilled,
    "tensor": torch_tensor, "Tensor": typed_tensor("float"),
    "FloatTensor": typed_tensor("float"), "DoubleTensor": typed_tensor("float"), "LongTensor": typed_tensor("int"),
    "IntTensor": typed_tensor("int"), "BoolTensor": typed_tensor("bool"), "Parameter": parameter, "Variable": variable,
    "Value": number_value, **dict.fromkeys(("copy", "clone"), lambda run, span, value, **options: shallow(run, value)),
}  # fmt: skip


def tell_of_foreign(run: Run, row: Static, rng: object, span: Span) -> None:
    """Say so where numbers are not those that PyTorch draws from the text's seed."""
    if isinstance(rng, TorchGenerator) and rng.foreign:
        rng.foreign = False
        run.note(f"`{title(row)}` draws numbers of its own here, not those of PyTorch", span)
