"""Panels on their page: each cropped to what it shows, side by side or above each other, with titles and a rule between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.diagram import parts
from app.diagram.drawing.areas import Area, Block, union
from app.diagram.drawing.placement import Element
from app.diagram.drawing.strips import gaps, painted, stack, striped
from app.diagram.labels.sizing import Setting
from app.diagram.model import BACKWARD, BOTH, FORWARD, PASSES, Point, Rule, Text
from app.typeset import Label, labels
from app.typeset import Text as Word

TITLE_SIZE = 13.0
MARGIN, UNDER_TITLE, BESIDE_RULE, AROUND_RULE, RULE = 5.0, 16.0, 17.0, 16.0, 2.2


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its size and everything on it, numbers still to be put in."""

    width: float
    height: float
    blocks: tuple[Block, ...]

    def elements(self) -> tuple[Element, ...]:
        """Everything in its place."""
        return tuple(element for block in self.blocks for element in block.moved())


def sheet(rows: Sequence[Setting], panels: str, single: bool, room: float) -> Sheet:
    """The panels wanted: "auto", "side", "stacked", "forward" or "backward"; in one if `single`. They should fit into `room`."""
    strips = striped(rows, room - 2 * MARGIN)
    over = gaps(strips)
    if single:
        whole = stack(painted(strips, FORWARD, BACKWARD), over)
        return framed(spread(whole), whole)
    if panels in PASSES:
        return alone(stack(painted(strips, panels), over), panels)
    forward, backward = painted(strips, FORWARD), painted(strips, BACKWARD)
    if panels != "stacked" and (panels == "side" or len(rows) == 1):
        beside = side_by_side(stack(forward, over, backward), stack(backward, over, forward))
        if panels == "side" or beside.width <= room:
            return beside
    return stacked(stack(forward, over), stack(backward, over))


def spread(blocks: Sequence[Block]) -> Area:
    """The rectangle round the blocks."""
    return union(block.area for block in blocks)


def framed(area: Area, blocks: Sequence[Block], others: Sequence[Block] = (), shift: Point = (0, 0)) -> Sheet:
    """What lies in an area, on a page with margins; `others` are shifted first."""
    left, top, right, bottom = area
    dx, dy = MARGIN - left, MARGIN - top
    whole = [each.shifted(dx, dy) for each in blocks]
    whole += [each.shifted(dx + shift[0], dy + shift[1]) for each in others]
    return Sheet(right - left + 2 * MARGIN, bottom - top + 2 * MARGIN, tuple(whole))


def titles() -> dict[str, Label]:
    made = labels([Word(text) for text in PASSES.values()], TITLE_SIZE)
    return dict(zip(PASSES, made, strict=True))


def titled(panel: str, middle: float, baseline: float) -> Text:
    """A panel's title, centred."""
    label = titles()[panel]
    return Text(
        parts.title(panel),
        BOTH,
        parts.TITLE,
        middle - label.width / 2,
        baseline - label.baseline,
        label,
        tone="title",
        name=label.text,
    )


def alone(blocks: Sequence[Block], panel: str) -> Sheet:
    left, top, right, bottom = spread(blocks)
    label = titles()[panel]
    spare = max(0.0, label.width - (right - left)) / 2
    title = Block.of([titled(panel, (left + right) / 2, top - UNDER_TITLE)])
    return framed((left - spare, top - UNDER_TITLE - label.baseline, right + spare, bottom), [title, *blocks])


def side_by_side(forward: Sequence[Block], backward: Sequence[Block]) -> Sheet:
    """Both at the same height, so that a wire stands beside itself."""
    one, other = widened(spread(forward), FORWARD), widened(spread(backward), BACKWARD)
    top, bottom = min(one[1], other[1]), max(one[3], other[3])
    shift = one[2] + 2 * BESIDE_RULE - other[0]
    baseline = top - UNDER_TITLE
    middle = one[2] + BESIDE_RULE
    heading = [
        titled(FORWARD, (one[0] + one[2]) / 2, baseline),
        titled(BACKWARD, (other[0] + other[2]) / 2 + shift, baseline),
        Rule("rule", BOTH, parts.RULE, (middle, top - UNDER_TITLE / 2), (middle, bottom), RULE, tone="title"),
    ]
    whole = (one[0], baseline - titles()[FORWARD].baseline, other[2] + shift, bottom)
    return framed(whole, [Block.of(heading), *forward], backward, (shift, 0))


def stacked(forward: Sequence[Block], backward: Sequence[Block]) -> Sheet:
    """Both in the same columns, so that a wire stands above itself."""
    rise = titles()[FORWARD].baseline
    one, other = widened(spread(forward), FORWARD), widened(spread(backward), BACKWARD)
    left, right = min(one[0], other[0]), max(one[2], other[2])
    rule = one[3] + AROUND_RULE
    second = rule + AROUND_RULE + rise
    shift = second + UNDER_TITLE - other[1]
    heading = [
        titled(FORWARD, (left + right) / 2, one[1] - UNDER_TITLE),
        Rule("rule", BOTH, parts.RULE, (left, rule), (right, rule), RULE, tone="title"),
        titled(BACKWARD, (left + right) / 2, second),
    ]
    whole = (left, one[1] - UNDER_TITLE - rise, right, other[3] + shift)
    return framed(whole, [Block.of(heading), *forward], backward, (0, shift))


def widened(area: Area, panel: str) -> Area:
    """At least as wide as the panel's title."""
    spare = max(0.0, titles()[panel].width - (area[2] - area[0])) / 2
    return area[0] - spare, area[1], area[2] + spare, area[3]
