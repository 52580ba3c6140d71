"""How much of a text is read: its length, its depth, and characters that no text has."""

from __future__ import annotations

import pytest

from app.autodiff import differentiate
from app.language import Diagnostic, LanguageError, parse
from app.language.reading.parser import CHARACTERS
from app.language.syntax import For
from app.language.text.letters import FACTORS, factors
from app.language.text.tokens import NESTING


def mistakes(text: str) -> tuple[Diagnostic, ...]:
    try:
        return parse(text).mistakes
    except LanguageError as error:
        return error.mistakes


def test_a_text_has_a_greatest_length() -> None:
    assert parse("x" + " " * (CHARACTERS - 1)).statements
    with pytest.raises(LanguageError, match=f"{CHARACTERS + 1} characters"):
        parse("x" + " " * CHARACTERS)
    with pytest.raises(LanguageError, match="at most 5"):
        parse("x + y + z", characters=5)


@pytest.mark.parametrize(
    "text", ["y_i = {}\nL = s_{{y_i}}", "x = [1 2 3];\ny = x({});", "y = x_{{k+{}}}", "y = x^{{1/{}}}"]
)
def test_numbers_have_a_greatest_length(text: str) -> None:
    whole = text.format("9" * 5000)
    (mistake,) = mistakes(whole)
    assert mistake.message == "this number has too many digits"
    assert whole.split("\n")[(mistake.line or 0) - 1][mistake.column :].startswith("999")


@pytest.mark.parametrize("sign", ["", "-"])
def test_whole_numbers_have_a_greatest_size(sign: str) -> None:
    with pytest.raises(LanguageError, match="this number is larger than any that is computed with"):
        differentiate(parse(f"y = x * {sign}0x{'f' * 300}"))


def test_brackets_have_a_greatest_depth() -> None:
    assert parse("(" * NESTING + "x" + ")" * NESTING).mistakes == ()
    deep = "(" * (NESTING + 1) + "x" + ")" * (NESTING + 1)
    (mistake,) = mistakes(deep)
    assert (mistake.line, mistake.column, mistake.end) == (1, NESTING, NESTING + 1)
    assert mistake.message == f"brackets are nested more than {NESTING} deep"


def test_blocks_have_a_greatest_depth() -> None:
    def chosen(number: int) -> str:
        branches = "".join(f"elif x > {number - each}:\n    y = {each} * x\n" for each in range(1, number))
        return f"if x > {number}:\n    y = x\n{branches}else:\n    y = 2 * x\n"

    assert parse(chosen(NESTING)).mistakes == ()
    assert [each.message for each in mistakes(chosen(NESTING + 1))] == [f"blocks are nested more than {NESTING} deep"]
    nested = "".join(" " * each + "if x > 0:\n" for each in range(NESTING)) + " " * NESTING + "y = x"
    assert [each.message for each in mistakes(nested)] == ["this is nested too deeply to be read"]


@pytest.mark.parametrize(
    "text",
    [
        "-" * 5000 + "x",
        "not " * 2000 + "x",
        "x" + ".T" * 3000,
        "x" + "[0]" * 3000,
        "x if x else " * 500 + "x",
        "lambda: " * 500 + "x",
        "x**" * 2000 + "x",
        "[" * 5000,
        "f(" * 3000 + "x",
        "".join(f"{' ' * depth}if x:\n" for depth in range(120)) + " " * 120 + "y = x",
    ],
    ids=lambda text: text[:9],
)
def test_what_is_too_deep_is_told_as_any_other_mistake(text: str) -> None:
    assert mistakes(text)


def test_a_long_sum_is_not_deep() -> None:
    program = parse("z = " + " + ".join(["x"] * 800))
    assert not program.mistakes
    assert len(program.statements) == 1


def test_a_long_loop_body_is_read() -> None:
    program = parse("for i in range(3):\n" + "".join(f"    a{line} = i * {line}\n" for line in range(300)))
    (loop,) = program.statements
    assert isinstance(loop, For)
    assert len(loop.body) == 300


@pytest.mark.parametrize(("name", "own"), [("t" * 9_000, {"t"}), ("π1" * 4_500, set[str]()), ("xπ" * 4_500, {"x"})])
def test_a_long_name_is_looked_up_a_few_times_a_letter(name: str, own: set[str]) -> None:
    class Counted(set[str]):
        asked = 0

        def __contains__(self, piece: object) -> bool:
            self.asked += 1
            return super().__contains__(piece)

    counted = Counted(own)
    assert factors(name, counted) == []
    assert counted.asked <= FACTORS * len(name)


@pytest.mark.parametrize("text", ["\ud800", "x = '\ud800'", "# \udfff\nx", "'''\ud800'''", "x\ud83d"])
def test_half_a_character_is_no_more_than_a_mistake(text: str) -> None:
    assert all(each.message and each.message.isprintable() for each in mistakes(text))


def test_a_tower_of_powers_is_read_through_once() -> None:
    """Each level read twice would double the work at every storey: forty of them would never end."""
    assert len(parse("y = " + "e^(x + " * 40 + "x" + ")" * 40).statements) > 0


DEEP = ("log ", "√", "Σᵢ ", "sin cos ", "\\frac{1}{", "\\hat{", "argmax_i ", "Σᵢ log √")


@pytest.mark.parametrize(("part", "times"), [("log ", 199), ("\\hat{", 199), *((part, 1_000) for part in DEEP)])
def test_what_is_nested_without_brackets_of_its_own_is_refused_too(part: str, times: int) -> None:
    with pytest.raises(LanguageError):
        differentiate(parse(f"y = {part * times}x"[:CHARACTERS]))
