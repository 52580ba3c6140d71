"""Arrays as programs print them: `np.array(…)`, `tensor(…, dtype=…, device=…)`, `Parameter containing: …`."""

from __future__ import annotations

import re

import numpy as np

from app.values.lists import split, wrapped
from app.values.mistake import Remarks, ValueMistake, quote

CALL = re.compile(
    r"(?:\w+\.)*(?:(?:as|as_)?(?:array|tensor)|Array|Tensor|matrix|u?int\d+|b?float\d+|Parameter|Variable|Matrix|c)(?=\()"
)
AROUND = re.compile(r"Parameter containing:\s*|<tf\.\w+\b.*?numpy=\s*(?=.*>$)|(?<=\))>$", re.DOTALL)
KEYWORD = re.compile(r"(\w+)\s*=\s*(.*)", re.DOTALL)
NAMED = re.compile(r"([^\W\d][\w.]*)\s*=\s*(?!=)")
KINDS = {"bool": bool, "int": np.int64, "long": np.int64, "float": np.float64, "double": np.float64, "half": np.float64}


def unnamed(text: str, remarks: Remarks) -> str:
    """The text without the `x =` of a copied line."""
    match = NAMED.match(text)
    if match is None:
        return text
    remarks.say("name", f"“{match[1]} =” is left out: this is the value alone")
    return text[match.end() :]


def unwrapped(text: str) -> tuple[str, type | None]:
    """What stands in the bracket of a printed array, and the kind of numbers that its dtype asks for. Raises ValueMistake."""
    kind: type | None = None
    text = AROUND.sub("", text)
    while (match := CALL.match(text)) and wrapped(text[match.end() :]):
        text, given = arguments(text[match.end() + 1 : -1])
        text, kind = text.strip("'\""), kind or given
    return text, kind


def arguments(text: str) -> tuple[str, type | None]:
    """The array among the arguments of a call, and the kind that the others ask for."""
    entries, between = split(text.strip())
    kind = None
    place = 0
    for index, entry in enumerate(entries):
        if match := KEYWORD.fullmatch(entry):
            kind = known(match[2]) if match[1] == "dtype" else kind
        else:
            place = index
    first = "".join(entry + sign for entry, sign in zip(entries[: place + 1], [*between[:place], ""], strict=True))
    return first, kind


def known(dtype: str) -> type:
    """The kind of numbers that a dtype means."""
    name = dtype.strip("'\" >").rpartition(".")[2]
    found = next((kind for word, kind in KINDS.items() if word in name), None)
    if found is None:
        raise ValueMistake(f"{quote(dtype)} is no kind of real number", "use float, int or bool")
    return found


def cast(array: np.ndarray, kind: type | None, remarks: Remarks) -> np.ndarray:
    """The array in the kind that its dtype asks for, as NumPy casts; said where that changes it."""
    if kind is None or (kind is np.float64 and array.dtype.kind == "f"):
        return array
    if kind is np.int64 and not np.isfinite(array).all():
        raise ValueMistake("inf and nan are no whole numbers", "leave out the dtype")
    found: np.ndarray = array.astype(kind)
    if not np.array_equal(found, array):
        remarks.say("cast", "entries are cut to the dtype that is given with them")
    return found
