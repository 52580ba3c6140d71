"""Runs the NumPy scripts of programs and compares what they set with the figure's numbers."""

from __future__ import annotations

import ast
import warnings
from typing import Any

import numpy as np

from app.autodiff import Trace
from app.code import numpy_script
from app.code.naming import naming

ALONE = {"numpy", "numpy.lib.stride_tricks", "math", "statistics", "builtins"}
"""What a script may import: NumPy, and what comes with Python."""


def run(text: str) -> dict[str, Any]:
    """All names that a script sets."""
    space: dict[str, Any] = {}
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        exec(compile(text, "<script>", "exec"), space)  # noqa: S102, these are our own scripts
    return space


def imported(text: str) -> set[str]:
    nodes = list(ast.walk(ast.parse(text)))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}


def assert_numpy_agrees(trace: Trace, tolerance: float = 1e-9) -> None:
    """The script needs nothing but NumPy, and gives all values and adjoints by name."""
    text = numpy_script(trace).text
    assert imported(text) <= ALONE
    found, names = run(text), naming(trace)
    for name, value in trace.named(trace.values).items():
        assert_same(found[variable(trace, names.values, name)], value, tolerance, name, text)
    inputs = [node for node in trace.graph.inputs() if node.differentiable]
    for node in inputs:
        wanted = trace.adjoints.get(node.index, np.zeros(node.shape))
        assert_same(found[names.gradients[node.index]], wanted, tolerance, f"d{node.name}", text)


def variable(trace: Trace, values: dict[int, str], name: str) -> str:
    return values[trace.graph.names.get(name, trace.graph.output)]


def assert_same(found: Any, wanted: Any, tolerance: float, name: str, text: str) -> None:
    assert np.shape(found) == np.shape(wanted), f"{name}\n{text}"
    scale = tolerance * max(1.0, float(np.max(np.abs(wanted), where=np.isfinite(wanted), initial=0)))
    np.testing.assert_allclose(found, wanted, rtol=tolerance, atol=scale, err_msg=f"{name}\n{text}")
