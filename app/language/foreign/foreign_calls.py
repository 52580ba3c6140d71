"""Calls and places in programs of MATLAB, Octave, Julia and R, each changed where it stands into what Python has for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from app.language.mathematics.matrix_rows import is_r
from app.language.text.letters import NAME
from app.language.text.located import Located

PIECE = re.compile(rf"(?P<name>(?<![\w.]){NAME})?(?P<open>[(\[{{])|(?P<close>[)\]}}])|(?P<parts>[,:])")
END = re.compile(r"end(?:[ \t]*-[ \t]*(\d+))?")
"""The last place of an array, and those before it."""
LAST = re.compile(r"(?<![\w.])end(?!\w)")
CONDITION = re.compile(r"[<>&|~]|==")
"""What a place has that says of each entry whether it is meant."""
AXES = {"1": "axis=0", "2": "axis=1"}
Stretch = tuple[int, int]
Edit = tuple[int, int, str]


class Call(NamedTuple):
    """`name(…)` or `name[…]` in a text: where the name begins, both brackets, and each argument with its pieces between colons."""

    text: str
    name: str
    start: int
    open: int
    close: int
    arguments: Sequence[Sequence[Stretch]]

    @property
    def stretch(self) -> Stretch:
        return self.start, self.close + 1

    @property
    def shown(self) -> str:
        return self.text[slice(*self.stretch)]

    @property
    def written(self) -> list[str]:
        """The arguments as they are written."""
        return [self.text[each[0][0] : each[-1][1]].strip() for each in self.arguments]

    def put(self, place: int, written: str) -> Edit:
        """An argument replaced."""
        pieces = self.arguments[place]
        return (*trimmed(self.text, (pieces[0][0], pieces[-1][1])), written)


Change = Callable[[Call], list[Edit]]


def trimmed(text: str, stretch: Stretch) -> Stretch:
    """A stretch without the blanks around it."""
    inside = text[slice(*stretch)]
    start = stretch[0] + len(inside) - len(inside.lstrip())
    return start, max(start, stretch[1] - len(inside) + len(inside.rstrip()))


def calls(text: str) -> Iterator[Call]:
    """All calls and items of a text, the inner before the outer."""
    open_: list[tuple[re.Match[str], list[list[Stretch]], int]] = []
    for piece in PIECE.finditer(text):
        if piece["open"]:
            open_.append((piece, [[]], piece.end()))
        elif open_:
            opened, arguments, begun = open_[-1]
            arguments[-1].append((begun, piece.start()))
            open_[-1] = (opened, arguments, piece.end())
            if piece["close"]:
                open_.pop()
                name = opened["name"] or text[opened.start() - 1 : opened.start()]
                if opened["name"] or (name in (")", "]") and opened["open"] == "["):
                    yield Call(text, name, opened.start(), opened.end() - 1, piece.start(), arguments)
            elif piece["parts"] == ",":
                arguments.append([])


def changed(located: Located, changes: Mapping[str, Change], arrays: Collection[str], square: bool) -> Located:
    """A text with its calls changed by the names that are called, and its places, of which is told that they count from 1.

    Places stand in round brackets behind the names of `arrays`, or in `square` ones behind any name.
    """
    edits: list[Edit] = []
    items: list[Call] = []
    for call in calls(located.text):
        if (square and located.text[call.open] == "[") or (call.name in arrays and located.text[call.open] == "("):
            items.append(call)
            edits += item(located, call)
        elif located.text[call.open] == "(":
            edits += changes[call.name](call) if call.name in changes else []
            edits += ranges(call) if square else []
    if items:
        first = min(items, key=lambda call: call.start)
        located = located.telling(located.note(first.stretch, f"places are counted from 1, as in `{first.shown}`"))
    return located.replaced(sorted(edits))


def ranges(call: Call) -> list[Edit]:
    """`1:3` as an argument, which holds its last number."""
    found: list[Edit] = []
    for pieces in call.arguments:
        if len(pieces) == 2 and "lambda" not in call.text[slice(*pieces[0])]:
            first, last = (trimmed(call.text, each) for each in pieces)
            found += [(first[0], first[0], "arange("), (first[1], last[0], ", "), (last[1], last[1], " + 1)")]
    return found


def renamed(name: str, count: int = 0) -> Change:
    """A function by the name that it has here, where it is given so many values (any, if none is said)."""
    return lambda call: [(call.start, call.open, name)] if count in (0, len(call.arguments)) else []


def wrapped(before: str, after: str) -> Change:
    """A call with other words around its arguments."""
    return lambda call: [(call.start, call.open + 1, before), (call.close, call.close + 1, after)]


def swapped(name: str) -> Change:
    """A function of two values that takes them in the other order here."""

    def change(call: Call) -> list[Edit]:
        if len(call.arguments) != 2:
            return [(call.start, call.open, name)]
        first, second = call.written
        return [(call.start, call.open, name), call.put(0, second), call.put(1, first)]

    return change


def first_result(call: Call) -> list[Edit]:
    """A call of a function with several values, of which the first counts unless as many names stand before it."""
    before = call.text[call.text.rfind("\n", 0, call.start) + 1 : call.start]
    several = re.search(r",[^=]*=[ \t]*$|\bfunction\b", before)
    return [] if several else [(call.close + 1, call.close + 1, "[0]")]


def combined(call: Call) -> list[Edit]:
    """`c(1, 2)` of R, a list."""
    return [(call.start, call.open + 1, "["), (call.close, call.close + 1, "]")] if len(call.arguments) > 1 else []


def made(call: Call) -> list[Edit]:
    """`zeros(1, n)` and `zeros(n, 1)`, a row or a column."""
    line = call.text[call.text.rfind("\n", 0, call.start) + 1 : call.start]
    if len(call.arguments) != 2 or "1" not in call.written or line.count("[") > line.count("]"):
        return []
    (start, _), (second, stop) = (trimmed(call.text, (each[0][0], each[-1][1])) for each in call.arguments)
    first_end = trimmed(call.text, (call.arguments[0][0][0], call.arguments[0][-1][1]))[1]
    return [(start, second, "")] if call.written[0] == "1" else [(first_end, stop, "")]


def item(located: Located, call: Call) -> list[Edit]:
    """An item of an array, with each of its places counted from 0. Raises LanguageError for places that are left out."""
    if "".join(located.text[call.open + 1 : call.close].split()) == ":":
        # All entries, column by column, as a vector.
        return [(call.open, call.close + 1, ".T.reshape(-1)")]
    if is_r(located.text) and any(each.startswith("-") for each in call.written):
        return left_out(call)
    found = [(call.open, call.open + 1, "["), (call.close, call.close + 1, "]")]
    for place, (pieces, written) in enumerate(zip(call.arguments, call.written, strict=True)):
        if re.fullmatch(r"-\d+", written):
            hint = f"write the places that are meant, as in {call.name}[2:3]"
            located.refuse(call.stretch, f"`{call.shown}` leaves a place out", hint)
        if len(pieces) > 2:
            found.append(call.put(place, stepped(located, call, pieces)))
        elif len(pieces) == 2:
            found += between(call.text, *(trimmed(call.text, each) for each in pieces))
        elif not written and not place and len(call.arguments) > 1:
            # `X[, 2]` of R.
            found.append(call.put(place, ":"))
        elif not END.fullmatch(written) and (ends := ends_of(call, trimmed(call.text, pieces[0]))):
            last = f"matlab_numel({call.name})" if len(call.arguments) == 1 else f"shape({call.name})[{place}]"
            found += several(call, place, last) or [(*each, last) for each in ends] + [
                (pieces[0][1], pieces[0][1], "-1")
            ]
        elif written and not is_chosen(call.text, written):
            found += shifted(call.text, trimmed(call.text, pieces[0]))
    return found


def ends_of(call: Call, stretch: Stretch) -> list[Stretch]:
    """Where `end` stands in a place for the last of the array itself, not of one that is asked for a place within."""
    found: list[Stretch] = []
    for match in LAST.finditer(call.text, *stretch):
        within = re.findall(rf"({NAME})[(\[][^()\[\]]*$", call.text[stretch[0] : match.start()])
        if not any(re.search(rf"(?<![\w.]){name}[ \t]*(?:,[^=\n]*)?=(?!=)", call.text) for name in within):
            found.append(match.span())
    return found


def several(call: Call, place: int, last: str) -> list[Edit]:
    """Several places, `[1 end]`, as an array of places counted from 0."""
    listed = re.fullmatch(r"\[([^()\[\]]*)\]", call.written[place])
    places = re.split(r"[ ,;]+", LAST.sub(last, listed[1]).strip()) if listed else ()
    return [call.put(place, f"array([{', '.join(places)}])-1")] if places else []


def left_out(call: Call) -> list[Edit]:
    """`x[-1]` and `A[-1, ]` of R, without the places that are named."""
    edits = [
        (call.start, call.start, "matlab_without("),
        (call.open, call.open + 1, ", "),
        (call.close, call.close + 1, ")"),
    ]
    for place, written in enumerate(call.written):
        start, stop = trimmed(call.text, (call.arguments[place][0][0], call.arguments[place][-1][1]))
        edits.append((start, start + 1, "") if written.startswith("-") else (start, stop, written or "None"))
    return edits


def is_chosen(text: str, written: str) -> bool:
    """Whether what stands in brackets is no number of a place: a condition, a name that one is given, or a key."""
    if CONDITION.search(written) or written.startswith('"'):
        return True
    return re.search(rf"(?m)^[ \t]*{re.escape(written)}[ \t]*=(?![^\n]*find)[^=\n]*(?:[<>]|[=~]=)", text) is not None


def shifted(text: str, stretch: Stretch) -> list[Edit]:
    """A place counted from 0; what stands in it keeps its own place in the text."""
    written = text[slice(*stretch)]
    return (
        [(*stretch, from_zero(written))]
        if END.fullmatch(written) or written.isdecimal()
        else [(stretch[1], stretch[1], "-1")]
    )


def from_zero(written: str) -> str:
    """A place counted from 0."""
    if found := END.fullmatch(written):
        return f"-{1 + int(found[1] or 0)}"
    return str(int(written) - 1) if written.isdecimal() else f"{written}-1"


def between(text: str, first: Stretch, last: Stretch) -> list[Edit]:
    """Places from the first to the last that is meant, `2:end`, counted from 0."""
    to_end = END.fullmatch(text[slice(*last)])
    ends = [(*last, f"-{to_end[1]}" if to_end[1] else "")] if to_end else []
    return [*(shifted(text, first) if first[0] < first[1] else []), *ends]


def stepped(located: Located, call: Call, pieces: Sequence[Stretch]) -> str:
    """Each so many places, `1:2:end` and `end:-1:1`, counted from 0. Raises LanguageError where they hold places of their own."""
    first, step, last = (call.text[slice(*each)].strip() for each in (pieces[0], pieces[1], pieces[-1]))
    if len(pieces) > 3 or re.search(r"[(\[]", first + step + last):
        told = f"the places `{call.text[call.open + 1 : call.close]}` could not be read"
        located.refuse(call.stretch, told, "give its ends names of their own")
    back = step.startswith("-")
    start = "" if back and first == "end" else from_zero(first)
    if back:
        return f"{start}:{'' if last == '1' else f'{last}-2'}:{step}"
    to_end = END.fullmatch(last)
    stop = last if not to_end else f"-{to_end[1]}" if to_end[1] else ""
    return f"{start}:{stop}:{step}"
