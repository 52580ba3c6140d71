"""Math trees typeset by Typst, in process: all labels of a figure in one compile, each on a page of its own size.

The one `typst.Compiler` lives as long as its process, because loading the fonts costs more than a figure does. It sees Typst's bundled
fonts and a source that this package prints: no file, no network.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from functools import cache
from threading import Lock

import typst as engine

from app.typeset.compose import scaled
from app.typeset.label import Label
from app.typeset.latex import latex
from app.typeset.notation import Math
from app.typeset.outlines import MARKER, Reader
from app.typeset.plain import plain
from app.typeset.typst import typst

_PREAMBLE = f"""\
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#set text(size: 1000pt, top-edge: "bounds", bottom-edge: "bounds")
#show math.equation: set text(font: "New Computer Modern Math")
#let label(body) = page(math.equation(body) + box(width: 0pt, height: 0pt, fill: rgb("{MARKER}")))
"""
_KEPT = 8192

_known: OrderedDict[tuple[Math, bool], Label] = OrderedDict()
_reader = Reader()
_lock = Lock()


@cache
def _compiler() -> engine.Compiler:
    return engine.Compiler(ignore_system_fonts=True)


def labels(maths: Sequence[Math], size: float = 11.0, *, inline: bool = False) -> tuple[Label, ...]:
    """The maths as labels at `size` points; those not seen lately are typeset in one compile.

    Fractions and sums are full size, or small as within a line of text if `inline`.
    """
    with _lock:
        unknown = [math for math in dict.fromkeys(maths) if (math, inline) not in _known]
        for math, made in zip(unknown, _typeset(unknown, inline), strict=True):
            _known[math, inline] = made
        found = [_known[math, inline] for math in maths]
        for math in maths:
            _known.move_to_end((math, inline))
        while len(_known) > _KEPT:
            _known.popitem(last=False)
    return tuple(scaled(unit, size / 1000) for unit in found)


def label(math: Math, size: float = 11.0, *, inline: bool = False) -> Label:
    """One label; see `labels`."""
    return labels((math,), size, inline=inline)[0]


def _typeset(maths: Sequence[Math], inline: bool) -> list[Label]:
    """The maths as labels in thousandths of an em."""
    if not maths:
        return []
    style = "inline" if inline else "display"
    source = _PREAMBLE + "".join(f"#label(${style}({typst(math)})$)\n" for math in maths)
    drawn = _compiler().compile(source.encode(), format="svg")
    pages = drawn if isinstance(drawn, list) else [drawn]
    return [
        Label(*_reader.inked(page.decode()), plain(math), latex(math)) for math, page in zip(maths, pages, strict=True)
    ]
