"""Nothing in a figure touches what it should not: words, gates, wires, and the edge of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import hypot

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.autodiff import differentiate
from app.diagram import (
    BOTH,
    CHOICES,
    Circle,
    Curve,
    Diagram,
    Flag,
    Frame,
    Heat,
    Mark,
    Options,
    Rule,
    Text,
    compose,
    frames,
    parts,
)
from app.examples import EXAMPLES
from app.language import parse
from app.layout.field import Rectangle, samples, touches
from app.typeset import EM, LEAST
from tests.figure_budget import over_budget
from tests.figure_corpus import NAMES, traces
from tests.programs import valid

BLUR = 0.6
"""How far boxes may run into each other: a label's box is larger than its ink."""
BLURRED = 0.01
"""How much smaller than the least size type may be, by rounding, in points."""
TOUCH = 2.0
"""How far from a circle's line a wire may end."""
STYLES, PANELS = CHOICES["style"], ("side", "stacked", "forward", "backward")


def box(mark: Mark) -> Rectangle:
    match mark:
        case Text(x=x, y=y, label=label):
            return x + BLUR, y + BLUR, x + label.width - BLUR, y + label.height - BLUR
        case Circle(x=x, y=y, radius=radius):
            return x - radius, y - radius, x + radius, y + radius
        case Heat(x=x, y=y, size=(width, height)):
            return x, y, x + width, y + height
        case Frame(x=x, y=y, width=width, height=height) | Flag(x=x, y=y, width=width, height=height):
            return x, y, x + width, y + height
    points = mark.points if isinstance(mark, Curve) else ()
    if isinstance(mark, Rule):
        points = (mark.start, mark.stop)
    return min(x for x, _ in points), min(y for _, y in points), max(x for x, _ in points), max(y for _, y in points)


def meeting(ones: Sequence[Rectangle], others: Sequence[Rectangle]) -> list[tuple[int, int]]:
    """Which rectangles overlap which others, by their places in the lists."""
    if not ones or not others:
        return []
    one, other = np.array(ones)[:, None], np.array(others)
    apart = np.concatenate([one[..., :2] - other[..., 2:], other[..., :2] - one[..., 2:]], axis=-1)
    return [(first, second) for first, second in np.argwhere((apart < 0).all(axis=-1)).tolist()]


def in_circle(words: Rectangle, circle: Circle) -> bool:
    x, y = min(max(circle.x, words[0]), words[2]), min(max(circle.y, words[1]), words[3])
    return (x - circle.x) ** 2 + (y - circle.y) ** 2 < circle.radius**2


def heads(diagram: Diagram) -> list[Curve]:
    """The heads of the arrows."""
    return [replace(mark, points=mark.head) for mark in diagram.marks if isinstance(mark, Curve) and mark.head]


def collisions(diagram: Diagram) -> Iterator[tuple[str, str]]:
    words = [mark for mark in diagram.marks if isinstance(mark, Text | Heat) and not mark.id.endswith("symbol")]
    places = [box(word) for word in words]
    for one, other in meeting(places, places):
        if one < other:
            yield words[one].id, words[other].id
    tips = heads(diagram)
    for number, under in meeting([box(tip) for tip in tips], places):
        yield words[under].id, tips[number].id
    for number, under in meeting([box(mark) for mark in diagram.marks], places):
        if covers(diagram, diagram.marks[number], words[under]):
            yield words[under].id, diagram.marks[number].id


def covers(diagram: Diagram, mark: Mark, word: Text | Heat) -> bool:
    """Whether something drawn lies over a word, whose boxes overlap."""
    match mark:
        case Circle():
            return in_circle(box(word), mark)
        case Curve(points=points):
            return touches(points, box(word)) and not framed(diagram, word)
    return isinstance(mark, Frame | Flag) and mark.part != word.part


def pierced(diagram: Diagram) -> Iterator[tuple[str, str]]:
    """Wires that run through a gate or fork which is not at one of their ends."""
    circles = [mark for mark in diagram.marks if isinstance(mark, Circle)]
    wires = [mark for mark in diagram.marks if isinstance(mark, Curve)]
    round_circles = [box(replace(circle, radius=circle.radius + 1)) for circle in circles]
    for number, under in meeting([box(wire) for wire in wires], round_circles):
        wire, circle = wires[number], circles[under]
        tip = wire.head[0] if wire.head else wire.points[-1]
        far = [hypot(x - circle.x, y - circle.y) - circle.radius for x, y in (wire.points[0], tip)]
        if min(far) > 2 and circle.panel == wire.panel:
            near = min(hypot(x - circle.x, y - circle.y) for x, y in samples(wire.points, 24))
            if near < circle.radius + 1:
                yield wire.id, circle.id


def loose(diagram: Diagram) -> Iterator[tuple[str, str]]:
    """Wires that end before the circle that they belong to, or within it."""
    marks = {mark.id: mark for mark in diagram.marks}
    for link in diagram.links:
        curve = marks.get(link.mark)
        if not isinstance(curve, Curve):
            continue
        tip = curve.head[0] if curve.head else curve.points[-1]
        for part, (x, y) in ((link.tail, curve.points[0]), (link.head, tip)):
            circle = marks.get(f"{link.panel}-{part}")
            if not isinstance(circle, Circle) or circle.solid:
                continue
            if abs(hypot(x - circle.x, y - circle.y) - circle.radius) > TOUCH:
                yield link.mark, circle.id


