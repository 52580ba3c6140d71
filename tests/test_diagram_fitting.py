"""How a figure is fitted into its frame: where its panels stand, and what is wired."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations, pairwise
from math import dist, hypot, inf
from pathlib import Path

import pytest

from app.autodiff import differentiate
from app.autodiff.folding.fold import Folded, fold
from app.autodiff.graph import Graph
from app.diagram import Circle, Curve, Diagram, Flag, Options, Rule, Text, compose, composition, frames
from app.diagram.drawing import arrows
from app.diagram.drawing.panels import TITLE_SIZE
from app.diagram.fitting import composer, fitting, foldings
from app.diagram.fitting.breaking import Rank
from app.diagram.fitting.fit import TALLEST, Fit
from app.diagram.labels.text_block import REACHING
from app.diagram.model import BACKWARD, FORWARD, Point
from app.diagram.parts import Kind
from app.diagram.quantities import END_SIZE, SIZE
from app.examples import EXAMPLES, Example
from app.language import parse
from app.layout import arrangement
from app.layout.field import samples
from app.typeset import EM
from tests.figure_budget import cost, over_budget
from tests.figure_corpus import NAMES, traces
from tests.test_diagram_overlap import collisions, outside, pierced

CROSSING = "p = a * b + c; q = b * c + a; r = c * a + b; L = p * q * r"
"""Each input goes to several gates that do not stand beside each other."""


def upright(diagram: Diagram) -> bool:
    """Whether the rule between the panels is upright."""
    rule = next(mark for mark in diagram.marks if isinstance(mark, Rule) and mark.part.kind == Kind.RULE)
    return rule.start[0] == rule.stop[0]


@pytest.mark.parametrize(
    ("name", "frame", "beside"),
    [
        ("sum-product", "106", True),
        ("sum-product", "70", True),
        ("sum-product", "46", False),
        ("fan-out", "106", True),
        ("batch-norm", "106", False),
    ],
)
def test_panels_stand_side_by_side_where_there_is_room_with_labels_in_more_lines(
    name: str, frame: str, beside: bool
) -> None:
    assert upright(compose(traces()[name], Options(frame=frame))) is beside


@pytest.mark.parametrize(("name", "rows"), [("network", 1), ("softmax", 1), ("batch-norm", 2), ("two-paths", 1)])
def test_a_circuit_has_its_words_in_blocks_where_that_takes_fewer_rows(name: str, rows: int) -> None:
    options = Options(frame="75", style="circuit")
    assert len(composer.closest(traces()[name], options).rows) == rows
    assert compose(traces()[name], options).width <= frames.points("75")


def test_the_circuit_of_batch_norm_stands_in_one_row() -> None:
    # 980 pixels with type of 12.5 pixels, and no taller there than drawn by hand.
    drawn = composer.closest(traces()["batch-norm"], Options(frame="78", style="circuit"))
    assert len(drawn.rows) == 1
    assert drawn.sheet.height / SIZE * 12.5 < 346


def test_a_branch_of_an_array_does_not_say_again_what_the_sum_at_its_fork_says() -> None:
    traced = traces()["batch-norm"]
    marks = compose(traced, Options(frame="78", style="circuit")).marks
    said = [mark.name for mark in marks if isinstance(mark, Text) and "ivar" in mark.name and "dx̂" in mark.name]
    assert said == ["+ dx̂ · ivar"]


@pytest.mark.parametrize("frame", ["46", "78"])
@pytest.mark.parametrize("name", ["gate", "two-paths", "softmax", "network", "neuron", "batch-norm", "rnn-loop"])
def test_a_circuit_fits_its_frame_and_touches_nothing(name: str, frame: str) -> None:
    diagram = compose(traces()[name], Options(frame=frame, style="circuit"))
    assert diagram.width <= frames.points(frame)
    assert [*collisions(diagram), *pierced(diagram), *outside(diagram)] == []


def test_what_comes_back_stands_right_under_its_value_in_a_block() -> None:
    marks = {mark.id: mark for mark in compose(traces()["network"], Options(frame="75", style="circuit")).marks}
    for value in ("value-6", "value-7", "value-9"):
        over, under = marks[f"forward-{value}"], marks[f"backward-{value}"]
        assert isinstance(over, Text)
        assert isinstance(under, Text)
        assert over.x == under.x
        assert 0 < under.y - over.y - over.label.height < SIZE


def tags(text: str) -> int:
    trace = differentiate(parse(text))
    parts = {mark.part for mark in compose(trace, Options(frame="75")).marks}
    return sum(part.kind == Kind.TAG for part in parts)


def test_inputs_whose_wires_would_cross_many_others_start_at_tags() -> None:
    assert tags(CROSSING) > 0


@pytest.mark.parametrize("text", ["y = x*x + x", "z = a * b; L = z * a"])
def test_a_small_figure_keeps_its_forks(text: str) -> None:
    assert tags(text) == 0


@pytest.mark.parametrize("name", ["batch-norm", "lstm-step"])
def test_flags_end_their_rows_at_one_edge(name: str) -> None:
    edges: dict[str, list[float]] = defaultdict(list)
    for mark in compose(traces()[name], Options(frame="75")).marks:
        if isinstance(mark, Flag) and mark.part.kind == Kind.FLAG:
            edges[mark.panel].append(mark.x + mark.width)
    assert [len(found) > 1 and max(found) - min(found) < 1 for found in edges.values()] == [True, True]


def chain(gates: int) -> str:
    """So many statements, each of which takes what the one before it has made."""
    return "\n".join(["v0 = a * b", *(f"v{k} = v{k - 1} {'*+-'[k % 3]} {'abcd'[k % 4]}" for k in range(1, gates))])


@pytest.mark.parametrize(("gates", "frame", "folded"), [(30, "75", False), (30, "phone", True), (80, "phone", True)])
def test_many_gates_that_are_far_too_tall_are_folded_further(gates: int, frame: str, folded: bool) -> None:
    trace = differentiate(parse(chain(gates)))
    diagram = compose(trace, Options(frame=frame))
    circles = [mark for mark in diagram.marks if isinstance(mark, Circle) and mark.part.kind == Kind.GATE]
    assert (len(circles) // 2 < 20) is folded
    assert diagram.width <= frames.points(frame)
    assert diagram.height <= 1.1 * frames.tallest(frame)


def test_what_saves_rows_calmly_is_taken_without_a_look_at_more_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []
    rows = fitting.Fitter.rows

    def noted(
        fitter: fitting.Fitter, density: int, detail: int, wanted: float, most: Rank = (inf, inf)
    ) -> Iterator[Fit]:
        tried.append(density)
        return rows(fitter, density, detail, wanted, most)

    monkeypatch.setattr(fitting.Fitter, "rows", noted)
    found = composer.closest(traces()["batch-norm"], Options(frame="75"))
    assert len({row.row for row in found.rows}) == 2
    assert tried == [REACHING]


@pytest.mark.parametrize(("gates", "frame", "tried"), [(25, "75", True), (100, "phone", False), (25, "free", True)])
def test_two_panels_that_are_far_too_tall_are_not_laid_out(
    monkeypatch: pytest.MonkeyPatch, gates: int, frame: str, tried: bool
) -> None:
    found = []
    fitted = fitting.Fitter.fitted

    def noted(fitter: fitting.Fitter) -> Fit:
        found.append(fitter.two_panels)
        return fitted(fitter)

    monkeypatch.setattr(fitting.Fitter, "fitted", noted)
    composer.closest(differentiate(parse(chain(gates))), Options(frame=frame, fold="primitive"))
    assert (True in found) is tried


def test_a_folding_that_draws_the_same_gates_is_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []
    attempts = composer.Composer.attempts

    def noted(made: composer.Composer, folded: Folded, options: Options) -> Iterator[Fit]:
        tried.append(([gate.nodes for gate in folded.gates], len(folded.wires)))
        return attempts(made, folded, options)

    monkeypatch.setattr(composer.Composer, "attempts", noted)
    text = "f = " + " + ".join(f"x{k}" for k in range(100))
    composer.closest(differentiate(parse(text)), Options(frame="75"))
    assert [wires for _, wires in tried] == sorted({wires for _, wires in tried}, reverse=True)
    assert all(gates == tried[0][0] for gates, _ in tried)


@pytest.mark.parametrize("name", ["softmax", "batch-norm"])
def test_rows_that_have_room_for_words_in_few_lines_are_laid_out_once(name: str) -> None:
    arrangement.arranged.cache_clear()
    rows = composer.closest(traces()[name], Options(frame="free")).rows
    assert all(row.flat for row in rows)
    assert arrangement.arranged.cache_info().misses == len(rows)


@pytest.mark.parametrize(
    ("name", "frames"),
    [
        *((name, ("40", "43")) for name in ("fork", "two-paths", "colah")),
        *((name, ("28", "30")) for name in ("shopping", "tanh-neuron", "sum-product")),
    ],
)
def test_a_little_more_width_makes_no_figure_taller(name: str, frames: tuple[str, str]) -> None:
    narrow, wide = (compose(traces()[name], Options(frame=frame)) for frame in frames)
    assert wide.height <= narrow.height


@pytest.mark.parametrize(("name", "frame"), [("tanh-by-exp", "phone"), ("micrograd-readme", "phone")])
def test_a_row_that_words_in_fewer_lines_would_make_taller_keeps_its_lines(name: str, frame: str) -> None:
    assert over_budget(name, frame, compose(traces()[name], Options(frame=frame))) == []


def test_an_overview_shows_as_many_gates_as_can_be_taken_in() -> None:
    steps = ("v{} * a", "tanh(v{})", "v{} + b")
    text = "\n".join(["v0 = x * a", *(f"v{k} = {steps[k % 3].format(k - 1)}" for k in range(1, 200))])
    found = composer.closest(differentiate(parse(text)), Options(frame="75"))
    assert len(found.scheme.folded.gates) == 40
    assert not found.too_large


@pytest.mark.parametrize("style", ["kratzert", "circuit", "cs231n", "colah"])
def test_inputs_and_output_are_a_little_larger_than_what_stands_between_them(style: str) -> None:
    marks = compose(traces()["sum-product"], Options(style=style, frame="75")).marks
    size = {
        mark.name[0]: max(glyph.scale for glyph in mark.label.glyphs) * EM
        for mark in marks
        if isinstance(mark, Text) and mark.panel == FORWARD and mark.name[:1] in {*"xyzqf"}
    }
    assert [size[each] for each in "xyzf"] == [pytest.approx(END_SIZE)] * 4
    assert size.get("q", SIZE) == pytest.approx(SIZE)
    assert SIZE < END_SIZE < TITLE_SIZE


@pytest.mark.parametrize("name", ["sum-product", "neuron", "softmax", "network", "batch-norm"])
@pytest.mark.parametrize("style", ["kratzert", "circuit"])
def test_a_slide_shows_one_picture_with_all_gates_and_legible_type(name: str, style: str) -> None:
    options = Options(frame="slide", style=style)
    diagram, free = compose(traces()[name], options), compose(traces()[name], Options())
    *_, (width, height) = frames.rooms("slide")
    assert width / height == pytest.approx(16 / 9)
    assert diagram.width <= width and diagram.height <= height
    assert gates_drawn(diagram)[FORWARD] == gates_drawn(free)[FORWARD]


def test_a_slide_that_has_room_has_the_largest_type() -> None:
    width, height = frames.rooms("slide")[0]
    diagram = compose(traces()["sum-product"], Options(frame="slide"))
    assert diagram.width <= width and diagram.height <= height


def gates_drawn(diagram: Diagram) -> Counter[str]:
    """How many gates each panel has."""
    return Counter(mark.panel for mark in diagram.marks if isinstance(mark, Circle) and mark.part.kind == Kind.GATE)


@pytest.mark.parametrize(("gates", "frame"), [(45, "50"), (200, "75")])
def test_the_second_panel_goes_before_more_is_folded(gates: int, frame: str) -> None:
    trace = differentiate(parse(chain(gates)))
    diagram, stacked = (compose(trace, Options(frame=frame, panels=panels)) for panels in ("auto", "stacked"))
    assert set(gates_drawn(diagram)) == {FORWARD}
    assert gates_drawn(diagram)[FORWARD] > gates_drawn(stacked)[FORWARD]
    assert any(isinstance(mark, Curve) and mark.panel == BACKWARD for mark in diagram.marks)
    assert diagram.height <= frames.tallest(frame)
    assert diagram.width <= frames.points(frame)


@pytest.mark.parametrize("options", [Options(frame="46", panels="stacked"), Options(frame="46", style="colah")])
def test_panels_and_styles_that_are_chosen_stay(options: Options) -> None:
    diagram = compose(differentiate(parse(chain(30))), options)
    assert set(gates_drawn(diagram)) == ({FORWARD, BACKWARD} if options.panels == "stacked" else {FORWARD})


STEP = "".join(
    f"k{turn} = r * y{turn} * (1 - y{turn}/K) - c * y{turn}; y{turn + 1} = y{turn} + h/2 * k{turn}; "
    for turn in range(1, 4)
)
"""Steps of a solver: 27 operations in six statements."""


@pytest.mark.parametrize(
    ("text", "options", "gates"),
    [
        (STEP + "L = y4", Options(frame="75"), 27),
        (STEP + "L = y4", Options(frame="75", panels="stacked"), 6),
        (STEP + "L = y4", Options(frame="75", style="circuit"), 6),
        (STEP + "L = y4", Options(frame="75", fold="statement"), 6),
        ("y1 = [1, 2]; " + STEP + "L = sum(y4)", Options(frame="75"), 7),
        ("".join(f"x{k + 1} = x{k} + sin(x{k}); " for k in range(12)) + "L = x12", Options(frame="75"), 12),
    ],
)
def test_numbers_stand_unfolded_in_one_panel_where_statements_would_hide_many(
    text: str, options: Options, gates: int
) -> None:
    found = composer.closest(differentiate(parse(text)), options)
    assert len(found.scheme.folded.gates) == gates
    assert found.fits


@pytest.mark.parametrize("text", ["y = tanh(a*b + a)", "y = sin(a*b + a)"])
def test_an_input_runs_straight_to_its_gate_though_words_stand_close_by(text: str) -> None:
    trace = differentiate(parse(f"a = 0.5; b = -1.2\n{text}"))
    marks = {mark.id: mark for mark in compose(trace, Options(frame="75")).marks}
    wires = [mark for key, mark in marks.items() if key.startswith("forward-wire-") and isinstance(mark, Curve)]
    alone = min(wires, key=lambda wire: abs(wire.points[0][0] - wire.points[-1][0]))
    turns = [
        abs((x1 - x0) * (y2 - y1) - (y1 - y0) * (x2 - x1)) for (x0, y0), (x1, y1), (x2, y2) in triples(alone.points)
    ]
    assert len(alone.points) == 4
    assert max(turns) < 1


def triples(points: tuple[Point, ...]) -> Iterator[tuple[Point, Point, Point]]:
    yield from zip(points, points[1:], points[2:], strict=False)


def test_a_gate_that_no_gradient_passes_is_quiet_on_the_way_back() -> None:
    trace = differentiate(parse("x = 2\nm = x > 1\ny = where(m, x**2, 0)"))
    tones = {mark.id: mark.tone for mark in compose(trace, Options(frame="75")).marks if isinstance(mark, Circle)}
    assert tones["forward-gate-0"] == tones["forward-gate-1"] == "forward"
    assert tones["backward-gate-0"] == "quiet"
    assert tones["backward-gate-1"] == "backward"
    wires = [mark for mark in compose(trace, Options(frame="75")).marks if isinstance(mark, Curve)]
    quiet = [wire for wire in wires if wire.panel == BACKWARD and wire.tone == "quiet"]
    assert len(quiet) == 2 and not any(wire.head for wire in quiet)


def test_what_nothing_joins_stands_in_the_order_of_the_text() -> None:
    marks = {mark.id: mark for mark in compose(traces()["neuron"], Options(frame="phone")).marks}
    heights = [gate.y for k in range(8) if isinstance(gate := marks[f"forward-gate-{k}"], Circle)]
    assert len(heights) == 8
    assert heights == sorted(heights)


def test_a_fold_that_is_chosen_stays() -> None:
    diagram = compose(differentiate(parse(chain(30))), Options(frame="phone", fold="statement"))
    assert gates_drawn(diagram)[FORWARD] == 30


def test_wires_part_at_their_fork() -> None:
    for name in NAMES:
        diagram = compose(traces()[name], Options(frame="75"))
        assert list(entwined(diagram)) == [], name


GRU = """
Z = sigmoid(x*w_xz + h*w_hz + b_z)
R = sigmoid(x*w_xr + h*w_hr + b_r)
T = tanh(x*w_xh + (R * h)*w_hh + b_h)
H = Z * h + (1 - Z) * T
"""
LOTKA_VOLTERRA = """
def f(x, y): return a*x - b*x*y, d*x*y - c*y
k1x, k1y = f(x, y)
k2x, k2y = f(x + h/2*k1x, y + h/2*k1y)
k3x, k3y = f(x + h/2*k2x, y + h/2*k2y)
k4x, k4y = f(x + h*k3x, y + h*k3y)
x1 = x + h/6*(k1x + 2*k2x + 2*k3x + k4x)
y1 = y + h/6*(k1y + 2*k2y + 2*k3y + k4y)
L = x1**2 + y1**2
"""


@pytest.mark.parametrize(("text", "crossings"), [(GRU, 0), (LOTKA_VOLTERRA, 0)])
def test_a_label_is_set_down_where_its_wire_would_turn_sharply_beside_it(text: str, crossings: int) -> None:
    assert cost(compose(differentiate(parse(text)), Options(frame="75")))["crossings"] <= crossings


HALF_STEP = """
k1 = r*y*(1 - y/K) - c*y
y2 = y + h/2*k1
k2 = r*y2*(1 - y2/K) - c*y2
y3 = y + h/2*k2
k3 = r*y3*(1 - y3/K) - c*y3
L = y + h/6*(k1 + 2*k2 + k3)
"""


def test_like_gates_are_of_one_size_in_every_row() -> None:
    text = "w = 0.2; d = 0.1; g = 9.81; l = 1; q = 0.5\nfor i in range(4):\n    w = w - d*g/l*sin(q)\n    q = q + d*w\nE = w**2"
    rows = composer.closest(differentiate(parse(text)), Options(frame="78")).rows
    sizes = defaultdict[str, set[float]](set)
    for row in rows:
        for disc in row.discs:
            sizes[re.sub(r"\d|[₀-₉]", "", disc.forward.text)].add(round(disc.radius, 1))
    assert len(rows) > 2 and sizes
    assert {key: found for key, found in sizes.items() if len(found) > 1} == {}


@pytest.mark.parametrize("frame", ["75", "phone", "free"])
def test_very_many_summands_stand_in_a_column_that_two_frames_hold(frame: str) -> None:
    diagram = compose(differentiate(parse("s = " + " + ".join(f"x{k}" for k in range(1000)))), Options(frame=frame))
    assert diagram.height <= min(frames.tallest(frame), TALLEST)
    assert sum(isinstance(mark, Circle) and mark.panel == FORWARD for mark in diagram.marks) == 1
    assert sum(isinstance(mark, Text) and "…" in mark.name for mark in diagram.marks) == 2
    assert any(isinstance(mark, Text) and mark.name == "x₉₉₉ = 1" for mark in diagram.marks)


def test_the_terms_of_a_sum_come_to_its_gate_along_one_wire() -> None:
    text = "s = " + " + ".join(f"x{k}*w{k}" for k in range(12))
    diagram = compose(differentiate(parse(text)), Options(frame="75"))
    wires = [mark for mark in diagram.marks if isinstance(mark, Curve) and mark.panel == FORWARD]
    (gate,) = {mark.points[-1] for mark in wires if sum(mark.points[-1] == each.points[-1] for each in wires) > 2}
    assert sum(mark.points[-1] == gate for mark in wires) == 12


CROSSED = "a = -2; b = 3; d = a*b; e = a + b; f = d*e"


@pytest.mark.parametrize(("text", "frame"), [(HALF_STEP, "78.4"), (CROSSED, "106")])
def test_no_wire_turns_on_the_spot_where_others_come_to_its_gate(text: str, frame: str) -> None:
    rows = composer.closest(differentiate(parse(text)), Options(frame=frame)).rows
    bent = [curve[::3] for row in rows for curve in row.layout.curves if len(curve) > 4]
    assert bent
    assert not [each for each in bent if any(hypot(x - p, y - q) < 0.5 for (x, y), (p, q) in pairwise(each))]


@pytest.mark.parametrize("name", ["rnn-loop", "mazur"])
def test_wires_keep_apart_on_the_way_to_one_gate(name: str) -> None:
    diagram = compose(traces()[name], Options(frame="75"))
    gates = [mark for mark in diagram.marks if isinstance(mark, Circle) and mark.part.kind == Kind.GATE]
    wires = [mark for mark in diagram.marks if isinstance(mark, Curve) and mark.panel == FORWARD and mark.head]
    for gate in gates:
        into = [wire for wire in wires if away(wire.head[0], gate) < gate.radius + 2]
        assert gate.panel != FORWARD or into
        for distance in BEFORE_GATE:
            bend = [arriving(wire, gate, gate.radius + distance) for wire in into if len(wire.points) > 4]
            line = [arriving(wire, gate, gate.radius + distance) for wire in into if len(wire.points) == 4]
            assert all(hypot(x - p, y - q) > PARTED for x, y in bend for p, q in line), (gate.id, distance)


BEFORE_GATE = (18.0, 26.0, 34.0, 42.0)
BESIDE_FORK, PARTED = (8.0, 9.0, 11.0, 14.0), 3.0
"""At these distances from a fork its wires are so far from each other at least, in points."""


def entwined(diagram: Diagram) -> Iterator[tuple[str, str]]:
    """Wires that run into one another beside the fork that both come from."""
    for fork in (mark for mark in diagram.marks if isinstance(mark, Circle) and mark.part.kind == Kind.FORK):
        if fork.panel != FORWARD:
            continue
        wires = [
            (mark.id, [beside(mark, fork, distance) for distance in BESIDE_FORK])
            for mark in diagram.marks
            if isinstance(mark, Curve) and mark.panel == FORWARD and away(mark.points[0], fork) < fork.radius + 1
        ]
        for (one, way), (other, its) in combinations(wires, 2):
            if min(hypot(x - there[0], y - there[1]) for (x, y), there in zip(way, its, strict=True)) < PARTED:
                yield one, other


def away(point: Point, fork: Circle) -> float:
    return hypot(point[0] - fork.x, point[1] - fork.y)


def arriving(wire: Curve, gate: Circle, distance: float) -> Point:
    """Where a wire last is so far from its gate."""
    return next(
        (point for point in reversed(samples(wire.points, 24)) if away(point, gate) >= distance), wire.points[0]
    )


def beside(wire: Curve, fork: Circle, distance: float) -> Point:
    """Where a wire first is so far from its fork."""
    return next((point for point in samples(wire.points, 24) if away(point, fork) >= distance), wire.points[-1])


def test_a_figure_as_tall_as_it_likes_is_drawn_however_wide_its_rows_are() -> None:
    text = (Path(__file__).parent / "data" / "forward-passes" / "cs231n-svm-naive.txt").read_text(encoding="utf-8")
    assert compose(differentiate(parse(text)), Options(frame="free")).height > 0


def test_a_figure_that_is_too_wide_alone_is_folded_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "very_" * 12 + "long_name"
    chain = "\n".join([f"v0 = x*{name}", *(f"v{k} = tanh(v{k - 1})" for k in range(1, 24))])
    trace, asked = differentiate(parse(chain)), []

    def counted(graph: Graph, level: str, most: int | None = None) -> Folded:
        asked.append(most)
        return fold(graph, level) if most is None else fold(graph, level, most)

    monkeypatch.setattr(foldings, "fold", counted)
    width = frames.points("30")
    assert compose(trace, Options(frame="30")).width > width
    assert asked
    assert not any(asked)


@pytest.mark.parametrize("frame", ["75", "106"])
def test_the_words_of_an_output_stand_behind_its_arrow_where_there_is_room(frame: str) -> None:
    marks = compose(traces()["softmax"], Options(frame=frame)).marks
    (words,) = [
        mark for mark in marks if isinstance(mark, Text) and mark.panel == FORWARD and mark.name.startswith("L")
    ]
    last = max(mark.x + mark.radius for mark in marks if isinstance(mark, Circle))
    assert words.x > last


RUNGE_KUTTA = """y = 0.4; r = 1.8; K = 1.2; c = 0.3; h = 0.5
k1 = r*y*(1 - y/K) - c*y
y2 = y + h/2*k1
k2 = r*y2*(1 - y2/K) - c*y2
y3 = y + h/2*k2
k3 = r*y3*(1 - y3/K) - c*y3
y4 = y + h*k3
k4 = r*y4*(1 - y4/K) - c*y4
yn = y + h/6*(k1 + 2*(k2 + k3) + k4)
L = (yn - 0.8)**2"""
STEPS = """h0 = 0.5; w = 0.8; u = 0.5; b = -0.1
x1 = 1; x2 = -0.6; x3 = 0.4
h1 = tanh(w*h0 + u*x1 + b)
h2 = tanh(w*h1 + u*x2 + b)
h3 = tanh(w*h2 + u*x3 + b)
L = (h3 - 1)**2"""
LOOP = """h = 0.5; w = 0.8; u = 0.5; b = -0.1
x = [1, -0.6, 0.4]
for t in range(3):
    h = tanh(w*h + u*x[t] + b)
