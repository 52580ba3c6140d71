"""What a gate shows: the symbols of the table of operations (`+`, `(·)²`, `1/x`, `√`, `‖·‖`, `tanh`) as mathematics."""

from __future__ import annotations

from functools import lru_cache

from app.typeset.names import letter
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
    "==": Symbol("="), "!=": Symbol("≠"), "<=": Symbol("≤"), ">=": Symbol("≥"), "&": Symbol("∧"), "|": Symbol("∨"), "~": Symbol("¬"),
    "cbrt": Root(Identifier("x"), Number("3")), "rsqrt": Fraction(Number("1"), Root(Identifier("x"))),
    "floor": Fence(Identifier("x"), "⌊", "⌋"), "ceil": Fence(Identifier("x"), "⌈", "⌉"),
}  # fmt: skip
_FENCES = {"(": ")", "[": "]", "|": "|", "‖": "‖"}
_POWERS = {"²": "2", "³": "3", "⁻¹": "−1"}
# Words that are set otherwise than they are spelled.
WORDS: dict[str, Math] = {
    "relu": Text("ReLU"), "elu": Text("ELU"), "gelu": Text("GELU"), "silu": Text("SiLU"), "selu": Text("SELU"), "celu": Text("CELU"),
    "log2": Scripts(Text("log"), Number("2")), "log10": Scripts(Text("log"), Number("10")),
    "log_softmax": Text("log softmax"), "leaky_relu": Text("leaky ReLU"), "sigmoid": Identifier("σ"), "expit": Identifier("σ"),
    "asin": Text("arcsin"), "acos": Text("arccos"), "atan": Text("arctan"), "lgamma": Text("log Γ"), "gammaln": Text("log Γ"),
    "mse": Text("MSE"), "digamma": Identifier("ψ"), "normal_cdf": Identifier("Φ"), "negate": Symbol("−"),
    "maximum": Text("max"), "minimum": Text("min"),
}  # fmt: skip


@lru_cache(maxsize=1024)
def gate(text: str) -> Math:
    """The symbol `text` as mathematics; a word stands upright, a single letter is a symbol."""
    if text in _SETS:
        return _SETS[text]
    if text in WORDS:
        return WORDS[text]
    for raised, digits in _POWERS.items():
        if text.endswith(raised) and len(text) > len(raised):
            return Scripts(gate(text.removesuffix(raised)), None, Number(digits))
    if text.startswith("1/") and len(text) > 2:
        return Fraction(Number("1"), gate(text[2:]))
    if text.startswith("√") and len(text) > 1:
        return Root(gate(text[1:]))
    if len(text) > 2 and _FENCES.get(text[0]) == text[-1]:
        return Fence(gate(text[1:-1]), text[0], text[-1])
    if text == "·":
        return PLACEHOLDER
    return letter(text) or (Symbol(text) if len(text) == 1 else Text(text.replace("_", " ")))
