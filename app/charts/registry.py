"""The charts of a descent: from a worksheet to a Diagram."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from app.autodiff import Trace
from app.charts.fit import Fit
from app.charts.landscape import LOOKS, Landscape, Track
from app.charts.loss_curve import AXES, LINEAR, LOG, LOGLOG, LossCurve
from app.charts.samples import samples
from app.diagram import Diagram
from app.language import LanguageError
from app.optimisers import OPTIMISERS
from app.pipeline import Worksheet, start
from app.training import Asked, Descent, Plane, Start, Way, descend, go
from app.training.course import WORK
from app.training.planes import PRINCIPAL, RANDOM, along, directed, entries, usual
from app.typeset import Math, name


def loss(sheet: Worksheet) -> Diagram:
    """The loss over the iterations: of the whole descent, or as far as it is looked at. Raises LanguageError."""
    asked, begin = training(sheet), start(sheet)
    request = asked.request(begin.program)
    until = request.steps if asked.iteration is None else min(asked.iteration, request.steps)
    return LossCurve(go(begin, request, until).losses, request.steps, output(begin.trace({})), axes(asked)).diagram()


def axes(asked: Asked) -> str:
    """Which axes are logarithmic. Raises LanguageError."""
    if (chosen := asked.axes or LINEAR) not in AXES:
        hint = f"choose one of {', '.join(AXES)}"
        raise LanguageError.at(None, f"`{chosen[:40]}` is not one of its choices", hint, parameter="axes")
    return chosen


def landscape(sheet: Worksheet) -> Diagram:
    """The output over one or two numbers, with the ways of descents. Raises LanguageError."""
    found = surveyed(sheet)
    if found.axes == LOG and not found.logarithmic:
        told = "the contour lines of an output are those of its logarithm"
        raise LanguageError.at(None, told, f"leave it out, or choose {LOGLOG}", parameter="axes")
    return found.diagram()


def surveyed(sheet: Worksheet, work: int = WORK) -> Landscape:
    """The landscape before it is drawn, with descents of so much `work` each. Raises LanguageError."""
    asked, begin = training(sheet), start(sheet)
    trace = begin.trace({})
    requests = [each.request(begin.program) for each in raced(asked)]
    ways = [descend(begin, each, work=work) for each in requests]
    plane = seen(asked.over, trace, ways[0])
    titles = [each.optimiser.title for each in requests]
    tracks = tuple(track(title, way, plane, trace) for title, way in zip(titles, ways, strict=True))
    last = len(tracks[0].losses) - 1
    here = last if asked.iteration is None else min(asked.iteration, last)
    return Landscape(begin, plane, tracks, here, uphill(begin, asked, plane, here), output(trace), axes(asked))


def fit(sheet: Worksheet) -> Diagram:
    """What is predicted at the iteration that is looked at, or at the last one. Raises LanguageError."""
    begin = start(sheet)
    request = training(sheet).request(begin.program)
    at = training(sheet).iteration
    return predicted(go(begin, request, request.steps if at is None else min(at, request.steps)))


def predicted(way: Way) -> Diagram:
    """What is predicted where a descent stands, of all the data: a batch is too few points to see a fit in. Raises LanguageError."""
    course = way.course
    trace = course.start.trace(course.path.values())
    return Fit(samples(trace, [*course.path.trained.values()])).diagram()


def training(sheet: Worksheet) -> Asked:
    return sheet.training or Asked()


def output(trace: Trace) -> Math:
    return name(trace.labels[trace.graph.output])


def raced(asked: Asked) -> list[Asked]:
    """The descents that are seen: the one that is asked for, and the same by other optimisers. Raises LanguageError."""
    if len(asked.race) >= len(LOOKS):
        told = f"{len(asked.race)} optimisers beside the first are too many for one landscape"
        raise LanguageError.at(None, told, f"choose at most {len(LOOKS) - 1}", parameter="race")
    if unknown := [each for each in asked.race if each not in OPTIMISERS]:
        hint = f"there are {', '.join(OPTIMISERS)}"
        raise LanguageError.at(None, f"there is no optimiser `{unknown[0][:40]}`", hint, parameter="race")
    return [asked, *(replace(asked, optimiser=each, settings={}) for each in asked.race)]


def seen(over: str, trace: Trace, way: Descent) -> Plane:
    """What the landscape is over: as it is asked for, else all that is trained; of more than two numbers their principal directions."""
    if over in (PRINCIPAL, RANDOM):
        return directed(way.values, over)
    found = entries(over) if over else usual(way.values)
    return directed(way.values, PRINCIPAL) if found is None else along(trace, found)


def track(title: str, way: Descent, plane: Plane, trace: Trace) -> Track:
    """A descent as it is seen in a plane."""
    still = {each: [trace.values[trace.run.inputs[each][0]]] * len(way.loss) for each in plane.origin}
    return Track(title, plane.coordinates({**still, **way.values}), way.loss)


def uphill(begin: Start, asked: Asked, plane: Plane, here: int) -> np.ndarray:
    """The gradient in the plane where the first descent is."""
    path = go(begin, asked.request(begin.program), here).course.path
    now = path.numbers()
    found: Mapping[str, object] = {each: now[update.given["g"]] for each, update in path.updates.items()}
    flat = {each: np.asarray(found.get(each, np.zeros_like(value))) for each, value in plane.origin.items()}
    return np.array([sum(np.sum(flat[each] * part) for each, part in way.items()) for way in plane.directions])


CHARTS: Mapping[str, Callable[[Worksheet], Diagram]] = MappingProxyType(
    {"loss": loss, "landscape": landscape, "fit": fit}
)
"""By the name of their addresses."""
