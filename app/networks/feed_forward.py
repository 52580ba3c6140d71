"""Layers one behind the other, in the language or as a module: a statement a layer."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from app.networks.sketch import Sketch


def feed_forward(sketch: Sketch) -> Iterator[str]:
    widths = [sketch.columns, *sketch.asked.hidden, sketch.outputs]
    yield from sketch.examples()
    yield from (as_module if sketch.module else as_text)(sketch, widths)


def as_text(sketch: Sketch, widths: list[int]) -> Iterator[str]:
    last, norm = len(widths) - 1, sketch.asked.kind.norm
    for number, (before, after) in enumerate(itertools.pairwise(widths), 1):
        yield sketch.matrix(f"W{number}", before, after)
        yield sketch.vector(f"b{number}", after)
        if norm and number < last:
            yield sketch.vector(f"gamma{number}", after, 1.0)
            yield sketch.vector(f"beta{number}", after)
    name = "x"
    for number in range(1, last):
        summed = f"{name} @ W{number} + b{number}"
        if norm:
            yield f"a{number} = {summed}"
            yield f"c{number} = a{number} - mean(a{number}, axis=0)"
            yield f"n{number} = gamma{number} * c{number} / sqrt(mean(c{number}**2, axis=0) + 1e-5) + beta{number}"
            summed = f"n{number}"
        yield f"h{number} = {sketch.activated(summed)}"
        name = f"h{number}"
    yield f"y = {name} @ W{last} + b{last}"
    yield sketch.loss()


def as_module(sketch: Sketch, widths: list[int]) -> Iterator[str]:
    last, norm = len(widths) - 1, sketch.asked.kind.norm
    yield "class Net(nn.Module):"
    yield "    def __init__(self):"
    yield "        super().__init__()"
    for number, (before, after) in enumerate(itertools.pairwise(widths), 1):
        yield f"        self.layer{number} = nn.Linear({before}, {after})"
        if norm and number < last:
            yield f"        self.norm{number} = nn.BatchNorm1d({after})"
    yield "    def forward(self, x):"
    name = "x"
    for number in range(1, last):
        summed = f"self.layer{number}({name})"
        yield f"        h{number} = {sketch.activated(f'self.norm{number}({summed})' if norm else summed)}"
        name = f"h{number}"
    yield f"        return self.layer{last}({name})"
    yield from sketch.model()
