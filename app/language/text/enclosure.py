"""Brackets that a person wrote, which syntax trees do not keep: `(ax)²` is not ax²."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.language.source import Span

OPENED = ("(", "[", "{", "\\over")
CLOSED = re.compile(r"\s*(?:\\(?:right|[bB]igg?r?)\s*)?[)\]}]")


def enclosed(lines: Sequence[str], span: Span) -> bool:
    """Whether what stands at a span of a text, given in lines, has brackets of its own right around it."""
    if span.end_line > len(lines):
        return False
    before = lines[span.line - 1][: span.column].rstrip()
    return before.endswith(OPENED) and CLOSED.match(lines[span.end_line - 1], span.end) is not None
