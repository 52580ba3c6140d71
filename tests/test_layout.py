"""Layout: boxes that keep apart, wires that keep off them, and ends where they belong."""

from __future__ import annotations

from math import hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.layout import arrange, crossings, drawn_out, set_aside, unite
from app.layout.arrangement import arranged
from app.layout.boxes import Box, Edge, Layout, Point, Vertex
from app.layout.bunch import STEEP
from app.layout.column import APART, BENT, least_width
from app.layout.field import Field, crosses, rectangle
from app.layout.lane import NEAR, Lanes, Stretches
from app.layout.spine import spine, spine_of
from app.layout.wire import straight


def chain(length: int, *, label: float = 80.0) -> tuple[list[Vertex], list[Edge]]:
    """An input, then gates in a row, each but the first with an input of its own."""
    vertices, edges = [Vertex("x", "input", 40, 20)], []
    tail = "x"
    for k in range(length):
        vertices.append(Vertex(f"g{k}", "gate", 34, 34))
        edges.append(Edge(tail, f"g{k}"))
        if k:
            vertices.append(Vertex(f"w{k}", "input", 50, 30))
            edges.append(Edge(f"w{k}", f"g{k}"))
        if k < length - 1:
            tail = f"l{k}"
            vertices.append(Vertex(tail, "label", label, 45))
            edges.append(Edge(f"g{k}", tail))
    return [*vertices, Vertex("z", "output", 40, 20)], [*edges, Edge(f"g{length - 1}", "z")]


def diamond() -> tuple[list[Vertex], list[Edge]]:
    """`x` forks into two wires of one gate."""
    vertices = [Vertex("x", "input", 40, 20), Vertex("fork", "fork", 14, 14), Vertex("g", "gate", 34, 34)]
    vertices += [Vertex("a", "label", 70, 40), Vertex("b", "label", 70, 40), Vertex("z", "output", 40, 20)]
    pairs = [("x", "fork"), ("fork", "a"), ("fork", "b"), ("a", "g"), ("b", "g"), ("g", "z")]
    return vertices, [Edge(*pair) for pair in pairs]


def looped(steps: int) -> tuple[list[Vertex], list[Edge]]:
    """A value `h` that goes from gate to gate, and a weight that each of them taps from one line."""
    vertices, edges = [Vertex("w", "input", 40, 20), Vertex("h", "input", 40, 20)], [Edge("h", "g0"), Edge("w", "f0")]
    for k in range(steps):
        vertices += [Vertex(f"g{k}", "gate", 34, 34), Vertex(f"b{k}", "label", 70, 50)]
        edges += [Edge(f"f{min(k, steps - 2)}", f"b{k}"), Edge(f"b{k}", f"g{k}")]
        if k < steps - 1:
            vertices += [Vertex(f"f{k}", "fork", 14, 14), Vertex(f"l{k}", "label", 80, 40)]
            edges += [Edge(f"g{k}", f"l{k}"), Edge(f"l{k}", f"g{k + 1}")]
        if 0 < k < steps - 1:
            edges.append(Edge(f"f{k - 1}", f"f{k}"))
    return [*vertices, Vertex("z", "output", 40, 20)], [*edges, Edge(f"g{steps - 1}", "z")]


def overlaps(layout: Layout) -> list[tuple[str, str]]:
    field = Field({})
    found = []
    for key, box in layout.boxes.items():
        found += [(key, other) for other in field.boxes if not field.fits(box, set(field.boxes) - {other})]
        field.place(key, box)
    return found


@pytest.mark.parametrize("graph", [chain(2), chain(5), diamond()])
def test_boxes_keep_apart_and_inside(graph: tuple[list[Vertex], list[Edge]]) -> None:
    layout = arrange(*graph)
    assert overlaps(layout) == []
    for box in layout.boxes.values():
        left, top, right, bottom = rectangle(box)
        assert left >= 0
        assert top >= 0
        assert right <= layout.width
        assert bottom <= layout.height


