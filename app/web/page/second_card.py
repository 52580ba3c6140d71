"""Second derivatives on the page: the Hessian of chosen inputs, or its product with a direction of ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from markupsafe import Markup

from app.autodiff import Trace
from app.code import Unwritable, numpy_script
from app.diagram.formulas.trace_rows import numbers
from app.diagram.formulas.wire_formulas import Formulas
from app.language import LanguageError, parse
from app.query import Query
from app.study.second_derivatives import differentiable, hessian, hessian_product
from app.typeset import mathml, name, plain, write

ENTRIES = 12
"""So many rows of a Hessian are shown."""


@dataclass(frozen=True, slots=True)
class SecondCard:
    """Either the `rows` of a Hessian under the names in its `head`, or `products` by input. `href` opens the backward pass as a program."""

    loss: str
    names: str
    head: list[Markup]
    rows: list[tuple[Markup, list[str]]]
    products: list[tuple[Markup, str]]
    href: str


def second_card(formulas: Formulas, query: Query, root: str) -> SecondCard:
    """The second derivatives by the inputs that the query names. Raises LanguageError."""
    trace = formulas.trace
    chosen = list(dict.fromkeys(each.strip() for each in query.study["second"].split(",") if each.strip()))
    nodes = [differentiable(trace, each) for each in chosen]
    listed = sum(int(np.prod(node.shape, dtype=int)) for node in nodes) <= ENTRIES
    labels = [Markup(mathml(name(label))) for each in chosen for label in entries(trace, each)] if listed else []
    rows = list(zip(labels, matrix(trace, chosen), strict=True)) if listed else []
    products = [] if listed else list(product(trace, chosen))
    return SecondCard(trace.loss, ", ".join(chosen), labels, rows, products, program(formulas, query, root, chosen[0]))


def entries(trace: Trace, given: str) -> Iterator[str]:
    """The names of the entries of an input: `W[0, 1]`."""
    shape = differentiable(trace, given).shape
    for place in np.ndindex(shape):
        yield f"{given}_{''.join(map(str, place))}" if shape else given


def matrix(trace: Trace, chosen: list[str]) -> Iterator[list[str]]:
    """The Hessian by rows, over all entries of the chosen inputs."""
    for first in chosen:
        size = int(np.prod(differentiable(trace, first).shape, dtype=int))
        blocks = [hessian(trace, first, second).reshape(size, -1) for second in chosen]
        for row in np.concatenate(blocks, axis=1):
            yield [write(float(each)) for each in row]


def product(trace: Trace, chosen: list[str]) -> Iterator[tuple[Markup, str]]:
    """The Hessian times ones, by input."""
    ones = {each: np.ones(differentiable(trace, each).shape) for each in chosen}
    for given, array in hessian_product(trace, ones, chosen).items():
        yield Markup(mathml(name(given))), numbers(array)


def program(formulas: Formulas, query: Query, root: str, chosen: str) -> str:
    """The page of the backward pass as a program of its own, whose output is the gradient of an input; "" where it cannot be one."""
    try:
        script = numpy_script(formulas.trace)
        text = script.text[script.text.index("import numpy") :]
        parse(text)
    except (Unwritable, LanguageError):
        return ""
    output = f"d{plain(name(chosen))}"
    asked = replace(query, text=text, values={}, output=output, seed="", study={}, step="", gate="", training={})
    return f"{root}/?{asked.string()}" if f"\n{output} = " in text else ""
