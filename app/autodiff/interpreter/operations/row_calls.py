"""Calls of rows of the table: an operation becomes a node, a composition is run, what serves shapes alone is computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import cast

import numpy as np

from app.autodiff.builder import Tensor, outermost
from app.autodiff.interpreter.arrays.coercion import arrayed, as_array, stacked, widened
from app.autodiff.interpreter.arrays.own_library import library_of, made_by
from app.autodiff.interpreter.arrays.sharing import copied, put_in_place, share
from app.autodiff.interpreter.kinds.plain_values import settled, tidy
from app.autodiff.interpreter.kinds.row_binding import as_in_torch, bind_row, fitting, usage, with_defaults
from app.autodiff.interpreter.kinds.value_types import (
    Frame,
    Function,
    Instance,
    Method,
    Named,
    Namespace,
    Opaque,
    Operation,
    Value,
    Values,
)
from app.autodiff.interpreter.objects.function_calls import call_method, method_of, run_function
from app.autodiff.interpreter.operations.array_makers import tell_of_foreign
from app.autodiff.interpreter.operations.bounds import between_bounds
from app.autodiff.interpreter.operations.casts import cast as cast_array
from app.autodiff.interpreter.operations.casts import kind_of
from app.autodiff.interpreter.operations.meetings import first_numbers
from app.autodiff.interpreter.operations.operators import require_number
from app.autodiff.interpreter.operations.orientation import aligned_operands
from app.autodiff.interpreter.running.dispatch import CALL, Arguments, call, called
from app.autodiff.interpreter.running.run import PassOver, Run
from app.autodiff.intrinsics import WHERE
from app.autodiff.refusals import foreseen, reworded
from app.autodiff.table import SPELLINGS, Definition, Primitive, Static, title

ALIASES = {
    "dim": "axis", "keepdim": "keepdims", "dims": "axis", "axes": "axis", "correction": "ddof", "divisor": "ddof",
}  # fmt: skip
"""PyTorch's names for settings."""
IGNORED = frozenset(
    "dtype device requires_grad inplace copy layout memory_format precision generator name key optimize".split()
)
"""Arguments that change how a library computes, not what."""
TABLE_ERRORS = (TypeError, ValueError, IndexError, ArithmeticError)
"""What the functions of the table raise where arguments do not fit."""


@CALL.of(Operation)
def call_operation(run: Run, function: Operation, arguments: Arguments) -> Value:
    """Call a row of the table, or an object's own meaning of it."""
    if any(isinstance(argument, Opaque) for argument in arguments.positional):
        raise PassOver
    row, span = function.row, arguments.span
    arguments = started(arguments)
    if (own := own_meaning(function, arguments)) is not None:
        return call_method(run, own, arguments._replace(positional=arguments.positional[1:]))
    arguments = with_named_out(function, arguments)
    if (target := arguments.named.pop("out", None)) is not None:
        return written_to(run, function, arguments, target)
    kind = kind_of(arguments.named.get("dtype"))
    if kind is int and isinstance(row, Primitive) and arguments.positional:
        # `np.sum(x, dtype=int)` adds up whole numbers.
        first = cast_array(run, arguments.positional[0], kind, span)
        arguments = arguments._replace(positional=(first, *arguments.positional[1:]))
    if row.note:
        run.note(f"{run.quote(run.builder.place or span)} {row.note}", span)
    written = () if function.receiver else arguments.written
    given = Arguments((*function.receiver, *arguments.positional), renamed(function, arguments.named), span, written)
    if isinstance(row, Definition) and row.in_torch and function.flavour == "torch":
        given = Arguments(*as_in_torch(row, given.positional, given.named), span, written)
    if isinstance(row, Static):
        drawn = arguments.named.get("generator")
        result = call_static(run, row, given, drawn.rng if isinstance(drawn, Namespace) else function.rng)
        result = between_bounds(run, function, given, filled(run, function, given, result))
    else:
        result = call_definition(run, row, given) if isinstance(row, Definition) else call_primitive(run, row, given)
    library = library_of(run, function.receiver[0]) if function.receiver else function.flavour
    result = made_by(run, library, result, given.positional)
    if arguments.named.get("inplace") is True and given.positional:
        return put_in_place(run, given.positional[0], result, span)
    return cast_array(run, result, kind, span)


def started(arguments: Arguments) -> Arguments:
    """The same with the numbers that parameters start from, which is what a constructor computes with."""
    positional, named, span, written = arguments
    named = {name: first_numbers(value) for name, value in named.items()}
    return Arguments(tuple(map(first_numbers, positional)), named, span, written)


