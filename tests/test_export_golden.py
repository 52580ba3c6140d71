"""Golden figures, in pairs: the scene as JSON and the picture as SVG. Each is an example of the gallery; some stand in every text format.

`make golden` (or BACKPASS_GOLDEN=write) draws them anew; read the difference before you commit it.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from app.autodiff import differentiate
from app.diagram import CHOICES, Diagram, Options, compose, compose_closeup, record
from app.examples import EXAMPLES, Example, find
from app.export import Picture, Settings, export, seal
from app.language import parse

GOLDEN = Path(__file__).resolve().parent / "golden"
WRITE = os.environ.get("BACKPASS_GOLDEN") == "write"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
DIGEST = re.compile(r"\bf[0-9a-f]{8}\b")
"""What ids begin with follows from every digit of the figure, however it was rounded."""
HASH = re.compile(r"sha256-[\w+/=]+")
APART = {".json": 0.05, ".svg": 1.01}
SEAL = seal("e=f")
WRITTEN = {
    **dict.fromkeys(("dot", "mmd", "md", "txt"), Settings()),
    **dict.fromkeys(("tex", "typ"), Settings(steps="all")),
    "html": Settings(theme="dark"),
}
"""Formats of text beside the pair, and how they are wanted."""
TOLD = ("sum-product", "two-paths")
"""The examples that stand in each of them."""
"""Other processors round otherwise: scenes to a hundredth of a point, glyphs to a thousandth of an em."""

FIGURES: dict[str, tuple[Example, dict[str, str]]] = {example.name: (example, {}) for example in EXAMPLES} | {
    f"{name}-{style}": (found, {"style": style})
    for style in CHOICES["style"][1:]
    for name in ("sum-product", "two-paths")
    if (found := find(name))
}
FIGURES |= {
    f"{name}-closeup": (found, {"gate": gate})
    for name, gate in (("sum-product", "f"), ("network", "v_1"), ("batch-norm", "gammax"))
    if (found := find(name))
}


def drawn(example: Example, more: dict[str, str]) -> Diagram:
    trace = differentiate(parse(example.text), values=example.values, seed=example.seed, constants=example.constants)
    if "gate" in more:
        return compose_closeup(trace, Options(fold="primitive"), more["gate"])
    return compose(trace, Options(**{**example.options, **more}))  # type: ignore[arg-type]


def pair(diagram: Diagram) -> dict[str, str]:
    scene = json.dumps(record(diagram, ink=False), ensure_ascii=False, indent=1)
    picture = DIGEST.sub("figure", export(Picture(diagram), "svg").decode())
    return {".json": scene + "\n", ".svg": picture}


def texts(diagram: Diagram) -> dict[str, str]:
    """The figure in the formats of text."""
    files = {kind: export(Picture(diagram, wanted, SEAL), kind).decode() for kind, wanted in WRITTEN.items()}
    return {f".{kind}": HASH.sub("sha256-…", DIGEST.sub("figure", text)) for kind, text in files.items()}


def differences(found: str, golden: str, apart: float) -> list[tuple[str, str]]:
    """Where two files differ by more than rounding: their words, or numbers further apart than `apart`."""
    words = list(zip(NUMBER.split(found), NUMBER.split(golden), strict=False))
    numbers = list(zip(NUMBER.findall(found), NUMBER.findall(golden), strict=False))
    wrong = [pair for pair in words if pair[0] != pair[1]]
    wrong += [pair for pair in numbers if abs(float(pair[0]) - float(pair[1])) > apart]
    if len(NUMBER.findall(found)) != len(NUMBER.findall(golden)):
        wrong.append((f"{len(found)} characters", f"{len(golden)} characters"))
    return wrong


@pytest.mark.parametrize("name", FIGURES)
def test_golden_figures(name: str) -> None:
    diagram = drawn(*FIGURES[name])
    for suffix, found in {**pair(diagram), **(texts(diagram) if name in TOLD else {})}.items():
        path = GOLDEN / f"{name}{suffix}"
        if WRITE:
            path.write_text(found, encoding="utf-8")
        assert path.exists(), f"no golden {path.name}: run make golden, and look at what it draws"
        assert differences(found, path.read_text(encoding="utf-8"), APART.get(suffix, 1.01))[:5] == [], path.name


def test_every_golden_file_is_of_a_figure() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == set(FIGURES)


def test_differences_are_seen() -> None:
    assert differences("a 1.00 b", "a 1.01 b", 0.05) == []
    assert differences("a 1.0 b", "a 1.2 b", 0.05) == [("1.0", "1.2")]
    assert differences("a 1 b", "a 1 c", 0.05) == [(" b", " c")]
    assert differences("a 1", "a 1 2", 0.05) != []
