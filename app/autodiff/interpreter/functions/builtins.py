"""Functions that are neither a row of the table nor the person's own: Python's built-ins and what libraries do to values without computing.

Each takes the run and the span of the call before its arguments.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, cast

import numpy as np

from app.autodiff.builder import Tensor, describe
from app.autodiff.interpreter.arrays.coercion import held, require_whole
from app.autodiff.interpreter.functions.einops import rearrange
from app.autodiff.interpreter.functions.every_entry import (
    adds_rows,
    along_axis,
    mapped_tree,
    piecewise,
    tree_leaves,
    vectorized,
)
from app.autodiff.interpreter.functions.folds import reduced, reduced_tree
from app.autodiff.interpreter.functions.iteration import FUNCTIONS
from app.autodiff.interpreter.functions.keras_logits import logits_of, with_logits
from app.autodiff.interpreter.functions.keras_weights import keras_weight
from app.autodiff.interpreter.functions.matlab_functions import MATLAB
from app.autodiff.interpreter.functions.random_generators import GENERATORS
from app.autodiff.interpreter.functions.torch_utilities import CONTAINERS
from app.autodiff.interpreter.functions.transforms import each, finish, mapped, partial, same, watched_numbers
from app.autodiff.interpreter.functions.trees import flattened, global_norm, raveled, stepped, unflattened
from app.autodiff.interpreter.functions.whole_numbers import WHOLE_NUMBERS
from app.autodiff.interpreter.kinds import libraries
from app.autodiff.interpreter.kinds.containers import ItemIterator
from app.autodiff.interpreter.kinds.plain_values import is_float, settled, shape_of
from app.autodiff.interpreter.kinds.value_types import (
    Class,
    Function,
    Instance,
    Key,
    Native,
    Opaque,
    Operation,
    Value,
    Values,
)
from app.autodiff.interpreter.library_classes.nn_modules import modules
from app.autodiff.interpreter.objects.function_calls import call_method, method_of
from app.autodiff.interpreter.objects.introspection import (
    attribute_of,
    attributes_of,
    delete_attribute,
    has_attribute,
    is_callable,
    is_instance,
    is_of_kind,
    is_subclass,
    local_names,
    set_attribute,
    type_of,
    wider_kind,
)
from app.autodiff.interpreter.objects.parameters import cloned
from app.autodiff.interpreter.operations.array_makers import MAKERS
from app.autodiff.interpreter.operations.items import iterate, key_of
from app.autodiff.interpreter.operations.operators import binary
from app.autodiff.interpreter.operations.sets import unique
from app.autodiff.interpreter.operations.truths import is_truth
from app.autodiff.interpreter.running.dispatch import Arguments, call, called
from app.autodiff.interpreter.running.run import PassOver, Run
from app.autodiff.intrinsics import SUM
from app.language import Span

LARGEST_POWER = 10**6
"""The exponent of `pow(a, b, m)` is at most this."""
NARROW = {"float32": np.float32, "float16": np.float16, "half": np.float16}


def total(run: Run, span: Span, value: Value, *more: Value, **options: Value) -> Value:
    """`sum` of a list or generator is a chain of additions; of an array, or of lists in lists, it is a reduction."""
    if isinstance(value, Instance):
        value = iterate(run, value, span)
    chain = isinstance(value, (list, tuple, range)) and not any(isinstance(item, (list, tuple)) for item in value)
    if chain and options.keys() == {"start"}:
        more, options = (options["start"],), {}
    if not options and not more and adds_rows(run, span, value):
        options = {"axis": 0}
    if options or not chain:
        return call(run, Operation(SUM), Arguments((value, *more), options, span))
    result = more[0] if more else None
    for item in iterate(run, value, span):
        if type(item) is int and item == 0:
            # A sum of nothing, within this one, adds no gate.
            continue
        begun = 0 if result is None and is_truth(item) else result
        result = item if begun is None else binary(run, "+", begun, item, span)
    return 0 if result is None else result


def extreme(name: str, pairwise: str) -> Callable[..., Value]:
    """`max(a, b, …)` and `max([a, b])` compare one by one; `max(x)` of an array reduces, and `max(z, 0)` compares each entry."""

    def function(run: Run, span: Span, *values: Value, **options: Value) -> Value:
        if len(values) == 1 and isinstance(values[0], ItemIterator):
            values = (iterate(run, values[0], span),)
        items = values[0] if len(values) == 1 and isinstance(values[0], (list, tuple, range)) else values
        if "default" in options and isinstance(items, (list, tuple, range)):
            default = options.pop("default")
            if not items:
                return default
        if isinstance(by := options.get("key"), (Function, Native, Operation)):
            return extreme_by(run, span, values[0] if len(values) == 1 else values, by, largest=name == "max")
        one_by_one = len(items) > 1 and not any(
            isinstance(each, bool | None) or bool(getattr(each, "shape", ())) for each in items
        )
        if not (options or run.ours) and len(values) == 2 and is_entry_and_number(*values):
            run.note(
                f"{run.quote(span)} compares each entry; for that along an axis write np.{name}(…)", span, quiet=True
            )
            one_by_one = True
        if options or not one_by_one:
            return call(run, libraries.operation(name), Arguments(values, options, span))
        result = items[0]
        for item in items[1:]:
            result = called(run, libraries.operation(pairwise), span, result, item)
        return result

    return function


def is_entry_and_number(array: Value, number: Value) -> bool:
    """Whether an array stands before a number, which Python's own `max` would compare it with."""
    return shape_of(array) != () and isinstance(number, (int, float)) and not isinstance(number, bool)


