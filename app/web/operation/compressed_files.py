"""Our own files compressed, each beside itself: `python -m app.web.operation.compressed_files` when they are installed, as `make` and the
Dockerfile do, so that no server spends its start on it. Where that was not done a file is sent as it is.
"""

from __future__ import annotations

import gzip
import mimetypes
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import brotli

from app.assets import STATIC

TEXT = ("text/", "image/svg+xml", "application/json")
ENCODERS = {"br": (".br", brotli.compress), "gzip": (".gz", partial(gzip.compress, mtime=0))}
"""By coding, the best first (which a browser is sent that knows both): what ends the name of the file, and what makes it."""


def originals(folder: Path) -> Iterator[Path]:
    """The files of a folder that are not other ones compressed."""
    suffixes = [suffix for suffix, _ in ENCODERS.values()]
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix not in suffixes)


def media_type(path: Path) -> str:
    return mimetypes.guess_type(path.name)[0] or "application/octet-stream"


def compress(folder: Path) -> None:
    """Write each text of a folder in every coding that makes it smaller."""
    for path in originals(folder):
        content = path.read_bytes()
        for suffix, encode in ENCODERS.values() if media_type(path).startswith(TEXT) else ():
            if len(encoded := encode(content)) < len(content):
                beside(path, suffix).write_bytes(encoded)


def compressed(path: Path) -> dict[str, bytes]:
    """A file by coding, as far as it was compressed since it was written."""
    forms = {coding: beside(path, suffix) for coding, (suffix, _) in ENCODERS.items()}
    written = path.stat().st_mtime_ns
    return {
        coding: form.read_bytes()
        for coding, form in forms.items()
        if form.is_file() and form.stat().st_mtime_ns >= written
    }


def beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


if __name__ == "__main__":
    compress(STATIC)
