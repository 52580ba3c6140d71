"""What one program may use: whatever asks for more time or memory than that is told so, as any other mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.autodiff import Limits, differentiate
from app.language import Diagnostic, LanguageError, parse


def refused(text: str, limits: Limits | None = None) -> Diagnostic:
    """The first mistake of a text that must not run."""
    with pytest.raises(LanguageError) as raised:
        differentiate(parse(text), limits=limits)
    return raised.value.mistakes[0]


LISTS = (
    "sum(x for i in range(10**9))",
    "[x for a in range(1000) for b in range(1000) for c in range(1000)]",
    "d = {i: i for i in range(10**8)}\nx",
    "list(range(10**9))\nx",
    "tuple(range(10**9))\nx",
    "list(zip(range(10**9), range(10**9)))\nx",
    "for i, j in enumerate(range(10**9)): pass\nx",
    "for i in reversed(range(10**9)): pass\nx",
    "sorted(range(10**9))\nx",
    "x[range(10**9)]",
    "[0]*10**9\nx",
    "[0]*10**6*10**6\nx",
    "'a'*10**10\nx",
    "s = 'ab'\nfor i in range(60): s = s + s\nx",
    "l = [x]\nfor i in range(60): l = l + l\nl[0]",
    "l = [x]\nfor i in range(60): l.extend(l)\nl[0]",
    "l = [1]\nwhile True: l.append(1)\nx",
    "def f(*a): return f(*a, *a)\nf(x)",
)
LOOPS = (
    "while True: x = x + 1",
    "while 1: pass\nx",
    "while True:\n    while True:\n        break",
    "for i in range(10**7): pass\nx",
    "for i in range(10**18): y = x\ny",
    "for i in range(5000): x = x + 1",
    "for i in range(1000):\n    for j in range(1000):\n        for k in range(1000): pass\nx",
    "def f(x): return f(x)\nf(x)",
    "f = lambda: f()\nf()",
    "def f(n):\n    if n == 0: return x\n    return f(n-1) + f(n-1)\nf(35)",
    "f = lambda n: 1 if n < 1 else f(n-1) + f(n-1)\nf(30)*x",
    "class A:\n    def __init__(self): self.a = A()\nA()\nx",
    "class A:\n    def __call__(self): return self()\nA()()",
)
ARRAYS = (
    "zeros(10**9) + x",
    "np.zeros((10**5, 10**5))*x",
    "torch.zeros(10**5, 10**5)*x",
    "np.full((10**5, 10**5), 1.0)*x",
    "np.random.randn(10**5, 10**5)*x",
    "np.arange(10**9)*x",
    "np.arange(0, 1, 1e-12)*x",
    "np.linspace(0, 1, 10**9)*x",
    "eye(10**6)*x",
    "x = ones(1000000)\ny = x[:, None]*x[None, :]",
    "x = ones(10**6)\nnp.outer(x, x)",
    "x = ones(10**4)\nnp.einsum('i,j->ij', x, x)",
    "np.broadcast_to(x, (10**6, 10**6)).sum()",
    "np.tile(x, 10**9)",
    "np.repeat(x, 10**9)",
    "np.pad(ones(3)*x, 10**9)",
    "x = ones(1, 10)\nx.expand(10**9, 10)",
    "F.one_hot(torch.tensor([1]), 10**9)*x",
    "nn.Linear(10**9, 1)(x)",
    "nn.Linear(10**5, 10**5)(x)",
    "nn.Embedding(10**9, 10**3)(x)",
    "x = ones(3)\nx[[0]*10**7]",
    "x = ones(1000, 1000)\nfor i in range(100): x = x*2\nx.sum()",
    "np.tril(np.ones((5000, 5000)))*x",
)
TEXTS = (
    "s = '%9999999d' % 1\nx",
    "s = '%*d' % (9999999, 1)\nx",
    "s = '{:>9999999}'.format(1)\nx",
    "s = '{:>{}}'.format(1, 9999999)\nx",
    "s = '{0.__class__}'.format(1)\nx",
    "s = ('a'*10**5).replace('a', 'b'*10**5)\nx",
    "s = ('b'*10**4).join(['a']*10**4)\nx",
    "for i in range(40): s = ''.join(['ab'*i]*9999)\nx",
)


# What stops them in little stops them in much, where it takes seconds.
LITTLE = Limits(nodes=300, total_elements=5_000_000, evaluations=20_000, items=10_000)


@pytest.mark.parametrize("text", [*LISTS, *LOOPS, *ARRAYS, *TEXTS])
def test_what_would_never_end_or_never_fit_is_refused(text: str) -> None:
    assert refused(text, LITTLE).message


def test_what_would_never_end_is_refused_by_the_limits_that_nobody_has_set() -> None:
    assert "more than" in refused("f = lambda n: 1 if n < 1 else f(n-1) + f(n-1)\nf(30)*x").message


@pytest.mark.parametrize(
    "text",
    [
        "9**9**9**9*x",
        "10**10**6*x",
        "(2**62)**62*x",
        "int(1e308)**63*x",
        "a = 10\nfor i in range(400): a = a*a\nx*a",
        "x**10**10",
    ],
)
def test_huge_numbers_are_inf_or_large_not_slow(text: str) -> None:
    assert differentiate(parse(text)).labels


def test_the_number_of_nodes() -> None:
    text = "for i in range(10): x = sin(x)\nx"
    assert len(differentiate(parse(text), limits=Limits(nodes=11)).graph.nodes) == 11
    mistake = refused(text, Limits(nodes=10))
    assert "more than 10 nodes" in mistake.message
    assert (mistake.line, mistake.column) == (1, 24)


def test_two_thousand_nodes_unless_told_otherwise() -> None:
    assert len(differentiate(parse("for i in range(1999): x = sin(x)\nx")).graph.nodes) == 2000
    assert "more than 2000 nodes" in refused("for i in range(2000): x = sin(x)\nx").message


@pytest.mark.parametrize("used", ["next(g)", "sum(itertools.islice(g, 3))"])
def test_a_generator_without_end_is_told_so(used: str) -> None:
    text = "def powers(p):\n    while True:\n        yield p\n        p = p * x\ng = powers(x)\n" + used
    assert refused(text).message == "`powers` is run to its end before its values are used, and comes to none"


def test_the_backward_pass_has_room_for_the_largest_forward_pass() -> None:
    trace = differentiate(parse("for i in range(490): x = x*x/2 + x\nx"), values={"x": 0.001})
    assert len(trace.adjoints) > 1400


def test_the_number_of_elements() -> None:
    assert differentiate(parse("ones(10, 10)*x"), limits=Limits(elements=100)).labels
    assert "(10, 11)" in refused("ones(10, 11)*x", Limits(elements=100)).message
    assert differentiate(parse("ones(1000, 1000)*x")).labels
    assert "too large" in refused("ones(1000, 1001)*x").message


@pytest.mark.parametrize(
    "text", ["sum((ones(90000, 1)*x) @ ones(1, 90000))", "sum(outer(ones(90000)*x, ones(90000)))", "sum(ones(90000, 1)*x + ones(1, 90000))"]
)  # fmt: skip
def test_a_result_far_too_large_is_refused_before_it_is_made(text: str) -> None:
    assert "would have 8100000000 entries" in refused(text).message


def test_the_number_of_elements_of_all_values_together() -> None:
    text = "y = ones(10, 10)*x\ny = y + 1\ny*y"
    assert differentiate(parse(text), limits=Limits(total_elements=1000)).labels
    assert "too large" in refused(text, Limits(total_elements=300)).message


def test_the_number_of_steps() -> None:
    text = "c = 0\nfor i in range(50): c += i\nc*x"
    assert differentiate(parse(text), limits=Limits(evaluations=1000)).labels
    assert "more than 60 steps" in refused(text, Limits(evaluations=60)).message


def test_a_value_from_outside_is_not_too_large_either() -> None:
    with pytest.raises(LanguageError, match="too large"):
        differentiate(parse("x*2"), values={"x": [0.0] * 101}, limits=Limits(elements=100))


@pytest.mark.parametrize(
    "text",
    [
        "open('/etc/passwd')",
        "eval('1')*x",
        "exec('x = 1')",
        "getattr(x, '__class__')*x",
        "getattr(x, 'tofile')('a')",
        "globals()['x']",
        "x.__class__",
        "().__class__.__bases__[0].__subclasses__()",
        "__import__('os').system('true')",
        "import os\nos.system('true')*x",
        "import subprocess\nsubprocess.run('true')",
        "np.load('a')*x",
        "np.save('a', x)",
        "np.fromfile('a')*x",
        "np.ctypeslib.load_library('a', 'b')*x",
        "torch.load('a')*x",
        "x.tofile('a')",
        "x.data.obj.f_globals*x",
        "f'{x.__class__}'.format(x)",
        "'{0.__class__}'.format(x)*x",
        "print.__self__",
        "(lambda: 0).__globals__",
        "input()*x",
        "compile('1', '', 'eval')",
        "help()",
        "x.dtype.type.mro()",
        "np.core.os*x",
        "np.lib.npyio.os*x",
    ],
)
def test_nothing_outside_of_the_language_is_reached(text: str) -> None:
    assert refused(text).message


def test_a_text_is_never_executed(tmp_path: Path) -> None:
    text = f"import os\nos.makedirs('{tmp_path}/made')\nopen('{tmp_path}/written', 'w')\nx*2"
    assert refused(text).message
    assert list(tmp_path.iterdir()) == []


WITHIN = ("np.array(a)", "sum(a)*x", "a*x", "np.stack(a)", "max(a)", "x[a]")


@pytest.mark.parametrize("use", WITHIN)
def test_a_list_within_itself_is_no_way_out(use: str) -> None:
    assert refused(f"a = [x, 2.0]\na.append(a)\n{use}").message


@pytest.mark.parametrize(
    ("text", "row", "entries"),
    [
        ("z = x[:, None] * x", "multiply", 900),
        ("z = outer(x, x)", "outer", 900),
        ("z = x[:, None] @ x[None]", "matmul", 900),
    ],
)
def test_a_result_far_too_large_is_never_made(text: str, row: str, entries: int) -> None:
    """Whether it is stopped before NumPy makes it shows in the message: a value that was made is told by its shape."""
    with pytest.raises(LanguageError, match=f"the result of `{row}` would have {entries} entries"):
        differentiate(parse(text), values={"x": [1.0] * 30}, limits=Limits(elements=100))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("f = lambda x: x**2\ny = jax.vmap(jax.grad(f))()", "there is none here"),
        ("y = np.zeros((3, 3))\ny[np.arange(3), [0, 1]] = x", "do not fit"),
        ("from functools import reduce\nz = reduce(lambda a, b: a*b, [])", "nothing to reduce"),
        ("s = {x, 2}\nz = sum(s)*y", "a set holds plain values"),
        ("x = 3\nz = ~x * y", "`~` turns truth values"),
        ("import torch\nz = torch.polar(x, x)", "gives complex numbers"),
        ("z = np.zeros(2, dtype=complex) * x", "complex numbers are not part of the language"),
        ("z = complex(x, 2)", "complex numbers are not part of the language"),
        ("s = set()\ns.add(x)\nz = len(s)*y", "a set holds plain values"),
    ],
)
def test_what_mutated_texts_have_found_is_told(text: str, told: str) -> None:
    with pytest.raises(LanguageError) as raised:
        differentiate(parse(text))
    assert told in raised.value.message


@pytest.mark.parametrize(
    "text", ["F(0) = 0\nF(n) = F(n−1) + F(n−2)\ny = x F(6)", "def f(n): return f(n - 1) * f(n - 2)\nf(9)*x"]
)
def test_calls_without_an_end_are_gone_down_once(text: str) -> None:
    assert "nested more than" in refused(text).message
