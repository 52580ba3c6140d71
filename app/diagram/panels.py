"""Panels on their page: each cropped to what it shows, side by side or above each other, with titles and a rule between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.diagram import parts
from app.diagram.marks import Element, Panel, Placement
from app.diagram.model import BACKWARD, BOTH, FORWARD, Circle, Curve, Frame, Mark, Point, Rule, Text
from app.diagram.sizing import Setting
from app.typeset import Label, labels
from app.typeset import Text as Word

TITLES = {FORWARD: "Forward pass", BACKWARD: "Backward pass"}
TITLE_SIZE = 15.0
MARGIN, UNDER_TITLE, BESIDE_RULE, AROUND_RULE, RULE = 10.0, 16.0, 18.0, 20.0, 2.2
WIDEST = 1040.0
"""Panels stand side by side up to this width, in points."""

Area = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its size and everything on it, numbers still to be put in."""

    width: float
    height: float
    elements: tuple[Element, ...]


def sheet(setting: Setting, panels: str, single: bool) -> Sheet:
    """The panels wanted: "auto", "side", "stacked", "forward" or "backward"; in one if `single`."""
    forward, backward = (
        list(Panel(setting, FORWARD).elements()),
        list(Panel(setting, BACKWARD).elements(words_only=single)),
    )
    if single:
        return framed(bounds([*forward, *backward]), [*forward, *backward])
    if panels in TITLES:
        return alone(forward if panels == FORWARD else backward, panels)
    left, right = bounds(forward), bounds(backward)
    across = left[2] - left[0] + right[2] - right[0] + 2 * (BESIDE_RULE + MARGIN)
    if panels == "side" or (panels == "auto" and across <= WIDEST):
        return side_by_side(forward, backward, left, right)
    return stacked(forward, backward, left, right)


def framed(area: Area, elements: Sequence[Element], others: Sequence[Element] = (), shift: Point = (0, 0)) -> Sheet:
    """What lies in an area, on a page with margins; `others` are shifted first."""
    left, top, right, bottom = area
    dx, dy = MARGIN - left, MARGIN - top
    whole = [moved(each, dx, dy) for each in elements]
    whole += [moved(each, dx + shift[0], dy + shift[1]) for each in others]
    return Sheet(right - left + 2 * MARGIN, bottom - top + 2 * MARGIN, tuple(whole))


def titles() -> dict[str, Label]:
    made = labels([Word(text) for text in TITLES.values()], TITLE_SIZE)
    return dict(zip(TITLES, made, strict=True))


def titled(panel: str, middle: float, baseline: float) -> Text:
    """A panel's title, centred."""
    label = titles()[panel]
    return Text(
        f"title-{panel}",
        BOTH,
        parts.TITLE,
        middle - label.width / 2,
        baseline - label.baseline,
        label,
        tone="title",
        name=label.text,
    )


def alone(elements: list[Element], panel: str) -> Sheet:
    left, top, right, bottom = bounds(elements)
    label = titles()[panel]
    spare = max(0.0, label.width - (right - left)) / 2
    title = titled(panel, (left + right) / 2, top - UNDER_TITLE)
    return framed((left - spare, top - UNDER_TITLE - label.baseline, right + spare, bottom), [title, *elements])


def side_by_side(forward: list[Element], backward: list[Element], left: Area, right: Area) -> Sheet:
    """Both at the same height, so that a wire stands beside itself."""
    one, other = widened(left, FORWARD), widened(right, BACKWARD)
    top, bottom = min(one[1], other[1]), max(one[3], other[3])
    shift = one[2] + 2 * BESIDE_RULE - other[0]
    baseline = top - UNDER_TITLE
    middle = one[2] + BESIDE_RULE
    elements = [
        titled(FORWARD, (one[0] + one[2]) / 2, baseline),
        titled(BACKWARD, (other[0] + other[2]) / 2 + shift, baseline),
        Rule("rule", BOTH, parts.RULE, (middle, top - UNDER_TITLE / 2), (middle, bottom), RULE, tone="title"),
        *forward,
    ]
    whole = (one[0], baseline - titles()[FORWARD].baseline, other[2] + shift, bottom)
    return framed(whole, elements, backward, (shift, 0))


def stacked(forward: list[Element], backward: list[Element], one: Area, other: Area) -> Sheet:
    """Both in the same columns, so that a wire stands above itself."""
    rise = titles()[FORWARD].baseline
    one, other = widened(one, FORWARD), widened(other, BACKWARD)
    left, right = min(one[0], other[0]), max(one[2], other[2])
    rule = one[3] + AROUND_RULE
    second = rule + AROUND_RULE + rise
    shift = second + UNDER_TITLE - other[1]
    elements = [
        titled(FORWARD, (left + right) / 2, one[1] - UNDER_TITLE),
        Rule("rule", BOTH, parts.RULE, (left, rule), (right, rule), RULE, tone="title"),
        titled(BACKWARD, (left + right) / 2, second),
        *forward,
    ]
    return framed((left, one[1] - UNDER_TITLE - rise, right, other[3] + shift), elements, backward, (0, shift))


def widened(area: Area, panel: str) -> Area:
    """At least as wide as the panel's title."""
    spare = max(0.0, titles()[panel].width - (area[2] - area[0])) / 2
    return area[0] - spare, area[1], area[2] + spare, area[3]


def bounds(elements: Iterable[Element]) -> Area:
    areas = [area(each) for each in elements]
    lefts, tops, rights, bottoms = zip(*areas, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def area(element: Element) -> Area:
    """The rectangle round an element."""
    match element:
        case Placement():
            return element.area
        case Circle(x=x, y=y, radius=radius):
            return x - radius, y - radius, x + radius, y + radius
        case Text(x=x, y=y, label=label):
            return x, y, x + label.width, y + label.height
        case Frame(x=x, y=y, width=width, height=height):
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
        case Placement(id, panel, part, tone, x, y, align, inscription):
            return Placement(id, panel, part, tone, x + dx, y + dy, align, inscription)
        case Circle() | Frame():
            return replace(element, x=element.x + dx, y=element.y + dy)
        case Rule(start=start, stop=stop):
            start, stop = shifted((start, stop), dx, dy)
            return replace(element, start=start, stop=stop)
    raise TypeError(f"not an element: {element!r}")


def shifted(points: tuple[Point, ...], dx: float, dy: float) -> tuple[Point, ...]:
    return tuple([(x + dx, y + dy) for x, y in points])
