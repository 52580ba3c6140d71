r"""Commands that a text defines for itself, `\newcommand{\norm}[1]{\lVert #1 \rVert}`: each use becomes what it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from app.language.text.located import Located

HEAD = re.compile(
    r"\\(?P<how>(?:re|provide)?newcommand|DeclareMathOperator|DeclarePairedDelimiter|def|let)(?![A-Za-z])\*?\s*+(?:\{\s*+)?(?P<name>\\[A-Za-z]++)(?:\s*+\})?"
)
COUNT = re.compile(r"\s*+(?:\[\s*+(\d)\s*+\](?:\s*+\[([^\[\]\n]*+)\])?|((?:#\d)++))")
"""How many arguments there are, and the first one's usual value: `[2][p]`, or `#1#2` of plain TeX."""
PARAMETER = re.compile(r"#(\d)")
OPTIONAL = re.compile(r"\s*+\[([^\[\]\n]*+)\]")
SAME = re.compile(r"\s*+(?:=\s*+)?(\\[A-Za-z]++)")
SIGN = re.compile(r"\s*+(\{|\\[A-Za-z]++|\\.|[^\s}])")
BRACE = re.compile(r"\\.|[{}]")
DEEPEST = 8
LONGEST = 20_000
"""Characters of a text whose commands are written out."""


@dataclass(frozen=True, slots=True)
class Definition:
    """What a command stands for, how many arguments it takes, and the first one's value where it may be left out."""

    body: str
    count: int = 0
    usual: str | None = None


def written_out(located: Located) -> Located:
    r"""The text with what its own commands stand for. Raises LanguageError where that has no end.

    >>> written_out(Located.whole(r"\newcommand{\w}{\mathbf{w}} y = \w x")).text
    ' y = \\mathbf{w} x'
    """
    found: dict[str, Definition] = {}
    edits: list[tuple[int, int, str]] = []
    for head in HEAD.finditer(located.text):
        inside = edits and head.start() < edits[-1][1]
        if not inside and (read := definition(located.text, head)) is not None:
            found[head["name"]], stop = read
            edits.append((head.start(), stop, ""))
    if not found:
        return located
    located = located.replaced(edits)
    use = re.compile("(?:" + "|".join(map(re.escape, found)) + r")(?![A-Za-z])")
    for _ in range(DEEPEST):
        if not use.search(located.text):
            return located
        located = located.replaced(list(uses(located, use, found)))
    return refused(located, use.search(located.text))


def refused(located: Located, use: re.Match[str] | None) -> Located:
    if use is None:
        return located
    told, hint = "this command stands for more than can be written out", "write its formula instead"
    located.refuse(use.span(), told, hint)


def definition(text: str, head: re.Match[str]) -> tuple[Definition, int] | None:
    """What is defined behind a head, and where that ends; None where nothing is."""
    if head["how"] == "let":
        other = SAME.match(text, head.end())
        return (Definition(other[1]), other.end()) if other else None
    counted = COUNT.match(text, head.end())
    body = argument(text, counted.end() if counted else head.end())
    if body is None:
        return None
    written, stop = body
    if head["how"] == "DeclareMathOperator":
        return Definition(rf"\operatorname{{{written}}}"), stop
    if head["how"] == "DeclarePairedDelimiter":
        closing = argument(text, stop)
        return (Definition(f"{written} #1 {closing[0]}", 1), closing[1]) if closing else None
    if counted is None:
        return Definition(written), stop
    count = int(counted[1]) if counted[1] else counted[3].count("#")
    return Definition(written, count, counted[2]), stop


def uses(located: Located, use: re.Pattern[str], found: dict[str, Definition]) -> Iterator[tuple[int, int, str]]:
    """Where commands are used outside of each other's arguments, and what is written there instead."""
    text, last, length = located.text, 0, len(located.text)
    for match in use.finditer(text):
        if match.start() < last:
            continue
        known = found[match.group()]
        given, last = arguments(text, match.end(), known)
        length += len(known.body) + sum(len(put(given, place)) for place in PARAMETER.finditer(known.body))
        if length > LONGEST:
            refused(located, match)
        yield match.start(), last, PARAMETER.sub(partial(put, given), known.body)


def put(given: list[str], place: re.Match[str]) -> str:
    """The argument of a number; nothing where it is not given."""
    number = int(place[1])
    return given[number - 1] if 0 < number <= len(given) else ""


def arguments(text: str, start: int, known: Definition) -> tuple[list[str], int]:
    """What a command is given behind its name, and where that ends."""
    given: list[str] = []
    last = start + (known.count > 0 and text[start : start + 1] == "*")
    if known.usual is not None:
        other = OPTIONAL.match(text, last)
        given, last = [other[1] if other else known.usual], other.end() if other else last
    while len(given) < known.count and (read := argument(text, last)):
        given.append(read[0])
        last = read[1]
    return given, last


def argument(text: str, start: int) -> tuple[str, int] | None:
    """What stands in braces at a place, or the one sign or command there, and where it ends; None where nothing does."""
    sign = SIGN.match(text, start)
    if sign is None or sign[1] != "{":
        return (sign[1], sign.end()) if sign else None
    depth = 0
    for brace in BRACE.finditer(text, sign.start(1)):
        depth += (brace.group() == "{") - (brace.group() == "}")
        if not depth:
            return text[sign.end() : brace.start()], brace.end()
    return None
