"""Charts of descents: golden ones, what they are over, how they are drawn, and what is told instead."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
import numpy as np
import pytest

from app.charts import landscape
from app.charts.fit import Fit
from app.charts.plot import HEIGHT, TOP, WIDTH
from app.charts.registry import CHARTS, surveyed
from app.charts.samples import Samples, samples
from app.charts.scale import Scale
from app.charts.updates import Updates
from app.diagram import Circle, Curve, Diagram, Progress, Rule
from app.diagram.parts import Kind
from app.export import SETTINGS
from app.language import LanguageError
from app.networks import network_query, understood
from app.pipeline import moved, trace, way
from app.query import Query, QueryError
from app.query.descent_query import reached
from app.render import picture
from app.render.charts import CHART_FORMATS
from app.typeset import plain
from app.web.page.landscape_card import landscape_card
from tests.test_export_golden import APART, WRITE, differences, pair

GOLDEN = Path(__file__).resolve().parent / "golden-charts"
VALLEY = "e=f%3D(1-w)**2%2B10*(b-w**2)**2&w=-1.2&b=1&train.rate=0.01&train.steps=60"
NETWORK = (
    "e=h%3Dtanh(X@W%2Bb)%0AL%3Dmean((h@v-t)**2)&X=[[0,1],[1,0],[1,1]]&t=[1,1,0]&W=[[1,-1],[0.5,1]]&b=[0,0.1]&v=[1,1]"
    "&train=W,b&train.rate=0.2&train.steps=30"
)
XOR = (
    "e=h%3Dtanh(X@W%2Bb)%0Ay%3Dsigmoid(h@v%2Bc)%0AL%3Dmean((y-t)**2)&X=[[0,0],[0,1],[1,0],[1,1]]&t=[0,1,1,0]&W=[[1,-1],[1,-1]]&b=[0,1]"
    "&v=[1,1]&c=0&train=W,b,v,c&train.optimiser=adam&train.rate=0.1"
)
LINE = "e=y%3Dw*x%2Bb%0AL%3Dmean((y-t)**2)&x=[0,1,2]&t=[1,3,5.5]&w=0&b=0&train.rate=0.1"
CLASSES = (
    "e=z%3DX@W%2Bb%0AL%3DF.cross_entropy(z,t)&X=[[0,0],[1,0],[0,1],[1,1],[2,0],[0,2]]&t=[0,1,2,0,1,2]&W=[[0,0,0],[0,0,0]]&b=[0,0,0]"
    "&train=W,b&train.rate=0.5"
)
MANY = "e=y%3DX@w%0AL%3Dmean((y-t)**2)&X=[[0,1,2],[1,1,0],[2,0,1],[1,2,3]]&t=[1,3,5,2]&w=[0,0,0]&train.rate=0.05"
ADDRESSES = {
    "loss": f"{VALLEY}&iteration=20",
    "loss-log": f"{VALLEY}&train.axes=log",
    "landscape": f"{VALLEY}&train.steps=6&train.race=momentum,adam&iteration=3",
    "fit": f"{XOR}&iteration=40",
    "fit-of-classes": f"{CLASSES}&iteration=30",
    "fit-of-one": f"{LINE}&iteration=5",
    "landscape-of-one": "e=f%3D(w-1)**2*(w%2B1)**2&w=-1.7&train.rate=0.02&train.steps=12",
}


def drawn(name: str, address: str) -> Diagram:
    return CHARTS[name.partition("-")[0]](Query.of(parse_qsl(address)).worksheet())


def charted(address: str, which: str, extension: str = "svg") -> bytes:
    return picture(Query.of(parse_qsl(f"{address}&chart={which}"), SETTINGS), extension)


@pytest.mark.parametrize("name", ADDRESSES)
def test_golden_charts(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # A coarse surface says the same of how it is drawn, in a fifth of the lines.
    monkeypatch.setattr(landscape, "COARSE", 13)
    for suffix, found in pair(drawn(name, ADDRESSES[name])).items():
        path = GOLDEN / f"{name}{suffix}"
        if WRITE:
            path.write_text(found, encoding="utf-8")
        assert path.exists(), f"no golden {path.name}: run make golden, and look at what it draws"
        assert differences(found, path.read_text(encoding="utf-8"), APART[suffix])[:5] == [], path.name


def test_contour_lines_lie_where_the_output_has_their_height() -> None:
    sheet = Query.of(parse_qsl("e=f%3Dw**2%2B4*b**2&w=2&b=1&train.rate=0.05")).worksheet()
    plot, diagram = surveyed(sheet).drawn()
    lines = [mark for mark in diagram.marks if isinstance(mark, Curve) and mark.part.kind is Kind.CONTOUR]
    assert len({mark.part for mark in lines}) == 14
    for mark in lines:
        x, y = np.array(mark.points[::3]).T
        w = plot.x.low + (x - plot.at(plot.x.low, 0)[0]) / WIDTH * (plot.x.high - plot.x.low)
        b = plot.y.high - (y - TOP) / HEIGHT * (plot.y.high - plot.y.low)
        heights = w**2 + 4 * b**2
        assert np.ptp(heights) < 0.06 * max(1.0, float(heights.max()))


@pytest.mark.parametrize(
    ("over", "names"),
    [
        ("", ("principal 1", "principal 2")),
        ("random", ("random 1", "random 2")),
        ("W[0,1]", ("W[0, 1]",)),
        ("b[1],W[-1,0]", ("b[1]", "W[-1, 0]")),
    ],
)
def test_a_landscape_is_over_what_is_asked_for(over: str, names: tuple[str, ...]) -> None:
    found = surveyed(Query.of(parse_qsl(f"{NETWORK}&train.over={over}")).worksheet())
    assert found.plane.names == names
    track = found.tracks[0]
    assert track.places.shape == (len(names), 31)
    if not over:
        # The way ends at the origin, and bends least in the second direction.
        np.testing.assert_allclose(track.places[:, -1], 0, atol=1e-12)
        assert np.ptp(track.places[0]) > np.ptp(track.places[1])


@pytest.mark.parametrize(
    ("which", "asked", "parameter", "told"),
    [
        ("landscape", "train.over=q", "train.over", "`q` is not an input"),
        ("landscape", "train.over=w[0]", "train.over", "whose shape is ()"),
        ("landscape", "train.over=w,b,w", "train.over", "one or two numbers, not 3"),
        ("landscape", "train.over=2%2B2", "train.over", "is not an input"),
        ("landscape", "train.race=magic", "train.race", "no optimiser `magic`"),
        ("landscape", "train.race=adam,adamw,momentum,nesterov", "train.race", "too many"),
        ("landscape", "train.axes=loglog", "train.axes", "no place on a logarithmic axis"),
        ("landscape", "train.axes=cubic", "train.axes", "`cubic` is not one"),
        ("fit", "iteration=1", None, "no prediction is seen"),
        ("loss", "train.axes=cubic", "train.axes", "`cubic` is not one"),
        ("loss", "train.optimiser=magic", "train.optimiser", "no optimiser `magic`"),
        ("loss", "seed=2", "seed", "with the seed 1"),
        ("landscape", "train.axes=log", "train.axes", "those of its logarithm"),
    ],
)
def test_what_cannot_be_drawn_is_told(which: str, asked: str, parameter: str | None, told: str) -> None:
    with pytest.raises(LanguageError) as raised:
        charted(f"{VALLEY}&{asked}", which)
    (mistake,) = raised.value.mistakes
    assert (mistake.parameter, told in mistake.message) == (parameter, True)


@pytest.mark.parametrize("asked", ["fold=all", "style=colah", "title=off", "gate=f", "dwell=2"])
def test_options_of_figures_are_refused(asked: str) -> None:
    with pytest.raises(QueryError, match="no effect on a"):
        charted(f"{VALLEY}&{asked}", "loss")


def test_a_landscape_on_logarithmic_axes_has_its_points_where_their_values_are() -> None:
    over = "e=f%3Dlog(w)**2%2B0.1&w=9&train.rate=0.3&train.steps=5&train.axes="
    for axes, bent in {"linear": (False, False), "log": (False, True), "loglog": (True, True)}.items():
        found = surveyed(Query.of(parse_qsl(over + axes)).worksheet())
        plot, diagram = found.drawn()
        assert (plot.x.log, plot.y.log) == bent
        first = next(mark for mark in diagram.marks if isinstance(mark, Circle) and mark.part.kind is Kind.PATH)
        assert (first.x, first.y) == pytest.approx(plot.at(9.0, float(np.log(9.0) ** 2 + 0.1)))
        (line, *_) = (mark for mark in diagram.marks if isinstance(mark, Curve) and mark.part.kind is Kind.CURVE)
        assert len(line.points) > 100


@pytest.mark.parametrize("at", [0, 3, 12])
@pytest.mark.parametrize("axes", ["linear", "log", "loglog"])
def test_the_arrow_of_the_gradient_ends_in_the_field(axes: str, at: int) -> None:
    asked = f"e=f%3D(w-1)**2&w=3&train.rate=0.3&train.steps=12&train.axes={axes}&iteration={at}"
    marks = drawn("landscape", asked).marks
    frame = {mark.id: mark for mark in marks if isinstance(mark, Rule)}
    (left, foot), (right, _) = frame["axis-x"].start, frame["axis-x"].stop
    arrows = [mark for mark in marks if isinstance(mark, Curve) and mark.id == "point-down"]
    assert arrows or at == 12
    for arrow in arrows:
        assert all(left - 4 <= x <= right + 4 and frame["axis-y"].start[1] - 4 <= y <= foot + 4 for x, y in arrow.head)


def test_the_page_shows_a_landscape_where_the_axes_of_the_loss_curve_have_no_place_for_it() -> None:
    query = Query.of(parse_qsl("e=f%3Dw**2%2B1&w=-2&train.rate=0.1&train.steps=5&train.axes=loglog&iteration=0"))
    sheet = query.worksheet()
    card = landscape_card(query, sheet, trace(sheet))
    assert card is not None and card.svg and not card.fault


def test_losses_that_have_no_place_on_an_axis_are_told() -> None:
    text = "e=f%3Dw**3&w=1&train.rate=0.5&train.steps=4"
    assert "have no place on this axis" in charted(f"{text}&train.axes=log", "loss").decode()
    with pytest.raises(LanguageError, match="no loss is above 0"):
        charted("e=f%3D-w**2&w=1&train.axes=log&train.steps=2", "loss")


def seen_samples(address: str) -> Samples:
    sheet = Query.of(parse_qsl(address)).worksheet()
    found = way(sheet)
    assert found is not None
    return samples(trace(moved(sheet, found)), [*found.course.path.trained.values()])


def test_other_data_are_predicted_by_the_program_itself() -> None:
    line = seen_samples(f"{LINE}&iteration=3")
    w, b = (float(line.trace.values[line.trace.run.inputs[name][0]]) for name in "wb")
    places = np.array([[-1.0], [0.5], [7.0], [8.0]])
    np.testing.assert_allclose(line.predicted(places), w * places[:, 0] + b)
    net = seen_samples(f"{XOR}&iteration=150")
    assert net.features.shape == (4, 2)
    np.testing.assert_allclose(net.predicted(net.features), [0, 1, 1, 0], atol=0.1)
    np.testing.assert_allclose(net.predicted(net.features[::-1])[:3], net.values(net.prediction)[::-1][:3])


@pytest.mark.parametrize("targets", ["[0,1,2,0,1,2]", "[[1,0,0],[0,1,0],[0,0,1],[1,0,0],[0,1,0],[0,0,1]]"])
def test_classes_are_told_by_number_or_by_place(targets: str) -> None:
    found = seen_samples(f"{CLASSES}&iteration=0".replace("t=[0,1,2,0,1,2]", f"t={targets}"))
    assert (found.classes, found.true.tolist()) == (3, [0, 1, 2, 0, 1, 2])
    np.testing.assert_allclose(found.predicted(found.features), found.values(found.prediction))
    assert Fit(found).diagram().description == "6 samples; 4 of them are predicted to be of another class."


def test_regions_of_classes_are_over_two_columns() -> None:
    wide = f"{CLASSES}&iteration=3".replace("X=[[0,0],[1,0],[0,1],[1,1],[2,0],[0,2]]", "X=[[1],[2],[3],[4],[5],[6]]")
    with pytest.raises(LanguageError, match="two columns of data, and here are 1"):
        Fit(seen_samples(wide.replace("W=[[0,0,0],[0,0,0]]", "W=[[0,0,0]]"))).diagram()


@pytest.mark.parametrize(
    ("kind", "given", "coupled", "parts"),
    [
        ("logistic", {"count": "40"}, False, {Kind.CONTOUR, Kind.POINT, Kind.AXES}),
        ("linear", {}, False, {Kind.CURVE, Kind.POINT, Kind.AXES}),
        ("attention", {}, True, {Kind.CURVE, Kind.POINT, Kind.AXES}),
        ("batch-norm", {}, True, {Kind.CURVE, Kind.POINT, Kind.AXES}),
        ("softmax", {}, False, {Kind.CONTOUR, Kind.POINT, Kind.AXES}),
        ("batch-norm", {"loss": "cross-entropy", "data": "three-spirals", "count": "9"}, True, None),
        ("lstm", {}, None, None),
        ("rnn", {}, None, None),
    ],
)
def test_places_are_told_apart_only_where_a_sample_is_predicted_from_its_own_data(
    kind: str, given: dict[str, str], coupled: bool | None, parts: set[Kind] | None
) -> None:
    found = trace(network_query(understood({"kind": kind, **given})).undescended().worksheet())
    weights = [index for name, (index, _) in found.run.inputs.items() if name[0] in "Wbgs" or "." in name]
    if coupled is None:
        with pytest.raises(LanguageError, match="no prediction is seen"):
            samples(found, weights)
        return
    seen = samples(found, weights)
    assert seen.coupled is coupled
    if parts is None:
        with pytest.raises(LanguageError, match="depends on the data of others"):
            Fit(seen).diagram()
    else:
        assert {mark.part.kind for mark in Fit(seen).diagram().marks} == parts


def test_a_film_shows_the_way_piece_by_piece() -> None:
    diagram = drawn("landscape", VALLEY)
    path = [
        sum(isinstance(mark, Circle) for mark in Progress(diagram, step).shown().marks)
        for step in (1, 10, len(diagram.steps))
    ]
    assert path == sorted(path) and path[0] == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("e=f%3D(w-3)**2&w=2&train.rate=0.0001", "w ← w − η · dL/dw = 2 − 0.0001 · (−2) = 2.0002"),
        ("e=f%3Dsum((w-3)**2)&w=[1,2]&train.rate=0.0001", "w ← w − η · dL/dw = [1.0004, 2.0002]"),
    ],
)
def test_an_update_is_written_with_the_digits_that_change(text: str, told: str) -> None:
    query = Query.of(parse_qsl(f"{text}&train=w&iteration=0"))
    sheet = query.worksheet()
    way = reached(sheet)
    assert way is not None
    lines = Updates(way, trace(sheet), sheet.options.notation).lines("w")
    assert [plain(line) for line in lines] == [told]


@pytest.mark.parametrize(
    ("scale", "ticks"),
    [
        (Scale(-1, 4), [-1, 0, 1, 2, 3, 4]),
        (Scale(0, 0.07), [0, 0.02, 0.04, 0.06]),
        (Scale(2, 24, log=True), [2, 5, 10, 20]),
        (Scale(1e-5, 10, log=True), [1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10]),
        (Scale(1.1, 1.3, log=True), [1.1, 1.15, 1.2, 1.25, 1.3]),
    ],
)  # fmt: skip
def test_axes_are_marked_at_round_values(scale: Scale, ticks: list[float]) -> None:
    assert scale.ticks() == ticks


def test_charts_have_addresses_in_every_format(server: str) -> None:
    assert SETTINGS["chart"].choices == tuple(CHARTS)
    with httpx.Client(base_url=server, timeout=30) as client:
        for which in CHARTS:
            for extension, kind in CHART_FORMATS.items():
                answer = client.get(f"/{which}.{extension}?{VALLEY if which != 'fit' else MANY}")
                assert answer.status_code == 200, f"{which}.{extension}: {answer.text}"
                assert answer.headers["content-type"].startswith(kind.media_type)
        assert client.get(f"/loss.dot?{VALLEY}").status_code == 404
        wrong: Any = client.get(f"/landscape.svg?{VALLEY}&train.over=q").json()
        assert wrong["mistakes"][0]["parameter"] == "train.over"
