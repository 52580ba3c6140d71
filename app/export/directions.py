"""Words that are written from the right, within lines that are read from the left."""

from __future__ import annotations

import re

FROM_THE_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]+")
MARK = "\u200e"


def left_to_right(text: str) -> str:
    """A line of a formula with a mark at either end of each such word: without them a name would change sides with its value."""
    return FROM_THE_RIGHT.sub(rf"{MARK}\g<0>{MARK}", text)
