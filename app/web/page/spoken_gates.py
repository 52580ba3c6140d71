"""Gates in words, for who hears the figure: what goes in and out, and what comes back."""

from __future__ import annotations

import numpy as np

from app.autodiff.folding.fold import Gate
from app.diagram.formulas import explanations
from app.diagram.formulas.operation_formulas import shown
from app.diagram.formulas.wire_formulas import Formulas
from app.typeset import plain, write

NAMED = 6
"""So many inputs of a gate are told one by one."""


def told(formulas: Formulas, gate: Gate) -> str:
    """`times gate; inputs x = −2 and y = 5; output −10; gradient that comes in 1; gradient of x 5, of y −2`."""
    trace, out = formulas.trace, gate.outputs[-1]
    wires = formulas.folded.into(gate.index)
    inputs = list(dict.fromkeys(wire.value for wire in wires))
    sides = [f"{plain(shown(trace, index))} = {amount(trace.values[index])}" for index in inputs]
    back = [
        f"of {plain(formulas.name(wire.value))} {amount(flow)}"
        for wire in wires
        if (flow := trace.wire(wire)) is not None
    ]
    adjoint = trace.adjoints.get(out)
    pieces = [
        explanations.spoken(trace, gate).removeprefix("The "),
        f"input{'s' if len(sides) > 1 else ''} {together(sides)}" if sides else "",
        f"output {plain(formulas.name(out))} = {amount(trace.values[out])}",
        "" if adjoint is None else f"gradient that comes in {amount(adjoint)}",
        f"gradient {', '.join(back[:NAMED])}" if back else "",
    ]
    return "; ".join(filter(None, pieces))


def together(words: list[str]) -> str:
    listed = words[:NAMED] + (["others"] if len(words) > NAMED else [])
    return " and ".join(filter(None, [", ".join(listed[:-1]), *listed[-1:]]))


def amount(value: object) -> str:
    """A number, or the shape of an array."""
    array = np.asarray(value, float)
    return write(float(array)) if not array.shape else f"an array of {'×'.join(map(str, array.shape))}"
