"""`backpass descend`: a descent as a table or as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from app import pipeline
from app.cli import descent_table
from app.cli.arguments import program_arguments, query, telling_mistakes, worksheet
from app.optimisers import SPELLINGS
from app.training import LONG_WORK, Asked

BAR_EVERY = 50
"""After so many steps of a descent its bar moves."""


@click.command()
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
