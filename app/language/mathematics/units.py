"""Units behind numbers, `3 m/s` and `5 kg`, which are no inputs: a text with them is refused, or they are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from app.language.mathematics.operand import Told
from app.language.text.tokens import Line, Token

LETTERS = frozenset("m s g N J W V A K Ω Å".split())
WORDS = frozenset(
    (
        "kg mg µg μg km cm mm nm µm μm ms ns µs μs Hz kHz MHz GHz kN Pa kPa MPa hPa kJ MJ kW MW mW GW kWh eV keV MeV GeV mV kV mA "
        "mol kcal kΩ MΩ mL ml cl dl ppm mph lb lbs ft oz"
    ).split()
)
"""Units of one letter, which are inputs' names too, and longer ones."""
JOINS = frozenset({"/", "*"})
RATIO = frozenset({"/", "-", "⁻¹", "⁻²", "⁻³"})
"""What is in a unit over another, as no product of two inputs has it."""


def refuse(lines: Sequence[Line], told: Told) -> None:
    """Refuse units that stand nowhere but behind numbers; tell of one letter that may be one. Raises LanguageError."""
    found = [unit for line in lines for unit in quantities(line.tokens)]
    alone = [
        line.tokens[-1]
        for line in lines
        if [each.kind for each in line.tokens] == ["name", "operator", "number", "name"]
    ]
    behind = Counter(name.text for unit in found for name in named(unit))
    everywhere = Counter(token.text for line in lines for token in line.tokens if token.kind == "name")
    for unit in found:
        names = [name.text for name in named(unit)]
        if any(everywhere[name] > behind[name] for name in names):
            continue
        shown = told.written(unit)
        if not WORDS.isdisjoint(names) or not RATIO.isdisjoint(token.text for token in unit):
            hint = f"leave them out; for inputs give them values: {names[0]} = 1"
            told.refuse(unit[0], unit[-1], f"units are not computed with: `{shown}`", hint)
        if unit[-1] in alone:
            told.say(unit[0], unit[-1], f"`{shown}` is read as an input, not as a unit", "units are left out")


def named(unit: Sequence[Token]) -> list[Token]:
    return [token for token in unit if token.kind == "name"]


def quantities(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """What stands behind the numbers of a line, apart from them, that is made of units alone."""
    for place, token in enumerate(tokens[:-1]):
        if token.kind == "number" and is_unit(tokens, place + 1) and tokens[place + 1].spaced:
            stop = past_powers(tokens, place + 2)
            while is_unit(tokens, stop + joined(tokens, stop)):
                stop = past_powers(tokens, stop + joined(tokens, stop) + 1)
            if stop == len(tokens) or tokens[stop].text not in ("(", "[", "=", ".", "_"):
                yield tokens[place + 1 : stop]


def is_unit(tokens: Sequence[Token], place: int) -> bool:
    return place < len(tokens) and tokens[place].kind == "name" and tokens[place].text in LETTERS | WORDS


def joined(tokens: Sequence[Token], place: int) -> int:
    """How many signs stand between two units: one, or none where a blank does."""
    return int(place < len(tokens) and tokens[place].text in JOINS)


def past_powers(tokens: Sequence[Token], place: int) -> int:
    """The place behind a power of a unit, `²` or `^2`."""
    if place < len(tokens) and tokens[place].kind == "power":
        return place + 1
    caret = place + 1 < len(tokens) and tokens[place].text == "^"
    return place + 2 + (tokens[place + 1].text == "-") if caret else place
