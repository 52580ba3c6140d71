"""Mathematics within a page: HTML's tags and entities, and the quotation marks and templates of Wikipedia's texts, as plain signs."""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5

from app.language.text import mathml
from app.language.text.located import Located

ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
TAG = re.compile(
    r"</?(math|chem|sup|sub|br|p|div|span|i|b|em|strong|var|code|pre|li|ul|ol|h\d|nowiki|tt)(?:[ \t]+[\w-]+=[^<>\n]*)?[ \t]*/?>"
)
RAISED = {"<sup": "^{", "</sup": "}", "<sub": "_{", "</sub": "}"}
BREAKS = ("<br", "</p", "</div", "</li", "</h", "</pre")
SLANTED = re.compile(r"(?<!\w)('{2,3})(\w{1,30})\1(?!')")
"""A name in Wikipedia's slanted or bold type, `''x''`."""
INDENTED = re.compile(r"(?m)^[ \t]*:+[ \t]*(?=<math|\{\{)")
INNERMOST = re.compile(r"\{\{([a-z]+)\|(?:1=)?([^{}|\n]*)(?:\|([^{}|\n]*))?\}\}")
"""A template that has none within."""
EQUALS = re.compile(r"\{\{=\}\}")
DEEPEST = 8
MARKED = re.compile(r"[<&]|''|\{\{")


def plain(located: Located) -> Located:
    """The text without marks of a page: what is raised or lowered by a tag is so by a sign. Raises LanguageError for a piece of MathML."""
    if not MARKED.search(located.text):
        return located
    located = mathml.read(located)
    located = located.sub(EQUALS, lambda _: "=").sub(SLANTED, lambda match: match[2]).sub(INDENTED, lambda _: "")
    located = located.sub_nested(INNERMOST, expanded, DEEPEST)
    return located.sub(TAG, signs).sub(ENTITY, lambda match: character(match.group()))


def signs(match: re.Match[str]) -> str:
    """What a tag says in signs: a raised or a lowered part, a new line, or nothing; `a <b> c` without an end of it compares."""
    tag = match.group()
    if match[1] != "br" and f"</{match[1]}" not in match.string:
        return tag
    raised = next((sign for opening, sign in RAISED.items() if tag.startswith(opening)), "")
    return raised or ("\n" if tag.startswith(BREAKS) else "")


def character(entity: str) -> str:
    """The character that an entity names; what is none stays as it is."""
    return unescape(entity) if entity[1] == "#" or entity[1:] in html5 else entity


def expanded(match: re.Match[str]) -> str:
    """What a template of Wikipedia shows."""
    name, first, second = match[1], match[2], match[3]
    if name in ("frac", "sfrac") and second is not None:
        return f"(({first})/({second}))"
    return f"√({first})" if name in ("sqrt", "radic") else first
