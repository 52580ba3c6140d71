"""The close-up of one gate: what it says of every kind of gate, and that nothing in it touches what it should not."""

from __future__ import annotations

from itertools import product

import pytest

from app.autodiff import Trace, fold
from app.diagram import BACKWARD, BOTH, FORWARD, Circle, Diagram, Mark, Options, Rule, Text, compose_closeup
from app.diagram.labels.text_block import NOTHING
from app.diagram.quantities import SIZE, wide
from app.pipeline import trace
from app.query import Query, QueryError
from app.render import picture
from tests.figure_corpus import NAMES, traces
from tests.test_diagram_overlap import collisions, outside, pierced

GAMMAX = "xhat = [[-1, 0], [-2, 1], [3, -1]]\ngamma = [1.5, 0.5]\ngammax = xhat * gamma"
SEED = "[[1, -1], [2, 0], [0, 2]]"


def drawn(program: str, gate: str, seed: str = "", **values: str) -> Diagram:
    sheet = Query(program, values, seed=seed).worksheet()
    return compose_closeup(trace(sheet), sheet.options, gate)


def said(diagram: Diagram, panel: str = "") -> list[str]:
    return [mark.name for mark in diagram.marks if isinstance(mark, Text) and mark.name and panel in ("", mark.panel)]


@pytest.mark.parametrize(
    ("program", "gate", "lines"),
    [
        # Between numbers: the local derivative, the chain rule, the rule, its numbers, the result.
        (
            "x = -2; y = 5; z = -4\nq = x + y\nf = q * z",
            "f",
            ["df/dq = z = −4", "dL/dq = dL/df · df/dq", "= dL/df · z", "= 1 · (−4)", "= −4", "dL/df = 1"],
        ),
        ("x = 2\ns = σ(x)", "s", ["ds/dx = s · (1 − s) = 0.105", "= 1 · 0.881 · (1 − 0.881)", "= 0.105"]),
        # The loss itself: no dL/dL.
        ("x = 3\nL = x^2", "L", ["dL/dx = 2 · x = 6", "= 1 · 2 · 3", "= 6"]),
        ("v = 2\nL = -v", "L", ["dL/dv = −1 dL/dv = 1 · (−1) = −1 L = −v"]),
        ("v = [1, 2]\nL = sum(v)", "L", ["dL/dv (2,) = [1, 1]"]),
        # One of two parts of a sum.
        ("x = 3\nz = x * x", "z", ["dL/dz · dz/dx", "one of 2 parts of dL/dx"]),
        # Comparisons of arrays as the ones and noughts that come out, what was reduced along its axis, counts as numbers.
        (
            "x = [1, -2, 3]\nr = relu(x)\nL = sum(r * [1, 2, 3])",
            "r",
            ["dL/dx = dL/dr · [x > 0]", "= [1, 2, 3] · [1, 0, 1]"],
        ),
        ("m = [1, 0]; a = [1, 2]; b = [4, 5]\nw = where(m, a, b)", "w", ["dw/db = [¬m]", "= [1, 1] · [0, 1]"]),
        ("X = [[1, 2], [4, 3]]\nm = X.max(axis=1)", "m", ["= [1, 1; 1, 1] · [0, 1; 1, 0]"]),
        ("X = [[1, 2], [4, 3]]\nm = X.mean(axis=0)\nL = 2*m[0] + m[1]", "m", ["= [2, 1; 2, 1]/2"]),
        ("x = [3, 4]\nn = norm(x)\nL = n**2", "n", ["= 10 · [3, 4]/5"]),
        # Which part of the gradient comes back.
        ("a = [1]; b = [2, 3]\nc = concatenate([a, b])", "c", ["dL/db = (dL/dc)[1:3]", "= [1, 1, 1][1:3]"]),
        # A function that is not known has names alone.
        ("z = f(x, y)", "z", ["dL/dx = dL/dz · dz/dx", "z = f(x, y)"]),
        ("xhat = 1\n" + GAMMAX.partition("\n")[2], "gammax", ["dL/dγ = dL/d gammax · x̂"]),
    ],
)
def test_a_gate_says(program: str, gate: str, lines: list[str]) -> None:
    found = " ".join(said(drawn(program, gate))).replace("  ", " ")
    for line in lines:
        assert line in found, found


def test_the_parameters_of_a_module_are_said_to_be_several() -> None:
    program = (
        "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.body = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 2), nn.Linear(2, 1))\n"
        "    def forward(self, x):\n        return self.body(x)\nnet = Net()\ny = net([[1.0, 2.0]])\nL = y.sum()"
    )
    sheet = Query(program).with_options(fold="function").worksheet()
    lines = said(compose_closeup(trace(sheet), sheet.options, "y"))
    assert "θ_body  (6 arrays)" in lines and "dL/dθ_body" in lines
    assert not any("weight" in line for line in lines)


def test_a_sum_is_explained_where_broadcasting_copied() -> None:
    found = said(drawn(GAMMAX, "gammax", SEED))
    assert "Why a sum over i?" in found
    assert "gammax_ij = x̂_ij · γ_j" in found
    for line in ("γ₁ = 1.5", "gammax₂₁ = −3", "1 · (−1) = −1", "2 · (−2) = −4", "0 · 3 = 0", "dL/dγ₁ = −5"):
        assert line in found, found


