"""What the page says beside the figure: warnings, which bear on the numbers, and quiet notes, which only tell how the text was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.autodiff.findings import Finding


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence, with its place in the program where it has one: lines from 1, columns from 0."""

    message: str
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end: int | None = None


def remarks(found: Sequence[Finding]) -> tuple[list[Remark], list[Remark]]:
    """The warnings, and the notes."""
    made = {quiet: [remark(finding) for finding in found if finding.quiet == quiet] for quiet in (False, True)}
    return made[False], made[True]


def remark(finding: Finding) -> Remark:
    span = finding.span
    return Remark(finding.message, *(() if span is None else (span.line, span.column, span.end_line, span.end)))
