"""From a query to a file: what a URL, the command line and a notebook all ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from app.autodiff import Trace
from app.charts.updates import walked_on
from app.diagram import Diagram, Options, Progress, compose, compose_closeup, mistake_figure, significant
from app.diagram.drawing.untitled import untitled
from app.diagram.frames import FREE, SLIDES, UNBROKEN, rooms
from app.diagram.parts import TITLE
from app.diagram.stops import in_stops, stops
from app.export import FORMATS, Format, Picture, SettingError, Settings, export, placing, seal, settings
from app.export.settings import WORKSHEET
from app.export.theme import THEMES
from app.export.worksheet import alone, enlarged
from app.language import Diagnostic, Severity
from app.pipeline import moved, told, trace
from app.query import GATE, STEP, Query, QueryError, descent_query
from app.render import charts
from app.render.asking import asking, on_worksheet, tabled
from app.render.effects import faults, shows_updates, unused, without_tracking

TRIED = (FREE, "90", "120")
"""Frames for a page of a given size: a row that is longer than the last comes out larger in two."""
IN_ROWS = ("54", "64", "75")
"""Frames for several slides, or a side of paper, on which a row has the whole width."""
PLAIN = Settings()


def picture(query: Query, extension: str, remark: Callable[[Sequence[Diagnostic]], None] = lambda told: None) -> bytes:
    """The figure of a query, or a chart of its descent, in a format. Raises LanguageError and QueryError with all that is wrong.

    Nothing that is given is passed over: an option without effect in this format and a value for no input are mistakes.
    `remark` gets to hear what is told of how the query was read, which stands in the description of the figure too.
    """
    kind = FORMATS[extension]
    query = without_tracking(query)
    if found := faults(query, kind):
        raise QueryError([*query.faults, *found])
    with telling_settings():
        wanted = settings(query.settings)
        with significant(int(wanted.digits)):
            return drawn(query, kind, wanted, remark)


def settings_of(query: Query) -> Settings:
    """The settings of a query. Raises QueryError for the first that cannot be."""
    with telling_settings():
        return settings(query.settings)


@contextmanager
def telling_settings() -> Iterator[None]:
    """Makes a setting that cannot be a mistake of the query."""
    try:
        yield
    except SettingError as error:
        raise QueryError([Diagnostic(None, error.message, error.hint, parameter=error.setting)]) from None


def drawn(query: Query, kind: Format, wanted: Settings, remark: Callable[[Sequence[Diagnostic]], None]) -> bytes:
    """The file, its numbers in the digits that are set. Raises LanguageError, QueryError and SettingError."""
    sheet = query.worksheet(strict=True)
    # What no input took is told below, beside the options that may be meant.
    loose = replace(sheet, lenient=True)
    reached = None if wanted.chart else descent_query.reached(loose)
    result = charts.begun(loose) if wanted.chart else trace(moved(loose, reached))
    if lost := list(unused(query, result)):
        raise QueryError(lost)
    found = told(sheet, result)
    if beyond := descent_query.overshot(sheet):
        raise QueryError(beyond)
    if wanted.chart:
        made = charts.chart(sheet, wanted.chart)
    else:
        made = headed(figured(query, result, sheet.options, kind, wanted), wanted)
        found += without_room(made, sheet.options)
        if shows_updates(query, kind):
            made = walked_on(made, reached, result, sheet.options.notation, written=not kind.tells_steps)
    remark(found)
    whole = described(halting(made, wanted), found)
    shown = at_step(whole, sheet.step)
    rows, more = tabled(result, query.hide, sheet.options) if on_worksheet(query) else ((), 0)
    palette = sheet.options.palette
    ready = Picture(
        whole if kind.walks else shown, wanted, seal(query.string()), sheet.step, palette, query.text, rows, more
    )
    return export(ready, kind.extension)


def figured(query: Query, result: Trace, options: Options, kind: Format, wanted: Settings) -> Diagram:
    """The figure or the close-up, for the frame that was asked for. Raises QueryError."""
    draw = partial(closed_up, result, query.gate) if query.gate else partial(asking, result, query.hide)
    return composed(draw, options, kind, wanted)


def figure(query: Query, extension: str = "html", wanted: Settings = PLAIN) -> Diagram:
    """The figure of a query with all its steps, as a frame or another format shows it. Raises LanguageError and QueryError."""
    sheet = replace(without_tracking(query).worksheet(), lenient=True)
    reached = descent_query.reached(sheet)
    result = trace(moved(sheet, reached))
    kind = FORMATS[extension]
    made = composed(partial(compose, result), sheet.options, kind, wanted)
    return walked_on(made, reached, result, sheet.options.notation, written=not kind.tells_steps)


def fitted(query: Query, room: tuple[float, float]) -> tuple[Query, Diagram]:
    """The query with the frame in which its picture comes out largest in a room of some width and height, and the figure in it.

    Raises LanguageError and QueryError.
    """
    frames = (query.options["frame"],) if "frame" in query.options else TRIED
    found = {frame: figure(query.with_options(frame=frame), "svg") for frame in frames}
    best = max(frames, key=lambda each: min(room[0] / found[each].width, room[1] / found[each].height))
    return query if best == FREE else query.with_options(frame=best), found[best]


def slides(query: Query) -> int:
    """On how many slides the whole figure stands. Raises LanguageError and QueryError."""
    with telling_settings():
        wanted = settings(query.settings)
        return len(placing.slides(headed(figure(query, "pptx", wanted), wanted), wanted).pages)


def composed(draw: Callable[[Options], Diagram], options: Options, kind: Format, wanted: Settings) -> Diagram:
    """The figure, composed for the frame that was asked for, or else for the one in which it comes out best on the format's page."""
    if "frame" not in kind.options:
        # What lays the graph out by itself wants its wires whole.
        return draw(replace(options, frame=UNBROKEN))
    on_paper = wanted.sheet == WORKSHEET
    size, pages = enlarged if on_paper else kind.size, kind.slides
    if options.frame != FREE or (size is None and pages is None):
        return draw(options)
    figures = [draw(replace(options, frame=frame)) for frame in TRIED]
    if (on_paper and all(map(alone, figures))) or (pages and all(pages(figure, wanted).several for figure in figures)):
        figures += [draw(replace(options, frame=frame)) for frame in IN_ROWS]
    if pages is None:
        return max(figures, key=lambda figure: size(figure, wanted) if size else 0.0)
    return max(figures, key=lambda figure: pages(figure, wanted).rank)


def without_room(diagram: Diagram, options: Options) -> list[Diagnostic]:
    """What is to be said of a figure that is too large for a frame of one picture, whatever is left out."""
    if options.frame not in SLIDES:
        return []
    width, height = rooms(options.frame)[-1]
    if (times := max(diagram.width / width, diagram.height / height)) <= 1:
        return []
    said = f"the figure is {times:.1f} times as large as its frame, with type that can be read"
    hint = "fold draws fewer gates, a file for PowerPoint takes several slides"
    return [Diagnostic(None, said, hint, severity=Severity.NOTE, parameter="frame")]


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
    with telling_settings():
        count = settings(query.settings).stops
        try:
            return [0, *stops(diagram.steps, int(count) if count else len(diagram.steps))]
        except ValueError as error:
            raise SettingError("stops", *error.args) from None


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
