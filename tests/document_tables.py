"""Tables of the documentation that code writes."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).parent.parent / "docs"


def rewrite(document: Path, head: str, table: str) -> None:
    """Put a table in place of the one with this head."""
    text = document.read_text(encoding="utf-8")
    document.write_text(re.sub(re.escape(head) + r"(?:\|.*\n)*", lambda _: table, text), encoding="utf-8")
