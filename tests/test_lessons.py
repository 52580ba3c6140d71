"""The lessons: every number and every equation in them holds, and a teacher's mistakes are told with file and line."""

from __future__ import annotations

import contextlib
import re
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import numpy as np
import pytest
from click.testing import CliRunner

from app.cli import main
from app.language import LanguageError
from app.lessons import Course, Lesson, LessonError, course, read_lesson
from app.lessons.course import TEXTS
from app.lessons.formulas import BETWEEN, RELATIONS
from app.lessons.statements import Stages
from app.web.http.problem import Problem
from app.web.page.lesson_page import judged
from app.web.tasks import lesson_tasks
from app.web.tasks.finished import Finished
from tests.server import PATIENCE

OURS = course()
NAMES = list(OURS.files)
HEAD = """\
---
title: One
summary: Two
try: Three
question:
  ask: Four
  answer: dz/dx
---
"""
PROGRAM = "```backpass\nx = 3\nz = x*x\n```\n"


@pytest.fixture(scope="module", params=NAMES)
def lesson(request: pytest.FixtureRequest) -> Lesson:
    return OURS.lesson(request.param)


def stages(lesson: Lesson) -> Stages:
    return Stages({scene.name: scene for scene in lesson.scenes})


def test_there_are_twelve_in_their_order() -> None:
    assert (
        "gradient-vector chain-rule gate fan-out neuron loss network descent learning-rate momentum-and-adam batch-norm "
        "one-step-three-losses"
    ).split() == NAMES
    assert OURS.neighbours("gradient-vector") == (None, "chain-rule")
    assert OURS.neighbours("one-step-three-losses") == ("batch-norm", None)


def test_a_lesson_is_read_in_less_than_five_minutes(lesson: Lesson) -> None:
    assert 1 <= lesson.minutes < 5
    assert lesson.words > 120


def test_the_answer_and_each_likely_mistake_are_told_apart(lesson: Lesson) -> None:
    asked = lesson.question
    assert judged(lesson, repr(float(np.asarray(asked.answer)))).right
    for mistake in asked.mistakes:
        assert judged(lesson, repr(float(np.asarray(mistake.answer)))).said == mistake.said
    assert judged(lesson, "123456").said == "Not yet."
    assert not judged(lesson, "many").right


def prose(name: str) -> str:
    """A lesson's file without its programs."""
    return re.sub(r"```backpass.*?```", "", OURS.files[name].read_text(encoding="utf-8"), flags=re.DOTALL)


def sides(formula: str, found: Stages) -> Iterator[np.ndarray]:
    """What the sides of an equation come to; such as h(g(x)), where g and h are any functions, come to nothing."""
    scene = next(iter(re.findall(r" in (\w+)", formula)), None)
    after = max(map(int, re.findall(r" after (\d+)", formula)), default=0)
    for side in BETWEEN.split(
        re.sub(r"\{\{(.*?)\}\}", lambda each: f"({found.value(exact(each[1])).item()!r})", formula)
    ):
        if side not in RELATIONS:
            with contextlib.suppress(LanguageError):
                yield np.asarray(found.stage(scene, after).value(side), dtype=float)


def exact(statement: str) -> str:
    """A statement whose number is not rounded."""
    return re.sub(r" to \d+ places?", "", statement)


@pytest.mark.parametrize("name", NAMES)
def test_every_equation_holds(name: str) -> None:
    """`$dL/dx = 2 * 6 = {{ dL/dx }}$`: all sides that are known come to the same."""
    found, compared = stages(OURS.lesson(name)), 0
    for formula in re.findall(r"\$([^$\n]+)\$", prose(name)):
        first, *others = [None] if "<-" in formula else [*sides(formula, found), None]
        for value in others[:-1]:
            assert first is not None
            assert np.allclose(value, first, rtol=1e-9, atol=1e-12, equal_nan=True), formula  # type: ignore[arg-type]
            compared += 1
    assert compared or name in ("momentum-and-adam", "batch-norm", "one-step-three-losses", "learning-rate")


