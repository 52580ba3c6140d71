"""What a person can choose about a file, apart from what the figure shows: one row a setting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite
from types import MappingProxyType

from app.export.theme import THEMES

DWELL = 1.5
CHART = "chart"
WORKSHEET = "worksheet"
LONGEST = 120
"""Letters of a slide's heading."""
ONE = "one"
DIGITS = ("3", "2", "4", "5", "6")
STEPS, ASPECTS, SHEETS = ("none", "all"), ("16:9", "4:3"), ("figure", WORKSHEET)


class SettingError(ValueError):
    """A setting that cannot be: which, what is wrong, and what to try."""

    def __init__(self, setting: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.setting, self.message, self.hint = setting, message, hint


@dataclass(frozen=True, slots=True)
class Settings:
    """How a figure becomes a file: its colours; pixels for a point (one of `scale`, `width`, `dpi`); whether step by step.

    `sheet` is of PDF: the figure alone, or a worksheet. `aspect` is of slides, `heading` their title, `shapes` whether they can be
    edited, `slides` whether there are as many as it takes to read it; `text` is of SVG, `document` whether LaTeX and Typst can stand
    alone. A walk has `stops` steps instead of all; in animations each stands `dwell` seconds, and they `loop` or not. `chart` is that
    of a descent which is drawn instead of the figure.
    """

    theme: str = "light"
    sheet: str = "figure"
    title: str = "on"
    digits: str = "3"
    scale: float | None = None
    width: float | None = None
    dpi: float | None = None
    steps: str = "none"
    stops: float | None = None
    aspect: str = "16:9"
    slides: str = "readable"
    shapes: str = "native"
    heading: str = ""
    text: str = "outlines"
    chart: str = ""
    document: str = "standalone"
    dwell: float | None = None
    loop: str = ""

    @property
    def seconds(self) -> float:
        return self.dwell or DWELL

    @property
    def loops(self) -> bool:
        return self.loop != "off"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: what it says, how it is read from text, and what to try where that fails."""

    name: str
    told: str
    read: Callable[[str], str | float]
    hint: str
    choices: tuple[str, ...] = ()
    numeric: bool = True
    """Whether it is a number, if it has no choices."""


def one_of(*choices: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in choices:
            raise ValueError("is not one of its choices")
        return text

    return read


def between(least: float, most: float, *, whole: bool = False) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            found = float(text)
        except ValueError:
            found = float("nan")
        if not isfinite(found) or (whole and found != int(found)):
            raise ValueError(f"is not a {'whole ' if whole else ''}number")
        if not least <= found <= most:
            raise ValueError(f"is not from {least:g} to {most:g}")
        return found

    return read


def phrase(text: str) -> str:
    if not text.strip() or len(text) > LONGEST:
        raise ValueError(f"has no letter, or more than {LONGEST}")
    return text.strip()


def choice(name: str, told: str, choices: tuple[str, ...]) -> Setting:
    return Setting(name, told, one_of(*choices), f"choose one of {', '.join(choices)}", choices)


SETTINGS: Mapping[str, Setting] = MappingProxyType(
    {
        each.name: each
        for each in (
            choice("theme", "its colours; transparent has no paper", tuple(THEMES)),
            choice("digits", "how many significant digits numbers have", DIGITS),
            choice(CHART, "a chart of the descent instead of the figure", ("loss", "landscape", "fit")),
            choice("title", "whether the panels have their titles", ("on", "off")),
            Setting(
                "scale", "how many pixels for one of a screen (96 to the inch)", between(1, 4), "for example scale=2"
            ),
            Setting("width", "how many pixels wide", between(16, 12_000, whole=True), "for example width=1600"),
            Setting("dpi", "how many pixels to the inch of paper", between(36, 1200), "for example dpi=300"),
            choice(
                "sheet",
                "the figure on a page of its own size, or a worksheet: one A4 page with program and table",
                SHEETS,
            ),
            choice("document", "a document of its own, or a fragment to take into one", ("standalone", "fragment")),
            Setting(
                "heading",
                "a title above the figure on each slide",
                phrase,
                "for example heading=One gate",
                numeric=False,
            ),
            choice("aspect", "the shape of slides", ASPECTS),
            choice(
                "slides",
                "as many slides as it takes for letters of 12 points, or one",
                ("readable", ONE),
            ),
            choice(
                "shapes",
                "shapes and equations to edit, or a picture that no program draws otherwise",
                ("native", "picture"),
            ),
            choice(
                "text", "letters as outlines alone, or with real text on them to search and copy", ("outlines", "live")
            ),
            Setting("dwell", "seconds that each step of an animation stands", between(0.2, 20), "for example dwell=2"),
            choice("loop", "whether an animation starts again", ("on", "off")),
            Setting("stops", "in how many steps a walk is shown", between(2, 999, whole=True), "for example stops=5"),
            choice("steps", "one picture of the whole, or one for each step", STEPS),
        )
    }
)
PLAYING = ("dwell", "loop", "stops")
"""What bears on walks only."""
SIZES = ("scale", "width", "dpi")


def settings(given: Mapping[str, str]) -> Settings:
    """Settings from text. Raises SettingError for the first that cannot be; names have to be known."""
    found: dict[str, str | float] = {}
    for name, text in given.items():
        setting = SETTINGS[name]
        try:
            found[name] = setting.read(text)
        except ValueError as error:
            raise SettingError(name, f"`{text[:40]}` {error}", setting.hint) from None
    sizes = [name for name in SIZES if name in given]
    if len(sizes) > 1:
        raise SettingError(sizes[1], f"{' and '.join(sizes)} all say how many pixels", "give one of them")
    return Settings(**found)  # type: ignore[arg-type]
