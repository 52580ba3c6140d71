"""`W ∈ ℝ^{2×3}`: what says where a value lies says how large an array is, where nothing else gives it a value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.language.mathematics.operand import Told
from app.language.text.characters import RAISED
from app.language.text.tokens import Token

ITEM = re.compile(
    r"(?P<names>(?:[^\W\d]\w* , )*[^\W\d]\w*) ∈ (?:\w+|[\[{(] [^∈]*? [\])}]) (?:\^ )?(?:[({] )?(?P<sizes>\w+(?: \* \w+)*)"
)
"""Names, a set, and how often it is taken with itself, each token followed by a blank."""
TIMES = re.compile(r"(?<=\w) ?x ?(?=\d)")
"""The letter that stands for a ×, as in `2x3`."""
EXACTLY = "="
"""Before the number of entries along an axis, which else has a letter."""
SHOWN = 50
"""An axis of more entries is assumed to be shorter: its figure is the same."""


def say(tokens: Sequence[Token], told: Told) -> None:
    """Keep what some tokens say of sizes, and tell it."""
    found = dict(sizes(tokens))
    told.sizes.update(found)
    if not found:
        told.say(tokens[0], tokens[-1], "this says where a value lies; it has no bearing on the figure")
        return
    large = any((length(each) or 0) > SHOWN for axes in found.values() for each in axes)
    names = ", ".join(f"`{name}`" for name in found)
    hint = f"more than {SHOWN} entries are shown as fewer" if large else ""
    told.say(tokens[0], tokens[-1], f"this says how large {names} is where it has no value", hint)


def sizes(tokens: Sequence[Token]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The axes of each name, as letters, or numbers behind a sign."""
    text = " ".join(token.text.translate(RAISED) if token.kind == "power" else token.text for token in tokens)
    for match in ITEM.finditer(TIMES.sub(" * ", text)):
        axes = match["sizes"].split(" * ")
        if len(axes) < 3 and all(each.isdigit() or len(each) == 1 for each in axes):
            for name in match["names"].split(" , "):
                yield name, tuple(f"{EXACTLY}{each}" if each.isdigit() else each for each in axes)


def length(axis: str) -> int | None:
    """How long an axis is said to be; None for one that has a letter."""
    return int(axis[1:]) if axis.startswith(EXACTLY) else None
