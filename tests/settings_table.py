"""The table of settings in the documentation: `python -m tests.settings_table` writes it."""

from __future__ import annotations

from app.web.operation import settings
from tests.document_tables import DOCS, rewrite

DOCUMENT = DOCS / "operations.md"
HEAD = "| option | variable | what it sets | unless set |\n| --- | --- | --- | --- |\n"


def written() -> str:
    """The table as Markdown."""
    rows = (
        f"| `--{row.name.replace('_', '-')}` | `BACKPASS_{row.name.upper()}` | {row.metadata['told']} | {row.metadata['shown']} |\n"
        for row in settings.table()
    )
    return HEAD + "".join(rows)


if __name__ == "__main__":
    rewrite(DOCUMENT, HEAD, written())
