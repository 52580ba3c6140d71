"""The charts of a query's descent, and the formats that they can be drawn in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from app.autodiff import Trace
from app.charts.registry import CHARTS
from app.diagram import Diagram
from app.export import FORMATS, Format
from app.export.settings import CHART
from app.language import LanguageError
from app.pipeline import Worksheet, start
from app.query.descent_query import addressed

CHART_FORMATS: Mapping[str, Format] = MappingProxyType(
    {extension: kind for extension, kind in FORMATS.items() if CHART in kind.settings}
)
"""A chart is no graph."""


def begun(sheet: Worksheet) -> Trace:
    """Both passes where a sheet's descent begins. Raises LanguageError, which names parameters of the address."""
    try:
        return start(sheet).trace({})
    except LanguageError as error:
        raise in_address(error) from None


def chart(sheet: Worksheet, which: str) -> Diagram:
    """The chart called `which` of a sheet's descent. Raises LanguageError, which names parameters of the address."""
    try:
        return CHARTS[which](sheet)
    except LanguageError as error:
        raise in_address(error) from None


def in_address(error: LanguageError) -> LanguageError:
    return LanguageError([replace(each, parameter=addressed(each.parameter)) for each in error.mistakes])
