"""Signs that not every LaTeX has type for: Greek by its commands, what the document's font has as it is, all else drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from app.export.outline import segments
from app.typeset.label import Label
from app.typeset.label_cache import label
from app.typeset.latex import GREEK_LETTERS
from app.typeset.notation import Text

FOREIGN = re.compile("[À-ÖØ-öø-ſ]+|[^\x00-\x7f\xa0-ſ]+")
"""Letters beside ASCII's, which mathematics has no type for, and then signs: one kind has type where another is drawn."""
WIDER = frozenset("ÐðÞþĐđŊŋĄąĘęĮįŲų")
"""Letters which LaTeX declares, but which are not in all encodings of fonts (OT1)."""
COMMANDS: Mapping[str, str] = {
    "●": r"\textnormal{\textbullet}",
    "○": r"\textnormal{\textopenbullet}",
    "◯": r"\textnormal{\textbigcircle}",
    "⬤": r"\textnormal{\Large\textbullet}",
    **{sign: rf"\ensuremath{{{command}}}" for sign, command in GREEK_LETTERS.items()},
}
"""Those which every LaTeX has by name: of the legends of charts, and the letters of mathematics."""
EM = 1000


def signs(drawing: Sequence[str]) -> tuple[list[str], list[str]]:
    """Lines of LaTeX, and what is to stand before them: a macro without parameters, as a frame of Beamer allows, for each run of signs."""
    lines = [named(line) for line in drawing]
    runs = dict.fromkeys(run for line in lines for run in FOREIGN.findall(line))
    return [rf"\expandafter\def{macro(run)}{{\textnormal{{{either(run)}}}}}%" for run in runs], [
        FOREIGN.sub(lambda run: f"{{{macro(run.group())}}}", line) for line in lines
    ]


def named(line: str) -> str:
    """A line with the signs that have names by these."""
    for sign, command in COMMANDS.items():
        line = line.replace(sign, command)
    return line


def macro(run: str) -> str:
    return rf"\csname backpass:\detokenize{{{run}}}\endcsname"


def either(run: str) -> str:
    """Signs side by side as type where the document has all of them, be they declared or in its font, else as their outlines.

    Engines leave out without a word what their font has not.
    """
    missing = "".join(map(lacking, dict.fromkeys(run)))
    return rf"\ifnum\numexpr0{missing}\relax=0 {run}\else{drawn(label(Text(run), EM))}\fi"


def lacking(sign: str) -> str:
    """What expands to +1 where the document has no type for a sign."""
    tests = [rf"u8:\detokenize{{{sign}}}"] + [r"\csname f@encoding\endcsname\string\th"] * (sign in WIDER)
    declared = "".join(rf"\ifcsname {test}\endcsname\else+1\fi" for test in tests)
    return rf"\ifdefined\DeclareUnicodeCharacter{declared}\else\iffontchar\font {ord(sign)} \else+1\fi\fi"


def drawn(shown: Label) -> str:
    """A label of `EM` points as ink that is as large, and of the colour, of the type around it."""
    box = rf"\useasboundingbox (0,{-shown.baseline:.0f}) rectangle ({shown.width:.0f},{shown.height - shown.baseline:.0f});"
    ink = "".join(outline(shown))
    return rf"\tikz[x=.001em,y=-.001em,baseline=0pt]{{{box}" + (rf"\fill[fill=.]{ink};}}" if ink else "}")


def outline(shown: Label) -> Iterator[str]:
    """The outlines of a label as a path, from where its baseline begins."""
    for glyph in shown.glyphs:
        for kind, points in segments(glyph.outline):
            places = [at(glyph.x + x * glyph.scale, glyph.y + y * glyph.scale - shown.baseline) for x, y in points]
            match kind:
                case "M":
                    yield places[0]
                case "L":
                    yield f"--{places[0]}"
                case "C":
                    yield f"..controls{places[0]}and{places[1]}..{places[2]}"
                case _:
                    yield "--cycle"


def at(*point: float) -> str:
    x, y = point
    return f"({x:.0f},{y:.0f})"
