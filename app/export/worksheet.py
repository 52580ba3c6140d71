"""Worksheets: the program, its table and its figure on one sheet of paper, with room to write where numbers are kept back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.diagram import Diagram
from app.diagram.formulas.trace_rows import TraceRow
from app.export.format import DRAWN, Format
from app.export.picture import Picture
from app.export.print import pdf, typeset
from app.export.settings import WORKSHEET, Settings
from app.export.svg import svg
from app.typeset.fonts import spelled
from app.typeset.notation import Math
from app.typeset.typst import quoted, typst
from app.typeset.typst_engine import POINTS_PER_INCH

FIGURE, BACK = (504.0, 480.0), (510.0, 756.0)
"""Width and height in points that a figure has below a table of usual length, and on a side of its own."""
HEADINGS = "name", "forward", "value", "gradient", "backward", "value"
ASKED, ANSWERED = "Write what is missing into the table, from the last row up for gradients.", ""
LEAST = 0.55
"""A figure that would come out smaller than so many times its own size, which nobody could read, has the sheet's other side."""
# Program and table have the room that they need, as far as it leaves the figure a third of the side, if that is on it; they shrink to it.
# They stand above each other where the table is wide, and formulas are broken where it would be far wider than the sheet.
SOURCE = """\
#let given = sys.inputs
#set document(title: given.title, author: "Backpass", keywords: given.seal.split(), date: none)
#set page(paper: "a4", margin: 15mm)
#let size = (width: 180mm, height: 267mm)
#set text(font: ("New Computer Modern", "Libertinus Serif"), size: 9pt)
#set par(leading: 0.45em)
#show math.equation: set text(font: "New Computer Modern Math")
#let back(body) = text(fill: rgb("{red}"), body)
#let room = box(width: 20mm, height: 1em, stroke: (bottom: 0.5pt))
#let program = text(size: 8.5pt, raw(given.program, block: true))
#let rows(columns) = {table}
#let head(beside, columns) = {{
  text(size: 13pt, weight: "bold", given.title)
  parbreak()
  if given.told != "" {{ given.told }}
  v(2mm)
  if beside {{ grid(columns: (2fr, 5fr), column-gutter: 6mm, program, rows(columns)) }} else {{ program; v(3mm); rows(columns) }}
}}
#let figure(height) = image(bytes(given.figure), format: "svg", fit: "contain", width: 100%, height: height, alt: given.described)
#context {{
  let wide = measure(rows(6)).width
  let beside = wide <= (size.width - 6mm) * 5 / 7
  let columns = if wide <= size.width {{ 6 }} else {{ (auto, 2fr, auto, auto, 3fr, auto) }}
  let width = calc.max(size.width, calc.min(wide, 1.4 * size.width))
  let made = head(beside, columns)
  let shrunk(height) = {{
    let fit = calc.min(size.width / width, height / measure(block(width: width, made)).height)
    scale(fit * 100%, origin: top + left, reflow: true, block(width: size.width / fit, made))
  }}
  let front = shrunk(size.height * 2 / 3)
  let rest = size.height - measure(front).height - 6mm
  if calc.min(size.width / {width}pt, rest / {height}pt) < {least} {{
    shrunk(size.height)
    pagebreak()
    figure(size.height)
  }} else {{
    front
    v(6mm, weak: true)
    figure(rest)
  }}
}}
"""


def paper(picture: Picture) -> bytes:
    """The figure as pages of a PDF, or the worksheet that it stands on."""
    return worksheet(picture) if picture.settings.sheet == WORKSHEET else pdf(picture)


def enlarged(diagram: Diagram, settings: Settings) -> float:
    """How large a figure comes out on a worksheet, times its own size."""
    return fitting(diagram, BACK if alone(diagram) else FIGURE)


def alone(diagram: Diagram) -> bool:
    """Whether a figure is too large for the side that has the table, even one of usual length."""
    return fitting(diagram, FIGURE) < LEAST


def fitting(diagram: Diagram, room: tuple[float, float]) -> float:
    """How large a figure comes out in some room, times its own size."""
    return min(room[0] / diagram.width, room[1] / diagram.height)


def worksheet(picture: Picture) -> bytes:
    """One sheet, A4: a page, or two where the figure needs one for itself."""
    diagram = picture.diagram
    asked = any(None in (each.value, each.gradient) for each in picture.rows)
    given = {
        "title": diagram.title,
        "described": diagram.description or diagram.title,
        "program": spelled(picture.program.strip()),
        "told": ASKED if asked else ANSWERED,
        "figure": svg(replace(picture, settings=replace(picture.settings, sheet="figure"), seal="")).decode(),
        "seal": picture.seal,
    }
    source = SOURCE.format(
        table=spelled(table(picture.rows)),
        red=picture.theme.ink("backward"),
        width=diagram.width,
        height=diagram.height,
        least=LEAST,
    )
    (made,) = typeset(source, picture.program, "pdf", given, POINTS_PER_INCH)
    return made


def table(rows: Sequence[TraceRow]) -> str:
    """The table in Typst: a row for each value, the way back in its colour."""
    cells = [*map(quoted, HEADINGS), *(cell for each in rows for cell in row(each))]
    coloured = ", ".join(f"back({cell})" if at % len(HEADINGS) > 2 else cell for at, cell in enumerate(cells))
    look = "stroke: (_, _) => (bottom: 0.3pt + luma(180)), inset: (x: 3pt, y: 2.5pt), align: horizon + left"
    # A line makes room for a fraction's whole height only where none of it may reach into the space between lines.
    return f"text(size: 8pt, {{ set par(leading: 0pt); table(columns: columns, {look}, {coloured}) }})"


def row(shown: TraceRow) -> Iterator[str]:
    """The cells of one value."""
    yield formula(shown.name)
    yield formula(shown.forward)
    yield number(shown.value)
    yield formula(shown.adjoint)
    yield formula(shown.backward)
    yield number(shown.gradient)


def formula(math: Math | None) -> str:
    return '""' if math is None else f"$display({typst(math)})$"


def number(text: str | None) -> str:
    return "room" if text is None else quoted(text)


FORMATS = (
    Format(
        20,
        "PDF, for papers",
        "pdf",
        "application/pdf",
        paper,
        settings=(*DRAWN, "step", "hide", "steps", "stops", "sheet"),
    ),
)
