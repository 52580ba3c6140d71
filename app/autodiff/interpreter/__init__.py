"""The interpreter: a program and the values of its inputs → the graph, each node with its value."""

from __future__ import annotations

from app.autodiff.interpreter.entry import NoInput
from app.autodiff.interpreter.functions import given_rules, operation_methods  # noqa: F401, they fill the tables
from app.autodiff.interpreter.members import (  # noqa: F401
    array_attributes,
    attributes,
    functional_calls,
    instance_calls,
    library_members,
    object_attributes,
    set_methods,
)
from app.autodiff.interpreter.objects import function_calls, instantiation  # noqa: F401
from app.autodiff.interpreter.operations import casts, items, row_calls  # noqa: F401
from app.autodiff.interpreter.program import run_program
from app.autodiff.interpreter.running.run import Request, Run
from app.autodiff.interpreter.statements import (  # noqa: F401
    assignment,
    class_definitions,
    contexts,
    evaluation,
    exceptions,
    execution,
    flow,
    loops,
    signs,
)

__all__ = ["NoInput", "Request", "Run", "run_program"]
