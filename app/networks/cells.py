"""Networks that read a sequence: the points are its members in their order, and the last answer counts against the last target."""

from __future__ import annotations

from collections.abc import Iterator

from app.networks.sketch import Sketch

GATES = ("i", "f", "o", "g")


def rnn(sketch: Sketch) -> Iterator[str]:
    """One statement a turn, so that the error is seen going back through time."""
    width, turns = sketch.asked.hidden[0], len(sketch.points.targets)
    yield from sketch.examples()
    if sketch.module:
        yield from celled(sketch, "RNNCell", "h = self.cell(x[k:k+1], h)")
        return
    yield sketch.matrix("W_x", sketch.columns, width)
    yield sketch.matrix("W_h", width, width)
    yield sketch.vector("b_h", width)
    yield from head(sketch, width)
    yield f"h0 = zeros({width})"
    for turn in range(turns):
        summed = f"x[{turn}] @ W_x + h{turn} @ W_h + b_h"
        yield f"h{turn + 1} = {sketch.activated(summed)}"
    yield f"y = h{turns} @ W_y + b_y"
    yield closing(sketch)


def lstm(sketch: Sketch) -> Iterator[str]:
    """Four gates a turn (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000)."""
    width, turns = sketch.asked.hidden[0], len(sketch.points.targets)
    yield from sketch.examples()
    if sketch.module:
        yield from celled(sketch, "LSTMCell", "h, c = self.cell(x[k:k+1], (h, c))", f"c = torch.zeros(1, {width})")
        return
    for gate in GATES:
        yield sketch.matrix(f"W_{gate}", sketch.columns + width, width)
        yield sketch.vector(f"b_{gate}", width, 1.0 if gate == "f" else 0.0)
    yield from head(sketch, width)
    yield f"h0 = zeros({width})"
    yield f"c0 = zeros({width})"
    for turn in range(turns):
        after = turn + 1
        yield f"z{after} = concatenate([x[{turn}], h{turn}])"
        for gate in GATES:
            called = "tanh" if gate == "g" else "sigmoid"
            yield f"{gate}{after} = {called}(z{after} @ W_{gate} + b_{gate})"
        yield f"c{after} = f{after} * c{turn} + i{after} * g{after}"
        yield f"h{after} = o{after} * tanh(c{after})"
    yield f"y = h{turns} @ W_y + b_y"
    yield closing(sketch)


def attention(sketch: Sketch) -> Iterator[str]:
    """One head (Vaswani et al. 2017): each point asks all others, and answers by itself."""
    yield from sketch.examples()
    yield from (attending_module if sketch.module else attending_text)(sketch, sketch.asked.hidden[0])


def attending_text(sketch: Sketch, width: int) -> Iterator[str]:
    for name in ("W_q", "W_k", "W_v"):
        yield sketch.matrix(name, sketch.columns, width)
    yield from head(sketch, width)
    yield "Q = x @ W_q"
    yield "K = x @ W_k"
    yield "V = x @ W_v"
    yield f"S = Q @ K.T / sqrt({width})"
    yield "A = softmax(S, axis=1)"
    yield "O = A @ V"
    yield "y = O @ W_y + b_y"
    yield sketch.loss()


def attending_module(sketch: Sketch, width: int) -> Iterator[str]:
    yield "class Net(nn.Module):"
    yield "    def __init__(self):"
    yield "        super().__init__()"
    for name in ("query", "key", "value"):
        yield f"        self.{name} = nn.Linear({sketch.columns}, {width}, bias=False)"
    yield f"        self.head = nn.Linear({width}, {sketch.outputs})"
    yield "    def forward(self, x):"
    yield f"        scores = self.query(x) @ self.key(x).T / {width}**0.5"
    yield "        weights = F.softmax(scores, dim=1)"
    yield "        return self.head(weights @ self.value(x))"
    yield from sketch.model()


def head(sketch: Sketch, width: int) -> Iterator[str]:
    """The parameters of the last layer."""
    yield sketch.matrix("W_y", width, sketch.outputs)
    yield sketch.vector("b_y", sketch.outputs)


def closing(sketch: Sketch) -> str:
    """The loss of the last answer, which has no axis of points."""
    return sketch.loss().replace(", t)", ", t[-1])")


def celled(sketch: Sketch, cell: str, turn: str, carried: str = "") -> Iterator[str]:
    """A module that goes through the sequence with a cell of PyTorch."""
    width, turns = sketch.asked.hidden[0], len(sketch.points.targets)
    yield "class Net(nn.Module):"
    yield "    def __init__(self):"
    yield "        super().__init__()"
    yield f"        self.cell = nn.{cell}({sketch.columns}, {width})"
    yield f"        self.head = nn.Linear({width}, {sketch.outputs})"
    yield "    def forward(self, x):"
    yield f"        h = torch.zeros(1, {width})"
    if carried:
        yield f"        {carried}"
    yield f"        for k in range({turns}):"
    yield f"            {turn}"
    yield "        return self.head(h)"
    yield from list(sketch.model())[:-1]
    yield sketch.loss().replace(", t)", ", t[-1:])")