L = (h - 1)**2"""


@pytest.mark.parametrize(
    ("text", "frame", "gates", "height"),
    [(RUNGE_KUTTA, "75.4", 41, 89), (RUNGE_KUTTA, "78.4", 41, 76), (STEPS, "75.4", 17, 111), (LOOP, "75.4", 4, 112)],
    ids=["41", "41 wider", "steps", "loop"],
)
def test_figures_in_rows_are_low(text: str, frame: str, gates: int, height: int) -> None:
    """The heights, in em, are those that were reached: they may only fall."""
    diagram = compose(differentiate(parse(text)), Options(frame=frame))
    assert gates_drawn(diagram)[FORWARD] == gates
    assert diagram.width <= frames.points(frame)
    assert diagram.height <= height * SIZE


def test_what_begins_right_before_a_gate_joins_it_from_below() -> None:
    diagram = compose(differentiate(parse(RUNGE_KUTTA)), Options(frame="75.4"))
    circles = {mark.id: mark for mark in diagram.marks if isinstance(mark, Circle)}
    growth, share, product, taken = (circles[f"forward-gate-{index}"] for index in (0, 1, 3, 4))
    assert share.y == product.y < growth.y < taken.y


@pytest.mark.parametrize(("frame", "height"), [("phone", 176.0), ("page", 176.0), ("60", 132.0), ("106", 186.56)])
def test_a_figure_may_be_about_two_windows_tall(frame: str, height: float) -> None:
    assert frames.tallest(frame) / SIZE == pytest.approx(height)


def test_one_panel_instead_of_two_is_as_low_as_one_that_nobody_asked_two_of() -> None:
    trace = differentiate(parse(RUNGE_KUTTA))
    chosen, found = (compose(trace, Options(frame="75", fold=fold)) for fold in ("primitive", None))
    assert gates_drawn(chosen) == gates_drawn(found) and set(gates_drawn(chosen)) == {FORWARD}
    assert chosen.height <= found.height


def test_long_names_do_not_make_a_row_wider_than_a_phone() -> None:
    text = "deviation = sqrt(variance + epsilon); inverse = 1 / deviation; out = inverse * x"
    shapes = {"variance": [1.0, 2.0], "x": [[1.0, 2.0], [3.0, 4.0]]}
    diagram = compose(differentiate(parse(text), values=shapes), Options(frame="phone"))
    assert diagram.width <= frames.points("phone")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each.name)
def test_no_example_is_wider_than_a_phone_by_its_text_alone(example: Example) -> None:
    diagram = compose(differentiate(parse(example.text)), Options(frame="phone"))
    assert diagram.width <= frames.points("phone")


@pytest.mark.parametrize("frame", ["phone", "column", "75"])
def test_a_part_of_a_gradient_never_has_the_name_of_the_whole(frame: str) -> None:
    diagram = compose(traces()["micrograd-readme"], Options(frame=frame))
    named = Counter(
        mark.label.text.split(" = ")[0]
        for mark in diagram.marks
        if isinstance(mark, Text) and mark.part.kind == Kind.TAG and " = " in mark.label.text
    )
    assert {"dL/da", "dL/db", "dL/df"}.isdisjoint(named)


LOGISTIC = "p = 1/(1 + exp(-(a + b*x)))\nL = -(y*log(p) + (1 - y)*log(1 - p))"


def test_gates_share_a_row_on_a_phone_where_their_tags_stand_under_the_gates_before_them() -> None:
    diagram = compose(differentiate(parse(LOGISTIC)), Options(frame="phone"))
    rows = Counter(mark.y for mark in diagram.marks if isinstance(mark, Circle) and mark.panel == FORWARD)
    assert sum(rows.values()) == 14 and len(rows) <= 9


@pytest.mark.parametrize("x", [1.0, -0.5884])
def test_a_lone_number_ends_at_its_tag_whatever_it_is(x: float) -> None:
    found = compose(differentiate(parse(LOGISTIC), values={"x": x}), Options(frame="phone"))
    flags = {mark.part: mark for mark in found.marks if isinstance(mark, Flag) and mark.panel == BACKWARD}
    numbers = [mark for mark in found.marks if isinstance(mark, Text) and mark.numeric and mark.part.kind == Kind.TAG]
    beside = [mark for mark in numbers if abs(mark.y - flags[mark.part].y) < flags[mark.part].height / 2]
    assert beside
    for mark in beside:
        ink = mark.x + max(glyph.x for glyph in mark.label.glyphs)
        assert flags[mark.part].x - ink < 16


def middles(diagram: Diagram, panel: str) -> list[float]:
    """How far from the left edge the circles of gates stand, from top to bottom."""
    gates = [each for each in diagram.marks if isinstance(each, Circle) and each.part.kind == Kind.GATE]
    return [each.x for each in sorted(gates, key=lambda gate: gate.y) if each.panel == panel]


def test_rows_of_one_gate_stand_in_line_where_they_have_room() -> None:
    found = middles(compose(traces()["neuron"], Options(frame="phone")), FORWARD)
    assert len(found) == 8
    assert max(found[:-1]) - min(found[:-1]) < 0.01


def begins(diagram: Diagram, name: str) -> tuple[float, float]:
    """Where the formula of an input's gradient begins, and the number of its lines."""
    words = [each for each in diagram.marks if isinstance(each, Text) and each.panel == BACKWARD]
    first = next(each for each in words if each.label.text.replace(" ", "").startswith(f"dL/d{name}"))
    return first.x, sum(each.part == first.part for each in words)