@pytest.mark.parametrize("graph", [chain(5), diamond(), looped(4)])
def test_a_wire_passes_no_box_but_its_own(graph: tuple[list[Vertex], list[Edge]]) -> None:
    vertices, edges = graph
    layout = arrange(vertices, edges)
    field = Field(layout.boxes)
    for edge, curve in zip(edges, layout.curves, strict=True):
        assert field.clear(curve, (edge.tail, edge.head)), edge


@pytest.mark.parametrize("graph", [chain(4), diamond()])
def test_ends_stand_on_the_rim_and_point_at_the_centre(graph: tuple[list[Vertex], list[Edge]]) -> None:
    vertices, edges = graph
    layout = arrange(vertices, edges)
    round_ones = {vertex.id for vertex in vertices if vertex.kind in ("gate", "fork")}
    for edge, curve in zip(edges, layout.curves, strict=True):
        for key, end, before in ((edge.tail, curve[0], curve[1]), (edge.head, curve[-1], curve[-2])):
            if key not in round_ones:
                continue
            box = layout.boxes[key]
            out, further = (end[0] - box.x, end[1] - box.y), (before[0] - box.x, before[1] - box.y)
            assert hypot(*out) == pytest.approx(box.width / 2, abs=1e-6)
            assert out[0] * further[1] - out[1] * further[0] == pytest.approx(0, abs=1e-3 * hypot(*further))


def test_the_main_line_is_level() -> None:
    vertices, edges = chain(5)
    layout = arrange(vertices, edges)
    heights = {layout.boxes[f"g{k}"].y for k in range(5)} | {layout.boxes[f"l{k}"].level for k in range(4)}
    assert max(heights) - min(heights) < 0.01


def test_two_inputs_of_one_gate_lean_on_it_alike() -> None:
    vertices = [Vertex("x", "input", 40, 20), Vertex("y", "input", 60, 20), Vertex("g", "gate", 34, 34)]
    vertices.append(Vertex("z", "output", 40, 20))
    layout = arrange(vertices, [Edge("x", "g"), Edge("y", "g"), Edge("g", "z")])
    x, y, gate = (layout.boxes[key] for key in "xyg")
    assert x.y < gate.y < y.y
    assert gate.y - x.y == pytest.approx(y.y - gate.y)
    assert rectangle(x)[2] == rectangle(y)[2]


def test_an_input_steps_back_from_a_gate_to_which_its_wire_would_be_steep() -> None:
    vertices, edges = diamond()
    edges = [Edge("w", "g"), *edges]
    boxes = arrange([*vertices, Vertex("w", "input", 60, 90)], edges).boxes
    w, gate = boxes["w"], boxes["g"]
    assert gate.y - w.level > gate.x - boxes["a"].right
    assert gate.y - w.level < STEEP * (gate.x - w.right)


def test_every_gate_stands_at_the_middle_of_its_inputs() -> None:
    vertices, edges = [Vertex("sum", "gate", 34, 34), Vertex("z", "output", 40, 20)], [Edge("sum", "z")]
    for gate, inputs in (("g", "ab"), ("h", "cd")):
        vertices += [Vertex(key, "input", 60, 40) for key in inputs]
        vertices += [Vertex(gate, "gate", 34, 34), Vertex(f"{gate}-label", "label", 70, 40)]
        edges += [Edge(key, gate) for key in inputs] + [Edge(gate, f"{gate}-label"), Edge(f"{gate}-label", "sum")]
    boxes = arrange(vertices, edges).boxes
    for gate, inputs in (("g", "ab"), ("h", "cd")):
        assert boxes[gate].y == pytest.approx(sum(boxes[key].y for key in inputs) / 2)


def test_the_first_argument_stands_above_the_second() -> None:
    for order in (("a", "b"), ("b", "a")):
        vertices, edges = diamond()
        turned = [*edges[:3], *(Edge(key, "g") for key in order), edges[-1]]
        boxes = arrange(vertices, turned).boxes
        assert boxes[order[0]].y < boxes[order[1]].y


