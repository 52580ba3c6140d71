"""Figures whose every word means something to some format."""

from __future__ import annotations

from dataclasses import replace

from app.diagram import Diagram, Mark, Text
from app.typeset.latex import escaped

WORDS = '"]]></svg>-->*/ `|#panic()$x$ \\end{document} %s {{x}} &amp;\u0001\u202e☃ <script>alert(1)</script> ");'


def hostile(diagram: Diagram) -> Diagram:
    """The figure with these words in its title, in what is said of it and in each label."""

    def named(mark: Mark) -> Mark:
        if isinstance(mark, Text):
            label = mark.label._replace(text=WORDS, latex=f"\\mathit{{{escaped(WORDS)}}}")
            return replace(mark, name=WORDS, label=label)
        return replace(mark, name=WORDS)

    return replace(diagram, title=WORDS, description=WORDS, marks=tuple(map(named, diagram.marks)))
