"""From a file to a lesson. All that can be wrong is found at once, each with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from app.language import Diagnostic, LanguageError
from app.lessons.formulas import formula
from app.lessons.front_matter import Head, at
from app.lessons.lesson import Lesson, LessonError, Mistake, Question, Scene
from app.lessons.scenes import is_scene, scenes
from app.lessons.statements import Stages
from app.query import QueryError

NUMBER = re.compile(r"\{\{(.*?)\}\}")
ORDER = re.compile(r"^\d+-")
FILE = re.compile(r"(\d+-)?[a-z\d]+(-[a-z\d]+)*\.md")
LONGEST = 100_000
GLUED = re.compile(r'\(?<span class="math inline"><math(?:(?!</math>).)*</math></span>[.,;:?!)]+')
"""A formula and what stands close behind it, which must not begin a line of its own."""


def read_lesson(path: Path) -> Lesson:
    """The lesson in a file. Raises LessonError."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LessonError(path, [at(1, f"the file cannot be read: {error}", "a lesson is text in UTF-8")]) from None
    return Reading(path, text).lesson()


def name_of(path: Path) -> str:
    """The name of a lesson: that of its file, without the number that puts it in order."""
    return ORDER.sub("", path.stem)


class Reading:
    """One file as it is read; `faults` are what was found wrong so far."""

    def __init__(self, path: Path, text: str) -> None:
        self.path, self.text = path, text
        self.faults: list[Diagnostic] = []
        self.words = 0
        self.math = partial(self.formula, line=1)
        # No HTML of the file's own, and `javascript:` is no link.
        self.markdown = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")
        self.markdown.use(dollarmath_plugin, renderer=lambda text, options: self.math(text))
        self.markdown.use(front_matter_plugin)

    def lesson(self) -> Lesson:
        if not FILE.fullmatch(self.path.name) or len(self.text) > LONGEST:
            told = "a lesson's file is called as 03-the-gate.md, and has at most 100 000 characters"
            raise LessonError(self.path, [at(1, told)])
        tokens = self.markdown.parse(self.text)
        head = self.head(tokens)
        found = scenes(tokens, self.faults)
        self.refuse()
        self.stages = Stages(found)
        for scene in found.values():
            self.run(scene)
        self.refuse()
        before, after = self.body([token for token in tokens if is_scene(token)])
        lesson = Lesson(
            name_of(self.path),
            head.told.title,
            head.told.summary,
            before,
            after,
            self.html(head.told.attempt, head.line_of(["try"])),
            self.question(head),
            tuple(found.values()),
            self.words,
        )
        self.refuse()
        return lesson

    def refuse(self) -> None:
        if self.faults:
            raise LessonError(self.path, self.faults)

    def head(self, tokens: Sequence[Token]) -> Head:
        if not tokens or tokens[0].type != "front_matter":
            hint = "write title, summary, try and question between two lines of ---"
            raise LessonError(self.path, [at(1, "the file has no head", hint)])
        try:
            return Head(tokens[0].content, 2)
        except LookupError as error:
            raise LessonError(self.path, error.args[0]) from None

    def run(self, scene: Scene) -> None:
        """Run a program, for its mistakes."""
        try:
            stage = self.stages.stage(scene.name)
            stage.trace  # noqa: B018  what it raises counts
            if scene.query.training:
                self.stages.stage(scene.name, 1).sheet  # noqa: B018
        except (LanguageError, QueryError) as error:
            self.faults += [moved(each, scene.line) for each in error.mistakes]

    def body(self, programs: Sequence[Token]) -> tuple[str, str]:
        """What stands before the first program, and all that stands behind it but further programs, as HTML."""
        lines = self.text.split("\n")
        places = [each.map for each in programs if each.map]
        head = next(place for place in range(1, len(lines)) if lines[place].strip() == "---") + 1
        for start, end in places:
            lines[start:end] = [""] * (end - start)
        first = places[0][0]
        before = "\n".join([*[""] * head, *lines[head:first]])
        after = "\n".join([*[""] * first, *lines[first:]])
        return self.html(before, 1), self.html(after, 1)

    def question(self, head: Head) -> Question:
        told, place = head.told.question, ("question",)
        return Question(
            self.html(told.ask, head.line_of([*place, "ask"])),
            told.answer,
            self.value(told.answer, head.line_of([*place, "answer"])),
            self.html(told.right, head.line_of([*place, "right"])),
            [
                Mistake(
                    self.value(each.answer, head.line_of([*place, "mistakes", index])),
                    self.filled(each.say, head.line_of([*place, "mistakes", index])),
                )
                for index, each in enumerate(told.mistakes)
            ],
        )

    def html(self, text: str, line: int) -> str:
        """Markdown as HTML, its numbers filled in; `line` is where it begins in the file."""
        filled = self.filled(text, line)
        self.words += len(filled.split())
        self.math = partial(self.formula, line=line)
        return GLUED.sub(r'<span class="glued">\g<0></span>', str(self.markdown.render(filled)))

    def filled(self, text: str, line: int) -> str:
        lines = text.split("\n")
        return "\n".join(self.line_filled(each, number) for number, each in enumerate(lines, line))

    def line_filled(self, text: str, line: int) -> str:
        def number(found: re.Match[str]) -> str:
            try:
                return self.stages.text(found[1])
            except (LanguageError, QueryError) as error:
                self.faults += [at(line, f"{{{{{found[1]}}}}}: {each.message}", each.hint) for each in error.mistakes]
                return ""

        return NUMBER.sub(number, text)

    def value(self, statement: str, line: int) -> object:
        try:
            return self.stages.value(statement)
        except (LanguageError, QueryError) as error:
            self.faults += [at(line, f"`{statement}`: {each.message}", each.hint) for each in error.mistakes]
            return None

    def formula(self, text: str, line: int) -> str:
        """A formula, whose line is known as far as the piece of the file that it stands in."""
        place = next(self.lines_with(f"${text}$"), line)
        try:
            return formula(text)
        except LanguageError as error:
            self.faults += [at(place, f"${text}$: {each.message}", each.hint) for each in error.mistakes]
            return ""

    def lines_with(self, text: str) -> Iterator[int]:
        return (number for number, line in enumerate(self.text.split("\n"), 1) if text in line)


def moved(mistake: Diagnostic, line: int) -> Diagnostic:
    """A mistake of a program as one of the file; `line` is that of the program's fence."""
    told = f"{mistake.parameter}: {mistake.message}" if mistake.parameter else mistake.message
    return at(line + (mistake.line or 0), told, mistake.hint, mistake.column or 0)
