"""Which version of Backpass this is, down to its last byte."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import app
from app.assets import STATIC, TEMPLATES
from app.web.operation.compressed_files import originals


@cache
def build() -> str:
    """A digest of our own files: what was made by other code is made anew, and replicas of one version agree."""
    package = Path(app.__file__).parent
    files = [*package.rglob("*.py"), *originals(STATIC), *TEMPLATES.rglob("*.html")]
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
