"""The card of a descent: what is trained and how, where it has come, and what the next step makes of each parameter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.autodiff import Trace
from app.charts.loss_curve import AXES, LINEAR, LossCurve
from app.charts.registry import predicted
from app.charts.updates import BECOMES, SYMBOLS, Updates
from app.diagram.options import Notation
from app.export import chart_svg
from app.language import Diagnostic, LanguageError
from app.optimisers import OPTIMISERS, SPELLINGS, Optimiser
from app.query import Query
from app.query.descent_query import ITERATION, OF
from app.render import charted
from app.training import DescentRequest, Way, divergence, growth, inputs_trainable, told, why_trained
from app.training.batches import with_rows
from app.typeset import Math, breakable, derivative, expression, mathml, name, row, write
from app.values import written

SHOWN = 12
"""So many updates are written out in the card; the walk has them all."""
MOVED = 200
"""Values of so many entries in all can be taken over as a new start."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A number of the optimiser's rule: its parameter, what the address says of it, and what it is unless told."""

    field: str
    label: Markup
    name: str
    given: str
    usual: str


@dataclass(frozen=True, slots=True)
class Form:
    """What is to be chosen. `key` tells forms apart whose fields differ; `note` says why just these inputs are trained, `told` what else
    is to be known of what is asked.

    `batch` is None where there is no data that has rows.
    """

    key: str
    inputs: Sequence[tuple[str, bool]]
    note: str
    settings: Sequence[Setting]
    optimiser: Optimiser
    rule: Sequence[Markup]
    steps: int
    given_steps: str
    batch: str | None
    shuffle: str
    told: Sequence[str]
    ascend: bool
    axes: str
    over: str
    race: Sequence[str]
    optimisers: Sequence[Optimiser] = tuple(OPTIMISERS.values())


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the descent has come, and its next updates; `told` says why it goes no further, `grown` that it runs away,
    `addresses` lead elsewhere.

    `batch` says which rows of the data this step looks at, where it is not all.
    """

    step: int
    steps: int
    output: Markup
    loss: str
    updates: Sequence[Sequence[Markup]]
    more: int
    told: str
    grown: str
    addresses: dict[str, str]
    curve: Markup
    fit: Markup
    curve_address: str
    batch: str

    @property
    def ended(self) -> bool:
        return bool(self.told) or self.step >= self.steps


@dataclass(frozen=True, slots=True)
class TrainCard:
    """What the template needs. `form` and `standing` are None as long as nobody asks for a descent, `standing` also where it cannot be."""

    able: bool
    beginning: str
    leaving: str
    faults: Sequence[Diagnostic] = ()
    form: Form | None = None
    standing: Standing | None = None
    iteration: str = ""


def train_card(
    query: Query, trace: Trace, reached: Way | None, faults: Sequence[Diagnostic], notation: Notation, root: str
) -> TrainCard:
    """The card of a query whose descent has come as far as `reached`, which is None where there is none."""
    graph = trace.graph
    able = not graph.symbolic and not graph.nodes[graph.output].shape and bool(inputs_trainable(trace))
    begun, left = query.descending(**{ITERATION: "0"}), query.undescended()
    card = TrainCard(able, address(begun, root), address(left, root), faults)
    if not query.training:
        return card
    asked = DescentRequest(optimiser=named(query)) if reached is None else reached.course.asked
    return TrainCard(
        able,
        card.beginning,
        card.leaving,
        faults,
        form(query, trace, asked, reached, notation),
        None if reached is None else standing(query, trace, reached, notation, root),
        query.training.get(ITERATION, "0"),
    )


def address(query: Query, root: str) -> str:
    return f"{root}/?{query.string()}"


def named(query: Query) -> Optimiser:
    """The optimiser that a query names, if there is such."""
    return SPELLINGS.get(query.training.get(f"{OF}optimiser", ""), OPTIMISERS["gradient-descent"])


def form(query: Query, trace: Trace, asked: DescentRequest, reached: Way | None, notation: Notation) -> Form:
    able = inputs_trainable(trace)
    said = [part.strip() for part in query.training.get("train", "").split(",")]
    trained = said if reached is None else reached.course.path.trained
    return Form(
        f"{asked.optimiser.name} {' '.join(able)}",
        [(each, each in trained) for each in able],
        why_trained(trace, asked),
        list(settings(query, asked)),
        asked.optimiser,
        [Markup(breakable(line)) for line in rule(asked, name(trace.loss), notation)],
        asked.steps,
        query.training.get(f"{OF}steps", ""),
        query.training.get(f"{OF}batch", "") if with_rows(trace, trained) else None,
        query.training.get(f"{OF}shuffle", ""),
        told(trace, asked) if reached is not None else asked.told,
        asked.ascend,
        query.training.get(f"{OF}axes", LINEAR),
        query.training.get(f"{OF}over", ""),
        query.training.get(f"{OF}race", "").split(","),
    )


def settings(query: Query, asked: DescentRequest) -> Iterator[Setting]:
    """The optimiser's numbers, the learning rate first."""
    for key, usual in {"rate": asked.learning_rate, **{k: v for k, v in asked.names.items() if k != "rate"}}.items():
        field = f"{OF}{key}"
        shown = usual if isinstance(usual, str) else f"{usual:g}"
        yield Setting(field, Markup(mathml(SYMBOLS[key])), key.replace("_", " "), query.training.get(field, ""), shown)


