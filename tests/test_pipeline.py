"""What an operator can set for all programs."""

from __future__ import annotations

import pytest

from app.pipeline import limits


def test_limits_follow_the_environment() -> None:
    assert limits({}).nodes == 2_000
    chosen = limits({"BACKPASS_NODES": "50", "BACKPASS_ELEMENTS": "1000"})
    assert (chosen.nodes, chosen.elements) == (50, 1000)


@pytest.mark.parametrize("text", ["many", "0", "-1", "1.5", ""])
def test_a_limit_is_a_whole_number(text: str) -> None:
    with pytest.raises(ValueError, match="BACKPASS_NODES"):
        limits({"BACKPASS_NODES": text})
