"""What the commands take: a program from wherever it is, values for its inputs, and the options of a URL."""

from __future__ import annotations

import dataclasses
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qsl

import click

from app import pipeline
from app.autodiff import Trace
from app.diagram.options import CHOICES, MEASURED, ROWS
from app.export import FORMATS, SETTINGS, opened
from app.export.seal import MARK
from app.export.settings import SIZES
from app.language import Diagnostic, LanguageError, underline
from app.query import GATE, HIDE, STEP, Query, QueryError, descent_query
from app.query.descent_query import ITERATION, OF, TRAIN

Command = TypeVar("Command", bound=Callable[..., Any])
WRONG_PROGRAM = 2
FILE = "backpass.file"
"""Where a command finds the file that its program came from, if it did, in the context's `meta`."""
FILE_NAME = re.compile(rf"\S+\.(?:py|ipynb|{'|'.join(FORMATS)})")
"""What can be no program, but a file that is not there."""


def program_arguments(command: Command) -> Command:
    """The arguments that say what is computed, the same for every command."""
    for decorate in (
        click.option("--output", "chosen", default="", metavar="NAME", help="another value than the last as output"),
        click.option("--constant", "constants", multiple=True, metavar="NAME", help="an input that gets no adjoint"),
        click.option("--seed", default="", metavar="VALUE", help="dL/d(output): 2 or '[1, 0]'; ones unless given"),
        click.option("--at", "values", multiple=True, metavar="NAME=VALUE", help="an input: x=3 or 'W=[[1,2],[3,4]]'"),
        click.argument("program", callback=program_text),
    ):
        command = decorate(command)
    return command


def figure_options(command: Command) -> Command:
    """The figure's and the file's options, as they are in a URL."""
    command = click.option("--step", default=None, help="the figure as far as the walk has come, from 0")(command)
    told = "of a descent, as addresses say it: train=w,b, rate=0.1, steps=50, optimiser=adam, iteration=20"
    command = click.option("--descent", multiple=True, metavar="NAME=VALUE", help=told)(command)
    told = "what is left to be worked out: gradients, all, or names with commas between them"
    command = click.option("--hide", metavar="WHAT", default=None, help=told)(command)
    command = click.option("--gate", metavar="NAME", default=None, help="the close-up of the gate that makes it")(
        command
    )
    for setting in tuple(SETTINGS.values())[::-1]:
        kind = click.Choice(setting.choices) if setting.choices else None
        command = click.option(f"--{setting.name}", type=kind, default=None, help=setting.told)(command)
    for name, row in tuple(ROWS.items())[::-1]:
        kind, shown = (None, "NAME|EM") if name in MEASURED else (click.Choice(CHOICES[name]), None)
        command = click.option(f"--{name}", type=kind, metavar=shown, default=None, help=row.metadata["told"])(command)
    return command


def program_text(context: click.Context, parameter: click.Parameter, given: str) -> Query:
    """The program itself, from wherever it is; a file that Backpass made brings its values and options along."""
    if given == "-":
        return Query(sys.stdin.read())
    # A text of several lines that begins with a decorator is no file's name.
    named, path = given.startswith("@") and "\n" not in given, Path(given.removeprefix("@"))
    try:
        if not (named or path.is_file()):
            if FILE_NAME.fullmatch(given):
                raise click.BadParameter(f"{given}: there is no such file")
            return Query(given)
        context.meta[FILE] = path
        return reopened(path.read_bytes(), path)
    except (OSError, ValueError) as error:
        if named:
            raise click.BadParameter(f"{path}: {getattr(error, 'strerror', None) or 'not UTF-8 text'}") from None
        return Query(given)


