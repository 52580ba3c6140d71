"""Functions with square brackets, `f[x, φ] = β + ω sin[x]` and `h = a[β + Ω x]`, which are no places in arrays.

So they stand in S. J. D. Prince: Understanding Deep Learning (2023).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.language.functions import APPLIED
from app.language.mathematics.suffixes import EXPECTED
from app.language.text.letters import FUNCTION_LETTERS, is_program
from app.language.text.located import Located

CALLED = re.compile(r"(?<![\w.)\]}])(?P<name>[^\W\d_](?:_\w+)?)\[")
DEFINED = re.compile(
    r"(?m)(?:^|[;,])[ \t]*(?P<name>[^\W\d_])\[[ \t]*(?P<arguments>[^\W\d]\w*(?:[ \t]*[,;][ \t]*[^\W\d]\w*)*)[ \t]*\][ \t]*:?=(?!=)"
)
ROUND = re.compile(r"(?m)(?:^|[;,])[ \t]*(?P<name>[^\W\d_](?:_\w+)?)\([^()\n]*\)[ \t]*:?=(?!=)")
"""What a function is by its formula."""
KNOWN = re.compile(rf"(?i:(?<!\w)(?:{'|'.join(sorted(APPLIED))})\[)")
"""Functions in square brackets show that a text has all of them so."""
LETTERS = FUNCTION_LETTERS | frozenset("aLlℓ")
"""Letters that may stand for functions: activations and losses, too."""
INDICES = frozenset("ijklmntyNMKT")
"""What stands in the places of arrays; y is the label of an example."""
WORD = re.compile(r"[^\W\d]\w*")
PLACING = re.compile(r"[:<>=]|\.\.\.|(?<!\w)(?:None|newaxis)(?!\w)|(?:^|,)\s*\d+\s*(?:,|$)|(?<!\w)[a-z]{3,}\w*\(")
"""What only places in arrays have: ranges, conditions, numbers among them, and what functions of programs count."""
JOINING = re.compile(r"[-+*/·\[,]|\w\s+\w")


def read(located: Located) -> Located:
    """The text with round brackets behind such names; the first is told."""
    text = located.text
    if "[" not in text or is_program(located.origin):
        return located
    defined = {
        each["name"] for each in DEFINED.finditer(text) if not INDICES.issuperset(WORD.findall(each["arguments"]))
    }
    taken = [call for call in calls(text) if call[0] in defined or is_applied(*call, text)]
    known = defined | {each["name"] for each in ROUND.finditer(text)} | FUNCTION_LETTERS
    edits: list[tuple[int, int, str]] = []
    for name, first, stop in taken:
        function = name in LETTERS | known or KNOWN.search(text) is not None
        meant = "a function of what is in the bracket" if function else f"the product {name}·(…)"
        other = f"for a product write {name}·(…)" if function else f"for a function write {name}(x) = ? above"
        if name not in defined:
            told = f"`{name}[…]` is read as {meant}"
            hint = f"{other}; for an entry give {name} a value: {name} = [1, 2]"
            located = located.telling(located.note((first - len(name), stop), told, hint))
        if function and name not in known:
            edits.append((0, 0, f"{name}(x) = ?\n"))
            known |= {name}
        edits += [(first, first + 1, "(" if function else "*("), (stop - 1, stop, ")")]
    return located.replaced(sorted(edits))


def calls(text: str) -> Iterator[tuple[str, int, int]]:
    """Names with square brackets right behind them, with where these begin and end."""
    names = {match.end() - 1: match["name"] for match in CALLED.finditer(text)}
    opened: list[int] = []
    for place, sign in enumerate(text):
        if sign == "[":
            opened.append(place)
        elif sign == "]" and opened and (first := opened.pop()) in names:
            yield names[first], first, place + 1


def is_applied(name: str, first: int, stop: int, text: str) -> bool:
    """Whether a letter that stands nowhere by itself has more in its bracket than a place: a name that is no index."""
    inside = text[first + 1 : stop - 1]
    others = [word for word in WORD.findall(inside) if word not in INDICES]
    alone = re.search(rf"(?<!\w){name}(?![\w\[])", text)
    if not others or alone or PLACING.search(inside) or name.partition("_")[0] in EXPECTED:
        return False
    applied = name in LETTERS or KNOWN.search(text) is not None
    if "_" in others[0] or (len(others[0]) == 1 and name in FUNCTION_LETTERS):
        return applied
    return JOINING.search(inside) is not None and (applied or "," not in inside)
