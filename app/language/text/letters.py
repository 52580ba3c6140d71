"""Letters side by side: `mx` where m and x are names, `πr`, `x_1` beside `x1`, and names that look like others."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from app.language.names import NUMBERED
from app.language.source import Span
from app.language.syntax import Binary, Expr
from app.language.text.characters import FEET

NAME = r"[^\W\d]\w*"
STAR = "_star"
"""How a name ends whose star is a part of it, `x*`."""
LETTER = r"[^\W\d_][\u0300-\u036f]*"
FOOTED = re.compile(rf"((?:{LETTER}){{2,}})(_\w+|\d+)")
"""Letters side by side and what stands at their foot."""
PAIR = 2
FACTORS = 4
"""At most so many letters side by side are read as a product."""
SINGLE = re.compile(r"[^\W\d_](?:_?\d+)?")
"""One letter, perhaps with a number at its foot."""
SIMILAR = 0.8
USUAL = (
    "lr|d[a-zA-Zα-ω]|id|wd|xs|ys|ws|zs|bs|hs|ts|vs|kl|fx|fy|mu|nu|xi|pi|"
    "ok|if|is|or|as|in|of|to|by|ce|hi|lo|sd|se|tp|fp|tn|fn|"
    "std|rms|tmp|str|src|dst|ctx|cfg|img|nll|lhs|rhs|sgd|mlp|cnn|rnn|lbl|pts|qty|"
    "KE|PE|TP|FP|TN|FN|KL|CE|NN|LR|BN|MI|ID|OK|Re|Nu|Pr|Ma|Sc|Im|Tr|Id|No|In|CF|FV|SS|MS|SE|SD|TC|TR|FC|VC|NX|pH|pK|K[abdimpw]|C[dlpv]|Ea|Vm|T[chm]|R[fm]"
)
RUN = re.compile(r"[a-z]{2,3}|[A-Z]{2}|[a-zA-Z][α-ω]|[a-z]?ħ[a-zα-ω]?")
MIXED = re.compile(
    r"[A-Z][a-z]|(?![dxyzw])[a-z][A-Z]|[α-ω][a-zA-Z]{1,2}|[α-ω]{2}|(?=[a-z]*[A-Z])(?=[A-Z]*[a-z])[a-zA-Z]{3}|[a-zA-Z]\d[a-zA-Z]"
    r"|(?=[a-zA-Z]*[α-ω])(?![a-zA-Zα-ω]*[a-z]{3})[a-zA-Zα-ω]{3,4}"
)
"""Letters that may be a matrix and what it multiplies, or a constant and what it does: `Wx`, `ωt`."""
WORDS = re.compile(USUAL)
"""Two or three letters, and what of them is a word or a usual name."""
MARKS = re.compile("[\u0300-\u036f]")
"""Marks over letters, x̂."""
COUNTED = re.compile(r"(?:[a-zA-Zα-ω]\d{1,2}){2,4}")
"""Letters with numbers, side by side: `w2a1`."""
DIGITS = "0123456789"
COEFFICIENTS = frozenset("abckmqħIαβγδεζηκλμνρτω")
"""Letters that stand for constants first."""
GREEK = {
    name: unicodedata.lookup(f"GREEK SMALL LETTER {name}")
    for name in "alpha beta gamma delta epsilon zeta eta theta iota kappa rho sigma tau phi chi psi omega".split()
}
"""Letters by their names, which are factors as other letters are: `alpha x + beta`."""
TARGETS = frozenset("yt")
"""Letters of what a classifier is to say."""
FUNCTION_LETTERS = frozenset("fghuFGHUφψΦΨσ")
"""Letters that stand for functions first."""
WEIGHTS, MATRICES = "W", frozenset("UVW")
"""What matrices of weights are called."""
WITH_FOOT = r"[^\W\d_₀-₉](?:_\d+|[₀-₉]+)"
PLAIN_FEET = re.compile(rf"[^\W\d_₀-₉]?(?:{WITH_FOOT}){{1,3}}[^\W\d_₀-₉](?:_\d+|[₀-₉]+)?|k_B[^\W\d_]")
"""Letters side by side, some with a number at their foot: `m_0c`, `w_1x_1`; or behind Boltzmann's constant, `k_BT`."""
FOOTED_LETTER = re.compile(rf"k_B|{WITH_FOOT}?")
INITIAL = re.compile(r"[^\W\d_]_?0")
"""A letter for what something begins with, I₀ or N₀."""
VOWELS = frozenset("aeiou")
WORDED = r"(?<!\\)\b(?:(?:def|import|return|lambda)\b|class[ \t]+\w+[ \t]*[(:{])|(?!\b(?:e\.g|i\.e|w\.r)\.)(?<!\bw\.)[^\W\d]\.[^\W\d]"
"""Words and dots of programs; those of abbreviations are none."""
BLOCK = r"^[ \t]*(?:(?:for|while|if|elif)\b[^\n]*:[ \t]*$|for[ \t]+\w+[ \t]+in[ \t]+range[ \t]*\()"
CHANGE = r"\w[ \t]*[-+*/]=(?!=)"
CUT = r"[\w)\]]\[-?\d*:-?\d*\]|\w\[\w+\]\["
"""A head of a block, a name changed in place, and a slice of a list or an item of an item, which mathematics has not."""
PROGRAM = re.compile(rf"{WORDED}|[\w)\]][ \t]*\*\*[ \t]*[\w(+-]|{BLOCK}|{CHANGE}|{CUT}", re.MULTILINE)
STARRED = re.compile(r"\w\s*\*\s*\w")
"""A product as programs write it; LaTeX has it too, for what goes entry by entry."""
LATEX = re.compile(r"[_^]\{|\\(?!n\b|t\b)[A-Za-z]{2,}")