def reopened(content: bytes, path: Path) -> Query:
    """The query that a file of ours was made from, or else its text as a program. Raises BadParameter for other files."""
    kind = FORMATS.get(path.suffix.removeprefix(".").lower())
    textual = kind is None or (kind.media_type.startswith("text/") and MARK.encode() not in content)
    try:
        if textual and (text := written(content)) is not None:
            return Query(text)
        return Query.of(parse_qsl(opened(content), keep_blank_values=True), SETTINGS)
    except ValueError as error:
        raise click.BadParameter(f"{path}: {error}") from None


def written(content: bytes) -> str | None:
    """The text of a file; None where it is none."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return None


def query(
    program: Query,
    values: Sequence[str],
    seed: str,
    constants: Sequence[str],
    chosen: str,
    options: Mapping[str, str | None] | None = None,
    descent: Sequence[str] = (),
) -> Query:
    """What the arguments ask for; they come before what a file brings along."""
    known = {name: option for name, option in (options or {}).items() if option is not None}
    before = {name: text for name, text in program.settings.items() if name not in SIZES or not known.keys() & {*SIZES}}
    said = named(descent, "--descent").items()
    training = {name if name in (TRAIN, ITERATION) else f"{OF}{name}": text for name, text in said}
    return dataclasses.replace(
        program,
        text=program.text.rstrip("\n"),
        values={**program.values, **named(values, "--at")},
        seed=seed or program.seed,
        constants=tuple(constants) or program.constants,
        output=chosen or program.output,
        options={**program.options, **{name: known[name] for name in CHOICES if name in known}},
        step=known.get(STEP, program.step),
        settings={**before, **{name: known[name] for name in SETTINGS if name in known}},
        gate=known.get(GATE, program.gate),
        hide=known.get(HIDE, program.hide),
        training={**program.training, **training},
    )


def named(given: Sequence[str], option: str) -> dict[str, str]:
    """What was `given` as NAME=VALUE, by name. Raises BadParameter."""
    pairs = [each.partition("=") for each in given]
    names = [name.strip() for name, _, _ in pairs]
    for place, (name, (_, sign, _)) in enumerate(zip(names, pairs, strict=True)):
        if not sign:
            raise click.BadParameter(f"{name} has no value; write {name}=3", param_hint=option)
        if name in names[:place]:
            raise click.BadParameter(f"{name} is given twice", param_hint=option)
    return {name: text.strip() for name, (_, _, text) in zip(names, pairs, strict=True)}


def worksheet(asked: Query) -> pipeline.Worksheet:
    """What the arguments ask for, understood; how values were read is said on standard error. Raises QueryError."""
    sheet = asked.worksheet(strict=True)
    remark(pipeline.readings(sheet))
    return sheet


def traced(asked: Query) -> Trace:
    """Both passes of what the arguments ask for; what is told of them is said on standard error. Raises QueryError and LanguageError."""
    sheet = worksheet(asked)
    result = pipeline.trace(pipeline.moved(sheet, descent_query.reached(sheet)))
    remark(result.warnings)
    return result


def told_once() -> Callable[[Sequence[Diagnostic]], None]:
    """What says on standard error how values and text were read: each thing once, however many files are drawn."""
    said: set[str] = set()

    def say(told: Sequence[Diagnostic]) -> None:
        for each in told:
            sentence = f"line {each.line}: {each.message}" if each.line else each.message
            if sentence not in said:
                said.add(sentence)
                click.echo(sentence, err=True)

    return say


def remark(told: Sequence[Diagnostic]) -> None:
    """Say on standard error how values and text were read, each thing once."""
    told_once()(told)


@contextmanager
def telling_mistakes(asked: Query) -> Iterator[None]:
    """Mistakes are told on standard error, each with its place underlined, and the exit code is 2."""
    try:
        yield
    except LanguageError as error:
        click.echo(underline(asked.text, error), err=True)
        sys.exit(WRONG_PROGRAM)
    except QueryError as error:
        for fault in error.mistakes:
            click.echo(f"{fault.parameter}: {fault.message}\n  {fault.hint}", err=True)
        sys.exit(WRONG_PROGRAM)