def framed(diagram: Diagram, word: Text | Heat) -> bool:
    """Whether a word stands in a box, which covers the wire behind it."""
    return any(
        isinstance(mark, Frame) and mark.part == word.part and word.id.endswith("local") for mark in diagram.marks
    )


def outside(diagram: Diagram) -> list[str]:
    page = (0.0, 0.0, diagram.width, diagram.height)
    boxes = [(mark.id, box(mark)) for mark in diagram.marks]
    boxes += [(head.id, box(head)) for head in heads(diagram)]
    return [
        key
        for key, (left, top, right, bottom) in boxes
        if left < page[0] or top < page[1] or right > page[2] or bottom > page[3]
    ]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", NAMES)
def test_nothing_overlaps_and_nothing_is_cut(name: str, style: str) -> None:
    for panels in PANELS if style == "kratzert" else ("auto",):
        diagram = compose(traces()[name], Options(style=style, panels=panels))
        assert list(collisions(diagram)) == [], panels
        assert list(pierced(diagram)) == [], panels
        assert outside(diagram) == [], panels


@pytest.mark.parametrize("fold", CHOICES["fold"])
@pytest.mark.parametrize("labels", CHOICES["labels"])
def test_no_overlap_however_it_is_folded_and_labelled(labels: str, fold: str) -> None:
    for name in ("neuron", "logarithm", "network", "fork"):
        diagram = compose(traces()[name], Options(labels=labels, fold=fold, panels="stacked"))
        assert list(collisions(diagram)) == [], name
        assert outside(diagram) == [], name


def test_the_test_sees_an_overlap() -> None:
    diagram = compose(traces()["gate"], Options())
    text = next(mark for mark in diagram.marks if isinstance(mark, Text))
    circle = Circle("c", BOTH, parts.TITLE, text.x, text.y, 9.0, tone="forward")
    doubled = Diagram(diagram.width, text.y, "", "", (*diagram.marks, text, circle))
    assert (text.id, text.id) in list(collisions(doubled))
    assert (text.id, "c") in list(collisions(doubled))
    assert text.id in outside(doubled)


def illegible(diagram: Diagram, floor: float = 6.75) -> list[tuple[str, float]]:
    """Words with signs under so many points; 6.75 are 9 pixels at a file's natural size."""
    return [
        (mark.name, size)
        for mark in diagram.marks
        if (label := getattr(mark, "label", None)) is not None and label.glyphs
        if (size := min(glyph.scale for glyph in label.glyphs) * EM) < floor - BLURRED
    ]


@pytest.mark.parametrize("frame", ["46", "60", "75", "106"])
@pytest.mark.parametrize("name", NAMES)
def test_a_figure_fits_its_frame(name: str, frame: str) -> None:
    diagram = compose(traces()[name], Options(frame=frame))
    assert diagram.width <= frames.points(frame)
    assert over_budget(name, frame, diagram) == []
    assert illegible(diagram) == []
    assert list(collisions(diagram)) == []
    assert list(pierced(diagram)) == []
    assert list(loose(diagram)) == []
    assert outside(diagram) == []


@pytest.mark.parametrize("name", NAMES)
def test_type_can_be_read_on_a_phone(name: str) -> None:
    diagram = compose(traces()[name], Options(frame="phone"))
    assert over_budget(name, "phone", diagram) == []
    assert illegible(diagram) == []
    # All but entries of arrays and their ranges has 9 pixels where main type has 13.
    assert [each for each in illegible(diagram, LEAST) if not {*"[…"} & {*each[0]}] == []


@pytest.mark.parametrize("frame", ["free", "phone"])
@pytest.mark.parametrize("name", ["gate", "neuron", "fan-out", "logarithm", "softmax", "network"])
def test_nothing_moves_when_values_change(name: str, frame: str) -> None:
    one = next(example for example in EXAMPLES if example.name == name)
    first = differentiate(parse(one.text), values=one.values, seed=one.seed, constants=one.constants)
    inputs = {each: np.asarray(first.values[node]) for each, (node, *_) in first.run.inputs.items()}
    still = compose(first, Options(frame=frame))
    for extreme in (1.0, -1234.5, 1e-12, 123456.0, np.nan):
        given = {each: np.full(value.shape, extreme) for each, value in inputs.items()}
        moved = compose(
            differentiate(parse(one.text), values=given, seed=one.seed, constants=one.constants), Options(frame=frame)
        )
        assert places(moved) == places(still), extreme
        # Arrays of powers of ten are set smaller.
        assert any(value.shape for value in inputs.values()) or illegible(moved) == [], extreme


def places(diagram: Diagram) -> list[tuple[str, float, float]]:
    """Where words and gates stand."""
    found = [(mark.id, mark.x, mark.y + mark.label.baseline) for mark in diagram.marks if isinstance(mark, Text)]
    found += [(mark.id, mark.x, mark.y) for mark in diagram.marks if isinstance(mark, Circle)]
    return [(key, round(x, 6), round(y, 6)) for key, x, y in found]


@settings(max_examples=20, deadline=None, derandomize=True)
@given(valid(), st.sampled_from(["25.2", "46", "75", "106", "free"]))
def test_a_generated_program_has_a_clean_figure_in_any_frame(
    program: tuple[str, dict[str, object]], frame: str
) -> None:
    text, values = program
    diagram = compose(differentiate(parse(text), values=values), Options(frame=frame))
    assert list(collisions(diagram)) == []
    assert list(pierced(diagram)) == []
    assert list(loose(diagram)) == []
    assert outside(diagram) == []
