"""PyTorch's modules for sequences give what PyTorch gave, and know what they do not know."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.autodiff import differentiate
from app.language import LanguageError, parse
from tests.cases import assert_close

CASES: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "data" / "torch-modules.json").read_text())[
    "cases"
]


@pytest.mark.parametrize("name", CASES)
def test_values_and_adjoints_are_pytorch_s(name: str) -> None:
    case = CASES[name]
    trace = differentiate(parse(case["text"]), values=case["at"])
    assert_close(trace.values[trace.graph.output], case["output"], 1e-10, "output")
    adjoints = trace.named(trace.adjoints)
    for key, expected in case["adjoints"].items():
        assert_close(adjoints[key], expected, 1e-9, key)


def test_a_third_layer_is_refused() -> None:
    with pytest.raises(LanguageError, match="more_than_two_layers"):
        differentiate(parse("y = nn.LSTM(2, 2, num_layers=3)(x)"))
