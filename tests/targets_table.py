"""The table of targets in the documentation: `python -m tests.targets_table` writes it."""

from __future__ import annotations

import re
from pathlib import Path

from app.share import table
from app.share.registry import HEAD

DOCUMENT = Path(__file__).parent.parent / "docs" / "slides.md"


def main() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    rows = re.compile(re.escape(HEAD) + r"(?:\|.*\n)*")
    DOCUMENT.write_text(rows.sub(lambda _: table(), text), encoding="utf-8")


if __name__ == "__main__":
    main()
