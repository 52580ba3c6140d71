"""What comes of reading a value: the array with what is to be said of it, or a mistake in words about numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

EXAMPLES = "write a number such as 3, -0.5, 1e-3 or 3/4, or rows of them such as [[1, 2], [3, 4]]"
SHOWN = 40
LONE = re.compile("[\ud800-\udfff]")
"""Half of a character, which no answer can repeat."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A value, and a sentence for each thing in it that was not read as it stands: “1,5” is read as 1.5."""

    value: np.ndarray
    remarks: tuple[str, ...] = ()


class ValueMistake(ValueError):
    """Why a text is no value, and what to try; never in the words of a URL or a program."""

    def __init__(self, message: str, hint: str = EXAMPLES) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


class Remarks:
    """Collects what is to be said of a value: one sentence of each kind, however many entries it is true of."""

    def __init__(self) -> None:
        self.said: dict[str, str] = {}

    def say(self, kind: str, sentence: str) -> None:
        self.said.setdefault(kind, sentence)

    def also(self, kind: str, more: str) -> None:
        """Say more where a sentence of this kind was said."""
        if more and kind in self.said:
            self.said[kind] += f"; {more}"

    def all(self) -> tuple[str, ...]:
        return tuple(self.said.values())


def quote(text: str) -> str:
    """The text as a message repeats it: short, in quotation marks."""
    known = LONE.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))
    return f"“{known[:SHOWN]}…”" if len(known) > SHOWN else f"“{known}”"
