"""A label's LaTeX as Office Math (ECMA-376 part 1, 22.1), which office programs show and edit as an equation of their own.

It reads what `latex` writes and nothing else, so that no sign is lost or guessed on the way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from app.typeset.latex import DELIMITERS, ESCAPES, GREEK_LETTERS, MARKS, OPERATORS, SIGNS

_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|.", re.DOTALL)
_ESCAPED = re.compile("|".join(map(re.escape, sorted(ESCAPES.values(), key=len, reverse=True))))
_CHARACTERS: Mapping[str, str] = {spelled: sign for sign, spelled in ESCAPES.items()}
_LETTERS: Mapping[str, str] = {spelled: sign for sign, spelled in GREEK_LETTERS.items()}
_SIGNS: Mapping[str, str] = {
    **{spelled: sign for sign, spelled in SIGNS.items()},
    **{spelled: sign for sign, spelled in DELIMITERS.items() if sign},
    **{spelled: sign for spelled, sign in _CHARACTERS.items() if len(spelled) == 2},
    "-": "−",
}
_MARKS: Mapping[str, str] = {
    spelled: {"hat": "\u0302", "bar": "\u0305", "tilde": "\u0303", "dot": "\u0307", "vec": "\u20d7"}[mark]
    for mark, spelled in MARKS.items()
}
_SPACES: Mapping[str, str] = {r"\,": "\u2009", r"\;": "\u2005", r"\quad": "\u2003"}
_BIG: Mapping[str, str] = {r"\sum": "∑", r"\prod": "∏"}
_LIMITS = frozenset({r"\operatorname*", r"\max", r"\min"})
"""Words whose index stands below them."""
_ENDS = frozenset({"}", "&", r"\\", r"\right", r"\end", "]"})


def omml(latex: str, look: str) -> str:
    """The inside of an `m:oMath`. `look` is the `a:rPr` that every sign and line gets. Raises ValueError for LaTeX that is not ours."""
    reader = _Reader(latex, look)
    made = reader.opening() + reader.row("")
    if reader.tokens:
        raise ValueError(f"not LaTeX of ours: {''.join(reader.tokens)[:40]}")
    return made


class _Reader:
    """Takes tokens from the left and gives elements."""

    def __init__(self, latex: str, look: str) -> None:
        self.tokens = _TOKEN.findall(latex)
        self.look = look

    def opening(self) -> str:
        """A relation at the start, as the lines of a calculation have it: plain text, since a relation wants something on its left."""
        if self.tokens[:1] != ["="]:
            return ""
        self.tokens.pop(0)
        return f'<m:r><m:rPr><m:nor/></m:rPr>{self.look}<m:t xml:space="preserve">= </m:t></m:r>'

    def row(self, *ends: str) -> str:
        """Elements up to one of `ends`, which stays."""
        found: list[str] = []
        while self.tokens and self.tokens[0] not in ends:
            token = self.take()
            if token in ("_", "^"):
                found.append(self.scripts(token, found.pop() if found else ""))
            elif token in _BIG or token in _LIMITS:
                found.append(self.big(token, *ends))
            elif token != " ":
                found.append(self.element(token))
        return "".join(found)

    def element(self, token: str) -> str:
        match token:
            case "{":
                return self.rest("}")
            case r"\frac":
                above, below = self.group(), self.group()
                return f"<m:f>{self.properties('f')}<m:num>{above}</m:num><m:den>{below}</m:den></m:f>"
            case r"\sqrt":
                return self.root()
            case r"\left":
                return self.fence()
            case r"\begin":
                return self.matrix()
            case r"\mathrm" | r"\operatorname":
                return self.run(self.text(), "p")
            case r"\mathit":
                return self.run(self.text(), "i")
            case r"\mathbin" | r"\mathrel":
                return f"{self.run(' ', 'p')}{self.group()}{self.run(' ', 'p')}"
        if token in _MARKS:
            return f"<m:acc>{self.properties('acc', ('chr', _MARKS[token]))}<m:e>{self.group()}</m:e></m:acc>"
        return self.sign(token)

    def sign(self, token: str) -> str:
        """A single sign: letters slant, all else stands upright."""
        if token in _SPACES:
            return self.run(_SPACES[token], "p")
        if token in _LETTERS:
            return self.run(_LETTERS[token], "i")
        if token in _SIGNS:
            return self.run(_SIGNS[token], "p")
        if token[1:] in OPERATORS and token[0] == "\\":
            return self.run(token[1:], "p")
        if len(token) > 1 or token in _ENDS - {"]"}:
            raise ValueError(f"not LaTeX of ours: {token}")
        return self.run(token, "i" if token.isalpha() else "p")

    def scripts(self, token: str, base: str) -> str:
        found = {token: self.group()}
        if self.tokens and self.tokens[0] in {"_", "^"} - {token}:
            other = self.take()
            found[other] = self.group()
        kind = {"_": "sSub", "^": "sSup"}[token] if len(found) == 1 else "sSubSup"
        inside = "".join(
            f"<m:{name}>{found[sign]}</m:{name}>" for sign, name in (("_", "sub"), ("^", "sup")) if sign in found
        )
        return f"<m:{kind}>{self.properties(kind)}<m:e>{base}</m:e>{inside}</m:{kind}>"

    def big(self, token: str, *ends: str) -> str:
        """A sum or product with what follows it, a named operator with its index below."""
        name = self.text() if token == r"\operatorname*" else token[1:] if token in _LIMITS else ""
        below = ""
        if self.tokens and self.tokens[0] == "_":
            self.tokens.pop(0)
            below = self.group()
        if name:
            base = self.run(name, "p")
            return (
                f"<m:limLow>{self.properties('limLow')}<m:e>{base}</m:e><m:lim>{below}</m:lim></m:limLow>"
                if below
                else base
            )
        hidden = [*([] if below else [("subHide", "1")]), ("supHide", "1")]
        properties = self.properties("nary", ("chr", _BIG[token]), ("limLoc", "undOvr"), *hidden)
        return f"<m:nary>{properties}<m:sub>{below}</m:sub><m:sup/><m:e>{self.row(*ends)}</m:e></m:nary>"

    def root(self) -> str:
        degree = ""
        if self.tokens and self.tokens[0] == "[":
            self.tokens.pop(0)
            degree = self.rest("]")
        properties = self.properties("rad", *([] if degree else [("degHide", "1")]))
        return f"<m:rad>{properties}<m:deg>{degree}</m:deg><m:e>{self.group()}</m:e></m:rad>"

    def fence(self) -> str:
        opening = self.delimiter()
        body = self.row(r"\right")
        self.expect(r"\right")
        closing = self.delimiter()
        return f"<m:d>{self.properties('d', ('begChr', opening), ('endChr', closing))}<m:e>{body}</m:e></m:d>"

    def delimiter(self) -> str:
        token = self.take()
        return "" if token == "." else _SIGNS.get(token, token)

    def matrix(self) -> str:
        self.text()
        rows: list[list[str]] = [[]]
        while True:
            rows[-1].append(self.row("&", r"\\", r"\end"))
            token = self.take()
            if token == r"\end":
                break
            rows += [[]] if token == r"\\" else []
        self.text()
        lines = "".join("<m:mr>" + "".join(f"<m:e>{entry}</m:e>" for entry in line) + "</m:mr>" for line in rows)
        fence = self.properties("d", ("begChr", "["), ("endChr", "]"))
        return f"<m:d>{fence}<m:e><m:m>{self.properties('m')}{lines}</m:m></m:e></m:d>"

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
        self.expect(end)
        return made

    def text(self) -> str:
        """A braced argument that is plain text, its escapes undone."""
        self.expect("{")
        found, depth = "", 1
        while depth:
            token = self.take()
            depth += {"{": 1, "}": -1}.get(token, 0)
            found += token if depth else ""
        return _ESCAPED.sub(lambda spelled: _CHARACTERS[spelled[0]], found)

    def expect(self, token: str) -> None:
        if self.take() != token:
            raise ValueError(f"not LaTeX of ours: {token} is missing")

    def run(self, text: str, style: str) -> str:
        shown = escape(text)
        return f'<m:r><m:rPr><m:sty m:val="{style}"/></m:rPr>{self.look}<m:t xml:space="preserve">{shown}</m:t></m:r>'

    def properties(self, kind: str, *settings: tuple[str, str]) -> str:
        inside = "".join(f'<m:{name} m:val="{escape(value)}"/>' for name, value in settings)
        return f"<m:{kind}Pr>{inside}<m:ctrlPr>{self.look}</m:ctrlPr></m:{kind}Pr>"
