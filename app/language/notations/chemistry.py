"""Concentrations as chemistry writes them, `[A]²`, `[H⁺]` and `[NH₃]₀`, which are no indices, and standard values, `ΔG°`, no degrees."""

from __future__ import annotations

import re

from app.language.source import Diagnostic
from app.language.text.characters import FEET
from app.language.text.letters import is_program
from app.language.text.located import Located

SPECIES = r"(?:[A-Z](?: ?[a-z])?(?:_?\d+|[₀-₉]+)? ?)+"
CHARGE = r"\^?\{?\d?[+\-]\}?|[²³⁴]?[⁺⁻]"
BRACKET = re.compile(rf"\[\s*(?P<species>{SPECIES})(?P<charge>{CHARGE})?\s*\](?P<foot>_0|₀|[ₐ-ₜᵢⱼ]|_[a-z](?!\w))?")
STANDARD = re.compile(
    r"(?:(?<!\w)|(?<=\d)|(?<!\w)(?P<beside>[^\W\d_]{1,3}))(?P<name>(?:Δ?[A-Z]|Δ?[α-ω])(?:_\w+)?)(?:(?P<raised>\^?[°⊖]|\^\{[°⊖]\})|\^0|\^\{0\}|⁰)(?![\w.])"
)
"""A standard value, `ΔG°` and `E^0`."""
CONCENTRATION = "c"
LOGARITHM = re.compile(r"(?<![\w\\])\\?log(?![\w₀-₉])")
DECIMAL = re.compile(r"(?<![A-Za-z])(?:p(?:H|OH|K(?:_?[abw])?)|dB)(?![a-z])|0[.,]059")
"""What is worked out with logarithms to base 10: pH, pK, decibels, and the factor of Nernst's equation at 25 °C."""
GIVEN = re.compile(r"(?<!\w)([A-Z])\s*=(?!=)")
RATE = re.compile(r"(?<!\w)k(?:_\w|[₀-₉])?$")
"""The constant of a rate."""
ADDED = re.compile(r"[\w)\]}]\s*[+\-/]\s*$")
"""A value and a sign, behind which no list stands."""
EXPECTED = re.compile(r"(?<!\w)(?:E|Var|Cov)$")
"""What makes an expectation of a bracket, `E[XY]`."""
RAISED = re.compile(r"\s*(?:\^|[²³⁴⁵])")
ENDING, BEGINNING = re.compile(r"[\w\])}]"), re.compile(r"[\w\[(]")
"""What a value ends and begins with."""


def named(located: Located) -> Located:
    """The text with concentrations and standard values as names, which is told; one with no more than `x[N]` has none."""
    if is_program(located.text):
        return located
    notes = [
        told_at(
            located, match, f"a standard value, the input {match['name']}_std; for {other} write {match['name']}{how}"
        )
        for match in STANDARD.finditer(located.text)
        for other, how in [("degrees", "·π/180") if match["raised"] else ("the power", "**0")]
        if is_standard(match)
    ]
    natural = LOGARITHM.search(located.text) if DECIMAL.search(located.text) else None
    if natural is not None:
        notes.append(told_at(located, natural, "the natural logarithm; for that to base 10 write log₁₀"))
    located = located.sub(STANDARD, standard)
    text = located.text
    given = {match[1] for match in GIVEN.finditer(text)}
    found = list(BRACKET.finditer(text)) if "[" in text else []
    found = [match for match in found if " " not in words(located, match) and match["species"][0] not in given]
    found = [match for match in found if not EXPECTED.search(text[max(0, match.start() - 4) : match.start()])]
    if not any(map(is_chemical, found)):
        return located.telling(*notes)
    bare = set(re.findall(r"(?<![^\W\d_])[A-Z](?![^\W\d_])", BRACKET.sub("", text)))
    names = {match.start(): name_of(match, bare) for match in found}
    notes += [
        told_at(located, match, f"a concentration, the input {names[match.start()]}")
        for match in found
        if names[match.start()] != match["species"]
    ]

    def change(match: re.Match[str]) -> str:
        return spaced(match, names[match.start()]) if match.start() in names else match.group()

    return located.sub(BRACKET, change).telling(*notes)


def standard(match: re.Match[str]) -> str:
    """A standard value as a name of its own, behind the letters that it is multiplied with."""
    beside = f"{match['beside']} " if match["beside"] else ""
    return f"{beside}{match['name']}_std" if is_standard(match) else match.group()


def is_standard(match: re.Match[str]) -> bool:
    """Whether a capital letter has the sign of standard values, or something is raised to 0 that a line works out from it."""
    if match["raised"] or match["beside"]:
        return match["raised"] is not None and not "α" <= match["name"][0] <= "ω"
    left = re.search(rf"(?m)^[ \t]*{re.escape(match['name'])}[ \t]*=(.*)", match.string)
    return left is not None and left.start(1) <= match.start() <= left.end(1)


def words(located: Located, match: re.Match[str]) -> str:
    """What the person wrote at a match."""
    start, stop = located.reach(*match.span())
    return located.origin[start:stop]


def is_chemical(match: re.Match[str]) -> bool:
    """Whether a bracket can only be a concentration: a charge, several atoms, a power behind it, or another right before it."""
    several = len(re.findall("[A-Z]", match["species"])) > 1 or not match["species"].replace(" ", "").isalpha()
    beside = match.string[match.start() - 1 : match.start()] == "]" or RAISED.match(match.string, match.end())
    beside = (
        beside
        or ADDED.search(match.string[: match.start()])
        or RATE.search(match.string[max(0, match.start() - 4) : match.start()])
    )
    return bool(match["charge"] or match["foot"] or several or beside)


def name_of(match: re.Match[str], bare: set[str]) -> str:
    """The name of a concentration: a letter that stands for nothing else, or `c_HA` and `c_Ca2_plus`."""
    species = match["species"].translate(FEET).replace("_", "").replace(" ", "")
    charge = re.sub(r"[\^{}]", "", match["charge"] or "").translate(str.maketrans("²³⁴⁺⁻", "234+-"))
    sign = {"+": "_plus", "-": "_minus"}.get(charge[-1:], "")
    letter = len(species) == 1 and not charge and species not in bare
    foot = f"_{match['foot'].translate(FEET).strip('_')}" if match["foot"] else ""
    name = f"{species}{charge[:-1]}{sign}{foot}"
    return name if letter else f"{CONCENTRATION}_{name}"


def told_at(located: Located, match: re.Match[str], read: str) -> Diagnostic:
    told = f"`{words(located, match).strip()}` is read as {read}"
    return located.note(match.span(), told)


def spaced(match: re.Match[str], name: str) -> str:
    """The name, apart from letters before and behind it; `d[A]/dt` stays a derivative."""
    text, (start, stop) = match.string, match.span()
    differential = text[max(0, start - 1) : start] == "d" and not text[max(0, start - 2) : start - 1].isalnum()
    before = " " if ENDING.match(text, max(0, start - 1)) and start and not differential else ""
    return f"{before}{name}{' ' if BEGINNING.match(text, stop) else ''}"