def test_a_skipping_wire_is_level_and_its_label_stands_in_the_middle() -> None:
    vertices, edges = chain(4)
    vertices += [Vertex("fork", "fork", 14, 14), Vertex("s", "label", 60, 40), Vertex("sum", "gate", 34, 34)]
    vertices += [Vertex("m", "label", 60, 40), Vertex("n", "label", 60, 40)]
    edges = [Edge("x", "fork"), Edge("fork", "n"), Edge("n", "g0"), Edge("fork", "s"), *edges[1:-1]]
    edges += [Edge("g3", "m"), Edge("s", "sum"), Edge("m", "sum"), Edge("sum", "z")]
    boxes = arrange(vertices, edges).boxes
    assert boxes["fork"].x + 100 < boxes["s"].x < boxes["sum"].x - 100


def test_the_steps_of_a_loop_stand_in_a_row_and_tap_one_level_line() -> None:
    boxes = arrange(*looped(6)).boxes
    assert len({boxes[f"g{k}"].y for k in range(6)}) == 1
    # The first tap may stand in the row, and the line then leads away from it.
    line = {boxes[f"f{k}"].y for k in range(2, 5)}
    assert len(line) == 1
    assert line.pop() > boxes["g0"].y
    for k in range(5):
        assert boxes[f"f{k}"].x < boxes[f"b{k}"].x < boxes[f"g{k}"].x


def test_the_spine_is_the_longest_way_and_takes_no_side_between_branches_that_are_alike() -> None:
    vertices, edges = chain(5)
    assert ("g3", "l3") in spine(vertices, edges)
    assert not {tail for tail, _ in spine(vertices, edges)} & {"x", "w1"}
    assert spine(*chain(3)) == set()
    tails = [Vertex(f"{side}{k}", "gate", 34, 34) for side in "ab" for k in range(2)]
    pairs = [("a0", "a1"), ("b0", "b1"), ("a1", "g0"), ("b1", "g0")]
    assert ("a1", "g0") not in spine([*tails, *vertices], [*(Edge(*pair) for pair in pairs), *edges])


def test_rows_that_differ_within_their_boxes_alone_are_laid_out_once_and_a_structure_has_one_spine() -> None:
    vertices, edges = chain(5)
    first = arrange(vertices, edges)
    asked, found = arranged.cache_info().misses, spine_of.cache_info().misses
    named = [each._replace(flag=(31.3, 16.9), narrowest=20.0) if each.id in "xz" else each for each in vertices]
    assert arrange(named, edges) == first
    assert arranged.cache_info().misses == asked
    arrange([each._replace(width=each.width + 1) if each.kind == "label" else each for each in vertices], edges)
    assert arranged.cache_info().misses == asked + 1
    assert spine_of.cache_info().misses == found


def test_what_comes_from_another_row_and_goes_on_in_one_is_level_with_its_gates() -> None:
    vertices, edges = chain(3)
    edges.insert(1, Edge("v", "g0"))
    ends = [each._replace(flag=(30.0, 16.0), onward=True) if each.id in "xz" else each for each in vertices]
    whole = [*ends, Vertex("v", "input", 40, 20)]
    assert {("x", "g0"), ("g2", "z")} <= spine(whole, edges)
    boxes = arrange(whole, edges).boxes
    assert len({boxes[key].level for key in ("x", "g0", "g1", "g2", "z")}) == 1
    assert boxes["v"].level > boxes["x"].level


def joining() -> tuple[list[Vertex], list[Edge]]:
    """Products of two inputs each that join one way through sums, one right behind the other."""
    vertices, edges = [Vertex("s2", "gate", 34, 34), Vertex("s3", "gate", 34, 34)], list[Edge]()
    for product, gate in (("p1", "s2"), ("p2", "s2"), ("s2", "s3"), ("p3", "s3")):
        if product != "s2":
            ends = [Vertex(f"{product}-{k}", "input", 40, 20) for k in range(2)]
            vertices += [*ends, Vertex(product, "gate", 34, 34)]
            edges += [Edge(each.id, product) for each in ends]
        vertices.append(Vertex(f"{product}-label", "label", 60, 30))
        edges += [Edge(product, f"{product}-label"), Edge(f"{product}-label", gate)]
    return [*vertices, Vertex("z", "output", 40, 20)], [*edges, Edge("s3", "z")]


