"""PDF and PNG: the SVG set on a page of its own size by Typst, in process. PDF stays vector, PNG is for screens and documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from json import dumps
from math import sqrt

from app.diagram import Diagram, Text
from app.export import chunks
from app.export.format import DRAWN, Format
from app.export.frames import Frame, frames
from app.export.picture import Picture
from app.export.settings import SettingError, Settings
from app.export.svg import svg
from app.typeset import typst_engine
from app.typeset.fonts import foreign, spelled

RESOLUTION, SCREEN = 216.0, 96.0
"""Pixels an inch: three for each point, and what a screen is taken to have."""
WIDEST, MOST = 12_000, 25_000_000
"""A picture has at most so many pixels a side, and so many in all."""
# The words lie unseen over their outlines, so that they can be searched and copied.
SOURCE = """\
#let given = sys.inputs
#set document(title: given.title, author: "Backpass", keywords: given.seal.split(), date: none)
#set page(width: float(given.width) * 1pt, height: float(given.height) * 1pt, margin: 0pt, fill: none)
#for (at, sheet) in json(bytes(given.sheets)).enumerate() {
  if at > 0 { pagebreak() }
  place(image(bytes(sheet.figure), format: "svg", width: 100%, height: 100%, alt: sheet.told))
  for (x, y, size, words) in sheet.words {
    place(dx: x * 1pt, dy: y * 1pt, text(size: size * 1pt, fill: black.transparentize(100%), words))
  }
}
"""


def typeset(source: str, text: str, kind: typst_engine.Kind, given: Mapping[str, str], ppi: float) -> list[bytes]:
    """What Typst makes of a source. Its own fonts make the same file everywhere: those of the machine are taken for a `text` alone
    that has signs which they have not."""
    return typst_engine.pages(source, kind, given, ppi, system=foreign(text))


def pdf(picture: Picture) -> bytes:
    """The figure as a page of a PDF, or a page for each step, its words as alternative text and to be searched."""
    (made,) = printed(picture, frames(picture), "pdf", typst_engine.POINTS_PER_INCH)
    return made


def png(picture: Picture) -> bytes:
    """The figure as a picture that knows how large it is. Raises SettingError for more pixels than a picture may have."""
    resolution = pixels_an_inch(picture.diagram, picture.settings)
    (made,) = printed(picture, [(picture.diagram, None)], "png", resolution)
    return chunks.told(made, resolution, picture.seal)


def pixels_an_inch(diagram: Diagram, settings: Settings, usual: float = RESOLUTION, most: int = MOST) -> float:
    """As many as are asked for; where nothing is, as many as there may be up to the `usual`.

    Raises SettingError for more than `most` pixels in all.
    """
    inches = diagram.width / typst_engine.POINTS_PER_INCH, diagram.height / typst_engine.POINTS_PER_INCH
    finest = min(WIDEST / max(inches), sqrt(most / (inches[0] * inches[1])))
    wanted = {
        "scale": settings.scale and settings.scale * SCREEN,
        "width": settings.width and settings.width / inches[0],
        "dpi": settings.dpi,
    }
    name, found = next(((name, each) for name, each in wanted.items() if each), ("", min(usual, finest)))
    if found > finest:
        told = f"would make {found * inches[0]:.0f} by {found * inches[1]:.0f} pixels; {most / 1_000_000:.3g} million are the most"
        raise SettingError(name, told, f"{inches[0] * finest:.0f} pixels wide is the most, or take a PDF or SVG")
    return found


def printed(picture: Picture, shown: Sequence[Frame], kind: typst_engine.Kind, resolution: float) -> list[bytes]:
    """The frames as pages: all in one PDF, or a PNG each."""
    diagram = picture.diagram
    said = [words(each) if kind == "pdf" else [] for each, _ in shown]
    told, still = diagram.description or diagram.title, replace(picture.settings, steps="none")
    sheets = [
        {
            "figure": svg(replace(picture, diagram=each, settings=still, seal="")).decode(),
            "told": step.sentence if step else told,
            "words": there,
        }
        for (each, step), there in zip(shown, said, strict=True)
    ]
    given = {
        "title": diagram.title,
        "width": f"{diagram.width:.3f}",
        "height": f"{diagram.height:.3f}",
        "sheets": dumps(sheets),
        "seal": picture.seal,
    }
    return typeset(SOURCE, "".join(word for there in said for _, _, _, word in there), kind, given, resolution)


def words(diagram: Diagram) -> list[tuple[float, float, float, str]]:
    """Where each label stands, how high it is, and what it says."""
    labels = [(mark.x, mark.y, mark.label) for mark in diagram.marks if isinstance(mark, Text) and mark.label.text]
    return [(round(x, 2), round(y, 2), round(label.height, 2), spelled(label.text)) for x, y, label in labels]


FORMATS = (
    Format(30, "PNG, a picture", "png", "image/png", png, settings=(*DRAWN, "step", "hide", "scale", "width", "dpi")),
)
