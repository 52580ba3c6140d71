"""JSON: the figure's scene, for whoever wants to draw it with something of their own."""

from __future__ import annotations

from json import dumps

from app.diagram import record
from app.export.format import EVERYTHING, TOLD, Format
from app.export.picture import Picture


def json(picture: Picture) -> bytes:
    """The scene with every outline in it."""
    scene = {**record(picture.diagram), **({"source": picture.seal} if picture.seal else {})}
    return dumps(scene, ensure_ascii=False, separators=(",", ":")).encode()


FORMATS = (
    Format(
        140,
        "JSON, the scene as numbers",
        "json",
        "application/json",
        json,
        EVERYTHING - {"palette"},
        (*TOLD, "gate"),
        tells_steps=True,
    ),
)
