"""Parts and links: every wire that is drawn has two ends that are drawn, in the order in which the passes are read."""

from __future__ import annotations

from collections import Counter

import pytest

from app import pipeline
from app.autodiff import differentiate
from app.diagram import BACKWARD, CHOICES, FORWARD, Circle, Curve, Diagram, Link, Options, Text, compose, parts
from app.diagram.parts import Kind, Part
from app.examples import EXAMPLES, Example
from app.language import parse
from app.query import Query


def figure(text: str, **options: str) -> Diagram:
    return compose(differentiate(parse(text)), Options(**{"frame": "400", **options}))  # type: ignore[arg-type]


def told(links: tuple[Link, ...], panel: str) -> list[str]:
    return [f"{link.tail} {link.head} {link.role}" for link in links if link.panel == panel]


def test_links_follow_the_passes() -> None:
    found = figure("q = x + y\nf = q * q * x").links
    assert told(found, FORWARD) == [
        "value-0 fork-0 stem",
        "fork-0 gate-0 branch",
        "value-1 gate-0 source",
        "gate-0 fork-2 stem",
        "fork-2 gate-1 branch",
        "fork-2 gate-1 branch",
        "gate-1 gate-2 passing",
        "fork-0 gate-2 branch",
        "gate-2 value-4 output",
    ]
    assert told(found, BACKWARD) == [
        "value-4 gate-2 output",
        "gate-2 gate-1 passing",
        "gate-2 fork-0 branch",
        "gate-1 fork-2 branch",
        "gate-1 fork-2 branch",
        "fork-2 gate-0 stem",
        "gate-0 fork-0 branch",
        "gate-0 value-1 source",
        "fork-0 value-0 stem",
    ]


def test_what_is_written_on_a_link_is_found_by_its_part() -> None:
    diagram = figure("q = x + y\nf = q * z")
    link = next(link for link in diagram.links if link.panel == FORWARD and link.role == "passing")
    words = {mark.part: mark.label.text for mark in diagram.marks if isinstance(mark, Text) and mark.panel == FORWARD}
    assert [words[part] for part in link.labels] == ["q = 2"]


@pytest.mark.parametrize("style", CHOICES["style"])
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_each_curve_is_a_link_between_two_ends_that_are_drawn(style: str, example: Example) -> None:
    for panels in CHOICES["panels"]:
        trace = differentiate(parse(example.text), values=example.values)
        diagram = compose(trace, Options(style=style, panels=panels))
        curves = {mark.id for mark in diagram.marks if isinstance(mark, Curve)}
        drawn = {mark.id for mark in diagram.marks if isinstance(mark, Circle | Text)}
        assert curves == {link.mark for link in diagram.links}
        shown = {link.panel for link in diagram.links}
        for link in diagram.links:
            ends = [
                end for end in (link.tail, link.head) if end.kind in (Kind.GATE, Kind.FORK) and link.panel == FORWARD
            ]
            # Where both ways are drawn side by side, one sign of a sum stands for both.
            places = (FORWARD, BACKWARD) if style == "circuit" else (link.panel,)
            assert all({f"{place}-{end}" for place in places} & drawn for end in ends)
        assert shown == ({panels} if panels in (FORWARD, BACKWARD) and style == "kratzert" else {FORWARD, BACKWARD})


def test_every_path_leads_from_an_input_to_the_output_and_back() -> None:
    found = figure("h = tanh(W * x + b)\nL = h * h + sum([h, x])").links
    for panel in (FORWARD, BACKWARD):
        heads = Counter(link.head for link in found if link.panel == panel)
        tails = Counter(link.tail for link in found if link.panel == panel)
        ends = {part.kind for part in heads.keys() ^ tails.keys()}
        assert ends == {Kind.VALUE}


def test_ids_are_one_to_one() -> None:
    many = [
        Part(kind, number, tap)
        for kind in Kind
        for number in (None, 0, 1, 12)
        for tap in (0, 1, 2)
        if number or not tap
    ]
    assert len({str(part) for part in many}) == len(many)
    assert str(parts.fork(5, 2)) == "fork-5-2"
    assert parts.fork(5, 2).whole == parts.fork(5)


def spoken(diagram: Diagram, panel: str) -> list[Part]:
    """The parts of a panel that are read aloud, in order."""
    marks = (mark for mark in diagram.marks if mark.panel == panel and mark.name)
    return [
        *dict.fromkeys(mark.part for mark in marks if mark.part.kind in (Kind.GATE, Kind.VALUE, Kind.STEM, Kind.FORK))
    ]


@pytest.mark.parametrize("panels", ["side", "stacked"])
def test_a_figure_is_read_aloud_in_the_order_of_the_passes(panels: str) -> None:
    found = figure("x = -2; y = 5; z = -4\nq = x + y\nf = q * z", panels=panels)
    x, y, q, z, f = map(parts.value, (0, 1, 3, 2, 4))
    add, times = parts.gate(0), parts.gate(1)
    assert spoken(found, FORWARD) == [x, y, add, q, z, times, f]
    assert spoken(found, BACKWARD) == [f, times, q, z, add, x, y]
    told = found.description
    assert told.index("q = 3") < told.index("z = −4") < told.index("f = −12") < told.index("Backward")
    assert told.index("dL/df = 1") < told.index("dL/dq =") < told.index("dL/dx =")


def test_a_sum_is_read_aloud_after_all_of_its_terms() -> None:
    found = figure("q = x*y\nf = sin(q) + x", fold="primitive")
    backward = spoken(found, BACKWARD)
    assert backward.index(parts.gate(0)) < backward.index(parts.fork(0)) < backward.index(parts.value(0))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each.name)
def test_each_gate_is_read_aloud_when_the_pass_comes_to_it(example: Example) -> None:
    found = compose(pipeline.trace(Query.of_example(example).worksheet()), Options())
    forward, backward = (
        [part for part in spoken(found, each) if part.kind == Kind.GATE] for each in (FORWARD, BACKWARD)
    )
    assert forward == sorted(forward)
    assert backward == sorted(backward, reverse=True)
