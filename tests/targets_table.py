"""The table of targets in the documentation: `python -m tests.targets_table` writes it."""

from __future__ import annotations

from app.share import table
from app.share.registry import HEAD
from tests.document_tables import DOCS, rewrite

DOCUMENT = DOCS / "slides.md"

if __name__ == "__main__":
    rewrite(DOCUMENT, HEAD, table())