@pytest.mark.parametrize(("frame", "stacked"), [("90", False), ("60", False), ("50", False), ("35", True)])
def test_the_halves_of_a_lesson_stand_beside_each_other_where_that_has_room(frame: str, *, stacked: bool) -> None:
    sheet = Query(GAMMAX, seed=SEED).with_options(frame=frame).worksheet()
    found = compose_closeup(trace(sheet), sheet.options, "gammax")
    gates = [each for each in found.marks if isinstance(each, Circle) and str(each.part).startswith("lesson")]
    lowest = max(each.y for each in gates if each.panel == FORWARD)
    highest = min(each.y for each in gates if each.panel == BACKWARD)
    assert (lowest < highest) == stacked
    assert found.width <= float(frame) * SIZE


def test_products_of_matrices_are_explained_for_both_sides() -> None:
    found = said(drawn("W = [[1, 2], [3, 4]]\nX = [[1, 0, 2], [-1, 1, 3]]\nY = W @ X", "Y", "[[1, 0, 2], [-1, 1, 1]]"))
    assert [line for line in found if line.startswith("Why")] == ["Why dL/dY · Xᵀ?", "Why Wᵀ · dL/dY?"]
    for line in ("dL/dW₁₂ = 5", "1 · (−1) = −1", "2 · 3 = 6", "dL/dX₂₁ = −2", "2 · 1 = 2", "4 · (−1) = −4"):
        assert line in found, found


def test_what_an_entry_brings_adds_up() -> None:
    found = drawn("x = zeros((5, 4)) + 1\nb = [1, 2, 3, 4]\ny = x * b", "y")
    ways = [mark for mark in said(found) if mark.startswith("dL/dy")]
    assert len(ways) == 4  # the gradient that comes in, and the first two and the last of five ways
    assert "dL/db₁ = 5" in said(found)


def gates(one: Trace) -> list[str]:
    folded = fold(one.graph, "primitive")
    names = [one.labels[gate.outputs[-1]] for gate in folded.gates]
    return [*names[:3], *names[-2:]]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_touches_what_it_should_not(name: str) -> None:
    one = traces()[name]
    for gate, frame in product(dict.fromkeys(gates(one)), ("free", "phone")):
        diagram = compose_closeup(one, Options(fold="primitive", frame=frame), gate)
        assert list(collisions(diagram)) == [], (gate, frame)
        assert list(pierced(diagram)) == [], (gate, frame)
        assert outside(diagram) == [], (gate, frame)


def places(diagram: Diagram) -> list[tuple[str, float, float]]:
    return [place(mark) for mark in diagram.marks if not mark.id.endswith("-lead")]


def place(mark: Mark) -> tuple[str, float, float]:
    if isinstance(mark, Text):
        return mark.id, round(mark.x, 6), round(mark.y + mark.label.baseline, 6)
    return (mark.id, *mark.start) if isinstance(mark, Rule) else (mark.id, 0.0, 0.0)


@pytest.mark.parametrize("gamma", ["[1e-7, 2]", "[-123456, 3]", "[0.333, -0.0012]"])
def test_nothing_moves_when_values_change(gamma: str) -> None:
    program = "xhat = [[-1, 0], [-2, 1], [3, -1]]\ngammax = xhat * gamma"
    first, other = (drawn(program, "gammax", SEED, gamma=each) for each in ("[1.5, 0.5]", gamma))
    assert (first.width, first.height) == (other.width, other.height)
    assert places(first) == places(other)


@pytest.mark.parametrize("extension", ["svg", "pdf", "png", "pptx", "tex", "html", "gif", "json"])
def test_every_format_that_draws_has_it(extension: str) -> None:
    assert picture(Query("f = x * y", gate="f"), extension) != picture(Query("f = x * y"), extension)


@pytest.mark.parametrize(
    ("query", "extension", "told"),
    [
        (Query("food = x * y", gate="foo"), "svg", "no gate of this figure makes `foo`: did you mean food?"),
        (Query("f = x * y", gate="x"), "svg", "`x` is an input, and no gate makes it: gates are named by what they make: f"),
        (Query("f = x * y", gate="f"), "dot", "`gate` has no effect on .dot: leave it out; it bears on svg,"),
        (Query("f = x*y", gate="f", options={"style": "circuit"}), "svg", "`style` has no effect on the close-up of a gate: leave it out"),
        (Query("f = x*y", options={"style": "circuit", "panels": "side"}), "svg", "`panels` has no effect in style=circuit: leave it out"),
        (Query("f = x * y", options={"style": "cs231n", "notation": "∂"}), "svg", "`notation` has no effect in style=cs231n: leave it out"),
        (Query("f = x * y", gate="f", settings={"title": "off"}), "svg", "this style has no titles: leave it out"),
    ],
)  # fmt: skip
def test_what_has_no_effect_is_a_mistake(query: Query, extension: str, told: str) -> None:
    with pytest.raises(QueryError) as error:
        picture(query, extension)
    assert [f"{fault.message}: {fault.hint}"[: len(told)] for fault in error.value.mistakes] == [told]


def test_notation_has_an_effect_where_it_is_shown() -> None:
    assert picture(Query("f = x * y", options={"style": "cs231n", "notation": "∂", "labels": "symbols"}), "svg")
    partial = picture(Query("f = x * y", gate="f", options={"notation": "∂"}), "json").decode()
    assert "∂L" in partial and "dL" not in partial


def test_titles_are_of_no_panel() -> None:
    found = drawn(GAMMAX, "gammax", SEED)
    assert [mark.name for mark in found.marks if mark.panel == BOTH and isinstance(mark, Text)] == ["Why a sum over i?"]


def test_steps_are_those_of_the_gate() -> None:
    assert [step.phase for step in drawn(GAMMAX, "gammax", SEED).steps] == ["forward", "backward"]


def test_a_block_without_lines_takes_no_room() -> None:
    assert (NOTHING.width, NOTHING.height) == (0.0, 0.0)
    assert not NOTHING.placed(wide) and not NOTHING.pictures(wide)
