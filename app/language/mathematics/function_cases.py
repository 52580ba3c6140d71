"""Functions by several lines, `f(0) = 1; f(n) = n f(n − 1)`: the values at numbers are cases of the one that is given for a letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.language.text.tokens import Line, Token

HEAD = 5
"""Tokens of `f(0) =`."""


def merged(lines: Sequence[Line]) -> list[Line]:
    """The lines with such values within the function's own; a value of a function that has no formula stays."""
    general = {line.tokens[0].text: line for line in lines if of_letter(line)}
    special = [line for line in lines if at_number(line) and line.tokens[0].text in general]
    if not special:
        return list(lines)
    found = []
    for line in lines:
        name = line.tokens[0].text
        own = [each for each in special if each.tokens[0].text == name]
        if own and line is general[name]:
            found.append(replace(line, tokens=(*line.tokens[:5], *chosen(line.tokens, own))))
        elif not any(line is each for each in special):
            found.append(line)
    return found


def at_number(line: Line) -> bool:
    """Whether a line is `f(0) = …`."""
    texts = [token.text for token in line.tokens[:HEAD]]
    return len(line.tokens) > HEAD and texts[1::2] == ["(", ")"] and texts[4] == "=" and line.tokens[2].kind == "number"


def of_letter(line: Line) -> bool:
    """Whether a line is a function of one letter, in Python's spelling."""
    texts = [token.text for token in line.tokens[:5]]
    return len(line.tokens) > 5 and texts[1:3] == ["=", "lambda"] and texts[4] == ":"


def chosen(function: Sequence[Token], values: Sequence[Line]) -> list[Token]:
    """`1 if n == 0 else …`, in brackets."""
    letter, body = function[3], function[5:]
    out = [letter.after("(")]
    for line in values:
        number, value = line.tokens[2], line.tokens[HEAD:]
        last = value[-1]
        test = [last.after("if", "name"), letter, last.after("=="), number, last.after("else", "name")]
        out += [value[0].before("("), *value, last.after(")"), *test]
    return [*out, *body, body[-1].after(")")]
