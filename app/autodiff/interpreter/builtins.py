"""Functions that are neither a row of the table nor the person's own: Python's built-ins and what libraries do to values without computing.

Each takes the interpreter and the span of the call before its arguments.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Self

import numpy as np

from app.autodiff.builder import Tensor, describe
from app.autodiff.interpreter import libraries
from app.autodiff.interpreter.einops import rearrange
from app.autodiff.interpreter.transforms import (
    each,
    finish,
    gradient,
    mapped,
    partial,
    reduced,
    same,
    taped,
    value_and_gradient,
)
from app.autodiff.interpreter.values import OPAQUE, Namespace, Value, Values, leaves, settled
from app.autodiff.table import TABLE
from app.language import Span

if TYPE_CHECKING:
    from app.autodiff.interpreter.calls import Calls

IDENTITIES = frozenset(
    (
        "float double half to cpu cuda numpy clone copy contiguous astype type type_as requires_grad_ conj positive long "
        "int item bfloat16 block_until_ready as_tensor"
    ).split()
)
"""Methods that leave the value as it is."""
PASSED_OVER_METHODS = frozenset("retain_grad zero_grad register_hook".split())


class Size(int):
    """`x.size` is a number in NumPy and a method in PyTorch: this is both."""

    shape: tuple[int, ...]

    def __new__(cls, shape: tuple[int, ...]) -> Self:
        size = super().__new__(cls, math.prod(shape))
        size.shape = shape
        return size

    def __call__(self, axis: int | None = None) -> Value:
        try:
            return self.shape if axis is None else self.shape[axis]
        except (IndexError, TypeError):
            raise ValueError(f"there is no axis {axis!r} in shape {self.shape}") from None


def array(calls: Calls, span: Span, value: Value, **options: Value) -> Value:
    """`np.array([...])`, `torch.tensor([...])`: integers stay integers, so that they can be labels; tensors inside are stacked."""
    if isinstance(value, (Tensor, np.ndarray)):
        return value
    if any(isinstance(leaf, Tensor) for leaf in leaves(value)):
        return stacked(calls, span, value)
    flat = list(leaves(value))
    if not all(isinstance(leaf, (int, float, np.generic, np.ndarray)) for leaf in flat):
        wrong = next(leaf for leaf in flat if not isinstance(leaf, (int, float, np.generic, np.ndarray)))
        calls.refuse(span, f"{describe(wrong)} is not a number", "an array holds numbers")
    wanted = options.get("dtype")
    result = np.asarray(value)
    return result.astype(wanted) if wanted in (float, int, bool) else result


def stacked(calls: Calls, span: Span, value: Value) -> Value:
    if not isinstance(value, (list, tuple)):
        return value
    items = tuple(stacked(calls, span, item) for item in value)
    return calls.call(libraries.operation("stack"), (list(items),), {}, span)


def total(calls: Calls, span: Span, value: Value, *more: Value, **options: Value) -> Value:
    """`sum` of a list or generator is a chain of additions; of an array, or of lists in lists, it is a reduction."""
    chain = isinstance(value, (list, tuple, range)) and not any(isinstance(item, (list, tuple)) for item in value)
    if options or not chain:
        return calls.call(libraries.operation("sum"), (value, *more), options, span)
    result = more[0] if more else None
    for item in calls.iterate(value, span):
        result = item if result is None else calls.binary("+", result, item, span)
    return 0 if result is None else result


def extreme(name: str, pairwise: str) -> Callable[..., Value]:
    """`max(a, b, …)` and `max([a, b])` compare one by one; `max(x)` of an array reduces."""

    def function(calls: Calls, span: Span, *values: Value, **options: Value) -> Value:
        items = values[0] if len(values) == 1 and isinstance(values[0], (list, tuple, range)) else values
        one_by_one = len(items) > 1 and not any(
            isinstance(each, bool | None) or bool(getattr(each, "shape", ())) for each in items
        )
        if options or not one_by_one:
            return calls.call(libraries.operation(name), values, options, span)
        result = items[0]
        for item in items[1:]:
            result = calls.call(libraries.operation(pairwise), (result, item), {}, span)
        return result

    return function


def enumerated(calls: Calls, span: Span, items: Value, start: int = 0) -> list[Value]:
    return list(enumerate(calls.iterate(items, span), int(start)))


def zipped(calls: Calls, span: Span, *lists: Value, **options: Value) -> list[Value]:
    return list(zip(*(calls.iterate(items, span) for items in lists), strict=False))


def spliced(calls: Calls, span: Span, items: Value) -> list[Value]:
    return list(reversed(calls.iterate(items, span)))


def listed(calls: Calls, span: Span, items: Value = ()) -> list[Value]:
    return calls.iterate(items, span)


def tupled(calls: Calls, span: Span, items: Value = ()) -> Values:
    return tuple(calls.iterate(items, span))


def dictionary(calls: Calls, span: Span, pairs: Value = (), **items: Value) -> dict[object, Value]:
    return {**dict(pairs), **items}


def ordered(calls: Calls, span: Span, items: Value, **options: Value) -> list[Value]:
    """Sorted by value; what is sorted stays what it is."""
    by = options.get("key")
    found = calls.iterate(items, span)
    places = [settled(calls.call(by, (item,), {}, span) if by else item) for item in found]
    order = sorted(range(len(places)), key=places.__getitem__, reverse=bool(options.get("reverse")))
    return [found[place] for place in order]


def length(calls: Calls, span: Span, value: Value) -> int:
    if isinstance(value, (Tensor, np.ndarray)):
        if not value.shape:
            calls.refuse(span, "a single number has no length", "give it an array as its value")
        return int(value.shape[0])
    return len(value)


def passed_over(calls: Calls, span: Span, *arguments: Value, **options: Value) -> None:
    calls.note(f"{calls.quote(span)} has no bearing on the figure and was passed over", span, quiet=True)


def valued(calls: Calls, span: Span, value: Value, *label: Value, **options: Value) -> Value:
    """micrograd's `Value(2.0, label="x")`: a number."""
    return value if isinstance(value, Tensor) else np.float64(settled(value))


