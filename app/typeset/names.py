"""How a program's name is set: `w0` as w₀, `x_hat` as x̂, `mu` as μ, a longer word upright.

The rule of thumb is a textbook's: one letter is a symbol and is set italic, a word is a word and stands upright.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from app.typeset.notation import Accent, Identifier, Mark, Math, Number, Row, Scripts, Space, Symbol, Text, listed, row

_LETTERS = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi psi omega"
_SIGNS = "αβγδεζηθικλμνξοπρστυϕχψω"
GREEK: dict[str, str] = dict(zip(_LETTERS.split(), _SIGNS, strict=True))
GREEK |= {
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
    "eps": "ε", "varepsilon": "ε", "vartheta": "ϑ", "varphi": "φ", "lam": "λ", "lamb": "λ", "lmbda": "λ", "lambda_": "λ",
}  # fmt: skip

_MARKS: dict[str, Mark] = {"hat": "hat", "bar": "bar", "tilde": "tilde", "dot": "dot", "vec": "vec"}
_COMBINING: dict[str, Mark] = {
    "\u0302": "hat",
    "\u0304": "bar",
    "\u0305": "bar",
    "\u0303": "tilde",
    "\u0307": "dot",
    "\u20d7": "vec",
}
_BETWEEN = {"plus": Symbol("+"), "minus": Symbol("−"), "given": Symbol("|"), "to": Symbol("‖")}
"""Signs at a foot, which names have as words."""
_RAISED = {"sq": Number("2"), "squared": Number("2"), "prime": Symbol("′"), "star": Symbol("∗"), "inv": Number("−1")}

# Short words that say which: they hang below the letter they belong to, before it (prev_h) or behind it (h_prev).
_WHICH = frozenset({
    "prev", "next", "new", "old", "init", "last", "cur", "curr", "in", "out", "true", "pred", "max", "min", "mean", "std", "var",
    "avg", "tot", "total", "ref", "opt",
})  # fmt: skip
# English words that only look like a letter with a mark.
_WORDS = frozenset({"what", "that", "chat", "rebar"})
_UPRIGHT_TAILS = frozenset({"in", "to", "id", "lr", "ok", "up", "on", "is", "at"})
_LONGEST_TAIL = 6
_AFTER_D = frozenset(
    {"out", "loss", "logits", "scores", "probs", "hidden", "gammax", "var", "ivar", "sqrtvar", "xmu", "sq"}
)


@lru_cache(maxsize=4096)
def name(text: str) -> Math:
    """The name `text` as it is set; any string at all gives something readable."""
    text = unicodedata.normalize("NFKC", text).strip()
    text = text.removeprefix("self.")
    return _symbol(text) or _differential(text) or _tailed(text) or _numbered(text)


def letter(text: str) -> Math | None:
    """A single letter, Greek by name or as itself, with its marks; None for anything longer."""
    if text in GREEK:
        return Identifier(GREEK[text])
    base, *marks = list(unicodedata.normalize("NFD", text) or " ")
    if not base.isalpha() or any(mark not in _COMBINING for mark in marks):
        return Identifier(text) if len(text) == 1 and text.isalpha() else None
    math: Math = Identifier(base)
    for mark in marks:
        math = Accent(math, _COMBINING[mark])
    return math


def _symbol(text: str) -> Math | None:
    """A letter, perhaps with a mark spelled out and a number behind: `x`, `xhat`, `sigma2`, `W`."""
    if (plain := letter(text)) is not None:
        return plain
    if matched := re.fullmatch(r"(.+?)(\d+)", text):
        base = _symbol(matched[1])
        return None if base is None or isinstance(base, Scripts) else Scripts(base, Number(matched[2]))
    for spelled, mark in _MARKS.items():
        if text.endswith(spelled) and text not in _WORDS and (base := letter(text.removesuffix(spelled))) is not None:
            return Accent(base, mark)
    return _gate_weight(text)


def _gate_weight(text: str) -> Math | None:
    """`Wxh`, `bh`: the weights of recurrent cells and attention, as their papers write them."""
    if matched := re.fullmatch(r"([WU])([xhyioqkvfgcrz]{1,2})|(b)([hyioqkvfgcrz])", text):
        base, below = (matched[1], matched[2]) if matched[1] else (matched[3], matched[4])
        return Scripts(Identifier(base), row(*map(Identifier, below)))
    return None


def _differential(text: str) -> Math | None:
    """`dx`, `dW1`, `dout`: a d before a name that is a symbol or one of the words gradients are named after."""
    if matched := re.fullmatch(r"(d[^_]+)_(d[^_]+)", text):
        above, below = _differential(matched[1]), _differential(matched[2])
        return None if above is None or below is None else row(above, Symbol("/"), below)
    rest = text[1:]
    if not text.startswith("d") or rest.startswith("_"):
        return None
    if rest in _AFTER_D:
        return row(Identifier("d"), Space(), Text(rest))
    of = _symbol(rest) or (_tailed(rest) if rest.split("_")[0] not in _WHICH else None)
    return None if of is None or isinstance(of, Text) else row(Identifier("d"), of)


def _tailed(text: str) -> Math | None:
    """A name with underscores: its tail becomes a subscript, a mark or a raised sign where it is short enough."""
    head, *tails = text.split("_")
    if not tails or not all((head, *tails)):
        return None
    if head in _WHICH and len(tails) == 1 and (of := _symbol(tails[0])) is not None:
        return _below(of, Text(head))
    base = _symbol(head)
    if not _BETWEEN.keys().isdisjoint(tails[1:-1]):
        return _below(base or Text(head), _signed(tails))
    if sum(len(tail) > 2 and tail not in _MARKS for tail in tails) > 1:
        return None
    for tail in tails:
        base = None if base is None else _with_tail(base, tail)
    return base


def _numbered(text: str) -> Math:
    """A word, with a number at its end as a subscript: `log_probs_2`, as a name bound for the second time is called."""
    word, _, number = text.rpartition("_")
    return Scripts(Text(word), Number(number)) if word.strip("_") and number.isdecimal() else Text(text)


def _with_tail(base: Math, tail: str) -> Math | None:
    if tail in _MARKS:
        if isinstance(base, Scripts):
            return Scripts(Accent(base.base, _MARKS[tail]), base.sub, base.sup)
        return Accent(base, _MARKS[tail])
    if tail in _RAISED:
        return (
            Scripts(base.base, base.sub, _RAISED[tail])
            if isinstance(base, Scripts)
            else Scripts(base, None, _RAISED[tail])
        )
    below = _tail(tail)
    return None if below is None else _below(base, below)


def _tail(tail: str) -> Math | None:
    if tail.isdecimal():
        return Number(tail)
    if matched := re.fullmatch(r"([^\W\d_])(\d+)", tail):
        return row(Identifier(matched[1]), Number(matched[2]))
    if (single := letter(tail)) is not None:
        return single
    if len(tail) == 2 and tail.isalpha() and tail not in _UPRIGHT_TAILS:
        return row(*map(Identifier, tail))
    return Text(tail) if len(tail) <= _LONGEST_TAIL else None


def _signed(tails: Sequence[str]) -> Math:
    """`t_minus_1` and `x_given_z` at a foot: t − 1, x | z."""
    items: list[Math] = []
    for place, tail in enumerate(tails):
        sign = _BETWEEN.get(tail) if 0 < place < len(tails) - 1 else None
        if place and sign is None and tails[place - 1] not in _BETWEEN:
            items.append(Symbol(",", "punctuation"))
        items.append(sign or _tail(tail) or Text(tail))
    return row(*items)


def _below(base: Math, sub: Math) -> Math:
    """`base` with one more subscript, behind those that it has."""
    if isinstance(base, Scripts):
        return Scripts(base.base, sub if base.sub is None else listed(base.sub, sub), base.sup)
    if isinstance(base, Row):
        return row(*base.items[:-1], _below(base.items[-1], sub))
    return Scripts(base, sub)
