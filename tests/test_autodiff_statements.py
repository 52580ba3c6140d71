"""Each form of statement that people paste means what it means in Python; what has no bearing is passed over and said."""

from __future__ import annotations

import logging

import numpy as np
import pytest

from app.autodiff import Trace, differentiate
from app.autodiff.interpreter.running.dispatch import EXECUTE
from app.language import LanguageError, parse, syntax
from app.language.reading import parser
from tests.cases import assert_close

COUNTER = """class A:
    def __init__(self): self.n = 0
    def step(self, a):
        self.n = self.n + a
        return self
a = A()
a.step(x).step(x*x)
a.n"""


def run(text: str, at: dict[str, object] | None = None) -> Trace:
    return differentiate(parse(text), values=at)


def output(trace: Trace) -> object:
    return np.asarray(trace.values[trace.graph.output]).tolist()


@pytest.mark.parametrize(
    ("text", "expected", "slope"),
    [
        ("a, b = x, 2*x\na*b", 18, 12),
        ("(a, b), c = (x, 2), 3\na*b*c", 18, 6),
        ("a, *b = x, 2, 3\na*sum(b)", 15, 5),
        ("*a, b = 2, 3, x\nb*sum(a)", 15, 5),
        ("[a, b] = [x, x]\na*b", 9, 6),
        ("a = b = x*2\na*b", 36, 24),
        ("a = x; a += 1; a *= 2; a -= 3; a /= 5; a **= 2\na", 1, 0.8),
        ("a = x; a %= 2\na", 1, 1),
        ("M = np.eye(2); M @= np.ones((2, 2))*x; M.sum()", 12, 4),
        ("a = [x, 2]; a[1] = a[0]*x\na[1]", 9, 6),
        ("a = {'w': x}; a['w'] *= x; a['b'] = 1\na['w'] + a['b']", 10, 6),
        ("a = np.zeros(3); a[1] = x; a[1:] += 1\na @ a", 17, 8),
        ("a = np.ones(3)*x; a[a > 2] = 0\na.sum()", 0, 0),
        ("a = np.ones((2, 2))*x; a[np.arange(2), [0, 1]] = 1\na.sum()", 8, 2),
        ("a = np.ones((2, 3))*x; a[:, -1] *= 2; a[0, ::2] = x*x\na.sum()", 33, 17),
        ("for i in range(3): x = x*2\nx", 24, 8),
        ("s = 0\nfor i in range(1, 6, 2): s += i*x\ns", 27, 9),
        ("s = 0\nfor i in range(3, 0, -1): s = s*x + i\ns", 34, 20),
        ("s = 0\nfor i, a in enumerate([x, 2*x], start=1): s += i*a\ns", 15, 5),
        ("s = 0\nfor a, b in zip([x, 1], (2, x)): s += a*b\ns", 9, 3),
        ("s = 0\nfor k, v in {'a': 1, 'b': 2}.items(): s += v*x\ns", 9, 3),
        ("s = 0\nfor i in range(9):\n    if i == 1: continue\n    if i == 4: break\n    s += i*x\ns", 15, 5),
        ("s = 0\nfor i in range(2):\n    for j in range(3):\n        s += x*i*j\ns", 9, 3),
        ("s = 0\nfor row in np.ones((2, 2))*x: s += row.sum()\ns", 12, 4),
        ("i = 0\nwhile i < 3: x = x*x/2; i += 1\nx", 3**8 / 2**7, 8 * 3**7 / 2**7),
        ("while True:\n    x = x*2\n    if x > 10: break\nx", 12, 4),
        ("if False: y = 0\nelif x.ndim == 0: y = x*x\nelse: y = 1\ny", 9, 6),
        ("y = x if x > 2 else -x\ny", 3, 1),
        ("y = x*(1 if not None else 2) if True and x is not None else 0\ny", 3, 1),
        ("ys = [x*i for i in range(4) if i % 2]\nsum(ys)", 12, 4),
        ("sum(a*b for a in [1, 2] for b in [x, x])", 18, 6),
        ("d = {str(i): x**i for i in range(3)}\nd['2'] + d['1']", 12, 7),
        ("np.stack([x*i for i in range(3)]).sum()", 9, 3),
        ("f = lambda a, b=2: a*b\nf(x) + f(x, b=3)", 15, 5),
        ("f = lambda *a: sum(a)\nf(x, x, 1)", 7, 2),
        ("def f(a, b=2, *c, d=1, **e): return a*b + sum(c) + d*e['k']\nf(x, 1, x, d=x, k=x)", 15, 8),
        ("def f(a):\n    if a > 2:\n        return a*a\n    return a\nf(x) + f(1)", 10, 6),
        ("def f(n): return 1 if n == 0 else x*f(n - 1)\nf(3)", 27, 27),
        ("def f(a):\n    def g(b): return a*b\n    return g\nf(x)(x)", 9, 6),
        ("k = 2\ndef f(a): return a**k\nf(x)", 9, 6),
        ("def f(a):\n    a = a*2\n    return a, a*a\ny, z = f(x)\ny + z", 42, 26),
        ("class A:\n    k = 2\n    def __init__(self, w): self.w = w\n    def __call__(self, a): return self.w*a*self.k\nA(x)(x)", 18, 12),
        ("class A:\n    def f(self, a): return a*2\nclass B(A):\n    def f(self, a): return super().f(a)*a\nB().f(x)", 18, 12),
        ("class A:\n    @staticmethod\n    def f(a): return a*a\nA.f(x)", 9, 6),
        (COUNTER, 12, 7),
        ("try:\n    y = x*x\nexcept ValueError:\n    y = 0\ny", 9, 6),
        ("with torch.no_grad():\n    y = x*x\ny*x", 27, 9),
        ("y = (x*x).detach()\ny*x", 27, 9),
        ("y = jax.lax.stop_gradient(x)*x", 9, 3),
        ("w = x\na = [x, 1, x/x]\nx*a.count(w) + a.count(1)", 5, 1),
        ("y = x if 4 in range(3) else 2*x", 6, 2),
        ("y = x*x if 2 in (1, 2) else 0", 9, 6),
        ("b = x + 0\na = [1, b]\na.index(x)*x + (x in a)", 4, 1),
        ("b = x + 0\na = [1, b, 2]; a.remove(x)\nsum(a)*x", 9, 3),
        ("a = [x, 1]; b = a[:]; b[0] = 2; b = b + [x]\nsum(b)*len(b)", 18, 3),
        ("d = {'3.1 k': 2}\nx*d['{:.1f} {unit}'.format(3.14, unit='k')]", 6, 2),
        ("d = {'05%': 2}\nx*d['%02d%%' % 5]", 6, 2),
        ("y: float = x*x  # a note\ny", 9, 6),
        ("y = x*x; pass; y", 9, 6),
        ("y = (x +\n     x*2\n     )\ny", 9, 3),
        ("y = x \\\n    + x\ny", 6, 2),
        ("y = [\n  x,  # first\n  x*x,\n][1]\ny", 9, 6),
    ],
)  # fmt: skip
def test_a_form_means_what_python_means(text: str, expected: float, slope: float) -> None:
    trace = run(text, {"x": 3.0})
    assert_close(output(trace), expected, 1e-12, "value")
    (x,) = [node for node in trace.graph.inputs() if node.name == "x"]
    assert_close(trace.adjoints.get(x.index, np.zeros(())), slope, 1e-12, "adjoint")


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("print(y)", "print(y)"),
        ("print(f'{y:.2f}', y.item())", "print("),
        ("assert n > 0, 'a name that nothing binds'", "assert"),
        ("assert x.grad == 6", "assert"),
        ("y.backward()", "y.backward()"),
        ("optimizer = torch.optim.SGD([x], lr=0.1)\noptimizer.step()", "optimizer.step()"),
        ("x.grad.zero_()", "grad"),
        ("x.data -= 0.1 * x.grad", "grad"),
        ("print(x.grad)", "grad"),
        ("plt.plot(y)", "plt.plot(y)"),
    ],
)
def test_what_has_no_bearing_is_passed_over_and_said(statement: str, what: str) -> None:
    trace = run(f"y = x*x\n{statement}", {"x": 3.0})
    assert output(trace) == 9
    assert any(what in warning.message and "passed over" in warning.message for warning in trace.warnings)


