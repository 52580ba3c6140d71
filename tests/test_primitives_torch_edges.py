"""At 0, ±1, ties and infinities, operations give what PyTorch gave."""

from __future__ import annotations

import json
import math
from itertools import product
from typing import Any

import numpy as np

from app.autodiff import differentiate
from app.language import parse
from tests.cases import DATA
from tests.make_torch_edges import PAIRED
from tests.tables import failures

STORED: dict[str, list[dict[str, Any]]] = json.loads((DATA / "torch-edges.json").read_text(encoding="utf-8"))
CASES = STORED["cases"]
PAIRS = dict(zip("xy", map(list, zip(*product(PAIRED, PAIRED), strict=True)), strict=True))
# Where an input is infinite, these multiply 0 by ∞ on another way than PyTorch does, and nan comes out on one side only.
BEYOND = frozenset(
    {
        "F.adaptive_avg_pool1d(x, 4)",
        "F.hardswish(x)",
        "F.max_pool1d(x, 3, stride=2, padding=1, dilation=2, ceil_mode=True)",
        "F.max_pool2d(x, 3, stride=1, padding=1)",
        "F.multi_margin_loss(x, y)",
        "F.multi_margin_loss(x, y, p=2, margin=0.5)",
        "F.multilabel_margin_loss(x, y)",
        "F.soft_margin_loss(x, y)",
        "torch.digamma(x)",
        "torch.lgamma(x)",
        "torch.mvlgamma(x, 2)",
        "torch.polygamma(2, x)",
        "torch.quantile(x, 0.25, dim=1)",
        "torch.special.i1e(x)",
        "torch.trapezoid(y)",
        "torch.trapezoid(y, dx=0.5, dim=0)",
    }
)


def settled(case: dict[str, Any]) -> bool:
    """Whether it is to be compared; a pole of digamma is met by rounding alone."""
    pole = case["text"] == "torch.digamma(x)" and case["edge"] == -1
    return not pole and (case["text"] not in BEYOND or math.isfinite(case["edge"]))


def check(case: dict[str, Any]) -> None:
    trace = differentiate(parse(case["text"]), values=case["at"], constants=case["constants"])
    np.testing.assert_allclose(trace.values[trace.graph.output], case["output"], rtol=1e-8, atol=1e-12)
    gradient = trace.named(trace.adjoints)[case["input"]]
    np.testing.assert_allclose(gradient, case["gradient"], rtol=1e-6, atol=1e-12)


def test_edges_are_pytorch_s() -> None:
    found = failures(check, [*filter(settled, CASES)], lambda case: f"{case['text']} at {case['edge']}")
    assert found == []


def check_pair(case: dict[str, Any]) -> None:
    trace = differentiate(parse(case["text"]), values=PAIRS, seed=np.full(len(PAIRS["x"]), case["seed"]))
    adjoints = trace.named(trace.adjoints)
    for name, gradient in case["gradients"].items():
        np.testing.assert_allclose(adjoints[name], gradient, rtol=1e-6, atol=1e-12, err_msg=name)


def test_what_comes_in_is_handed_back_as_by_pytorch() -> None:
    """At each pair of edges, also where what comes in is 0, infinite or nan."""
    assert failures(check_pair, STORED["pairs"], lambda case: f"{case['text']} with {case['seed']}") == []
