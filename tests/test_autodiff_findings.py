"""What is said about the numbers of both passes: kinks, nan and inf, and the gradient check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from app.autodiff import Trace, differentiate
from app.autodiff.findings.findings import all_finite
from app.autodiff.primitives import TABLE
from app.language import parse
from tests.cases import assert_close


def run(text: str, at: Mapping[str, object] | None = None) -> Trace:
    return differentiate(parse(text), values=at)


def messages(text: str, at: Mapping[str, object] | None = None) -> list[str]:
    return [warning.message for warning in run(text, at).warnings]


@pytest.mark.parametrize(
    ("text", "at", "expected", "policy"),
    [
        ("relu(x)", {"x": 0}, 0, "derivative 0 at 0"),
        ("abs(x)", {"x": 0}, 0, "derivative 0 at 0"),
        ("np.maximum(x, y)", {"x": 2, "y": 2}, 0.5, "evenly"),
        ("np.minimum(x, y)", {"x": 2, "y": 2}, 0.5, "evenly"),
        ("np.maximum(0, x)", {"x": 0}, 0.5, "evenly"),
        ("x.max()", {"x": [3, 1, 3]}, [0.5, 0, 0.5], "evenly"),
        ("x.min(axis=0)", {"x": [[3], [1], [1], [1]]}, [[0], [1 / 3], [1 / 3], [1 / 3]], "evenly"),
        ("np.clip(x, -1, 1)", {"x": 1}, 1, "edges"),
        ("np.clip(x, -1, 1)", {"x": -1}, 1, "edges"),
    ],
)
def test_at_a_kink_pytorch_is_followed_and_that_is_said(
    text: str, at: dict[str, object], expected: object, policy: str
) -> None:
    trace = run(text, at)
    assert_close(trace.named(trace.adjoints)["x"], expected, 1e-12, text)
    (warning,) = [warning for warning in trace.warnings if "kink" in warning.message]
    assert policy in warning.message
    assert "PyTorch" in warning.message
    assert trace.check.error is None


@pytest.mark.parametrize("text", ["relu(x)", "abs(x)", "np.maximum(x, 2*x)", "np.clip(x, -1, 1)", "np.max(x)"])
def test_away_from_a_kink_nothing_is_said(text: str) -> None:
    assert messages(text, {"x": 0.5}) == []


@pytest.mark.parametrize(
    ("text", "at", "name", "kind", "why"),
    [
        ("a = log(x)\nb = a*2", {"x": -1}, "a", "nan", "logarithm"),
        ("a = x*2\nb = log(a)", {"x": 0}, "b", "inf", "logarithm"),
        ("a = 1/x\nb = a + 1", {"x": 0}, "a", "inf", "division by zero"),
        ("a = sqrt(x)\nb = exp(a)", {"x": -4}, "a", "nan", "square root"),
        ("a = exp(x)", {"x": 1000}, "a", "inf", "overflow"),
        ("a = x**0.5", {"x": -1}, "a", "nan", "fractional power"),
        ("a = x/x", {"x": 0}, "a", "nan", "division by zero"),
    ],
)
def test_nan_and_inf_are_told_where_they_first_arise(
    text: str, at: dict[str, object], name: str, kind: str, why: str
) -> None:
    trace = run(text, at)
    (warning,) = [warning for warning in trace.warnings if "kink" not in warning.message]
    assert f"{name} is {kind}" in warning.message
    assert why in warning.message
    assert warning.span is not None
    assert warning.span.line == (2 if name == "b" else 1)


def test_an_infinite_input_is_told() -> None:
    assert any("x" in message and "inf" in message for message in messages("y = x*2", {"x": float("inf")}))


def test_infinite_adjoints_are_numbers_too() -> None:
    trace = run("y = sqrt(x)", {"x": 0})
    assert trace.named(trace.adjoints)["x"] == float("inf")


@pytest.mark.parametrize("operation", ["tanh", "multiply", "sum", "index"])
def test_the_gradient_check_finds_a_wrong_rule(monkeypatch: pytest.MonkeyPatch, operation: str) -> None:
    text = f"y = np.sum(tanh(x * w)[1:])  # {operation}"
    at = {"x": [0.3, 0.5, 0.7], "w": 1.1}
    assert (run(text + " as it is", at).check.error or 1) < 1e-9
    row = TABLE[operation]
    wrong = tuple(None if rule is None else f"0.9 * ({rule})" for rule in row.rule_texts)
    monkeypatch.setitem(TABLE, operation, replace(row, rule_texts=wrong))
    assert (run(text + " made wrong", at).check.error or 0) > 1e-2


def test_the_gradient_check_counts_what_it_compared() -> None:
    check = run("y = (x * w).sum()", {"x": [1, 2, 3], "w": 2}).check
    assert (check.checked, check.total) == (4, 4)


def test_the_gradient_check_compares_nothing_where_there_is_no_number() -> None:
    assert run("y = log(x)", {"x": -1}).check.error is None


def test_a_cut_gradient_is_no_error_of_the_check() -> None:
    trace = run("t = (x*2).detach()\ny = (x - t)**2", {"x": 3})
    assert trace.named(trace.adjoints)["x"] == -6
    assert (trace.check.error or 0) < 1e-9
    trace = run("with torch.no_grad():\n    t = x*2\ny = (x - t)**2", {"x": 3})
    assert trace.named(trace.adjoints)["x"] == -6
    assert (trace.check.error or 0) < 1e-9


def test_a_kink_in_a_loop_is_told_once() -> None:
    trace = run("h = x\nfor i in range(3):\n    h = relu(h)\nz = h*1", {"x": 0})
    assert len(trace.warnings) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "x = 0.0\nf = sqrt(x**2)",
            ["dL/dv_1 turns inf at sqrt: its derivative is infinite", "dL/dx turns nan at power: 0 · ∞"],
        ),
        ("a = [1.0]\nb = [1.0]\nf = sqrt(sum((a - b)**2))", ["turns inf at sqrt", "dL/dv_1 turns nan at power: 0 · ∞"]),
        ("x = 1.0\nf = acos(x)", ["dL/dx turns inf at acos: its derivative is infinite here (division by zero)"]),
        (
            "x = [16.0, 0.0]\nf = sum(where(x == 0, x/2, sqrt(x)))",
            ["dL/dx turns nan at sqrt: its derivative is infinite here, and 0"],
        ),
        (
            "x = -2.0\ny = 3.0\nf = x**y",
            ["dL/dy turns nan at power: its derivative is not defined here (the logarithm"],
        ),
        (
            "x = 0.0\nf = sqrt(x) - sqrt(2*x)",
            ["turns inf at sqrt", "turns inf at sqrt", "dL/dx turns nan where its contributions"],
        ),
        ("x = 2.0\ny = 0.0\nf = where(y > 0, x/y, x)", ["dL/dx turns nan at divide", "dL/dy turns nan at divide"]),
        ("x = 0.0\nf = x*log(x)", ["dL/dx turns nan at log: its derivative is infinite here, and 0"]),
        ("x = 0.0\nf = np.linalg.norm([x, x])", []),
        ("x = -1.0\nf = x**2", []),
        ("x = -1.0\nf = log(x)*x", []),
    ],
)
def test_nan_and_inf_are_told_at_the_wire_where_they_begin(text: str, told: list[str]) -> None:
    found = [message for message in messages(text) if " turns " in message]
    assert len(found) == len(told), found
    assert all(part in message for part, message in zip(told, found, strict=True)), found


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x = 0.0\nf = abs(x)", "a kink is met"),
        ("x = -1.0\nf = log(x)", "the output is not finite"),
        ("x = 0.0\nf = sqrt(x)", "a gradient is not finite"),
        ("f = g(x)", "a function is not known"),
        ("x = 2.0\nf = x*x", ""),
    ],
)
def test_a_check_that_cannot_compare_says_why(text: str, reason: str) -> None:
    assert run(text).check.reason.startswith(reason) and bool(run(text).check.reason) is bool(reason)


@pytest.mark.parametrize(
    ("value", "finite"),
    [
        (1.0, True),
        (float("nan"), False),
        (np.array([1e200, -1e200]), True),
        (np.array([[1.0, np.inf], [2, 3]]).T, False),
        (np.array([np.inf, -np.inf]), False),
        (np.array([0, np.nan]), False),
        (np.array([2**62, 3]), True),
        (np.array([]), True),
    ],
)
def test_no_entry_is_nan_or_inf_though_their_squares_overflow(value: object, finite: bool) -> None:
    assert all_finite(value) is finite


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("y = w*argmax(x)", ["no gradient comes back to x: none passes the gate argmax"]),
        ("y = round(2*x)*w", ["no gradient comes back to x: none passes the gate rounding"]),
        ("y = where(x > t, w*x, w)", ["no gradient comes back to t: none passes the gate comparison"]),
        ("y = x*argmax(x)", []),
        ("y = relu(x)*w", []),
    ],
)
def test_an_input_that_a_flat_gate_shuts_off_is_told(text: str, told: list[str]) -> None:
    found = messages(text, {"x": [1.0, 5.0, 3.0], **dict.fromkeys(sorted({"w", "t"} & set(text)), 2.0)})
    assert [each for each in found if "no gradient" in each] == told


@pytest.mark.parametrize(
    ("text", "why", "repair"),
    [
        ("L = (y - t)**2", "no gradient is other than 0; y = 2 and t = 3 would tell more", "y = 2; t = 3\n"),
        ("L = MSE(y, t)", "no gradient is other than 0; y = 2 and t = 3 would tell more", "y = 2; t = 3\n"),
        ("z = max(x, y)", "a derivative is a convention; x = 2 and y = 3 would tell more", "x = 2; y = 3\n"),
        (
            "a = 3\nz = a*log(x)/(1 - p)",
            "not every number is finite; x = 2 and p = 3 would tell more",
            "x = 2; p = 3\n",
        ),
        ("z = log(1 - x)", "not every number is finite; x = 0.5 would tell more", "x = 0.5\n"),
        ("def f(x, y):\n    return max(x, y)", "a derivative is a convention; x = 2 and y = 3 would tell more", ""),
    ],
)
def test_where_ones_tell_nothing_other_values_are_offered(text: str, why: str, repair: str) -> None:
    (found,) = [each for each in run(text).warnings if "stands at 1" in each.message]
    assert (found.message.rpartition("where ")[2], found.repair) == (why, repair)
    assert not [each for each in messages(repair + text) if repair and "stands at 1" in each]


@pytest.mark.parametrize(
    ("before", "behind", "apart"),
    [
        ("", "", "\n"),
        (">>> ", "", "; "),
        ("In [3]: ", "", "; "),
        ("```python\n", "\n```", "\n"),
        ("$$", "$$", "; "),
        ("The loss is\n", "", "\n"),
    ],
)
def test_values_are_offered_where_the_text_can_take_them(before: str, behind: str, apart: str) -> None:
    (found,) = [each for each in run(f"{before}L = (y - t)^2{behind}").warnings if "stands at 1" in each.message]
    line, column = found.span[:2] if found.span else (0, 0)
    assert (line, column, found.repair) == (
        before.count("\n") + 1,
        len(before.rpartition("\n")[2]),
        f"y = 2; t = 3{apart}",
    )
    values = run(f"{before}{found.repair}L = (y - t)^2{behind}")
    assert float(values.named(values.values)["L"]) == 1


@pytest.mark.parametrize(
    "text", ["z = x*y", "z = sin(x)**2 + cos(x)**2", "x = 1\ny = 1\nL = (y - x)**2", "z = log(0*x)", "z = f(x) - f(y)"]
)
def test_where_ones_do_tell_or_nothing_helps_no_values_are_offered(text: str) -> None:
    assert not [each for each in messages(text) if "stands at 1" in each]


@pytest.mark.parametrize(("seed", "kind"), [(np.inf, "inf"), (-np.inf, "inf"), (np.nan, "nan")])
def test_a_seed_that_is_not_finite_is_told(seed: float, kind: str) -> None:
    told = [each.message for each in differentiate(parse("z = x*y"), seed=seed).warnings]
    assert f"dL/dz comes in with the value {kind}" in told
