"""The token pass: mathematics as people write it (`2x`, `x²`, `√(a·b)`, `Wᵀ`, `x^2`) becomes Python's.

Each character remembers its place in the text.
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from app.language.operators import RESPELLED
from app.language.source import Diagnostic, LanguageError, Span

NESTING = 100
"""Brackets and blocks may be nested this deep."""

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
FRACTIONS = {"½": "(1/2)", "⅓": "(1/3)", "¼": "(1/4)", "¾": "(3/4)"}
SPELLINGS = {
    **RESPELLED, "ᵀ": ".T", "⊤": ".T", "∞": "inf", "←": "=", "≔": "=",
    "“": '"', "”": '"', "‘": "'", "’": "'",
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u200b": "", "\ufeff": "",
    "\r": "", **FRACTIONS,
}  # fmt: skip
OPENING, CLOSING = {"(": ")", "[": "]", "{": "}"}, frozenset(")]}")
TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n]*)
    | (?P<text>[rbfuRBFU]{0,2}(?:\"{3}(?s:.*?)\"{3}|'{3}(?s:.*?)'{3}|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'))
    | (?P<number>0[xXbBoO][0-9a-fA-F_]+|(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9]+)?)
    | (?P<power>[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+)
    | (?P<name>[^\W0-9⁰¹²³⁴-⁹ᵀ½⅓¼¾][^\W⁰¹²³⁴-⁹ᵀ½⅓¼¾]*(?:[\u0300-\u036f]+[^\W⁰¹²³⁴-⁹ᵀ½⅓¼¾]*)*)
    | (?P<newline>\n)
    | (?P<space>[ \t\f]+|\\\n)
    | (?P<operator>\*\*=|//=|>>=|<<=|\*\*|//|<<|>>|[<>!=+\-*/%@&|]=|->|:=|\.\.\.|[-+*/%@=<>()\[\]{},:;.|&~])
    | (?P<other>.)
    """,
    re.VERBOSE,
)
PROMPT = re.compile(r"(?:>>> ?|\.\.\.(?: |$)|In \[\d*\]: ?|\s*\.\.\.:(?: |$))")
"""What stands before a line in a notebook or a session of Python."""
MAGIC = re.compile(r"^[ \t]*[%!][^\n]*", re.MULTILINE)
"""A notebook's own commands, `%matplotlib inline` or `!pip`."""
LONE = re.compile("[\ud800-\udfff]")
"""Half of a character: no text has one, but JSON can."""


class Token(NamedTuple):
    """A piece of the text: what kind it is, and where it stands (lines from 1, columns from 0)."""

    kind: str
    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Respelled:
    """Python source and, for each of its lines, the column in the person's text that each character came from."""

    text: str
    columns: tuple[tuple[int, ...], ...]

    def place(self, line: int, column: int) -> int:
        """The person's column for a column of the respelled line."""
        columns = self.columns[line - 1] if line <= len(self.columns) else self.columns[-1]
        return columns[column] if column < len(columns) else columns[-1]


def blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def margins(text: str) -> tuple[str, list[int]]:
    """The text without prompts, and without output where it has prompts, and how many columns at each line's start to drop."""
    lines = text.split("\n")
    prompts = [PROMPT.match(line) for line in lines]
    if prompts and any(prompt and prompt.group().strip() not in ("...", "...:") for prompt in prompts):
        widths = [prompt.end() if prompt else len(line) for prompt, line in zip(prompts, lines, strict=True)]
        kept = [" " * width + line[width:] for width, line in zip(widths, lines, strict=True)]
        return "\n".join(kept), widths
    code = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    common = min((len(line) - len(line.lstrip(" \t")) for line in code), default=0)
    return text, [common] * len(lines)


def tokens(text: str) -> Iterator[Token]:
    """All of the text, piece by piece."""
    line, start = 1, 0
    for match in TOKEN.finditer(text):
        kind, piece = match.lastgroup or "other", match.group()
        yield Token(kind, piece, line, match.start() - start)
        if "\n" in piece:
            line += piece.count("\n")
            start = match.start() + piece.rindex("\n") + 1


def respell(text: str) -> Respelled:
    """The text in Python's spelling. Raises LanguageError for characters and brackets that cannot be right."""
    text, dropped = margins(LONE.sub("\ufffd", text))
    cleaned = MAGIC.sub(blank, text)
    found = list(tokens(cleaned))
    refuse_bad(found)
    lines: list[list[str]] = [[]]
    columns: list[list[int]] = [[]]
    for token, spelling in zip(found, spellings(found), strict=True):
        skipped = dropped[token.line - 1] if token.kind == "space" and token.column == 0 else 0
        if spelling == token.text and not skipped and "\n" not in spelling:
            lines[-1].append(spelling)
            columns[-1].extend(range(token.column, token.column + len(spelling)))
            continue
        column, same = token.column + skipped, len(spelling) == len(token.text)
        for position, piece in enumerate(spelling[skipped:].split("\n")):
            if position:
                columns[-1].append(column)
                lines.append([])
                columns.append([])
                column = 0
            lines[-1].append(piece)
            # Where one spelling is longer than the other, its last character stands for the end.
            places = range(column, column + len(piece)) if same else [column] * (len(piece) - 1)
            columns[-1].extend(places if same or not piece else [*places, column + len(token.text) - 1])
            column += len(piece)
    columns[-1].append(len(cleaned) - (cleaned.rfind("\n") + 1))
    return Respelled("\n".join(map("".join, lines)), tuple(map(tuple, columns)))


