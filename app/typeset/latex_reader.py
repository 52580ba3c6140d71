"""Reads the LaTeX that `latex` writes and nothing else, so that no sign is lost or guessed on the way to another notation."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

from app.typeset.latex import DELIMITERS, ESCAPES, GREEK_LETTERS, MARKS, OPERATORS, SIGNS, SMALL

TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|.", re.DOTALL)
ESCAPED = re.compile("|".join(map(re.escape, sorted(ESCAPES.values(), key=len, reverse=True))))
CHARACTERS: Mapping[str, str] = {spelled: sign for sign, spelled in ESCAPES.items()}
LETTERS: Mapping[str, str] = {spelled: sign for sign, spelled in GREEK_LETTERS.items()}
SIGNS_READ: Mapping[str, str] = {
    **{spelled: sign for sign, spelled in SIGNS.items()},
    **{spelled: sign for sign, spelled in DELIMITERS.items() if sign},
    **{spelled: sign for spelled, sign in CHARACTERS.items() if len(spelled) == 2},
    "-": "−",
}
COMBINING: Mapping[str, str] = {
    spelled: {"hat": "\u0302", "bar": "\u0305", "tilde": "\u0303", "dot": "\u0307", "vec": "\u20d7"}[mark]
    for mark, spelled in MARKS.items()
}
SPACES: Mapping[str, str] = {r"\,": "\u2009", r"\;": "\u2005", r"\quad": "\u2003"}
BIG: Mapping[str, str] = {r"\sum": "∑", r"\prod": "∏"}
LIMITS = frozenset({r"\operatorname*", r"\max", r"\min"})
"""Words whose index stands below them."""
ENDS = frozenset({"}", "&", r"\\", r"\right", r"\end", "]"})


class LatexReader(ABC):
    """Takes tokens from the left; what is written for each piece of mathematics is the business of a notation."""

    def __init__(self, latex: str) -> None:
        self.tokens = TOKEN.findall(latex)

    def whole(self) -> str:
        """All of it. Raises ValueError for LaTeX that is not ours."""
        made = self.row("")
        if self.tokens:
            raise ValueError(f"not LaTeX of ours: {''.join(self.tokens)[:40]}")
        return made

    def joined(self, pieces: Sequence[str]) -> str:
        """Pieces side by side."""
        return "".join(pieces)

    def grouped(self, body: str) -> str:
        """What braces set apart from what stands before it: a minus at its head is a sign, as in TeX."""
        return body

    @abstractmethod
    def run(self, text: str, style: str) -> str:
        """Signs, upright ("p") or slanting ("i")."""

    @abstractmethod
    def spaced(self, width: str) -> str:
        """A space."""

    @abstractmethod
    def named(self, name: str) -> str:
        """The name of a function."""

    @abstractmethod
    def joining(self, kind: str, sign: str) -> str:
        """A sign between two pieces; `kind` is "binary" or "relation"."""

    @abstractmethod
    def accented(self, mark: str, body: str) -> str: ...

    @abstractmethod
    def fraction(self, above: str, below: str) -> str: ...

    @abstractmethod
    def rooted(self, degree: str, radicand: str) -> str: ...

    @abstractmethod
    def fenced(self, opening: str, body: str, closing: str) -> str: ...

    @abstractmethod
    def gridded(self, rows: Sequence[Sequence[str]]) -> str:
        """A matrix in brackets."""

    @abstractmethod
    def stacked(self, lines: Sequence[str]) -> str:
        """Lines above each other."""

    @abstractmethod
    def scripted(self, base: str, below: str | None, above: str | None) -> str: ...

    @abstractmethod
    def limited(self, name: str, below: str) -> str:
        """A named operator with its index below, if it has one."""

    @abstractmethod
    def summed(self, sign: str, below: str, body: str) -> str:
        """A sum or product over what follows it."""

    @abstractmethod
    def shrunk(self, body: str) -> str:
        """What is set as small as an index, without being one."""

    def row(self, *ends: str) -> str:
        """Pieces up to one of `ends`, which stays."""
        found: list[str] = []
        while self.tokens and self.tokens[0] not in ends:
            token = self.take()
            if token in ("_", "^"):
                found.append(self.scripts(token, found.pop() if found else ""))
            elif token in BIG or token in LIMITS:
                found.append(self.big(token, *ends))
            elif token == "{" and self.tokens[:1] != [SMALL]:
                found.append(self.grouped(self.rest("}")))
            elif token != " ":
                found.append(self.element(token))
        return self.joined(found)

    def element(self, token: str) -> str:
        match token:
            case "{":
                return self.smaller() if self.tokens[:1] == [SMALL] else self.rest("}")
            case r"\frac":
                return self.fraction(self.group(), self.group())
            case r"\sqrt":
                return self.root()
            case r"\left":
                return self.fence()
            case r"\begin":
                return self.matrix()
            case r"\mathrm":
                return self.run(self.text(), "p")
            case r"\operatorname":
                return self.named(self.text())
            case r"\mathit":
                return self.run(self.text(), "i")
            case r"\mathbin" | r"\mathrel":
                return self.joining("binary" if token == r"\mathbin" else "relation", self.group())
        return self.accented(COMBINING[token], self.group()) if token in COMBINING else self.sign(token)

    def smaller(self) -> str:
        """A group that is set as small as an index."""
        self.take()
        return self.shrunk(self.rest("}"))

    def sign(self, token: str) -> str:
        """A single sign: letters slant, all else stands upright."""
        if token in SPACES:
            return self.spaced(SPACES[token])
        if token in LETTERS:
            return self.run(LETTERS[token], "i")
        if token in SIGNS_READ:
            return self.run(SIGNS_READ[token], "p")
        if token[1:] in OPERATORS and token[0] == "\\":
            return self.named(token[1:])
        if len(token) > 1 or token in ENDS - {"]"}:
            raise ValueError(f"not LaTeX of ours: {token}")
        return self.run(token, "i" if token.isalpha() else "p")

    def scripts(self, token: str, base: str) -> str:
        found = {token: self.group()}
        if self.tokens and self.tokens[0] in {"_", "^"} - {token}:
            other = self.take()
            found[other] = self.group()
        return self.scripted(base, found.get("_"), found.get("^"))

    def big(self, token: str, *ends: str) -> str:
        """A sum or product with what follows it, a named operator with its index below."""
        name = self.text() if token == r"\operatorname*" else token[1:] if token in LIMITS else ""
        below = ""
        if self.tokens and self.tokens[0] == "_":
            self.tokens.pop(0)
            below = self.group()
        return self.limited(name, below) if name else self.summed(BIG[token], below, self.row(*ends))

    def root(self) -> str:
        degree = ""
        if self.tokens and self.tokens[0] == "[":
            self.tokens.pop(0)
            degree = self.rest("]")
        return self.rooted(degree, self.group())

    def fence(self) -> str:
        opening = self.delimiter()
        body = self.rest(r"\right")
        return self.fenced(opening, body, self.delimiter())

    def delimiter(self) -> str:
        token = self.take()
        return "" if token == "." else SIGNS_READ.get(token, token)

    def matrix(self) -> str:
        kind = self.text()
        rows: list[list[str]] = [[]]
        while True:
            rows[-1].append(self.row("&", r"\\", r"\end"))
            token = self.take()
            if token == r"\end":
                break
            rows += [[]] if token == r"\\" else []
        self.text()
        return self.gridded(rows) if kind == "bmatrix" else self.stacked([line for line, *_ in rows])

    def group(self) -> str:
        """An argument: braced, or a single sign."""
        return self.element(self.take())

    def take(self) -> str:
        if not self.tokens:
            raise ValueError("not LaTeX of ours: it ends too soon")
        token: str = self.tokens.pop(0)
        return token

    def rest(self, end: str) -> str:
        made = self.row(end)
        if self.take() != end:
            raise ValueError(f"not LaTeX of ours: {end} is missing")
        return made

    def text(self) -> str:
        """A braced argument that is plain text, its escapes undone."""
        if self.take() != "{":
            raise ValueError("not LaTeX of ours: { is missing")
        found, depth = "", 1
        while depth:
            token = self.take()
            depth += {"{": 1, "}": -1}.get(token, 0)
            found += token if depth else ""
        return ESCAPED.sub(lambda spelled: CHARACTERS[spelled[0]], found)