def extreme_by(run: Run, span: Span, items: Value, by: Value, *, largest: bool) -> Value:
    """`max(items, key=f)`: the first item for which f is largest."""
    found = iterate(run, items, span)
    if not found:
        run.refuse(span, "there is no largest or smallest item of nothing", "give it a list with items")
    places = cast(list[float], [settled(called(run, by, span, each)) for each in found])
    return found[(max if largest else min)(range(len(found)), key=places.__getitem__)]


def enumerated(run: Run, span: Span, items: Value, start: Value = 0) -> ItemIterator:
    return ItemIterator(enumerate(iterate(run, items, span), require_whole(run, start, span)))


def spliced(run: Run, span: Span, items: Value) -> ItemIterator:
    return ItemIterator(reversed(iterate(run, items, span)))


def listed(run: Run, span: Span, items: Value = ()) -> list[Value]:
    return iterate(run, items, span)


def distinct(run: Run, span: Span, items: Value = ()) -> list[Value]:
    """`set(items)`."""
    return unique(run, iterate(run, items, span), span)


def tupled(run: Run, span: Span, items: Value = ()) -> Values:
    return tuple(iterate(run, items, span))


def dictionary(run: Run, span: Span, pairs: Value = (), **items: Value) -> dict[Key, Value]:
    """`dict(a=1)`, `dict([("a", 1)])`, `dict(other)`."""
    found: dict[Key, Value] = {}
    if isinstance(pairs, dict):
        found.update(pairs)
    else:
        for pair in iterate(run, pairs, span):
            written, value = iterate(run, pair, span)
            found[key_of(run, written, span)] = value
    found.update(items)
    return found


def ordered(run: Run, span: Span, items: Value, **options: Value) -> list[Value]:
    """Sorted by value; what is sorted stays what it is."""
    by = options.get("key")
    found = iterate(run, items, span)
    places = [settled(called(run, by, span, item) if by else item) for item in found]
    order = sorted(range(len(places)), key=cast(list[str], places).__getitem__, reverse=bool(options.get("reverse")))
    return [found[place] for place in order]


def length(run: Run, span: Span, value: Value) -> int:
    if isinstance(value, (Tensor, np.ndarray)):
        if not value.shape:
            run.refuse(span, "a single number has no length", "give it an array as its value")
        return int(value.shape[0])
    if isinstance(value, Instance) and (own := method_of(value, "__len__")) is not None:
        return require_whole(run, call_method(run, own, Arguments((), {}, span)), span)
    if isinstance(value, ItemIterator) and value.taken:
        run.refuse(span, "an iterator has no length: its items are taken one by one", "len(list(…))")
    if isinstance(value, Instance) and isinstance(modules := value.attributes.get("modules"), dict):
        return len(modules)
    if isinstance(value, Opaque):
        raise PassOver
    if not isinstance(value, (list, tuple, dict, str, range)):
        run.refuse(span, f"{describe(value)} has no length", "lists, texts and arrays have one")
    return len(value)


def passed_over(run: Run, span: Span, *arguments: Value, **options: Value) -> None:
    run.pass_over(span)


def float_info(run: Run, span: Span, kind: Value = None) -> np.finfo[Any]:
    """`np.finfo(np.float32)`; all floats are one type here, so a narrower one is known by how it is written."""
    written = run.quote(span)
    return np.finfo(next((each for name, each in NARROW.items() if name in written), np.float64))


def gradient_switched(run: Run, span: Span, flows: Value = True) -> None:
    """`torch.set_grad_enabled(False)`: from here on no gradient flows, until it is switched on again."""
    run.builder.cut = not settled(flows)


def every(run: Run, span: Span, value: Value, **options: Value) -> Value:
    if isinstance(value, (list, tuple)):
        return all(bool(settled(item)) for item in iterate(run, value, span))
    return bool(np.all(np.asarray(held(value))))


