"""Formulas set by Typst, in fonts that have their signs.

What Typst's own fonts have no glyph for is typeset in the system's, and what those have none for either is spelled by its number:
no sign is ever a box.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from app.typeset import typst_engine
from app.typeset.notation import Math
from app.typeset.outlines import GLYPH, MARKER
from app.typeset.typst import quoted, typst

_PREAMBLE = f"""\
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#set text(size: 1000pt, top-edge: "bounds", bottom-edge: "bounds")
#show math.equation: set text(font: FONTS)
#let label(body) = page(math.equation(body) + box(width: 0pt, height: 0pt, fill: rgb("{MARKER}")))
"""
_OWN, _ARABIC = '"New Computer Modern Math"', '"Noto Naskh Arabic", "Noto Sans Arabic"'
_JOINED = re.compile("[\u0600-\u06ff\u0750-\u077f]")
"""Letters that join, of which Typst's own fonts have a typewriter's alone; the system's are looked for first."""
_PROBES = "\ue000", "\U0002b81d", "\u0378"
"""Signs that hardly any font has."""


@cache
def _boxes_of_fonts() -> frozenset[str]:
    """What fonts draw for a sign that they do not have, by the names that Typst gives outlines."""
    pages = [
        page for system in (False, True) for page in compiled([quoted(sign) for sign in _PROBES], "inline", system)
    ]
    return frozenset(name for page in pages for name in GLYPH.findall(page))


def unset(page: str) -> bool:
    """Whether a page has a box for a sign, or a picture, which is no outline."""
    return not _boxes_of_fonts().isdisjoint(GLYPH.findall(page)) or "<image" in page


@lru_cache(maxsize=1024)
def lacking(sign: str, system: bool = False) -> bool:
    """Whether Typst's own fonts have no glyph for a sign, nor the system's if these are to be asked."""
    return not sign.isascii() and unset(compiled([quoted(sign)], "inline", system)[0])


def foreign(text: str) -> bool:
    """Whether a text has signs that are to be set in the system's fonts."""
    return any(map(lacking, dict.fromkeys(text)))


def spelled(text: str) -> str:
    """A text, the signs that no font has by their numbers."""
    return "".join(f" U+{ord(each):04X} " if lacking(each) and lacking(each, system=True) else each for each in text)


def without_font(text: str) -> list[str]:
    """The signs of a text that no font here has."""
    return [sign for sign in dict.fromkeys(text) if sign.isprintable() and not sign.isspace() and spelled(sign) != sign]


def typeset(maths: Sequence[Math], inline: bool) -> list[str]:
    """One page of SVG for each of the maths, at 1000 pt."""
    if not maths:
        return []
    style = "inline" if inline else "display"
    sources = [typst(math) for math in maths]
    pages = compiled(sources, style)
    wanting = [
        at
        for at, (source, page) in enumerate(zip(sources, pages, strict=True))
        if not source.isascii() and (_JOINED.search(source) or unset(page))
    ]
    again = compiled([spelled(sources[at]) for at in wanting], style, system=True)
    for at, page in zip(wanting, again, strict=True):
        pages[at] = page
    return pages


def compiled(sources: Sequence[str], style: str, system: bool = False) -> list[str]:
    """One page of SVG for each of the sources, in Typst's fonts, or in the system's too."""
    if not sources:
        return []
    fonts = f"({_OWN}, {_ARABIC})" if system else _OWN
    source = _PREAMBLE.replace("FONTS", fonts) + "".join(f"#label(${style}({each})$)\n" for each in sources)
    return [page.decode() for page in typst_engine.pages(source, "svg", system=system)]
