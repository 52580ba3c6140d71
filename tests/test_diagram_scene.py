"""The scene: what it holds, and what does and does not move when values or options change."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.autodiff import Trace, differentiate
from app.diagram import (
    BACKWARD,
    CHOICES,
    FORWARD,
    Circle,
    Curve,
    Diagram,
    Frame,
    Mark,
    Options,
    Text,
    compose,
    parts,
    record,
)
from app.examples import EXAMPLES
from app.language import parse

NEURON = "f = 1/(1 + exp(-(w0*x0 + w1*x1 + w2)))"
FORKED = "y = x*x + x"


def trace(text: str, **values: object) -> Trace:
    return differentiate(parse(text), values=values)


def words(diagram: Diagram, panel: str) -> dict[str, str]:
    """What stands in a panel, by id."""
    return {mark.id: mark.label.text for mark in diagram.marks if isinstance(mark, Text) and mark.panel == panel}


def frame(mark: Mark) -> object:
    """All of a mark that must not depend on values: everything but a label's ink and place."""
    return (mark.id, mark.part, mark.tone) if isinstance(mark, Text) else replace(mark, name="")


numbers = st.floats(-1e6, 1e6, allow_subnormal=False)


@settings(max_examples=40, deadline=None)
@given(st.lists(numbers, min_size=5, max_size=5), st.sampled_from(CHOICES["style"]))
def test_changing_values_moves_nothing(values: list[float], style: str) -> None:
    names = ("w0", "x0", "w1", "x1", "w2")
    options = Options(style=style)
    before = compose(trace(NEURON), options)
    after = compose(trace(NEURON, **dict(zip(names, values, strict=True))), options)
    assert (before.width, before.height) == (after.width, after.height)
    assert still(before) == still(after)


def still(diagram: Diagram) -> list[object]:
    """All but the pieces of wire that are drawn on to where the words end."""
    return [frame(mark) for mark in diagram.marks if not mark.id.endswith("-lead")]


def test_words_begin_where_they_began() -> None:
    short, long = (compose(trace("z = x * y", x=x, y=x), Options()) for x in (3, -0.588))
    places = [[(mark.id, mark.x) for mark in each.marks if isinstance(mark, Text)] for each in (short, long)]
    assert places[0] == places[1]


def test_a_figure_says_what_the_model_figure_says() -> None:
    diagram = compose(trace("q = x + y\nf = q * z", x=-2, y=5, z=-4), Options())
    assert {"x = −2", "y = 5", "q = 3", "z = −4", "f = −12"} <= set(words(diagram, FORWARD).values())
    backward = words(diagram, BACKWARD)
    assert backward["backward-value-0"] == "dL/dx = dL/dq · dq/dx"
    assert backward["backward-value-0-1"] == "= −4 · 1 = −4"
    assert backward["backward-value-4"] == "dL/df = 1"


def test_a_sum_is_written_out_at_its_fork() -> None:
    diagram = compose(trace(FORKED, x=3), Options(frame="400"))
    assert words(diagram, BACKWARD)["backward-value-0"] == "dL/dx = 3 + 3 + 1 = 7"
    assert sum(isinstance(mark, Circle) and mark.solid for mark in diagram.marks) == 1


def test_symbols_alone_and_numbers_alone() -> None:
    both = trace("z = x * y", x=3, y=-4)
    symbols = [*words(compose(both, Options(labels="symbols")), FORWARD).values()]
    assert symbols == ["x", "y", "×", "z"]
    assert [*words(compose(both, Options(labels="numbers")), BACKWARD).values()] == ["1", "×", "−4", "3"]


def test_both_panels_show_the_same_gates_in_the_same_places() -> None:
    diagram = compose(trace(NEURON), Options(panels="stacked"))
    places = {
        panel: {
            mark.part: (mark.x, mark.radius)
            for mark in diagram.marks
            if isinstance(mark, Circle) and mark.panel == panel
        }
        for panel in (FORWARD, BACKWARD)
    }
    assert places[FORWARD] == places[BACKWARD]
    side = compose(trace(NEURON), Options(panels="side"))
    levels = {
        panel: {mark.part: mark.y for mark in side.marks if isinstance(mark, Circle) and mark.panel == panel}
        for panel in places
    }
    assert levels[FORWARD] == levels[BACKWARD]


@pytest.mark.parametrize("panel", [FORWARD, BACKWARD])
def test_one_panel_alone(panel: str) -> None:
    shown = {mark.panel for mark in compose(trace(NEURON), Options(panels=panel)).marks}
    assert shown == {panel, "both"}