CAPITALS = 3
COEFFICIENT = re.compile(r"(?<![^\W\d])(?:\d|[½⅓⅔¼¾])([a-zA-Zα-ω]+)(?![a-zA-Zα-ω_(])")
"""Letters right after a number."""
FORM = re.compile(r"(?=([a-zα-ω])\s*(?:[ᵀ⊤]|\^[T⊤]|\^\{T\})\s*([A-Z]\1)(?!\w))")
"""A vector transposed before a matrix and the same vector, `xᵀAx`."""
MARKED = re.compile(r"(?<!\w)([A-ZΑ-Ω]{3})\s*(?:[ᵀ⊤]|⁻¹|\^\{?\s*(?:T|⊤|-\s*1)\b)")
"""Capital letters under a transpose or inverted."""
TRACED = re.compile(r"(?<!\w)(?:tr|trace|det|Tr)\}?\s*(?:\\left)?\(?\s*([A-ZΑ-Ω]{2,3})(?!\w)")
"""Capital letters of which a trace or a determinant is taken."""


@lru_cache(maxsize=8)
def is_program(text: str) -> bool:
    """Whether a text has what programs have and mathematics has not. Asked at each name, it looks once at each text."""
    return bool(PROGRAM.search(text) or (STARRED.search(text) and not LATEX.search(text)))


@lru_cache(maxsize=8)
def is_worded(text: str) -> bool:
    """Whether a text has words or dots that only programs have. Asked at each call of a name, too."""
    return re.search(WORDED, text) is not None


def is_one(piece: str, own: Collection[str]) -> bool:
    """Whether letters are one of some names; π with others behind it is none."""
    return piece in own and (len(piece) == 1 or "π" not in piece)


def factors(name: str, own: Collection[str]) -> list[str]:
    """The fewest of some names that side by side make up a name; nothing where they do not. π is a name always."""
    best: dict[int, list[str]] = {0: []}
    for start in range(len(name)):
        before = best.get(start)
        if before is None or len(before) == FACTORS:
            continue
        pieces = [piece for stop in range(start + 1, len(name) + 1) if is_one(piece := name[start:stop], own)]
        if "π" in name and (letter := SINGLE.match(name, start)):
            pieces.append(letter[0])
        for piece in pieces:
            stop = start + len(piece)
            if piece != name and (stop not in best or len(before) + 1 < len(best[stop])):
                best[stop] = [*before, piece]
    return best.get(len(name), [])


def guessed(name: str, own: Collection[str], text: str) -> list[str]:
    """The letters of a name that in mathematics is likelier a product than a name of its own; nothing for others.

    Some of its letters are names by themselves, or a number stands right before it. A text that writes its products with `*`
    or reads like a program has none.
    """
    if (found := counted(name)) and not is_program(text):
        return found
    letters = list(name)
    if not RUN.fullmatch(name) or is_program(text):
        return []
    pair = len(name) == 2
    if name in groups_in(COEFFICIENT, text):
        return letters if pair or not set(name) & VOWELS else []
    if WORDS.fullmatch(name):
        return []
    shared = pair and any(
        len(other) == 2 and other != name and RUN.fullmatch(other) and set(other) & set(name) for other in own
    )
    return letters if shared or sum(letter in own for letter in letters) >= len(letters) - 1 else []


def likely(name: str, text: str) -> list[str]:
    """The letters of a name in mathematics that stands for itself and is likelier a product than a word: `mc` of `mc²`, `kx`, `m_0c`."""
    if PLAIN_FEET.fullmatch(name) and not is_program(text):
        return FOOTED_LETTER.findall(name)
    apart = are_factors(MARKS.sub("", name)) and not is_program(text)
    return re.findall(rf"[^\W\d]{MARKS.pattern}*\d*", name) if apart else []


def are_factors(letters: str) -> bool:
    """Whether letters side by side are likelier a product than a word or a usual name."""
    alike = RUN.fullmatch(letters) or MIXED.fullmatch(letters)
    word = WORDS.fullmatch(letters) or (len(letters) > 2 and not VOWELS.isdisjoint(letters))
    return bool(alike) and not word


def apart_by_feet(name: str, written: str) -> list[str]:
    """The factors in `w₁x`, `mgh₁` and `β₁m_t`, of which some end with a number at their foot; nothing for other names."""
    ends = [match.end() for match in re.finditer("[₀-₉]+", written)]
    # Made names stand at places of other words.
    if not ends or not name.startswith(written[: ends[-1]].translate(FEET)):
        return []
    starts = [0, *(end for end in ends if end < len(name) and name[end] != "_"), len(name)]
    return [part for start, stop in pairwise(starts) for part in footed_last(name[start:stop])]


