"""The landscape as the page shows it, with what a pointer needs to find its way in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from app.autodiff import Trace
from app.charts.landscape import Landscape
from app.charts.loss_curve import LINEAR
from app.charts.plot import HEIGHT, TOP, WIDTH, Plot
from app.charts.registry import surveyed
from app.diagram import Diagram
from app.export import chart_svg
from app.language import LanguageError
from app.pipeline import Worksheet
from app.query import Query, parameter
from app.query.descent_query import OF, attempted
from app.render import charted

AT_A_LOOK = 300_000_000
"""The work of a descent whose landscape is drawn with the page, each time that something changes."""
LONG = "The landscape of so long a descent is drawn on request."


@dataclass(frozen=True, slots=True)
class LandscapeCard:
    """The drawing, or why there is none. `handles` are the fields of the inputs along its axes, where its start can be dragged;
    `field` and `window` say where the axes stand, in the drawing's own lengths, and what they reach from and to; `log` whether
    the inputs' axes are logarithmic.
    """

    svg: Markup
    address: str
    fault: str = ""
    over: str = ""
    handles: Sequence[str] = ()
    field: str = ""
    window: str = ""
    log: bool = False


def landscape_card(query: Query, sheet: Worksheet, trace: Trace) -> LandscapeCard | None:
    """The landscape of a query's descent; None without a descent, or where the descent itself cannot be."""
    if (
        sheet.training is None
        or attempted(replace(sheet, training=replace(sheet.training, iteration=0)), ())[0] is None
    ):
        return None
    try:
        found = surveyed(sheet, AT_A_LOOK)
        plot, diagram = drawn(found)
    except LanguageError as error:
        long = error.mistakes[0].parameter == "steps"
        told = LONG if long else f"{error.message}; {error.hint}".removesuffix("; ")
        return LandscapeCard(Markup(""), charted(query, "landscape"), told)
    names = found.plane.names
    scalars = {node.name for node in trace.graph.inputs() if not node.shape}
    sizes = (plot.left, TOP, WIDTH, HEIGHT)
    window = (plot.x.low, plot.x.high, plot.y.low, plot.y.high)
    return LandscapeCard(
        Markup(chart_svg(diagram)),
        charted(query if found.logarithmic else query.descending(**{f"{OF}axes": ""}), "landscape"),
        over=", ".join(names),
        handles=[parameter(each) for each in names] if set(names) <= scalars else [],
        field=" ".join(f"{each:.2f}" for each in sizes),
        window=" ".join(f"{each:.17g}" for each in window),
        log=plot.x.log,
    )


def drawn(found: Landscape) -> tuple[Plot, Diagram]:
    """The chart; on linear axes where those of the loss curve have no place for it."""
    try:
        return found.drawn()
    except LanguageError as error:
        if error.mistakes[0].parameter != "axes":
            raise
        return replace(found, axes=LINEAR).drawn()
