"""The optimisers as the help tells of them: their rules typeset, their settings with the usual values, and each at work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.charts.updates import SYMBOLS
from app.optimisers import OPTIMISERS, Optimiser
from app.query import Query
from app.query.descent_query import ITERATION, OF
from app.training import DescentRequest
from app.typeset import mathml, name
from app.web.page.train_card import rule

NEURON = Query("y = sigmoid(w*x + b)\nL = (y - t)^2", {"w": "0.5", "x": "2", "b": "-1", "t": "1"})


@dataclass(frozen=True, slots=True)
class Entry:
    """`settings` are a letter, a name and the usual value; `example` is the query of a descent."""

    optimiser: Optimiser
    settings: Sequence[tuple[Markup, str, str]]
    rule: Sequence[Markup]
    example: str


def entries() -> list[Entry]:
    """All optimisers, in their order."""
    return [entry(each) for each in OPTIMISERS.values()]


def entry(optimiser: Optimiser) -> Entry:
    return Entry(
        optimiser,
        [
            (Markup(mathml(SYMBOLS[key])), key.replace("_", " "), f"{usual:g}")
            for key, usual in optimiser.settings.items()
        ],
        [Markup(mathml(line)) for line in rule(DescentRequest(optimiser=optimiser), name("L"), "d")],
        NEURON.descending(**{ITERATION: "0", f"{OF}optimiser": optimiser.name}).string(),
    )
