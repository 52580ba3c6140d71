"""Programs made at random: valid ones by a grammar with shapes, nearly valid ones by mistakes, and texts of any kind.

A seed and a size are what Hypothesis draws; what a seed stands for is made with a plain generator, which gives far more variety
than drawing each choice. Fewer statements and shallower expressions are what it shrinks to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

import numpy as np
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

Shape = tuple[int, ...]

SHAPES: tuple[Shape, ...] = ((), (2,), (3,), (2, 3), (3, 2), (3, 3), (1, 3), (2, 1))
# The odd numbers keep what has a kink away from it: no sum of the inputs' two decimals meets them.
UNARY = (
    "tanh({})", "np.sin({})", "sigmoid({})", "torch.cos({})", "({})**2 / 3", "np.exp(-({})**2)", "np.log(({})**2 + 1.5)",
    "np.sqrt(({})**2 + 0.7)", "softplus({})", "F.gelu({})", "({}).tanh()", "-({})", "1 / (({})**2 + 1.3)", "np.arctan({})",
    "np.abs({} - 0.31713)", "relu({} + 0.07131)", "np.maximum({}, 0.11391)", "np.clip({}, -1.23717, 1.11319)", "2({})",
    "(lambda t: t * t + t)({})", "({} if 2 > 1 else 0)", "np.expm1(({}) / 9)", "F.silu({})", "F.elu({} - 0.01317)", "σ({})·0.5",
    "np.where(({0}) > 0.21371, {0}, 0.3 * ({0}))", "np.square({})", "({}) / 3", "0.7 * ({}) - 1", "({})³/5", "math.pi * ({})",
    "np.minimum({0}, ({0}) / 2 + 0.01713)", "torch.erf({})", "({0}).clone() * 0.5 + tanh({0})", "np.sinh(({}) / 4)",
)  # fmt: skip
BINARY = (
    "({}) + ({})", "({}) - ({})", "({}) * ({})", "({}) / (1.7 + ({})**2)", "np.multiply({}, {})", "np.hypot({}, 1.3 + ({})**2)",
    "torch.add({}, {})", "np.maximum({}, ({}) + 0.10317)", "np.where(({0}) > 0.13177, {0}, {1})", "np.arctan2({}, 1.1 + ({})**2)",
    "(1.5 + np.cos({}))**(({}) / 5)", "(lambda a, b=2: a * b)({}, {})", "[{}, {}][1]", "{{'a': {}, 'b': {}}}['a']",
)  # fmt: skip
REDUCTIONS = ("np.sum({}{})", "({}).mean({})", "torch.logsumexp({}{})", "np.var({}{})", "np.prod({}{})", "np.max({}{})")
AUGMENTED = ("+=", "-=", "*=")
PLACES: tuple[tuple[str, Shape], ...] = (
    ("0", (3,)), (":, 1", (2,)), ("[0, 1], [2, 0]", (2,)), ("1, 2", ()), ("::-1, :2", ()),
)  # fmt: skip


@dataclass
class Draft:
    """A program as it grows: its lines, the shape of each name, and the values of its inputs."""

    random: Random
    depth: int = 2
    lines: list[str] = field(default_factory=list)
    shapes: dict[str, Shape] = field(default_factory=dict)
    inputs: dict[str, object] = field(default_factory=dict)
    serial: int = 0

    def pick(self, *choices: str) -> str:
        return self.random.choice(choices)

    def fresh(self, stem: str = "v") -> str:
        self.serial += 1
        return f"{stem}{self.serial}q"

    def shape(self) -> Shape:
        return self.random.choice(SHAPES)

    def bind(self, text: str, shape: Shape) -> str:
        name = self.fresh()
        self.lines.append(f"{name} = {text}")
        self.shapes[name] = shape
        return name

    def leaf(self, shape: Shape) -> str:
        """A name of this shape: a known one, or a new input."""
        known = [name for name, each in self.shapes.items() if each == shape]
        if known and self.random.random() < 0.7:
            return self.pick(*known)
        name = self.fresh("x")
        size = int(np.prod(shape, dtype=int))
        numbers = [self.random.randint(-200, 200) / 100 for _ in range(size)]
        self.inputs[name] = np.reshape(np.array(numbers), shape).tolist()
        self.shapes[name] = shape
        return name

    def expression(self, shape: Shape, depth: int = -1) -> str:
        """An expression whose value has this shape."""
        depth = self.depth - 1 if depth < 0 else depth
        if depth == 0:
            return self.leaf(shape)
        ways = [self.unary, self.unary, self.binary, self.binary, self.leafy]
        if shape == ():
            ways += [self.reduced, self.entry, self.total]
        if len(shape) == 1:
            ways += [self.reduced, self.row, self.joined, self.product, self.softmax]
        if len(shape) == 2:
            ways += [self.product, self.transposed, self.stacked, self.kept, self.gathered, self.softmax]
        return self.random.choice(ways)(shape, depth - 1)

    def leafy(self, shape: Shape, depth: int) -> str:
        return self.leaf(shape)

    def unary(self, shape: Shape, depth: int) -> str:
        template = self.pick(*UNARY)
        return template.replace("{}", "{0}").format(self.expression(shape, depth))

    def binary(self, shape: Shape, depth: int) -> str:
        left = self.expression(shape, depth)
        narrow = [each for each in SHAPES if each == shape or broadcasts(each, shape)]
        return self.pick(*BINARY[:6]).format(left, self.expression(self.random.choice(narrow), depth))

    def paired(self, shape: Shape, depth: int) -> str:
        return self.pick(*BINARY).format(self.expression(shape, depth), self.expression(shape, depth))

    def reduced(self, shape: Shape, depth: int) -> str:
        template = self.pick(*REDUCTIONS)
        if shape == ():
            return template.format(self.expression(self.shape(), depth), "").replace("logsumexp", "sum")
        axis = self.pick("axis=1", "-1", "dim=1")
        comma = "" if template.startswith("(") else ", "
        axis = axis if "torch" in template or axis != "dim=1" else "axis=1"
        return template.format(self.expression((*shape, 3), depth), comma + axis)

    def kept(self, shape: Shape, depth: int) -> str:
        if 1 not in shape:
            return self.paired(shape, depth)
        axis = shape.index(1)
        wide = tuple(3 if place == axis else size for place, size in enumerate(shape))
        return f"({self.expression(wide, depth)}).sum(axis={axis}, keepdims=True)"

    def entry(self, shape: Shape, depth: int) -> str:
        return f"({self.expression((2, 3), depth)})[{self.pick('0, 1', '-1, 2', '1][0', '0, -1')}]"

    def total(self, shape: Shape, depth: int) -> str:
        inner = self.expression((3,), depth)
        return self.pick("sum(t * t for t in {0})", "sum([({0})[i] for i in range(3)])", "np.dot({0}, {0})").format(
            inner
        )

    def row(self, shape: Shape, depth: int) -> str:
        key = self.pick("[0]", "[-1]", "[1, :]", "[0, ...]")
        return f"({self.expression((2, *shape), depth)}){key}"

    def joined(self, shape: Shape, depth: int) -> str:
        first, rest = self.expression((1, 3), depth), self.expression((2,), depth)
        cut = f"np.concatenate([({first})[0], {rest}])[{self.pick('1', '0', '-4')}:]"
        return f"{cut}[:{shape[0]}]"

    def product(self, shape: Shape, depth: int) -> str:
        left = self.expression((*shape[:1], 3), depth)
        right = self.expression((3, *shape[1:]), depth)
        return self.pick("({}) @ ({})", "np.dot({}, {})", "({}).dot({})", "torch.matmul({}, {})").format(left, right)

    def transposed(self, shape: Shape, depth: int) -> str:
        inner = self.expression(shape[::-1], depth)
        return self.pick("({}).T", "np.transpose({})", "({})ᵀ", "torch.transpose({}, 0, 1)").format(inner)

    def stacked(self, shape: Shape, depth: int) -> str:
        rows = [self.expression(shape[1:], depth) for _ in range(shape[0])]
        return self.pick("np.stack([{}])", "np.array([{}])", "torch.stack(({},), dim=0)").format(", ".join(rows))

    def gathered(self, shape: Shape, depth: int) -> str:
        rows = [self.pick("0", "1", "2", "-1") for _ in range(shape[0])]
        return f"({self.expression((3, shape[1]), depth)})[[{', '.join(rows)}]]"

    def softmax(self, shape: Shape, depth: int) -> str:
        return f"{self.pick('F.softmax', 'F.log_softmax')}({self.expression(shape, depth)}, dim=-1)"

    def statement(self) -> None:
        ways = [self.assign, self.assign, self.pair, self.augment, self.loop, self.branch, self.whiles, self.function]
        self.random.choice([*ways, self.put, self.comprehension, self.instance, self.walk, self.module])()

    def assign(self) -> None:
        shape = self.shape()
        self.bind(self.expression(shape, self.depth), shape)

    def pair(self) -> None:
        shapes = self.shape(), self.shape()
        texts = [self.expression(shape) for shape in shapes]
        names = self.fresh(), self.fresh()
        self.lines.append(f"{', '.join(names)} = {', '.join(texts)}")
        self.shapes.update(zip(names, shapes, strict=True))

    def start(self) -> tuple[str, Shape]:
        shape = self.shape()
        return self.bind(f"1.0 * ({self.leaf(shape)})", shape), shape

    def augment(self) -> None:
        name, shape = self.start()
        self.lines.append(f"{name} {self.pick(*AUGMENTED)} {self.expression(shape)}")

    def loop(self) -> None:
        name, shape = self.start()
        header = self.pick("i in range(2)", "i, c in enumerate([0.3, 0.6])", "i, c in zip(range(2), (1, 2))")
        body = self.expression(shape)
        self.lines += [f"for {header}:", "    if i == 5: continue", f"    {name} = np.tanh({name} * (i + 1) + {body})"]

    def walk(self) -> None:
        name, _ = self.bind("0.0", ()), self.lines.pop()
        items = self.expression((3, 2))
        self.lines += [f"{name} = 0", f"for row in {items}:", f"    {name} += row[0] * row[1]"]

    def branch(self) -> None:
        name, shape = self.start()
        test = self.pick(f"{name}.ndim == {len(shape)}", f"len({name}.shape) > 5", "True and not False", "3 in [1, 2]")
        then, otherwise = self.expression(shape), self.expression(shape)
        self.lines += [
            f"if {test}:",
            f"    {name} = {name} * ({then})",
            "else:",
            f"    {name} = {name} - ({otherwise})",
        ]

    def whiles(self) -> None:
        name, _ = self.start()
        counter = self.fresh("k")
        self.lines += [
            f"{counter} = 0",
            f"while {counter} < 2:",
            f"    {name} = sin({name}) + 0.1",
            f"    {counter} += 1",
        ]

    def function(self) -> None:
        shape, name = self.shape(), self.fresh("f")
        body = self.pick("a * b + c", "tanh(a) - b * c", "a / (1 + b**2) * c")
        self.lines += [f"def {name}(a, b, c=0.5):", '    """What it does."""', f"    t = {body}", "    return t * t, t"]
        first, second = self.expression(shape), self.expression(shape)
        self.bind(f"{name}({first}, b={second})[{self.pick('0', '1')}]", shape)

    def put(self) -> None:
        name = self.bind(f"1.0 * ({self.leaf((2, 3))})", (2, 3))
        key, shape = self.random.choice(PLACES)
        self.lines.append(f"{name}[{key}] = {self.expression(shape)}")

    def comprehension(self) -> None:
        name, shape = self.start()
        text = self.pick("sum([{0} * i for i in range(1, 3)])", "sum({0} / (i + 2) for i in range(4) if i % 2 == 0)")
        self.bind(text.format(name), shape)

    def instance(self) -> None:
        shape, name = self.shape(), self.fresh("Net")
        self.lines += [
            f"class {name}:", "    def __init__(self, scale=2.0):", "        self.scale = scale",
            "    def forward(self, x):", "        return torch.tanh(x * self.scale)",
        ]  # fmt: skip
        self.bind(f"{name}(0.5).forward({self.expression(shape)})", shape)

    def module(self) -> None:
        name, net = self.fresh("Module"), self.fresh("net")
        self.lines += [
            f"class {name}(nn.Module):", "    def __init__(self, size):", "        super().__init__()",
            "        self.body = nn.Sequential(nn.Linear(3, size), nn.Tanh())", "        self.last = nn.Linear(size, 2)",
            "    def forward(self, x):", "        return self.last(self.body(x))", f"{net} = {name}(4)",
        ]  # fmt: skip
        self.bind(f"{net}({self.expression((2, 3))})[:, 1]", (2,))

    def finish(self) -> tuple[str, dict[str, object]]:
        """The text, ending in a value of any shape that most names lead to."""
        terms = [f"np.sum({name})" for name in self.shapes]
        self.lines.append(f"out = {' + '.join(terms)}")
        return "\n".join(self.lines), self.inputs


def broadcasts(narrow: Shape, wide: Shape) -> bool:
    pairs = zip(narrow[::-1], wide[::-1], strict=False)
    return len(narrow) <= len(wide) and all(small in (1, large) for small, large in pairs)


@st.composite
def valid(draw: DrawFn) -> tuple[str, dict[str, object]]:
    """A text that must run, and values for its inputs."""
    size, depth = draw(st.integers(1, 5)), draw(st.integers(1, 3))
    draft = Draft(Random(draw(st.integers(0, 2**32))), depth)
    for _ in range(size):
        draft.statement()
    return draft.finish()
