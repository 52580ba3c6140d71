"""The walk through a figure: its order, what each step lights up, and what it says."""

from __future__ import annotations

import pytest

from app.autodiff import differentiate
from app.autodiff.primitives import TABLE
from app.autodiff.rows import Primitive
from app.diagram import BACKWARD, BOTH, FORWARD, Curve, Options, Progress, Step, Text, compose, parts
from app.examples import EXAMPLES, Example
from app.language import parse
from app.typeset import plain, write


def steps(text: str, **values: object) -> tuple[Step, ...]:
    return compose(differentiate(parse(text), values=values), Options(frame="400")).steps


def test_forward_gate_by_gate_then_backward() -> None:
    found = steps("q = x + y\nf = q * z", x=-2, y=5, z=-4)
    assert [step.phase for step in found] == [FORWARD] * 3 + [BACKWARD] * 3
    assert [str(step.parts[0]) for step in found] == ["value-0", "gate-0", "gate-1", "value-4", "gate-1", "gate-0"]
    assert plain(found[1].formula) == "q = x + y = −2 + 5 = 3"
    assert plain(found[4].formula) == "dL/dq = dL/df · z = 1 · (−4) = −4,  dL/dz = dL/df · q = 1 · 3 = 3"
    assert found[1].sentence == "The plus gate takes x and y and makes q."
    assert "other input" in found[4].sentence


@pytest.mark.parametrize("number", [-4, -0.000239, -1e-20])
def test_a_negative_factor_stands_in_parentheses(number: float) -> None:
    last = steps("z = x*y", x=1.5, y=number)[-1]
    assert f"= 1 · ({write(number)}) = {write(number)}," in plain(last.formula)


def test_an_input_with_too_many_entries_to_write_has_its_shape() -> None:
    first = steps("Y = X @ W + b", X=[[0.5] * 20] * 30, W=[[1.0, 2.0]] * 20, b=[0, 1])[0]
    assert plain(first.formula) == "X (30, 20),  W (20, 2),  b = [0, 1]"


def test_a_fork_adds_once_all_has_come_back() -> None:
    found = steps("y = x*x + x", x=3)
    assert found[-1].parts == (parts.fork(0), parts.value(0))
    assert plain(found[-1].formula) == "dL/dx = 3 + 3 + 1 = 7"
    assert found[-1].sentence == "x went 3 ways, so its gradient is the sum of all that comes back to it."
    assert sum(step.parts[0].kind == parts.Kind.FORK for step in found) == 1


def test_a_gate_of_several_operations_multiplies_by_its_derivative_with_numbers() -> None:
    trace = differentiate(parse("q = x*y + x\nf = q*q"), values={"x": 2, "y": 3})
    last = compose(trace, Options(fold="statement")).steps[-1]
    assert plain(last.formula) == "dL/dx = dL/dq · (y + 1) = 16 · (3 + 1) = 64,  dL/dy = dL/dq · x = 16 · 2 = 32"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_every_step_lights_parts_of_the_figure(example: Example) -> None:
    trace = differentiate(parse(example.text), values=example.values, seed=example.seed, constants=example.constants)
    diagram = compose(trace, Options())
    drawn = {mark.part for mark in diagram.marks}
    for step in diagram.steps:
        assert set(step.parts) <= drawn
        assert step.sentence.endswith(".")
        assert plain(step.formula)


def backward(text: str, **values: object) -> list[tuple[str, str]]:
    return [(step.sentence, plain(step.formula)) for step in steps(text, **values) if step.phase == BACKWARD][1:]


