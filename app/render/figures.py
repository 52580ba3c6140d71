"""From a query to a file: what a URL, the command line and a notebook all ask for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import partial

from app.autodiff import Trace
from app.autodiff.graph import INPUT
from app.charts.updates import walked_on
from app.diagram import CHOICES, Diagram, Options, Progress, compose, compose_closeup, mistake_figure, significant
from app.diagram.frames import FREE, UNBROKEN
from app.diagram.options import CLOSEUP, idle_options
from app.diagram.parts import TITLE
from app.diagram.stops import in_stops, stops
from app.diagram.untitled import untitled
from app.export import FORMATS, SETTINGS, Format, Picture, SettingError, Settings, export, seal, settings
from app.export.settings import PLAYING, WORKSHEET
from app.export.theme import THEMES
from app.export.worksheet import enlarged
from app.language import Diagnostic, identifier
from app.pipeline import moved, told, trace
from app.query import (
    CONSTANT,
    GATE,
    HIDE,
    OUTPUT,
    SEED,
    STEP,
    TRACKING,
    VALUE,
    Query,
    QueryError,
    descent_query,
    mentions,
)
from app.render.asking import asking, asks, on_worksheet, tabled, untold

TRIED = (FREE, "90", "120", UNBROKEN)
"""Frames for a page of a given size."""
ARRANGED = ("side", "stacked")
"""How two panels stand to each other, which those choose that lay a graph out by themselves."""
DIGITS = "digits"
PARAMETERS = (SEED, CONSTANT, OUTPUT, STEP, GATE, HIDE, *CHOICES, *SETTINGS)


def picture(query: Query, extension: str, remark: Callable[[Sequence[Diagnostic]], None] = lambda told: None) -> bytes:
    """The figure of a query in a format. Raises LanguageError and QueryError with all that is wrong.

    Nothing that is given is passed over: an option without effect in this format and a value for no input are mistakes.
    `remark` gets to hear what is told of how the query was read, which stands in the description of the figure too.
    """
    kind = FORMATS[extension]
    query = without_tracking(query)
    if faults := [
        *ineffective(query, kind),
        *idle(query, kind),
        *still(query, kind),
        *untold(query),
        *ambiguous(query),
        *unknown(query),
    ]:
        raise QueryError([*query.faults, *faults])
    try:
        wanted = settings(query.settings)
        with significant(int(wanted.digits)):
            return drawn(query, kind, wanted, remark)
    except SettingError as error:
        raise QueryError([Diagnostic(None, error.message, error.hint, parameter=error.setting)]) from None


def drawn(query: Query, kind: Format, wanted: Settings, remark: Callable[[Sequence[Diagnostic]], None]) -> bytes:
    """The file, its numbers in the digits that are set. Raises LanguageError, QueryError and SettingError."""
    sheet = query.worksheet(strict=True)
    # What no input took is told below, beside the options that may be meant.
    reached = descent_query.reached(replace(sheet, lenient=True))
    result = trace(moved(replace(sheet, lenient=True), reached))
    if faults := list(unused(query, result)):
        raise QueryError(faults)
    remark(found := told(sheet, result))
    draw = partial(closed_up, result, query.gate) if query.gate else partial(asking, result, query.hide)
    made = composed(draw, sheet.options, kind, wanted)
    if not query.gate:
        made = walked_on(made, reached, result, sheet.options.notation)
    whole = described(headed(halting(made, wanted), wanted), found)
    shown = at_step(whole, sheet.step)
    rows = tabled(result, query.hide, sheet.options) if on_worksheet(query) else ()
    palette = sheet.options.palette
    ready = Picture(whole if kind.walks else shown, wanted, seal(query.string()), sheet.step, palette, query.text, rows)
    return export(ready, kind.extension)


def figure(query: Query) -> Diagram:
    """The figure of a query with all its steps, as a frame shows it. Raises LanguageError and QueryError."""
    sheet = replace(without_tracking(query).worksheet(), lenient=True)
    reached = descent_query.reached(sheet)
    result = trace(moved(sheet, reached))
    made = composed(partial(compose, result), sheet.options, FORMATS["html"], settings({}))
    return walked_on(made, reached, result, sheet.options.notation)


def composed(draw: Callable[[Options], Diagram], options: Options, kind: Format, wanted: Settings) -> Diagram:
    """The figure, composed for the frame that was asked for, or else for the one in which it comes out largest on the format's page."""
    if "frame" not in kind.options:
        # What lays the graph out by itself wants its wires whole.
        return draw(replace(options, frame=UNBROKEN))
    size = enlarged if wanted.sheet == WORKSHEET else kind.size
    if size is None or options.frame != FREE:
        return draw(options)
    figures = [draw(replace(options, frame=frame)) for frame in TRIED]
    return max(figures, key=lambda figure: size(figure, wanted))


