"""JSON: the figure's scene, for whoever wants to draw it with something of their own."""

from __future__ import annotations

from json import dumps

from app.diagram import Diagram, record


def json(diagram: Diagram) -> bytes:
    """The scene with every outline in it."""
    return dumps(record(diagram), ensure_ascii=False, separators=(",", ":")).encode()
