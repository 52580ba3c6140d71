"""The command line: a table of the commands, each of which is loaded when it is called, since most need more than a list of them does."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from typing import NamedTuple

import click

from app import __version__
from app.loading import loading


class Listed(NamedTuple):
    """A command where all are listed; `place` is its module and its name there."""

    place: str
    summary: str


COMMANDS: Mapping[str, Listed] = {
    "check": Listed("app.cli.trace_commands:check", "Compare every adjoint with central differences."),
    "code": Listed("app.cli.code_command:code", "Print the program for NumPy, PyTorch or JAX."),
    "descend": Listed("app.cli.descend_command:descend", "Go down (or up) on the output, step by step."),
    "eval": Listed("app.cli.trace_commands:evaluate", "Print the values and adjoints of every name."),
    "forward": Listed("app.cli.study_commands:forward", "Print the derivative of every value by one input."),
    "hessian": Listed("app.cli.study_commands:hessian", "Print the second derivatives of the output."),
    "lessons": Listed("app.cli.lessons_command:lessons", "List the lessons, and what is wrong with them."),
    "network": Listed("app.cli.network_command:network", "Print a network as a program."),
    "paths": Listed("app.cli.study_commands:paths", "Print the paths from an input to the output."),
    "render": Listed("app.cli.render_command:render", "Draw the figure, or a chart of its descent, into a file."),
    "serve": Listed("app.cli.serve_command:serve", "Serve the page and the API."),
}


class Commands(click.Group):
    """The commands of the table."""

    def list_commands(self, context: click.Context, /) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str, /) -> click.Command | None:
        if name not in COMMANDS:
            return None
        with loading():
            command: click.Command = pkgutil.resolve_name(COMMANDS[name].place)
        return command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter, /) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, listed.summary) for name, listed in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="backpass")
def main() -> None:
    """Turn a typed forward pass into the figure of its forward and backward pass.

    PROGRAM is the text itself, a file that holds it (also as @FILE), or - for standard input.
    """


if __name__ == "__main__":
    main()
