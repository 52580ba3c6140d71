"""The command line: `backpass serve`, `render`, `check`, `eval`, `code`, `descend`, `network` and `lessons`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from app import __version__, pipeline
from app.cli import descent_table
from app.cli.arguments import (
    WRONG_PROGRAM,
    figure_options,
    program_arguments,
    query,
    telling_mistakes,
    traced,
    worksheet,
)
from app.cli.drawing import Given, draw, draw_again, kind_of
from app.cli.setting_options import setting_options
from app.cli.study_commands import COMMANDS
from app.cli.teaching_commands import lessons, network
from app.code import SCRIPTS, Unwritable
from app.export import FORMATS
from app.query import Query
from app.training import LONG_WORK, SPELLINGS, Asked
from app.values import written
from app.web.operation.settings import Settings

DISAGREES = 1
BAR_EVERY = 50
"""After so many steps of a descent its bar moves."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="backpass")
def main() -> None:
    """Turn a typed forward pass into the figure of its forward and backward pass.

    PROGRAM is the text itself, a file that holds it (also as @FILE), or - for standard input.
    """


@main.command()
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


@main.command("eval")
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


@main.command()
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


@main.command()
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


@main.command()
@program_arguments
@click.option("--train", multiple=True, metavar="NAME", help="an input, or a module, that is trained")
@click.option(
    "--rate", metavar="RATE", help="the learning rate: a number, or an expression in t, the number of the step"
)
@click.option("--steps", type=int, help="how many steps; 100 unless the text says it")
@click.option(
    "--optimiser", "--optimizer", type=click.Choice(list(SPELLINGS)), help="gradient-descent, adam and others"
)
@click.option("--set", "settings", type=(str, float), multiple=True, help="of the optimiser: --set momentum 0.8")
@click.option("--batch", type=int, help="how many rows of the data a step looks at; all unless told")
@click.option("--shuffle", type=int, metavar="SEED", help="shuffle the rows by a seed; in their order unless told")
@click.option("--ascend/--descend", default=None, help="climb instead")
@click.option("--json", "as_json", is_flag=True, help="one JSON object, in full precision")
def descend(
    train: Sequence[str],
    rate: str | None,
    steps: int | None,
    optimiser: str | None,
    settings: Sequence[tuple[str, float]],
    batch: int | None,
    shuffle: int | None,
    ascend: bool | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Go down (or up) on the output, step by step against the gradients; a text's own optimiser says how, unless told."""
    asked = query(**given)
    with telling_mistakes(asked), descent_bar() as watch:
        wanted = Asked(tuple(train), rate, steps, optimiser, dict(settings), ascend, batch=batch, shuffle=shuffle)
        found = pipeline.descent(worksheet(asked), wanted, watch=watch, work=LONG_WORK)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, allow_nan=False))
    else:
        click.echo("\n".join(descent_table.lines(found["loss"], found["values"])))
    for note in found["notes"]:
        click.echo(note, err=True)


@contextmanager
def descent_bar() -> Iterator[Callable[[int, int], None]]:
    """What is told of each step of a descent, and shows it as a bar on standard error where that is a terminal."""
    with click.progressbar(length=1, label="Descent", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:

        def watch(step: int, steps: int) -> None:
            bar.length = max(1, steps)
            if step == steps or step % BAR_EVERY == 0:
                bar.update(step - bar.pos)

        yield watch


main.add_command(network)
main.add_command(lessons)


@main.command(context_settings={"auto_envvar_prefix": "BACKPASS", "max_content_width": 120})
@setting_options
def serve(**given: Any) -> None:
    """Serve the page and the API. Each option may also be a variable; an option comes before its variable."""
    # The other commands need not wait for what only a server needs.
    from app.web.serving import serve_until_stopped  # noqa: PLC0415

    chosen = {name: value for name, value in given.items() if value is not None}
    serve_until_stopped(Settings(**chosen))


for command in COMMANDS:
    main.add_command(command)


if __name__ == "__main__":
    main()
