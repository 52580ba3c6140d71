"""Labels that hang below their wires, and words that stand over the ends of theirs."""

from __future__ import annotations

import pytest

from app.autodiff import differentiate
from app.autodiff.folding.fold import fold
from app.diagram import BACKWARD, FORWARD, Circle, Curve, Diagram, Flag, Options, Text, compose
from app.diagram.fitting.drafting import scheme
from app.diagram.fitting.turns import inside_turns
from app.language import parse
from tests.figure_corpus import traces


def hung(text: str) -> set[str]:
    """The parts of a program whose labels hang."""
    trace = differentiate(parse(text))
    made = scheme(trace.graph, fold(trace.graph, "statement"), trace.contributions.keys())
    return {str(slot.part) for slot in made.slots if slot.hung}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("c = a + b; d = b + 1; e = c * d", {"wire-2", "value-4"}),
        ("m = sin(x); y = x - m", {"wire-0", "value-1"}),
        # The straight wire is the lower one: what hangs from the other way would stand between the two.
        ("m = sin(x); y = m - x", {"wire-2"}),
        # Of three ways the straight one leaves no room free for inputs that join the others.
        ("y = x * x + x", set()),
        # Nothing stands on either way but the wires themselves.
        ("y = x * x", set()),
        # The upper way comes from another fork too, whose wires would run through what hangs.
        ("y = log(a) + a * b - sin(b)", set()),
        # An input slants in from above, where the label would stand; one that may change places comes from below.
        ("m = sin(x); y = w - m", {"value-1"}),
        ("m = sin(x); y = w + m", set()),
        # What joins the way has its own place below it.
        ("m = x * w; y = x - m", set()),
    ],
)
def test_labels_hang_on_the_lower_of_two_ways_that_meet_again(text: str, parts: set[str]) -> None:
    assert hung(text) == parts


def test_what_hangs_stands_below_its_wire_and_the_straight_wire_runs_level() -> None:
    diagram = compose(differentiate(parse("m = sin(x); y = x - m")), Options(fold="statement", frame="75"))
    marks = {mark.id: mark for mark in diagram.marks}
    lower, straight = marks["forward-wire-0-line"], marks["forward-wire-1-line"]
    label = marks["forward-value-1"]
    assert isinstance(label, Text) and isinstance(lower, Curve) and isinstance(straight, Curve)
    assert label.y > max(y for _, y in lower.points)
    assert len({round(y, 2) for _, y in straight.points}) == 1


def test_an_input_between_two_ways_comes_straight_to_its_gate() -> None:
    diagram = compose(differentiate(parse("y = exp(a / b - a)"), values={"a": 2.0, "b": 3.0}), Options(frame="75"))
    (wire,) = [each for each in diagram.marks if isinstance(each, Curve) and each.id == "forward-wire-1-line"]
    assert max(y for _, y in wire.points) - min(y for _, y in wire.points) < 6


def left(diagram: Diagram, panel: str, key: str) -> float:
    """Where the words of a value begin."""
    return min(mark.x for mark in diagram.marks if isinstance(mark, Text) and mark.id.startswith(f"{panel}-{key}"))


def test_a_sum_stands_over_the_arrow_that_brings_it() -> None:
    diagram = compose(traces()["fan-out"], Options(frame="75"))
    arrow = next(each for each in diagram.marks if isinstance(each, Curve) and each.id == f"{BACKWARD}-value-0-line")
    words = [each for each in diagram.marks if isinstance(each, Text) and each.id.startswith(f"{BACKWARD}-value-0")]
    tip = min(x for x, _ in arrow.head)
    assert all(tip <= each.x and each.y + each.label.height < arrow.points[0][1] for each in words)


def test_batch_normalization_has_two_rows_in_the_page_cut_after_the_variance() -> None:
    diagram = compose(traces()["batch-norm"], Options(frame="70"))
    flags = [each for each in diagram.marks if isinstance(each, Flag) and each.panel == FORWARD]
    assert {str(each.part) for each in flags if each.part.kind == "flag"} == {"flag-7", "flag-12"}
    gates = [each for each in diagram.marks if isinstance(each, Circle) and each.panel == FORWARD and not each.solid]
    first = max(each.y for each in flags if each.part.kind == "flag")
    assert sum(each.y < first + each.radius for each in gates) == 4
    # The output's words stand over its gate, and its arrow goes on below them.
    arrow = next(each for each in diagram.marks if isinstance(each, Curve) and each.id == "forward-value-19-line")
    assert left(diagram, FORWARD, "value-19") < max(x for x, _ in arrow.points)


def test_a_short_text_stays_close_above_its_wire_where_a_longer_one_is_raised() -> None:
    """The values in the neuron's second row are shorter than their gradients, which stand above the gates beside them."""
    marks = compose(traces()["neuron"], Options(frame="70")).marks
    feet = {mark.id: mark.y + mark.label.height for mark in marks if isinstance(mark, Text)}
    wires = {mark.id: mark.points[0][1] for mark in marks if isinstance(mark, Curve)}
    values = ((9, 9), (10, 10), (12, 11))
    assert all(wires[f"forward-wire-{wire}-line"] - feet[f"forward-value-{value}"] < 8 for value, wire in values)


def test_a_row_holds_whole_turns_of_a_loop_whose_first_begins_with_less() -> None:
    trace = traces()["rnn-loop"]
    found = inside_turns(trace.graph.nodes, fold(trace.graph, "statement"))
    assert found == {0, 2, 4}
