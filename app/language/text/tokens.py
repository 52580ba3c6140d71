"""Tokens: the pieces of a text in which all signs are the language's own, each with its place in the person's text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import category

from app.language.operators import OWN
from app.language.text.characters import SUBSCRIPTS, SUPERSCRIPTS
from app.language.text.located import Located
from app.language.text.quoted import COMMENT, COVER, TEXT, uncovered

NESTING = 100
"""Brackets and blocks may be nested this deep."""
SHALLOWER = "give inner parts names of their own"
"""What to try where something is nested too deeply."""

RAISED = "".join(map(re.escape, SUPERSCRIPTS)).replace("ᵀ", "")
FRACTIONS = "¼½¾⅐-⅞↉"
MARKS = "".join(
    sign for sign in map(chr, range(0x300, 0x11A00)) if category(sign) in ("Mn", "Mc") and f"a{sign}".isidentifier()
)
"""Accents, and the vowels that scripts as Devanagari hang on their consonants."""
TOKEN = re.compile(
    rf"""
    (?P<comment>{COMMENT})
    | (?P<text>{TEXT})
    | (?P<number>0[xXbBoO][0-9a-fA-F_]+|(?:[0-9][0-9_]*(?:\.(?!\.)[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9]+)?)
    | (?P<power>[{RAISED}]+)
    | (?P<fraction>[{FRACTIONS}])
    | (?P<name>[^\W0-9{RAISED}ᵀ{FRACTIONS}][^\W{RAISED}ᵀ{FRACTIONS}]*(?:[{MARKS}]+[^\W{RAISED}ᵀ{FRACTIONS}]*)*′*)
    | (?P<newline>\n[ \t\f]*)
    | (?P<space>[ \t\f]+|\\[ \t]*\n)
    | (?P<operator>\*\*=|//=|>>=|<<=|\*\*|//|<<|>>|[<>!=+\-*/%@&|]=|->|:=|\.\.\.|\.[-*/^+]|[-+*/%@=<>()\[\]{{}},:;.|&~^])
    | (?P<covered>{COVER}+)
    | (?P<other>.)
    """,
    re.VERBOSE,
)
KNOWN = frozenset("₊†√∛∜∑∏ᵀ°‰!‖⟨⟩⌊⌋⌈⌉↦→∈∂∇∫ℝℕℤ∀∃⊂⊃⊆⊇≈≅≃≡∝±") | OWN
"""Signs of mathematics that a later pass reads, or refuses in words of its own."""
FUNCTION = "__function__"
"""The type hint in Python's text of a function that is declared; no name of a person can be this one."""
ENTRY = "__entry__"
"""The function in Python's text of an index at the foot of a bracket; no name of a person can be this one."""
DERIVATIVE = "__derivative__"
"""The function in Python's text that gives the derivative of another, σ′ of σ; no name of a person can be this one."""
INDEXED = re.compile(f"[{''.join(sign for sign in SUBSCRIPTS if not sign.isdigit())}][{''.join(SUBSCRIPTS)}]*")
"""A letter at the foot of a name, and what else stands there."""
RUN = re.compile(r"(?<=[₀-₉])(?=[0-9])|(?<=[^\W\d_])(?=Δ)|(?<=^[Σ∏])(?=[a-zA-Zα-ω])|(?=Σ[a-z])|(?<=Σ)(?=[a-z])")
"""Where one name ends and another or a number begins though no sign stands between: `TΔS`, `nΣxy`, `N₀2`."""
FOOTED = re.compile(r"Σ?[α-ω]?(?:[^\W\d_]_[ijklmnt]){2,}$|(?:[a-zα-ω]_[A-Zxy]){2,}$")
"""Letters with an index each, side by side: `w_ix_i`, `βS_tI_t`, `σ_Xσ_Y`."""
WORDLIKE = frozenset({"as", "is"})
"""Python's words that are two letters right after a number, as in `2as`."""
SOFT = frozenset({"match", "case"})
"""Words that begin a statement where they stand before values and a colon, and are names elsewhere."""
POINTED = frozenset({".*", "./", ".^", ".+", ".-"})
INDENT = re.compile(r"[ \t\f]*")
OPENING = {"(": ")", "[": "]", "{": "}", "⟨": "⟩", "⌊": "⌋", "⌈": "⌉"}
CLOSING = frozenset(OPENING.values())


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text: its kind, what it says, between which offsets of the person's text, and whether a blank is before it."""

    kind: str
    text: str
    start: int
    end: int
    spaced: bool = False

    @property
    def begins_value(self) -> bool:
        """Whether a name, a number or a bracket begins here."""
        return self.kind in ("name", "number") or self.text == "("

    def says(self, text: str, kind: str | None = None) -> Token:
        """Another token at the same place."""
        return Token(kind or self.kind, text, self.start, self.end, self.spaced)

    def before(self, text: str, kind: str = "operator") -> Token:
        """A token that nobody wrote, at the start of this one."""
        return Token(kind, text, self.start, self.start, self.spaced)

    def after(self, text: str, kind: str = "operator") -> Token:
        """A token that nobody wrote, at the end of this one."""
        return Token(kind, text, self.end, self.end)


@dataclass(frozen=True, slots=True)
class Line:
    """The tokens of a statement's line; brackets and backslashes may draw it over several lines of the text."""

    indent: str
    tokens: tuple[Token, ...]


def tokens(located: Located) -> Iterator[Token]:
    """All of a text but its blanks and comments, piece by piece; a newline says how far the line after it is indented."""
    text, covers = located.text, COVER in located.text
    spaced = counted = False
    for match in TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        if kind in ("space", "comment"):
            spaced = True
            continue
        for first, stop in factors(match, counted and not spaced) if kind == "name" else (match.span(),):
            start, end = located.starts[first], located.ends[stop - 1]
            said = uncovered(located, first, stop) if covers else text[first:stop]
            if said in POINTED:
                # MATLAB has a point before the signs that work entry by entry.
                said = said[1:]
            yield Token("number" if kind == "name" and said.isdigit() else kind, said, start, end, spaced)
            spaced = False
        counted = kind in ("number", "fraction")


def matches(found: tuple[Token, ...]) -> bool:
    """Whether a line is `match value:` or `case pattern:`, which are names of the text elsewhere."""
    first, *rest = found
    if first.text not in SOFT or first.kind != "name" or len(rest) <= 1:
        return False
    begins = rest[0].spaced or rest[0].text == "("
    ends = rest[-1].text == ":" if first.text == "match" else any(token.text == ":" for token in rest)
    return begins and ends and not any(token.text == "=" for token in rest[:1])


def factors(match: re.Match[str], counted: bool = False) -> Sequence[tuple[int, int]]:
    """Where the names in a word are: `wᵢxᵢ` is two, as nothing of a name follows its index; `counted` is one after a number."""
    (start, end), word = match.span(), match.group()
    if word.isascii() and "_" not in word and not (counted and word in WORDLIKE):
        return (match.span(),)
    cuts: list[int] = []
    if not word.isascii():
        cuts += [cut.end() - start for cut in INDEXED.finditer(match.string, start, end)]
        cuts += [cut.start() for cut in RUN.finditer(word)]
    if FOOTED.match(word):
        cuts += [cut.end() for cut in re.finditer("_.", word)]
    if counted and word in WORDLIKE:
        cuts.append(1)
    return [(start + first, start + stop) for first, stop in pairwise(sorted({0, *cuts, len(word)}))]


def lines(found: Iterable[Token], located: Located) -> list[Line]:
    """The tokens line by line."""
    text, result = located.text, []
    current: list[Token] = []
    depth = 0
    indent = INDENT.match(text).group()  # type: ignore[union-attr]
    for token in found:
        depth += (token.text in OPENING) - (token.text in CLOSING) if token.kind in ("operator", "other") else 0
        if token.kind != "newline":
            current.append(token)
        elif depth <= 0:
            result.append(Line(indent, tuple(current)))
            current, indent = [], token.text[1:]
    return [line for line in [*result, Line(indent, tuple(current))] if line.tokens]