@pytest.mark.parametrize(
    ("text", "values", "wanted"),
    [
        ("y = x**2", {"x": 3}, ("The square takes x and makes y.", "y = x² = 3² = 9")),
        ("y = x**3", {"x": 2}, ("The power takes x and 3 and makes y.", "y = x³ = 2³ = 8")),
        ("y = 1/x", {"x": 2}, ("The division takes 1 and x and makes y.", "y = 1/x = 1/2 = 0.5")),
        ("y = relu(x)", {"x": 2}, ("The ReLU takes x and makes y.", "y = ReLU(x) = ReLU(2) = 2")),
        ("y = sum(X, axis=0)", {"X": [[1, 2], [3, 4]]}, ("The sum takes X and makes y.", "y = Σ_i X = Σ_i [1, 2; 3, 4] = [4, 6]")),
        ("y = X[0]", {"X": [1, 2]}, ("The choice of entries takes X and makes y.", "y = X₀ = [1, 2][0] = 1")),
        ("y = X[:, 1]", {"X": [[1, 2], [3, 4]]},
         ("The choice of entries takes X and makes y.", "y = X[:, 1] = [1, 2; 3, 4][:, 1] = [2, 4]")),
        ("y = W @ x", {"W": [[1, 2]], "x": [1, 1]}, ("The matrix product takes W and x and makes y.", "y = W · x = [1, 2] · [1, 1] = [3]")),
        ("y = gelu(x)", {"x": 0}, ("The GELU takes x and makes y.", "y = GELU(x) = GELU(0) = 0")),
        ("y = hardsigmoid(x)", {"x": 0}, ("The hard sigmoid takes x and makes y.", "y = hardsigmoid(x) = hardsigmoid(0) = 0.5")),
        ("z = torch.add(x, y, alpha=2)", {"x": 3, "y": 1},
         ("The plus gate takes x and y and makes z.", "z = torch.add(x, y, alpha = 2) = torch.add(3, 1, alpha = 2) = 5")),
        ("m = np.quantile(x, 0.5)", {"x": [1, 2, 4]},
         ("The quantile takes x and makes m.", "m = quantile(x, 0.5) = quantile([1, 2, 4], 0.5) = 2")),
        ("s = np.std(x, ddof=1)", {"x": [1, 3]},
         ("The standard deviation takes x and makes s.", "s = std(x, ddof = 1) = std([1, 3], ddof = 1) = 1.41")),
        ("L = F.mse_loss(x, y, reduction='sum')", {"x": 3, "y": 1},
         ("The mean squared error takes x and y and makes L.", "L = MSE(x, y, reduction = “sum”) = MSE(3, 1, reduction = “sum”) = 4")),
        ("var = x*x + 1", {"x": 2}, ("This line takes x and makes var.", "var = x · x + 1 = 2 · 2 + 1 = 5")),
        ("def var(a): return a*a + 1\ny = var(x)", {"x": 2}, ("The call of var takes x and makes y.", "y = var(x) = var(2) = 5")),
        ("def f(a): return a*a + 1\ny = f(x)", {"x": 2}, ("The call of f takes x and makes y.", "y = f(x) = f(2) = 5")),
    ],
)  # fmt: skip
def test_a_gate_is_called_as_people_call_it(text: str, values: dict[str, object], wanted: tuple[str, str]) -> None:
    options = Options(fold="statement" if text.startswith("var") else "function" if "def" in text else None)
    made = compose(differentiate(parse(text), values=values), options).steps[1]
    assert (made.sentence, plain(made.formula)) == wanted


