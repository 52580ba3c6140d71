"""What tells that a text is written in MATLAB, Octave, Julia or R, and how it has its blocks and places."""

from __future__ import annotations

import re
from functools import cached_property

from app.language.foreign import shown_values
from app.language.mathematics.matrix_rows import is_julia, is_matlab
from app.language.text.letters import NAME

END = re.compile(r"(?m)^[ \t]*end[ \t]*;?[ \t]*$")
HEAD = re.compile(r"(?m)^[ \t]*(?:for|while|if|function|switch)\b[^\n]*[^:\s][ \t]*$")
"""A block that `end` closes, as in MATLAB and Julia."""
BRACED = re.compile(
    rf"(?m)^[ \t]*(?:(?:for|while|if)[ \t]*\(|{NAME}[ \t]*(?:<-|=)[ \t]*function[ \t]*\()[^\n]*\{{[ \t]*$"
)
"""A block in braces, as in R."""
ARROW = re.compile(rf"(?m)^[ \t]*{NAME}[ \t]*<-")
"""A value given as in R."""
LAST = re.compile(r"\((?:[^()\n]*:)?[ \t]*end\b|;[ \t]*%")
"""The last place of an array in MATLAB, and a comment behind a statement."""
COLUMN = re.compile(r"(?<=\w)\((?:[^()\n,]*,)*[ \t]*:[ \t]*[,)]")
"""A row or a column of MATLAB, `A(:, 1)`, which Python has not."""
SEMICOLON = re.compile(r"(?m);[ \t]*(?:%[^\n]*)?$")
"""The end of a statement in MATLAB; Julia has none."""
OCTAVE = re.compile(rf"(?m)^[ \t]*(?:%(?:[ \t{{%]|$)|{shown_values.OCTAVE}\b)|[^\s.][ \t]?\.\.\.[ \t]*$")
"""Comments, lines that go on, and what shows something, of MATLAB and Octave."""
ARRAYS = re.compile(rf"(?m)(?:^|;)[ \t]*({NAME})[ \t]*=[ \t]*(?:\[|zeros|ones|linspace)")


class Marks:
    """What a text of these languages is known by; each is looked for when it is asked for."""

    def __init__(self, text: str, *, julia: bool | None = None) -> None:
        self.text = text
        self.julia = is_julia(text) if julia is None else julia

    def has(self, pattern: re.Pattern[str]) -> bool:
        return pattern.search(self.text) is not None

    @cached_property
    def ended(self) -> bool:
        """Whether `end` closes its blocks."""
        return self.has(END) and self.has(HEAD)

    @cached_property
    def braced(self) -> bool:
        """Whether its blocks stand in braces."""
        return not self.ended and self.has(BRACED)

    @cached_property
    def arrowed(self) -> bool:
        return self.has(ARROW)

    @cached_property
    def stops(self) -> bool:
        """Whether statements end in semicolons."""
        return self.has(SEMICOLON)

    @cached_property
    def matlab(self) -> bool:
        return is_matlab(self.text)

    @cached_property
    def octave(self) -> bool:
        return self.stops and (self.matlab or self.has(OCTAVE))

    @cached_property
    def column(self) -> bool:
        return self.stops and self.has(COLUMN)

    @property
    def in_blocks(self) -> bool:
        return self.ended or self.braced

    @property
    def squared(self) -> bool:
        """Whether square brackets ask for places counted from 1, as in Julia and R."""
        return self.in_blocks or self.arrowed or self.julia

    @cached_property
    def foreign(self) -> bool:
        """Whether it is no text of Python's, whatever else it looks like."""
        return self.squared or self.column or self.octave

    @cached_property
    def pointed(self) -> bool:
        """Whether round brackets ask for places, as in MATLAB."""
        told = self.ended or self.column or self.octave or self.matlab or self.has(LAST)
        return told or (self.stops and self.has(ARRAYS))
