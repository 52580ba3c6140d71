"""Math trees as labels: the pieces that are new are typeset by Typst, in process, all in one compile; the rest is assembly."""

from __future__ import annotations

from collections.abc import Sequence
from threading import RLock

from app.bounded_cache import BoundedCache
from app.typeset.assembly import Assembler, Box, ink
from app.typeset.fonts import typeset
from app.typeset.label import Label
from app.typeset.latex import latex
from app.typeset.notation import Math
from app.typeset.outlines import Reader
from app.typeset.plain_text import plain

_KEPT = 8192

_pieces: BoundedCache[tuple[Math, bool], Label] = BoundedCache(_KEPT)
_made: BoundedCache[tuple[Math, float, bool], Label] = BoundedCache(_KEPT)
_reader = Reader()
_lock = RLock()


def labels(maths: Sequence[Math], size: float = 11.0, *, inline: bool = False) -> tuple[Label, ...]:
    """The maths as labels at `size` points, from a cache, or made with at most one compile.

    Fractions and sums are full size, or small as within a line of text if `inline`.
    """
    with _lock:
        found = [_made.get((math, size, inline)) for math in maths]
        unknown = list(dict.fromkeys(math for math, made in zip(maths, found, strict=True) if made is None))
        fresh = {
            math: _label(math, assembled, size / 1000)
            for math, assembled in zip(unknown, _boxes(unknown, inline), strict=True)
        }
        for math, made in fresh.items():
            _made.put((math, size, inline), made)
    return tuple(made or fresh[math] for math, made in zip(maths, found, strict=True))


def label(math: Math, size: float = 11.0, *, inline: bool = False) -> Label:
    """One label; see `labels`."""
    return labels((math,), size, inline=inline)[0]


def _boxes(maths: Sequence[Math], inline: bool) -> list[Box]:
    """The maths assembled; if pieces turn out to be missing, these are typeset and all is assembled anew."""
    here: dict[Math, Label] = {}

    def known(piece: Math) -> Label | None:
        # What this call has met it keeps, however much the cache forgets meanwhile.
        if piece not in here and (found := _pieces.get((piece, inline))) is not None:
            here[piece] = found
        return here.get(piece)

    first = Assembler(known, inline)
    boxes = [first.box(math) for math in maths]
    if not first.missing:
        return boxes
    for piece, page in zip(first.missing, typeset(list(first.missing), inline), strict=True):
        here[piece] = Label(*_reader.inked(page), "", "")
        _pieces.put((piece, inline), here[piece])
    again = Assembler(known, inline)
    return [again.box(math) for math in maths]


def _label(math: Math, made: Box, factor: float) -> Label:
    glyphs, bars = ink(made, factor)
    height = (made.ascent + made.descent) * factor
    return Label(made.width * factor, height, made.ascent * factor, glyphs, bars, plain(math), latex(math))
