"""The API's answer: both passes with the graph and all of its numbers, as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np

from app import pipeline
from app.autodiff import Trace, Wire
from app.autodiff.graph import Node
from app.diagram import composed
from app.diagram.formulas import node_formulas
from app.diagram.formulas.wire_formulas import Formulas
from app.diagram.model import Step
from app.language import Diagnostic
from app.pipeline import Worksheet
from app.typeset import Math, latex
from app.typeset import plain as text
from app.web.http.problem import Problem

ENTRIES = 2_000_000
"""So many numbers are in an answer at most."""


def graph(sheet: Worksheet) -> bytes:
    """The answer to a question. Raises LanguageError, or Problem where it would be too large to send."""
    result = pipeline.trace(sheet)
    if size(result) > ENTRIES:
        told = f"The answer would hold more than {ENTRIES} numbers; use smaller tensors."
        raise Problem.of(422, "mistakes", "This is too large to send", told)
    return encoded(document(result, sheet))


def encoded(answer: Mapping[str, object]) -> bytes:
    return json.dumps(answer, ensure_ascii=False, allow_nan=False).encode()


def size(result: Trace) -> int:
    """How many numbers the answer has: every value, adjoint and contribution, and the named ones twice."""
    arrays = (*result.values, *result.adjoints.values(), *result.contributions.values())
    return 2 * sum(array.size for array in arrays)


def document(result: Trace, sheet: Worksheet) -> dict[str, object]:
    diagram, formulas = composed(result, sheet.options)
    return {
        **pipeline.summary(result),
        "loss": result.loss,
        "shapes": {title: list(result.graph.nodes[index].shape) for title, index in result.graph.names.items()},
        "nodes": [node(formulas, item) for item in result.graph.nodes],
        "gates": [
            {"id": gate.index, "nodes": list(gate.nodes), "outputs": list(gate.outputs)}
            for gate in formulas.folded.gates
        ],
        "wires": [wire(formulas, item) for item in formulas.folded.wires],
        "steps": [step(item) for item in diagram.steps],
        "warnings": list(map(warning, pipeline.told(sheet, result))),
    }


def node(formulas: Formulas, item: Node) -> dict[str, object]:
    result = formulas.trace
    adjoint = result.adjoints.get(item.index)
    return {
        "id": item.index,
        "name": result.labels[item.index],
        "operation": item.operation,
        "arguments": list(item.arguments),
        "shape": list(item.shape),
        "value": pipeline.number(result, result.values[item.index]),
        "adjoint": None if adjoint is None else pipeline.number(result, adjoint),
        "forward": spellings(node_formulas.forward(formulas, item)),
        "line": item.span.line if item.span else None,
    }


def wire(formulas: Formulas, item: Wire) -> dict[str, object]:
    result, single = formulas.trace, formulas.scalar(item)
    flow = result.wire(item)
    rule = formulas.contribution(item) if flow is not None else None
    local = result.local(item) if single and flow is not None else None
    return {
        "value": item.value,
        "gate": item.gate,
        "arguments": [list(edge) for edge in item.edges],
        "contribution": None if flow is None else pipeline.number(result, np.asarray(flow)),
        "rule": None if rule is None else spellings(rule),
        "local": None
        if local is None
        else {"value": pipeline.number(result, np.asarray(local)), **spellings(formulas.local(item))},
    }


def step(item: Step) -> dict[str, object]:
    return {
        "phase": item.phase,
        "parts": list(map(str, item.parts)),
        "sentence": item.sentence,
        **spellings(item.formula),
    }


def warning(found: Diagnostic) -> dict[str, object]:
    places = {"line": found.line, "column": found.column, "end_line": found.end_line, "end": found.end}
    return {"message": found.message, "hint": found.hint, "repair": found.repair, **places}


def spellings(math: Math) -> dict[str, str]:
    return {"text": text(math), "latex": latex(math)}
