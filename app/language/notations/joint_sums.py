"""Sums over the values of two random variables, `Σ_{x,y} p(x,y) log p(x|y)`: p is a table, and what follows from it is worked out.

Cover, Thomas: Elements of Information Theory (2006), chapter 2.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from app.language.notations.densities import defines
from app.language.source import Diagnostic
from app.language.text.letters import is_program
from app.language.text.located import Located

SIGN = re.compile(r"([∑Σ])_(?:\{([^{}]*)\}|([a-z])(?!\w))")
BARE = re.compile(r"[∑Σ][ \t]*(?=([pqPQ])\(([a-z])\))")
"""A sum without an index before a probability of a letter."""
RUNNING = re.compile(r"(?<![\w^])([a-z])[ \t]*(?:∈[ \t]*\w+[ \t]*)?(?=,|$)")
"""A letter that a sum goes over, and perhaps the set of its values."""
MEMBER = re.compile(r"[ \t]*∈[ \t]*\w+")
FOOT = r"(?:_\{?\(?[A-Z](?:[,|_]? ?[A-Z])?\)?\}?)?"
JOINT = re.compile(rf"(?<!\w)([^\W\d_]){FOOT}\(\s*([a-z])\s*,\s*([a-z])\s*\)")
FREE = "abcd"
"""Letters for what is summed away."""


def read(located: Located) -> Located:
    """The text with such tables in place of functions: `p(x,y)` is their entry, `p(x)` their sum over y, `p(x|y)` the quotient of both."""
    located = over_values(located)
    text = located.text
    if not SIGN.search(text) or is_program(text):
        return located
    letters = {letter for sign in SIGN.finditer(text) for letter in RUNNING.findall((sign[2] or sign[3] or "").strip())}
    tables = {
        each[1]: (each[2], each[3])
        for each in JOINT.finditer(text)
        if {each[2], each[3]} <= letters and each[2] != each[3] and not is_defined(each, letters)
    }
    if not tables:
        return located
    located = located.sub(SIGN, without_sets)
    for name, (row, column) in tables.items():
        first = next(each for each in JOINT.finditer(located.text) if each[1] == name)
        entry, function = f"the entry of a table `{name}` with a row for each {row}", f"{name}({row}, {column}) = …"
        located = table(located.telling(note(located, first, entry, f"a function {function}")), name, row, column)
    return located


def over_values(located: Located) -> Located:
    """`Σ p(x) log q(x)` as a sum over x, which is told."""
    first = BARE.search(located.text)
    if first is None or is_program(located.text) or any(defines(located.text, each) for each in first.groups()):
        return located
    told = f"`{first.group()[0]}` is read as a sum over {first[2]}"
    hint = f"for a function of a value write {first[1]}({first[2]}) = …"
    located = located.telling(located.note((first.start(), first.start() + 1), told, hint))
    return located.sub(BARE, lambda match: f"{match.group()[0]}_{{{match[2]}}} ")


def is_defined(joint: re.Match[str], letters: Collection[str]) -> bool:
    """Whether a text gives a function of that letter, or a letter that a sum goes over, a value."""
    return any(defines(joint.string, name) for name in (joint[1], *letters))


def without_sets(sign: re.Match[str]) -> str:
    """`Σ_{x ∈ X}` as Σ_{x}."""
    return f"{sign[1]}_{{{MEMBER.sub('', sign[2])}}}" if sign[2] else sign.group()


def table(located: Located, name: str, row: str, column: str) -> Located:
    """The text with the entries of one table."""
    first, second = [letter for letter in FREE if letter not in (row, column)][:2]
    entry = f"{name}_{row}{column} "
    sums = {row: f"(Σ_{{{second}}} {name}_{row}{second})", column: f"(Σ_{{{first}}} {name}_{first}{column})"}
    meant = {
        (row, ",", column): entry,
        (row, "|", column): f"({entry}/{sums[column]})",
        (column, "|", row): f"({entry}/{sums[row]})",
        (row,): sums[row],
        (column,): sums[column],
    }
    notes: list[Diagnostic] = []
    quantity = re.compile(rf"(?<!\w){name}{FOOT}\(\s*([a-z])\s*(?:([,|])\s*([a-z])\s*)?\)")

    def replaced(match: re.Match[str]) -> str:
        found = meant.get(tuple(filter(None, match.groups())), match.group())
        if found not in (entry, match.group()):
            notes.append(
                note(located, match, "what follows from that table", f"numbers of its own another letter, q({row})")
            )
        return found

    return located.sub(quantity, replaced).telling(*notes)


def note(located: Located, match: re.Match[str], read: str, other: str) -> Diagnostic:
    """What a quantity is read as, and how it would be `other`."""
    message = f"`{re.sub(r'[ ]', '', match.group())}` is read as {read}"
    return located.note(match.span(), message, f"for {other}")