def rule(asked: DescentRequest, loss: Math, notation: Notation) -> Iterator[Math]:
    """The optimiser's rule, of any parameter w."""
    names = {**SYMBOLS, "g": derivative(loss, name("w"), notation)}
    for left, expr in asked.rule:
        yield row(names.get(left, name(left)), BECOMES, expression(expr, names))


def standing(query: Query, trace: Trace, reached: Way, notation: Notation, root: str) -> Standing:
    asked, updates = reached.course.asked, Updates(reached, trace, notation)
    ended = "" if reached.diverged is None else divergence(reached.diverged, reached.losses, reached.stray, asked)
    parameters = list(reached.course.path.updates)
    return Standing(
        reached.step,
        asked.steps,
        Markup(mathml(name(trace.labels[trace.graph.output]))),
        write(reached.losses[-1]),
        [[Markup(breakable(line)) for line in updates.lines(each)] for each in parameters[:SHOWN]],
        len(parameters[SHOWN:]),
        ended,
        "" if ended else growth(reached.losses, asked),
        addresses(query, reached, root),
        curve(query, trace, reached),
        fit(reached),
        charted(query, "loss"),
        reached.course.batches.told(reached.step) if reached.course.batches else "",
    )


def fit(reached: Way) -> Markup:
    """What is predicted here; nothing where no prediction is seen."""
    try:
        return Markup(chart_svg(predicted(reached)))
    except LanguageError:
        return Markup("")


def curve(query: Query, trace: Trace, reached: Way) -> Markup:
    """The losses so far; on linear axes where the ones that are asked for have no place for them."""
    losses, output = reached.losses, name(trace.labels[trace.graph.output])
    axes = query.training.get(f"{OF}axes", LINEAR)
    found = LossCurve(losses, reached.course.asked.steps, output, axes if axes in AXES else LINEAR)
    try:
        return Markup(chart_svg(found.diagram()))
    except LanguageError as error:
        return Markup("<p class='fault'>{}</p>").format(error.message)


def addresses(query: Query, reached: Way, root: str) -> dict[str, str]:
    """The page at other steps, and with the present values as a new start, where they are not too many."""
    last = reached.step if reached.diverged else reached.course.asked.steps
    steps = {"first": 0, "back": max(0, reached.step - 1), "next": min(last, reached.step + 1), "last": last}
    found = {where: address(query.descending(**{ITERATION: str(step)}), root) for where, step in steps.items()}
    here = reached.course.checkpoint().values
    if sum(getattr(value, "size", 1) for value in here.values()) <= MOVED:
        values = {**query.values, **{each: written(value) for each, value in here.items()}}
        found["anew"] = address(query.at_values(values).descending(**{ITERATION: "0"}), root)
    return found
