"""MkDocs: a fenced block ```backpass x=3 y=-4 becomes its figure. In mkdocs.yml: hooks: [mkdocs_backpass.py].

Behind the word stands what an address may say of a picture. The block may stand in a list or a quotation. A mistake stops the build.
"""

from __future__ import annotations

import re
import shlex
from typing import Any

from mkdocs.exceptions import PluginError

from backpass import FigureError, draw

BLOCK = re.compile(r"^([ \t>]*)```backpass[ \t]*([^\n]*)\n(.*?)^\1```[ \t]*$", re.MULTILINE | re.DOTALL)
PLACE = "backpass-figure-{}-here"


def on_page_markdown(markdown: str, page: Any, **context: Any) -> str:
    """The page with a word in the place of each block, which stands wherever Markdown has it. Raises PluginError."""
    page.figures = []

    def held(block: re.Match[str]) -> str:
        before, given, inside = block.groups()
        program = "".join(line.removeprefix(before) for line in inside.splitlines(keepends=True))
        page.figures.append(drawn(program, given))
        return f"{before}\n{before}{PLACE.format(len(page.figures))}\n{before}"

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