@pytest.mark.parametrize(
    ("text", "values", "wanted"),
    [
        ("y = x - z", {"x": 3, "z": -4}, "y = x − z = 3 − (−4) = 7"),
        ("y = 1 + x", {"x": 0.36788}, "y = 1 + x = 1 + 0.368 = 1.368"),
        ("y = x - z", {"x": 1000.4, "z": 1000.1}, "y = x − z = 1000.40 − 1000.10 = 0.30"),
        ("y = x - z", {"x": 1e20, "z": 1}, "y = x − z = 10²⁰ − 1 ≈ 10²⁰"),
        ("y = x + z", {"x": [1, 2], "z": 1}, "y = x + z = [1, 2] + 1 = [2, 3]"),
        ("y = x**3", {"x": -2}, "y = x³ = (−2)³ = −8"),
        ("y = e**x", {"x": 2}, "y = e^x = e² = 7.39"),
        ("y = x * 3", {"x": [1] * 7}, "y = x · 3"),
        ("y = x @ z", {"x": [1] * 7, "z": [1] * 7}, "y = x · z = 7"),
        ("y = f(x)", {"x": 2}, "y = f(x)"),
        ("y = max(x, z)", {"x": [0.12345] * 6, "z": [0.56789] * 6},
         "y = max(x, z) = [0.568, 0.568, 0.568, 0.568, 0.568, 0.568]"),
    ],
)  # fmt: skip
def test_a_value_is_made_of_the_numbers_that_go_in_where_they_are_few(
    text: str, values: dict[str, object], wanted: str
) -> None:
    assert plain(steps(text, **values)[1].formula) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a = x + 1\nx = a*x - x", "x₁ = a · x − x = 3 · 2 − 2 = 4"),
        ("x, z = z, x\ny = x*2 - z", "y = x · 2 − z = 5 · 2 − 2 = 8"),
        ("def f(x, z): return x*2 - z\ny = f(z, x)", "y = z · 2 − x = 5 · 2 − 2 = 8"),
        ("y = gelu(x - 2) + 1", "y = GELU(x − 2) + 1 = GELU(2 − 2) + 1 = 1"),
        ("s = 0\nfor i in range(2):\n  s = s + x*i", "s₂ = s + x · i = 0 + 2 · 1 = 2"),
    ],
)
def test_the_numbers_of_a_line_are_those_of_the_graph_whatever_its_names_stand_for(text: str, wanted: str) -> None:
    given = {"x": 2, "z": 5} if "z" in text else {"x": 2}
    trace = differentiate(parse(text), values=given)
    forward = [step for step in compose(trace, Options(fold="statement")).steps if step.phase == FORWARD]
    assert plain(forward[-1].formula) == wanted


def test_a_layer_is_called_by_what_it_is_and_by_its_name() -> None:
    text = "model = nn.Sequential(nn.Linear(2, 2), nn.Tanh(), nn.LayerNorm(2))\ny = model(x)"
    steps = compose(differentiate(parse(text), values={"x": [[1, 2]]}), Options(fold="statement")).steps
    said = [step.sentence.partition(" takes")[0] for step in steps if step.phase == "forward"]
    assert said[1:] == ["The linear layer 0", "The tanh", "The layer norm 2"]


@pytest.mark.parametrize(
    ("text", "values", "said", "formula"),
    [
        ("y = x**2", {"x": 3}, "twice the input", "dL/dx = dL/dy · 2 · x = 1 · 2 · 3 = 6"),
        ("y = a - x", {"x": 3}, "sign turned", "dL/da = dL/dy = 1,  dL/dx = −dL/dy = −1"),
        ("y = 1 + x", {"x": 3}, "A constant that is added", "dL/dx = dL/dy = 1"),
        ("y = 1 / x", {"x": 2}, "over the square of the input", "dL/dx = −dL/dy · 1/x² = −1/2² = −0.25"),
        ("y = x / 2", {"x": 2}, "divided by a constant", "dL/dx = dL/dy · 1/2 = 1/2 = 0.5"),
        ("y = tanh(x)", {"x": 0}, "1 − tanh²", "dL/dx = dL/dy · (1 − y²) = 1 · (1 − 0²) = 1"),
        ("y = mean(x)", {"x": [1, 2]}, "share of the gradient", "dL/dx = dL/dy · 1/N = [0.5, 0.5]"),
    ],
)
def test_the_way_back_is_told_by_the_rule_and_its_numbers(
    text: str, values: dict[str, object], said: str, formula: str
) -> None:
    ((sentence, told),) = backward(text, **values)
    assert said in sentence and told == formula


@pytest.mark.parametrize(
    ("text", "values", "convention"),
    [
        ("y = relu(x)", {"x": 0}, " At a kink, as here: derivative 0 at 0."),
        ("y = maximum(a, x)", {"a": 1, "x": 1}, " At a kink, as here: equal values share the gradient evenly."),
        ("y = relu(x)", {"x": 1}, ""),
    ],
)
def test_a_kink_is_told_with_its_convention(text: str, values: dict[str, object], convention: str) -> None:
    ((sentence, _),) = backward(text, **values)
    assert sentence.endswith(convention) and ("kink" in sentence) == bool(convention)


