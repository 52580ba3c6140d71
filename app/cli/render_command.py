"""`backpass render`: figures and charts as files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from app.cli.arguments import figure_options, program_arguments
from app.cli.drawing import Given, draw, draw_again, kind_of
from app.export import FORMATS
from app.query import Query


@click.command()
@program_arguments
@figure_options
@click.option(
    "-o", "targets", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True), multiple=True, default=["-"]
)
@click.option("--format", "extension", type=click.Choice(list(FORMATS)), help="unless the name of the file says it")
@click.option("--watch", "watched", is_flag=True, help="draw anew whenever the program's file changes, until Ctrl-C")
@click.pass_context
def render(
    context: click.Context,
    /,
    program: Query,
    values: Sequence[str],
    seed: str,
    constants: Sequence[str],
    chosen: str,
    descent: Sequence[str],
    targets: Sequence[Path],
    extension: str | None,
    watched: bool,
    **options: str | None,
) -> None:
    """Draw the figure, or a chart of its descent, into a file; its name says the format, and -o may be given several times.

    A name with %d in it becomes a file for each step: figure-1.png, figure-2.png, …
    """
    kinds = [kind_of(target, extension) for target in targets]
    given = Given(values, seed, constants, chosen, descent)
    if watched:
        draw_again(context, lambda now: draw(now, given, targets, kinds, options))
    else:
        draw(program, given, targets, kinds, options)
