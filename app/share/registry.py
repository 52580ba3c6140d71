"""The targets by their keys, and as the table of the docs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from app.share.documents import DOCUMENTS
from app.share.pages import PAGES
from app.share.slides import SLIDES
from app.share.target import Target

GROUPS: Mapping[str, tuple[Target, ...]] = MappingProxyType({"Slides": SLIDES, "Pages": PAGES, "Documents": DOCUMENTS})
TARGETS: Mapping[str, Target] = MappingProxyType({each.key: each for group in GROUPS.values() for each in group})
FIRST = "powerpoint"
HEAD = "| target | how | steps | can be edited | what it cannot do | tested with |\n| --- | --- | --- | --- | --- | --- |\n"


def table() -> str:
    """The table of the docs, as Markdown."""
    rows = ((each.name, each.how, each.steps, each.edited, each.lacks, each.tested) for each in TARGETS.values())
    return HEAD + "".join(f"| {' | '.join(row)} |\n" for row in rows)
