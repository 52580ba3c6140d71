"""The whole of layout: Graphviz places the boxes, we straighten the rows and draw the wires."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from math import copysign, inf

from app.layout.boxes import CIRCLES, NO_FLAG, STRIP, Box, Curve, Edge, Layout, Point, Vertex
from app.layout.bunch import FAN, Bunch, contracted, gather, lean, step_back
from app.layout.column import Column, Spacing, columns, least_width
from app.layout.crossing import crossings
from app.layout.dot import write
from app.layout.engine import draw
from app.layout.field import CLEARANCE, Field, Rectangle, bounds, overlap, rectangle, touches
from app.layout.lane import Interval
from app.layout.row import Rows
from app.layout.spine import spine
from app.layout.wiring import Wiring

TIGHT = 0.5
"""The share of their usual size that gaps have at least."""
STRIDE, STRIDES = 6.0, 40
"""A label looks for the middle of its wire in steps of this size, in points, or in so many steps."""


def arrange(
    vertices: Sequence[Vertex],
    edges: Sequence[Edge],
    *,
    tight: bool = False,
    room: float = inf,
    order: Sequence[Edge] = (),
) -> Layout:
    """Place the vertices and draw a curve for each edge, in the order given; no curves in what turns out wider than its `room`, and
    nothing where that can be told before.

    Gaps are as small as they may be if `tight`; what is put in `order` stands one behind the other, though no wire joins it. Answers are
    kept by what they depend on, not by the vertices' ids and by what stands within them: a figure has many rows that differ in nothing
    else.
    """
    if room < inf and (width := least_width(vertices, edges, order)) > room:
        return Layout(width, 0.0, {}, ())
    places = {vertex.id: str(place) for place, vertex in enumerate(vertices)}
    numbered = tuple(
        vertex._replace(id=str(place), flag=NO_FLAG, narrowest=0.0) for place, vertex in enumerate(vertices)
    )
    joined, ordered = (tuple(Edge(places[each.tail], places[each.head]) for each in some) for some in (edges, order))
    found = arranged(numbered, joined, TIGHT if tight else 1.0, room, ordered)
    return replace(found, boxes={key: found.boxes[place] for key, place in places.items()})


@lru_cache(maxsize=512)
def arranged(
    vertices: tuple[Vertex, ...], edges: tuple[Edge, ...], share: float, room: float, order: tuple[Edge, ...]
) -> Layout:
    main = spine(vertices, edges)
    bunches = gather(vertices, edges, main)
    drawn, pieces = contracted(vertices, edges, bunches)
    several = frozenset(each.vertex.id for each in bunches if len(each.members) > 1)
    standing = {key: each.vertex.id for each in bunches for key in each.ids}
    behind = [Edge(each.tail, standing.get(each.head, each.head)) for each in order]
    centres = draw(write(drawn, pieces, main, several, behind))
    field = Field(placed(drawn, bunches, centres))
    inputs = defaultdict[str, list[str]](list)
    for each in bunches:
        inputs[each.gate] += each.ids
    Rows(field, edges, inputs).align()
    names = {vertex.id: f"n{index}" for index, vertex in enumerate(drawn)}
    found = columns(
        {key: centres[name][0] for key, name in names.items()}, {each.vertex.id: each.ids for each in bunches}
    )
    shared = {(member.last.id, each.gate) for each in bunches if each.shared for member in each.members}
    shared |= collected(found, edges, {vertex.id for vertex in vertices if vertex.kind == "gate"})
    Spacing(field, vertices, edges, share, shared).tighten(found)
    leaning = field.copied()
    lean(leaning, bunches)
    left, _, right, _ = spanned(leaning.boxes, ())
    if right - left > room:
        return cropped(leaning.boxes, ())
    wiring = wired(field, leaning, bunches, vertices, edges, [each.extent(field) for each in found], shared)
    curves = [wiring.draw(index) for index in range(len(edges))]
    bunched = {key for each in bunches for key in each.ids}
    calm_curves = centred(wiring, curves, bunched)
    stuck = [index for index, curve in enumerate(calm_curves) if not wiring.free(index, curve) or wiring.cramped(index)]
    return replace(cropped(wiring.field.boxes, calm_curves), stuck=tuple(stuck))


def collected(found: Sequence[Column], edges: Sequence[Edge], gates: Collection[str]) -> set[tuple[str, str]]:
    """The wires that become one before their gate, as too many for a fan come to it from the column before it."""
    place = {key: number for number, column in enumerate(found) for key in column.keys}
    into: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for edge in edges:
        if edge.head in gates and place[edge.head] == place[edge.tail] + 1:
            into[edge.head].append((edge.tail, edge.head))
    return {pair for pairs in into.values() if len(pairs) > FAN for pair in pairs}


def wired(
    field: Field,
    leaning: Field,
    bunches: Sequence[Bunch],
    vertices: Sequence[Vertex],
    edges: Sequence[Edge],
    columns: Sequence[Interval],
    shared: Collection[tuple[str, str]],
) -> Wiring:
    """The wires, with inputs that are `leaning` towards their gates unless one would stand in a wire's only way, and that step back
    from them where their wires are steep unless others must go round them."""
    made = Wiring(leaning, vertices, edges, columns, shared)
    if made.stuck:
        return Wiring(field, vertices, edges, columns, shared)
    farther = leaning.copied()
    if not step_back(farther, bunches):
        return made
    calmer = Wiring(farther, vertices, edges, columns, shared)
    return made if calmer.stuck or tangle(calmer) > tangle(made) else calmer


def tangle(wiring: Wiring) -> tuple[int, int]:
    """How often wires cross, and how many take lanes."""
    curves = [wiring.draw(index)[0] for index in range(len(wiring.edges))]
    return len(list(crossings(curves))), len(wiring.ways)


def placed(drawn: Sequence[Vertex], bunches: Sequence[Bunch], centres: Mapping[str, Point]) -> dict[str, Box]:
    """Every vertex's box as Graphviz placed it, bunches opened again."""
    boxes = {}
    for index, vertex in enumerate(drawn):
        x, y = centres[f"n{index}"]
        height = vertex.width if vertex.kind in CIRCLES else vertex.height
        level = y + height / 2 - vertex.under if vertex.uneven else y
        bare = vertex.lift + STRIP / 2 + min(vertex.under, height - vertex.under) if vertex.lift else 0.0
        middle, reach = x + (vertex.after - vertex.before) / 2, (vertex.before, vertex.after)
        down = bare / 2 if vertex.hung else -bare / 2
        boxes[vertex.id] = Box(middle, y + down, vertex.width, height - bare, level, *reach, vertex.lift > 0)
    for each in bunches:
        boxes.update(each.boxes(boxes[each.vertex.id]))
    return boxes


