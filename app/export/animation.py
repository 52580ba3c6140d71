"""Pictures that play the steps: GIF for whatever shows pictures, WebP where it can be had smaller and without loss."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from app.export.format import PLAYED, Format
from app.export.frames import walked
from app.export.picture import Picture
from app.export.print import pixels_an_inch, printed
from app.export.svg import LAST

if TYPE_CHECKING:
    from PIL.Image import Image

USUAL = 96.0
"""Pixels an inch, unless told."""
MOST = 60_000_000
"""So many pixels in all frames together."""
SHADES = 64


def gif(picture: Picture) -> bytes:
    """The steps as a GIF; its comment opens it again."""
    from PIL import Image  # noqa: PLC0415

    # Lines and letters in two or three colours, their edges smoothed: few shades are enough, and dots would only show.
    method, dither = Image.Quantize.FASTOCTREE, Image.Dither.NONE
    first, *others = (frame.quantize(SHADES, method, dither=dither) for frame in drawn(picture))
    return played(first, others, picture, "GIF", comment=picture.seal, disposal=2, optimize=False)


def webp(picture: Picture) -> bytes:
    """The steps as a lossless WebP; its XMP opens it again."""
    first, *others = drawn(picture)
    return played(first, others, picture, "WEBP", xmp=picture.seal.encode(), lossless=True, method=2)


def drawn(picture: Picture) -> list[Image]:
    """A picture for each step. Raises SettingError for more pixels than they may have together."""
    from PIL import Image  # noqa: PLC0415

    frames = walked(picture.diagram)
    resolution = pixels_an_inch(picture.diagram, picture.settings, USUAL, MOST // len(frames))
    mode = "RGB" if picture.theme.drawn else "RGBA"
    return [Image.open(BytesIO(page)).convert(mode) for page in printed(picture, frames, "png", resolution)]


def played(first: Image, others: list[Image], picture: Picture, kind: str, **settings: object) -> bytes:
    dwell = round(picture.settings.seconds * 1000)
    durations = [dwell] * len(others) + [dwell * LAST]
    file = BytesIO()
    loop = {"loop": 0} if picture.settings.loops else {"loop": 1} if kind == "WEBP" else {}
    first.save(file, kind, save_all=True, append_images=others, duration=durations, **loop, **settings)
    return file.getvalue()


FORMATS = (
    Format(80, "GIF, the steps as a film", "gif", "image/gif", gif, settings=PLAYED),
    Format(90, "WebP, the same film smaller", "webp", "image/webp", webp, settings=PLAYED),
)
