"""What stands where a figure should be: the mistakes of a program, each with its line, its place and what to try."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from app.diagram.model import BOTH, Diagram, Mark, Rule, Text
from app.diagram.parts import mistake
from app.language import Diagnostic
from app.typeset import Text as Word
from app.typeset import labels

TITLE = "This cannot be drawn"
SIZE, TITLE_SIZE = 12.0, 15.0
MARGIN, GAP, INDENT, UNDER = 14.0, 8.0, 14.0, 2.0
SPACE = 0.3
"""The width of a space where words are set piece by piece, in em."""
MOST, COLUMNS, BEFORE = 3, 84, 40
"""So many mistakes are shown, lines broken after so many characters, and so much of a line shown before the place."""
Line = tuple[tuple[str, str], ...]
"""Words with their tones, one after the other."""


def mistake_figure(text: str, mistakes: Sequence[Diagnostic]) -> Diagram:
    """The mistakes as a figure; more than three are counted."""
    marks: list[Mark] = []
    down = MARGIN
    for number, line in enumerate(lines(text, mistakes)):
        size = SIZE if number else TITLE_SIZE
        found = list(placed(number, line, size, MARGIN + (INDENT if number else 0), down))
        marks += found
        down = max([down + size, *(mark.y + mark.label.height for mark in found if isinstance(mark, Text))]) + GAP
    width = max(mark.x + mark.label.width for mark in marks if isinstance(mark, Text)) + MARGIN
    told = " ".join(f"{each.message}." for each in mistakes)
    return Diagram(width, down - GAP + MARGIN, TITLE, told, tuple(marks))


def lines(text: str, mistakes: Sequence[Diagnostic]) -> Iterator[Line]:
    yield ((TITLE, "backward"),)
    program = text.split("\n")
    for each in mistakes[:MOST]:
        if each.span is not None and "".join(program[each.span.line - 1 : each.span.line]).strip():
            yield shown(program, each)
        where = f"line {each.line}, column {(each.column or 0) + 1}: " if each.span else ""
        named = f"{each.parameter}: " if each.parameter else ""
        yield from (((piece, "forward"),) for piece in wrap(f"{where}{named}{each.message}", COLUMNS))
        yield from (((piece, "quiet"),) for piece in wrap(each.hint, COLUMNS))
    if len(mistakes) > MOST:
        yield ((f"and {len(mistakes) - MOST} more", "quiet"),)


def shown(program: Sequence[str], each: Diagnostic) -> Line:
    """The line of the program about which something is said, around the place."""
    assert each.span is not None
    span, line = each.span, program[each.span.line - 1] if each.span.line <= len(program) else ""
    stop = span.end if span.end_line == span.line else len(line)
    start, stop = min(span.column, len(line)), min(max(stop, span.column + 1), span.column + BEFORE)
    left = max(0, start - BEFORE)
    before, after = line[left:start], line[stop : stop + BEFORE]
    cut = ("… " if left else "", " …" if stop + BEFORE < len(line) else "")
    return (cut[0] + before, "forward"), (line[start:stop] or " ", "wrong"), (after + cut[1], "forward")


def placed(number: int, line: Line, size: float, left: float, top: float) -> Iterator[Mark]:
    """A line's words one after the other, what is wrong underlined."""
    words = [(text, tone) for text, tone in line if text]
    made = labels([Word(text.strip()) for text, _ in words], size)
    rise = max(label.baseline for label in made)
    for at, (label, (text, tone)) in enumerate(zip(made, words, strict=True)):
        left += (len(text) - len(text.lstrip())) * size * SPACE
        part, key = mistake(number), f"{mistake(number)}-{at}"
        ink = "backward" if tone == "wrong" else tone
        yield Text(key, BOTH, part, left, top + rise - label.baseline, label, tone=ink, name=label.text)
        if tone == "wrong":
            under = top + rise + UNDER
            yield Rule(f"{key}-line", BOTH, part, (left, under), (left + label.width, under), 1.0, tone=ink)
        left += label.width + (len(text) - len(text.rstrip())) * size * SPACE
