"""Closed forms: what the output of a program of single numbers, and its gradients, are as formulas of the inputs."""

from __future__ import annotations

from app.closed_form.closed_form import ClosedForm, Formula, Unformulated, closed_form

__all__ = ["ClosedForm", "Formula", "Unformulated", "closed_form"]
