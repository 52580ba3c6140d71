"""A query as those who build documents write it: a call in Python, and the blocks of the recipes in docs/recipes."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.diagram import CHOICES
from app.query import CONSTANT, GATE, OUTPUT, SEED, STEP, Query, parameter
from app.values import read, written

PARAMETERS = frozenset({"seed", "constants", "output", "options"})
"""What `show` takes beside the inputs."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """How a query is written, and what of it, beside program and values, can be."""

    write: Callable[[Query], str]
    knows: Collection[str]


def chosen(query: Query) -> dict[str, str]:
    """All that a query says beside program and values, by the names that the command has for it."""
    found = {SEED: query.seed, CONSTANT: ", ".join(query.constants), OUTPUT: query.output}
    found |= {STEP: query.step, GATE: query.gate, **query.options, **query.settings, **query.training}
    return {name: text for name, text in found.items() if text}


def plain(text: str) -> str:
    """A value as JSON writes it."""
    return written(read(text).value)


def python(query: Query) -> str:
    """A call of `show`; an input that is called as one of its parameters stands in the text."""
    rest = {name: text for name, text in query.values.items() if name not in PARAMETERS}
    lines = [f"{name} = {plain(text)}" for name, text in query.values.items() if name not in rest]
    named = {name: literal(text) for name, text in rest.items()}
    arguments = [repr("\n".join([*lines, query.text]))]
    arguments += [f"{name}={text}" for name, text in named.items() if name.isidentifier()]
    others = ", ".join(f"{name!r}: {text}" for name, text in named.items() if not name.isidentifier())
    arguments += [f"**{{{others}}}"] if others else []
    arguments += [f"seed={literal(query.seed)}"] if query.seed else []
    arguments += [f"constants={list(query.constants)!r}"] if query.constants else []
    arguments += [f"output={query.output!r}"] if query.output else []
    options = {name: text for name, text in chosen(query).items() if name in SHOWN - {SEED, CONSTANT, OUTPUT}}
    arguments += [f"options={options!r}"] if options else []
    return f"from backpass import show\n\nshow({', '.join(arguments)})"


def literal(text: str) -> str:
    """A value as Python writes it."""
    return re.sub("inf|nan", r'float("\g<0>")', plain(text))


def quarto(query: Query) -> str:
    """A block for the filter backpass.lua."""
    values = "; ".join(f"{name}={plain(text)}" for name, text in query.values.items())
    given = {"at": values, **{name: text for name, text in chosen(query).items() if name in COMMAND}}
    words = "".join(f' {name}="{text}"' for name, text in given.items() if text)
    return f"```{{.backpass{words}}}\n{query.text}\n```"


def sphinx(query: Query) -> str:
    """A directive of sphinx_backpass.py."""
    values = "; ".join(f"{name}={plain(text)}" for name, text in query.values.items())
    given = {"at": values, **{name: text for name, text in chosen(query).items() if name in SHOWN}}
    lines = [f":{name}: {text}" for name, text in given.items() if text]
    return "\n   ".join([".. backpass::", *lines]) + "\n\n   " + query.text.replace("\n", "\n   ")


def mkdocs(query: Query) -> str:
    """A block for the hook mkdocs_backpass.py."""
    given = {parameter(name): plain(text) for name, text in query.values.items()}
    given |= {name: text for name, text in chosen(query).items() if name in SHOWN}
    words = "".join(f" {shlex.quote(f'{name}={text}')}" for name, text in given.items())
    return f"```backpass{words}\n{query.text}\n```"


SHOWN = frozenset({SEED, CONSTANT, OUTPUT, STEP, GATE, "theme", "title", "digits", *CHOICES})
COMMAND = SHOWN - {CONSTANT}
SNIPPETS: Mapping[str, Snippet] = MappingProxyType(
    {
        "python": Snippet(python, SHOWN),
        "quarto": Snippet(quarto, COMMAND),
        "sphinx": Snippet(sphinx, SHOWN),
        "mkdocs": Snippet(mkdocs, SHOWN),
    }
)
