"""One example in every format, as the programs that read them draw it, beside each other: build/sheet/formats.png, to look at.

python -m tests.format_sheet [EXAMPLE] [DIRECTORY]. What is not installed is left out and named.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pygraphviz
import pytest
import typst
from PIL import Image, ImageDraw, ImageSequence

from app.examples import find
from app.export import FORMATS
from app.query import Query
from app.render import effective, picture
from tests.rasters import chromium, command, resvg

WIDTH, HEADER, COLUMNS = 900, 34, 3
LINES = 40


def pdf(source: Path, folder: Path) -> bytes:
    command("pdftoppm", "-r", "120", "-png", "-singlefile", str(source), str(folder / "page"))
    return (folder / "page.png").read_bytes()


def pptx(source: Path, folder: Path) -> bytes:
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source))
    return pdf(source.with_suffix(".pdf"), folder)


def tex(source: Path, folder: Path) -> bytes:
    command("pdflatex", "-interaction=nonstopmode", f"-output-directory={folder}", str(source))
    return pdf(source.with_suffix(".pdf"), folder)


def typ(source: Path, folder: Path) -> bytes:
    made: object = typst.compile(source, format="png", ppi=120)
    assert isinstance(made, bytes)
    return made


def dot(source: Path, folder: Path) -> bytes:
    graph = pygraphviz.AGraph(string=source.read_text(encoding="utf-8"))
    drawn: bytes = graph.draw(format="svg", prog="dot")
    target = folder / "dot.svg"
    target.write_bytes(drawn)
    return chromium(target, folder)


def film(source: Path, folder: Path) -> bytes:
    """The last picture of a film."""
    with Image.open(source) as image:
        *_, last = ImageSequence.Iterator(image)
        return saved(last.convert("RGB"))


def words(source: Path, folder: Path) -> bytes:
    """The beginning of a text."""
    lines = source.read_text(encoding="utf-8").splitlines()[:LINES]
    page = Image.new("RGB", (WIDTH, 18 * len(lines) + 20), "white")
    ImageDraw.Draw(page).text((10, 10), "\n".join(line[:120] for line in lines), fill="black", font_size=13)
    return saved(page)


def saved(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


DRAWN: Mapping[str, Callable[[Path, Path], bytes]] = {
    "svg": resvg,
    "png": lambda source, folder: source.read_bytes(),
    "pdf": pdf,
    "pptx": pptx,
    "tex": tex,
    "typ": typ,
    "html": chromium,
    "gif": film,
    "webp": film,
    "dot": dot,
}


def drawn(asked: Query, extension: str, folder: Path) -> Image.Image | None:
    source = folder / f"figure.{extension}"
    source.write_bytes(picture(effective(asked, FORMATS[extension]), extension))
    try:
        made = Image.open(BytesIO(DRAWN.get(extension, words)(source, folder))).convert("RGBA")
    except pytest.skip.Exception as missing:
        sys.stdout.write(f"{extension}: {missing}\n")
        return None
    page = Image.new("RGBA", made.size, "white")
    page.alpha_composite(made)
    return page.convert("RGB").resize((WIDTH, round(made.height * WIDTH / made.width)), Image.Resampling.LANCZOS)


def sheet(figures: Mapping[str, Image.Image]) -> Image.Image:
    """The pictures in columns, each below its name; the next goes where there is most room."""
    heights = [0] * COLUMNS
    places = {}
    for name, each in figures.items():
        column = heights.index(min(heights))
        places[name] = column * (WIDTH + HEADER), heights[column]
        heights[column] += each.height + 2 * HEADER
    whole = Image.new("RGB", (COLUMNS * (WIDTH + HEADER), max(heights)), "#d8d8d8")
    for name, (x, y) in places.items():
        ImageDraw.Draw(whole).text((x + 8, y + 8), name, fill="black", font_size=18)
        whole.paste(figures[name], (x, y + HEADER))
    return whole


def main(name: str = "sum-product", directory: str = "build/sheet") -> None:
    example, target = find(name), Path(directory) / "formats.png"
    assert example is not None, name
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        asked = Query.of_example(example)
        found = {each: made for each in FORMATS if (made := drawn(asked, each, Path(folder)))}
    sheet(found).save(target)
    sys.stdout.write(f"{target}\n")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except subprocess.TimeoutExpired as error:
        sys.exit(str(error))
