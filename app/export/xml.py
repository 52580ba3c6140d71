"""Words as XML holds them."""

from __future__ import annotations

import re
from html import escape

ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot say."""


def legal(text: str) -> str:
    """A person's words without what XML cannot hold."""
    return ILLEGAL.sub("\ufffd", text)


def words(text: str) -> str:
    """A person's words, for an attribute or between tags."""
    return escape(legal(text))
