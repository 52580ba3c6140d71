"""Files that open again: a seal holds program, values and options as one word that every format can carry.

It reads `backpass:` and then base64url of the zlib-compressed query of a URL, so it needs no escaping anywhere and tells by its
checksum whether it arrived whole.
"""

from __future__ import annotations

import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import BadZipFile, ZipFile

MARK = "backpass:"
LONGEST = 1 << 20
"""The most bytes that a query may have: what is longer was not written by us."""
SEAL = re.compile(rb"backpass:([A-Za-z0-9_-]{8,})")


def seal(query: str) -> str:
    """A query as a seal."""
    return MARK + packed(query)


def opened(content: bytes) -> str:
    """The query in a file. Raises ValueError where there is none, or a broken one."""
    keeper = next((keeper for start, keeper in KEEPERS.items() if content.startswith(start)), None)
    found = SEAL.search(keeper(content) if keeper else content)
    if found is None:
        raise ValueError("there is no program of Backpass in it")
    return unpacked(found[1].decode())


def properties(package: bytes) -> bytes:
    """The part of an office file that tells of it. Raises ValueError where it is none, or has none."""
    try:
        with ZipFile(BytesIO(package)) as parts, parts.open("docProps/core.xml") as part:
            return part.read(LONGEST)
    except (BadZipFile, KeyError, NotImplementedError, RuntimeError):
        return b""


def comment(gif: bytes) -> bytes:
    """The comment of a GIF, which lies in it in pieces."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415

    try:
        with Image.open(BytesIO(gif), formats=["GIF"]) as image:
            found = image.info.get("comment", b"")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return b""
    return found if isinstance(found, bytes) else b""


KEEPERS: Mapping[bytes, Callable[[bytes], bytes]] = {b"PK": properties, b"GIF8": comment}
"""How files begin that do not hold the seal in one piece, and what finds it in them."""


def packed(text: str) -> str:
    """Any text as a word for a URL: compressed, without padding."""
    return urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")


def unpacked(word: str) -> str:
    """The text of a word. Raises ValueError where it was not made so, or is too long."""
    reader = zlib.decompressobj()
    try:
        text = reader.decompress(urlsafe_b64decode(word + "=" * (-len(word) % 4)), LONGEST)
        if not reader.eof:
            raise ValueError("it is cut off, or too long")
        return text.decode()
    except (zlib.error, UnicodeDecodeError, ValueError) as error:
        told = error if type(error) is ValueError else "it was changed on its way"
        raise ValueError(f"the compressed program cannot be read: {told}") from None