@pytest.mark.parametrize("name", NAMES)
def test_no_result_is_typed_by_hand(name: str) -> None:
    """What has three digits or more in the prose is computed, but for the numbers that a reader of the web knows beforehand."""
    typed = re.sub(r"\{\{.*?\}\}", "", prose(name))
    assert set(re.findall(r"\d*\.\d\d\d+|\d{4,}", typed)) <= {"0.2857509"}


def test_the_three_losses_are_those_that_people_find() -> None:
    found = stages(OURS.lesson("one-step-three-losses"))
    assert [found.text(f"L after 1 in {scene} to 7 places") for scene in ("kept", "shared", "separate")] == [
        "0.2910278",
        "0.2857509",
        "0.2804714",
    ]
    assert found.value("L after 1 in up") > found.value("L") > found.value("L after 1 in kept")


def written(folder: Path, text: str, name: str = "01-mine.md") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (PROGRAM, 1, "the file has no head"),
        (HEAD, 1, "there is no program here"),
        (HEAD.replace("title: One\n", "") + PROGRAM, 2, "`title` is missing"),
        (HEAD.replace("try:", "tri:") + PROGRAM, 4, "nothing is called `tri` here"),
        (HEAD.replace("  ask: Four\n", "") + PROGRAM, 5, "`question.ask` is missing"),
        (HEAD.replace("Two", "a: b: c") + PROGRAM, 3, "mapping values are not allowed here"),
        (HEAD.replace("try:", "title: Again\ntry:") + PROGRAM, 4, "`title` stands here twice"),
        (HEAD + "```backpass\nx = 3\nz = x*\n```\n", 11, "an operand"),
        (HEAD + "```backpass fold=none-such\nx = 3\nz = x\n```\n", 9, "fold: `none-such` is not one of its choices"),
        (HEAD + "```backpass nothing\nx = 3\nz = x\n```\n", 9, "`nothing` says nothing here"),
        (HEAD + PROGRAM + "```backpass scene=program\nz = 2*x\n```\n", 13, "is no name for a program, or taken"),
        (HEAD + PROGRAM + "\nIt is {{ w }}.\n", 14, "`w` stands for nothing here"),
        (HEAD + PROGRAM + "\n\nIt is {{ dz/dw }}.\n", 15, "there is no dz/dw"),
        (HEAD + PROGRAM + "{{ x after 3 }}", 13, "nothing is trained here"),
        (HEAD + PROGRAM + "{{ x in other }}", 13, "no program is called `other`"),
        (HEAD + PROGRAM + "\n$z = = 3 +$\n", 14, "ends too early"),
        (HEAD.replace("answer: dz/dx", "answer: dz/dy") + PROGRAM, 7, "there is no dz/dy"),
    ],
)
def test_mistakes_of_a_file_are_told_with_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(LessonError) as raised:
        read_lesson(path)
    assert [each for each in raised.value.lines() if each.startswith(f"{path}:{line}: ") and said in each]


def test_a_file_that_is_none_of_ours_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.md", written(tmp_path, HEAD + PROGRAM, "Bad Name.md")):
        with pytest.raises(LessonError):
            read_lesson(path)


def test_a_teachers_lessons_follow_ours_and_may_take_the_place_of_one(tmp_path: Path) -> None:
    written(tmp_path, HEAD + PROGRAM)
    written(tmp_path, HEAD + PROGRAM, "02-gate.md")
    both = course(str(tmp_path))
    assert [*both.files] == [*NAMES, "mine"]
    assert both.lesson("gate").title == "One"
    assert both.lesson("mine").question.answer == 6
    before = both.stamp
    written(tmp_path, HEAD + PROGRAM, "03-another.md")
    assert course(str(tmp_path)).stamp != before


def test_the_files_of_a_lesson_hold_no_html_of_their_own(tmp_path: Path) -> None:
    found = read_lesson(written(tmp_path, HEAD + PROGRAM + "<script>x</script> [a](javascript:alert)"))
    assert "<script" not in found.after
    assert 'href="javascript' not in found.after


def test_all_files_of_the_folder_are_lessons() -> None:
    assert Course({path.name: path for path in TEXTS.iterdir()}).files.keys() == {
        path.name for path in TEXTS.glob("*.md")
    }


def page(name: str, address: str = "", folder: str = "", task: Callable[..., Finished] = lesson_tasks.lesson) -> str:
    found = task(folder, name, address, "/at")
    assert found.status == 200
    return found.body.decode()


