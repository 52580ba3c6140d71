"""`backpass network`: a network as a program."""

from __future__ import annotations

from typing import IO

import click

from app.cli.arguments import telling_mistakes
from app.networks import network_query, understood
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
    said = {name: text for name, text in given.items() if text is not None}
    with telling_mistakes(Query()):
        click.echo(network_query(understood({**said, "table": table.read() if table else ""})).text)
