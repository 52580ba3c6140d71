"""The inputs as the page shows them: a field for each, a slider beside a number, and the gradient in red."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from unicodedata import east_asian_width

import numpy as np
from markupsafe import Markup

from app.autodiff import Node, Trace
from app.diagram.formulas.trace_rows import UNKNOWN, between, by_rows, numbers
from app.language import Diagnostic, Span, assignment
from app.query import SEED, Query, parameter
from app.typeset import derivative, mathml, name
from app.values import ValueMistake, read
from app.values import written as spelled
from app.web.page.grid_cells import Entry, grid

TYPED = 200
"""A tensor with more entries is not offered for typing in a field."""

FEW = 32
"""An array of more entries is folded up."""

DIGITS = 5
"""So many digits of a number are shown while nobody edits it."""

LONG = 6
"""A longer name does not fit beside its field, in letters."""

WIDE = 2.5
"""So many letters is a sign of an East Asian script wide."""

SLID = 1e9
"""A larger number has no slider, and so has none that is not finite."""

LEAD = re.compile(r"[^=]*=\s*(?:(?!float\([\"'])[\w.]+\(\s*)?")
DIGITS_OF = r"(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
ENDLESS = r"float\([\"'][-+]?(?:inf|nan)[\"']\)"
ROWS = r"\[[-+\d.eE,\s\[\]]*\]"
NUMBER = re.compile(
    rf"(?:{ENDLESS}|{ROWS}|[-−+]?(?:{DIGITS_OF}(?:\s*\*?\s*(?:π|pi))?|π|pi)(?:\s*/\s*{DIGITS_OF}|\s*[%°])?)(?=\s*(?:[,)]|$))"
)
"""What a statement says before the number that it gives a name, and that number, or rows of them: `0.5`, `1/2`, `5 %`, `30°`, `2π`,
`pi/4`, `float("inf")`, `[[1, 2], [3, 4]]`."""


@dataclass(frozen=True, slots=True)
class Input:
    """One input, or the seed.

    `field` is its URL parameter, `value` what it is now, empty where that is too much to be edited, and `shown` the same in few
    digits; `given` is what the URL says of it, `written` the statement of the text that says it too, if one does: where that is
    edited, it counts, and `place` is where it stands. `gist` says between what the entries of `gradient` lie, and `exact` is the
    gradient in full. A `fault` says why what was given is no value: then another is in force.
    """

    name: str
    field: str
    label: Markup
    value: str
    shown: str
    given: str
    written: str
    shape: tuple[int, ...]
    slider: Slider | None
    constant: bool
    gradient: str = ""
    exact: str = ""
    gist: str = ""
    seed: bool = False
    place: Span | None = None
    fault: Diagnostic | None = None
    remarks: Sequence[str] = ()
    cells: Sequence[Sequence[Entry]] = ()

    @property
    def number(self) -> str:
        """From where to where in its statement the number stands that a slider may change; empty if none does."""
        lead = LEAD.match(self.written)
        found = NUMBER.match(self.written, lead.end()) if lead else None
        return f"{found.start()} {found.end()}" if found else ""

    @property
    def bound(self) -> str:
        """The place of its statement in the text: from line and column to line and column, as the text counts them."""
        span = self.place
        return f"{span.line} {span.column} {span.end_line} {span.end}" if span and self.written else ""

    @property
    def kind(self) -> str:
        return "tensor" if self.shape else "scalar"

    @property
    def long(self) -> bool:
        """Whether the name needs a line of its own."""
        shown = self.name.rpartition("/d")[2]
        return sum(WIDE if east_asian_width(sign) in "WF" else 1 for sign in shown) > LONG

    @property
    def few(self) -> bool:
        """Whether its entries are shown before anyone asks."""
        return math.prod(self.shape) <= FEW

    @property
    def size(self) -> str:
        return "×".join(map(str, self.shape))

    @property
    def changed(self) -> bool:
        """Whether the URL overrides what the text says."""
        return bool(self.given and self.written)

    @property
    def rows(self) -> int:
        """The height of a tensor's field in lines."""
        return max(1, min(4, self.shown.count("\n") + 1))


@dataclass(frozen=True, slots=True)
class Slider:
    """The range that a slider covers."""

    low: str
    high: str
    step: str


