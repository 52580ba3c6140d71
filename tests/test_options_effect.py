"""Every option with every format: it changes the file, or it is a mistake that names it. Nothing is passed over."""

from __future__ import annotations

import pytest

from app.charts import landscape
from app.diagram import CHOICES
from app.export import FORMATS, SETTINGS
from app.language import LanguageError
from app.query import CONSTANT, GATE, HIDE, OUTPUT, SEED, STEP, Query, QueryError
from app.query.query import STUDIES
from app.render import effective, figures, picture
from app.render.effects import faults

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
    "slides": "one",
    "shapes": "picture",
    "text": "live",
    "dwell": "3",
    "loop": "off",
    "chart": "loss",
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
DESCENT = {
    "train": "x",
    "iteration": "2",
    "train.rate": "0.3",
    "train.steps": "7",
    "train.optimiser": "adam",
    "train.momentum": "0.5",
    "train.batch": "1",
    "train.shuffle": "3",
    "train.direction": "up",
    "train.axes": "log",
    "train.over": "y",
    "train.race": "adam",
}
"""One value for each thing that is said of a descent."""
DESCENDED: dict[str, dict[str, str]] = {
    "figure": {},
    "begun": {"train": "x,y", "train.rate": "0.1"},
    "at its start": {"train": "x,y", "train.rate": "0.1", "iteration": "0"},
    "gate at its start": {"train": "x,y", "train.rate": "0.1", "iteration": "0", GATE: "q"},
    "at a step": {"train": "x,y", "train.rate": "0.1", "iteration": "9"},
    "gate": {"train.rate": "0.1", "iteration": "9", GATE: "q"},
    "loss": {"chart": "loss", "train": "x,y", "train.rate": "0.1", "train.steps": "5"},
    "landscape": {"chart": "landscape", "train": "x,y", "train.rate": "0.1", "train.steps": "5"},
    "line": {"chart": "landscape", "train": "x", "train.rate": "0.1", "train.steps": "5"},
    "walk": {"train": "x,y", "train.rate": "0.1", "iteration": "0", "steps": "all"},
    "film": {"chart": "loss", "train": "x,y", "train.steps": "5", "steps": "all"},
}
FILMS = ("gif", "webp", "pdf", "png", "pptx")
"""What is slow to make is tried with each option alone, and with those that bear on films."""


def with_options(chosen: dict[str, str]) -> Query:
    options = {name: text for name, text in chosen.items() if name in CHOICES}
    settings = {name: text for name, text in chosen.items() if name in SETTINGS}
    gate, step, hide, seed, output = (chosen.get(name, "") for name in (GATE, STEP, HIDE, SEED, OUTPUT))
    descent = {name: text for name, text in chosen.items() if name in DESCENT}
    study = {name: text for name, text in chosen.items() if name in STUDIES}
    constants = tuple(filter(None, [chosen.get(CONSTANT)]))
    return Query(
        PROGRAM.text,
        PROGRAM.values,
        seed,
        constants,
        output,
        options,
        step,
        settings,
        (),
        gate,
        hide,
        descent,
        study,
    )


def drawn(chosen: dict[str, str], extension: str) -> bytes | set[str | None]:
    """The file, or the names of the options that are mistakes."""
    try:
        return picture(with_options(chosen), extension)
    except QueryError as error:
        return {fault.parameter for fault in error.mistakes}
    except LanguageError as error:
        return {fault.parameter for fault in error.mistakes}


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
            charts_nothing = "chart" in asked.settings and "chart" not in kind.settings
            assert [fault.parameter for fault in faults(asked, kind)] == ["chart"] * charts_nothing


@pytest.mark.parametrize("beside", DESCENDED)
@pytest.mark.parametrize("extension", ["svg", "html", "md", "dot"])
def test_what_is_said_of_a_descent_changes_the_file_or_is_a_mistake(
    extension: str, beside: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "seal", lambda query: "")
    monkeypatch.setattr(landscape, "COARSE", 5)
    chosen = DESCENDED[beside]
    plain = drawn(chosen, extension)
    said = {**DESCENT, **dict.fromkeys(STUDIES, "q"), SEED: "2", OUTPUT: "q", CONSTANT: "z", "stops": "3", HIDE: "all"}
    # Up to its length a descent goes the same way: beside an iteration that is asked for, it says how far one may ask.
    within = chosen.get("iteration") == "0"
    for name, text in said.items() - ({("train.steps", said["train.steps"])} if within else set()):
        made = drawn({**chosen, name: text}, extension)
        if isinstance(plain, bytes) and isinstance(made, bytes):
            assert made != plain or name in chosen, name
        elif not isinstance(made, bytes):
            assert made & {name, *chosen}, (name, made)
    if chosen and isinstance(plain, set):
        assert plain <= chosen.keys()


def test_one_step_beside_all_of_them_is_a_mistake() -> None:
    assert drawn({"steps": "all", STEP: "1"}, "svg") == {STEP}
    assert drawn({"panels": "stacked"}, "dot") == {"panels"}
    assert drawn({"panels": "forward", "palette": "blue"}, "svg") == {"palette"}