def test_a_gate_that_inputs_alone_join_can_be_set_aside_behind_what_it_would_stand_below() -> None:
    vertices, edges = joining()
    order = list(set_aside(vertices, edges))
    assert order == [Edge("s2", "p3-0")]
    below, behind = arrange(vertices, edges), arrange(vertices, edges, order=order)
    assert behind.boxes["p3-0"].left > behind.boxes["s2"].right
    assert behind.height < below.height - 20 and behind.width > below.width


def test_gates_that_none_joins_from_elsewhere_stand_on_one_level_and_the_wire_bends_behind_them() -> None:
    vertices = [Vertex("x", "input", 40, 20), Vertex("y", "input", 40, 20), Vertex("w", "input", 40, 90)]
    vertices += [Vertex(key, "gate", 34, 34) for key in ("a", "b", "c", "d", "sum")] + [Vertex("z", "output", 40, 20)]
    edges = [Edge("x", "a"), Edge("y", "c"), Edge("w", "b"), Edge("sum", "z")]
    for tail, head in (("a", "b"), ("b", "sum"), ("c", "d"), ("d", "sum")):
        vertices.append(Vertex(f"{tail}-label", "label", 60, 40))
        edges += [Edge(tail, f"{tail}-label"), Edge(f"{tail}-label", head)]
    boxes = arrange(vertices, edges).boxes
    assert boxes["c"].level == pytest.approx(boxes["d"].level)
    assert boxes["a"].level == pytest.approx(boxes["b"].level)


def test_columns_stand_as_close_as_their_wires_allow() -> None:
    boxes = arrange(*chain(4)).boxes
    room = rectangle(boxes["l1"])[0] - rectangle(boxes["g1"])[2]
    assert room == pytest.approx(APART)
    boxes = arrange(*diamond()).boxes
    assert rectangle(boxes["a"])[0] - rectangle(boxes["fork"])[2] >= BENT


def test_a_wire_goes_round_a_box_by_way_of_a_lane() -> None:
    wall = Box(200, 100, 40, 120, 100)
    lanes = Lanes(Field({"wall": wall}), [(180.0, 220.0)])
    found = lanes.way((100, 100), (300, 100), ())
    [(left, right, height)] = [lane for lane in found if lane[0] < lane[1]]
    assert (left, right) == (180, 220)
    assert not rectangle(wall)[1] < height < rectangle(wall)[3]
    lanes.take(((150, height), (180, height), (220, height), (250, height)))
    [(_, _, other)] = [lane for lane in lanes.way((100, 100), (300, 100), ()) if lane[0] < lane[1]]
    assert abs(other - height) >= NEAR
    assert lanes.way((176, 100), (300, 100), ()) == []


@pytest.mark.parametrize(("spare", "wired"), [(0.0, True), (-1.0, False)])
def test_what_is_wider_than_its_room_gets_no_wires(spare: float, wired: bool) -> None:
    asked = (
        [Vertex("a", "input", 40, 20), Vertex("g", "gate", 36, 36), Vertex("b", "output", 40, 20)],
        [
            Edge("a", "g"),
            Edge("g", "b"),
        ],
    )
    whole = arrange(*asked)
    found = arrange(*asked, room=whole.width + spare)
    assert found.width == whole.width
    assert bool(found.curves) is wired


def test_what_is_too_wide_at_its_closest_is_not_placed() -> None:
    vertices, edges = chain(4)
    least = least_width(vertices, edges)
    assert arrange(vertices, edges, tight=True, room=least).boxes
    found = arrange(vertices, edges, tight=True, room=least - 1.0)
    assert (found.width, found.boxes) == (least, {})


