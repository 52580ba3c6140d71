"""The interpreter: a program and the values of its inputs → the graph, each node with its value."""

from __future__ import annotations

from app.autodiff.interpreter.inputs import Request
from app.autodiff.interpreter.program import Interpreter, NoInput

__all__ = ["Interpreter", "NoInput", "Request"]