@pytest.mark.parametrize(
    ("test", "told"),
    [
        ("y > 8", False),
        ("y > 9", True),
        ("x.shape == () and y.ndim == 0", False),
        ("isinstance(y, str)", True),
        ("all(each > 0 for each in [x, y])", False),
        ("not y > 3", True),
        ("np.allclose(y, 10)", True),
        ("x.dtype == unknown", False),
    ],
)
def test_what_is_asserted_and_false_is_told(test: str, told: bool) -> None:
    trace = run(f"y = x*x\nassert {test}, 'a message'", {"x": 3.0})
    assert output(trace) == 9
    assert [node.name for node in trace.graph.inputs()] == ["x"]
    assert [warning.message for warning in trace.warnings if "is false here" in warning.message] == (
        [f"`{test}` is asserted and is false here: Python would stop; give inputs for which it is true"] * told
    )


def test_an_assertion_that_fails_is_caught() -> None:
    trace = run("y = x*x\ntry:\n    assert y > 9\nexcept AssertionError:\n    y = y + 1", {"x": 3.0})
    assert output(trace) == 10


@pytest.mark.parametrize(
    "line",
    [
        "import numpy as np",
        "from torch import nn",
        "'''Text.'''",
        "y: float",
        "# note",
        "pass",
        "%time",
        "!pip list",
    ],
)
def test_what_says_nothing_is_passed_over_in_silence(line: str) -> None:
    trace = run(f"{line}\nx*x", {"x": 3.0})
    assert (output(trace), trace.warnings) == (9, ())


