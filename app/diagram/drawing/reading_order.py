"""The order in which a figure is read: pass by pass, gate by gate, what goes in before the gate and what comes out behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from app.diagram import parts
from app.diagram.drawing.placement import Element
from app.diagram.model import BACKWARD, BOTH, FORWARD, Curve, Link
from app.diagram.parts import Kind, Part

PANELS = (BOTH, FORWARD, BACKWARD)
TITLES = {parts.title(panel): place for place, panel in enumerate(PANELS)}


def in_reading_order(elements: Iterable[Element], links: Sequence[Link]) -> tuple[Element, ...]:
    """The elements as the passes come to them, each panel's title and wires, which lie under all else, first."""
    places = {panel: {part: place for place, part in enumerate(dict.fromkeys(read(links, panel)))} for panel in PANELS}

    def place(element: Element) -> tuple[int, bool, int]:
        if element.id in TITLES:
            return TITLES[element.id], False, -1
        known = places[element.panel]
        return PANELS.index(element.panel), not isinstance(element, Curve), known.get(element.part, len(known))

    return tuple(sorted(elements, key=place))


def read(links: Sequence[Link], panel: str) -> Iterator[Part]:
    """The parts that the links of a panel's pass join, and those written on these, in the order of the pass.

    A gate comes when its turn has come, and all else once everything that leads to it has been read: a sum after its terms.
    """
    mine = [link for link in links if link.panel == panel]
    leaving: dict[Part, list[Link]] = {}
    for link in mine:
        leaving.setdefault(link.tail, []).append(link)
    waiting = Counter(link.head for link in mine)
    begun: set[Part] = set()

    def follow(first: Part) -> Iterator[Part]:
        ahead = [first]
        for part in ahead:
            yield part
            for link in leaving.get(part, ()):
                yield from (label for label in link.labels if panel == BACKWARD or label.kind != Kind.WIRE)
                waiting[link.head] -= 1
                if not waiting[link.head] and link.head.kind != Kind.GATE:
                    ahead.append(link.head)

    def begin(found: Sequence[Link]) -> Iterator[Part]:
        for link in found:
            if link.tail not in waiting and link.tail.kind != Kind.GATE and link.tail not in begun:
                begun.add(link.tail)
                yield from follow(link.tail)

    arriving: dict[Part, list[int]] = {}
    for place, link in enumerate(mine):
        arriving.setdefault(link.head, []).append(place)
    gates = {part for link in mine for part in (link.tail, link.head) if part.kind == Kind.GATE}
    looked_at = 0
    for gate in sorted(gates, reverse=panel == BACKWARD):
        into = arriving.get(gate, [])
        stop = max([looked_at, *(place + 1 for place in into)])
        yield from begin(mine[looked_at:stop])
        looked_at = stop
        yield from (label for place in into for label in mine[place].labels if label.kind == Kind.WIRE)
        yield from follow(gate)
    yield from begin(mine[looked_at:])
