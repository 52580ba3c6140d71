"""A figure on several pages of one size: a panel each, or some of its rows, which stand in the same places for both passes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property

from app.diagram import parts
from app.diagram.drawing.areas import Area, area, bounds, moved, union
from app.diagram.drawing.panels import MARGIN, UNDER_TITLE
from app.diagram.drawing.strips import BETWEEN_ROWS
from app.diagram.model import BACKWARD, FORWARD, UPDATE, Circle, Diagram, Flag, Mark, Point, Step, Text
from app.diagram.parts import Kind
from app.diagram.progress import Place

CLOSE = 1e-6


@dataclass(frozen=True)
class Strip:
    """A row of a figure with the marks of each panel, and how far these are moved to stand where those of the first panel stand."""

    panels: Mapping[str, Sequence[Mark]]
    shifts: Mapping[str, Point]

    @cached_property
    def box(self) -> Area:
        """The rectangle round all that the panels show in it, in the place of the first."""
        boxes = ((bounds(marks), self.shifts[panel]) for panel, marks in self.panels.items())
        return union([(x1 + dx, y1 + dy, x2 + dx, y2 + dy) for (x1, y1, x2, y2), (dx, dy) in boxes])

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]


@dataclass(frozen=True, slots=True)
class Page:
    """A page's size, and by the ids of marks how far each is moved on to it."""

    width: float
    height: float
    shifts: Mapping[str, Point]

    def of(self, diagram: Diagram) -> Diagram:
        """What of a figure stands on the page."""
        here = [mark for mark in diagram.marks if mark.id in self.shifts]
        marks = (moved(mark, *self.shifts[mark.id]) for mark in here)
        found = tuple(mark for mark in marks if isinstance(mark, Mark))
        return replace(diagram, width=self.width, height=self.height, marks=found)


def about(page: AbstractSet[Place], step: Step) -> tuple[bool, bool]:
    """Whether the gate of a step is among what stands on a page, and whether anything of the step is."""
    found = [part for part in step.parts if (step.phase, part) in page]
    return any(part.kind == Kind.GATE for part in found), bool(found)


@dataclass(frozen=True, slots=True)
class Pages:
    """Pages, how many times as large as the figure they are to be shown, and how large they should be at least."""

    pages: Sequence[Page]
    scale: float
    least: float

    @property
    def several(self) -> bool:
        return len(self.pages) > 1

    @property
    def rank(self) -> tuple[float, ...]:
        """How well they suit a talk: first they are to be read, then few, then large."""
        return min(self.scale, self.least), -len(self.pages), self.scale


def whole(diagram: Diagram, scale: float, least: float) -> Pages:
    """The figure on one page of its own size."""
    page = Page(diagram.width, diagram.height, {mark.id: (0.0, 0.0) for mark in diagram.marks})
    return Pages((page,), scale, least)


def paged(diagram: Diagram, room: Point, least: float, most: float) -> Pages:
    """The figure on as few pages of `room` points as there can be where it is shown `least` to `most` times as large as it is, then as
    large as may be. It is smaller where one row alone asks for more."""
    rows, head = strips(diagram), heading(diagram)
    if not rows:
        # Before the first step of a walk there is nothing to part.
        return whole(diagram, min(room[0] / diagram.width, room[1] / diagram.height, most), least)
    width = max(strip.box[2] - strip.box[0] for strip in rows) + 2 * MARGIN
    fits = min(room[0] / width, room[1] / (max(strip.height for strip in rows) + head + MARGIN), most)
    scales = [fits, *(scale for scale in suitable(rows, head, room[1]) if least <= scale < fits)]
    tried = [(filled(rows, room[1] / scale - head - MARGIN), scale) for scale in scales]
    groups, scale = min(tried, key=lambda each: (count(each[0]), -each[1]))
    height = room[1] / scale
    made = [Page(width, height, placed(diagram, group, panel, (width, height))) for panel, group in told(groups)]
    return Pages(made, scale, least)


def suitable(rows: Sequence[Strip], head: float, high: float) -> Iterator[float]:
    """The scales at which some neighbouring rows just fill a page."""
    for first in range(len(rows)):
        for last in range(first + 1, len(rows)):
            yield high / (stacked(rows[first : last + 1]) + head + MARGIN + CLOSE)


def stacked(rows: Sequence[Strip]) -> float:
    """The height of rows above each other."""
    return sum(strip.height for strip in rows) + BETWEEN_ROWS * (len(rows) - 1)


def filled(rows: Sequence[Strip], high: float) -> list[list[Strip]]:
    """The rows in groups that are no higher than a page, unless a row alone is."""
    groups: list[list[Strip]] = []
    for strip in rows:
        if groups and panels(groups[-1]) == panels([strip]) and stacked([*groups[-1], strip]) <= high:
            groups[-1].append(strip)
        else:
            groups.append([strip])
    return groups


