"""A plan: how the numbers of a graph are computed, once it is checked, as steps in order.

Steps on single numbers are kept apart from those on arrays; each has its function and the places of its arguments at hand.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np

from app.autodiff.builder import Array
from app.autodiff.evaluation.array_buffers import buffers
from app.autodiff.evaluation.batches import batched, is_entrywise
from app.autodiff.evaluation.call import Call
from app.autodiff.evaluation.known_shapes import for_shape, is_float
from app.autodiff.evaluation.scaled_products import scaled_early
from app.autodiff.primitives.arithmetic import accumulate
from app.autodiff.scalars import NUMBERS, REFUSALS, SCALAR, settle

Numbers = list[Any]
Run = Callable[[Numbers, Sequence[Any]], None]
"""Computes several steps of one kind, in place."""


class Plan:
    """`numbers` are values that belong together, by place; `run` computes them anew where some are given other values.

    Those at `constants` are never given others. Where places are `lasting`, what stands at all others is for the run alone: arrays
    that the next run fills anew, and factors that are scaled in place of products.
    Behind all stand whole numbers once more as floats, for the steps on single numbers that use them.
    """

    def __init__(
        self,
        calls: Iterable[Call],
        numbers: Sequence[Array],
        constants: Iterable[int] = (),
        lasting: Collection[int] | None = None,
    ) -> None:
        self.constants = frozenset(constants)
        self.numbers: Numbers = list(numbers)
        self.calls, self.fixed = varying(calls, self.constants)
        self.buffers: Mapping[int, Any] = {}
        self.over: Mapping[int, int] = {}
        if lasting is not None:
            self.calls = scaled_early(self.calls, self.numbers, self.fixed, lasting)
            self.buffers, self.over = buffers(self.calls, self.numbers, lasting)
        self.computed = {call.place for call in self.calls}
        self.floats: dict[int, int] = {}
        kinds = [self.prepared(call) for call in self.calls]
        self.given_floats = [each for each in self.floats.items() if each[0] not in self.constants]
        grouped = groupby(zip(kinds, self.calls, strict=True), key=lambda each: each[0][0])
        self.groups = [(run, *zip(*[(step, call) for (_, step), call in group], strict=True)) for run, group in grouped]

    def prepared(self, call: Call) -> tuple[Run, tuple[Any, ...]]:
        """The way in which a step is run, and what it needs."""
        place, row, arguments, _ = call
        # What is an array once is one always, and needs no settling.
        array = type(self.numbers[place]) is np.ndarray and len(arguments) < 3
        if array and place in self.over:
            return run_over, (place, row.forward, self.over[place], *arguments)
        known = for_shape(call, self.numbers, self.fixed)
        if known or array:
            function, needed = known or (self.function(call), self.floating(call))
            return run_arrays, (place, function, needed[0], needed[1] if len(needed) > 1 else None)
        if type(self.numbers[place]) in (float, bool) and (numbers := self.single(arguments)):
            if row.forward is accumulate:
                return run_sums, (place, itemgetter(*numbers))
            if (quick := SCALAR.get(row.forward)) is not None:
                return RUNS[len(numbers)], (place, quick, *numbers)
        return run_any, call

    def function(self, call: Call) -> Callable[..., Any]:
        """What computes a step from its arguments alone."""
        buffer = self.buffers.get(call.place)
        settings = call.settings if buffer is None else {"out": buffer}
        return partial(call.row.forward, **settings) if settings else call.row.forward

    def single(self, arguments: tuple[int, ...]) -> Sequence[int] | None:
        """Places of the arguments as floats; None where one is something else."""
        kinds = {type(self.numbers[argument]) for argument in arguments}
        return self.as_floats(arguments) if float in kinds and kinds <= NUMBERS else None

    def floating(self, call: Call) -> Sequence[int]:
        """Places of the arguments of a step on arrays: beside floats a whole number is one too, or it would be cast entry by entry."""
        arguments = call.arguments
        if call.row.forward in SCALAR and any(is_float(self.numbers[argument]) for argument in arguments):
            return self.as_floats(arguments) or arguments
        return arguments

    def as_floats(self, arguments: tuple[int, ...]) -> Sequence[int] | None:
        """The arguments, whole numbers as floats; None where one of these is computed."""
        whole = {argument for argument in arguments if type(self.numbers[argument]) is np.int64}
        if not whole.isdisjoint(self.computed):
            return None
        return [self.as_float(argument) if argument in whole else argument for argument in arguments]

    def as_float(self, argument: int) -> int:
        if argument not in self.floats:
            self.floats[argument] = len(self.numbers)
            self.numbers.append(float(self.numbers[argument]))
        return self.floats[argument]

    def run(self, first: Sequence[Any] = ()) -> Numbers:
        """All numbers, where the `first` of them are given. Raises what NumPy raises where an operation does not work on them."""
        now = [*first, *self.numbers[len(first) :]]
        for argument, place in self.given_floats:
            now[place] = float(now[argument])
        for run, steps, calls in self.groups:
            try:
                run(now, steps)
            except REFUSALS:
                # Where Python refuses to divide by zero, NumPy has an answer.
                run_any(now, calls)
        return now

    def work(self) -> int:
        """An estimate of what a run costs: see `work`."""
        return CALL + sum(work(call, self.numbers) for call in self.calls)

    def many(self, first: Sequence[Any], given: Mapping[int, Any], count: int) -> Numbers:
        """As `run`, for `count` values at once: those that are `given`, and all that depends on them, have a leading axis for them.

        What does not depend on them is taken as it stands in `first`.
        """
        now = [*first, *self.numbers[len(first) :]]
        for place, number in given.items():
            now[place] = number
        changed = set(given)
        for place, row, arguments, settings in self.calls:
            which = [argument in changed for argument in arguments]
            if True in which:
                now[place] = batched(row, [now[argument] for argument in arguments], which, settings, count)
                changed.add(place)
        return now


def varying(calls: Iterable[Call], constants: Iterable[int]) -> tuple[Sequence[Call], Collection[int]]:
    """The steps that do not come out of constants alone, and the places that do: the numbers of those are known already."""
    fixed, found = set(constants), []
    for call in calls:
        if fixed.issuperset(call.arguments):
            fixed.add(call.place)
        else:
            found.append(call)
    return found, fixed


def run_binary(now: Numbers, steps: Sequence[Any]) -> None:
    for place, function, left, right in steps:
        now[place] = function(now[left], now[right])


def run_unary(now: Numbers, steps: Sequence[Any]) -> None:
    for place, function, argument in steps:
        now[place] = function(now[argument])


def run_arrays(now: Numbers, steps: Sequence[Any]) -> None:
    """Steps with one argument or two: few groups cost less than one comparison a step."""
    for place, function, left, right in steps:
        now[place] = function(now[left]) if right is None else function(now[left], now[right])


def run_over(now: Numbers, steps: Sequence[Any]) -> None:
    """Steps that fill the array of an argument: apart from others, since they could not be run once more."""
    for place, function, over, *arguments in steps:
        now[place] = function(*[now[argument] for argument in arguments], out=now[over])


RUNS: Mapping[int, Run] = {1: run_unary, 2: run_binary}
"""By the number of arguments."""


def run_sums(now: Numbers, steps: Sequence[Any]) -> None:
    for place, terms in steps:
        now[place] = accumulate(*terms(now))


def run_any(now: Numbers, steps: Sequence[Any]) -> None:
    for place, row, arguments, settings in steps:
        now[place] = settle(row.forward(*[now[argument] for argument in arguments], **settings))


CALL = 1_000
"""What a step costs by itself, in entries of an array."""


def work(call: Call, numbers: Sequence[Any]) -> int:
    """An estimate of what a step costs: about one for each nanosecond. A product of two arrays has √(|a|·|b|·|c|) terms."""
    sizes = [np.size(numbers[place]) for place in (*call.arguments, call.place)]
    product = len(sizes) == 3 and not is_entrywise(call.row, call.settings)
    return CALL + max(sizes) + (math.isqrt(math.prod(sizes)) // 4 if product else 0)
