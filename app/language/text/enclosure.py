"""Brackets that a person wrote, which syntax trees do not keep: `(ax)²` is not ax²."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.language.source import Span

OPENED = ("(", "[", "{", "\\over")
CLOSED = re.compile(r"\s*(?:\\(?:right|[bB]igg?r?)\s*)?[)\]}]")
ENDED = re.compile(r"\s*(?:$|[,;.]|\$|\\[\\)\]q])")
"""What stands behind the whole of what a name is given."""


def enclosed(lines: Sequence[str], span: Span) -> bool:
    """Whether what stands at a span of a text, given in lines, has brackets of its own right around it, or is a whole right side."""
    if span.end_line > len(lines):
        return False
    before = lines[span.line - 1][: span.column].rstrip()
    after = CLOSED if before.endswith(OPENED) else ENDED if before.endswith("=") else None
    return after is not None and after.match(lines[span.end_line - 1], span.end) is not None
