"""`backpass code`: the program as a script."""

from __future__ import annotations

import sys
from typing import Any

import click

from app.cli.arguments import WRONG_PROGRAM, program_arguments, query, telling_mistakes, traced
from app.code import SCRIPTS, Unwritable


@click.command()
@program_arguments
@click.option("--as", "library", type=click.Choice(list(SCRIPTS)), default="numpy", show_default=True)
def code(library: str, **given: Any) -> None:
    """Print the program as a script that runs by itself: for NumPy with both passes written out, for PyTorch and JAX with theirs."""
    asked = query(**given)
    with telling_mistakes(asked):
        found = traced(asked)
    try:
        click.echo(SCRIPTS[library](found).text, nl=False)
    except Unwritable as error:
        click.echo(f"{error.message}\n  {error.hint}", err=True)
        sys.exit(WRONG_PROGRAM)
