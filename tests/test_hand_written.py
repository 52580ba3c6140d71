"""Loops that take steps against gradients written out by hand: their first turn is drawn; others are run to their end."""

from __future__ import annotations

import pytest

from app.autodiff import differentiate
from app.language import parse

TRAINS = "only the first turn of the training loop is drawn"


def trains(step: str, before: str = "dw = 2 * w; grad = 2 * w; delta = w; dx = w; fw = w * w; dfw = 2 * w") -> bool:
    text = f"w = 3.0; x = 1.0; L = w * x\nfor i in range(2):\n    {before}\n    {step}\n"
    return any(note.message.startswith(TRAINS) for note in differentiate(parse(text)).warnings)


@pytest.mark.parametrize(
    "step",
    [
        "w -= 0.1 * dw",
        "w.sub_(0.1 * dw)",
        "w.add_(dw, alpha=-0.1)",
        "w = w - 0.1 * dw",
        "w += -0.1 * dw",
        "w -= 0.1 * grad",
        "w += x * delta",
        "if x > 0:\n        w -= 0.1 * dw",
    ],
)
def test_a_step_against_a_gradient_trains(step: str) -> None:
    assert trains(step)


@pytest.mark.parametrize("step", ["w -= dw", "x += dx * 0.1", "w -= fw / dfw", "w *= dw"])
def test_rates_of_change_and_searches_for_roots_run_to_their_end(step: str) -> None:
    assert not trains(step)


def test_what_is_no_gradient_of_anything_bound_trains_nothing() -> None:
    assert not trains("w -= 0.1 * dq", "dq = w * x")


@pytest.mark.parametrize(("end", "told"), [("out = x", True), ("out = w * 3", False), ("w", False)])
def test_a_last_line_that_names_an_input_is_told(end: str, told: bool) -> None:
    notes = [note.message for note in differentiate(parse(f"x = 3.0; w = x * 2\n{end}")).run.notes]
    assert ("`out` is an input by itself, so `w` is shown; choose another value with `output`" in notes) is told
