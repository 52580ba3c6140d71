"""Texts that a person might type by mistake, or that no person would type: what the language must refuse, never fall over."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from random import Random

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.cases import DATA, read
from tests.programs import valid

# Each statement and expression form once, to make mistakes in.
FORMS = tuple(
    part.strip("\n")
    for part in '''
x = -2; y = 5; z = -4
q = x + y
f = q * z
---
h = x0
for t in range(3):
    h = tanh(W*h + b)
    if t > 1: break
loss = h**2
---
k = 0
while k < 4:
    x = x * 0.9
    k += 1
else_ = x
---
def f(x, y, *rest, scale=2.0, **options):
    """Doc."""
    assert x is not None
    return scale * x, y
u, v = f(a, b, scale=3)
---
g = lambda a, b=2: a @ b if a.ndim > 1 else a * b
g(x, 3)
---
xs = [sin(i * x) for i in range(4) if i % 2 == 0]
s = sum(xs) + sum(v**2 for v in xs)
---
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 2)
    def forward(self, x):
        return F.relu(self.fc(x))
net = Net()
out = net(torch.ones(1, 3) * x)
---
a, (b, *c) = 1.0, [2.0, 3.0, 4.0]
a += b; a **= 2
L = a * c[0] - c[-1]
---
x = np.array([[1., 2.], [3., 4.]])
x[0, :] = 5.0
x[x > 4] *= 2
y = x[::-1, None].sum(axis=(0, 1))
y[0]
---
p = {'W': W, 'b': 0.5}
for name, value in p.items():
    print(name, f'{value:.2f}')
z = p['W'] * x + p['b']
---
with torch.no_grad():
    t = x * 2
loss = (x - t.detach())**2
loss.backward()
print(x.grad)
---
y = 2x² + √(x·3) − σ(z)ᵀ÷2 # as in a book
ŷ = y if y ≥ 0 and not x != 1 else −y
---
>>> x = 3.0
>>> y = x^2
...
In [3]: %matplotlib inline
!ls
---
from math import pi
import numpy as np
A = np.eye(3)[[0, 2, 2]]
B = A @ v.reshape(-1, 1) % 2 // 1
np.concatenate([B, B], axis=-1).T
---
m = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
y = m(x[None, :] if x.shape else torch.zeros(2))
F.cross_entropy(y, torch.tensor([1]))
'''.split("\n---\n")
)
PIECES = (
    "(", ")", "[", "]", "{", "}", ",", ":", ";", "=", "==", "+", "-", "*", "**", "/", "//", "@", "%", ".", "...",
    "\n", "\n    ", "\t", " ", "#", "\\", "'", "\"", "\"\"\"", "f'", "lambda x: ", "for i in range(3): ", "if x: ",
    "else: ", "while x < 3: ", "def f(x): ", "return ", "class C: ", "import ", "with x: ", "not ", " in ", " is ",
    " and ", " or ", "*x", "**x", "x", "y", "W", "1", "0", "1e999", "0x1f", "1_000", "9" * 30, "3j", "b''", "None",
    "True", "np.", "torch.", "nn.", "nn.Linear(2, 3)", "np.zeros", "sum(", "x[0]", "x[::2]", ".T", ".shape",
    "__import__", "self", "super()", "yield ", "await ", "global x", "del x", "try: ", "raise x", "²", "√", "σ", "·",
    "ᵀ", "½", "≤", "∑", "𝑥", "ﬁ", "é", "\u0301", "\u200b", "\u202e", "\ud800", "\x00", "\x0c", "\r", "🙂", "\u3000",
    "x" * 300, "lambda", ":=", "->", "!=", "~", "^", "|", "&", "<<",
)  # fmt: skip


@cache
def texts() -> tuple[tuple[str, Mapping[str, object]], ...]:
    """Valid texts to make mistakes in, each with the values of its inputs."""
    cases = [(case.program, case.at) for file in ("published-cases.json", "paste-cases.json") for case in read(file)]
    passes = [
        (path.read_text(encoding="utf-8"), json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["at"])
        for path in sorted((DATA / "forward-passes").glob("*.txt"))
    ]
    return (*((form, {}) for form in FORMS * 2), *cases, *passes)


def slip(text: str, random: Random) -> str:
    """The text with one mistake in it."""
    place = random.randrange(len(text) + 1)
    stop = min(len(text), place + random.choice((1, 1, 1, 2, 5, 20)))
    lines = text.split("\n")
    line = random.randrange(len(lines))
    other = random.choice(texts())[0].split("\n")
    kind = random.randrange(10)
    if kind == 0:
        return text[:place] + text[stop:]
    if kind == 1:
        return text[:stop] + text[place:]
    if kind == 2:
        return text[:place] + text[place : place + 2][::-1] + text[place + 2 :]
    if kind <= 5:
        return text[:place] + random.choice(PIECES) + text[stop if kind == 5 else place :]
    chosen = {6: [], 7: [lines[line]] * 2, 8: [random.choice(other), lines[line]], 9: ["  " + lines[line]]}[kind]
    return "\n".join([*lines[:line], *chosen, *lines[line + 1 :]])


@st.composite
def nearly_valid(draw: DrawFn) -> tuple[str, Mapping[str, object]]:
    """A valid text with one to four mistakes, and values for its inputs, which may be left out."""
    slips, random = draw(st.integers(1, 4)), Random(draw(st.integers(0, 2**32)))
    text, at = draw(st.one_of(st.sampled_from(texts()), valid()))
    for _ in range(slips):
        text = slip(text, random)
    return text, at if draw(st.booleans()) else {}


@st.composite
def soup(draw: DrawFn) -> str:
    """Pieces of the language in any order."""
    size, random = draw(st.integers(1, 40)), Random(draw(st.integers(0, 2**32)))
    return "".join(random.choice(PIECES) for _ in range(size))


def anything() -> st.SearchStrategy[str]:
    """Pieces of the language in any order, and any characters at all."""
    characters = st.text(st.characters(codec=None), max_size=60)
    return st.one_of(soup(), characters, st.text("xyz0123456789+-*/^()[]=., \n", max_size=60))