def test_modules_of_a_library_are_told_of_under_the_names_that_the_text_gives_them() -> None:
    text = (
        "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.body = nn.Sequential(nn.Linear(2, 3), nn.Tanh())\n        self.last = nn.Linear(3, 1)\n"
        "    def forward(self, x):\n        return self.last(self.body(x))\nnet = Net()\nL = net(x).sum()"
    )
    found = compose(differentiate(parse(text)), Options(fold="function")).steps
    told = "Inside, the gradient passes back through the linear layer twice and the tanh, and each hands it on by its own rule."
    assert found[-1].sentence == told


def test_the_parts_of_a_fork_are_told_one_by_one() -> None:
    found = backward("y = x*x - x", x=3)
    assert found[0][1] == "dL/dv₁ = dL/dy = 1,  dL/dy · dy/dx = −dL/dy = −1,  dL/dx = … + … − 1"
    assert found[1][1] == "dL/dv₁ · dv₁/dx = dL/dv₁ · x = 1 · 3 = 3,  dL/dv₁ · dv₁/dx = dL/dv₁ · x = 1 · 3 = 3"
    assert found[2][1] == "dL/dx = 3 + 3 − 1 = 5"


def test_each_step_knows_the_lines_where_the_text_makes_what_it_is_about() -> None:
    text = "a = 2\nb = 1\nc = a + b\nd = b + w\ne = c*d"
    steps = compose(differentiate(parse(text), values={"w": 3.0}), Options()).steps
    assert [step.lines for step in steps] == ["1 2", "3", "4", "5", "5", "5", "4", "3", "2"]
    steps = compose(differentiate(parse("def f(x):\n    y = x*x\n    return y")), Options()).steps
    assert [step.lines for step in steps] == ["", "2", "2", "2", ""]


@pytest.mark.parametrize("row", [row for row in TABLE.values() if row.differentiable], ids=lambda row: row.name)
def test_every_operation_that_carries_a_gradient_says_how(row: Primitive) -> None:
    assert row.explained.endswith(".") and row.explained[0].isupper() and "_" not in row.explained
    assert set(row.cases.values()) <= set(TABLE)
    assert len(row.alone) in (0, len(row.rules))


@pytest.mark.parametrize("name", ["last", "mse", "softplus"])
def test_a_layer_is_told_by_what_it_does_whatever_it_is_called(name: str) -> None:
    text = f"""
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.{name} = nn.Linear(3, 2)
    def forward(self, x):
        return self.{name}(x).tanh()
out = Net()(x)
"""
    trace = differentiate(parse(text), values={"x": [[1, 2, 3]]})
    ((sentence, _),) = [
        (step.sentence, step.formula)
        for step in compose(trace, Options(fold="statement")).steps
        if step.phase == BACKWARD
    ][1:]
    assert "the tanh and the linear layer" in sentence


@pytest.mark.parametrize(
    "options", [Options(), Options(style="circuit"), Options(frame="phone"), Options(fold="statement")]
)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_no_value_is_shown_before_its_wire(example: Example, options: Options) -> None:
    trace = differentiate(parse(example.text), values=example.values, seed=example.seed, constants=example.constants)
    diagram = compose(trace, options)
    for step in range(len(diagram.steps) + 1):
        shown = Progress(diagram, step).shown().marks
        drawn = {(mark.panel, mark.part) for mark in shown if isinstance(mark, Curve)}
        for mark in shown:
            if not isinstance(mark, Text) or mark.part.kind != parts.Kind.VALUE or (mark.panel, mark.part) in drawn:
                continue
            wires = {
                link.part
                for link in diagram.links
                if link.panel == mark.panel and mark.part in (link.tail, link.head, *link.labels)
            }
            assert any((panel, part) in drawn for panel in (mark.panel, BOTH) for part in wires), (step, mark.name)