def test_constants_have_no_wire_back() -> None:
    found = differentiate(parse("L = t * x"), values={"t": [1, 2]}, constants=["t"])
    back = {mark.part for mark in compose(found, Options()).marks if mark.panel == BACKWARD and isinstance(mark, Curve)}
    forth = {mark.part for mark in compose(found, Options()).marks if mark.panel == FORWARD and isinstance(mark, Curve)}
    assert forth - back == {parts.wire(0)}


def test_styles_share_one_panel_and_box_the_local_derivatives() -> None:
    product = trace("z = x * y", x=3, y=-4)
    circuit = compose(product, Options(style="cs231n"))
    assert not any(mark.part == parts.TITLE for mark in circuit.marks)
    assert {mark.tone for mark in circuit.marks} == {"forward", "value", "backward"}
    boxed = compose(product, Options(style="colah"))
    assert sum(isinstance(mark, Frame) for mark in boxed.marks) == 2
    assert {"dz/dx = −4", "dz/dy = 3"} <= set(words(boxed, BACKWARD).values())


def test_large_graphs_carry_numbers_only() -> None:
    text = "\n".join(["v = x", *["v = sin(v)"] * 24])
    backward = words(compose(trace(text, x=1), Options(fold="primitive")), BACKWARD)
    assert backward["backward-value-0"].startswith("dL/dx = ")
    assert "d" not in backward["backward-value-2"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_ids_are_unique_and_the_record_is_json(example: object) -> None:
    assert isinstance(example, type(EXAMPLES[0]))
    found = differentiate(parse(example.text), values=example.values, seed=example.seed, constants=example.constants)
    diagram = compose(found, Options())
    ids = [mark.id for mark in diagram.marks]
    assert len(ids) == len(set(ids))
    assert json.loads(json.dumps(record(diagram), allow_nan=False))["width"] == round(diagram.width, 2)


@pytest.mark.parametrize("option", CHOICES)
def test_a_wrong_choice_is_refused_in_words(option: str) -> None:
    with pytest.raises(ValueError, match=f"{option} is one of"):
        Options(**{option: "nonsense"})  # type: ignore[arg-type]


def test_infinities_and_nan_are_drawn() -> None:
    diagram = compose(trace("y = log(x) + z", x=-1, z=1), Options())
    assert "nan" in words(diagram, FORWARD)["forward-value-1"]


def forks(text: str, **values: object) -> list[str]:
    diagram = compose(trace(text, **values), Options(panels="forward", fold="statement", frame="400"))
    return [mark.id for mark in diagram.marks if isinstance(mark, Circle) and mark.solid]


def test_the_steps_of_a_loop_tap_a_weight_from_one_line() -> None:
    loop = "for t in range(4):\n    h = tanh(w * h + t)\nL = h * h"
    assert [key for key in forks(loop) if key.startswith("forward-fork-0")] == [
        "forward-fork-0",
        "forward-fork-0-1",
        "forward-fork-0-2",
    ]
    assert forks("a = w * 2\nb = exp(w)\nL = a * b * w", w=2) == ["forward-fork-0"]


def test_a_gradient_without_a_formula_stands_on_one_line() -> None:
    found = compose(trace("L = sum(cumprod(w))", w=[1.0, 2.0]), Options(fold="statement"))
    assert words(found, BACKWARD)["backward-value-0"].startswith("dL/dw = [")


def test_a_figure_without_gates_is_as_wide_as_its_titles() -> None:
    diagram = compose(trace("z = x"), Options(labels="symbols", panels="stacked"))
    titles = [mark for mark in diagram.marks if mark.part == parts.TITLE and isinstance(mark, Text)]
    assert titles
    assert all(mark.x >= 0 and mark.x + mark.label.width <= diagram.width for mark in titles)


def test_the_circuit_shows_arrays_by_their_shapes() -> None:
    shown = {
        labels: " ".join(
            words(compose(trace("h = tanh(x)", x=[1, 2]), Options(style="circuit", labels=labels)), FORWARD).values()
        )
        for labels in ("both", "numbers")
    }
    assert "(2,)" in shown["both"] and "[1, 2]" not in shown["both"]
    assert "[0.762, 0.964]" in shown["numbers"]


def test_the_circuit_tells_a_shape_once() -> None:
    figure = compose(trace("h = tanh(x)\nL = sum(h * h)", x=[1, 2]), Options(style="circuit"))
    assert "(2,)" in words(figure, FORWARD)["forward-value-1"]
    assert not any("(2,)" in said for said in words(figure, BACKWARD).values())