def test_an_order_that_leads_round_in_a_circle_is_placed_too() -> None:
    vertices, edges = chain(4)
    order = [Edge(edges[-1].head, edges[0].tail)]
    assert least_width(vertices, edges, order) == least_width(vertices, edges)
    assert arrange(vertices, edges, order=order, room=10_000.0).boxes


def test_answers_are_kept_whatever_the_ids() -> None:
    vertices, edges = chain(3)
    renamed = [each._replace(id=f"other-{each.id}") for each in vertices]
    other = arrange(renamed, [Edge(f"other-{each.tail}", f"other-{each.head}") for each in edges])
    known = arrange(vertices, edges)
    assert other.curves is known.curves
    assert other.boxes == {f"other-{key}": box for key, box in known.boxes.items()}


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[Vertex], list[Edge]]:
    """Any small graph of gates in which a value used twice runs through a fork."""
    count = draw(st.integers(1, 6))
    arguments = [draw(st.lists(st.integers(-2, k - 1), min_size=1, max_size=3)) for k in range(count)]
    uses: dict[int, int] = {}
    for used in [*arguments, [count - 1]]:
        for value in used:
            uses[value] = uses.get(value, 0) + 1
    vertices, edges = [Vertex("z", "output", 40, 20)], []
    tails = {}
    for value in sorted(uses):
        vertices.append(Vertex(f"v{value}", "gate", 34, 34) if value >= 0 else Vertex(f"v{value}", "input", 40, 20))
        tails[value] = f"v{value}"
        if uses[value] > 1:
            vertices.append(Vertex(f"f{value}", "fork", 14, 14))
            edges.append(Edge(f"v{value}", f"f{value}"))
            tails[value] = f"f{value}"
    for k, used in enumerate(arguments):
        if k not in uses:
            continue
        for place, value in enumerate(used):
            key = f"l{k}-{place}"
            if value in uses and (uses[value] > 1 or value >= 0):
                vertices.append(Vertex(key, "label", draw(st.sampled_from([20.0, 60.0])), 30))
                edges += [Edge(tails[value], key), Edge(key, f"v{k}")]
            else:
                edges.append(Edge(tails[value], f"v{k}"))
    return vertices, [*edges, Edge(tails[count - 1], "z")]


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_any_graph_is_laid_out_without_overlap(graph: tuple[list[Vertex], list[Edge]]) -> None:
    vertices, edges = graph
    layout = arrange(vertices, edges)
    assert overlaps(layout) == []
    assert least_width(vertices, edges) <= arrange(vertices, edges, tight=True).width + 0.01
    assert len(layout.curves) == len(edges)
    for curve in layout.curves:
        assert len(curve) % 3 == 1
        assert all(-0.01 <= x <= layout.width + 0.01 and -0.01 <= y <= layout.height + 0.01 for x, y in curve)


def test_many_inputs_of_one_gate_stand_in_a_column_and_share_a_wire() -> None:
    count = 20
    vertices = [Vertex(f"x{k}", "input", 40, 20) for k in range(count)]
    vertices += [Vertex("g", "gate", 34, 34), Vertex("z", "output", 40, 20)]
    layout = arrange(vertices, [*(Edge(f"x{k}", "g") for k in range(count)), Edge("g", "z")])
    assert overlaps(layout) == []
    rims = {curve[-1] for curve in layout.curves[:count]}
    assert len(rims) == 1
    levels = sorted(layout.boxes[f"x{k}"].level for k in range(count))
    assert levels == [layout.boxes[f"x{k}"].level for k in range(count)]


def test_crossings_are_found_pair_by_pair_and_wires_that_run_into_one_another_do_not_cross() -> None:
    level, falling = straight((0, 5), (9, 5)), straight((0, 0), (9, 9.5))
    beside, joining = straight((0, 6), (9, 6)), straight((0, 9), (9, 5))
    assert sorted(crossings([level, falling])) == [(0, 1)]
    assert list(crossings([level, beside])) == []
    assert list(crossings([level, joining])) == []


