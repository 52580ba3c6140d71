"""Where elements lie: the rectangle round each, and the same element elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from app.diagram.drawing.placement import Element, Placement
from app.diagram.model import Circle, Curve, Flag, Frame, Heat, Mark, Point, Rule, Text

Area = tuple[float, float, float, float]


def bounds(elements: Iterable[Element]) -> Area:
    return union([area(each) for each in elements])


def union(areas: Iterable[Area]) -> Area:
    """The rectangle round all of them."""
    lefts, tops, rights, bottoms = zip(*areas, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


class Block(NamedTuple):
    """Elements that are to be moved together, as they were drawn, and where they will lie: each is moved once, when all is decided."""

    elements: Sequence[Element]
    area: Area
    across: float = 0.0
    down: float = 0.0

    @classmethod
    def of(cls, elements: Sequence[Element]) -> Block:
        """Elements where they are."""
        return cls(elements, bounds(elements))

    def shifted(self, across: float, down: float) -> Block:
        left, top, right, bottom = self.area
        area = left + across, top + down, right + across, bottom + down
        return Block(self.elements, area, self.across + across, self.down + down)

    def moved(self) -> Iterator[Element]:
        return (moved(each, self.across, self.down) for each in self.elements)


def area(element: Element) -> Area:
    """The rectangle round an element."""
    match element:
        case Placement():
            return element.area
        case Circle(x=x, y=y, radius=radius):
            return x - radius, y - radius, x + radius, y + radius
        case Text(x=x, y=y, label=label):
            return x, y, x + label.width, y + label.height
        case Frame(x=x, y=y, width=width, height=height) | Flag(x=x, y=y, width=width, height=height):
            return x, y, x + width, y + height
        case Heat(x=x, y=y, size=(width, height)):
            return x, y, x + width, y + height
    points = list(corners(element))
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def corners(element: Mark) -> Iterator[Point]:
    if isinstance(element, Curve):
        yield from (*element.points, *element.head)
    elif isinstance(element, Rule):
        yield from (element.start, element.stop)


def moved(element: Element, dx: float, dy: float) -> Element:
    """The same element elsewhere."""
    match element:
        case Curve(id, panel, part, points, head, tone=tone, name=name):
            return Curve(id, panel, part, shifted(points, dx, dy), shifted(head, dx, dy), tone=tone, name=name)
        case Text(id, panel, part, x, y, label, tone=tone, name=name):
            return Text(id, panel, part, x + dx, y + dy, label, tone=tone, name=name)
        case Placement():
            return element.moved(dx, dy)
        case Circle(id, panel, part, x, y, radius, solid, tone=tone, name=name):
            return Circle(id, panel, part, x + dx, y + dy, radius, solid, tone=tone, name=name)
        case Flag(id, panel, part, x, y, width, height, left, tone=tone, name=name):
            return Flag(id, panel, part, x + dx, y + dy, width, height, left, tone=tone, name=name)
        case Frame() | Heat():
            return replace(element, x=element.x + dx, y=element.y + dy)
        case Rule(id, panel, part, start, stop, thickness, tone=tone, name=name):
            start, stop = shifted((start, stop), dx, dy)
            return Rule(id, panel, part, start, stop, thickness, tone=tone, name=name)
    raise TypeError(f"not an element: {element!r}")


def shifted(points: tuple[Point, ...], dx: float, dy: float) -> tuple[Point, ...]:
    return tuple([(x + dx, y + dy) for x, y in points])