def test_the_receiver_of_backward_is_the_output() -> None:
    trace = run("loss = x*x\naccuracy = x + 1\nloss.backward()\nw = x*100", {"x": 3.0})
    assert trace.graph.nodes[trace.graph.output].name == "loss"
    trace = run("Q = 3*x**3\nQ.backward(gradient=torch.tensor([1., 10.]))", {"x": [1.0, 2.0]})
    assert trace.named(trace.adjoints)["x"].tolist() == [9, 360]


def test_one_turn_of_a_training_loop_is_the_forward_pass() -> None:
    text = "for epoch in range(1000):\n    loss = (w*x - 2)**2\n    loss.backward()\n    w.data -= 0.1*w.grad\n    w.grad = None"
    trace = run(text, {"w": 1.0, "x": 3.0})
    assert len(trace.graph.nodes) < 10
    assert trace.named(trace.adjoints)["w"] == 6
    assert any("first turn" in warning.message for warning in trace.warnings)


def test_the_only_function_s_parameters_are_the_inputs() -> None:
    text = 'def f(x, w, b=0.5, mode="train", eps=None, opts={}):\n    if mode == "train":\n        return x*w + b, w\n    return x'
    trace = run(text, {"x": 2.0, "w": 3.0})
    assert output(trace) == 6.5
    assert set(trace.named(trace.adjoints)) >= {"x", "w", "b"}


def test_the_only_module_s_parameters_are_inputs_under_their_dotted_names() -> None:
    text = (
        "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.body = nn.Sequential(\n"
        "            nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1, bias=False))\n"
        "    def forward(self, x):\n        return self.body(x)"
    )
    at: dict[str, object] = {
        "x": [[1.0, -1.0]],
        "body.0.weight": [[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]],
        "body.0.bias": [0.0, 0.1, 0.2],
        "body.2.weight": [[1.0, 2.0, 3.0]],
    }
    trace = run(text, at)
    expected = np.tanh(np.array([-0.1, 0.0, 0.1])) @ np.array([1.0, 2.0, 3.0])
    assert_close(output(trace), [[expected]], 1e-12, "output")
    assert set(at) <= set(trace.named(trace.adjoints))


def test_parameters_start_as_the_same_numbers_each_time() -> None:
    text = "net = nn.Linear(3, 2)\ny = net(torch.ones(1, 3)*x)"
    first, second = run(text), run(text + "  # again")
    for name, value in first.named(first.values).items():
        assert_close(second.named(second.values)[name], value, 0, name)
    weight = first.named(first.values)[next(name for name in first.graph.names if "weight" in name)]
    assert weight.shape == (2, 3)
    assert np.abs(weight).max() <= 1 / np.sqrt(3)


