"""Files that open again: a seal holds program, values and options as one word that every format can carry.

It reads `backpass:` and then base64url of the zlib-compressed query of a URL, so it needs no escaping anywhere and tells by its
checksum whether it arrived whole.
"""

from __future__ import annotations

import json
import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from contextlib import suppress
from io import BytesIO
from zipfile import BadZipFile, ZipFile

MARK = "backpass:"
LONGEST = 1 << 20
"""The most bytes that a query may have: what is longer was not written by us."""
SEAL = re.compile(rb"backpass:([A-Za-z0-9_-]{8,})")
SPLIT = re.compile(rb"backpass(?:[\s:]|<[^<>]*>)+([A-Za-z0-9_-]{8,})")
"""A seal among properties that a program has saved anew: LibreOffice takes the colon for the end of a keyword."""
BROKEN = re.compile(rb"\\\r?\n")
"""Where Graphviz breaks a long string into lines."""
PROPERTIES = ("docProps/core.xml", "meta.xml")
COMPRESSED = re.compile(
    rb"(?:stream\r?\n|zTXt[^\x00]{1,79}\x00\x00|iTXt[^\x00]{1,79}\x00\x01\x00[^\x00]*\x00[^\x00]*\x00)"
    rb"(.*?)(?=endstream|IDAT|IEND|[tzi]TXt|\Z)",
    re.DOTALL,
)
"""Streams of a PDF (ISO 32000, 7.3.8), and compressed texts of a PNG. One without an end takes all the rest, so that none is looked for
twice.
"""


def seal(query: str) -> str:
    """A query as a seal."""
    return MARK + packed(query)


def opened(content: bytes) -> str:
    """The query in a file. Raises ValueError where there is none, or a broken one."""
    keeper = next((keeper for start, keeper in KEEPERS.items() if content.startswith(start)), None)
    # In a GIF the word lies in pieces, so that what keeps it comes first.
    found = (SPLIT.search(keeper(content)) if keeper else None) or SEAL.search(BROKEN.sub(b"", content))
    if found is None:
        raise ValueError("there is no program of Backpass in it")
    word = found[1].decode()
    # What stands behind it, as a PNG's checksum does, may look like more of it: no base64 is one sign longer than whole groups of four.
    return unpacked(word[:-1] if len(word) % 4 == 1 else word)


def properties(package: bytes) -> bytes:
    """The part of an office file that tells of it, in Office Open XML or OpenDocument; nothing where it is none, or has none."""
    unreadable = (BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError)
    with suppress(*unreadable), ZipFile(BytesIO(package)) as parts:
        for name in PROPERTIES:
            if name in parts.namelist():
                with parts.open(name) as part:
                    return part.read(LONGEST)
    return b""


def inflated(content: bytes) -> bytes:
    """What lies compressed in a PDF or a PNG, where programs that save one anew may put its properties, as far as it is not too much."""
    found = b""
    for each in COMPRESSED.finditer(content):
        try:
            found += zlib.decompressobj().decompress(each[1], max(1, LONGEST - len(found)))
        except zlib.error:
            continue
    return found[:LONGEST]


def comment(gif: bytes) -> bytes:
    """The comment of a GIF, which lies in it in pieces."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415

    try:
        with Image.open(BytesIO(gif), formats=["GIF"]) as image:
            found = image.info.get("comment", b"")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return b""
    return found if isinstance(found, bytes) else b""


KEEPERS: Mapping[bytes, Callable[[bytes], bytes]] = {
    b"PK": properties,
    b"GIF8": comment,
    b"%PDF": inflated,
    b"\x89PNG": inflated,
}
"""How files begin that do not hold the seal in one piece, and what finds it in them."""


def plain_text(content: bytes) -> str:
    """What a file of text says, of a notebook its cells with code; nothing where it is a picture, markup or bytes."""
    if content.startswith((*KEEPERS, b"<")) or MARK.encode() in content:
        return ""
    with suppress(UnicodeDecodeError, RecursionError):
        text = content.decode("utf-8-sig")
        if all(sign.isprintable() or sign.isspace() for sign in text):
            return cells(text) if text.startswith("{") else text
    return ""


def cells(text: str) -> str:
    """The code of a Jupyter notebook (nbformat 4, JSON); any other text as it is."""
    try:
        found = json.loads(text)["cells"]
        return "\n".join("".join(cell["source"]) for cell in found if cell["cell_type"] == "code")
    except (ValueError, KeyError, TypeError):
        return text


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