def some(run: Run, span: Span, value: Value, **options: Value) -> Value:
    if isinstance(value, (list, tuple)):
        return any(bool(settled(item)) for item in iterate(run, value, span))
    return bool(np.any(np.asarray(held(value))))


def text(run: Run, span: Span, value: Value = "") -> str:
    return str(settled(value))


def named_tuple(run: Run, span: Span, name: Value, fields: Value = (), **options: Value) -> Class:
    """`namedtuple("Point", ["x", "y"])`, whose fields may also stand in one text."""
    split = fields.replace(",", " ").split() if isinstance(fields, str) else map(str, iterate(run, fields, span))
    names, defaults = list(split), iterate(run, options.get("defaults") or (), span)
    if len(defaults) > len(names):
        run.refuse(span, f"{len(names)} fields have {len(defaults)} defaults", "", raises="TypeError")
    return Class(str(name), dict(zip(names[len(names) - len(defaults) :], defaults, strict=True)), fields=tuple(names))


def power(run: Run, span: Span, base: Value, exp: Value, mod: Value = None) -> Value:
    """Python's `pow`: of three whole numbers it is the rest of a power by the third."""
    if mod is None:
        return binary(run, "**", base, exp, span)
    numbers = [require_whole(run, each, span) for each in (base, exp, mod)]
    if abs(numbers[1]) > LARGEST_POWER or not numbers[2]:
        run.refuse(span, f"the rest is that of at most the {LARGEST_POWER}th power, by a number but 0", "")
    if numbers[1] < 0 and math.gcd(numbers[0], numbers[2]) > 1:
        run.refuse(span, f"{numbers[0]} has no inverse among the rests by {numbers[2]}", "", raises="ValueError")
    return pow(*numbers)


def complex_number(run: Run, span: Span, *parts: Value) -> Value:
    hint = "keep the real and the imaginary part in two arrays"
    run.refuse(span, "complex numbers are not part of the language", hint)


BUILTINS: dict[str, Callable[..., Value]] = {
    **MAKERS, **FUNCTIONS, **GENERATORS, **WHOLE_NUMBERS, **CONTAINERS, **MATLAB,
    "sum": total, "max": extreme("max", "maximum"), "min": extreme("min", "minimum"),
    "enumerate": enumerated, "reversed": spliced, "list": listed, "tuple": tupled, "dict": dictionary,
    "set": distinct, "frozenset": distinct,
    "sorted": ordered, "len": length,
    "print": passed_over, "pprint": passed_over, "backward": finish,
    "all": every, "any": some, "str": text, "repr": text, "format": text, "type": type_of,
    "hasattr": has_attribute, "vars": attributes_of, "locals": local_names, "set_grad_enabled": gradient_switched,
    **dict.fromkeys(("staticmethod", "checkpoint", "remat"), same),
    "is_grad_enabled": lambda run, span: not run.builder.cut,
    "is_available": lambda run, span: False, "callable": is_callable, "set_printoptions": passed_over,
    **dict.fromkeys(("draw_dot", "make_dot", "check_grads", "summary", "gradcheck"), passed_over),
    **dict.fromkeys(("promote_types", "result_type"), wider_kind), "finfo": float_info, "iinfo": float_info,
    "reduce": reduced, "rearrange": rearrange,
    "vmap": mapped, "jit": same, "compile": same, "trange": watched_numbers, "partial": partial, "map": each,
    "namedtuple": named_tuple, "vectorize": vectorized, "apply_along_axis": along_axis, "piecewise": piecewise,
    "tree_map": mapped_tree, "tree_reduce": reduced_tree, "tree_leaves": tree_leaves, "get_default_dtype": lambda run, span: float,
    "tree_flatten": flattened, "tree_unflatten": unflattened, "ravel_pytree": raveled, "global_norm": global_norm, "apply_updates": stepped,
    "deepcopy": lambda run, span, value: cloned(run, value),
    "getattr": attribute_of, "setattr": set_attribute, "delattr": delete_attribute,
    "is_floating_point": lambda run, span, value: is_float(value), "is_tensor": lambda run, span, value: is_of_kind(run, value, {"Tensor"}),
    "isinstance": is_instance, "issubclass": is_subclass, "pow": power,
    "OrderedDict": dictionary, "complex": complex_number, "keras_weight": keras_weight,
    "with_logits": with_logits, "logits_of": logits_of,
}  # fmt: skip

STORED = ".grad"
"""What gives the gradient that an array has stored: no name that a text can call."""


def builtin(run: Run, name: str) -> Class | Native | None:
    """A module, or Python's or a library's function of that name."""
    if (module := modules().get(name)) is not None:
        return module
    return Native(name, BUILTINS[name]) if name in BUILTINS else None
