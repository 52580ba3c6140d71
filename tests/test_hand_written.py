"""Loops that take steps against gradients written out by hand: their first turn is drawn; others are run to their end."""

from __future__ import annotations

import pytest

from app.autodiff import differentiate
from app.language import LanguageError, parse

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


@pytest.mark.parametrize("end", ["out = L + 0", "out = w + 0", "z = err; out = z * 2 + w"])
@pytest.mark.parametrize(("turns", "known"), [(3, True), (99999, False)])
def test_what_a_loop_trains_by_hand_is_used_as_it_is_behind_its_last_turn(end: str, turns: int, known: bool) -> None:
    body = "    err = w * x - 1\n    L = err ** 2\n    dw = 2 * err * x\n    w -= 0.01 * dw\n"
    text = f"w = 2.0; x = 3.0\nfor i in range({turns}):\n{body}{end}"
    trace, w, err = differentiate(parse(text)), 2.0, 0.0
    told = {note.message for note in trace.warnings}
    for _ in range(3):
        err = w * 3 - 1
        w -= 0.01 * 2 * err * 3
    right = {"out = L + 0": err**2, "out = w + 0": w}.get(end, err * 2 + w)
    assert any("not known after it" in message for message in told) is not known
    assert trace.values[trace.graph.output] == pytest.approx(right if known else 25.0)


def test_a_name_that_a_trained_loop_binds_may_be_bound_anew_behind_it() -> None:
    assert trains("w -= 0.1 * dw\ndw = x\nout = dw * 2")


@pytest.mark.parametrize(("end", "told"), [("out = x", True), ("out = w * 3", False), ("w", False)])
def test_a_last_line_that_names_an_input_is_told(end: str, told: bool) -> None:
    notes = [note.message for note in differentiate(parse(f"x = 3.0; w = x * 2\n{end}")).run.notes]
    assert ("`out` is an input by itself, so `w` is shown; choose another value with `output`" in notes) is told


VALUE = """
class Value:
    def __init__(self, data):
        self.data = data
        self.grad = 0.0
    def __add__(self, other): return Value(self.data + other.data)
    def __mul__(self, other): return Value(self.data * other.data)
    def backward(self): self.grad = 1.0
a = Value(2.0); b = Value(-3.0)
e = a * b
L = e + a
L.backward()
"""


@pytest.mark.parametrize(
    ("end", "right"),
    [
        ("z = a.grad * 3 + L.data", -10.0),
        ("z = e.grad * 3 + L.data", -1.0),
        ("for p in [a, b]:\n    p.data += 0.01 * p.grad\nL2 = a * b + a", -3.9204),
    ],
)
def test_the_gradients_of_objects_are_those_of_the_figure(end: str, right: float) -> None:
    trace = differentiate(parse(VALUE + end))
    assert trace.values[trace.graph.output] == pytest.approx(right, abs=1e-12)


@pytest.mark.parametrize("hook", ["lambda g: grads.append(g)", "keep"])
def test_what_a_hook_keeps_of_a_gradient_is_not_known(hook: str) -> None:
    text = (
        "import torch\ngrads = []\ndef keep(g):\n    grads.append(g)\nx = torch.tensor([1.0, 2.0], requires_grad=True)\n"
        f"y = x ** 2\ny.register_hook({hook})\nz = y.sum() * 3\nz.backward()\nout = grads[0].sum() * x[0]"
    )
    trace = differentiate(parse(text))
    assert trace.values[trace.graph.output] == 15.0
    assert any(
        note.message.startswith("`out = grads[0].sum() * x[0]` computes with a gradient") for note in trace.warnings
    )


@pytest.mark.parametrize(
    "body", ["g.mul_(0.5)", "g *= 0.5", "g[0] = 0", "for k in range(2):\n        g.data.clamp_(-1, 1)"]
)
def test_a_hook_that_changes_its_gradient_gives_it_back(body: str) -> None:
    hook = f"def hook(g):\n    {body}"
    rest, at = "h = x*2\nh.register_hook(hook)\nz = (h*h).sum()", {"x": [1.0, 2.0]}
    with pytest.raises(LanguageError, match="changes its gradient in place"):
        differentiate(parse(f"import torch\n{hook}\n{rest}"), values=at)
    differentiate(parse(f"import torch\n{hook}\n    return g\n{rest}"), values=at)
