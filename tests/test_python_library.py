"""Python's iterators, containers and small modules give what Python itself gives for the same text, and the slope of that."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.autodiff import Trace, differentiate
from app.language import LanguageError, parse

AT, STEP = 3.0, 1e-5
TEXTS = (Path(__file__).parent / "data" / "python_library.txt").read_text(encoding="utf-8").split("\n\n")


def python(text: str, x: float) -> float:
    """What Python gives for z."""
    names: dict[str, object] = {"x": x}
    exec(text, names)  # noqa: S102 - our own texts, which Python itself is to judge
    return float(names["z"])  # type: ignore[arg-type]


def ours(text: str) -> Trace:
    return differentiate(parse(text), values={"x": AT})


@pytest.mark.parametrize("text", TEXTS)
def test_python_gives_the_same(text: str) -> None:
    trace = ours(text)
    assert np.allclose(trace.values[trace.graph.output], python(text, AT), rtol=1e-12)
    slope = (python(text, AT + STEP) - python(text, AT - STEP)) / (2 * STEP)
    assert np.allclose(trace.named(trace.adjoints)["x"], slope, rtol=1e-6, atol=1e-6)


def test_an_iterator_of_which_nothing_is_left_is_told() -> None:
    told = [warning.message for warning in ours("g = (q * x for q in [1, 2])\nz = sum(g) + sum(g)").warnings]
    assert any("of which nothing is left" in message for message in told)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("m = map(abs, [x, 2])\nz = sum(m) / len(m)", "an iterator has no length"),
        ("m = map(abs, [x, 2])\nz = next(m) * m[0]", "an iterator has no places"),
        ("z = next(iter([])) * x", "there is no next item here"),
        ("d = {[1]: x}\nz = d[0]", "the keys of a dict are"),
        ("d = {'p': x}\nz = d.pop('q')", "there is nothing that `.pop` can do here"),
        ("from itertools import batched\nz = sum(batched([x], 0))", "a batch has at least one item"),
        ("z = gcd(1.5, 2) * x", "a whole number is needed"),
        ("z = isqrt(-3) * x", "has no value"),
        ("z = lcm(*range(1, 2000)) * x", "larger than any number here"),
        ("import itertools\nz = sum(itertools.tee(range(2000), 3000)[0]) * x", "6000000 items"),
        ("z = sum(range(0, 4, 0)) * x", "a step that is not 0"),
        ("z = pow(2, -1, 4) * x", "2 has no inverse among the rests by 4"),
        (
            "import numpy as np\nz = np.squeeze(np.ones(3), axis=0).sum() * x",
            "only an axis with one entry can be left out",
        ),
        ("z = ord('ab') * x", "a text of one sign"),
        ("z = chr(-1) * x", "no sign has the number -1"),
        ("s = {1, 2}\ns.remove(5)\nz = x", "this is not in the set"),
        ("s = {1, 2}\ns.clear()\nz = s.pop() * x", "there is nothing in this set"),
        ("z = x * sum({1, 2} + {3, 4})", "does not work on sets"),
        ("d = [1.0, x]\nz = d.index(7.0) * x", "there is no 7.0 in this list"),
        ("d = [x]\ndel d[4]\nz = d[0]", "there is no item 4 here"),
        ("import random\nz = random.randint(5, 1) * x", "does not work with these bounds"),
        ("import random\nz = random.choice([]) * x", "does not work on these items"),
        ("from fractions import Fraction\nz = Fraction('w') * x", "`w` is not a number"),
        (
            "from collections import namedtuple\nz = namedtuple('P', 'a', defaults=[1, 2])(x).a",
            "1 fields have 2 defaults",
        ),
        ("from enum import Enum\nclass K(Enum):\n    A = 1\nz = K(7).value * x", "has no member with that value"),
        ("from enum import Enum\nclass K(Enum):\n    A = 1\nz = K['B'].value * x", "has no member of that name"),
        ("class A:\n    w = 1\nz = A().w + A() * x", "`\\*` does not work on `A`"),
        ("class A:\n    w = 1\nz = A()(x)", "cannot be called"),
        ("class A:\n    w = 1\nfor q in A(): z = x", "cannot be gone through item by item"),
        (
            "def f(v):\n    match v:\n        case A(b): return b\nclass A:\n    w = 1\nz = f(A()) * x",
            "no parts by position",
        ),
        ("def f(x):\n    nonlocal q\n    q = x\nz = f(x)", "there is no `q` around this function"),
    ],
)
def test_what_python_refuses_is_refused(text: str, message: str) -> None:
    with pytest.raises(LanguageError, match=message):
        ours(text)