def refuse_bad(found: list[Token]) -> None:
    """Raises LanguageError with all characters and brackets that cannot be right."""
    mistakes = [*bad_characters(found), *bad_brackets(found)]
    if mistakes:
        raise LanguageError(mistakes)


def bad_characters(found: list[Token]) -> Iterator[Diagnostic]:
    for token in found:
        if token.kind == "other" and token.text not in SPELLINGS:
            span = place(token)
            if token.text in "\"'":
                yield Diagnostic(span, "this quotation mark is never closed", f"close it with another {token.text}")
            else:
                shown = token.text if token.text.isprintable() else f"U+{ord(token.text):04X}"
                hint = "remove it, or write the operation by its name"
                yield Diagnostic(span, f"the character `{shown}` has no meaning here", hint)


def bad_brackets(found: list[Token]) -> Iterator[Diagnostic]:
    open_: list[Token] = []
    for token in found:
        if token.text in OPENING:
            open_.append(token)
            if len(open_) == NESTING + 1:
                hint = "give inner parts names of their own"
                yield Diagnostic(place(token), f"brackets are nested more than {NESTING} deep", hint)
                return
        elif token.text in CLOSING:
            if not open_:
                yield Diagnostic(place(token), f"`{token.text}` closes no bracket", "remove it, or open one before it")
                continue
            opened = open_.pop().text
            if OPENING[opened] != token.text:
                yield Diagnostic(place(token), f"`{token.text}` closes `{opened}`", f"write `{OPENING[opened]}`")
                return
    for token in open_:
        yield Diagnostic(place(token), f"`{token.text}` is never closed", f"add a `{OPENING[token.text]}`")


def place(token: Token) -> Span:
    """Where a token of one character stands."""
    return Span(token.line, token.column, token.line, token.column + 1)


def spellings(found: list[Token]) -> Iterator[str]:
    """Each token's Python spelling, with the `*` of a product that is only implied put before it."""
    previous: Token | None = None
    groups: list[bool] = []
    closes_group = rooting = False
    for index, token in enumerate(found):
        if token.kind in ("space", "newline", "comment"):
            yield SPELLINGS.get(token.text, token.text) if token.kind != "comment" else " " * len(token.text)
            if token.kind == "newline" and not groups:
                previous = None
            continue
        spelling = spell(token)
        times = "*" if implied_product(previous, token, closes_group) else ""
        if rooting:
            rooting = False
            spelling = spelling if token.text == "(" else f"({spelling})"
        rooting = token.text == "√"
        if token.text in OPENING:
            grouping = previous is None or (previous.kind == "operator" and previous.text not in CLOSING) or bool(times)
            grouping = grouping or (previous is not None and keyword.iskeyword(previous.text))
            groups.append(token.text == "(" and grouping and not starts_lambda(found, index))
        closes_group = groups.pop() if token.text in CLOSING and groups else False
        previous = token
        yield times + spelling


def starts_lambda(found: list[Token], index: int) -> bool:
    """Whether `(lambda x: …)` begins here, which is called by the bracket after it."""
    after = (found[place] for place in range(index + 1, len(found)))
    return next((token.text == "lambda" for token in after if token.kind not in ("space", "newline")), False)


def spell(token: Token) -> str:
    """Python's spelling of one token."""
    if token.kind == "power":
        return f"**({token.text.translate(SUPERSCRIPTS)})"
    if token.kind == "name":
        return unicodedata.normalize("NFKC", token.text.translate(SUBSCRIPTS))
    return SPELLINGS.get(token.text, token.text)


def implied_product(previous: Token | None, token: Token, after_group: bool) -> bool:
    """`2x`, `2(x+1)`, `(x+y)z`, `(a+b)(c+d)`, `2√x`: Python would refuse all of them, so nothing else is meant."""
    if previous is None or (token.kind == "name" and keyword.iskeyword(token.text)):
        return False
    starts = token.kind in ("name", "number") or token.text in ("(", "√", "∑", "∏")
    if previous.kind == "number" or previous.text in FRACTIONS:
        return starts and token.kind != "number"
    if previous.text == ")":
        return (after_group and starts) or token.kind in ("name", "number") or token.text == "√"
    return previous.kind == "power" and starts