def test_parameters_of_two_modules_are_told_apart() -> None:
    text = "a = nn.Sequential(nn.Linear(1, 1))\nb = nn.Sequential(nn.Linear(1, 1))\ny = b(a(x))"
    trace = run(text, {"x": [[2.0]]})
    names = [node.name for node in trace.graph.inputs()]
    assert len(names) == len(set(names)) == 5


def test_dropout_is_off_and_that_is_said() -> None:
    trace = run("y = F.dropout(x, 0.5)*2", {"x": 3.0})
    assert output(trace) == 6
    assert any("off" in warning.message for warning in trace.warnings)


def test_the_divisor_of_a_variance_follows_the_library_and_that_is_told() -> None:
    at: dict[str, object] = {"x": [1.0, 2.0, 4.0]}
    ours = {library: run(f"{library}.var(x)", at) for library in ("np", "torch")}
    assert_close(output(ours["np"]), np.var([1, 2, 4]), 1e-12, "np")
    assert_close(output(ours["torch"]), np.var([1, 2, 4], ddof=1), 1e-12, "torch")


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("y = x*x\nz = np.fft.fft(y)", (2, 4), "fft"),
        ("y = sigmod(x)", (1, 4), "sigmod"),
        ("x = 3.0\nfor i in x: y = i", (2, 9), "length"),
        ("x.foo()", (1, 0), "foo"),
        ("a = ones(2, 3)\nb = ones(4)\na + b", (3, 2), "(2, 3) and (4,)"),
        ("a = ones(2, 3)\na @ a", (2, 2), "(2, 3) and (2, 3)"),
        ("a = [1., 2., 3.]\na[5]", (2, 0), "5"),
        ("a = {'b': x}\na['c']", (2, 0), "'c'"),
        ("a, b = x, x, x", (1, 0), "2"),
        ("def f(a): return a\nf(x, x)", (2, 0), "`f` takes 1"),
        ("def f(a, b): return a\nf(x)", (2, 0), "`b`"),
        ("def f(a): return a\nf(x, c=2)", (2, 0), "`c`"),
        ("x = ones(3)\nif x > 0: y = x", (2, 3), "neither true nor false"),
        ("x = 3 + 'a'", (1, 6), "a text"),
        ("a = ones(3)\nwhile a: pass", (2, 6), "neither true nor false"),
        ("np.sum", (1, 0), "applied to nothing"),
        ("z = 2.0\nL = F.cross_entropy(z, 1)", (2, 4), "one for each class"),
    ],
)
def test_what_cannot_run_is_told_with_its_place(text: str, place: tuple[int, int], message: str) -> None:
    with pytest.raises(LanguageError) as raised:
        run(text)
    assert (raised.value.line, raised.value.column) == place
    assert message in raised.value.message


def test_mistakes_that_do_not_hang_together_are_told_at_once() -> None:
    text = "a = sigmod(x)\nb = a + 1\nc = sqrrt(y) * tannh(z)\nd = ones(2) + ones(3)\ne = x +"
    with pytest.raises(LanguageError) as raised:
        run(text)
    places = [(mistake.line, mistake.column) for mistake in raised.value.mistakes]
    assert places == [(1, 4), (3, 4), (3, 15), (4, 12), (5, 7)]


def test_sorting_reads_each_item_once() -> None:
    trace = differentiate(parse("a, b, c = sorted(x)\ny = a + 2*b + 3*c"), values={"x": [3, 1, 2]})
    assert [node.operation for node in trace.graph.nodes].count("index") == 3
    np.testing.assert_array_equal(trace.named(trace.adjoints)["x"], [3, 1, 2])


CONSTRUCTED = "class N(nn.Module):\n    def __init__(self, n=plt.x + 1):\n        self.n = n\n    def forward(self, x):\n        return x*x"


CALLED = "class N(nn.Module):\n    def forward(self, x, n=plt.x + 1):\n        return x*x"


@pytest.mark.parametrize("text", [CONSTRUCTED, CALLED])
def test_a_default_may_have_no_bearing_on_the_figure(text: str) -> None:
    assert run(text, {"x": 3}).adjoints[0] == 6


def test_a_default_that_is_needed_is_a_mistake() -> None:
    with pytest.raises(LanguageError):
        run("def f(x, n=plt.x + 1):\n    return x*n")


