"""`backpass hessian`, `paths` and `forward`: second derivatives, paths, and forward mode on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import click

from app.autodiff import Trace
from app.cli.arguments import program_arguments, query, telling_mistakes, traced
from app.study import answers
from app.values import ValueMistake, read


def answered(make: Callable[[Trace], dict[str, object]], given: dict[str, Any]) -> None:
    """Print what is made of a program, as JSON."""
    asked = query(**given)
    with telling_mistakes(asked):
        found = make(traced(asked))
    click.echo(json.dumps(found, ensure_ascii=False, allow_nan=False))


def directions(along: Sequence[str]) -> dict[str, object]:
    """`x=1` and `W=[[1,0]]` as directions by input."""
    found: dict[str, object] = {}
    for each in along:
        name, sign, text = each.partition("=")
        try:
            found[name.strip()] = read(text).value if sign else 1.0
        except ValueMistake as mistake:
            raise click.BadParameter(f"{each}: {mistake.message}", param_hint="--along") from None
    return found


@click.command()
@program_arguments
@click.option("--of", multiple=True, metavar="NAME", help="an input; all that have a gradient unless some are named")
@click.option(
    "--along", multiple=True, metavar="NAME=VALUE", help="the product with a direction instead; 1 stands for ones"
)
def hessian(of: Sequence[str], along: Sequence[str], **given: Any) -> None:
    """Print the second derivatives of the output, by pairs of inputs, as JSON."""
    answered(lambda trace: answers.second_derivatives(trace, of, directions(along)), given)


@click.command()
@program_arguments
@click.option("--of", required=True, metavar="NAME", help="the input where the paths begin")
def paths(of: str, **given: Any) -> None:
    """Print the paths from an input to the output, the largest first, as JSON: what they bring adds up to the gradient."""
    answered(lambda trace: answers.ways(trace, of), given)


@click.command()
@program_arguments
@click.option("--of", required=True, metavar="NAME", help="the input from which derivatives are carried")
@click.option("--along", metavar="VALUE", help="the direction, of the input's shape; ones unless given")
def forward(of: str, along: str | None, **given: Any) -> None:
    """Print the derivative of every value by one input, carried forward, and what both modes cost, as JSON."""
    direction = None if along is None else directions([f"{of}={along}"])[of]
    answered(lambda trace: answers.forward(trace, of, direction), given)
