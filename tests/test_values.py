"""Values as text and as JSON."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.values import plain, read, value, written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3", 3),
        (" −4 ", -4),
        ("-1e-3", -0.001),
        (".5", 0.5),
        ("inf", math.inf),
        ("[1., .5, -.5, inf, -inf]", [1, 0.5, -0.5, math.inf, -math.inf]),
        ("[[1, 2], [3, 4]]", [[1, 2], [3, 4]]),
        ('["inf", 1e400, 2]', [math.inf, math.inf, 2]),
        ("[true, false]", [True, False]),
        ("[]", []),
    ],
)
def test_a_value_is_read(text: str, expected: object) -> None:
    assert read(text).tolist() == expected


def test_whole_numbers_stay_whole() -> None:
    assert read("[1, 0, 2]").dtype.kind == "i"
    assert read("[1, 0, 2.5]").dtype.kind == "f"
    assert read("9" * 30).dtype.kind == "f"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("abc", "“abc” is not a number"),
        ("", "is not a number"),
        ("[1, a]", "lists of numbers"),
        ('[1, "a"]', "“a” is not a number"),
        ("[[1, 2], [3]]", "not all of one length"),
        ("[1, [2]]", "not all of one length"),
        ("[" * 100_000, "lists of numbers"),
        ("[null]", "numbers only"),
        ("__import__('os')", "is not a number"),
        ("1_000", "is not a number"),
    ],
)
def test_what_is_no_value_is_told(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        read(text)


def test_lists_nested_too_deeply_are_told() -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(ValueError, match=r"nested too deeply|one length"):
        value(deep)


def test_words_stand_for_what_json_lacks() -> None:
    told = plain(np.array([[1.5, math.inf], [-math.inf, math.nan]]))
    assert told == [[1.5, "inf"], ["-inf", "nan"]]
    assert json.dumps(plain(np.array(-0.0)), allow_nan=False) == "0.0"


@given(st.lists(st.floats(width=64), max_size=5))
def test_what_is_written_reads_back(numbers: list[float]) -> None:
    np.testing.assert_array_equal(read(written(numbers)), np.array(numbers))