def panels(group: Sequence[Strip]) -> list[str]:
    """Which pages a group of rows has: one for each pass, in their order, or one of updates."""
    order = (FORWARD, BACKWARD, UPDATE)
    return sorted({panel for strip in group for panel in strip.panels}, key=order.index)


def count(groups: Sequence[Sequence[Strip]]) -> int:
    return sum(len(panels(group)) for group in groups)


def told(groups: Sequence[Sequence[Strip]]) -> Iterator[tuple[str, Sequence[Strip]]]:
    """The pages in the order of a walk: forward row by row, then backward from the last, then the updates."""
    for panel, along in ((FORWARD, groups), (BACKWARD, groups[::-1]), (UPDATE, groups)):
        yield from ((panel, group) for group in along if panel in panels(group))


def placed(diagram: Diagram, group: Sequence[Strip], panel: str, size: Point) -> dict[str, Point]:
    """How far the marks of one panel are moved on to their page, in the middle of what its title leaves."""
    found: dict[str, Point] = {}
    for mark in diagram.marks:
        if isinstance(mark, Text) and mark.id == parts.title(panel):
            found[mark.id] = (size[0] - mark.label.width) / 2 - mark.x, MARGIN - mark.y
    head = heading(diagram)
    down = head + max(0.0, size[1] - head - MARGIN - stacked(group)) / 2
    for strip in group:
        left, top, right, bottom = strip.box
        for mark in strip.panels.get(panel, ()):
            dx, dy = strip.shifts[panel]
            found[mark.id] = dx + (size[0] - right - left) / 2, dy + down - top
        down += bottom - top + BETWEEN_ROWS
    return found


def heading(diagram: Diagram) -> float:
    """What a panel's title takes from the top of a page, its margin included."""
    titles = [
        mark.label.height + UNDER_TITLE for mark in diagram.marks if mark.part == parts.TITLE and isinstance(mark, Text)
    ]
    return MARGIN + max(titles, default=0.0)


def strips(diagram: Diagram) -> list[Strip]:
    """The rows of a figure, those of both passes together, and behind them its updates line by line."""
    found = {panel: rows([mark for mark in diagram.marks if mark.panel == panel]) for panel in (FORWARD, BACKWARD)}
    updates = [Strip({UPDATE: [mark]}, {UPDATE: (0.0, 0.0)}) for mark in diagram.marks if mark.panel == UPDATE]
    if paired(diagram):
        both = rows([mark for mark in diagram.marks if mark.panel in (FORWARD, BACKWARD)])
        return [*(Strip({FORWARD: marks}, {FORWARD: (0.0, 0.0)}) for marks in both), *updates]
    joined: list[list[Mark]] = [[] for _ in found[FORWARD]]
    for marks in found[BACKWARD]:
        joined[max(range(len(joined)), key=lambda k: common(found[FORWARD][k], marks))].extend(marks)
    return [*(matched(*pair) for pair in zip(found[FORWARD], joined, strict=True)), *updates]


def paired(diagram: Diagram) -> bool:
    """Whether both passes are drawn over each other, or there is only one."""
    passes = [[mark for mark in diagram.marks if mark.panel == panel] for panel in (FORWARD, BACKWARD)]
    if not all(passes):
        return True
    one, other = map(bounds, passes)
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def rows(marks: Sequence[Mark]) -> list[list[Mark]]:
    """The marks row by row, from the top: rows stand further apart than anything in them."""
    found: list[list[Mark]] = []
    foot = float("-inf")
    for mark in sorted(marks, key=lambda each: area(each)[1]):
        _, top, _, bottom = area(mark)
        if top - foot > BETWEEN_ROWS - CLOSE:
            found.append([])
        found[-1].append(mark)
        foot = max(foot, bottom)
    # In the order in which they are drawn.
    place = {mark.id: k for k, mark in enumerate(marks)}
    return [sorted(row, key=lambda mark: place[mark.id]) for row in found]


def common(one: Iterable[Mark], other: Iterable[Mark]) -> int:
    """How many parts two rows share."""
    return len({mark.part for mark in one} & {mark.part for mark in other})


def matched(forward: Sequence[Mark], backward: Sequence[Mark]) -> Strip:
    """A row of both passes, laid on each other by a gate, fork or flag that both have."""
    if not backward:
        return Strip({FORWARD: forward}, {FORWARD: (0.0, 0.0)})
    places = {(type(mark), mark.part): (mark.x, mark.y) for mark in forward if isinstance(mark, Circle | Flag)}
    for mark in backward:
        if isinstance(mark, Circle | Flag) and (there := places.get((type(mark), mark.part))):
            shift = there[0] - mark.x, there[1] - mark.y
            break
    else:
        one, other = bounds(forward), bounds(backward)
        shift = one[0] - other[0], one[1] - other[1]
    return Strip({FORWARD: forward, BACKWARD: backward}, {FORWARD: (0.0, 0.0), BACKWARD: shift})
