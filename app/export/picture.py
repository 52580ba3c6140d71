"""What an exporter gets: the figure, how it is wanted as a file, and the program that makes it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.diagram import Diagram
from app.diagram.formulas.trace_rows import TraceRow
from app.export.settings import Settings
from app.export.theme import Theme, coloured


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure on its way into a file. `seal` holds program, values and options (see `app.export.seal`); empty where unknown.
    Formats that walk by themselves begin at the step `start`, or show all of it. A worksheet has the `program` and `rows` of the
    table, first those that matter most, and says how many `more` there are.
    """

    diagram: Diagram
    settings: Settings = field(default_factory=Settings)
    seal: str = ""
    start: int | None = None
    palette: str = "red"
    program: str = ""
    rows: Sequence[TraceRow] = ()
    more: int = 0

    @property
    def theme(self) -> Theme:
        return coloured(self.settings.theme, self.palette)
