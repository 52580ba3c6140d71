"""Figures in notebooks and scripts."""

from __future__ import annotations

import re
import sys
from base64 import b64decode
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from app.notebook import FigureError
from app.notebook.widget import WIDGET
from backpass import Figure, draw, show


def test_a_figure_has_its_numbers() -> None:
    found = show("z = x*y", x=3, y=np.array([1.0, 2.0]), seed=[1, 0])
    assert isinstance(found, Figure)
    assert list(found.values["z"]) == [3, 6]
    assert found.gradients["x"] == 1


def test_jupyter_gets_what_its_front_end_can_show() -> None:
    bundle = show("z = x*y", x=3, y=-4)._repr_mimebundle_()
    assert [kind for kind in bundle if kind != WIDGET] == ["image/svg+xml", "image/png", "text/latex", "text/plain"]
    assert bundle["image/svg+xml"].startswith("<svg")
    assert b64decode(bundle["image/png"]).startswith(b"\x89PNG")
    assert r"\frac{dL}{dx}" in bundle["text/latex"]
    assert list(show("z = x")._repr_mimebundle_(include={"image/png"})) == ["image/png"]
    assert "image/png" not in show("z = x")._repr_mimebundle_(exclude={"image/png"})


def test_where_widgets_are_installed_the_figure_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    class Installed:
        """Stands for anywidget's class."""

        def __init__(self, page: str, still: str) -> None:
            self.page, self.still = page, still

        def _repr_mimebundle_(self) -> tuple[dict[str, object], dict[str, object]]:
            return {WIDGET: {"model_id": self.page}}, {}

    monkeypatch.setattr("app.notebook.widget.find_spec", lambda name: name)
    monkeypatch.setattr("app.notebook.widget.kind", lambda: Installed)
    bundle = show("z = x*y", options={"theme": "dark"})._repr_mimebundle_(include={WIDGET})
    page = bundle[WIDGET]["model_id"]
    assert page.startswith("<!doctype html>")
    assert "--paper: #1d1d21" in page


@pytest.mark.parametrize("name", ["figure.svg", "figure.pptx", "figure.tex"])
def test_a_figure_is_saved_in_the_format_of_its_name(name: str, tmp_path: Path) -> None:
    assert show("z = x*y", options={"theme": "dark", "scale": "2"}).save(tmp_path / name).stat().st_size > 1000


def test_the_step_and_the_options_are_kept() -> None:
    first = show("z = x*y", options={"step": "1", "style": "colah"})
    assert first.bytes("svg") != show("z = x*y", options={"style": "colah"}).bytes("svg")


def test_texts_say_the_same_as_numbers_and_as_an_address() -> None:
    made = show("z = x*y", x=3, y=-4, options={"style": "colah"}).bytes("txt").splitlines()
    assert show("z = x*y", x="3", y="-4", options={"style": "colah"}).bytes("txt").splitlines() == made
    assert draw("z = x*y", {"at.x": "3", "y": "-4", "style": "colah"}).bytes("txt").splitlines() == made


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (lambda: show("z = sigmod(x)"), r"did you mean `sigmoid`"),
        (lambda: show("z = gamma(x)"), r"did you mean `Gamma`"),
        (lambda: show("z = x", q=3), "`q` is neither an input"),
        (lambda: show("z = x", options={"theme": "pink"}), "`pink` is not one of its choices"),
        (lambda: show("z = x", options={"them": "dark"}), r"`them` is neither .*did you mean theme"),
        (lambda: show("z = x").bytes("bmp"), "no format 'bmp'"),
        (lambda: show("z = x", x=[1, [2, 3]]), "x: this is no array of numbers"),
        (lambda: show("z = x", x="1,,2"), "x: a number is missing"),
        (lambda: draw("z = x", {"scale": "2"}), "`scale` has no effect on .svg"),
        (lambda: draw("z = x", {"them": "dark"}), r"`them` is neither .*did you mean theme"),
    ],
)
def test_mistakes_are_told_as_on_a_terminal(asked: object, told: str) -> None:
    with pytest.raises(FigureError, match=told) as error:
        asked()  # type: ignore[operator]
    # What IPython shows in the place of a traceback.
    assert re.search(told, "\n".join(error.value._render_traceback_()))


@pytest.mark.parametrize("installed", [True, False])
def test_a_notebook_is_given_a_picture_first_and_then_the_steps(
    monkeypatch: pytest.MonkeyPatch, installed: bool
) -> None:
    shown: list[dict[str, Any]] = []
    module = ModuleType("IPython.display")
    module.display = lambda bundle, raw: shown.append(bundle)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "IPython", ModuleType("IPython"))
    monkeypatch.setitem(sys.modules, "IPython.display", module)
    monkeypatch.setattr("app.notebook.display.has_widgets", lambda: installed)
    monkeypatch.setattr("app.notebook.display.stepper", lambda page, still: {"page": page, "still": still})
    show("z = x*y")._ipython_display_()
    # A front end that has LaTeX shows that, and no picture.
    assert [list(bundle) for bundle in shown] == [["image/svg+xml", "image/png", "text/plain"], [WIDGET]][
        : 1 + installed
    ]
    if installed:
        assert shown[1][WIDGET]["still"] in shown[0]["image/svg+xml"]
        assert len(shown[1][WIDGET]["still"]) > 8
