"""Judging what somebody worked out: right, or by which likely mistake it is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.autodiff import Wire
from app.diagram.formulas.node_formulas import carrying
from app.diagram.formulas.wire_formulas import Formulas
from app.typeset import plain
from app.values import ValueMistake, read

TOLERANCE = 0.01
"""So far off, relatively, an answer may be: who rounds to three digits is right."""
NEARLY = 0.06
"""So far off is who rounds to fewer."""
EXACT = 1e-9
"""So far off may be who counts."""
VALUE, ADJOINT = "value", "adjoint"
SIGN = "The size is right, the sign is not."


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is said of an answer; it is neither right nor wrong, and no try, where it cannot be judged."""

    right: bool | None
    said: str


def judge(formulas: Formulas, kind: str, index: int, answer: str) -> Judgement:
    """Judge an answer to what a value, or its gradient, is."""
    trace = formulas.trace
    asked: NDArray[np.float64] = np.asarray(trace.values[index] if kind == VALUE else trace.adjoints[index], float)
    return compare(answer, asked, likely(formulas, kind, index, asked))


def compare(
    answer: str, asked: NDArray[np.float64], mistakes: Iterable[tuple[object, str]], tolerance: float = TOLERANCE
) -> Judgement:
    """Judge an answer by what was asked for, and else by the first of the likely mistakes that it comes to.

    The text is read as the fields of the page are. With another `tolerance` than that of rounding, no rounding is spoken of.
    """
    try:
        given = np.asarray(read(answer).value, float)
    except ValueMistake as mistake:
        return Judgement(None, f"{mistake.message}; {mistake.hint}" if mistake.hint else mistake.message)
    if given.shape != asked.shape:
        return Judgement(False, f"It {sized(asked)}, and this {sized(given)}.")
    if near(given, asked, tolerance):
        return Judgement(True, "Right.")
    told = next((said for wrong, said in mistakes if near(given, wrong, tolerance)), "")
    rounded = tolerance == TOLERANCE and near(given, asked, NEARLY)
    return Judgement(False, told or ("Nearly: give three digits." if rounded else "Not yet."))


def sized(array: NDArray[np.float64]) -> str:
    return f"has shape {'×'.join(map(str, array.shape))}" if array.shape else "is one number"


def near(given: NDArray[np.float64], wanted: object, tolerance: float = TOLERANCE) -> bool:
    return bool(np.allclose(given, np.asarray(wanted, float), rtol=tolerance, atol=1e-9, equal_nan=True))


def likely(formulas: Formulas, kind: str, index: int, asked: NDArray[np.float64]) -> Iterator[tuple[object, str]]:
    """What is often answered instead, and what to say then."""
    yield -asked, SIGN
    if kind == VALUE:
        return
    wires = carrying(formulas.trace, formulas.folded).get(index, [])
    if len(wires) > 1:
        yield from paths(formulas, index, wires, asked)
    for wire in wires:
        yield from factors(formulas, wire)
    yield from powers(formulas, wires, asked)
    yield formulas.trace.values[index], "That is the value itself, not its gradient."
    yield asked / 2, "That is half of it: is a factor 2 missing?"
    yield asked * 2, "That is twice as much: is there a factor 2 too many?"


def own_value(formulas: Formulas, wire: Wire) -> str:
    """What to say to somebody who multiplied by the input's own value."""
    trace, local = formulas.trace, formulas.trace.local(wire)
    others = {each.value for each in formulas.folded.into(wire.gate)} - {wire.value}
    if local is not None and any(np.array_equal(local, trace.values[each]) for each in others):
        return "The factor is the other input’s value, not its own."
    return "That is the gradient that comes in, times the input’s own value; the factor is the local derivative."


def paths(
    formulas: Formulas, index: int, wires: list[Wire], asked: NDArray[np.float64]
) -> Iterator[tuple[object, str]]:
    name, count = plain(formulas.name(index)), len(wires)
    for wire in wires:
        flow = formulas.trace.wire(wire)
        yield flow, f"That is what comes back on one path; {name} goes {count} ways, and they are added up."
        yield asked - np.asarray(flow), f"One of the {count} paths of {name} is missing in the sum."


def powers(formulas: Formulas, wires: list[Wire], asked: NDArray[np.float64]) -> Iterator[tuple[object, str]]:
    """A power that is one too high or too low, or was not taken down as a factor, behind a gate of this one input."""
    value = formulas.trace.values[wires[0].value] if wires else np.zeros(())
    if len(wires) != 1 or len(formulas.folded.into(wires[0].gate)) != 1 or not np.all(value):
        return
    name = plain(formulas.name(wires[0].value))
    yield asked * value, f"A factor {name} is too many, or missing below the line: look at the power."
    yield asked / value, f"A factor {name} is missing, or too many below the line: look at the power."


def factors(formulas: Formulas, wire: Wire) -> Iterator[tuple[object, str]]:
    """One factor of the chain rule alone, and what belongs to another input of the same gate."""
    trace = formulas.trace
    upstream, local = trace.adjoints.get(formulas.outputs(wire)[-1]), trace.local(wire)
    if upstream is not None and np.shape(upstream) == np.shape(trace.values[wire.value]):
        yield upstream, "That is the gradient that comes in; it is still to be multiplied by the local derivative."
        yield np.asarray(upstream) * trace.values[wire.value], own_value(formulas, wire)
    if local is not None:
        yield local, "That is the local derivative; it is still to be multiplied by the gradient that comes in."
    for other in formulas.folded.into(wire.gate):
        flow = trace.wire(other) if other.value != wire.value else None
        if flow is not None and np.shape(flow) == np.shape(trace.values[wire.value]):
            yield flow, f"That is the gradient of the other input, {plain(formulas.name(other.value))}."
