"""Texts and JSON → values. What is not read as it stands is said; what can be no value is refused in words about numbers."""

from __future__ import annotations

import json
import re
from contextlib import suppress

import numpy as np

from app.values.calculations import calculate
from app.values.lists import DEEPEST, Cells, cells
from app.values.mistake import Reading, Remarks, ValueMistake
from app.values.numerals import COMMA, EXACT, Written, clean, literal, number
from app.values.printed import cast, unnamed, unwrapped

RANGE = re.compile(r"\d{1,9}-\d{1,9}", re.ASCII)
CALCULATED = 1000
"""So many entries of one value may be calculations."""


class Reader:
    """Reads the entries of one value."""

    def __init__(self) -> None:
        self.remarks = Remarks()
        self.calculated = 0

    def entry(self, text: str) -> object:
        """One entry: a number, or a calculation that gives numbers."""
        found = number(text, self.remarks)
        if found is not None:
            return found
        self.calculated += 1
        if self.calculated > CALCULATED:
            raise ValueMistake(f"more than {CALCULATED} entries are calculations", "write them as numbers")
        return calculate(text, self.remarks)

    def text(self, given: str) -> np.ndarray:
        """A value that is written in one text."""
        known = unnamed(clean(given), self.remarks).removesuffix(";").rstrip()
        if not known:
            raise ValueMistake("a number is missing")
        whole = number(known, self.remarks)
        if whole is not None:
            self.remarks.also("spelling", pair(known))
            return np.asarray(whole)
        if RANGE.fullmatch(known):
            self.remarks.say("range", f"“{known}” is read as a difference; a range of numbers is no value")
        inner, kind = unwrapped(known)
        return cast(stacked(self.entries(listed(inner, self.remarks))), kind, self.remarks)

    def entries(self, given: object, depth: int = 0) -> object:
        """The same nested lists with numbers only."""
        if depth > DEEPEST:
            raise ValueMistake("the lists in this value are nested too deeply")
        if isinstance(given, list | tuple):
            return [self.entries(item, depth + 1) for item in given]
        if isinstance(given, str):
            return self.entry(clean(given))
        if not isinstance(given, int | float):
            raise ValueMistake("a value is made of numbers only")
        if isinstance(given, Written):
            return literal(given.digits, self.remarks)
        return given if isinstance(given, float) or abs(given) < EXACT else literal(str(given), self.remarks)


def read(text: str) -> Reading:
    """The value that a field, a URL or a command line gives. Raises ValueMistake."""
    reader = Reader()
    return Reading(reader.text(text), reader.remarks.all())


def value(given: object) -> Reading:
    """The value that JSON gives: a number, a text as `read` takes it, or nested lists of both. Raises ValueMistake."""
    reader = Reader()
    array = reader.text(given) if isinstance(given, str) else stacked(reader.entries(given))
    return Reading(array, reader.remarks.all())


def pair(text: str) -> str:
    """How to write the two entries that a decimal comma may part; nothing where it cannot."""
    match = COMMA.fullmatch(text)
    plain = match is not None and not match[3] and (match[2] == "0" or match[2][0] != "0")
    return f"for two entries write [{match[1]}, {match[2]}]" if match and plain else ""


def listed(text: str, remarks: Remarks) -> Cells:
    """The entries of a text. Most lists are JSON, which is read at once."""
    if text.startswith("["):
        with suppress(ValueError, RecursionError):
            return json.loads(text, parse_float=lambda digits: literal(digits, remarks))  # type: ignore[no-any-return]
    return cells(text, remarks)


def stacked(given: object) -> np.ndarray:
    """Nested lists as one array of booleans, integers or floats. Raises ValueMistake where they are not all of one length."""
    try:
        array = np.asarray(given)
    except ValueError:
        raise ValueMistake(uneven(given), "give each row as many entries as the others") from None
    return array.astype(np.float64) if array.size == 0 else array


def uneven(given: object) -> str:
    """In which way nested lists do not make an array."""
    lengths = [str(len(row)) for row in given if isinstance(row, list)] if isinstance(given, list) else []
    told = f": {', '.join(lengths[:8])}" if len({*lengths}) > 1 else ""
    return f"the rows of this value are not all of one length{told}"
