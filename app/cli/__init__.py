"""The command line: `backpass serve`, `render`, `check` and the others."""

from __future__ import annotations

from app.cli.commands import main

__all__ = ["main"]
