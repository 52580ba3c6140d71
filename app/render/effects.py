"""What bears on which file: an option without effect and a value for no input are mistakes, and nothing is passed over."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from app.autodiff import Trace
from app.autodiff.graph import INPUT
from app.charts.loss_curve import LINEAR
from app.diagram import CHOICES
from app.diagram.options import CLOSEUP, idle_in, idle_options
from app.export import FORMATS, SETTINGS, Format
from app.export.settings import CHART, PLAYING
from app.language import Diagnostic, identifier
from app.query import CONSTANT, GATE, HIDE, OUTPUT, SEED, STEP, TRACKING, VALUE, Query, is_value, mentions
from app.query.descent_query import ITERATION, TRAIN
from app.render.asking import asks, on_worksheet, untold

ARRANGED = ("side", "stacked")
"""How two panels stand to each other, which those choose that lay a graph out by themselves."""
DIGITS = "digits"
PARAMETERS = (SEED, CONSTANT, OUTPUT, STEP, GATE, HIDE, *CHOICES, *SETTINGS)
OF_FIGURES = ("title", DIGITS, "sheet")
"""Settings that bear on figures and not on charts."""
STEPS = "train.steps"
OF_CHARTS: Mapping[str, tuple[str, ...]] = {
    "train.axes": ("loss", "landscape"),
    "train.over": ("landscape",),
    "train.race": ("landscape",),
}
"""What is said of a descent for some of its charts."""


def faults(query: Query, kind: Format) -> list[Diagnostic]:
    """All that is given in vain, or could be meant otherwise, as far as it is seen before anything is computed."""
    own = off_chart(query, kind) if CHART in query.settings else [*idle(query, kind), *untold(query)]
    return [
        *ineffective(query, kind),
        *own,
        *undescended(query, kind),
        *still(query, kind),
        *ambiguous(query),
        *unknown(query),
    ]


def effective(query: Query, kind: Format) -> Query:
    """The query without the options that have no effect in a format: what a link to it asks for."""
    on_chart = CHART in query.settings
    dropped = {*query.options} if on_chart else without_effect(query, kind)
    options = {name: text for name, text in query.options.items() if name in kind.options and name not in dropped}
    plays = "steps" not in kind.settings or (query.settings.get("steps") == "all" and not on_worksheet(query))
    names = [name for name in kind.settings if plays or name not in PLAYING]
    # A chart stays one where there can be none, so that no figure takes its place unasked.
    wanted = {name: text for name, text in query.settings.items() if name in names or name == CHART}
    wanted = {name: text for name, text in wanted.items() if not on_chart or name not in OF_FIGURES}
    if without_numbers(query, kind):
        wanted.pop(DIGITS, None)
    if on_worksheet(query):
        wanted.pop("steps", None)
    asking = HIDE in kind.settings and wanted.get("steps") != "all" and asks(query) and not on_chart
    hide = query.hide if asking else ""
    found = replace(
        query,
        options=options,
        settings=wanted,
        step=query.step if STEP in kind.settings and wanted.get("steps") != "all" and not hide else "",
        gate=query.gate if GATE in kind.settings and not hide and not on_chart else "",
        hide=hide,
        study={},
        constants=() if on_chart and TRAIN in query.training else query.constants,
    )
    return replace(found, training=descending(found, kind))


def charted(query: Query, which: str) -> str:
    """What the address of a chart of its descent says behind its question mark."""
    asked = effective(replace(query, step="", settings={CHART: which}), FORMATS["svg"])
    return replace(asked, settings={}).string()


def descending(query: Query, kind: Format) -> dict[str, str]:
    """What a query says of its descent, as far as it bears on a file. A figure stands before the first step unless told otherwise."""
    idle_names = {name for name, _ in charts_alone(query, kind)}
    kept = {name: text for name, text in query.training.items() if name not in idle_names}
    if unmoved(kept, query, kind):
        return {}
    return {**kept, ITERATION: "0"} if unplaced(kept, query) else kept


def without_tracking(query: Query) -> Query:
    """The query without what others add to links; an input may well be called so."""
    kept = {
        name: text for name, text in query.values.items() if mentions(query.text, name) or not TRACKING.fullmatch(name)
    }
    return replace(query, values=kept)


def ineffective(query: Query, kind: Format) -> Iterator[Diagnostic]:
    """The options that bear on other formats only, and what opens a panel of the page."""
    for name in given(query):
        if name not in kind.options and name not in kind.settings:
            others = [each.extension for each in FORMATS.values() if name in each.options or name in each.settings]
            told = f"`{name}` has no effect on .{kind.extension}"
            yield Diagnostic(None, told, f"leave it out; it bears on {', '.join(others)}", parameter=name)
    for name in query.study:
        told = f"`{name}` opens a panel of the page, and has no effect on a file"
        yield Diagnostic(None, told, f"leave it out, or write {VALUE}{name}= for an input of that name", parameter=name)


def given(query: Query) -> list[str]:
    """The names of the options that are said of the figure and the file."""
    alone = {STEP: query.step, GATE: query.gate, HIDE: query.hide}
    return [*query.options, *query.settings, *(name for name, text in alone.items() if text)]


def off_chart(query: Query, kind: Format) -> Iterator[Diagnostic]:
    """The options that bear on figures, not on charts."""
    figured = {*query.options, GATE, HIDE, *OF_FIGURES}
    for name in (name for name in given(query) if name in figured):
        told = f"`{name}` has no effect on a chart as .{kind.extension}"
        yield Diagnostic(None, told, "leave it out", parameter=name)
    if query.constants and TRAIN in query.training:
        told = f"`{CONSTANT}` has no effect on a chart beside `{TRAIN}`, which says what moves"
        yield Diagnostic(None, told, "leave one of them out", parameter=CONSTANT)


def undescended(query: Query, kind: Format) -> Iterator[Diagnostic]:
    """What is said of a descent and is not seen."""
    alone = dict(charts_alone(query, kind))
    for name, where in alone.items():
        yield Diagnostic(None, f"`{name}` has no effect on {where}", "leave it out", parameter=name)
    rest = {name: text for name, text in query.training.items() if name not in alone}
    if unmoved(rest, query, kind):
        for name in rest:
            told = f"`{name}` has no effect on a figure without updates, where a descent begins"
            yield Diagnostic(None, told, f"add {ITERATION}=1, or another step of it", parameter=name)
    elif unplaced(rest, query):
        told = f"`{STEPS}` has no effect on a figure that no step of the descent is asked of"
        yield Diagnostic(None, told, f"add {ITERATION}=0, where it begins, or another step", parameter=STEPS)


def unplaced(names: Collection[str], query: Query) -> bool:
    """Whether the number of steps is said of a figure of which no step is asked."""
    return STEPS in names and ITERATION not in names and CHART not in query.settings


def charts_alone(query: Query, kind: Format) -> Iterator[tuple[str, str]]:
    """What is said of a descent for other charts, or for the drawing of one that is a table here; and where that is so."""
    which = query.settings.get(CHART, "")
    drawing = {"train.axes", "train.race", ITERATION} if which == "landscape" else {"train.axes"}
    for name, text in query.training.items():
        if text == LINEAR:
            continue  # As it is without.
        if name in OF_CHARTS and which not in OF_CHARTS[name]:
            yield name, f"the chart {which}" if which else "the figure"
        elif which and kind.tabular and name in drawing:
            yield name, f"the table of a chart, .{kind.extension}"


def shows_updates(query: Query, kind: Format) -> bool:
    """Whether a file of the figure shows the updates of a descent: below it, or among the steps that it tells of."""
    return (kind.tells_steps or "frame" in kind.options) and not query.gate and not query.hide


def unmoved(training: Mapping[str, str], query: Query, kind: Format) -> bool:
    """Whether a file shows nothing of a descent, as it stands where that begins and has no updates."""
    begins = training.get(ITERATION, "0").strip("0") == ""
    return bool(training) and begins and CHART not in query.settings and not shows_updates(query, kind)


def idle(query: Query, kind: Format) -> Iterator[Diagnostic]:
    """The options of the figure that change nothing in the way in which it is drawn."""
    for name, why in without_effect(query, kind).items():
        if query.options.get(name):
            yield Diagnostic(None, f"`{name}` has no effect {why}", "leave it out", parameter=name)


def without_effect(query: Query, kind: Format) -> Mapping[str, str]:
    """The options of the figure that change nothing beside the others, and where that is so."""
    if query.gate:
        return dict.fromkeys(sorted(idle_in(CLOSEUP)), "on the close-up of a gate")
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
        if re.search(rf"\b{name}\b", query.text) and name not in query.values and is_value(query.settings[name]):
            told = f"`{name}` stands in the program and is an option of the file too"
            hint = f"write {VALUE}{name}={query.settings[name][:20]} for the input; {name}= is then the option"
            yield Diagnostic(None, told, hint, parameter=name)


def unknown(query: Query) -> Iterator[Diagnostic]:
    """The values whose names do not stand in the program."""
    return (stray(name) for name in query.values if not mentions(query.text, name))


def unused(query: Query, result: Trace) -> Iterator[Diagnostic]:
    """The values that no input of the program took, and the constants that are none."""
    names = [str(node.name) for node in result.graph.nodes if node.operation == INPUT]
    for name in query.values:
        if not any(identifier(name) == known or name.endswith(f".{known}") for known in names):
            yield stray(name, names)
    for name in query.constants:
        if identifier(name) not in names:
            hint = f"its inputs are {', '.join(names[:8])}"
            yield Diagnostic(None, f"`{name[:40]}` is not an input of this program", hint, parameter=CONSTANT)


def stray(name: str, inputs: Sequence[str] = ()) -> Diagnostic:
    near = get_close_matches(name, [*inputs, *PARAMETERS], n=1)
    hint = f"did you mean {near[0]}?" if near else f"there are the options {', '.join(PARAMETERS)}"
    return Diagnostic(None, f"`{name[:40]}` is neither an input of the program nor an option", hint, parameter=name)