def with_named_out(function: Operation, arguments: Arguments) -> Arguments:
    """`np.add(a, b, c)`: what comes behind the operands of NumPy's entrywise functions is `out`."""
    row, given = function.row, arguments.positional
    if (
        function.flavour != "numpy"
        or not isinstance(row, Primitive)
        or row.prepare
        or len(given) != len(row.signature) + 1
    ):
        return arguments
    if any(each.star for each in row.signature) or not isinstance(given[-1], (Tensor, np.ndarray)):
        return arguments
    return arguments._replace(positional=given[:-1], named={**arguments.named, "out": given[-1]})


def written_to(run: Run, function: Operation, arguments: Arguments, target: Value) -> Value:
    """`np.add(a, b, out=c)` puts its result in place of the entries of c; `where=mask` only where the mask holds."""
    span, named = arguments.span, dict(arguments.named)
    place = target[0] if isinstance(target, tuple) and len(target) == 1 else target
    mask = named.pop("where", None)
    operands = arguments.positional
    if mask is not None:
        # Elsewhere nothing is computed, so nothing can go wrong there.
        chosen = Operation(WHERE)
        operands = tuple(called(run, chosen, span, mask, each, 1.0) for each in operands)
    result = call(run, function, arguments._replace(positional=operands, named=named))
    if mask is not None:
        result = called(run, Operation(WHERE), span, mask, result, place)
    if not isinstance(place, (Tensor, np.ndarray)):
        run.refuse(span, "`out` takes an array, whose entries are replaced", "make one with `np.empty(…)`")
    return put_in_place(run, place, result, span)


def own_meaning(function: Operation, arguments: Arguments) -> Method | None:
    """An object's own meaning of an operation: `kl_divergence(p, q)` of two distributions."""
    first = arguments.positional[0] if arguments.positional else None
    if not isinstance(first, Instance):
        return None
    names = (function.row.name, *function.row.names, f"__{function.row.name}__")
    return next((own for name in names if (own := method_of(first, name)) is not None), None)


def renamed(function: Operation, named: Named) -> Named:
    """Settings by the names of the table, without those that change nothing."""
    if not named:
        return named
    known = {parameter.name for parameter in function.row.signature}
    aliases = {**ALIASES, "where": "chosen"} if "chosen" in known else ALIASES
    return {
        name if name in known else aliases.get(name, name): value
        for name, value in named.items()
        if name in known or name not in IGNORED
    }


def call_static(run: Run, row: Static, given: Arguments, rng: object) -> Value:
    """What a function of shapes and flags gives; one that draws takes the next numbers of `rng`, or of the text's own generator."""
    named: dict[str, object] = {name: settled(value) for name, value in given.named.items()}
    if row.seeded and run.internal:
        told = f"`{title(row)}` is not possible in a value: it draws numbers by chance"
        run.refuse(given.span, told, "write the numbers, or call it in the program")
    if row.seeded:
        named["rng"] = rng or run.rng
    try:
        # Where the shape alone counts its entries are not read, so that other values change nothing.
        operands = [
            each.held if row.by_shape and place == 0 and isinstance(each, Tensor) else settled(each)
            for place, each in enumerate(given.positional)
        ]
        found = cast(Value, row.function(*operands, **named))
        tell_of_foreign(run, row, named.get("rng"), given.span)
        ends = not row.filled_with and not row.by_shape and isinstance(found, np.ndarray) and found.dtype.kind == "f"
        if ends and any(map(carries_gradient, given.positional)):
            run.note(f"the gradient ends at `{title(row)}`, which is computed from the values alone", given.span)
        # A loop over a range may end with its first turn; what makes an array of one is bounded by its entries.
        if isinstance(found, range) and len(found) > run.limits.elements:
            run.bounded(len(found), given.span)
        return found
    except (*TABLE_ERRORS, MemoryError) as error:
        run.refuse(given.span, f"`{outermost(run.builder.scope) or title(row)}`: {reworded(str(error))}", "")


def filled(run: Run, function: Operation, given: Arguments, result: Value) -> Value:
    """`np.full(3, s)`: all entries are s, gradient included; PyTorch takes its number alone."""
    row = function.row
    if not isinstance(row, Static) or not row.filled_with:
        return result
    names = [each.name for each in row.signature]
    value = {**dict(zip(names, given.positional, strict=False)), **given.named}.get(row.filled_with)
    if not isinstance(value, Tensor) or not isinstance(result, np.ndarray):
        return result
    if "dtype" not in given.named:
        # A number of the graph that is whole by chance is none that counts.
        result = result.astype(value.dtype)
    if not value.differentiable:
        return result
    if (function.flavour or run.flavour) == "torch":
        run.note(f"the gradient ends at `{title(row)}`, which takes a number alone", given.span)
        return result
    return copied(run, widened(run, given.span, value, result.shape))