def test_the_page_of_a_lesson_has_its_figure_its_parts_and_its_neighbours() -> None:
    made = page("gate")
    for part in (
        'data-panel="backward"',
        "Try it",
        'action="/at/lessons/gate/answer#question"',
        'action="/at/lessons/gate/"',
    ):
        assert part in made
    assert 'rel="prev" href="/at/lessons/chain-rule"' in made
    assert 'rel="next" href="/at/lessons/fan-out"' in made
    assert 'href="/at/diagram.svg?' in made
    assert re.findall(r'aria-current="true">(.*?)<', made) == ["Any function"]


def test_the_live_part_follows_the_address() -> None:
    scene = OURS.lesson("gate").scenes[1]
    made = page("gate", f"{scene.query.string()}&x=7")
    assert re.findall(r'aria-current="true">(.*?)<', made) == ["A product"]
    assert 'aria-label="x = 7"' in made


@pytest.mark.parametrize(
    ("answer", "said"),
    [("-8", 'class="right"'), ("8", "the sign is not"), ("2", "still to be multiplied")],
)
def test_an_answer_is_judged_on_the_page(answer: str, said: str) -> None:
    assert said in page("gate", f"answer={answer}", task=lesson_tasks.answered)


def test_nothing_is_said_of_no_answer() -> None:
    assert 'class="wrong"' not in page("gate", "answer=+", task=lesson_tasks.answered)


def test_a_file_with_mistakes_is_a_page_that_tells_them(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + PROGRAM + "{{ w }}")
    found = lesson_tasks.lesson(str(tmp_path), "mine", "", "")
    assert found.status == 422
    assert f"{path}:13: " in found.body.decode()
    assert "has mistakes in its file" in lesson_tasks.contents(str(tmp_path), "").body.decode()


def test_a_lesson_that_is_not_there_is_a_404() -> None:
    with pytest.raises(Problem) as raised:
        lesson_tasks.lesson("", "none-such", "", "")
    assert raised.value.document.status == 404


def test_lessons_by_http(server: str) -> None:
    with httpx.Client(base_url=server, timeout=PATIENCE) as client:
        assert client.get("/lessons").text.count('class="minutes"') == len(NAMES)
        assert client.get("/lessons/").status_code == 200
        assert client.get("/lessons/none-such").status_code == 404
        first = client.get("/lessons/loss")
        again = client.get("/lessons/loss", headers={"If-None-Match": first.headers["ETag"]})
        assert (first.status_code, again.status_code) == (200, 304)
        address = OURS.lesson("loss").scenes[0].query.string()
        assert "/lessons/loss/?" in client.get(f"/lessons/loss/numbers?{address}&step=2").json()["regions"]
        judged = client.get(f"/lessons/loss/judge?{address}&of=adjoint-99&answer=3").json()
        assert judged == {"right": None, "said": "That is not in this program."}


def test_the_command_lists_lessons_and_tells_mistakes(tmp_path: Path) -> None:
    runner = CliRunner()
    good = runner.invoke(main, ["lessons"])
    assert good.exit_code == 0
    assert "chain-rule: The chain rule (2 min)" in good.output
    path = written(tmp_path, HEAD)
    bad = runner.invoke(main, ["lessons", str(tmp_path)])
    assert bad.exit_code == 2
    assert f"{path}:1: there is no program here" in bad.output


def test_the_lesson_of_the_documentation_is_one(tmp_path: Path) -> None:
    told = (TEXTS.parents[2] / "docs" / "lessons.md").read_text(encoding="utf-8")
    block = re.search(r"\n((?:    .*\n|\n)*?    ---\n(?:    .*\n|\n)+)", told)
    assert block is not None
    found = read_lesson(written(tmp_path, textwrap.dedent(block[1]).strip("\n")))
    assert found.question.answer == 6


def test_what_follows_a_formula_stays_on_its_line() -> None:
    glued = re.findall(
        r'<span class="glued">(.*?)</span>(.)',
        OURS.lesson("descent").question.asked.replace("</math></span>", "</math>"),
    )
    assert [(text.count("<math"), text[-1], after) for text, after in glued] == [(1, ";", " "), (1, "?", "<")]
