"""`backpass eval` and `check`: the numbers of both passes, and their check."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from app import pipeline
from app.cli.arguments import program_arguments, query, telling_mistakes, traced
from app.values import written

DISAGREES = 1
"""The exit code of a check that fails."""


@click.command("eval")
@program_arguments
@click.option("--json", "as_json", is_flag=True, help="one JSON object, in full precision")
@click.option("--closed", is_flag=True, help="also the output and the gradients as formulas of the inputs")
def evaluate(as_json: bool, closed: bool, **given: Any) -> None:
    """Print the values and adjoints of every name."""
    asked = query(**given)
    with telling_mistakes(asked):
        trace = traced(asked)
        found = pipeline.summary(trace)
        formulas = pipeline.formulas(trace) if closed else {}
    if closed:
        found["closed_form"] = formulas
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, allow_nan=False))
        return
    values, adjoints = found["values"], found["adjoints"]
    assert isinstance(values, dict) and isinstance(adjoints, dict)
    for name, value in values.items():
        adjoint = f"    dL/d{name} = {shown(adjoints[name])}" if name in adjoints else ""
        click.echo(f"{name} = {shown(value)}{adjoint}")
    for left, right in formulas.items():
        click.echo(f"{left} = {right}")


def shown(number: object) -> str:
    return "not known" if number is None else written(number)


@click.command()
@program_arguments
def check(**given: Any) -> None:
    """Compare every adjoint with central differences; exit code 1 where they disagree."""
    asked = query(**given)
    with telling_mistakes(asked):
        result = traced(asked)
        found = result.check
    if found.error is None:
        click.echo(f"There is nothing to compare: {found.reason}.")
        return
    verdict = "agree" if pipeline.agrees(result) else "DISAGREE"
    told = f"{found.checked} of {found.total} derivatives {verdict} with central differences"
    where = f" at {place}" if (place := pipeline.worst(result)) else ""
    left = f" (not all, as {found.reason})" if found.reason else ""
    click.echo(f"{told}: largest relative error {found.error:.2g}{where}{left}")
    sys.exit(0 if pipeline.agrees(result) else DISAGREES)
