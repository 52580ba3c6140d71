"""MkDocs: a fenced block ```backpass x=3 y=-4 becomes its figure. In mkdocs.yml: hooks: [mkdocs_backpass.py].

Behind the word stands what an address may say of a picture. The block may stand in a list, on the line of its sign too, or in a quotation.
A mistake stops the build.
"""

from __future__ import annotations

import re
import shlex
from textwrap import dedent
from typing import Any

from mkdocs.exceptions import PluginError

from backpass import FigureError, draw

BLOCK = re.compile(
    r"^(?P<before>[ \t>]*)(?P<item>(?:(?:[-*+]|\d+[.)])[ \t]+)*)(?P<fence>`{3,}|~{3,})[ \t]*backpass(?![-\w])[ \t]*(?P<given>[^\n]*)\n"
    r"(?P<inside>.*?)^(?P=before)[ \t]*(?P=fence)[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
"""What stands before the fence stands before each of its lines, but for the signs of a list, below which there is room."""
PLACE = "backpass-figure-{}-here"


def on_page_markdown(markdown: str, page: Any, **context: Any) -> str:
    """The page with a word in the place of each block, which stands wherever Markdown has it. Raises PluginError."""
    page.figures = []

    def held(block: re.Match[str]) -> str:
        before, item = block["before"], block["item"]
        lines = (line.removeprefix(before).lstrip(">") for line in block["inside"].splitlines(keepends=True))
        page.figures.append(drawn(dedent("".join(lines)), block["given"]))
        place = PLACE.format(len(page.figures))
        return f"{before}{item}{place}\n{before}" if item else f"{before}\n{before}{place}\n{before}"

    try:
        return BLOCK.sub(held, markdown)
    except ValueError as error:
        raise PluginError(f"{page.file.src_uri}: {error}") from None


def on_page_content(html: str, page: Any, **context: Any) -> str:
    """The page with each figure as an SVG within it, so that no file is needed beside it."""
    for number, figure in enumerate(page.figures, start=1):
        place = PLACE.format(number)
        html = html.replace(f"<p>{place}</p>", figure).replace(place, figure)
    return html


def drawn(program: str, told: str) -> str:
    """A block's figure. Raises ValueError."""
    given = {}
    for word in shlex.split(told):
        name, sign, value = word.partition("=")
        if not sign:
            raise FigureError(f"`{word}` says nothing of a figure (write name=value name=value)")
        given[name] = value
    return draw(program, given).bytes("svg").decode()
