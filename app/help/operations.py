"""The operations as the help page shows them: their names, what they compute, their rules, and what to know of them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from app.autodiff.primitives import SPELLINGS, SUBJECTS
from app.autodiff.rows import Definition, Primitive, Row, Static, literal_default, title
from app.autodiff.table import Subject as Rows
from app.help import operation_formulas
from app.language.syntax import Parameter
from app.typeset import Math, mathml

LIBRARIES = {"numpy.": "np.", "method.": "x."}
UNSAID = ("rng", "dtype", "options", "stretch")


@dataclass(frozen=True, slots=True)
class Operation:
    """One row of the table: `others` are its further names, `taken` is what stands behind its name in a call.

    `source` is a definition's text, `said` the sentence of its step on the way back. A `plain` row is no operation of the graph.
    """

    name: str
    anchor: str
    others: tuple[str, ...]
    taken: str
    plain: bool
    forward: Markup | None
    rules: tuple[Markup, ...]
    source: str
    said: str
    notes: tuple[str, ...]

    @property
    def words(self) -> str:
        """What a search looks at."""
        return " ".join((self.name, *self.others)).lower()

    @property
    def formulas(self) -> tuple[Markup, ...]:
        """What it computes, and its rules."""
        return (self.forward, *self.rules) if self.forward else self.rules


@dataclass(frozen=True, slots=True)
class Subject:
    """The rows of one module."""

    anchor: str
    title: str
    text: str
    operations: tuple[Operation, ...]


@cache
def subjects() -> tuple[Subject, ...]:
    return tuple(map(subject, SUBJECTS))


def subject(found: Rows) -> Subject:
    shown = tuple(operation(row) for row in found.rows if not row.inner)
    return Subject(found.name.replace("_", "-"), found.name.replace("_", " ").capitalize(), found.text, shown)


@cache
def names() -> dict[tuple[type, str], list[str]]:
    """All spellings of each row."""
    found: dict[tuple[type, str], list[str]] = {}
    for name, row in SPELLINGS.items():
        found.setdefault((type(row), row.name), []).append(name)
    return found


def operation(row: Row) -> Operation:
    known, own = names()[type(row), row.name], familiar(row)
    return Operation(
        name=spelled(own),
        anchor=f"op-{row.name}",
        others=tuple(spelled(name) for name in known if name not in (own, row.name)),
        taken=taken(row),
        plain=isinstance(row, Static),
        forward=markup(operation_formulas.forward(row)),
        rules=tuple(Markup(mathml(rule)) for rule in operation_formulas.backward(row))
        if isinstance(row, Primitive)
        else (),
        source=opened(row.source) if isinstance(row, Definition) else "",
        said=row.explained,
        notes=tuple(notes(row)),
    )


def familiar(row: Row) -> str:
    """The name that people know: that of a library where the row's own is only ours."""
    if row.usage.startswith("["):
        return "x"
    return next((name for name in row.names if "." in name and ours(row.name, name.rpartition(".")[2])), title(row))


def ours(name: str, known: str) -> bool:
    """Whether a row's name is `known` in a form of our own."""
    return name != known and re.fullmatch(rf"(\w+_)?{known}|{known}_(of_all|at)", name.lower()) is not None


def opened(source: str) -> str:
    """A definition with what follows `def …:` on a line of its own."""
    return re.sub(r"^( *)(def .*?\)): (?=\S)", r"\1\2:\n\1    ", source, flags=re.MULTILINE)


def spelled(name: str) -> str:
    """`np.convolve`, `x.split`, where a name is that of one library or of a method alone."""
    library = next((each for each in LIBRARIES if name.startswith(each)), "")
    return LIBRARIES.get(library, "") + name.removeprefix(library)


def taken(row: Row) -> str:
    if row.usage:
        return row.usage
    listed = (
        settings(row)
        if isinstance(row, Static)
        else [written(each) for each in row.signature if each.name not in UNSAID]
    )
    return f"({', '.join(listed)})"


def written(parameter: Parameter) -> str:
    if parameter.default is None or (value := literal_default(parameter)) in ((), ""):
        return f"{parameter.star}{parameter.name}"
    return f"{parameter.name}={value!r}"


def settings(row: Static) -> list[str]:
    """The parameters of a Python function, without those that are not for people; some of Python's own tell none."""
    try:
        found = [each for each in inspect.signature(row.function).parameters.values() if each.name not in UNSAID]
    except ValueError:
        return ["…"]
    several = any(each.kind is each.VAR_POSITIONAL for each in found)
    named = {each.name.rstrip("_"): each for each in found if not (several and each.kind is each.KEYWORD_ONLY)}
    return [setting(name, each) for name, each in named.items()]


def setting(name: str, parameter: inspect.Parameter) -> str:
    if parameter.kind is parameter.VAR_POSITIONAL:
        return f"*{name}"
    return name if parameter.default is parameter.empty else f"{name}={parameter.default!r}"


def notes(row: Row) -> Iterator[str]:
    """Sentences, with code in backquotes."""
    if row.explained:
        yield row.explained
    if isinstance(row, Primitive) and not row.differentiable and not row.policy:
        yield "No gradient flows back."
    if isinstance(row, Primitive) and row.differentiable:
        for parameter, rule in zip(row.parameters, row.rules, strict=False):
            if rule is None:
                yield f"No gradient flows back to {parameter}."
    if policy := getattr(row, "policy", ""):
        yield sentence(f"at a kink: {policy}" if getattr(row, "kink", None) else policy)
    if undefined := getattr(row, "undefined", ""):
        yield sentence(f"inf or nan: {undefined}")
    if row.note:
        yield sentence(row.note)


def sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def markup(math: Math | None) -> Markup | None:
    return None if math is None else Markup(mathml(math))
