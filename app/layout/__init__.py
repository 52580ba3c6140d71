"""Layout: boxes of known size and the wires between them are given their places."""

from __future__ import annotations

from app.layout.arrangement import arrange

__all__ = ["arrange"]
