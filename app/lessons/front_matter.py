"""What stands at the head of a lesson's file, between two lines of dashes: its title, the thing to try and the question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.language import Diagnostic
from app.language.source import Span


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, str_min_length=1, frozen=True)


class Wrong(Part):
    """A likely wrong answer, and what to say to it."""

    answer: str
    say: str


class Asked(Part):
    """The question: `answer` is computed from the program, like all numbers; `right` is said to whoever finds it."""

    ask: str
    answer: str
    right: str = "Right."
    mistakes: tuple[Wrong, ...] = ()


class FrontMatter(Part):
    title: str = Field(max_length=100)
    summary: str
    attempt: str = Field(alias="try")
    question: Asked


class Head:
    """The head of a file as it was read; `line_of` tells where each of its parts stands."""

    def __init__(self, text: str, first: int) -> None:
        """`first` is the line of the file on which the text begins. Raises LookupError, with its mistakes, where it is no head."""
        self.first = first
        try:
            self.node = yaml.compose(text, Loader=yaml.BaseLoader)
            self.told = FrontMatter.model_validate(yaml.load(text, Loader=yaml.BaseLoader) or {})
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            told = str(error.problem or error.context)
            hint = "a text with a colon in it, or one that begins with {{, stands in quotes"
            raise LookupError([at(first + (mark.line if mark else 0), told, hint)]) from None
        except yaml.YAMLError as error:
            raise LookupError([at(first, str(error))]) from None
        except ValidationError as error:
            raise LookupError([self.misfit(item) for item in error.errors(include_url=False)]) from None
        if repeated := list(duplicates(self.node)):
            raise LookupError(
                [at(first + node.start_mark.line, f"`{node.value}` stands here twice") for node in repeated]
            )

    def misfit(self, item: Any) -> Diagnostic:
        place = item["loc"]
        name = ".".join(map(str, place)) or "the head"
        if item["type"] == "missing":
            return at(self.line_of(place[:-1]), f"`{name}` is missing")
        if item["type"] == "extra_forbidden":
            known = "title, summary, try, question; a question has ask, answer, right and mistakes"
            return at(self.line_of(place), f"nothing is called `{name}` here", f"there are {known}")
        return at(self.line_of(place), f"`{name}`: {item['msg']}")

    def line_of(self, place: Sequence[str | int]) -> int:
        """The line of the file on which a part begins: that of its key, or of its item in a list."""
        node, line = self.node, 0
        for step in place:
            if isinstance(node, yaml.MappingNode):
                found = next(((key, value) for key, value in node.value if key.value == step), None)
                if found is None:
                    break
                line, node = found[0].start_mark.line, found[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = node.start_mark.line
        return self.first + line


def duplicates(node: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    """Keys that stand twice in one mapping, of which only the last would count."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield key
            seen.add(key.value)
            yield from duplicates(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from duplicates(value)


def at(line: int, message: str, hint: str = "", column: int = 0) -> Diagnostic:
    """A mistake on a line of the file."""
    return Diagnostic(Span(line, column, line, column + 1), message, hint)
