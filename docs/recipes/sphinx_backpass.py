"""Sphinx: `.. backpass::` draws the program below it. In conf.py: extensions = ["sphinx_backpass"], this file on its path.

.. backpass::
   :at: x=3; y=-4
   :style: circuit

   z = x*y
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from backpass import FigureError, show

FORMATS = {"latex": "pdf"}
OPTIONS = ("style", "panels", "labels", "notation", "fold", "frame", "theme")


class Backpass(SphinxDirective):
    """The figure of a program, as a picture that the builder can take."""

    has_content = True
    option_spec = {name: directives.unchanged for name in ("at", "alt", *OPTIONS)}  # noqa: RUF012  as docutils has it

    def run(self) -> list[nodes.Node]:
        text = "\n".join(self.content)
        values = dict(each.strip().split("=", 1) for each in self.options.get("at", "").split(";") if each.strip())
        chosen = {name: self.options[name] for name in OPTIONS if name in self.options}
        extension = FORMATS.get(self.env.app.builder.format, "svg")
        folder = Path(self.env.app.srcdir) / "_backpass"
        name = f"{sha256(repr((text, values, chosen)).encode()).hexdigest()[:16]}.{extension}"
        folder.mkdir(exist_ok=True)
        try:
            show(text, options=chosen, **{key: number(value) for key, value in values.items()}).save(folder / name)
        except FigureError as error:
            raise self.error(str(error)) from None
        return [nodes.image(uri=f"/_backpass/{name}", alt=self.options.get("alt", text))]


def number(text: str) -> object:
    """A value as JSON writes it: 3 or [[1, 2], [3, 4]]."""
    from json import loads  # noqa: PLC0415

    return loads(text)


def setup(app: Sphinx) -> Mapping[str, bool]:
    app.add_directive("backpass", Backpass)
    return {"parallel_read_safe": True}
