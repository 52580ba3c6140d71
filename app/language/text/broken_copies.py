"""Formulas that a page has shown and that copying took to pieces: what is raised or lowered, above or below a bar, each in a line of its
own.

KaTeX ends a stack of boxes, as an index or a fraction is one, with a line that holds a space without width, and lists a stack from
below: the denominator before the numerator. Browsers put what MathML says of the same formula before it, each sign in a line and in the
order of reading: where that stands there, it decides how the pieces hang together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from app.language.source import Diagnostic
from app.language.text import stacked_copies
from app.language.text.letters import is_program
from app.language.text.located import Located
from app.language.text.stacked_copies import ACCENTS, ATOM, LIMITED, UNSEEN, plain

ZERO = "\u200b"
END = re.compile(rf"[ ]*[{ZERO}\t][{ZERO}\t ]*")
"""The line that ends a stack; some ways of copying leave a tab of it."""
SLANTED = re.compile("[\U0001d400-\U0001d7ffℎ]")
"""The letters that browsers show for names in MathML."""
PIECES = re.compile(
    rf"(?m)^[^\n]*\S[^\n]*\n{END.pattern}(?:\n|\Z)|^{SLANTED.pattern}$|^=$|\S \n(?:[−-]?\d+|\([\w+−-]+\)|[−-]\w+|T)(?:\n |\Z)"
)
TOKEN = re.compile(r"[ \u2061]*(?:\w+|[^\w\s]|\u2061)[ ]*")
"""What stands in a line of MathML: a name, a number or a sign."""
LONGEST, MOST = 40, 200
"""So many lines a formula may have, and so many starts of one are looked at."""
REFUSED = "copying has taken this formula to pieces, and how they hang together is not clear"
WHOLE = "write the formula in one line: x_1, x^2, 1/2; or copy it as LaTeX"


@dataclass(frozen=True, slots=True)
class Piece:
    """A line that is not empty: its place in the text, and what it says; nothing where it ends a stack."""

    start: int
    stop: int
    text: str

    @property
    def ends(self) -> bool:
        return not self.text


def read(located: Located) -> Located:
    """The text with such formulas as LaTeX in one line.

    Raises LanguageError where the pieces do not hang together in one way.
    """
    if not PIECES.search(located.text) or is_program(located.text):
        return located
    edits, notes = list[tuple[int, int, str]](), list[Diagnostic]()
    for block in blocks(located.text):
        for pieces, spoken in formulas(block, stacked_copies.STACKED.search(located.text) is not None):
            stretch = pieces[0].start, pieces[-1].stop
            shown = pieces[len(spoken) :]
            lines = located.text[shown[0].start : shown[-1].stop].split("\n")
            found = stacked_copies.read(lines, said(spoken)) or Copy(shown, spoken).formula()
            if found is None and not spoken and ZERO not in located.text:
                continue
            if found is None:
                located.refuse(stretch, REFUSED, WHOLE)
            edits.append((*stretch, found))
            cut = found.endswith("}") and not pieces[-1].ends
            if not spoken or cut or ("^" in found and not any(each.ends for each in pieces)):
                notes.append(located.note(stretch, f"the pieces of a copied formula are read as {found}"))
    return located.replaced(edits).telling(*notes)


def blocks(text: str) -> Iterator[list[Piece]]:
    """The lines between those that are empty and do not stand behind the end of a stack."""
    block: list[Piece] = []
    start = 0
    for line in text.split("\n"):
        ends = END.fullmatch(line) is not None and bool(block)
        if ends or UNSEEN.sub("", line):
            block.append(Piece(start, start + len(line), "" if ends else line.strip()))
        elif not line and block and not block[-1].ends:
            yield block
            block = []
        start += len(line) + 1
    yield block


def formulas(block: Sequence[Piece], stacked: bool) -> Iterator[tuple[Sequence[Piece], Sequence[Piece]]]:
    """The formulas of a block that are in pieces, as one that is `stacked` is, and those of their lines that stand for MathML."""
    at = 0
    alone = stacked or any(each.ends for each in block)
    for start in range(min(len(block), MOST)):
        spoken = start >= at and all(TOKEN.fullmatch(each.text) for each in block[start : start + 3])
        if spoken and (found := twice(block, start)):
            at, alone = found[1], False
            yield block[start:at], block[start : found[0]]
    if alone and block:
        yield block, ()


def twice(block: Sequence[Piece], start: int) -> tuple[int, int] | None:
    """Where a formula that is there twice is said again, and where it ends; the signs of both are the same.

    One that is said again from its first sign on goes before one that begins with a denominator.
    """
    found = list(repetitions(block, start))
    same = (each for each in found if plain(block[each[0]].text)[:1] == plain(block[start].text)[:1])
    return next(same, found[0] if found else None)


def repetitions(block: Sequence[Piece], start: int) -> Iterator[tuple[int, int]]:
    signs = [sum(map(ord, plain(each.text))) for each in block[start : start + 2 * LONGEST]]
    sums = list(accumulate(signs, initial=0))
    for middle in range(3, min(LONGEST, len(signs))):
        if 2 * sums[middle] in sums[middle:]:
            stop = sums.index(2 * sums[middle], middle)
            while stop < len(signs) and block[start + stop].ends:
                stop += 1
            spoken, shown = block[start : start + middle], block[start + middle : start + stop]
            if sorted(said(spoken)) == sorted(said(shown)) and not any(each.ends for each in spoken):
                yield start + middle, start + stop


def said(pieces: Sequence[Piece]) -> str:
    return "".join(plain(each.text) for each in pieces)


class Copy:
    """A formula in pieces. `spoken`, where it is there, has its signs in the order of reading, each in a line."""

    def __init__(self, pieces: Sequence[Piece], spoken: Sequence[Piece]) -> None:
        self.pieces = pieces
        self.words = [plain(each.text) for each in spoken]
        self.offsets = list(accumulate(map(len, self.words), initial=0))
        self.order = "".join(self.words)
        self.sizes = list(accumulate((len(plain(each.text)) for each in pieces), initial=0))
        self.row = cache(self.written)

    def formula(self) -> str | None:
        """The whole in LaTeX; None where the pieces do not hang together."""
        return self.row(0, len(self.pieces), 0, True, False) if len(self.pieces) <= LONGEST else None

    def size(self, first: int, stop: int) -> int:
        """How many signs stand in some lines, if it matters where these are in the order of reading."""
        return self.sizes[stop] - self.sizes[first] if self.words else 0

    def written(self, first: int, stop: int, at: int, fresh: bool, atom: bool) -> str | None:
        """Some lines as one row, whose signs stand from `at` on in the order of reading.

        `fresh` if a line of the row itself may begin here, which does not stand behind another, and `atom` if what is before it may
        have an index.
        """
        if first == stop:
            return ""
        if fresh and (line := self.line(first, at)) is not None:
            rest = self.row(first + 1, stop, at + self.size(first, first + 1), False, bool(ATOM.match(line[-1])))
            if rest is not None:
                return line + rest
        for end, part in self.parts(first, stop, at, atom):
            rest = self.row(end, stop, at + self.size(first, end), True, True)
            if rest is not None:
                return part + rest
        return None

    def parts(self, first: int, stop: int, at: int, atom: bool) -> Iterator[tuple[int, str]]:
        """What may stand from a line on that goes up or down, the simplest first, and where it ends."""
        ends = [end for end in range(first + 1, stop) if self.pieces[end].ends]
        if not atom:
            yield from ((end + 1, part) for end in ends if (part := self.stack(first, end, at)) is not None)
            return
        for end in ends:
            if part := self.limits(first, end, at) or (self.scripts(first, end, at) if end <= first + 2 else None):
                yield end + 1, part
        for end in range(first + 1, stop + 1):
            if not (end < stop and self.pieces[end].ends) and (power := self.part(first, end, at)):
                yield end, f"^{{{power}}}"
        for end in ends:
            if (part := self.scripts(first, end, at) or self.stack(first, end, at)) is not None:
                yield end + 1, part

    def line(self, number: int, at: int) -> str | None:
        """What a line says, its signs apart where it is known which these are; None if others are to be read here."""
        text = plain(self.pieces[number].text)
        if not text or not self.words:
            return self.pieces[number].text or None
        stop = at + len(text)
        if self.order[at:stop] != text or at not in self.offsets or stop not in self.offsets:
            return None
        words = self.words[self.offsets.index(at) : self.offsets.index(stop)]
        return " ".join(word for word in words if word)

    def scripts(self, first: int, stop: int, at: int) -> str | None:
        """Some lines as an index, or as an index and a power."""
        for middle in range(first + 1, stop):
            power = self.part(middle, stop, at + self.size(first, middle))
            if power and (index := self.part(first, middle, at)):
                return f"_{{{index}}}^{{{power}}}"
        index = self.part(first, stop, at)
        return f"_{{{index}}}" if index else None

    def part(self, first: int, stop: int, at: int) -> str | None:
        """Some lines as a row of their own, which is more than a sign."""
        found = self.row(first, stop, at, True, False)
        return found if found and ATOM.search(found) else None

    def boxed(self, first: int, stop: int, at: int) -> str | None:
        """Some lines as what an accent, a fraction or a root may hold, which is no equation."""
        found = self.part(first, stop, at)
        return found if found and "=" not in found else None

    def stack(self, first: int, stop: int, at: int) -> str | None:
        """Some lines as boxes that are listed from below: a sum with its limits, an accent, a fraction or a root."""
        if found := self.limits(first, stop, at) or self.double(first, stop, at):
            return found
        inner = self.boxed(first, stop, at)
        return f"\\sqrt{{{inner}}}" if inner else None

    def double(self, first: int, stop: int, at: int) -> str | None:
        for middle in range(first + 1, stop):
            sign, above = plain(self.pieces[middle].text), self.size(middle, stop)
            alone = middle + 1 == stop
            if alone and sign in ACCENTS and (base := self.boxed(first, middle, at)):
                return f"\\{ACCENTS[sign]}{{{base}}}"
            if (under := self.boxed(first, middle, at + above)) and (over := self.boxed(middle, stop, at)):
                return f"\\frac{{{over}}}{{{under}}}"
        return None

    def limits(self, first: int, stop: int, at: int) -> str | None:
        """Some lines as the limits of a sum and what has them, from below."""
        for middle in range(first + 1, stop):
            sign = plain(self.pieces[middle].text)
            if not LIMITED.fullmatch(sign):
                continue
            over = at + len(sign)
            under = self.part(first, middle, over)
            top = self.row(middle + 1, stop, over + self.size(first, middle), True, False)
            if under and top is not None:
                command = f"\\{sign}" if sign.isalpha() else sign
                return f"{command}_{{{under}}}" + (f"^{{{top}}} " if top else " ")
        return None
