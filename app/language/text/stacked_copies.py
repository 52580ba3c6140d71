"""Copied formulas whose pieces say where each stack of boxes begins and ends, as newer browsers write them: a line ends with a blank
before a stack, and what goes on behind one begins with a blank. The boxes of a stack stand in a line each, from below, and those of an
index, a fraction or a root end with a space without width.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product

from app.language.functions import APPLIED

ZERO = "\u200b"
UNSEEN = re.compile(r"[\s\u200b-\u200d\u2060-\u2064\ufeff]+")
STACKED = re.compile(r"\S \n")
ATOM = re.compile(r"[^\W_]|[)\]}|!′∣‖]")
"""What can have an index or a power behind it."""
SINGLE = re.compile(r"[\w(),+−-]{1,6}")
"""What stands at a foot or is raised; longer boxes are above a bar or below one."""
ACCENTS = {
    "^": "hat",
    "ˆ": "hat",
    "ˉ": "bar",
    "¯": "bar",
    "~": "tilde",
    "˜": "tilde",
    "˙": "dot",
    "⃗": "vec",
    "→": "vec",
}
LIMITED = re.compile(r"[∑∏∫]|[a-z]{2,}")
"""What has its limits below and above it: a sign or a word."""
GLUED = re.compile(rf"([^\W\d_])({'|'.join(sorted(APPLIED, key=len, reverse=True))})(?![^\W\d_])")
"""The name of a function right behind a letter."""
MOST, FEW = 16, 4
"""So many ways of reading a formula are kept, and of reading a box."""
DEEPEST, LONGEST = 12, 400
"""So many stacks stand in each other, and so many lines are one formula."""
Way = tuple[str, str]
"""A reading in LaTeX, and its signs in the order of reading."""


@dataclass(slots=True)
class Stack:
    """Boxes above each other, from below. `ended` says whether a line ends it, None where the copy stops before it would."""

    boxes: list[list[str | Stack]] = field(default_factory=lambda: [[]])
    ended: bool | None = False


def plain(text: str) -> str:
    """What a line says, in upright letters."""
    return UNSEEN.sub("", unicodedata.normalize("NFKC", text))


def read(lines: Sequence[str], order: str) -> str | None:
    """Such a formula in LaTeX; None for any other lines. `order` has its signs in the order of reading, where that is known."""
    if len(lines) > LONGEST or not STACKED.search("\n".join(lines)) or (row := parsed(lines)) is None:
        return None
    indices = {"0", "1", *(line.strip() for line, after in pairwise(lines) if after.strip(" ") == ZERO)}
    ways = written(row, indices)
    return next((latex for latex, signs in ways if signs == order), None) if order else next(iter(ways), ("", ""))[0]


def parsed(lines: Sequence[str]) -> list[str | Stack] | None:
    """The lines as a row of texts and stacks; None where these do not fit into each other."""
    base: list[str | Stack] = []
    open_: list[Stack] = []
    opens = True
    for number, line in enumerate(lines):
        if number and opens:
            stack = Stack()
            (open_[-1].boxes[-1] if open_ else base).append(stack)
            open_.append(stack)
        elif line[:1] == " " and open_:
            open_.pop()
        elif number and not open_:
            return None
        elif number:
            open_[-1].boxes.append([])
        # A line of one blank goes on behind a stack, and says no more.
        opens = line[-1:] == " " and line != " "
        if len(open_) > DEEPEST:
            return None
        if line.strip(" ") == ZERO and open_:
            open_[-1].boxes.pop()
            open_[-1].ended = True
        elif text := line.strip():
            (open_[-1].boxes[-1] if open_ else base).append(text)
    for stack in open_:
        stack.ended = stack.ended or None
    return base


def written(row: Sequence[str | Stack], indices: Collection[str]) -> list[Way]:
    """The ways of reading a row, the likeliest first. `indices` are what is an index where it is not known whether it is a power."""
    ways: list[Way] = [("", "")]
    for part in row:
        if isinstance(part, str):
            text = GLUED.sub(r"\1 \2", part)
            ways = [(latex + text, signs + plain(part)) for latex, signs in ways]
            continue
        boxes = [written(box, indices)[:FEW] for box in part.boxes]
        ways = [
            (latex + more, signs + further)
            for latex, signs in ways
            for chosen in product(*boxes)
            for more, further in meant(chosen, part.ended, indices, atom=bool(ATOM.match(latex.rstrip()[-1:])))
        ][:MOST]
    return ways


def meant(boxes: Sequence[Way], ended: bool | None, indices: Collection[str], *, atom: bool) -> Iterator[Way]:
    """What a stack may be, behind an `atom` or not."""
    match [latex for latex, _ in boxes], [signs for _, signs in boxes]:
        case [inner], [signs]:
            short = SINGLE.fullmatch(signs) is not None
            open_ = "_^" if signs in indices else "^_"
            marks = {True: "_", False: "^", None: open_}[ended] if atom and (short or not ended) else ""
            yield from ((f"{mark}{{{inner}}}", signs) for mark in marks)
            yield f"\\sqrt{{{inner}}}", signs
        case [under, over], [below, above]:
            if above in ACCENTS:
                yield f"\\{ACCENTS[above]}{{{under}}}", below + above
            elif LIMITED.fullmatch(above):
                yield f"{command(above)}_{{{under}}} ", above + below
            else:
                scripts, fraction = (
                    (f"_{{{under}}}^{{{over}}}", below + above),
                    (f"\\frac{{{over}}}{{{under}}}", above + below),
                )
                likely = atom and SINGLE.fullmatch(below) is not None and SINGLE.fullmatch(above) is not None
                yield from (scripts, fraction) if likely else (fraction, scripts) if atom else (fraction,)
        case [under, _, over], [below, sign, above] if LIMITED.fullmatch(sign):
            yield f"{command(sign)}_{{{under}}}^{{{over}}} ", sign + below + above


def command(sign: str) -> str:
    return f"\\{sign}" if sign.isalpha() else sign
