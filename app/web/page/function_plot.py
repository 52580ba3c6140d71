"""A small plot of a gate's function with its tangent at the present value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.autodiff import Trace
from app.autodiff.evaluation.batches import is_entrywise
from app.autodiff.folding.fold import Gate, Wire, absorbed
from app.autodiff.primitives import TABLE
from app.typeset import write

WIDTH, HEIGHT, MARGIN = 240.0, 150.0, 8.0
SAMPLES = 121
POINTS = 50
"""So many entries of an array are marked on the curve."""
STEEP = 4.0
"""A jump of so many plot heights between two samples is a pole, and no line is drawn across it."""
Function = Callable[[NDArray[np.float64]], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Plot:
    """Paths in a box of WIDTH by HEIGHT; axes are None where zero is out of sight. `said` tells the plot in words."""

    curve: str
    tangent: str
    points: list[tuple[float, float]]
    horizontal: float | None
    vertical: float | None
    left: str
    right: str
    said: str
    width: float = WIDTH
    height: float = HEIGHT


@dataclass(frozen=True, slots=True)
class Window:
    """The part of the plane that is seen."""

    left: float
    right: float
    low: float
    high: float

    def across(self, x: float) -> float:
        return round(MARGIN + (x - self.left) / (self.right - self.left) * (WIDTH - 2 * MARGIN), 2)

    def up(self, y: float) -> float:
        return round(HEIGHT - MARGIN - (y - self.low) / (self.high - self.low) * (HEIGHT - 2 * MARGIN), 2)


def plot(trace: Trace, gate: Gate, wires: tuple[Wire, ...]) -> Plot | None:
    """The plot of a gate that maps one number to one number, or entry by entry; None for every other gate."""
    if len({wire.value for wire in wires}) != 1 or len(gate.outputs) != 1:
        return None
    value, output = trace.values[wires[0].value], trace.values[gate.outputs[0]]
    function = scalar(trace, gate, wires[0]) if not value.shape and not output.shape else entrywise(trace, gate)
    if function is None or not value.size or not np.isfinite(value).all() or not np.isfinite(output).all():
        return None
    slope = slope_of(trace, wires) if not value.shape else None
    return drawn(function, value.ravel()[:POINTS], output.ravel()[:POINTS], slope)


def scalar(trace: Trace, gate: Gate, wire: Wire) -> Function:
    """All that the gate does to one number, at many values of it."""

    def at(x: NDArray[np.float64]) -> NDArray[np.float64]:
        given = {wire.value: x}
        numbers = trace.run.plan.many(trace.numbers, given, len(x))
        return np.broadcast_to(np.asarray(numbers[gate.outputs[0]], float), x.shape)

    return at


def entrywise(trace: Trace, gate: Gate) -> Function | None:
    """What a gate does to each entry of an array; None where entries meet."""
    node = trace.graph.nodes[gate.nodes[0]]
    rest = [index for index in node.arguments if absorbed(trace.graph.nodes[index])]
    row = TABLE.get(node.operation)
    if (
        row is None
        or len(gate.nodes) > 1
        or len(rest) != len(node.arguments) - 1
        or not is_entrywise(row, node.settings)
    ):
        return None

    def at(x: NDArray[np.float64]) -> NDArray[np.float64]:
        operands = [trace.values[index] if index in rest else x for index in node.arguments]
        return np.asarray(row.forward(*operands, **node.settings), float)

    return at


def slope_of(trace: Trace, wires: tuple[Wire, ...]) -> float | None:
    slopes = [trace.local(wire) for wire in wires]
    known = [slope for slope in slopes if slope is not None and np.isfinite(slope)]
    return sum(known) if len(known) == len(slopes) else None


def drawn(function: Function, xs: NDArray[np.float64], ys: NDArray[np.float64], slope: float | None) -> Plot | None:
    reach = max(2.0, float(np.ptp(xs)), 1.5 * float(np.abs(xs).max()) if xs.size == 1 else 0.0)
    middle = float(xs.max() + xs.min()) / 2
    x = np.linspace(middle - reach, middle + reach, SAMPLES)
    with np.errstate(all="ignore"):
        y = function(x)
    seen = np.concatenate([y[np.isfinite(y)], ys])
    low, high = (float(edge) for edge in np.quantile(seen, (0.02, 0.98)))
    low, high = min(low, float(ys.min())), max(high, float(ys.max()))
    spare = 0.08 * (high - low) or 1.0
    window = Window(float(x[0]), float(x[-1]), low - spare, high + spare)
    tangent = "" if slope is None else line(window, float(xs[0]), float(ys[0]), slope)
    told = f"at {write(float(xs[0]))} the function is {write(float(ys[0]))}" if xs.size == 1 else f"{xs.size} entries"
    return Plot(
        curve(window, x, y),
        tangent,
        [(window.across(float(each)), window.up(float(value))) for each, value in zip(xs, ys, strict=True)],
        window.up(0.0) if window.low < 0 < window.high else None,
        window.across(0.0) if window.left < 0 < window.right else None,
        write(window.left),
        write(window.right),
        told if slope is None else f"{told}, and its tangent has slope {write(slope)}",
    )


def curve(window: Window, x: NDArray[np.float64], y: NDArray[np.float64]) -> str:
    return " ".join(pieces(window, x, y))


def pieces(window: Window, x: NDArray[np.float64], y: NDArray[np.float64]) -> Iterator[str]:
    """Lines from sample to sample, broken where there is no value, or where a pole lies between two."""
    tall = STEEP * (window.high - window.low)
    far = np.clip(y, window.low - tall, window.high + tall)
    start = True
    for (x0, y0), (x1, y1) in pairwise(zip(x.tolist(), far.tolist(), strict=True)):
        if not np.isfinite(y0 + y1) or abs(y1 - y0) > tall:
            start = True
            continue
        yield (
            f"M{window.across(x0)} {window.up(y0)}L{window.across(x1)} {window.up(y1)}"
            if start
            else (f"L{window.across(x1)} {window.up(y1)}")
        )
        start = False


def line(window: Window, x: float, y: float, slope: float) -> str:
    """A piece of the tangent that is a third of the plot wide."""
    reach = (window.right - window.left) / 5
    rise = min(1.0, (window.high - window.low) / 2 / abs(slope * reach)) if slope else 1.0
    reach *= rise
    ends = ((x - reach, y - slope * reach), (x + reach, y + slope * reach))
    return "M" + "L".join(f"{window.across(a)} {window.up(b)}" for a, b in ends)