def closed_up(result: Trace, name: str, options: Options) -> Diagram:
    """The close-up of a gate. Raises QueryError where there is none of that name."""
    try:
        return compose_closeup(result, options, name)
    except ValueError as error:
        told, hint = error.args
        raise QueryError([Diagnostic(None, told, hint, parameter=GATE)]) from None


def headed(diagram: Diagram, wanted: Settings) -> Diagram:
    """The figure with its titles, or without. Raises SettingError where there are none to leave out."""
    if wanted.title == "on":
        return diagram
    if not any(mark.part == TITLE for mark in diagram.marks):
        raise SettingError("title", "this style has no titles", "leave it out")
    return untitled(diagram)


def halting(diagram: Diagram, wanted: Settings) -> Diagram:
    """The figure with as many steps as are wanted. Raises SettingError where it cannot be walked so."""
    try:
        return in_stops(diagram, int(wanted.stops)) if wanted.stops else diagram
    except ValueError as error:
        raise SettingError("stops", *error.args) from None


def halts(diagram: Diagram, query: Query) -> list[int]:
    """After how many steps the walk of a query stops, from none to all. Raises QueryError where it cannot be so."""
    try:
        count = settings(query.settings).stops
        return [0, *stops(diagram.steps, int(count) if count else len(diagram.steps))]
    except ValueError as error:
        told, hint = (error.message, error.hint) if isinstance(error, SettingError) else error.args
        raise QueryError([Diagnostic(None, told, hint, parameter="stops")]) from None


def described(diagram: Diagram, told: Sequence[Diagnostic]) -> Diagram:
    """The figure with what is told of it in its description, for who sees nothing but the picture."""
    sentences = dict.fromkeys(each.message for each in told)
    return (
        replace(diagram, description=f"{diagram.description} Notes: {'; '.join(sentences)}.") if sentences else diagram
    )


def at_step(diagram: Diagram, step: int | None) -> Diagram:
    """The figure as far as the walk has come. Raises QueryError for a step beyond its last."""
    if step is None:
        return diagram
    if step > len(diagram.steps):
        told = f"step {step} is beyond the last, which is {len(diagram.steps)}"
        raise QueryError(
            [Diagnostic(None, told, "steps are counted from 0, where nothing has happened", parameter=STEP)]
        )
    return Progress(diagram, step).shown()


def mistaken(query: Query, mistakes: Sequence[Diagnostic], extension: str) -> bytes:
    """The mistakes of a query as a picture, in the colours that were asked for if they can be had."""
    theme = query.settings.get("theme", "")
    wanted = Settings(theme=theme) if theme in THEMES and "theme" in FORMATS[extension].settings else Settings()
    return export(Picture(mistake_figure(query.text, mistakes), wanted, seal(query.string())), extension)


def effective(query: Query, kind: Format) -> Query:
    """The query without the options that have no effect in a format: what a link to it asks for."""
    dropped = without_effect(query, kind)
    options = {name: text for name, text in query.options.items() if name in kind.options and name not in dropped}
    plays = "steps" not in kind.settings or (query.settings.get("steps") == "all" and not on_worksheet(query))
    names = [name for name in kind.settings if plays or name not in PLAYING]
    wanted = {name: text for name, text in query.settings.items() if name in names}
    if without_numbers(query, kind):
        wanted.pop(DIGITS, None)
    if on_worksheet(query):
        wanted.pop("steps", None)
    hide = query.hide if HIDE in kind.settings and wanted.get("steps") != "all" and asks(query) else ""
    return replace(
        query,
        options=options,
        settings=wanted,
        step=query.step if STEP in kind.settings and wanted.get("steps") != "all" and not hide else "",
        gate=query.gate if GATE in kind.settings and not hide else "",
        hide=hide,
    )


