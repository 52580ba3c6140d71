"""The interpreter: a program and the values of its inputs → the graph, each node with its value."""

from __future__ import annotations

from app.autodiff.interpreter import (  # noqa: F401, they fill the tables
    array_attributes,
    assignment,
    attributes,
    casts,
    class_definitions,
    contexts,
    custom_derivatives,
    evaluation,
    exceptions,
    execution,
    flow,
    function_calls,
    instance_calls,
    instantiation,
    items,
    object_attributes,
    operation_methods,
    row_calls,
)
from app.autodiff.interpreter.program import NoInput, run_program
from app.autodiff.interpreter.run import Request, Run

__all__ = ["NoInput", "Request", "Run", "run_program"]
