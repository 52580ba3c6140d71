"""MkDocs: a fenced block ```backpass x=3 y=-4 becomes its figure. In mkdocs.yml: hooks: [mkdocs_backpass.py]."""

from __future__ import annotations

import re
import shlex
from json import loads
from typing import Any

from backpass import FigureError, show
from mkdocs.exceptions import PluginError

BLOCK = re.compile(r"^```backpass[ \t]*([^\n]*)\n(.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)
OPTIONS = frozenset({"style", "panels", "labels", "notation", "fold", "frame", "theme"})


def on_page_markdown(markdown: str, **context: Any) -> str:
    """The page with each block as an SVG within it, so that no file is needed beside it."""
    return BLOCK.sub(drawn, markdown)


def drawn(block: re.Match[str]) -> str:
    given = dict(word.split("=", 1) for word in shlex.split(block[1]))
    chosen = {name: text for name, text in given.items() if name in OPTIONS}
    values = {name: loads(text) for name, text in given.items() if name not in OPTIONS}
    try:
        # A blank line would end the HTML that Markdown lets through.
        return "\n" + re.sub(r"\n\s*\n", "\n", show(block[2], options=chosen, **values).bytes("svg").decode()) + "\n"
    except FigureError as error:
        raise PluginError(str(error)) from None
