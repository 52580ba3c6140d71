"""Numbers that are longer than usual reach into the room beside them, and are set smaller only where there is none."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from app.autodiff import differentiate
from app.diagram import FORWARD, PASSES, Circle, Curve, Diagram, Flag, Options, Text, compose, parts
from app.diagram.drawing.free_room import free
from app.diagram.drawing.leading import LEAST
from app.diagram.labels.sizing import ASIDE
from app.language import parse
from tests.figure_corpus import traces
from tests.test_diagram_fitting import RUNGE_KUTTA

SATURATED = "x = 3; w = {w}; b = 1; t = 1; z = w*x + b; a = σ(z); L = (a - t)²/2"


def figure(weight: float, frame: str) -> Diagram:
    return compose(differentiate(parse(SATURATED.format(w=weight))), Options(frame=frame))


def texts(diagram: Diagram) -> dict[str, Text]:
    return {mark.id: mark for mark in diagram.marks if isinstance(mark, Text)}


def sizes(text: Text) -> set[float]:
    """The sizes of type in a line."""
    return {round(glyph.scale, 5) for glyph in text.label.glyphs}


@pytest.mark.parametrize("frame", ["75", "phone"])
def test_small_numbers_are_as_large_as_others_on_the_way_forward(frame: str) -> None:
    usual, small = (texts(figure(weight, frame)) for weight in (0.2, 2))
    forward = [key for key, mark in small.items() if mark.panel == "forward" and mark.numeric]
    assert any("·10⁻⁴" in small[key].name for key in forward)
    assert all(max(sizes(small[key])) == max(sizes(usual[key])) for key in forward)


@pytest.mark.parametrize("frame", ["75", "50", "phone"])
def test_nothing_moves_and_nothing_meets_when_numbers_are_long(frame: str) -> None:
    usual, small = (figure(weight, frame) for weight in (0.2, 2))
    places = [{key: (mark.x, mark.y) for key, mark in texts(each).items()} for each in (usual, small)]
    assert places[0] == places[1]
    for one, other in combinations(texts(small).values(), 2):
        apart = one.x + one.label.width <= other.x or other.x + other.label.width <= one.x
        assert apart or one.y + one.label.height <= other.y + 1 or other.y + other.label.height <= one.y + 1, (
            one,
            other,
        )
    assert all(mark.x + mark.label.width <= small.width for mark in texts(small).values())


def test_a_number_at_a_tag_reaches_to_the_left_and_ends_where_it_did() -> None:
    usual, small = (
        texts(compose(differentiate(parse(RUNGE_KUTTA.replace("r = 1.8", f"r = {r}"))), Options(frame="78")))
        for r in (-3, 1.8)
    )
    (long,) = [key for key, mark in small.items() if mark.name == "−0.00969"]
    assert max(sizes(small[long])) == max(sizes(usual[long]))
    assert all((small[key].x, small[key].y) == (usual[key].x, usual[key].y) for key in small)


def test_room_beside_many_words_is_what_it_is_beside_each_alone() -> None:
    rooms = [(float(k % 3), 10.0 * (k % 50), 20.0 + k % 3, 10.0 * (k % 50) + 9) for k in range(100)]
    taken = np.array([(25.0 + k % 7, 10.0 * k, 40.0, 10.0 * k + 12) for k in range(0, 50, 3)])
    alone = [free([room], taken, 60.0)[0] for room in rooms]
    assert free(rooms, taken, 60.0) == alone
    assert len(set(alone)) > 3


@pytest.mark.parametrize(
    ("text", "labels", "told"),
    [
        ("q = x + y\nf = q*z", "both", {"df/dq = z"}),
        ("q = x + y\nf = q*z", "numbers", set()),
        ("f = tanh(a*x)", "both", {"df/dv₁ = 1 − f²", "dv₁/da = x"}),
        ("v = x*x\nf = v*z", "both", {"df/dv = z", "df/dz = v"}),
        ("L = x*y", "both", set()),
        ("f = w @ x", "both", set()),
    ],
)
def test_a_local_derivative_is_written_out_behind_its_symbol(text: str, labels: str, told: set[str]) -> None:
    """Not where it is a number, where the rule stands already, or where a value goes into its gate twice."""
    values = {"w": [1.0, 2.0], "x": [3.0, 4.0]} if "@" in text else {}
    diagram = compose(differentiate(parse(text), values=values), Options(frame="75", labels=labels))
    assert {mark.name for key, mark in texts(diagram).items() if key.endswith("behind")} == told


@pytest.mark.parametrize("frame", ["75", "phone"])
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("q = x + y\nf = q*z", ["df/dq = z", "df/dz = q"]),
        ("z = x/y", ["dz/dx = 1/y", "dz/dy = −x/y²"]),
        ("a = w0*x0 + w1*x1", ["dv₁/dw₀ = x₀", "dv₁/dx₀ = w₀", "dv₂/dw₁ = x₁", "dv₂/dx₁ = w₁"]),
    ],
)
def test_each_operands_local_derivative_is_read_aloud_once_where_it_has_no_room_too(
    text: str, told: list[str], frame: str
) -> None:
    diagram = compose(differentiate(parse(text)), Options(frame=frame))
    said = ", ".join(mark.name for mark in texts(diagram).values())
    assert [said.count(each) for each in told] == [1] * len(told)


@pytest.mark.parametrize("frame", ["60", "75", "phone"])
@pytest.mark.parametrize("text", ["f = 1/(1 + exp(-(w0*x0 + w1*x1 + w2)))", "y = log(a) + a*b - sin(b)", "z = x/y"])
def test_a_local_derivative_is_never_read_as_one_factor_more(text: str, frame: str) -> None:
    """A comma sets it apart, and it never stands between a gradient and the equals sign below that."""
    found = texts(compose(differentiate(parse(text)), Options(frame=frame)))
    for key, mark in found.items():
        if key.endswith("-behind"):
            lines = [
                each for each in found.values() if each.part == mark.part and each.panel == mark.panel and each != mark
            ]
            before = next(
                each for each in lines if abs(each.y + each.label.baseline - mark.y - mark.label.baseline) < 0.1
            )
            assert mark.label.latex.startswith(",")
            assert not mark.name.startswith(",")
            assert "· d" in before.name


@pytest.mark.parametrize(
    ("text", "style", "told", "said"),
    [
        ("L = x - y", "kratzert", ["dL/dx = 1 · 1 = 1", "dL/dy = 1 · (−1) = −1"], "dL/dL = 1"),
        ("L = x - y", "circuit", ["dx = 1", "dy = −1"], "dL = dL/dL = 1"),
        ("a = x*y\nL = a - x", "kratzert", ["1 · (−1) = −1"], "dL/dL = 1"),
        ("a = x*y\nL = a - x", "circuit", ["da = 1", "−1"], "dL = dL/dL = 1"),
        ("y = x*z", "circuit", [], "dy = dL/dy = 1"),
    ],
)
def test_no_formula_says_that_the_loss_is_its_own_derivative(text: str, style: str, told: list[str], said: str) -> None:
    diagram = compose(differentiate(parse(text)), Options(style=style, frame="300"))
    lines = [mark.name for mark in texts(diagram).values() if mark.name]
    assert {*told, said} <= {*lines}
    assert [line for line in lines if "dL/dL" in line] == ([said] if "dL/dL" in said else [])


@pytest.mark.parametrize("text", ["z = x*y", "q = x + y; f = q*z", "y = exp(-x)"])
def test_on_the_way_back_an_arrow_ends_close_to_its_formula(text: str) -> None:
    diagram = compose(differentiate(parse(text)), Options())
    circles = [mark.x + mark.radius for mark in diagram.marks if isinstance(mark, Circle)]
    for wire in diagram.marks:
        if isinstance(wire, Curve) and wire.panel == "backward" and wire.head:
            x, y = wire.head[0]
            words = (mark for mark in texts(diagram).values() if mark.y - 6 < y < mark.y + mark.label.height + 6)
            ends = [*circles, *(mark.x + mark.label.width for mark in words if mark.panel == "backward")]
            assert min(x - end for end in ends if end < x) < ASIDE + LEAST, (wire.id, x, y)


def test_raised_words_come_down_to_their_wires() -> None:
    """On a phone each gate stands alone, and the wire to its flag is longer than the words over it."""
    marks = [each for each in compose(traces()["composition"], Options(frame="phone")).marks if each.panel == FORWARD]
    flags = {mark.part: mark.y + mark.height / 2 for mark in marks if isinstance(mark, Flag)}
    words = {mark.part: mark.y + mark.label.height for mark in marks if isinstance(mark, Text)}
    assert all(5 < flags[parts.flag(value)] - words[parts.value(value)] < 8 for value in (2, 3))


@pytest.mark.parametrize("panel", PASSES)
def test_words_that_come_down_move_along_their_wire(panel: str) -> None:
    """The mean of batch norm stands on a short piece of wire between a large circle and a bend."""
    marks = [each for each in compose(traces()["batch-norm"], Options(frame="75")).marks if each.panel == panel]
    mean = next(each for each in marks if isinstance(each, Text) and each.part == parts.value(6))
    gate = next(each for each in marks if isinstance(each, Circle) and each.part == parts.gate(0))
    assert gate.y + 5 < mean.y < gate.y + 12
    assert mean.x >= gate.x + gate.radius + 3
