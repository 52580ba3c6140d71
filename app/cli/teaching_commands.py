"""The commands of who teaches: `backpass network` and `lessons`."""

from __future__ import annotations

import sys
from typing import IO

import click

from app.cli.arguments import WRONG_PROGRAM, telling_mistakes
from app.query import Query


@click.command()
@click.argument("kind", required=False, default="")
@click.option("--hidden", metavar="WIDTHS", help="of the hidden layers: 8,8")
@click.option("--activation", help="tanh, relu, sigmoid, gelu or identity")
@click.option("--loss", help="mse, bce or cross-entropy")
@click.option("--data", help="xor, circles, moons, spirals, three-spirals or line")
@click.option("--table", type=click.File(), help="points of your own instead: columns of inputs, the target last")
@click.option("--count", help="how many points")
@click.option("--noise", help="the standard deviation of what is added to them")
@click.option("--batch", help="how many points are taken; all unless told")
@click.option("--turn", help="which batch, from 0")
@click.option("--seed", help="of points and first weights; 1 unless told")
@click.option("--as", "form", help="text, or module for an nn.Module of PyTorch")
def network(table: IO[str] | None, **given: str | None) -> None:
    """Print a network as a program. KIND is 2-3-1, xor, linear, logistic, softmax, autoencoder, rnn, lstm, attention or batch-norm."""
    from app.networks import network_query, understood  # noqa: PLC0415

    said = {name: text for name, text in given.items() if text is not None}
    with telling_mistakes(Query()):
        click.echo(network_query(understood({**said, "table": table.read() if table else ""})).text)


@click.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False))
def lessons(folder: str | None) -> None:
    """List the lessons, and what is wrong with the files of FOLDER, as file:line."""
    # The other commands need not wait for what reads Markdown.
    from app.lessons import LessonError, course  # noqa: PLC0415

    wrong = False
    for name, found in course(folder or "").read():
        wrong = wrong or isinstance(found, LessonError)
        told = found.lines() if isinstance(found, LessonError) else [f"{name}: {found.title} ({found.minutes} min)"]
        click.echo("\n".join(told), err=isinstance(found, LessonError))
    sys.exit(WRONG_PROGRAM if wrong else 0)
