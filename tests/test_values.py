"""Values as text and as JSON."""

from __future__ import annotations

import json
import math
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.values import ValueMistake, plain, read, value, written
from tests.tables import each_of

CASES = json.loads((Path(__file__).parent / "data" / "values.json").read_text(encoding="utf-8"))


@each_of(CASES["read"], lambda case: ascii(case["text"])[:40])
def test_a_value_is_read_and_what_is_not_literal_is_said(case: dict[str, Any]) -> None:
    found = read(case["text"])
    expected = value(case["value"]).value
    assert found.value.shape == expected.shape
    assert found.value.dtype.kind == expected.dtype.kind
    np.testing.assert_allclose(found.value, expected, rtol=1e-15, atol=0)
    assert bool(found.remarks) == ("said" in case)
    assert case.get("said", "") in " ".join(found.remarks)


@each_of(CASES["refused"], lambda case: ascii(case["text"])[:40])
def test_what_is_no_value_is_told_with_what_to_try(case: dict[str, str]) -> None:
    with pytest.raises(ValueMistake) as mistake:
        read(case["text"])
    assert case["told"] in mistake.value.message
    assert mistake.value.hint
    (mistake.value.message + mistake.value.hint).encode()
    assert "x=3" not in mistake.value.hint


@each_of(CASES["read"], lambda case: ascii(case["text"])[:40])
def test_json_texts_are_read_alike(case: dict[str, Any]) -> None:
    np.testing.assert_array_equal(value(case["text"]).value, read(case["text"]).value)


def test_json_may_have_texts_within_lists() -> None:
    assert value([["3/4", 1], [0.5, "-∞"]]).value.tolist() == [[0.75, 1], [0.5, -math.inf]]
    assert value(["1,5", 2]).remarks == ("“1,5” is read as 1.5",)


@pytest.mark.parametrize(("text", "told"), [("1,5", "[1, 5]"), ("1,0", "[1, 0]"), ("1,05", ""), ("1,5e3", "")])
def test_two_entries_are_offered_where_a_comma_may_part_them(text: str, told: str) -> None:
    (remark,) = read(text).remarks
    assert remark.endswith(f"for two entries write {told}") if told else "two entries" not in remark


def test_of_uneven_rows_the_first_are_counted() -> None:
    with pytest.raises(ValueMistake) as mistake:
        value([[0] * length for length in range(1, 13)])
    assert mistake.value.message == "the rows of this value are not all of one length: 1, 2, 3, 4, 5, 6, 7, 8"


def test_whole_numbers_stay_whole() -> None:
    assert read("[1, 0, 2]").value.dtype.kind == "i"
    assert read("[1, 0, 2.5]").value.dtype.kind == "f"
    assert read("9" * 30).value.dtype.kind == "f"


@pytest.mark.parametrize("given", [10**400, [-(10**400)], "[1e400, 2.5]", f"[{10**400}]"])
def test_a_number_beyond_all_others_is_infinite_and_said(given: object) -> None:
    found = value(given)
    assert np.isinf(found.value).any()
    assert "read as" in found.remarks[0]


def test_only_so_many_entries_are_calculations() -> None:
    with pytest.raises(ValueMistake, match="calculations"):
        read(" ".join(["1/2"] * 1001))


@given(st.text(alphabet="0123456789.,;:-+*/^()[]{}eE nanif\n\tπx'%°", max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(ValueMistake):
        assert read(text).value.dtype.kind in "bif"


@pytest.mark.parametrize("sign", ["-$", "$", "+€ ", "%", "½"])
def test_a_sign_again_and_again_is_no_number(sign: str) -> None:
    for text in (sign * 5_000, f"{sign * 5_000}5", f"5{sign * 5_000}"):
        with pytest.raises(ValueMistake):
            read(text)


def test_more_digits_than_python_reads_at_once_are_a_number() -> None:
    assert read("0" * 5_000).value == 0 and read("0" * 5_000 + "12").value == 12
    assert read("0" * 5_000 + "2½").value == 2.5
    for text in ("9" * 5_000, "9" * 5_000 + "½"):
        assert read(text).value == math.inf and "is read as inf" in read(text).remarks[0]


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
    np.testing.assert_array_equal(read(written(numbers)).value, np.array(numbers))
