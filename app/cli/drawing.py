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
from app.query import Query
from app.render import effective, figure, picture


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
    kind = extension or target.suffix.removeprefix(".").lower() or "svg"
    if kind not in FORMATS:
        raise click.BadParameter(f"no format .{kind}; there are {', '.join(FORMATS)}", param_hint="-o")
    return FORMATS[kind]


def series(target: Path, asked: Query) -> Iterator[tuple[Path, Query]]:
    """The file, or one for each step where its name has a place for the number."""
    if "%d" not in target.name:
        yield target, asked
        return
    for number in range(1, len(figure(asked).steps) + 1):
        yield target.with_name(target.name.replace("%d", str(number))), dataclasses.replace(asked, step=str(number))


def write(target: Path, content: bytes) -> None:
    """Into a file, whose folder is made, or onto standard output."""
    if str(target) == "-":
        click.echo(content, nl=False)
        return
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"{target}: {error.strerror}") from None
