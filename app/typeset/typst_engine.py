"""Typst, in process: a compiler with its own fonts and one with the machine's too, which live as long as the process.

Loading the fonts costs more than a figure does. A compiler sees the source that it is given: no file, no network.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from threading import Lock
from typing import Literal

import typst

Kind = Literal["pdf", "png", "svg"]
POINTS_PER_INCH = 72.0

_lock = Lock()


@cache
def _compiler(system: bool) -> typst.Compiler:
    return typst.Compiler(ignore_system_fonts=not system)


def pages(
    source: str,
    kind: Kind,
    given: Mapping[str, str] | None = None,
    ppi: float = POINTS_PER_INCH,
    *,
    system: bool = False,
) -> list[bytes]:
    """What Typst makes of a source: a picture for each page, or one PDF. `given` is what the source finds in `sys.inputs`."""
    with _lock:
        made = _compiler(system).compile(
            source.encode(), format=kind, ppi=ppi, sys_inputs=dict(given or {}), timestamp=0
        )
    return [made] if isinstance(made, bytes) else [page or b"" for page in made or [b""]]
