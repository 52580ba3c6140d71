"""`backpass lessons`: the lessons, and what is wrong with them."""

from __future__ import annotations

import sys

import click

from app.cli.arguments import WRONG_PROGRAM
from app.lessons import LessonError, course


@click.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False))
def lessons(folder: str | None) -> None:
    """List the lessons, and what is wrong with the files of FOLDER, as file:line."""
    wrong = False
    for name, found in course(folder or "").read():
        wrong = wrong or isinstance(found, LessonError)
        told = found.lines() if isinstance(found, LessonError) else [f"{name}: {found.title} ({found.minutes} min)"]
        click.echo("\n".join(told), err=isinstance(found, LessonError))
    sys.exit(WRONG_PROGRAM if wrong else 0)