def centred(wiring: Wiring, drawn: Sequence[tuple[Curve, bool]], bunched: Collection[str]) -> list[Curve]:
    """Move each label along its wire towards the middle, as far as box and wires stay clear of everything."""
    curves = [curve for curve, _ in drawn]
    moving = [key for key, kind in wiring.kinds.items() if kind == "label" and key not in bunched]
    areas = list(map(bounds, curves)) if moving else []
    into = {edge.head: index for index, edge in enumerate(wiring.edges)}
    out = {edge.tail: index for index, edge in enumerate(wiring.edges)}
    for key in moving:
        first, second = into[key], out[key]
        if not (drawn[first][1] and drawn[second][1]):
            continue
        middle = (curves[first][0][0] + curves[second][-1][0]) / 2
        others = [each for index, each in enumerate(zip(areas, curves, strict=True)) if index not in (first, second)]
        box = nearest(wiring.field, key, middle, others)
        if box is not wiring.field.boxes[key] and (pair := wiring.slid(key, box, first, second)):
            curves[first], curves[second] = pair
            areas[first], areas[second] = map(bounds, pair)
    return curves


def nearest(field: Field, key: str, middle: float, others: Iterable[tuple[Rectangle, Curve]]) -> Box:
    """The box of a label moved towards `middle` until something is in its way: a box, or one of the other curves, each with its bounds."""
    best = field.boxes[key]
    whole = rectangle(best, CLEARANCE)
    there = middle - best.x
    sweep = (whole[0] + min(there, 0.0), whole[1], whole[2] + max(there, 0.0), whole[3])
    boxes = field.touched(sweep, (key,))
    curves = [curve for around, curve in others if overlap(around, sweep)]
    if not boxes and not curves:
        return best.moved(there, 0) if abs(there) > STRIDE else best
    step = copysign(max(STRIDE, abs(there) / STRIDES), there)
    while abs(middle - best.x) > abs(step):
        moved = best.moved(step, 0)
        area = rectangle(moved, CLEARANCE)
        if any(overlap(box, area) for box in boxes) or any(touches(curve, area) for curve in curves):
            break
        best = moved
    return best


def cropped(boxes: Mapping[str, Box], curves: Sequence[Curve]) -> Layout:
    """The layout moved to the origin."""
    left, top, right, bottom = spanned(boxes, curves)
    moved = {key: box.moved(-left, -top) for key, box in boxes.items()}
    shifted = tuple(tuple((x - left, y - top) for x, y in curve) for curve in curves)
    return Layout(right - left, bottom - top, moved, shifted)


def spanned(boxes: Mapping[str, Box], curves: Iterable[Curve]) -> Rectangle:
    """The rectangle round all boxes and curves."""
    lefts, tops, rights, bottoms = zip(*map(rectangle, boxes.values()), *map(bounds, curves), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