@pytest.mark.parametrize(
    ("name", "frame", "inputs"),
    [
        ("neuron", "phone", ("w₀", "x₀")),
        ("mse-layer", "75", ("x", "W")),
        ("shopping", "phone", ("apple", "n")),
        ("network", "75", ("W₁", "x")),
    ],
)
def test_formulas_of_a_gates_inputs_begin_in_one_line(name: str, frame: str, inputs: tuple[str, ...]) -> None:
    diagram = compose(traces()[name], Options(frame=frame))
    found = [begins(diagram, each)[0] for each in inputs]
    assert max(found) - min(found) < 0.01


def test_what_stands_at_the_head_takes_as_few_lines_as_fit() -> None:
    """Three terms of arrays, whose formula was broken at each sign."""
    assert begins(compose(traces()["layer-norm"], Options(frame="75")), "x")[1] <= 2


def test_twenty_products_stand_in_a_column_before_their_sum() -> None:
    diagram = compose(
        differentiate(parse(f"L = {' + '.join(f'x{k} * w{k}' for k in range(1, 21))}")), Options(frame="75")
    )
    assert sum(isinstance(each, Circle) and each.panel == FORWARD for each in diagram.marks) == 21


@pytest.mark.parametrize(
    ("products", "frame", "most"), [(40, "75", 20), (60, "slide", 8), (400, "phone", 20), (40, "free", 20)]
)
def test_of_very_many_products_as_many_are_drawn_as_have_room(products: int, frame: str, most: int) -> None:
    text = f"L = {' + '.join(f'x{k} * w{k}' for k in range(1, products + 1))}"
    diagram = compose(differentiate(parse(text)), Options(frame=frame))
    assert 5 < sum(isinstance(each, Circle) and each.panel == FORWARD for each in diagram.marks) <= most
    assert diagram.height <= 1.25 * min(frames.tallest(frame), TALLEST) or frame == "slide"
    named = {each.name for each in diagram.marks if isinstance(each, Text)}
    assert {f"x{products}".translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")) + " = 1"} <= named
    assert any("…" in name for name in named)


RESIDUAL = """
import torch, torch.nn as nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(3, 4)
        self.fc2 = nn.Linear(4, 4)
        self.out = nn.Linear(4, 2)
    def forward(self, x):
        x = torch.relu(self.fc1(x))
        x = torch.relu(self.fc2(x)) + x
        return self.out(x)
net = Net()
x = torch.randn(5, 3)
t = torch.tensor([0, 1, 0, 1, 1])
loss = nn.functional.cross_entropy(net(x), t)
"""


def test_an_input_of_one_gate_stands_beside_it_and_at_no_tag() -> None:
    found = composer.closest(differentiate(parse(RESIDUAL)), Options(frame="78"))
    assert not any(row.stuck for row in found.rows)
    assert not found.scheme.breaks.apart & set(found.scheme.folded.sources)


@pytest.mark.parametrize(
    ("text", "tagged"),
    [
        ("h = w*x\nL = h + h**2 + sin(h) + exp(h) + h*y + log(h) + tanh(h)", True),
        ("h = w*x\nL = h + h**2 + sin(h)", False),
    ],
    ids=["many ways", "few ways"],
)
def test_a_value_that_goes_many_ways_has_tags_where_its_wires_would_wind(text: str, tagged: bool) -> None:
    found = composition.planned(differentiate(parse(text)), Options(frame="78")).scheme
    assert (found.folded.gates[0].outputs[0] in found.breaks.apart) is tagged


def test_what_is_far_too_tall_for_a_slide_is_folded_until_it_fits() -> None:
    text = (
        "xp = F*x\nPp = F*P*F + Q\nS = H*Pp*H + R\nK = Pp*H/S\nxn = xp + K*(z - H*xp)\nPn = (1 - K*H)*Pp\n"
        "L = (xn - truth)**2 + Pn"
    )
    diagram = compose(differentiate(parse(text)), Options(frame="slide"))
    share = max(frames.SMALLER)
    assert diagram.width <= share * frames.points("slide") and diagram.height <= share * frames.tallest("slide")


def test_calls_are_gates_in_two_panels_where_their_statements_fit_in_one_alone() -> None:
    part = "def part(x, w):\n    s = w*x + 1\n    t = tanh(s)*x\n    u = t + x*s\n    return u*w\n"
    block = "def block(x, w):\n    y = part(x, w) + x\n    return part(y, w) + y\n"
    net = "def net(x):\n    for w in [0.1, 0.2, 0.3]:\n        x = block(x, w)\n    return x\nL = net(x)**2"
    drawn = gates_drawn(compose(differentiate(parse(part + block + net)), Options(frame="75")))
    assert drawn == {FORWARD: 13, BACKWARD: 13}


@pytest.mark.parametrize("down", [-3.0, 3.0])
@pytest.mark.parametrize("stop", [(40.0, 30.0), (40.0, -30.0), (70.0, 30.0)], ids=["down", "up", "aslant"])
def test_twins_run_at_one_distance_round_a_turn(stop: Point, down: float) -> None:
    line = arrows.turning((0.0, 0.0), (40.0, 0.0), stop)
    places = list(samples(line))
    apart = [min(dist(place, other) for other in places) for place in samples(arrows.beside(line, down))]
    assert min(apart) > 2.7 and max(apart[1:-1]) < 3.5


def test_a_wire_that_slants_from_a_tag_begins_where_its_point_ends() -> None:
    begun, *_, end = arrows.right_of(arrows.straight((-2.0, 1.0), (8.0, 21.0)), 0.0)
    assert begun == (0.0, 5.0) and end == (8.0, 21.0)
    level = arrows.straight((0.0, 3.0), (8.0, 3.0))
    assert arrows.right_of(level, 0.0) == level
