"""The command line: `backpass serve`, `render`, `check`, `eval` and `descend`."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qsl

import click

from app import __version__, descent_table, pipeline
from app.diagram import CHOICES, MEASURED
from app.export import FORMATS, SETTINGS, opened
from app.export.seal import MARK
from app.export.settings import SIZES
from app.language import LanguageError, underline
from app.query import STEP, Query, QueryError
from app.render import effective, picture
from app.training import SPELLINGS
from app.values import written

Command = TypeVar("Command", bound=Callable[..., Any])
WRONG_PROGRAM, DISAGREES = 2, 1
LONGEST_URL = 256 * 1024


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="backpass")
def main() -> None:
    """Turn a typed forward pass into the figure of its forward and backward pass.

    PROGRAM is the text itself, a file that holds it (also as @FILE), or - for standard input.
    """


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
    for setting in tuple(SETTINGS.values())[::-1]:
        kind = click.Choice(setting.choices) if setting.choices else None
        command = click.option(f"--{setting.name}", type=kind, default=None, help=setting.told)(command)
    for name, choices in tuple(CHOICES.items())[::-1]:
        if name in MEASURED:
            told = f"{', '.join(choices)}, or so many em of the main type"
            command = click.option(f"--{name}", metavar="NAME|EM", default=None, help=told)(command)
        else:
            command = click.option(f"--{name}", type=click.Choice(choices), default=None)(command)
    return command


def program_text(context: click.Context, parameter: click.Parameter, given: str) -> Query:
    """The program itself, from wherever it is; a file that Backpass made brings its values and options along."""
    if given == "-":
        return Query(sys.stdin.read())
    named, path = given.startswith("@"), Path(given.removeprefix("@"))
    try:
        return reopened(path.read_bytes(), path) if named or path.is_file() else Query(given)
    except (OSError, ValueError) as error:
        if named:
            raise click.BadParameter(f"{path}: {getattr(error, 'strerror', None) or 'not UTF-8 text'}") from None
        return Query(given)


def reopened(content: bytes, path: Path) -> Query:
    """The query that a file of ours was made from, or else its text as a program. Raises UnicodeDecodeError for other files."""
    kind = FORMATS.get(path.suffix.removeprefix(".").lower())
    if kind is None or (kind.media_type.startswith("text/") and MARK.encode() not in content):
        return Query(content.decode())
    try:
        return Query.of(parse_qsl(opened(content), keep_blank_values=True), SETTINGS)
    except ValueError as error:
        raise click.BadParameter(f"{path}: {error}") from None


def query(
    program: Query,
    values: Sequence[str],
    seed: str,
    constants: Sequence[str],
    chosen: str,
    options: Mapping[str, str | None] | None = None,
) -> Query:
    """What the arguments ask for; they come before what a file brings along."""
    pairs = [value.partition("=") for value in values]
    for name, sign, _ in pairs:
        if not sign:
            raise click.BadParameter(f"{name} has no value; write {name}=3", param_hint="--at")
    given = {name.strip(): text.strip() for name, _, text in pairs}
    known = {name: option for name, option in (options or {}).items() if option is not None}
    before = {name: text for name, text in program.settings.items() if name not in SIZES or not known.keys() & {*SIZES}}
    return Query(
        program.text.rstrip("\n"),
        {**program.values, **given},
        seed or program.seed,
        tuple(constants) or program.constants,
        chosen or program.output,
        {**program.options, **{name: known[name] for name in CHOICES if name in known}},
        known.get(STEP, program.step),
        {**before, **{name: known[name] for name in SETTINGS if name in known}},
    )


def worksheet(asked: Query) -> pipeline.Worksheet:
    """What the arguments ask for, understood; how values were read is said on standard error. Raises QueryError."""
    sheet = asked.worksheet(strict=True)
    remark(sheet)
    return sheet


def remark(sheet: pipeline.Worksheet) -> None:
    """Say on standard error how values were read."""
    for name, sentences in sheet.remarks.items():
        for sentence in sentences:
            click.echo(f"{name}: {sentence}", err=True)


@contextmanager
def telling_mistakes(asked: Query) -> Iterator[None]:
    """Mistakes are told on standard error, each with its place underlined, and the exit code is 2."""
    try:
        yield
    except LanguageError as error:
        click.echo(underline(asked.text, error), err=True)
        sys.exit(WRONG_PROGRAM)
    except QueryError as error:
        for fault in error.faults:
            click.echo(f"{fault.parameter}: {fault.message}\n  {fault.hint}", err=True)
        sys.exit(WRONG_PROGRAM)


@main.command()
@program_arguments
@figure_options
@click.option("-o", "target", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True), default="-")
@click.option("--format", "extension", type=click.Choice(list(FORMATS)), help="unless the name of the file says it")
def render(
    program: Query,
    values: Sequence[str],
    seed: str,
    constants: Sequence[str],
    chosen: str,
    target: Path,
    extension: str | None,
    **options: str | None,
) -> None:
    """Draw the figure into a file; its name says the format."""
    kind = extension or target.suffix.removeprefix(".").lower() or "svg"
    if kind not in FORMATS:
        raise click.BadParameter(f"no format .{kind}; there are {', '.join(FORMATS)}", param_hint="-o")
    asked = query(effective(program, FORMATS[kind]), values, seed, constants, chosen, options)
    with telling_mistakes(asked):
        content = picture(asked, kind, remark)
    if str(target) == "-":
        click.echo(content, nl=False)
    else:
        target.write_bytes(content)


@main.command("eval")
@program_arguments
@click.option("--json", "as_json", is_flag=True, help="one JSON object, in full precision")
def evaluate(as_json: bool, **given: Any) -> None:
    """Print the values and adjoints of every name."""
    asked = query(**given)
    with telling_mistakes(asked):
        found = pipeline.summary(pipeline.trace(worksheet(asked)))
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, allow_nan=False))
        return
    values, adjoints = found["values"], found["adjoints"]
    assert isinstance(values, dict) and isinstance(adjoints, dict)
    for name, value in values.items():
        adjoint = f"    dL/d{name} = {written(adjoints[name])}" if name in adjoints else ""
        click.echo(f"{name} = {written(value)}{adjoint}")


@main.command()
@program_arguments
def check(**given: Any) -> None:
    """Compare every adjoint with central differences; exit code 1 where they disagree."""
    asked = query(**given)
    with telling_mistakes(asked):
        result = pipeline.trace(worksheet(asked))
        found = result.check
    if found.error is None:
        click.echo("There is nothing to compare: no input has an adjoint, a value is not finite, or a kink is met.")
        return
    verdict = "agree" if pipeline.agrees(result) else "DISAGREE"
    told = f"{found.checked} of {found.total} derivatives {verdict} with central differences"
    click.echo(f"{told}: largest relative error {found.error:.2g}")
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
@click.option("--ascend/--descend", default=None, help="climb instead")
@click.option("--json", "as_json", is_flag=True, help="one JSON object, in full precision")
def descend(
    train: Sequence[str],
    rate: str | None,
    steps: int | None,
    optimiser: str | None,
    settings: Sequence[tuple[str, float]],
    ascend: bool | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Go down (or up) on the output, step by step against the gradients; a text's own optimiser says how, unless told."""
    asked = query(**given)
    with telling_mistakes(asked):
        found = pipeline.descent(
            worksheet(asked),
            optimiser,
            train=train,
            rate=rate,
            steps=steps,
            settings=dict(settings),
            ascend=ascend,
        )
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, allow_nan=False))
    else:
        click.echo("\n".join(descent_table.lines(found["loss"], found["values"])))
    if found["diverged"] is not None:
        click.echo(pipeline.divergence(found), err=True)


@main.command()
@click.option("--host", help="address to listen at")
@click.option("--port", type=click.IntRange(1, 65535), help="port to listen at")
@click.option("--workers", type=click.IntRange(1, 256), help="processes that compute")
def serve(**given: Any) -> None:
    """Serve the page and the API; BACKPASS_HOST and the like set what is not given here."""
    # The other commands need not wait for what only a server needs.
    import uvicorn  # noqa: PLC0415

    from app.web.server import create  # noqa: PLC0415
    from app.web.settings import Settings  # noqa: PLC0415

    try:
        settings = Settings.from_environment()
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    settings = dataclasses.replace(settings, **{name: value for name, value in given.items() if value is not None})
    uvicorn.run(
        create(settings),
        host=settings.host,
        port=settings.port,
        server_header=False,
        access_log=False,
        h11_max_incomplete_event_size=LONGEST_URL,
    )


if __name__ == "__main__":
    main()
