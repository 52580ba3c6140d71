"""What a figure is made of: gates, forks, values and wires, each known by one id wherever it is drawn, told or lit."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a part is: things that wires join, the places on wires where labels stand, what frames the panels, and
    the lines that stand in place of a figure; and what a chart consists of. A `LESSON` shows beside the close-up of a gate
    what becomes of one entry.

    A `VALUE` is a value's own place: an input, or where what leaves a gate is labelled. A `STEM` is the labelled line between
    an input and its fork, a `WIRE` one use of a value, the `LEAD` the labelled line to the output. A wire that is not drawn
    whole ends in a `FLAG` with its value's name, and goes on from a `TAG` with the same name at each use.
    """

    GATE = "gate"
    FORK = "fork"
    VALUE = "value"
    STEM = "stem"
    WIRE = "wire"
    OUTPUT = "output"
    LEAD = "wire-out"
    FLAG = "flag"
    TAG = "tag"
    TITLE = "title"
    RULE = "rule"
    LESSON = "lesson"
    MISTAKE = "mistake"
    AXES = "axes"
    CURVE = "curve"
    CONTOUR = "contour"
    PATH = "path"
    POINT = "point"


class Part(NamedTuple):
    """One part of a figure, the same in both panels.

    `number` counts gates and wires in the order of the folded graph and values by their node; it is None where there is only
    one of a kind. `tap` counts the forks of a value that has several.
    """

    kind: Kind
    number: int | None = None
    tap: int = 0

    def __str__(self) -> str:
        """The id, which is made here and nowhere read again."""
        tap = f"-{self.tap}" if self.tap else ""
        return f"{self.kind}" if self.number is None else f"{self.kind}-{self.number}{tap}"

    @property
    def whole(self) -> Part:
        """The part that this is a tap of; itself if it is none."""
        return Part(self.kind, self.number) if self.tap else self


def title(panel: str) -> str:
    """The id of a panel's title."""
    return f"{Kind.TITLE}-{panel}"


def gate(index: int) -> Part:
    return Part(Kind.GATE, index)


def wire(index: int) -> Part:
    return Part(Kind.WIRE, index)


def value(node: int) -> Part:
    return Part(Kind.VALUE, node)


def stem(node: int) -> Part:
    return Part(Kind.STEM, node)


def fork(node: int, tap: int = 0) -> Part:
    return Part(Kind.FORK, node, tap)


def flag(node: int) -> Part:
    return Part(Kind.FLAG, node)


def tag(index: int) -> Part:
    return Part(Kind.TAG, index)


def lesson(number: int) -> Part:
    return Part(Kind.LESSON, number)


def mistake(line: int) -> Part:
    return Part(Kind.MISTAKE, line)


OUTPUT, LEAD = Part(Kind.OUTPUT), Part(Kind.LEAD)
TITLE, RULE = Part(Kind.TITLE), Part(Kind.RULE)
