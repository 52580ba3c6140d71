"""Colours: legible on their paper in every theme and palette, told apart by every eye, and the same in every format."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from app.diagram import CHOICES
from app.diagram.heat_map import SHADES
from app.export import FORMATS
from app.export.theme import THEMES, coloured
from app.query import Query, QueryError
from app.render import picture

LEGIBLE, SEEN = 4.5, 3.0
"""The contrast of type, and of what only has to be seen (WCAG 2.2, 1.4.3 and 1.4.11)."""
BLINDNESS = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
"""What is left of linear red, green and blue (Machado, Oliveira and Fernandes 2009)."""
APART = 0.15
"""How far two colours are apart in Oklab if they are told apart at a glance."""
ALL = list(product(THEMES, CHOICES["palette"]))


def linear(code: str) -> np.ndarray:
    channels = np.array([int(code[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    light, dark = sorted((float(linear(code) @ [0.2126, 0.7152, 0.0722]) for code in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


CONES = np.array(
    [[0.41222147, 0.53633254, 0.05144599], [0.2119035, 0.6806996, 0.10739696], [0.08830246, 0.28171884, 0.62997870]]
)
OPPONENT = np.array(
    [[0.21045426, 0.79361779, -0.00407205], [1.9779985, -2.4285922, 0.45059371], [0.02590404, 0.78277177, -0.80867577]]
)
"""From linear red, green and blue to cones, and from their cube roots to Oklab."""


def oklab(rgb: np.ndarray) -> np.ndarray:
    return np.asarray(OPPONENT @ np.cbrt(np.clip(CONES @ rgb, 0, None)))


@pytest.mark.parametrize(("theme", "palette"), ALL)
def test_inks_are_legible_on_their_paper(theme: str, palette: str) -> None:
    found = coloured(theme, palette)
    for tone in ("forward", "backward", "value", "quiet"):
        assert contrast(found.ink(tone), found.paper) >= LEGIBLE, tone
    for shade in (SHADES, -SHADES):
        assert contrast(found.heat(shade), found.paper) >= SEEN


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("blindness", BLINDNESS)
def test_blue_is_told_from_black_and_signs_from_each_other_by_every_eye(theme: str, blindness: str) -> None:
    found, seen = coloured(theme, "blue"), np.array(BLINDNESS[blindness])
    for one, other in ((found.forward, found.backward), (found.positive, found.negative)):
        far = oklab(seen @ linear(one)) - oklab(seen @ linear(other))
        assert float(np.hypot.reduce(far)) >= APART, (one, other)


def test_heat_maps_grow_darker_with_size() -> None:
    for theme in THEMES:
        shades = [
            contrast(coloured(theme, "red").heat(shade), coloured(theme, "red").paper) for shade in range(1, SHADES + 1)
        ]
        assert shades == sorted(shades)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("extension", ["svg", "tex", "html", "dot", "mmd"])
def test_a_palette_is_the_same_in_every_format(theme: str, extension: str) -> None:
    settings = {"theme": theme} if "theme" in FORMATS[extension].settings else {}
    colours = coloured(settings.get("theme", "light"), "blue"), coloured(settings.get("theme", "light"), "red")
    made = picture(Query("z = x*y", options={"palette": "blue"}, settings=settings), extension).decode().lower()
    assert colours[0].backward.removeprefix("#") in made
    assert colours[1].backward.removeprefix("#") not in made


@pytest.mark.parametrize("extension", ["png", "pdf", "pptx", "gif", "webp"])
def test_it_is_in_files_that_are_no_text(extension: str) -> None:
    assert picture(Query("z = x*y", options={"palette": "blue"}), extension) != picture(Query("z = x*y"), extension)


def test_where_there_are_no_colours_a_palette_is_a_mistake() -> None:
    for extension in ("json", "txt", "md"):
        with pytest.raises(QueryError, match="`palette` has no effect"):
            picture(Query("z = x*y", options={"palette": "blue"}), extension)
