"""Sphinx: `.. backpass::` draws the program below it. In conf.py, with this file beside it:

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
extensions = ["sphinx_backpass"]

.. backpass::
   :at: x=3; y=-4
   :style: circuit

   z = x*y

Options are those of an address that bear on a picture; inputs have their values behind `:at:`. A mistake is told with its place, and
stops `sphinx-build -W`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from backpass import FigureError, draw

FORMATS = {"latex": "pdf"}


class Backpass(SphinxDirective):
    """The figure of a program, as a picture that the builder can take."""

    has_content = True
    option_spec = defaultdict(lambda: directives.unchanged, alt=directives.unchanged)  # noqa: RUF012  as docutils has it

    def run(self) -> list[nodes.Node]:
        text = "\n".join(self.content)
        given = {name: value for name, value in self.options.items() if name not in ("at", "alt")}
        extension = FORMATS.get(self.env.app.builder.format, "svg")
        folder = Path(self.env.app.srcdir) / "_backpass"
        folder.mkdir(exist_ok=True)
        try:
            given |= values(self.options.get("at", ""))
            name = f"{sha256(repr((text, given)).encode()).hexdigest()[:16]}.{extension}"
            draw(text, given).save(folder / name)
        except FigureError as error:
            raise self.error(str(error)) from None
        return [nodes.image(uri=f"/_backpass/{name}", alt=self.options.get("alt", text))]


def values(text: str) -> dict[str, str]:
    """The values in x=3; y=[1, 2]. Raises FigureError."""
    found = {}
    for each in filter(str.strip, text.split(";")):
        name, sign, value = each.partition("=")
        if not sign:
            raise FigureError(f"at: `{each.strip()}` gives no input a value (write name=value; name=value)")
        found[f"at.{name.strip()}"] = value.strip()
    return found


def setup(app: Sphinx) -> Mapping[str, bool]:
    app.add_directive("backpass", Backpass)
    return {"parallel_read_safe": True}
