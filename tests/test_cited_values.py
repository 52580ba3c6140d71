"""What a formula cites is on the figure or in the table, or stands in the person's own text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

import pytest

from app.autodiff import Trace, differentiate, fold
from app.diagram.formulas.node_formulas import backward, carrying
from app.diagram.formulas.operation_formulas import shown
from app.diagram.formulas.trace_rows import trace_rows
from app.diagram.formulas.wire_formulas import Formulas
from app.language import parse
from app.typeset import EQUALS, Accent, Apply, Big, Identifier, Math, Scripts, Text, name, plain
from app.typeset.notation import parts
from tests.figure_corpus import NAMES, traces
from tests.operations import samples

LETTERS = frozenset("ijklmndNTe")
"""Indices, the d of a derivative, the number of entries, the T of a transpose, Euler's number."""
WORDS = frozenset({"seed", "part", "at", "not set", "…", "ψ", "π", "inf", "nan", "shape"})
"""Words that rules speak of."""


def cited(math: Math, seen: Collection[Math], *, function: bool = False) -> Iterator[str]:
    """The names that a formula speaks of, beside those that are `seen`; functions are no values."""
    if math in seen or (
        isinstance(math, Scripts) and (math.base in seen or Scripts(math.base, math.sub, None) in seen)
    ):
        return
    if isinstance(math, Apply):
        yield from cited(math.function, seen, function=True)
        yield from cited(math.body, seen)
    elif isinstance(math, Identifier | Text | Accent) or (isinstance(math, Scripts) and math.sub is not None):
        if isinstance(math, Scripts) and not isinstance(math.base, Identifier | Text | Accent):
            yield from cited(math.base, seen)
        elif not function or re.search(r"_[^\W\d_]{2}", plain(math)):
            yield plain(math)
    elif isinstance(math, Big):
        yield from cited(math.body or Text(""), seen)
    else:
        inside = list(parts(math))
        settings = [part for part, after in pairwise(inside) if after == EQUALS]
        for part in inside:
            yield from cited(part, [*seen, *settings] if settings else seen)


def unseen(trace: Trace, level: str) -> set[tuple[str, str]]:
    """What formulas of the way back cite of nowhere, each with the formula."""
    folded = fold(trace.graph, level)
    formulas = Formulas(trace, folded, "d")
    drawn = {*folded.sources, *(value for gate in folded.gates for value in gate.outputs)}
    seen = {*map(formulas.name, drawn), *(shown(trace, value) for value in drawn), formulas.loss()}
    own = {plain(name(word)) for word in re.findall(r"[^\W\d]\w*", trace.program.text)}
    found = [backward(formulas, wires) for wires in carrying(trace, folded).values()]
    for wire in folded.wires:
        if trace.wire(wire) is not None:
            said = formulas.contribution(wire), formulas.path(wire), formulas.across(wire), formulas.part(wire)
            found += [math for math in said if math is not None]
    return {
        (told, plain(math))
        for math in dict.fromkeys(found)
        for told in cited(math, seen)
        if told not in own and told not in LETTERS and told not in WORDS and not told.startswith("δ")
    }


@pytest.mark.parametrize("level", ["primitive", "statement", "function"])
def test_formulas_of_the_figures_cite_what_is_seen(level: str) -> None:
    assert {case: found for case in NAMES if (found := unseen(traces()[case], level))} == {}


def test_formulas_of_operations_cite_what_is_seen() -> None:
    cases = {sample.text: unseen(sample.here, "statement") | unseen(sample.here, "primitive") for sample in samples()}
    assert {text: found for text, found in cases.items() if found} == {}


@pytest.mark.parametrize(
    ("text", "level", "rows"),
    [
        # A parameter of a composition is its number, a function's own name what goes in.
        ("y = torch.addcmul(x, a, b, value=0.5)", "parts", {"v_1": "0.5 · a", "v_2": "v₁ · b", "y": "x + v₂"}),
        ("def g(a):\n    s = sin(a)*a\n    return s + 1\nf = g(x)", "statement", {"s": "sin(x) · x"}),
        ("def g(a, b):\n    return a*b, a + b\np, q = g(x, y)\nf = p*q", "statement", {"p": "x · y", "q": "x + y"}),
        ("u = [1, 2, 3]\nf = sum(u) * len(u)", "primitive", {"f": "v₁ · 3"}),
        ("N = 4\nf = x / N", "primitive", {"f": "x/N"}),
    ],
)
def test_rows_speak_of_what_is_seen(text: str, level: str, rows: dict[str, str]) -> None:
    trace = differentiate(parse(text))
    found = trace_rows(Formulas(trace, fold(trace.graph, level), "d"))
    assert {trace.labels[each.index]: plain(each.forward) for each in found}.items() >= rows.items()
