"""How much work it is to read a text: it grows as the text does, whatever is written again and again. Steps are counted, never timed."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from types import FrameType
from typing import Any

import pytest

from app.autodiff import differentiate
from app.language import LanguageError, parse
from app.language.foreign import c_like, foreign_programs
from app.language.mathematics import digits
from app.language.text import characters, letters, margins
from app.language.text.located import Located

LENGTHS = 160, 640
GROWTH = 8.0
"""Four times the text is four times the work, and something for what is looked up; sixteen times where it grows as the square."""


class Work:
    """Counts the lines of the language's code that run, each turn of a loop anew."""

    def __init__(self) -> None:
        self.lines = 0

    def trace(self, frame: FrameType, event: str, argument: object) -> Any:
        return self.count if "/app/language/" in frame.f_code.co_filename else None

    def count(self, frame: FrameType, event: str, argument: object) -> Any:
        self.lines += event == "line"
        return self.count


def work(text: str) -> int:
    counted = Work()
    before = sys.gettrace()
    sys.settrace(counted.trace)
    try:
        with suppress(LanguageError):
            differentiate(parse(text))
    finally:
        sys.settrace(before)
    return counted.lines


PARTS = (
    "x_", "x_i_", "x ", "(x)", "(n choose k) ", "½ √ log ", "ln|", "lim ", "|x| ", "x²", "x[0] ", "-x ", "x+", "wᵀx ",
    "A ", "f(x) ", "x? x: ", "x // y", "x ∈ ", "for ", "x=1\n", "@x\n", "x_i = y_i\n", "Σᵢ xᵢ + ", "[1; 2] ", "1,",
    "1.5,2 ", "2 € 3 ", "\\frac{1}{2}", "{x", "‖x‖ ", "ABC ", "mx ", "√x ", "2x_1", "sin x ", "x! ", "x where ", "x | y=",
    "f(n) = n; ", "x[k+1]=x[k], ",
)  # fmt: skip


@pytest.mark.parametrize("part", PARTS)
def test_the_work_grows_as_the_text_does(part: str) -> None:
    short, long = (work("y = " + part * (length // len(part))) for length in LENGTHS)
    assert long < GROWTH * short


def test_a_text_is_looked_through_once_however_many_calls_ask() -> None:
    letters.is_worded.cache_clear()
    differentiate(parse("y = " + "sin x + " * 50 + "1"))
    assert letters.is_worded.cache_info().hits > 4 * letters.is_worded.cache_info().misses


def test_a_list_is_not_gone_through_anew_at_each_of_its_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    near = digits.is_near

    def counted(tokens: Any, place: int) -> bool:
        asked.append(place)
        return near(tokens, place)

    monkeypatch.setattr(digits, "is_near", counted)
    with suppress(LanguageError):
        parse("y = " + "11," * 800)
    assert 800 < len(asked) < 50 * 800


def test_blocks_without_an_end_take_no_page_of_blanks_for_each_line() -> None:
    opened = Located.whole("if (x) {\n" * 1_000)
    assert c_like.in_lines(opened) == opened
    assert len(foreign_programs.in_blocks(opened).text) < 500_000


@pytest.mark.parametrize("blank", [" ", "\t", "\n", " \n", "\u3000"])
def test_patterns_meet_no_long_run_of_blanks(blank: str) -> None:
    """Many begin or end with blanks: each would go through a run from each of its places on."""
    text = f"y = x +{blank * 5_000}x"
    met = margins.inside(characters.plain(Located.whole(text)))
    assert len(met.text) < 100
    assert met.starts[-1] == len(text) - 1


def test_no_margin_meets_a_long_run_of_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    met: list[int] = []

    def margin(lines: list[str]) -> list[int]:
        met.extend(map(len, lines))
        return [0] * len(lines)

    monkeypatch.setattr(margins, "MARGINS", (margin, *margins.MARGINS))
    margins.inside(Located.whole(f"x{' ' * 5_000}\ny = x"))
    assert len(met) == 2 and max(met) < 100


def test_no_pattern_goes_through_a_repetition_in_exponentially_many_ways() -> None:
    ended = subprocess.run([sys.executable, "-m", "tests.pumped"], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr or ended.stdout.splitlines()[-1]
