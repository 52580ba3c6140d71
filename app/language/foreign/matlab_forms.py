"""What MATLAB and Octave write in forms of their own: blocks in one line, ranges, cells, places that are taken out or added."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.language.foreign.foreign_calls import shifted
from app.language.text.letters import NAME
from app.language.text.located import Located

Edit = tuple[int, int, str]
SINGLE = re.compile(r"(?m)^[ \t]*(?:for|while|if)\b[^\n%]*[,; \t]end[ \t]*;?[ \t]*(?=%|$)")
"""A block that ends in the line in which it begins."""
COMMA = re.compile(r"(?m)^([ \t]*(?:(?:for|while|if|elseif)\b[^\n%]*?[^\s,]|else|end))[ \t]*,[ \t]*(?=%|$)")
"""The head of a block in Octave with a comma behind it."""
PART = re.compile(r"[(\[{]|[)\]}]|[,;]|(?<=[,; \t])(?:else|end)\b[ \t]*;?")
NAMED_END = re.compile(r"(?m)^([ \t]*)end(?:if|for|while|function|switch)\b")
"""How Octave ends its blocks."""
PIECE = r"(?:[^():;,\[\]{}=\n]|\([^():\n]*\))+"
BETWEEN = rf"({PIECE}):({PIECE})(?::({PIECE}))?"
BRACKETED = re.compile(rf"(?<![\w)\]}}'.])[(\[]{BETWEEN}[)\]]")
GIVEN = re.compile(rf"(?m)^([ \t]*{NAME}[ \t]*=[ \t]*){BETWEEN}(?=[ \t]*(?:;|%|$))")
"""`(1:n)` and `x = 0:0.1:1`."""
SET = rf"(?m)^([ \t]*)({NAME})\(([^=\n]*)\)[ \t]*=(?!=)[ \t]*"
VALUE = r"((?:\[[^\]\n]*\]|[^;\n%\[])+)"
EMPTY = r"\[[ \t]*\][ \t]*(?=;|%|$)"
TAKEN_OUT = re.compile(SET + EMPTY)
"""`A(2, :) = []`."""
NEXT = r"[ \t]*end[ \t]*\+[ \t]*1[ \t]*"
LONGER = re.compile(
    rf"(?m)^([ \t]*{NAME})(?P<open>[({{])(?:(?P<row>{NEXT},[ \t]*:[ \t]*)|(?P<column>[ \t]*:[ \t]*,{NEXT})|{NEXT})[)}}][ \t]*=[ \t]*{VALUE}"
)
"""`A(end+1, :) = x`, `A(:, end+1) = x`, `v(end+1) = x` and `C{end+1} = x`."""
HANDLE = re.compile(rf"(?<=[=(,])([ \t]*)@({NAME})(?![\w(.])")
"""`@sin`, the function itself."""
TURNED = re.compile(r"(?<=[\w)\]}])\.'")


def one_a_line(located: Located) -> Located:
    """The text with each part of a block in a line of its own, and blocks that end as MATLAB's do."""
    located = located.sub_inside(NAMED_END, lambda match: f"{match[1]}end").sub_inside(COMMA, lambda match: match[1])
    return located.replaced([edit for match in SINGLE.finditer(located.text) for edit in breaks(match)])


def breaks(match: re.Match[str]) -> Iterator[Edit]:
    """Where a line is broken: behind the head, between statements, around `else`."""
    depth, text = 0, match.string
    for part in PART.finditer(text, match.start(), match.end()):
        word = part[0]
        depth += (word in "([{") - (word in ")]}")
        if depth == 0 and word in (",", ";"):
            yield (*part.span(), "\n")
        elif depth == 0 and word.startswith("e"):
            yield part.start(), part.start(), "\n"
            yield part.end(), part.end(), "\n" if word.startswith("else") else ""


def resized(located: Located) -> Located:
    """The text with changes of an array's size as calls."""
    located = located.sub_inside(TAKEN_OUT, taken_out)
    return located.replaced([edit for match in LONGER.finditer(located.text) for edit in longer(match)])


def ranges(located: Located) -> Located:
    """The text with `a:b` as a call."""
    located = located.sub(TURNED, lambda _: "'")
    located = located.sub_inside(GIVEN, lambda match: match[1] + between(match[2], match[3], match[4]))
    return located.sub_inside(BRACKETED, lambda match: between(*match.groups()))


def between(first: str, second: str, third: str | None = None) -> str:
    """`a:b` and `a:step:b` as a call."""
    return f"matlab_colon({', '.join(each.strip() for each in (first, second, third) if each)})"


def taken_out(match: re.Match[str]) -> str:
    """`A(2, :) = []` as a call that is given the places along each axis, None for all of them."""
    places = [each.strip() for each in match[3].split(",")]
    given = [place(each, match[2], axis if len(places) > 1 else 0) for axis, each in enumerate(places, 1)]
    return f"{match[1]}{match[2]} = matlab_without({match[2]}, {', '.join(given)})"


def place(written: str, name: str, axis: int) -> str:
    """A place, or several, of an axis that is counted from 1; of all entries where it is 0."""
    if written == ":":
        return "None"
    written = re.sub(r"\bend\b", f"size({name}, {axis})" if axis else f"numel({name})", written)
    return between(*written.split(":")) if written.count(":") == 1 else written


def longer(match: re.Match[str]) -> list[Edit]:
    """What is added, which keeps its place, within a call that adds it."""
    name, (start, stop) = match[1].strip(), match.span(match.lastindex or 0)
    if match["open"] == "{":
        call = ".append("
    elif match["row"] or match["column"]:
        call = f" = matlab_longer({name}, "
    else:
        call = f" = append({name}, "
    axis = ", 0" if match["row"] else ", 1" if match["column"] else ""
    return [(match.end(1), start, call), (stop, stop, f"{axis})")]


def listed(located: Located) -> Located:
    """The text with cells as lists, and functions by their names; until then both tell that no places are asked for."""
    located = located.sub_inside(HANDLE, lambda match: f"{match[1]}{match[2]}")
    return located.replaced([*cells(located.text)])


def cells(text: str) -> Iterator[Edit]:
    """Braces as the brackets of lists; behind a name they ask for a place that is counted from 1."""
    opened: list[int] = []
    for brace in re.finditer(r"[{}]", text):
        place = brace.start()
        if brace[0] == "{":
            asks = re.match(r"[\w\]}]", text[place - 1 : place]) is not None
            opened.append(place if asks else -1)
            yield place, place + 1, "["
        elif opened:
            if (start := opened.pop()) >= 0:
                yield from (
                    [(place, place, "-1")] if "{" in text[start + 1 : place] else shifted(text, (start + 1, place))
                )
            yield place, place + 1, "]"
