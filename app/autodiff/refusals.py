"""What Python and NumPy raise, in the person's words."""

from __future__ import annotations

import re

import numpy as np

ARRAY_ERRORS = (ValueError, TypeError, IndexError, ArithmeticError, np.linalg.LinAlgError, MemoryError)
"""What NumPy raises where an operation does not work on its operands."""
UNFIT = "it does not work on these values"
WORDS: tuple[tuple[str, str], ...] = (
    (r"got an unexpected keyword argument '(\w+)'", r"there is no setting `\1` here"),
    (r"takes no keyword arguments", "its settings are not given by name"),
    (r"takes (?:from \d+ to )?(\d+) positional arguments? but (\d+)\b.*", r"\2 values are given, at most \1 are taken"),
    (r"missing \d+ required (?:positional|keyword-only) arguments?: (.*)", r"a value is missing for \1"),
    (r".*cannot be interpreted as an integer.*", "whole numbers are needed here"),
    (r".*axis (-?\d+) is out of bounds for array of dimension (\d+)", r"there is no axis \1 among \2"),
    (r".*index -?\d+ is out of bounds.*", "an index lies outside of the array"),
    (r".*too many indices.*", "there are more indices than axes"),
    (r"Unable to allocate .*", "the result is too large"),
    (r"Singular matrix", "this matrix has no inverse: its rows depend on each other"),
    (r"all input arrays must have the same shape", "all of them must have the same shape"),
    (r".*must be square.*", "the last two axes must be of one size"),
    (r".*(?:core dimension|shapes .* not aligned).*", "the inner sizes of the product differ"),
    (r".*(?:concatenation axis|input arrays must have same number of dimensions).*", "all axes but the one that grows must agree"),
    (r".*(?:broadcast|shape mismatch|axis remapping|remapped shapes).*", "the shapes do not fit"),
    (
        r".*(?:object too deep|too small depth|must be (?:\d|N)-dimensional|index must be \d dim|-dimensional arrays can be).*",
        "the values have too many axes, or too few",
    ),
)  # fmt: skip
"""Their messages and ours."""
INSIDE = re.compile(
    r"'(?:Tensor|str|int|float|tuple|list|dict|NoneType|slice|type|bool|complex|Function|Instance|ellipsis)'|\bobject\b|unsupported"
    r"|not iterable|subscriptable|instances of|indices must be|<app\.|ufunc|dtype|ndarray|NoneType|unhashable|argument must be"
    r"|operand type|not callable|has no attribute|unpack|expected a|Python|\bstr\b|\bnp\.|numpy|inhomogeneous|takes exactly"
)
"""Words that only they use."""


def blame(name: str, shapes: list[tuple[int, ...]], error: Exception) -> tuple[str, str]:
    """NumPy's complaint as a message and a hint for the person."""
    both = " and ".join(map(str, shapes))
    if "broadcast" in str(error) and len(shapes) > 1:
        pairs = [
            (a, b) for a, b in zip(reversed(shapes[0]), reversed(shapes[1]), strict=False) if a != b and 1 not in (a, b)
        ]
        told = f": {pairs[0][0]} meets {pairs[0][1]}" if pairs else ""
        return f"shapes {both} do not broadcast{told}", "sizes are compared from the right, and must be equal or 1"
    if isinstance(error, MemoryError):
        return f"the result of `{name}` is too large", "use smaller arrays"
    text = reworded(str(error))
    if text == UNFIT:
        return f"`{name}` does not work on these values", "use numbers or arrays of numbers"
    return f"`{name}`: {text}" + (f" (shapes {both})" if any(shapes) else ""), ""


def reworded(message: str) -> str:
    """The first line of what was raised, without names of functions and words that only a library uses."""
    text = re.sub(r"^[\w.<>]+\(\) ", "", message.split("\n", maxsplit=1)[0]).rstrip(".")
    for pattern, ours in WORDS:
        if (found := re.fullmatch(pattern, text)) is not None:
            return found.expand(ours).replace("'", "`") if "\\" in ours else ours
    return UNFIT if not text or INSIDE.search(text) else text


FORESEEN = {
    "LinAlgError": "LinAlgError",
    "broadcast": "RuntimeError",
    "do not multiply": "RuntimeError",
    "cannot take shape": "RuntimeError",
}
"""What a text may foresee of that, by a word of it: matrices without inverse, and shapes that do not fit."""


def foreseen(error: Exception) -> str:
    """What Python would raise, where a text may foresee it."""
    return next((kind for word, kind in FORESEEN.items() if word in f"{type(error).__name__} {error}"), "")
