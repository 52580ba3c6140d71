"""What a PNG says about itself, as the PNG specification (W3C, third edition) has it: its size on paper (pHYs), and texts (iTXt)."""

from __future__ import annotations

from struct import pack
from zlib import crc32

HEADER = 33
"""The signature and the first chunk, behind which others may stand."""
METRE = 0.0254
"""An inch, in metres."""


def told(png: bytes, resolution: float, seal: str) -> bytes:
    """The picture with its pixels an inch, and with the seal from which it opens again."""
    more = chunk(b"pHYs", pack(">IIB", *[round(resolution / METRE)] * 2, 1))
    if seal:
        more += chunk(b"iTXt", b"Source\0\0\0\0\0" + seal.encode())
    return png[:HEADER] + more + png[HEADER:]


def chunk(kind: bytes, content: bytes) -> bytes:
    return pack(">I", len(content)) + kind + content + pack(">I", crc32(kind + content))
