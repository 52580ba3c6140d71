"""MkDocs: a fenced block ```backpass x=3 y=-4 becomes its figure. In mkdocs.yml: hooks: [mkdocs_backpass.py].

Behind the word stands what an address may say of a picture. A mistake stops the build.
"""

from __future__ import annotations

import re
import shlex
from typing import Any

from mkdocs.exceptions import PluginError

from backpass import FigureError, draw

BLOCK = re.compile(r"^```backpass[ \t]*([^\n]*)\n(.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)


def on_page_markdown(markdown: str, page: Any, **context: Any) -> str:
    """The page with each block as an SVG within it, so that no file is needed beside it. Raises PluginError."""
    try:
        return BLOCK.sub(drawn, markdown)
    except ValueError as error:
        raise PluginError(f"{page.file.src_uri}: {error}") from None


def drawn(block: re.Match[str]) -> str:
    """A block's figure. Raises ValueError."""
    given = {}
    for word in shlex.split(block[1]):
        name, sign, value = word.partition("=")
        if not sign:
            raise FigureError(f"`{word}` says nothing of a figure (write name=value name=value)")
        given[name] = value
    # A blank line would end the HTML that Markdown lets through.
    return "\n" + re.sub(r"\n\s*\n", "\n", draw(block[2], given).bytes("svg").decode()) + "\n"