def carries_gradient(value: Value) -> bool:
    return isinstance(value, Tensor) and value.differentiable and value.shape != ()


def call_definition(run: Run, row: Definition, given: Arguments) -> Value:
    """Run a composition of the table; a list that is given for one of its arrays is that array."""
    function = Function(row.name, row.define.parameters, row.define.body, Frame({}), kind="definition")
    positional, arrays, span = list(given.positional), row.operands, given.span
    for position, (parameter, value) in enumerate(zip(row.signature, given.positional, strict=False)):
        if parameter.name in arrays and isinstance(value, list):
            positional[position] = as_array(run, value, span)
        if isinstance(positional[position], np.ndarray):
            run.builder.handed.setdefault(id(positional[position]), (positional[position], parameter.name))
    given = given._replace(
        named={
            name: as_array(run, value, span) if name in arrays and isinstance(value, list) else value
            for name, value in given.named.items()
        }
    )
    return run_function(run, function, Arguments(tuple(positional), fitting(row, given.positional, given.named), span))


def call_primitive(run: Run, row: Primitive, given: Arguments) -> Value:
    """Make a node of a row, or its plain value where no operand is a tensor."""
    prepared: tuple[str, tuple[object, ...], Mapping[str, object]]
    try:
        prepared = prepare(row, given) if row.prepare else (row.name, *bind_row(row, given.positional, given.named))
    except TABLE_ERRORS as error:
        inside = outermost(run.builder.scope)
        told = f"`{inside or title(row)}`: {reworded(str(error))}"
        run.refuse(given.span, told, "" if inside else usage(row), raises=foreseen(error))
    name, operands, settings = prepared
    if row.prepare:
        tell_of_plain(run, row, given, (*operands, *settings.values()))
    else:
        tell_of_settings(run, row, given)
    found = SPELLINGS[name] if row.prepare else row
    if isinstance(found, Primitive):
        return make_node(run, found, cast(Values, operands), settings, given)
    return call(run, Operation(found), Arguments(cast(Values, operands), cast(Named, settings), given.span))


def prepare(row: Primitive, given: Arguments) -> tuple[str, tuple[object, ...], Mapping[str, object]]:
    """What a call means that its row has to look at. Where it cannot take inputs for its settings, it gets their numbers."""
    assert row.prepare is not None
    positional, count = list(map(arrayed, given.positional)), len(row.parameters)
    plain = {name: settled(value) for name, value in given.named.items()}
    for named in (given.named, plain):
        with suppress(*TABLE_ERRORS):
            found = row.prepare(*positional, **named)
            if named is plain or takes_inputs(found[0], found[2]):
                return found
    return row.prepare(*positional[:count], *map(settled, given.positional[count:]), **plain)


def takes_inputs(name: str, settings: Mapping[str, object]) -> bool:
    """Whether a call can have inputs where these settings stand: a composition's may be values, a row's are plain."""
    return not isinstance(SPELLINGS[name], Primitive) or not any(isinstance(each, Tensor) for each in settings.values())


def tell_of_settings(run: Run, row: Primitive, given: Arguments) -> None:
    """Say so where a setting, which is a plain number, stands for a value that a gradient would go back to."""
    real = [name for name, default in row.defaults.items() if isinstance(default, float)]
    if not real:
        return
    names = [each.name for each in row.signature]
    bound = {**dict(zip(names, given.positional, strict=False)), **given.named}
    for name in real:
        value = bound.get(name)
        if isinstance(value, Tensor) and value.differentiable:
            told = f"`{title(row)}` takes `{name}` as a plain number: no gradient goes back to it"
            run.note(told, given.span, quiet=True)


def tell_of_plain(run: Run, row: Primitive, given: Arguments, used: Sequence[object]) -> None:
    """Say so where the number of an input is an axis, a count or a flag: `x.sum(axis=1, keepdims=keep)`."""
    for value in (*given.positional, *given.named.values()):
        single = isinstance(value, Tensor) and value.differentiable and value.shape == ()
        if single and all(each is not value for each in used):
            told = f"`{title(row)}` takes an input as a setting, the plain number {settled(value)}: no gradient goes back to it"
            run.note(told, given.span)


def make_node(run: Run, row: Primitive, operands: Values, settings: Mapping[str, object], given: Arguments) -> Value:
    """The result of a row, whose operands may be lists of tensors yet."""
    span = given.span
    stacks = [stacked(run, span, operand) for operand in operands]
    for operand in stacks:
        require_number(run, operand, span)
    full = with_defaults(row, settings)
    stacks = aligned_operands(run, row, stacks, span)
    result = tidy(run.builder.apply(row, list(map(arrayed, stacks)), full, span, given.written))
    if len(stacks) == 1:
        share(run, row, full, stacks[0], result)
    return result
