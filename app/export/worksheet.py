"""Worksheets: the program, its table and its figure on one sheet of paper, with room to write where numbers are kept back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
TABLE_TYPE, PROGRAM_TYPE, LEAST_TYPE = 8.0, 8.5, 7.0
"""Of the table and the program in points, and what they shrink to at most: smaller is not read on paper."""
# Program and table have the room that they need, as far as it leaves the figure a third of the side, if that is on it; they shrink to it.
# They stand above each other where the table is wide, and formulas are broken where it would be far wider than the sheet.
# Where type would be too small to read the table stands in columns, or the rows and lines that matter most stay; how many do not is said.
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
#let told(count, what) = text(style: "italic")[For want of room #count of the #what #if count == 1 [is] else [are] left out.]
#let lines = given.program.split("\n")
#let program(count, columns) = {{
  set text(size: {program_type}pt)
  let each = calc.ceil(count / columns)
  grid(columns: (auto,) * columns, column-gutter: 6mm, ..range(columns).map(at =>
    raw(lines.slice(calc.min(count, at * each), calc.min(count, (at + 1) * each)).join("\n", default: ""), block: true)))
  if count < lines.len() {{ v(1mm); told(lines.len() - count, "program’s lines") }}
}}
#let names = {names}
#let cells = {cells}
#let order = {order}
#let part(rows, columns) = {{
  set text(size: {table_type}pt)
  // A line makes room for a fraction's whole height only where none of it may reach into the space between lines.
  set par(leading: 0pt)
  let look = (stroke: (_, _) => (bottom: 0.3pt + luma(180)), inset: (x: 3pt, y: 2.5pt), align: horizon + left)
  table(columns: columns, ..look, ..names, ..rows.flatten())
}}
#let rows(count, columns, share: 1) = {{
  let kept = range(count).sorted(key: at => order.at(at)).map(at => cells.at(at))
  let first = calc.ceil(count * share)
  if first == count {{ part(kept, columns) }} else {{
    grid(columns: (1fr, 1fr), column-gutter: 5mm, part(kept.slice(0, first), columns), part(kept.slice(first), columns))
  }}
  let out = cells.len() - count + {more}
  if out > 0 {{ v(1mm); told(out, "table’s rows") }}
}}
#let above = {{
  text(size: 13pt, weight: "bold", given.title)
  parbreak()
  if given.told != "" {{ given.told }}
  v(2mm)
}}
#let head(beside, columns) = {{
  above
  let all = rows(cells.len(), columns)
  let said = program(lines.len(), 1)
  if beside {{ grid(columns: (2fr, 5fr), column-gutter: 6mm, said, all) }} else {{ said; v(3mm); all }}
}}
#let most(count, fits) = {{
  let (low, high) = (0, count)
  while low < high {{
    let middle = calc.ceil((low + high) / 2)
    if fits(middle) {{ low = middle }} else {{ high = middle - 1 }}
  }}
  low
}}
#let figure(height) = image(bytes(given.figure), format: "svg", fit: "contain", width: 100%, height: height, alt: given.described)
#context {{
  let wide = measure(rows(cells.len(), 6)).width
  let beside = wide <= (size.width - 6mm) * 5 / 7
  let broken = (auto, 2fr, auto, auto, 3fr, auto)
  let columns = if wide <= size.width {{ 6 }} else {{ broken }}
  let width = calc.max(size.width, calc.min(wide, 1.4 * size.width))
  let made = head(beside, columns)
  let fitting(height) = calc.min(size.width / width, height / measure(block(width: width, made)).height)
  let shrunk(height) = {{
    let fit = fitting(height)
    scale(fit * 100%, origin: top + left, reflow: true, block(width: size.width / fit, made))
  }}
  let least = {least_type} / {table_type}
  if fitting(size.height) < least {{
    let (width, height) = (size.width / least, size.height / least)
    let tall(body) = measure(block(width: width, body)).height
    let abreast = calc.max(1, calc.min(3, calc.floor(width / (measure(raw(given.program, block: true)).width + 6mm))))
    let count = most(lines.len(), some => tall(program(some, abreast)) <= height / 3)
    let heading = {{ above; program(count, abreast); v(3mm) }}
    let rest = height - tall(heading)
    // Rows of inputs may be far taller than others: the first of two columns has half of the rows or fewer.
    let laid = (1, 1 / 2, 1 / 3).map(share => {{
      let columns = if wide <= if share == 1 {{ width }} else {{ (width - 5mm) / 2 }} {{ 6 }} else {{ broken }}
      (most(cells.len(), some => tall(rows(some, columns, share: share)) <= rest), share, columns)
    }})
    let (some, share, columns) = laid.sorted(key: each => -each.first()).first()
    scale(least * 100%, origin: top + left, reflow: true, block(width: width, {{ heading; rows(some, columns, share: share) }}))
    pagebreak()
    figure(size.height)
  }} else {{
    let front = shrunk(size.height * 2 / 3)
    let rest = size.height - measure(front).height - 6mm
    let small = fitting(size.height * 2 / 3) < least
    if small or calc.min(size.width / {width}pt, rest / {height}pt) < {least} {{
      shrunk(size.height)
      pagebreak()
      figure(size.height)
    }} else {{
      front
      v(6mm, weak: true)
      figure(rest)
    }}
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
        names=arrayed(map(quoted, HEADINGS), len(HEADINGS) // 2),
        cells=spelled(table(picture.rows)),
        order=arrayed(str(each.index) for each in picture.rows),
        more=picture.more,
        table_type=TABLE_TYPE,
        program_type=PROGRAM_TYPE,
        least_type=LEAST_TYPE,
        red=picture.theme.ink("backward"),
        width=diagram.width,
        height=diagram.height,
        least=LEAST,
    )
    (made,) = typeset(source, picture.program, "pdf", given, POINTS_PER_INCH)
    return made


def table(rows: Sequence[TraceRow]) -> str:
    """The table in Typst: an array of cells for each value, the way back in its colour."""
    return arrayed(arrayed(row(each), len(HEADINGS) // 2) for each in rows)


def arrayed(cells: Iterable[str], black: int | None = None) -> str:
    """An array in Typst, from the cell `black` on in the colour of the way back."""
    shown = [each if black is None or at < black else f"back({each})" for at, each in enumerate(cells)]
    return f"({', '.join(shown)},)" if shown else "()"


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
