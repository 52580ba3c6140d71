"""Forward passes as people paste them, which came out wrong once, with the numbers of their libraries."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.language import LanguageError
from app.pipeline import agrees
from tests.cases import Case, read

CASES = [replace(case, tolerance=1e-7) for case in read("found-cases.json")]


def test_there_are_cases() -> None:
    assert len(CASES) >= 80
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_output_and_adjoints(case: Case) -> None:
    if case.refused:
        with pytest.raises(LanguageError) as raised:
            case.trace  # noqa: B018 - it is computed when it is asked for
        assert any(case.refused in f"{each.message} {each.hint}" for each in raised.value.mistakes)
        return
    case.assert_numbers()
    assert any(case.told in each.message for each in case.trace.warnings) or not case.told
    assert agrees(case.trace) is not False
