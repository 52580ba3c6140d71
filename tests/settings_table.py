"""The table of settings in the documentation: `python -m tests.settings_table` writes it."""

from __future__ import annotations

import re
from pathlib import Path

from app.web import settings

DOCUMENT = Path(__file__).parent.parent / "docs" / "operations.md"
HEAD = "| option | variable | what it sets | unless set |\n| --- | --- | --- | --- |\n"


def written() -> str:
    """The table as Markdown."""
    rows = (
        f"| `--{row.name.replace('_', '-')}` | `BACKPASS_{row.name.upper()}` | {row.metadata['told']} | {row.metadata['shown']} |\n"
        for row in settings.table()
    )
    return HEAD + "".join(rows)


def main() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    table = re.compile(re.escape(HEAD) + r"(?:\|.*\n)*")
    DOCUMENT.write_text(table.sub(lambda _: written(), text), encoding="utf-8")


if __name__ == "__main__":
    main()