def filled_diagonal(calls: Calls, span: Span, x: Value, value: Value) -> Value:
    """`np.fill_diagonal(x, 0)`, which changes x."""
    places = np.arange(min(x.shape))
    return calls.builder.apply(TABLE["put"], (x, value), {"key": (places, places)}, span)


def float_info(calls: Calls, span: Span, kind: Value = None) -> np.finfo[np.float64]:
    return np.finfo(float)


def is_instance(calls: Calls, span: Span, value: Value, kinds: Value) -> bool:
    wanted = kinds if isinstance(kinds, tuple) else (kinds,)
    names = {getattr(kind, "name", getattr(kind, "__name__", "")) for kind in wanted}
    kind = type(value).__name__
    return kind in names or (kind == "Tensor" and bool(names & {"array", "tensor", "ndarray"}))


def seeded(calls: Calls, span: Span, seed: Value = 0) -> None:
    """`np.random.seed(1)`, `torch.manual_seed(1)`: from here on random numbers follow from that seed."""
    calls.rng = np.random.RandomState(int(settled(seed)))


def generator(calls: Calls, span: Span, seed: Value = 0) -> Namespace:
    """`np.random.default_rng(1)`: a library of random functions with a generator of its own."""
    return Namespace(("numpy", "random"), np.random.default_rng(0 if seed is None else int(settled(seed))))


def every(calls: Calls, span: Span, value: Value, **options: Value) -> Value:
    if isinstance(value, (list, tuple)):
        return all(bool(settled(item)) for item in value)
    return bool(np.all(getattr(value, "value", value)))


def some(calls: Calls, span: Span, value: Value, **options: Value) -> Value:
    if isinstance(value, (list, tuple)):
        return any(bool(settled(item)) for item in value)
    return bool(np.any(getattr(value, "value", value)))


def kept(calls: Calls, span: Span, function: Value, items: Value) -> list[Value]:
    """`filter(f, items)`."""
    return [item for item in calls.iterate(items, span) if bool(settled(calls.call(function, (item,), {}, span)))]


def text(calls: Calls, span: Span, value: Value = "") -> str:
    return str(settled(value))


def opaque(calls: Calls, span: Span, *arguments: Value, **options: Value) -> Value:
    return OPAQUE


BUILTINS: dict[str, Callable[..., Value]] = {
    "array": array, "tensor": array, "asarray": array, "as_tensor": array, "from_numpy": array, "Tensor": array, "FloatTensor": array,
    "LongTensor": array, "asnumpy": array, "ascontiguousarray": array, "Parameter": array, "Variable": array, "constant": array,
    "sum": total, "max": extreme("max", "maximum"), "min": extreme("min", "minimum"),
    "enumerate": enumerated, "zip": zipped, "reversed": spliced, "list": listed, "tuple": tupled, "dict": dictionary,
    "sorted": ordered, "len": length,
    "print": passed_over, "pprint": passed_over, "backward": finish, "manual_seed": seeded, "seed": seeded,
    "default_rng": generator, "RandomState": generator,
    "all": every, "any": some, "filter": kept, "str": text, "repr": text, "format": text, "type": opaque,

    "hasattr": lambda calls, span, *arguments: False,
    "is_available": lambda calls, span: False, "callable": lambda calls, span, value: False, "set_printoptions": passed_over,
    "finfo": float_info, "iinfo": float_info, "reduce": reduced, "fill_diagonal": filled_diagonal, "rearrange": rearrange,
    "grad": gradient, "value_and_grad": value_and_gradient, "vmap": mapped, "jit": same, "tqdm": same, "partial": partial, "map": each,
    "isinstance": is_instance, "ModuleList": listed, "ParameterList": listed, "ModuleDict": dictionary, "ParameterDict": dictionary,
    "OrderedDict": dictionary, "Value": valued, "taped": taped, "copy": same, "deepcopy": same,
}  # fmt: skip
