"""Texts that were published, cut and sprinkled with signs: each is run, or refused with a place; `make fuzz` has more of them."""

from __future__ import annotations

from random import Random

import pytest

from app.autodiff import Limits, differentiate
from app.language import Diagnostic, LanguageError, parse
from tests.fuzz_requests import mutated

EACH = 20
SMALL = Limits(nodes=300, evaluations=20_000)
"""A text that is mutated may do much; what these tests ask shows in little."""


@pytest.mark.parametrize("seed", range(8))
def test_a_mutated_text_is_run_or_refused_with_a_place(seed: int) -> None:
    chance = Random(seed)
    for text in (mutated(chance) for _ in range(EACH)):
        told = mistakes(text)
        assert all(mistake.message for mistake in told), text


def mistakes(text: str) -> list[Diagnostic]:
    """What is told of a text that cannot be run."""
    try:
        differentiate(parse(text), limits=SMALL)
    except LanguageError as error:
        return list(error.mistakes)
    return []