def test_membership_goes_by_value() -> None:
    assert run("if x in [1, 2]:\n    z = 2*x\nelse:\n    z = 3*x", {"x": 2}).adjoints[0] == 2
    assert run("if 2 in [x, y]:\n    z = 2*x*y\nelse:\n    z = 3*x*y", {"x": 1, "y": 2}).adjoints[0] == 4


def test_a_fault_of_ours_in_reading_is_a_mistake(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(logging.getLogger("backpass.fault"), "handlers", [caplog.handler])
    monkeypatch.setattr(parser, "in_python", lambda text: dict[str, int]()[text])
    with pytest.raises(LanguageError, match="cannot be read as it stands"):
        run("y = x  # of a text that nobody has read")
    assert "KeyError" in caplog.text


def test_the_last_operand_is_not_asked_whether_it_is_true() -> None:
    trace = run("z = x > 0 and y", {"x": 1, "y": [1, 2]})
    np.testing.assert_array_equal(trace.named(trace.adjoints)["y"], [1, 1])
    assert [warning.message for warning in trace.warnings if "followed" in warning.message] == [
        "at these values `x > 0` is true; that branch is followed"
    ]


def test_a_fault_of_ours_is_a_mistake_at_its_statement(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(logging.getLogger("backpass.fault"), "handlers", [caplog.handler])
    monkeypatch.setitem(EXECUTE, syntax.Evaluate, lambda *_: dict[str, int]()["nothing"])
    with pytest.raises(LanguageError) as caught:
        run("y = x\n2*y")
    assert [mistake.span and mistake.span.line for mistake in caught.value.mistakes] == [2]
    assert "KeyError" in caplog.text


def test_a_definition_that_could_not_be_read_is_no_entry() -> None:
    with pytest.raises(LanguageError):
        run("def f(a):\n    return a*2\n\n@broken(\ndef g(a):\n    return a")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("try:\n    z = {'a': x}['b']\nexcept KeyError:\n    z = 2 * x", "there is no item 'b' here: the `except`"),
        ("try:\n    z = x / 0\nexcept ZeroDivisionError:\n    z = 2 * x", "this divides by zero: the `except`"),
        (
            "try:\n    import apex\n    z = x\nexcept ImportError:\n    z = 2 * x",
            "`apex` is no library that is known here",
        ),
        (
            "import torch\ntry:\n    z = torch.ones(2, 3) @ torch.ones(2, 3) * x\nexcept RuntimeError:\n    z = 2 * x",
            "do not multiply",
        ),
        ("try:\n    raise ValueError('no')\nexcept Exception as e:\n    z = 2 * x", "the text ends here with"),
        ("n = []\ndef g():\n    n.append(1)\n    yield 2 * x\nz = next(g())", "`g` is run to its end here"),
    ],
)
def test_what_python_would_raise_is_foreseen_by_the_text_and_told(text: str, told: str) -> None:
    trace = differentiate(parse(text), values={"x": 3})
    assert trace.named(trace.adjoints)["x"] == 2
    assert any(told in warning.message for warning in trace.warnings)


def test_an_except_is_followed_at_the_values_that_need_it_alone() -> None:
    text = "try:\n    z = 6 / x\nexcept ZeroDivisionError:\n    z = x + 5"
    for x, z in ((2, 3), (0, 5), (3, 2), (0, 5)):
        trace = differentiate(parse(text), values={"x": x})
        assert trace.values[trace.graph.output] == z


@pytest.mark.parametrize(
    ("text", "z"),
    [
        ("match = x\nz = match * 2", 6),
        ("match = [x, x]\nz = match[0]", 3),
        ("case = x\nz = 2 * case", 6),
        ("match (2):\n    case (2): z = x\n    case _: z = 0 * x", 3),
        ("match 2:\n    case 1: z = 0 * x\n    case 2: z = x", 3),
        ("match 2:\n    case n if n > 1:\n        z = n * x", 6),
        ("match x:\n    case 3: z = 2 * x\n    case _: z = x", 6),
        ("k = 2\nmatch k:\n    case 2:\n        z = k * x", 6),
    ],
)
def test_match_and_case_are_names_where_they_begin_no_pattern(text: str, z: float) -> None:
    trace = differentiate(parse(text), values={"x": 3.0})
    assert trace.values[trace.graph.output] == z