def test_ends_are_drawn_out_to_one_edge_where_nothing_is_in_the_way() -> None:
    boxes = {"a": Box(50, 10, 20, 10, 10), "b": Box(50, 40, 20, 10, 40), "c": Box(50, 70, 20, 10, 70)}
    wires = tuple(straight((10, box.level), (40, box.level)) for box in boxes.values())
    wall, wire = {"wall": Box(80, 40, 10, 10, 40)}, straight((90, 60), (90, 90))
    layout = Layout(100, 100, boxes | wall, (*wires, wire))
    found = drawn_out(layout, [("a", 0), ("b", 1), ("c", 2)], 100.0)
    assert [found.boxes[key].x for key in "abc"] == [90, 50, 50]
    assert found.curves[0][-1] == (80.0, 10.0)
    assert found.curves[1:] == layout.curves[1:]


def test_of_two_ends_on_one_level_the_far_one_alone_is_drawn_out() -> None:
    boxes = {"near": Box(50, 12, 20, 10, 12), "far": Box(80, 10, 20, 10, 10)}
    layout = Layout(120, 30, boxes, (straight((10, 12), (40, 12)), straight((65, 10), (70, 10))))
    found = drawn_out(layout, [("near", 0), ("far", 1)], 120.0)
    assert [found.boxes[key].x for key in boxes] == [50, 110]


def test_an_end_that_something_stands_before_passes_below_it() -> None:
    boxes = {"end": Box(30.0, 30.0, 20.0, 10.0, 30.0), "gate": Box(60.0, 20.0, 30.0, 30.0, 20.0)}
    layout = Layout(100.0, 40.0, boxes, (straight((0.0, 0.0), (20.0, 30.0)),))
    found = drawn_out(layout, [("end", 0)], 100.0)
    assert found.boxes["end"].x == 90.0
    assert found.boxes["end"].y - 5.0 >= 35.0
    assert found.curves[0][-1] == (80.0, found.boxes["end"].level)
    assert found.height >= found.boxes["end"].y + 5.0


def test_the_largest_of_several_sets_takes_in_the_others() -> None:
    sets = {key: {key} for key in "abcd"}
    unite(sets, "ab")
    large = sets["a"]
    unite(sets, "ca")
    assert sets["b"] is sets["c"] is large
    assert [sorted(sets[key]) for key in "abcd"] == [["a", "b", "c"], ["a", "b", "c"], ["a", "b", "c"], ["d"]]
    unite(sets, ())
    unite(sets, "ab")
    assert sets["a"] is large


@pytest.mark.parametrize(
    ("start", "stop", "meets"),
    [
        ((-5.0, 5.0), (15.0, 5.0), True),
        ((-5.0, 3.0), (8.0, 12.0), True),
        ((-5.0, 8.0), (1.0, 15.0), False),
        ((0.0, -5.0), (0.0, 15.0), False),
        ((-5.0, 10.0), (15.0, 10.0), False),
        ((2.0, 3.0), (8.0, 4.0), True),
        ((10.0, 5.0), (15.0, 5.0), False),
        ((5.0, -9.0), (5.0, 0.0), False),
    ],
)
def test_a_line_meets_a_rectangle_inside_its_edges(start: Point, stop: Point, *, meets: bool) -> None:
    assert crosses(start, stop, (0.0, 0.0, 10.0, 10.0)) is meets
    assert crosses(stop, start, (0.0, 0.0, 10.0, 10.0)) is meets


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9))), st.integers(0, 9), st.integers(1, 5))
def test_stretches_are_counted_as_if_each_were_asked(ends: list[tuple[int, int]], y: int, further: int) -> None:
    stretches = [(min(pair), max(pair)) for pair in ends]
    counted, tall = Stretches(stretches), [(top, bottom) for top, bottom in stretches if top < bottom]
    assert counted.around(y) == sum(top < y < bottom for top, bottom in tall)
    assert counted.between(y, y + further) == sum(y < bottom and y + further > top for top, bottom in tall)
