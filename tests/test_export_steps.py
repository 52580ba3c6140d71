"""Files that show the steps: pages, films and pictures that move."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from PIL import Image, ImageStat
from pptx import Presentation

from app import render
from app.autodiff import differentiate
from app.diagram import Diagram, Options, Progress, compose
from app.export import Picture, SettingError, Settings, export, opened, seal
from app.language import parse
from app.query import Query

SEAL = seal("e=q+%3D+x+%2B+y&x=" + "1234567890" * 40)


def figure(text: str = "q = x + y\nf = q * q") -> Diagram:
    return compose(differentiate(parse(text), values={"x": 1.5}), Options())


def film(kind: str, **settings: object) -> Image.Image:
    return Image.open(BytesIO(export(Picture(figure(), Settings(**settings), SEAL), kind)))  # type: ignore[arg-type]


def test_a_pdf_has_a_page_of_the_same_size_for_each_step() -> None:
    diagram = figure()
    content = export(Picture(diagram, Settings(steps="all")), "pdf")
    boxes = re.findall(rb"/MediaBox ?\[([^\]]*)\]", content)
    assert len(boxes) == len(diagram.steps)
    assert len(set(boxes)) == 1


def test_a_pdf_can_be_searched() -> None:
    content = export(Picture(figure()), "pdf")
    assert b"/ToUnicode" in content
    assert b"/FontFile" in content


@pytest.mark.parametrize("kind", ["gif", "webp"])
def test_a_film_has_a_frame_for_each_step_and_stands_longest_at_the_end(kind: str) -> None:
    with film(kind, dwell=0.5) as frames:
        steps = len(figure().steps)
        assert getattr(frames, "n_frames", 1) == steps
        durations = []
        inks = []
        for number in range(steps):
            frames.seek(number)
            frames.load()
            durations.append(frames.info["duration"])
            inks.append(-ImageStat.Stat(frames.convert("L")).sum[0])
    assert durations == [500] * (steps - 1) + [1000]
    assert inks == sorted(inks)
    assert inks[0] < inks[-1]


@pytest.mark.parametrize("kind", ["gif", "webp"])
def test_a_film_loops_or_not_and_opens_again(kind: str) -> None:
    for loop in ("on", "off"):
        content = export(Picture(figure(), Settings(loop=loop), SEAL), kind)
        assert f"backpass:{seal(opened(content)).removeprefix('backpass:')}" == SEAL
        with Image.open(BytesIO(content)) as image:
            assert image.info.get("loop", 1) == (0 if loop == "on" else 1)


def test_a_film_of_too_many_pixels_is_refused() -> None:
    with pytest.raises(SettingError, match="million are the most"):
        export(Picture(figure("\n".join(["v = x", *["v = sin(v)"] * 20])), Settings(scale=4)), "gif")


def test_an_svg_that_moves_shows_each_part_in_its_time() -> None:
    diagram = figure()
    text = export(Picture(diagram, Settings(steps="all", dwell=2)), "svg").decode()
    name = re.findall(r'<title id="(\w+)-title"', text)[0]
    starts = {
        int(step): float(share)
        for step, share in re.findall(rf"@keyframes {name}-(\d+)\{{0%\{{opacity:0\}}([\d.]+)%", text)
    }
    whole = 2 * (len(diagram.steps) + 1)
    assert starts == {
        step: pytest.approx(200 * (step - 1) / whole, rel=1e-3) for step in range(2, len(diagram.steps) + 1)
    }
    shown = dict(re.findall(rf'<g id="{name}-([\w-]+)" class="{name}-(\d+)"', text))
    arrivals = Progress(diagram, 0).arrivals
    expected = {mark.id: str(arrivals[mark.panel, mark.part]) for mark in diagram.marks if mark.id in shown}
    assert shown == expected
    assert f"{whole:g}s step-end infinite" in text
    once = export(Picture(diagram, Settings(steps="all", dwell=2, loop="off")), "svg").decode()
    assert f"{whole:g}s step-end 1}}" in once
    assert "infinite" not in once


def test_an_svg_that_moves_keeps_still_for_who_wants_no_motion() -> None:
    text = export(Picture(figure(), Settings(steps="all")), "svg").decode()
    style = re.findall(r"<style>(.*?)</style>", text)[0]
    assert style.startswith("@media(prefers-reduced-motion:no-preference){")
    assert "opacity" not in text.replace(style, "")
    assert "<style" not in export(Picture(figure()), "svg").decode()


@pytest.mark.parametrize("optimiser", ["sgd", "adam"])
@pytest.mark.parametrize("iteration", ["0", "3"])
def test_each_step_of_a_descent_adds_to_the_picture(optimiser: str, iteration: str) -> None:
    given = {"train": "w,b", "train.rate": "0.1", "train.optimiser": optimiser, "iteration": iteration}
    asked = Query("L = (w*x + b - 2)**2", {"x": "3"}, training=given)
    count = len(render.figure(asked).steps)
    pictures = [render.picture(asked.at_step(step), "svg") for step in range(count + 1)]
    inks = [len(re.sub(rb"<metadata>.*?</metadata>", b"", picture)) for picture in pictures]
    assert inks == sorted(set(inks))
    boxes = {re.search(rb'viewBox="[^"]*"', picture)[0] for picture in pictures}  # type: ignore[index]
    assert len(boxes) == 1
    whole = render.picture(asked, "svg").decode()
    assert [whole.count(f"{name} ← {name} − ") for name in "wb"] == [1, 1]


def test_a_wide_figure_before_its_first_step_is_a_slide_of_its_own() -> None:
    chain = "\n".join(f"v{k} = tanh(v{k - 1} * w{k} + b{k})" for k in range(1, 9))
    blank = render.picture(Query.of([("e", chain.replace("v0", "x")), ("step", "0")]), "pptx")
    assert len(Presentation(BytesIO(blank)).slides) == 1