def footed_last(name: str) -> list[str]:
    """The letters of `Gm1` and `kq1`, of which the last has what stands at its foot; the whole where it is likelier one name."""
    match = FOOTED.fullmatch(name)
    written, foot = match.groups() if match else (name, "")
    *letters, last = re.findall(LETTER, written) or [""]
    return [*letters, last + foot] if are_factors(MARKS.sub("", written)) else [name]


def before_foot(name: str, text: str) -> list[str]:
    """The factors of `nC_v`, `βI_t` and `mc_p`, of which the last has a foot; nothing for other names, and in programs."""
    match = FOOTED.fullmatch(name)
    if match is None or match[2].isdigit() or match[1].isupper() or is_program(text):
        return []
    small = match[1].isascii() and match[1].islower()
    return [] if small and (len(match[1]) > PAIR or len(match[2]) > PAIR) else footed_last(name)


@lru_cache(maxsize=32)
def groups_in(pattern: re.Pattern[str], text: str) -> frozenset[str]:
    """What the last group of a pattern is wherever it stands in a text: asked of each name, it looks once at each text."""
    return frozenset(match[match.re.groups] for match in pattern.finditer(text))


def matrix_and_vector(name: str, sought: Collection[str], text: str) -> list[str]:
    """The letters of `Xw` where w is a parameter that is `sought`, as it stands nowhere by itself, and of `Ax` in xᵀAx."""
    if not re.fullmatch("[A-Z][a-zα-ω]", name):
        return []
    return list(name) if name[1] in sought or name in groups_in(FORM, text) else []


def row_and_matrix(name: str, text: str) -> list[str]:
    """The factors of `xW1`, `xV` and `hW_o`, rows times weights; nothing for other names, and in programs."""
    match = re.fullmatch(r"([hxzXHZ])([UVW](?:\d+|_\w+)?)", name)
    return list(match.groups()) if match and not is_program(text) else []


def matrices(name: str, text: str) -> list[str]:
    """The letters of `UΣV` in UΣVᵀ, of `PDP` in PDP⁻¹, and of `ABC` in tr(ABC)."""
    product = len(name) == CAPITALS and name in groups_in(MARKED, text)
    return list(name) if product or name in groups_in(TRACED, text) else []


def side_by_side(letters: str) -> list[str]:
    """The letters of a matrix and a vector, `Ax` or `Ax_i`, or of one by itself; nothing for others."""
    match = re.fullmatch(r"([A-Z]?)([a-zα-ω](?:_\w+|\d+)?)|([A-Z])", letters)
    return [each for each in match.groups() if each] if match else []


def taken_apart(name: str, written: str, own: Collection[str], sought: Collection[str], text: str) -> list[str]:
    """The factors that a name without a value is likelier than one name; fewer than two where it is none."""
    apart = (
        row_and_matrix(name, text)
        or apart_by_feet(name, written)
        or matrix_and_vector(name, sought, text)
        or matrices(name, text)
    )
    return apart or factors(name, own) or guessed(name, own, text) or before_foot(name, text)


def before_euler(name: str, own: Collection[str], power: Binary, text: str) -> str:
    """The letter that stands right before Euler's number at the base of a power, `Ae^{-kt}`; nothing for another name."""
    fits = len(name) == 2 and name[1] == "e" and name not in own and not WORDS.fullmatch(name) and power.sign != "**"
    return name[0] if fits and not is_program(text) else ""


def counted(name: str) -> list[str]:
    """The letters with numbers in `w2a1`; nothing for other names."""
    return re.findall(r"\D\d+", name) if COUNTED.fullmatch(name) else []


def product(parts: Sequence[Expr], span: Span) -> Expr:
    """The product of some expressions for which nobody wrote a sign; each stands in its own part of the text, in order."""
    first, *rest = parts
    for part in rest:
        first = Binary(first, "*", part, span=span, place=span, sign="")
    return replace(first, span=span)


def spellings(bound: Collection[str], free: Collection[str]) -> dict[str, str]:
    """For names without a value that differ from another only in how their number is written, the other."""
    found: dict[str, list[str]] = {}
    for name in (*sorted(bound), *sorted(free)):
        if match := NUMBERED.match(name):
            found.setdefault(match[1] + match[2], []).append(name)
    return {name: names[0] for names in found.values() for name in names[1:] if name in free}


def near(name: str, bound: Collection[str]) -> str:
    """The bound name that a new one was probably meant to be; numbers tell names apart."""
    letters = re.sub(r"\d", "", name)
    if len(letters) <= SINGLE_WORD:
        return ""
    alike = [each for each in bound if re.sub(r"\D", "", each) == re.sub(r"\D", "", name)]
    return next(iter(difflib.get_close_matches(name, alike, 1, SIMILAR)), "")


SINGLE_WORD = 3
"""Names of so few letters are too short to be taken for others."""
