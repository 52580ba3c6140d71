"""Questions to the API with what it answers, as its description shows them."""

from __future__ import annotations

from pydantic import JsonValue

from app.language.operators import BINARY

SUM_PRODUCT: dict[str, JsonValue] = {"program": "q = x + y\nf = q * z", "values": {"x": -2, "y": 5, "z": -4}}
SOFTMAX: dict[str, JsonValue] = {
    "program": "p = softmax(s)\nL = -sum(t * log(p))",
    "values": {"s": [3.2, 5.1, -1.7], "t": [1, 0, 0]},
    "constants": ["t"],
    "options": {"fold": "primitive"},
}

ANSWER: dict[str, JsonValue] = {
    "output": "f",
    "loss": "L",
    "values": {"x": -2, "y": 5, "q": 3, "z": -4, "f": -12},
    "adjoints": {"x": -4, "y": -4, "q": -4, "z": 3, "f": 1},
    "gradient_check": {"error": 2.9e-14, "checked": 3, "total": 3, "agrees": True, "reason": None, "worst": None},
    "shapes": {"x": [], "y": [], "q": [], "z": [], "f": []},
    "nodes": [
        {
            "id": 2,
            "name": "q",
            "operation": BINARY["+"].row,
            "arguments": [0, 1],
            "shape": [],
            "value": 3,
            "adjoint": -4,
            "forward": {"text": "x + y", "latex": "x+y"},
            "line": 1,
        }
    ],
    "gates": [{"id": 0, "nodes": [2], "outputs": [2]}, {"id": 1, "nodes": [4], "outputs": [4]}],
    "wires": [
        {
            "value": 0,
            "gate": 0,
            "arguments": [[2, 0]],
            "contribution": -4,
            "rule": {"text": "dL/dq · dq/dx", "latex": r"\frac{dL}{dq}\,\frac{dq}{dx}"},
            "local": {"value": 1, "text": "dq/dx", "latex": r"\frac{dq}{dx}"},
        }
    ],
    "steps": [
        {
            "phase": "forward",
            "parts": ["value-0", "value-1", "value-3", "wire-0", "wire-1", "wire-3"],
            "sentence": "The inputs have these values.",
            "text": "x = −2,  y = 5,  z = −4",
            "latex": r"x=-2,\quad y=5,\quad z=-4",
        }
    ],
    "warnings": [],
}
"""What SUM_PRODUCT is answered; of nodes, wires and steps one each."""

PROBLEM: dict[str, JsonValue] = {
    "type": "/docs#mistakes",
    "title": "This cannot be drawn",
    "status": 422,
    "detail": "line 1, column 5: unknown function `sigmod`",
    "mistakes": [
        {
            "line": 1,
            "column": 4,
            "end_line": 1,
            "end": 10,
            "message": "unknown function `sigmod`",
            "hint": "did you mean `sigmoid`? Or, to draw it as a function that is not known, write `sigmod(x) = ?` above",
            "repair": "",
        }
    ],
}
"""The answer to `y = sigmod(x)`."""
