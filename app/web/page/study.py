"""Below the figure, what else there is to see of a program: one of several panels at a time, as the address says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from app.autodiff import Trace
from app.code import SCRIPTS, TITLES
from app.diagram.formulas.wire_formulas import Formulas
from app.language import LanguageError
from app.query import Query
from app.study.answers import inputs
from app.web.page.closed_card import closed_card
from app.web.page.code_card import code_card
from app.web.page.forward_card import MODE, forward_card
from app.web.page.paths_card import paths_card
from app.web.page.second_card import second_card
from app.web.page.sizes_card import sizes_card

Chosen = Mapping[str, str]
"""Parameters of the address that open a panel."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of panel, which has a template of its name.

    `opened_by` are the parameters with which its tab opens it, none where a program has no such panel; `choices` those of what it
    may show, with their titles; `made` is what its template needs of a query.
    """

    name: str
    title: str
    opened_by: Callable[[Trace], Chosen]
    choices: Callable[[Trace], list[tuple[str, Chosen]]]
    made: Callable[[Formulas, Query, str], object]


@dataclass(frozen=True, slots=True)
class Tab:
    """A link to a panel, or to one of its choices."""

    title: str
    href: str
    chosen: str
    current: bool


@dataclass(frozen=True, slots=True)
class Study:
    """The panels that may be opened, and the one that is. `kept` are the parameters that the form sends again."""

    tabs: list[Tab]
    kept: list[tuple[str, str]]
    name: str = ""
    close: str = ""
    choices: list[Tab] = field(default_factory=list)
    panel: object = None
    mistake: str = ""


def code_choices(_: Trace) -> list[tuple[str, Chosen]]:
    return [(TITLES[library], {"code": library}) for library in SCRIPTS]


def no_choices(_: Trace) -> list[tuple[str, Chosen]]:
    return []


def closed_opening(trace: Trace) -> Chosen:
    """Programs of single numbers alone have a closed form."""
    return {} if any(node.shape for node in trace.graph.nodes) else {"closed": "yes"}


def named(parameter: str, **also: str) -> Callable[[Trace], list[tuple[str, Chosen]]]:
    """The inputs that have a gradient, as the choices of a parameter."""
    return lambda trace: [(each, {**also, parameter: each}) for each in inputs(trace)[:CHOICES]]


def first_of(choices: Callable[[Trace], list[tuple[str, Chosen]]]) -> Callable[[Trace], Chosen]:
    """A panel opens with the first of its choices."""
    return lambda trace: next((chosen for _, chosen in choices(trace)), {})


def second_choices(trace: Trace) -> list[tuple[str, Chosen]]:
    """All inputs together, and each by itself."""
    alone = named("second")(trace)
    return [("all", {"second": ",".join(inputs(trace))}), *alone] if 1 < len(alone) < CHOICES else alone


FORWARDS, PATHS = named("path", mode=MODE), named("path")
CHOICES = 40
"""So many inputs are offered."""
KINDS = (
    Kind("mode", "Forward mode", first_of(FORWARDS), FORWARDS, forward_card),
    Kind("path", "Paths", first_of(PATHS), PATHS, paths_card),
    Kind("second", "Second derivatives", first_of(second_choices), second_choices, second_card),
    Kind("closed", "Closed form", closed_opening, no_choices, closed_card),
    Kind(
        "sizes",
        "Gradient sizes",
        lambda trace: {} if trace.graph.symbolic else {"sizes": "yes"},
        no_choices,
        sizes_card,
    ),
    Kind("code", "Code", lambda _: {"code": "numpy"}, code_choices, code_card),
)
"""In the order in which the first that the address has is opened."""


def study(formulas: Formulas, query: Query, root: str) -> Study:
    """The study of a program that runs, as far as the query opens it."""
    trace, chosen = formulas.trace, query.study
    kind = next((each for each in KINDS if each.name in chosen), None)
    openings = [(each, each.opened_by(trace)) for each in reversed(KINDS)]
    tabs = [tab(query, root, each.title, opening, each is kind) for each, opening in openings if opening]
    if kind is None:
        return Study(tabs, [])
    offered = kind.choices(trace)
    # What the address leaves open is the first choice.
    given = next((each for _, each in offered if chosen.items() <= each.items()), {})
    choices = [tab(query, root, title, each, each == given) for title, each in offered]
    panel, mistake = None, ""
    try:
        panel = kind.made(formulas, query, root)
    except LanguageError as error:
        mistake = f"{error.message}; {error.hint}" if error.hint else error.message
    close = f"{root}/?{query.studying({}).string()}"
    return Study(tabs, list(chosen.items()), kind.name, close, choices, panel, mistake)


def tab(query: Query, root: str, title: str, chosen: Chosen, current: bool) -> Tab:
    return Tab(title, f"{root}/?{query.studying(chosen).string()}", urlencode(chosen), current)
