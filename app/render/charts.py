"""From a query to the file of a chart: what an address such as `/loss.svg` asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from app.charts.registry import CHARTS
from app.diagram import Diagram
from app.export import FORMATS, Format, Picture, SettingError, export, seal, settings
from app.language import Diagnostic, LanguageError
from app.pipeline import Worksheet
from app.query import GATE, HIDE, STEP, Query, QueryError
from app.query.descent_query import addressed
from app.render.figures import at_step, still, unknown, without_tracking

CHART_FORMATS: Mapping[str, Format] = MappingProxyType(
    {extension: kind for extension, kind in FORMATS.items() if extension not in ("dot", "mmd")}
)
"""A chart is no graph."""


def chart(query: Query, which: str, extension: str) -> bytes:
    """The chart called `which` of a query's descent in a format. Raises LanguageError and QueryError with all that is wrong."""
    kind, query = CHART_FORMATS[extension], without_tracking(query)
    if faults := [*without_effect(query, kind), *still(query, kind), *unknown(query)]:
        raise QueryError([*query.faults, *faults])
    try:
        wanted = settings(query.settings)
        sheet = query.worksheet(strict=True)
        whole = diagram(sheet, which)
        shown = whole if kind.walks else at_step(whole, sheet.step)
        return export(Picture(shown, wanted, seal(query.string()), sheet.step), extension)
    except SettingError as error:
        raise QueryError([Diagnostic(None, error.message, error.hint, parameter=error.setting)]) from None


def diagram(sheet: Worksheet, which: str) -> Diagram:
    """A chart of a sheet's descent. Raises LanguageError, which names parameters of the address."""
    try:
        return CHARTS[which](sheet)
    except LanguageError as error:
        raise LanguageError([replace(each, parameter=addressed(each.parameter)) for each in error.mistakes]) from None


def without_effect(query: Query, kind: Format) -> Iterator[Diagnostic]:
    """The options that bear on figures, not on charts, and those that bear on other formats."""
    given = [*query.options, *([GATE] if query.gate else []), *([HIDE] if query.hide else [])]
    given += [name for name in query.settings if name not in kind.settings or name in ("title", "digits")]
    given += [STEP] if query.step and STEP not in kind.settings else []
    for name in given:
        told = f"`{name}` has no effect on a chart as .{kind.extension}"
        yield Diagnostic(None, told, "leave it out", parameter=name)
