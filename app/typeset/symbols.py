"""What a gate shows: the symbols of the table of operations (`+`, `(·)²`, `1/x`, `√`, `‖·‖`, `tanh`) as mathematics."""

from __future__ import annotations

import re
from functools import lru_cache

from app.typeset.names import letter, name
from app.typeset.notation import (
    PLACEHOLDER,
    Big,
    Fence,
    Fraction,
    Identifier,
    Math,
    Number,
    Root,
    Scripts,
    Symbol,
    Text,
    row,
)

_HOLE = Fence(PLACEHOLDER)
_SETS: dict[str, Math] = {
    "Σ": Big("Σ", None, None),
    "Π": Big("Π", None, None),
    "^": Scripts(Identifier("x"), None, Identifier("y")),
    "ᵀ": Scripts(_HOLE, None, Text("T")),
    "√": Root(Identifier("x")),
    "‖·‖": Fence(PLACEHOLDER, "‖", "‖"),
    "[·]": Fence(PLACEHOLDER, "[", "]"),
    "[·]←": row(Fence(PLACEHOLDER, "[", "]"), Symbol("←")),
}  # fmt: skip
_FENCES = {"(": ")", "[": "]", "|": "|", "‖": "‖", "⌊": "⌋", "⌈": "⌉"}
_POWERS = {"²": "2", "³": "3", "⁻¹": "−1"}


@lru_cache(maxsize=1024)
def gate(text: str) -> Math:
    """The symbol `text` as mathematics; a word stands upright, a single letter is a symbol."""
    if text in _SETS:
        return _SETS[text]
    for raised, digits in _POWERS.items():
        if text.endswith(raised) and len(text) > len(raised):
            return Scripts(gate(text.removesuffix(raised)), None, Number(digits))
    if text.startswith("1/") and len(text) > 2:
        return Fraction(Number("1"), gate(text[2:]))
    if text.startswith("√") and len(text) > 1:
        return Root(gate(text[1:]))
    if text.startswith("∛"):
        return Root(gate(text[1:]), Number("3"))
    if re.fullmatch(r"[A-Za-z]+_\d\w*", text):
        return name(text)
    if len(text) > 2 and _FENCES.get(text[0]) == text[-1]:
        return Fence(gate(text[1:-1]), text[0], text[-1])
    if len(text) == 3 and text[1] == "·":
        return row(gate(text[0]), Symbol("·", "binary"), gate(text[2]))
    if text == "·":
        return PLACEHOLDER
    return letter(text) or (Symbol(text) if len(text) == 1 else Text(text.replace("_", " ")))