def without_tracking(query: Query) -> Query:
    """The query without what others add to links; an input may well be called so."""
    kept = {
        name: text for name, text in query.values.items() if mentions(query.text, name) or not TRACKING.fullmatch(name)
    }
    return replace(query, values=kept)


def ineffective(query: Query, kind: Format) -> Iterator[Diagnostic]:
    """The options that bear on other formats only."""
    for name in [
        *query.options,
        *query.settings,
        *([STEP] if query.step else []),
        *([GATE] if query.gate else []),
        *([HIDE] if query.hide else []),
    ]:
        if name not in kind.options and name not in kind.settings:
            others = [each.extension for each in FORMATS.values() if name in each.options or name in each.settings]
            told = f"`{name}` has no effect on .{kind.extension}"
            yield Diagnostic(None, told, f"leave it out; it bears on {', '.join(others)}", parameter=name)


def idle(query: Query, kind: Format) -> Iterator[Diagnostic]:
    """The options of the figure that change nothing in the way in which it is drawn."""
    for name, why in without_effect(query, kind).items():
        if query.options.get(name):
            yield Diagnostic(None, f"`{name}` has no effect {why}", "leave it out", parameter=name)


def without_effect(query: Query, kind: Format) -> Mapping[str, str]:
    """The options of the figure that change nothing beside the others, and where that is so."""
    if query.gate:
        return dict.fromkeys(sorted(CLOSEUP), "on the close-up of a gate")
    found = dict.fromkeys(sorted(idle_options(query.options)), f"in style={query.options.get('style', '')}")
    if query.options.get("panels") == "forward":
        found["palette"] = "on the way forward, which is black"
    if "frame" not in kind.options:
        drawn = f"on .{kind.extension}, which is laid out by the program that draws it"
        found |= {"panels": drawn} if query.options.get("panels") in ARRANGED else {}
        found |= {"notation": found["palette"]} if "palette" in found else {}
    return found


def still(query: Query, kind: Format) -> Iterator[Diagnostic]:
    """What bears on films, of a picture that is none unless it is asked for all steps; one step of a picture of all; and digits of none."""
    if "steps" in kind.settings and query.settings.get("steps") == "all" and query.step:
        told = "`step` has no effect beside steps=all, which shows each step"
        yield Diagnostic(None, told, "leave one of them out", parameter=STEP)
    if DIGITS in query.settings and without_numbers(query, kind):
        yield Diagnostic(None, f"`{DIGITS}` has no effect where labels are symbols", "leave it out", parameter=DIGITS)
    if "steps" in kind.settings and query.settings.get("steps") != "all":
        for name in query.settings.keys() & {*PLAYING}:
            yield Diagnostic(None, f"`{name}` has no effect on a still picture", "add steps=all", parameter=name)


def without_numbers(query: Query, kind: Format) -> bool:
    """Whether a figure has no numbers, which are told with its steps at most."""
    return "labels" in kind.options and query.options.get("labels") == "symbols" and not kind.walks


def ambiguous(query: Query) -> Iterator[Diagnostic]:
    """The settings that may as well be meant for an input of that name."""
    for name in query.settings:
        if re.search(rf"\b{name}\b", query.text) and name not in query.values:
            told = f"`{name}` stands in the program and is an option of the file too"
            hint = f"write {VALUE}{name}={query.settings[name][:20]} for the input; {name}= is then the option"
            yield Diagnostic(None, told, hint, parameter=name)


def unknown(query: Query) -> Iterator[Diagnostic]:
    """The values whose names do not stand in the program."""
    return (stray(name) for name in query.values if not mentions(query.text, name))


def unused(query: Query, result: Trace) -> Iterator[Diagnostic]:
    """The values that no input of the program took."""
    names = [str(node.name) for node in result.graph.nodes if node.operation == INPUT]
    for name in query.values:
        if not any(identifier(name) == known or name.endswith(f".{known}") for known in names):
            yield stray(name, names)


def stray(name: str, inputs: Sequence[str] = ()) -> Diagnostic:
    near = get_close_matches(name, [*inputs, *PARAMETERS], n=1)
    hint = f"did you mean {near[0]}?" if near else f"there are the options {', '.join(PARAMETERS)}"
    return Diagnostic(None, f"`{name[:40]}` is neither an input of the program nor an option", hint, parameter=name)
