"""Drawing figures into files: one or several, one for each step, again whenever the program changes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import click

from app.cli.arguments import FILE, program_text, query, telling_mistakes, told_once
from app.cli.watching import watch
from app.export import FORMATS, Format
from app.query import STEP, Query
from app.render import effective, figure, halts, picture

STANDARD_OUTPUT = Path("-")
NUMBER = "%d"
"""Where the number of a step stands in the name of a file."""


@dataclass(frozen=True)
class Given:
    """What is said of a program beside its text: values, seed, constants, output and descent."""

    values: Sequence[str]
    seed: str
    constants: Sequence[str]
    chosen: str
    descent: Sequence[str]


def draw(
    program: Query,
    given: Given,
    targets: Sequence[Path],
    kinds: Sequence[Format],
    options: Mapping[str, str | None],
) -> None:
    """The files of a program."""
    say = told_once()
    for target, kind in zip(targets, kinds, strict=True):
        # An option has to bear on one of several files.
        elsewhere = {name for each in kinds for name in (*each.options, *each.settings)} - {
            *kind.options,
            *kind.settings,
        }
        mine = {name: text for name, text in options.items() if name not in elsewhere}
        asked = query(
            effective(program, kind), given.values, given.seed, given.constants, given.chosen, mine, given.descent
        )
        with telling_mistakes(asked):
            for file, shown in series(target, asked):
                write(file, picture(shown, kind.extension, say))


def draw_again(context: click.Context, act: Callable[[Query], None]) -> None:
    """Each time that the program's file changes; mistakes are told, and the file is waited for again."""
    path = context.meta.get(FILE)
    if path is None:
        raise click.UsageError("--watch needs a program that stands in a file")

    def once() -> None:
        try:
            act(program_text(context, context.command.params[0], f"@{path}"))
            click.echo(f"{path} drawn", err=True)
        except (click.ClickException, SystemExit) as error:
            if isinstance(error, click.ClickException):
                error.show()

    with suppress(KeyboardInterrupt):
        watch(path, once)


def kind_of(target: Path, extension: str | None) -> Format:
    """What a file is, as is told or by its suffix; standard output is an SVG unless told.

    Raises BadParameter where neither says it, and for a file a step of a format that shows no step alone.
    """
    kind = extension or target.suffix.removeprefix(".").lower() or ("svg" if target == STANDARD_OUTPUT else "")
    if kind not in FORMATS:
        wrong = f"no format .{kind}" if kind else f"`{target}` has no suffix that says its format, nor does --format"
        raise click.BadParameter(f"{wrong}; there are {', '.join(FORMATS)}", param_hint="-o")
    if NUMBER in target.name and STEP not in FORMATS[kind].settings:
        alone = ", ".join(name for name, each in FORMATS.items() if STEP in each.settings)
        wrong = f"`{target}`: {NUMBER} is the number of a step, and .{kind} shows no step alone; {alone} do"
        raise click.BadParameter(f"{wrong} (without {NUMBER} it is one file of all)", param_hint="-o")
    return FORMATS[kind]


def series(target: Path, asked: Query) -> Iterator[tuple[Path, Query]]:
    """The file, or one for each step, or each of the stops, where its name has a place for the number."""
    if NUMBER not in target.name:
        yield target, asked
        return
    # That there are all steps, or so many, is said by the files; each is a still picture.
    said = {name for name, text in asked.settings.items() if (name, text) == ("steps", "all") or name == "stops"}
    still = {name: text for name, text in asked.settings.items() if name not in said}
    for number, step in enumerate(halts(figure(asked), asked)[1:], start=1):
        file = target.with_name(target.name.replace(NUMBER, str(number)))
        yield file, dataclasses.replace(asked, step=str(step), settings=still)


def write(target: Path, content: bytes) -> None:
    """Into a file, whose folder is made, or onto standard output."""
    if target == STANDARD_OUTPUT:
        click.echo(content, nl=False)
        return
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"{target}: {error.strerror}") from None
