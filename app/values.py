"""Values as people write them and read them: numbers or nested lists of numbers, with `inf` and `nan` as words."""

from __future__ import annotations

import json
import math
import re

import numpy as np

WORDS = {"inf": math.inf, "+inf": math.inf, "-inf": -math.inf, "nan": math.nan}
EXACT = 2**53
BARE_WORD = re.compile(r'(?<!["\w])([+-]?inf|nan)(?!["\w])')
NO_ZERO_BEFORE, NO_ZERO_AFTER = re.compile(r"(?<!\d)\.(?=\d)"), re.compile(r"(?<=\d)\.(?!\d)")


def read(text: str) -> np.ndarray:
    """The value that a URL or a command line gives: `3`, `-1e-3`, `inf`, `[[1, 2], [3, 4]]`. Raises ValueError, with a reason to show."""
    written = text.strip().replace("\N{MINUS SIGN}", "-")
    try:
        return value(json.loads(quoted(written)) if written.startswith("[") else scalar(written))
    except (json.JSONDecodeError, RecursionError):
        raise ValueError("a value is a number, or lists of numbers such as [[1, 2], [3, 4]]") from None


def value(given: object) -> np.ndarray:
    """A number, a word for one, or nested lists of them, as an array of one kind: booleans, integers or floats.

    Raises ValueError, with a reason to show.
    """
    try:
        leaves = numbers(given)
        array = np.asarray(leaves)
    except RecursionError:
        raise ValueError("the lists in this value are nested too deeply") from None
    except ValueError as error:
        if "inhomogeneous" in str(error) or "dimension" in str(error):
            raise ValueError("the lists in this value are not all of one length") from None
        raise
    return array.astype(np.float64) if array.size == 0 else array


def numbers(given: object) -> object:
    """The same nested lists with numbers only: words become infinities or nan, and integers too large to be exact become floats."""
    if isinstance(given, list | tuple):
        return [numbers(item) for item in given]
    if isinstance(given, str):
        return scalar(given)
    if not isinstance(given, int | float):
        raise ValueError("a value is made of numbers only")
    return given if isinstance(given, float) or abs(given) < EXACT else float_of(given)


def scalar(text: str) -> int | float:
    """One number as text. Raises ValueError where it is none."""
    word = text.strip().lower()
    if word in WORDS:
        return WORDS[word]
    if re.fullmatch(r"[+-]?\d{1,15}", word, re.ASCII):
        return int(word)
    if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", word, re.ASCII):
        return float(word)
    raise ValueError(f"“{text.strip()[:40]}” is not a number")


def float_of(number: int) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def quoted(text: str) -> str:
    """The text of a list as JSON: bare `inf` and `nan` in quotes, and `1.` and `.5` with their zeros."""
    return NO_ZERO_AFTER.sub(".0", NO_ZERO_BEFORE.sub("0.", BARE_WORD.sub(r'"\1"', text)))


def plain(array: np.ndarray) -> object:
    """An array as JSON has it: a number or nested lists, with "inf", "-inf" and "nan" as words and no negative zero."""
    if array.dtype.kind != "f":
        return array.tolist()
    if np.isfinite(array).all():
        return (array + 0.0).tolist()
    return worded(array.tolist())


def worded(given: object) -> object:
    if isinstance(given, list):
        return [worded(item) for item in given]
    if isinstance(given, float) and not math.isfinite(given):
        return "nan" if math.isnan(given) else "inf" if given > 0 else "-inf"
    return given


def written(given: object) -> str:
    """A value as `read` takes it: `3`, `-0.5`, `[[1, 2], [3, 4]]`, `inf`."""
    return spelled(plain(np.asarray(given)))


def spelled(given: object) -> str:
    if isinstance(given, list):
        return "[" + ", ".join(map(spelled, given)) + "]"
    if isinstance(given, bool):
        return str(given).lower()
    return f"{given}".removesuffix(".0").replace("e-0", "e-")
