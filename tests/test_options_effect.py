"""Every option with every format: it changes the file, or it is a mistake that names it. Nothing is passed over."""

from __future__ import annotations

import pytest

from app.diagram import CHOICES
from app.export import FORMATS, SETTINGS
from app.query import GATE, HIDE, STEP, Query, QueryError
from app.render import effective, figures, picture
from app.render.asking import untold

PROGRAM = Query("q = sigmoid(x + y)\nf = q * z", {"x": "1", "y": "2", "z": "3"})
GIVEN = {
    "notation": "∂",
    "labels": "symbols",
    "style": "circuit",
    "panels": "forward",
    "fold": "all",
    "frame": "20",
    "palette": "blue",
    "theme": "dark",
    "title": "off",
    "digits": "5",
    "scale": "2",
    "width": "300",
    "dpi": "100",
    "document": "fragment",
    "heading": "A gate",
    "aspect": "4:3",
    "shapes": "picture",
    "text": "live",
    "dwell": "3",
    "loop": "off",
    "steps": "all",
    "stops": "3",
    "sheet": "worksheet",
    GATE: "q",
    STEP: "1",
    HIDE: "all",
}
"""One value other than the default for each option that there is."""
BESIDE: dict[str, dict[str, str]] = {
    "alone": {},
    "gate": {GATE: "q"},
    "steps": {"steps": "all"},
    "hidden": {HIDE: "gradients"},
    "forward": {"panels": "forward"},
    "cs231n": {"style": "cs231n"},
    "stacked": {"panels": "stacked"},
    "symbols": {"labels": "symbols"},
}
FILMS = ("gif", "webp", "pdf", "png", "pptx")
"""What is slow to make is tried with each option alone, and with those that bear on films."""


def with_options(chosen: dict[str, str]) -> Query:
    options = {name: text for name, text in chosen.items() if name in CHOICES}
    settings = {name: text for name, text in chosen.items() if name in SETTINGS}
    gate, step, hide = (chosen.get(name, "") for name in (GATE, STEP, HIDE))
    return Query(PROGRAM.text, PROGRAM.values, options=options, settings=settings, gate=gate, step=step, hide=hide)


def drawn(chosen: dict[str, str], extension: str) -> bytes | set[str | None]:
    """The file, or the names of the options that are mistakes."""
    try:
        return picture(with_options(chosen), extension)
    except QueryError as error:
        return {fault.parameter for fault in error.faults}


def test_the_table_has_every_option() -> None:
    assert GIVEN.keys() == {*CHOICES, *SETTINGS, GATE, STEP, HIDE}


@pytest.mark.parametrize("extension", FORMATS)
def test_an_option_changes_the_file_or_is_a_mistake(extension: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # What opens a file again holds every option, and is no effect.
    monkeypatch.setattr(figures, "seal", lambda query: "")
    for chosen in list(BESIDE.values())[: 1 if extension in FILMS else None]:
        plain = drawn(chosen, extension)
        if isinstance(plain, set):
            assert plain <= chosen.keys()
            continue
        for name, text in GIVEN.items():
            if name not in chosen:
                made = drawn({**chosen, name: text}, extension)
                if isinstance(made, set):
                    assert made & {name, *chosen}, (name, chosen, made)
                else:
                    assert made != plain, (name, chosen)


@pytest.mark.parametrize("extension", FORMATS)
def test_what_is_effective_is_no_mistake(extension: str) -> None:
    """The links of the page leave out what would be one."""
    kind = FORMATS[extension]
    for name, text in GIVEN.items():
        for chosen in BESIDE.values():
            asked = effective(with_options({**chosen, name: text}), kind)
            assert [
                *figures.ineffective(asked, kind),
                *figures.idle(asked, kind),
                *figures.still(asked, kind),
                *untold(asked),
            ] == []


def test_one_step_beside_all_of_them_is_a_mistake() -> None:
    assert drawn({"steps": "all", STEP: "1"}, "svg") == {STEP}
    assert drawn({"panels": "stacked"}, "dot") == {"panels"}
    assert drawn({"panels": "forward", "palette": "blue"}, "svg") == {"palette"}
