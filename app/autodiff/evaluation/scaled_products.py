"""Matrix products that are scaled: c·(A B) is computed as (c·A) B or A (c·B), where less is to be multiplied then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import numpy as np

from app.autodiff.evaluation.call import Call


def scaled_early(
    calls: Sequence[Call], numbers: list[Any], fixed: Collection[int], lasting: Collection[int]
) -> list[Call]:
    """The steps, where a matrix product that a number scales, and nothing else uses, takes that number into a factor.

    At the place of the product stands that factor then, in `numbers` too; so no place that is `lasting` is one of these. What comes
    of `fixed` places alone is no step any more.
    """
    scalings = dict(scaled(calls, numbers, lasting))
    late = {product.place for product, _ in scalings.values()}
    found = []
    for call in calls:
        if call.place in scalings:
            product, number = scalings[call.place]
            side = cheapest(product, numbers, fixed)
            factors = list(product.arguments)
            scaling = call._replace(place=product.place, arguments=(number, factors[side]))
            # BLAS is quicker with rows that lie together.
            numbers[product.place] = np.multiply(numbers[number], numbers[factors[side]], order="C")
            factors[side] = product.place
            found += [] if {*scaling.arguments}.issubset(fixed) else [scaling]
            found.append(product._replace(place=call.place, arguments=tuple(factors)))
        elif call.place not in late:
            found.append(call)
    return found


def scaled(
    calls: Sequence[Call], numbers: Sequence[Any], lasting: Collection[int]
) -> Iterator[tuple[int, tuple[Call, int]]]:
    """The places of scaled products, each with the matrix product and the place of the number."""
    uses = Counter(argument for call in calls for argument in call.arguments)
    products = {
        call.place: call
        for call in calls
        if call.row.forward is np.matmul and uses[call.place] == 1 and call.place not in lasting
    }
    for call in calls:
        if call.row.forward is np.multiply:
            for number, product in (call.arguments, call.arguments[::-1]):
                if product in products and np.ndim(numbers[number]) == 0:
                    yield call.place, (products[product], number)


def cheapest(product: Call, numbers: Sequence[Any], fixed: Collection[int]) -> int:
    """Which factor costs least to scale: one that is never another, else the smaller."""
    return min(
        (0, 1), key=lambda side: (product.arguments[side] not in fixed, np.size(numbers[product.arguments[side]]))
    )
