"""A label's LaTeX as Office Math (ECMA-376 part 1, 22.1), which office programs show and edit as an equation of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from app.typeset.latex_reader import LatexReader

SIZE = re.compile(r'\bsz="(\d+)"')
SMALLER = 0.7
"""How large an index is, of what it stands at."""


def omml(latex: str, look: str) -> str:
    """The inside of an `m:oMath`. `look` is the `a:rPr` that every sign and line gets. Raises ValueError for LaTeX that is not ours."""
    writer = _Writer(latex, look)
    return writer.opening() + writer.whole()


class _Writer(LatexReader):
    """Writes elements."""

    def __init__(self, latex: str, look: str) -> None:
        super().__init__(latex)
        self.look = look

    def opening(self) -> str:
        """A relation at the start, as the lines of a calculation have it: plain text, since a relation wants something on its left."""
        if self.tokens[:1] != ["="]:
            return ""
        self.tokens.pop(0)
        return f'<m:r><m:rPr><m:nor/></m:rPr>{self.look}<m:t xml:space="preserve">= </m:t></m:r>'

    def run(self, text: str, style: str) -> str:
        shown = escape(text)
        return f'<m:r><m:rPr><m:sty m:val="{style}"/></m:rPr>{self.look}<m:t xml:space="preserve">{shown}</m:t></m:r>'

    def spaced(self, width: str) -> str:
        return self.run(width, "p")

    def named(self, name: str) -> str:
        return self.run(name, "p")

    def joining(self, kind: str, sign: str) -> str:
        return f"{self.run(' ', 'p')}{sign}{self.run(' ', 'p')}"

    def accented(self, mark: str, body: str) -> str:
        return f"<m:acc>{self.properties('acc', ('chr', mark))}<m:e>{body}</m:e></m:acc>"

    def fraction(self, above: str, below: str) -> str:
        return f"<m:f>{self.properties('f')}<m:num>{above}</m:num><m:den>{below}</m:den></m:f>"

    def rooted(self, degree: str, radicand: str) -> str:
        properties = self.properties("rad", *([] if degree else [("degHide", "1")]))
        return f"<m:rad>{properties}<m:deg>{degree}</m:deg><m:e>{radicand}</m:e></m:rad>"

    def fenced(self, opening: str, body: str, closing: str) -> str:
        return f"<m:d>{self.properties('d', ('begChr', opening), ('endChr', closing))}<m:e>{body}</m:e></m:d>"

    def gridded(self, rows: Sequence[Sequence[str]]) -> str:
        return self.fenced("[", self.grid(rows), "]")

    def stacked(self, lines: Sequence[str]) -> str:
        return self.grid([[line] for line in lines])

    def grid(self, rows: Sequence[Sequence[str]]) -> str:
        lines = "".join("<m:mr>" + "".join(f"<m:e>{entry}</m:e>" for entry in line) + "</m:mr>" for line in rows)
        return f"<m:m>{self.properties('m')}{lines}</m:m>"

    def scripted(self, base: str, below: str | None, above: str | None) -> str:
        kind = "sSup" if below is None else "sSub" if above is None else "sSubSup"
        inside = "" if below is None else f"<m:sub>{below}</m:sub>"
        inside += "" if above is None else f"<m:sup>{above}</m:sup>"
        return f"<m:{kind}>{self.properties(kind)}<m:e>{base}</m:e>{inside}</m:{kind}>"

    def smaller(self) -> str:
        # Every sign says its size, so they have to know it when they are written.
        whole, self.look = self.look, SIZE.sub(lambda size: f'sz="{round(SMALLER * int(size[1]))}"', self.look)
        made = super().smaller()
        self.look = whole
        return made

    def shrunk(self, body: str) -> str:
        return body

    def limited(self, name: str, below: str) -> str:
        if not below:
            return self.run(name, "p")
        inside = f"<m:e>{self.run(name, 'p')}</m:e><m:lim>{below}</m:lim>"
        return f"<m:limLow>{self.properties('limLow')}{inside}</m:limLow>"

    def summed(self, sign: str, below: str, body: str) -> str:
        hidden = [*([] if below else [("subHide", "1")]), ("supHide", "1")]
        properties = self.properties("nary", ("chr", sign), ("limLoc", "undOvr"), *hidden)
        return f"<m:nary>{properties}<m:sub>{below}</m:sub><m:sup/><m:e>{body}</m:e></m:nary>"

    def properties(self, kind: str, *settings: tuple[str, str]) -> str:
        inside = "".join(f'<m:{name} m:val="{escape(value)}"/>' for name, value in settings)
        return f"<m:{kind}Pr>{inside}<m:ctrlPr>{self.look}</m:ctrlPr></m:{kind}Pr>"
