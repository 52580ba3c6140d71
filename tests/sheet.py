"""The contact sheet: every figure of the gallery, the published and the pasted cases in one frame, as pictures to look at.

python -m tests.sheet [FRAME] [DIRECTORY]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image

from app.diagram import Options, compose
from app.export import Picture, export
from tests.figure_corpus import traces

PAGE, GAP, SCALE = (2400, 3200), 24, 1.4
"""The size of a page and the gap between figures, in pixels, and pixels for a point."""
GROUND = "#d8d8d8"


def pictures(frame: str) -> Iterator[Image.Image]:
    """Each figure, in the order of the cases."""
    for trace in traces().values():
        diagram = compose(trace, Options(frame=frame))
        drawn = Image.open(BytesIO(export(Picture(diagram), "png"))).convert("RGB")
        yield drawn.resize((round(diagram.width * SCALE), round(diagram.height * SCALE)), Image.Resampling.LANCZOS)


def pages(figures: Sequence[Image.Image]) -> Iterator[Image.Image]:
    """The figures in columns, a page at a time; one that is taller than a page has a page of its own."""
    width, height = PAGE
    page, x, y, column = Image.new("RGB", PAGE, GROUND), GAP, GAP, 0
    for figure in figures:
        if y > GAP and y + figure.height + GAP > height:
            x, y, column = x + column + GAP, GAP, 0
        if x > GAP and x + figure.width + GAP > width:
            yield page
            page, x, y, column = Image.new("RGB", PAGE, GROUND), GAP, GAP, 0
        if figure.height + 2 * GAP > page.height:
            page = page.resize((width, figure.height + 2 * GAP))
        page.paste(figure, (x, y))
        y, column = y + figure.height + GAP, max(column, figure.width)
    yield page


def main(frame: str = "75", directory: str = "build/sheet") -> None:
    target = Path(directory)
    target.mkdir(parents=True, exist_ok=True)
    for number, page in enumerate(pages(list(pictures(frame))), 1):
        page.save(target / f"sheet-{frame}-{number}.png")
        sys.stdout.write(f"{target / f'sheet-{frame}-{number}.png'}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
