"""PyTorch's modules and distributions as the help page shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from app.autodiff.interpreter.library_classes.distributions import PREFIX
from app.autodiff.interpreter.library_classes.distributions import distributions as texts_of_distributions
from app.autodiff.interpreter.library_classes.nn_modules import STRUCTURE, WITH_PARAMETERS
from app.autodiff.interpreter.library_classes.nn_tables import FUNCTIONS, LOSSES, convolutions
from app.autodiff.primitives import SPELLINGS
from app.help.operations import opened
from app.language import parse
from app.language.syntax import Assign, Attribute, Call, Class, Define, Expr, Name, Statement


@dataclass(frozen=True, slots=True)
class Module:
    """A module with its text in the language; `parameters` are the inputs that it brings."""

    name: str
    parameters: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Shorthand:
    """A module that runs one operation; `anchor` is that operation's."""

    name: str
    function: str
    anchor: str


@cache
def modules() -> tuple[Module, ...]:
    """Those with parameters or with a structure of their own; the empty one that others extend is left out."""
    return tuple(
        each for each in classes(f"{WITH_PARAMETERS}\n{convolutions()}\n{STRUCTURE}", "nn.") if each.name != "nn.Module"
    )


@cache
def distributions() -> tuple[Module, ...]:
    return tuple(classes(texts_of_distributions().replace(PREFIX, ""), "distributions."))


def classes(text: str, library: str) -> Iterator[Module]:
    """Each class of a text, with its library before its name."""
    for source in map(str.strip, text.strip().split("\n\n")):
        (statement,) = parse(source, characters=len(source)).statements
        assert isinstance(statement, Class)
        yield module(source, statement, library)


def module(text: str, read: Class, library: str) -> Module:
    methods = {each.name: each for each in read.body if isinstance(each, Define)}
    constructor = methods.get("__init__")
    inputs = tuple(dict.fromkeys(parameters(constructor.body))) if constructor else ()
    return Module(f"{library}{read.name}", inputs, opened(text))


def parameters(body: tuple[Statement, ...]) -> Iterator[str]:
    """The attributes that a constructor makes parameters."""
    for each in body:
        if isinstance(each, Assign) and made(each.value):
            yield from (target.name for target in each.targets if isinstance(target, Attribute))


def made(value: Expr) -> bool:
    """`Parameter(…)`, or that under a condition."""
    then = getattr(value, "then", value)
    return isinstance(then, Call) and then.function == Name("Parameter")


@cache
def activations() -> tuple[Shorthand, ...]:
    return tuple(shorthand(*pair) for pair in FUNCTIONS.items())


@cache
def losses() -> tuple[Shorthand, ...]:
    return tuple(shorthand(*pair) for pair in LOSSES.items())


def shorthand(name: str, function: str) -> Shorthand:
    # Some are called by the place where their library has them.
    row = SPELLINGS.get(function) or SPELLINGS[function.rpartition(".")[2]]
    return Shorthand(name, function, f"op-{row.name}")
