"""Signs of currencies at numbers, `$1,000` and `5 €`: the number is what counts. Between two `$` stands LaTeX."""

from __future__ import annotations

import re

from app.language.text.located import Located

MONEY = "€£¥₹₩₽"
BEFORE = re.compile(rf"(?<![\w$\\])(?:(?:US|A|C|NZ|HK)?\\?\$|[{MONEY}])[ \t]?(?=\.?\d)")
BEHIND = re.compile(rf"(?<=\d)[ \t]?[{MONEY}](?!\w)")
PRICE = re.compile(r"\$(?=[ \t]?\.?\d)")
"""A dollar sign before a number."""


def plain(located: Located) -> Located:
    """The text without such signs; the first of them is told."""
    if not any(sign in located.text for sign in f"${MONEY}"):
        return located
    priced = len(PRICE.findall(located.text)) == located.text.count("$")
    for pattern in (BEFORE, BEHIND) if priced else ():
        # What stands before one number may stand behind another, too, `2 € 3`.
        if (found := pattern.search(located.text)) is None:
            continue
        note = located.note(found.span(), "the sign of a currency is passed over: the number is what counts")
        located = located.telling(*(() if located.notes[-1:] == (note,) else (note,))).sub(pattern, lambda _: "")
    return located
