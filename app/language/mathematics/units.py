"""Units behind numbers, `3 m/s` and `5 kg`, which are no inputs: those of the SI are left out, which is told, others refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from app.language.mathematics.operand import Told
from app.language.text.tokens import Line, Token

LETTERS = frozenset("m s g N J W V A K Ω Å".split())
WORDS = frozenset(
    (
        "kg mg µg μg km cm mm nm µm μm ms ns µs μs Hz kHz MHz GHz kN Pa kPa MPa hPa kJ MJ kW MW mW GW kWh eV keV MeV GeV mV kV mA "
        "mol mmol kcal kΩ MΩ mL ml cl dl ppm mph lb lbs ft oz atm torr px rad sec hrs days years USD EUR"
    ).split()
)
UNITS = LETTERS | WORDS
"""Units of one letter, which are inputs' names too, and longer ones."""
COHERENT = frozenset("m s kg N J W V A K Ω Pa Hz mol rad".split())
"""Units of the SI without a factor before them: computed with numbers alone, a formula comes out in such units again."""
JOINS = frozenset({"/", "*"})
ENDS = frozenset({";", ",", "and"})
"""What stands between two statements of a line."""
BEGINS = ENDS | frozenset("where with given let at for".split())
"""What stands before a statement of a line."""
RATIO = frozenset({"/", "-", "⁻¹", "⁻²", "⁻³"})
"""What is in a unit over another, as no product of two inputs has it."""


def plain(lines: Sequence[Line], told: Told) -> list[Line]:
    """The lines without units that leave a number as it is, which is told. Raises LanguageError for other units."""
    found = [(line.tokens, unit) for line in lines for unit in quantities(line.tokens)]
    given = {line.tokens[0].text for line in lines if line.tokens[1:] and line.tokens[1].text in ("=", ":=")}
    behind = Counter(name.text for _, unit in found for name in named(unit))
    everywhere = Counter(token.text for line in lines for token in line.tokens if token.kind == "name")
    physical = any(is_sure(unit) for _, unit in found)
    left_out: set[int] = set()
    for line, unit in found:
        names = [name.text for name in named(unit)]
        lone = all(everywhere[name] == behind[name] for name in names)
        # v = 3 m/s gives v a value in units, whatever else an m is in the text.
        own = quantity(line, unit)
        alone = own is not None and given.isdisjoint(names)
        meant = physical or own in names or (lone and everywhere[own or ""] > 1)
        if own and meant and COHERENT.issuperset(names):
            hint = f"for a product with an input {names[0]} write the sign before it: *{names[0]}"
            told.say(unit[0], unit[-1], f"the unit `{told.written(unit)}` is left out", hint)
            left_out.update(map(id, unit))
            continue
        if alone or lone:
            say(unit, told, alone=alone)
    return [Line(line.indent, tuple(each for each in line.tokens if id(each) not in left_out)) for line in lines]


def say(unit: Sequence[Token], told: Told, *, alone: bool) -> None:
    """Refuse a unit that can be nothing else; tell of one letter that may be one. Raises LanguageError."""
    shown, names = told.written(unit), named(unit)
    if is_sure(unit):
        hint = f"leave them out; for inputs give them values: {names[0].text} = 1"
        told.refuse(unit[0], unit[-1], f"units are not computed with: `{shown}`", hint)
    if alone:
        told.say(unit[0], unit[-1], f"`{shown}` is read as an input, not as a unit", "for a number leave the unit out")


def is_sure(unit: Sequence[Token]) -> bool:
    """Whether a unit can be nothing else: it is a word, or stands over another unit."""
    return not WORDS.isdisjoint(each.text for each in named(unit)) or not RATIO.isdisjoint(each.text for each in unit)


def quantity(line: Sequence[Token], unit: Sequence[Token]) -> str | None:
    """The name that a statement gives a number with a unit and nothing else; None for other statements."""
    start, stop = line.index(unit[0]), line.index(unit[-1]) + 1
    begun = max((place + 1 for place, token in enumerate(line[:start]) if token.text in BEGINS), default=0)
    before = line[begun:start]
    kinds = [token.kind for token in before]
    ended = stop == len(line) or line[stop].text in ENDS
    return before[0].text if ended and kinds[:2] == ["name", "operator"] and "name" not in kinds[2:] else None


def named(unit: Sequence[Token]) -> list[Token]:
    return [token for token in unit if token.kind == "name"]


def quantities(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """What stands behind the numbers of a line, apart from them, that is made of units alone."""
    for place, token in enumerate(tokens[:-1]):
        if token.kind != "number":
            continue
        first = past_powers(tokens, place + 1)
        word = first < len(tokens) and tokens[first].text in WORDS
        if is_unit(tokens, first) and (tokens[first].spaced or word):
            stop = past_units(tokens, first)
            if stop == len(tokens) or tokens[stop].text not in ("(", "[", "=", ".", "_"):
                yield tokens[first:stop]


def past_units(tokens: Sequence[Token], place: int) -> int:
    """The place behind units from a place on, joined by signs or blanks, those under a stroke perhaps in brackets: `J/(kg·K)`."""
    stop = past_powers(tokens, place + 1)
    while is_unit(tokens, stop + joined(tokens, stop)):
        stop = past_powers(tokens, stop + joined(tokens, stop) + 1)
    if [token.text for token in tokens[stop : stop + 2]] == ["/", "("] and is_unit(tokens, stop + 2):
        closed = past_units(tokens, stop + 2)
        return closed + 1 if closed < len(tokens) and tokens[closed].text == ")" else stop
    return stop


def is_unit(tokens: Sequence[Token], place: int) -> bool:
    return place < len(tokens) and tokens[place].kind == "name" and tokens[place].text in UNITS


def joined(tokens: Sequence[Token], place: int) -> int:
    """How many signs stand between two units: one, or none where a blank does."""
    return int(place < len(tokens) and tokens[place].text in JOINS)


def past_powers(tokens: Sequence[Token], place: int) -> int:
    """The place behind a power of a unit, `²` or `^2`."""
    if place < len(tokens) and tokens[place].kind == "power":
        return place + 1
    texts = [token.text for token in tokens[place : place + 5]]
    if texts[:1] != ["^"] or len(texts) < 2:
        return place
    braced = texts[1] == "{" and "}" in texts
    return place + texts.index("}") + 1 if braced else place + 2 + (texts[1] == "-")
