"""What an address says of a descent: `train=w,b&train.rate=0.1&train.optimiser=adam&iteration=3`.

What else begins with `train.` are numbers of the optimiser's rule, by their names there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from app.language import Diagnostic, LanguageError, parse
from app.pipeline import Worksheet, way
from app.training import Asked, Way
from app.values import ValueMistake, read

TRAIN, ITERATION, OF = "train", "iteration", "train."
LISTS = (TRAIN, "train.race")
"""What may be said several times."""
DIRECTIONS = {"down": False, "up": True}


def belongs(name: str) -> bool:
    """Whether a parameter of an address is about a descent."""
    return name in (TRAIN, ITERATION) or name.startswith(OF)


def gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Those of an address's parameters that are given."""
    found: dict[str, str] = {}
    for name, text in pairs:
        if belongs(name) and text.strip():
            found[name] = f"{found[name]},{text.strip()}" if name in LISTS and name in found else text.strip()
    return found


def understood(given: Mapping[str, str], faults: list[Diagnostic]) -> Asked | None:
    """The descent that is asked for, as far as it can be understood; what cannot goes to `faults`."""
    if not given:
        return None
    rest = {name.removeprefix(OF): text for name, text in given.items() if name.startswith(OF)}
    steps = whole(f"{OF}steps", rest.pop("steps", ""), faults)
    batch = whole(f"{OF}batch", rest.pop("batch", ""), faults)
    shuffle = whole(f"{OF}shuffle", rest.pop("shuffle", ""), faults)
    up = rest.pop("direction", "")
    if up and up not in DIRECTIONS:
        faults.append(Diagnostic(None, f"`{up[:40]}` is no direction", "write down or up", parameter=f"{OF}direction"))
    over, axes = rest.pop("over", ""), rest.pop("axes", "")
    race = tuple(part.strip() for part in rest.pop("race", "").split(",") if part.strip())
    return Asked(
        tuple(part.strip() for part in given.get(TRAIN, "").split(",") if part.strip()),
        rest.pop("rate", None),
        steps,
        rest.pop("optimiser", None),
        {name: number for name, text in rest.items() if (number := setting(name, text, faults)) is not None},
        DIRECTIONS.get(up),
        whole(ITERATION, given.get(ITERATION, ""), faults),
        over,
        race,
        axes,
        batch,
        shuffle,
    )


def reached(sheet: Worksheet) -> Way | None:
    """How the sheet's descent comes to its step; None where there is none. Raises LanguageError, which names parameters of the address."""
    try:
        return way(sheet)
    except LanguageError as error:
        raise LanguageError([replace(each, parameter=addressed(each.parameter)) for each in error.mistakes]) from None


def attempted(sheet: Worksheet, faults: Sequence[Diagnostic]) -> tuple[Way | None, list[Diagnostic]]:
    """How the sheet's descent comes to its step, if it can, and what is to be said of it: those of the `faults` that are about it too."""
    told = [fault for fault in faults if belongs(fault.parameter or "")]
    if sheet.training is None or told:
        return None, told
    try:
        found = reached(sheet)
    except LanguageError as error:
        return None, list(error.mistakes)
    return found, overshot(sheet)


def overshot(sheet: Worksheet) -> list[Diagnostic]:
    """That the step of a descent which is looked at is beyond its last. Raises LanguageError."""
    asked = sheet.training
    if asked is None or not asked.iteration:
        return []
    most = asked.request(parse(sheet.text)).steps
    told = f"there are {most} steps: this is the last"
    return [Diagnostic(None, told, "ask for more steps", parameter=ITERATION)] if most < asked.iteration else []


def addressed(parameter: str | None) -> str | None:
    """The parameter of an address that says what a field of a descent says."""
    return parameter if parameter in (None, TRAIN, ITERATION, "seed") else f"{OF}{parameter}"


def whole(name: str, text: str, faults: list[Diagnostic]) -> int | None:
    """A count from 0; None where it is not given."""
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    if text:
        told = f"`{text[:40]}` is no whole number"
        faults.append(Diagnostic(None, told, "write 0, 1, 2, …", parameter=name))
    return None


def setting(name: str, text: str, faults: list[Diagnostic]) -> float | None:
    """A number of an optimiser's rule."""
    try:
        found = read(text).value
    except ValueMistake as mistake:
        faults.append(Diagnostic(None, mistake.message, mistake.hint, parameter=f"{OF}{name}"))
        return None
    if getattr(found, "shape", ()):
        faults.append(Diagnostic(None, "this is one number", "write a number", parameter=f"{OF}{name}"))
        return None
    return float(found)
