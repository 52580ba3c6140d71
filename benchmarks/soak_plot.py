"""Measurements by the minute as panels of lines, one below the other, in one SVG."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT, LEFT, GAP = 720, 110, 70, 40


def plotted(rows: Sequence[dict[str, float]]) -> str:
    """A panel for each column but the first, "minute", over which all are drawn."""
    names = list(rows[0])[1:]
    last = rows[-1]["minute"] or 1
    panels = [panel(rows, name, number * (HEIGHT + GAP) + GAP, last) for number, name in enumerate(names)]
    size = f"{LEFT + WIDTH + GAP} {len(names) * (HEIGHT + GAP) + GAP}"
    style = "svg{background:#fff}text{font:12px sans-serif}polyline{fill:none;stroke:#b00}path{fill:none;stroke:#999}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}"><style>{style}</style>{"".join(panels)}</svg>\n'
    )


def panel(rows: Sequence[dict[str, float]], name: str, top: float, last: float) -> str:
    """One column from zero to its most, with its axis."""
    most = max(row[name] for row in rows) or 1
    points = " ".join(
        f"{LEFT + WIDTH * row['minute'] / last:.1f},{top + HEIGHT * (1 - row[name] / most):.1f}" for row in rows
    )
    return (
        f'<path d="M{LEFT} {top}v{HEIGHT}h{WIDTH}"/><polyline points="{points}"/>'
        f'<text x="{LEFT}" y="{top - 8}">{escape(name)}</text><text x="{LEFT - 6}" y="{top + 6}" text-anchor="end">{most:.3g}</text>'
        f'<text x="{LEFT - 6}" y="{top + HEIGHT}" text-anchor="end">0</text>'
        f'<text x="{LEFT + WIDTH}" y="{top + HEIGHT + 16}" text-anchor="end">{last:.0f} min</text>'
    )