def inputs(
    trace: Trace,
    query: Query,
    remarks: Mapping[str, Sequence[str]],
    faults: Sequence[Diagnostic],
    told: Mapping[str, tuple[str, str, str]],
) -> Iterator[Input]:
    """The program's inputs in the order in which the text meets them, and last the seed, with the gradients that are `told`."""
    wrong = {fault.parameter: fault for fault in faults}
    for each in (*(of_node(node, trace, query) for node in trace.graph.inputs()), of_seed(trace, query)):
        gradient, exact, gist = told.get(each.field, ("", "", ""))
        beside = replace(each, gradient=gradient, exact=exact, gist=gist)
        yield replace(beside, fault=wrong.get(each.field), remarks=remarks.get(each.field, ()))


def gradients(trace: Trace) -> dict[str, tuple[str, str, str]]:
    """By field, what stands beside an input: its gradient, the same in full, and between what its entries lie."""
    found = ((node.name or "", trace.adjoints.get(node.index)) for node in trace.graph.inputs())
    return {
        parameter(name): beside(adjoint) if adjoint is None or trace.known(adjoint) else (UNKNOWN,) * 3
        for name, adjoint in found
    }


def beside(adjoint: np.ndarray | None) -> tuple[str, str, str]:
    if adjoint is None:
        return "", "", ""
    exact = spelled(adjoint) if adjoint.size <= TYPED else ""
    return numbers(adjoint), exact, between(adjoint) if adjoint.size else ""


def of_node(node: Node, trace: Trace, query: Query) -> Input:
    title = node.name or ""
    made = make(
        title,
        parameter(title),
        Markup(mathml(name(trace.labels[node.index]))),
        trace.values[node.index],
        query.values.get(title, ""),
        written=assignment(query.text, title, node.span),
        constant=not node.differentiable,
        unknown=not trace.known(trace.values[node.index]),
    )
    return replace(made, place=node.span)


def of_seed(trace: Trace, query: Query) -> Input:
    output = trace.labels[trace.graph.output]
    label = Markup(mathml(derivative(name(trace.loss), name(output), "d")))
    return make(
        f"d{trace.loss}/d{output}", SEED, label, trace.seed, query.seed, seed=True, unknown=not trace.known(trace.seed)
    )


def make(
    title: str,
    field: str,
    label: Markup,
    value: np.ndarray,
    given: str,
    *,
    written: str = "",
    constant: bool = False,
    seed: bool = False,
    unknown: bool = False,
) -> Input:
    """An input; of one whose value is `unknown` the field is empty."""
    array = np.asarray(value)
    typed = array.size <= TYPED
    return Input(
        title,
        field,
        label,
        value=by_rows(spelled(array)) if typed and not unknown else "",
        shown="" if unknown else by_rows(spelled(rounded(array))) if typed else numbers(array),
        given=by_rows(given) if array.shape else given,
        written=written,
        shape=array.shape,
        slider=slider(float(array), own(written)) if array.shape == () else None,
        constant=constant,
        seed=seed,
        cells=grid(array) if typed and not unknown else (),
    )


def own(written: str) -> float | None:
    """The number that the text itself gives an input; None where it gives none."""
    try:
        found = read(written.partition("=")[2]).value if written else np.empty(0)
    except ValueMistake:
        return None
    return None if found.shape else float(found)


def rounded(array: np.ndarray) -> np.ndarray:
    """The same in about five digits, but with all of those before the point."""
    if array.dtype.kind != "f":
        return array
    short = [float(f"{entry:.{max(DIGITS, len(f'{abs(entry):.0f}'))}g}") for entry in array.flat]
    return np.array(short).reshape(array.shape)


def slider(value: float, start: float | None) -> Slider | None:
    """The range for the number that the text gives, as long as the present one is within: so it stays while a hand moves it."""
    if not abs(value) <= SLID:
        return None
    found = ranged(start) if start is not None and abs(start) <= SLID else ranged(value)
    return found if abs(value) <= float(found.high) else ranged(value)


def ranged(value: float) -> Slider:
    """From minus to plus the next of 1, 2, 5 times a power of ten that leaves room, but at least to 1, in 200 steps."""
    wanted = max(1.0, 1.5 * abs(value))
    power = 10.0 ** math.floor(math.log10(wanted))
    high = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= wanted)
    return Slider(f"{-high:g}", f"{high:g}", f"{high / 100:g}")