@pytest.mark.parametrize(
    ("key", "written"),
    [("f'{len(xs)}'", "2"), ("f'W{max(1, 2)}'", "W2"), ("f'{np.pi:.2f}'", "3.14"), ("f'{str(2)}{missing}'", "2")],
)
def test_an_f_string_has_what_its_functions_of_plain_values_give(key: str, written: str) -> None:
    trace = differentiate(parse(f"xs = [1, 2]\nd = {{{key}: 5}}\nz = d['{written}'] * x"), values={"x": 3.0})
    assert trace.values[trace.graph.output] == 15
    assert "missing" not in {node.name for node in trace.graph.inputs()}


def test_what_no_except_is_for_is_a_mistake_at_its_place() -> None:
    text = "try:\n    z = {'a': x}['b']\nexcept IndexError:\n    z = x"
    with pytest.raises(LanguageError) as raised:
        differentiate(parse(text), values={"x": 3})
    assert (raised.value.line, raised.value.message) == (2, "there is no item 'b' here")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("k = {'a': 1}\nmatch k:\n    case {'a': b}x\n        z = x", "is not expected here"),
        ("class M:\n    def __init__(self, f): self.f = f\n@M\ndef g(a): return a * x", "`M` computes nothing"),
        ("a = [x]\na[y] = 2\nz = a[0]", "there is no item for an array of shape (2,) here"),
        ("z = {'a': x}[y]", "there is no item for an array of shape (2,) here"),
    ],
)
def test_what_is_broken_is_told_in_words(text: str, told: str) -> None:
    with pytest.raises(LanguageError) as raised:
        differentiate(parse(text), values={"x": 3, "y": [1.0, 2.0]}, lenient=True)
    assert told in str(raised.value)


@pytest.mark.parametrize(
    ("text", "value", "slope"),
    [
        ("for v in g():\n    s = s + v\n    k = k + 1", 18, 6),
        ("for i, v in enumerate(g(), 1):\n    s = s + i * v\n    k = k * 2", 51, 17),
        ("for v, w in zip(g(), [1.0, 10.0]):\n    s = s + v * w\n    k = k + 1", 63, 21),
        ("def h():\n    yield from g()\n    yield k * x\nfor v in h():\n    s = s + v\n    k = k + 1", 30, 10),
        ("for v in g():\n    if k > 1: break\n    s = s + v\n    k = k + 1", 3, 1),
        ("def f():\n    for v in g():\n        if v > 2: return v\ns = f()", 3, 1),
        (
            "class C:\n    def __iter__(self):\n        yield k * x\n        yield k * x\nfor v in C():\n    s = s + v\n    k = k + 1",
            9,
            3,
        ),
    ],
)
def test_a_generator_and_its_loop_take_turns(text: str, value: float, slope: float) -> None:
    own = "def g():\n    for i in range(3):\n        yield k * x\n"
    trace = run(f"k = 1.0\ns = 0\n{own}{text}\ns", {"x": 3})
    assert output(trace) == value
    assert trace.named(trace.adjoints)["x"] == slope


def test_a_generator_that_is_kept_and_reads_what_changes_is_refused() -> None:
    text = "k = 1.0\ndef g():\n    yield k * x\n    yield k * x\nit = g()\ny = next(it)\nk = 2.0\nz = next(it)"
    with pytest.raises(LanguageError, match="`g` reads `k`, which changes while its items are taken one by one"):
        run(text, {"x": 3})


def test_a_number_that_a_setting_takes_plain_is_told() -> None:
    trace = run("slope = 0.3\ny = F.leaky_relu(x, slope)", {"x": -2.0})
    told = "`leaky_relu` takes `negative_slope` as a plain number: no gradient goes back to it"
    assert told in [note.message for note in trace.warnings]


@pytest.mark.parametrize("default", ["s", "default=s"])
def test_what_stands_for_all_other_cases_has_a_gradient(default: str) -> None:
    text = f"import jax.numpy as jnp\ny = jnp.select([x > 5, x > 4], [x, 2*x], {default})"
    assert run(text, {"x": 3.0, "s": 2.0}).named(run(text, {"x": 3.0, "s": 2.0}).adjoints)["s"] == 1
