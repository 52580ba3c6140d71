"""What stands at the foot of a name or is raised over it, as part of the name."""

from __future__ import annotations

import re
import unicodedata

BEHIND = r"(?:(?<=[^\W_])|(?<=[\u0300-\u036f]))"
"""Behind a letter, or a mark over one."""
WORDED = {"+": "_plus_", "-": "_minus_", ",": "_", " ": "", "|": "_given_"}


def foot_of(inner: str) -> str:
    """What stands at the foot of a name, as part of it."""
    return "_" + "".join(WORDED.get(sign, sign) for sign in inner).lstrip("_")


def apart(match: re.Match[str], foot: str) -> str:
    """The end of a name, apart from a letter that follows: `W^{[1]}x` is W₁ times x."""
    following = match.string[match.end() : match.end() + 1]
    return f"{foot} " if following.isalpha() and unicodedata.category(following) != "Lm" else foot
