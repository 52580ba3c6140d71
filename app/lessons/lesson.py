"""What a lesson is, and what can be wrong with its file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.language import Diagnostic
from app.query import Query


@dataclass(frozen=True, slots=True)
class Scene:
    """A program of a lesson: what the text calls it, what the switch between several shows, and what the page draws."""

    name: str
    title: str
    query: Query
    line: int
    """The line of the file before the program's first."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A likely wrong answer, and what to say to it."""

    answer: object
    said: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked at the end: `expression` is its answer as the file has it, `answer` the number that this comes to.

    `asked` and `right` are HTML: the question, and what is said to the right answer.
    """

    asked: str
    expression: str
    answer: object
    right: str
    mistakes: Sequence[Mistake]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson, ready to be shown: `before` and `after` the program, and `attempt`, the thing to try, are HTML."""

    name: str
    title: str
    summary: str
    before: str
    after: str
    attempt: str
    question: Question
    scenes: Sequence[Scene]
    words: int

    @property
    def minutes(self) -> int:
        """How long it takes to read, at 150 words a minute: slowly, as one reads what is new."""
        return max(1, -(-self.words // 150))

    def scene(self, name: str | None = None) -> Scene:
        """The program of a name, the first where none is named."""
        return next(each for each in self.scenes if name in (None, each.name))


class LessonError(Exception):
    """All that is wrong with the file of a lesson; each mistake has its line there."""

    def __init__(self, path: Path, mistakes: Iterable[Diagnostic]) -> None:
        self.path = path
        self.mistakes = tuple(sorted(dict.fromkeys(mistakes), key=lambda each: (each.line or 1, each.column or 0)))
        super().__init__("\n".join(self.lines()))

    def lines(self) -> Iterable[str]:
        """Each as `file:line: what; what to try`."""
        for each in self.mistakes:
            hint = f"; {each.hint}" if each.hint else ""
            yield f"{self.path}:{each.line or 1}: {each.message}{hint}"
