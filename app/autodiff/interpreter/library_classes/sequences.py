"""PyTorch's modules for sequences, in our own language: recurrent networks, and sequences of several lengths."""

from __future__ import annotations

LAYERS = 4
"""A recurrent module has at most so many, as each has parameters with names of its own."""
RECURRENT = """
class {name}:
    def __init__(self, input_size, hidden_size, num_layers=1, {own}bias=True, batch_first=False, dropout=0.0, bidirectional=False{last}):
        at_most(num_layers, {layers}, 'num_layers')
        self.layers, self.size, self.batch_first, self.both = num_layers, hidden_size, batch_first, bidirectional
        {kept}
        self.drops, self.width = dropout, {width}
        G, inner = {gates} * hidden_size, self.width * (2 if bidirectional else 1)
{parameters}
        self.reset_parameters()
    def reset_parameters(self): self._spread(1 / self.size ** 0.5, self.parameters())
    def layer(self, xs, alive, h, c, Wi, Wh, bi, bh, Wr):
        hs = []
        for x, live in zip(xs, alive):
            last, kept = h, c
            h, c = self.step(linear(x, Wi, bi), linear(h, Wh, bh), h, c, self.size)
            if Wr is not None: h = linear(h, Wr)
            if live is not None: h, c = where(live, h, last), where(live, c, kept)
            hs.append(h if live is None else where(live, h, 0.0))
        return stack(hs), h, c

    def forward(self, input, state=None):
        packed = isinstance(input, PackedSequence)
        swap = not packed and self.batch_first and input.ndim == 3
        xs = input.padded if packed else swapaxes(input, 0, 1) if swap else input
        alive = input.alive() if packed else [None] * len(xs)
        start = state[0] if isinstance(state, tuple) else state
        many = self.layers * (2 if self.both else 1)
        first = start if start is not None else zeros((many, *xs.shape[1:-1], self.width))
        cell = state[1] if isinstance(state, tuple) else zeros((many, *xs.shape[1:-1], self.size))
        ends, cells = [], []
{passes}
        h, c = stack(ends), stack(cells)
        return PackedSequence(xs, input.lengths) if packed else swapaxes(xs, 0, 1) if swap else xs, {state}

    def step(self, a, b, h, c, H):
        {step}
"""
PARAMETERS = """\
        if num_layers > {layer}{only}:
            self.weight_ih_{end} = Parameter(zeros((G, {width})))
            self.weight_hh_{end} = Parameter(zeros((G, self.width)))
            self.bias_ih_{end} = Parameter(zeros((G,))) if bias else None
            self.bias_hh_{end} = Parameter(zeros((G,))) if bias else None
            self.weight_hr_{end} = Parameter(zeros((self.width, hidden_size))) if self.width < hidden_size else None
"""
PASS = """\
        if self.layers > {layer}:
            k = {layer} * (2 if self.both else 1)
            hs, h, c = self.layer(xs, alive, first[k], cell[k], {onward})
            ends, cells = [*ends, h], [*cells, c]
            if self.both:
                back, h, c = self.layer(flip(xs, 0), alive[::-1], first[k + 1], cell[k + 1], {returning})
                ends, cells = [*ends, h], [*cells, c]
                hs = concatenate([hs, flip(back, 0)], -1)
            xs = dropout(hs, self.drops) if self.drops and not self.evaluating and self.layers > {layer} + 1 else hs
"""
PACKED = """
class PackedSequence:
    def __init__(self, padded, lengths):
        self.padded, self.lengths = padded[:max(lengths)], lengths
    def alive(self):
        return [None if t < min(self.lengths) else asarray(self.lengths)[:, None] > t for t in range(len(self.padded))]
    def __getitem__(self, place):
        n = self.lengths
        order = sorted(range(len(n)), key=lambda i: -n[i])
        steps = [(t, i) for t in range(max(n)) for i in order if n[i] > t]
        return self.padded[[t for t, i in steps], [i for t, i in steps]] if place == 0 else [sum(m > t for m in n) for t in range(max(n))]
    @property
    def data(self): return self[0]

class Utilities:
    @staticmethod
    def pad_sequence(sequences, batch_first=False, padding_value=0.0):
        longest = max([len(each) for each in sequences])
        filled = [concatenate([each] + [full_like(each[:1], padding_value)] * (longest - len(each))) for each in sequences]
        return stack(filled, 0 if batch_first else 1)
    @staticmethod
    def pack_padded_sequence(input, lengths, batch_first=False, enforce_sorted=True):
        return PackedSequence(swapaxes(input, 0, 1) if batch_first else input, [int(each) for each in lengths])
    @staticmethod
    def pack_sequence(sequences, enforce_sorted=True):
        return PackedSequence(Utilities.pad_sequence(sequences), [len(each) for each in sequences])
    @staticmethod
    def pad_packed_sequence(sequence, batch_first=False, padding_value=0.0, total_length=None):
        without(padding_value, 'padding_value')
        without(total_length, 'total_length')
        return swapaxes(sequence.padded, 0, 1) if batch_first else sequence.padded, asarray(sequence.lengths)
    @staticmethod
    def parameters_to_vector(parameters): return concatenate([ravel(each) for each in parameters])
    @staticmethod
    def normed(g, v, axes): return v * (g / sqrt(sum(v * v, axes, keepdims=True)))
"""
"""Sequences of several lengths, one step of all of them after the other: `padded` has shape (steps, sequences, …). With them stands
what else `torch.nn.utils` has; `normed` is the weight of `weight_norm`, g·v/‖v‖ (Salimans and Kingma 2016)."""
LSTM_STEP = """z = a + b
        c = sigmoid(z[..., H:2*H]) * c + sigmoid(z[..., :H]) * tanh(z[..., 2*H:3*H])
        return sigmoid(z[..., 3*H:]) * tanh(c), c"""
GRU_STEP = """r, z = sigmoid(a[..., :H] + b[..., :H]), sigmoid(a[..., H:2*H] + b[..., H:2*H])
        n = tanh(a[..., 2*H:] + r * b[..., 2*H:])
        return (1 - z) * n + z * h, c"""
RNN_STEP = "return self.activation(a + b), c"
ACTIVATION = "self.activation = tanh if nonlinearity == 'tanh' else relu"
# The gates of each kind, the state that it gives back, one step, and for what it takes beside the others; the last of these shrinks h.
STEPS = {
    "RNN": ("1", "h", RNN_STEP, "nonlinearity='tanh', ", ACTIVATION, ""),
    "LSTM": ("4", "(h, c)", LSTM_STEP, "", "pass", "proj_size"),
    "GRU": ("3", "h", GRU_STEP, "", "pass", ""),
}


def sequences() -> str:
    """The text of all of them."""
    recurrent = [
        RECURRENT.format(
            name=name,
            gates=gates,
            state=state,
            step=step,
            own=own,
            kept=kept,
            last=last and f", {last}=0",
            width=f"{last} or hidden_size" if last else "hidden_size",
            layers=LAYERS,
            parameters=parameters(),
            passes=passes(),
        )
        for name, (gates, state, step, own, kept, last) in STEPS.items()
    ]
    return "\n".join([PACKED, *recurrent])


def parameters() -> str:
    """The parameters of each layer, and of its way back through the sequence."""
    return "".join(
        PARAMETERS.format(layer=layer, only=only, end=f"l{layer}{way}", width="inner" if layer else "input_size")
        for layer in range(LAYERS)
        for way, only in (("", ""), ("_reverse", " and bidirectional"))
    )


def passes() -> str:
    """The way through the layers, one after the other."""
    return "".join(
        PASS.format(layer=layer, onward=weights(f"l{layer}"), returning=weights(f"l{layer}_reverse"))
        for layer in range(LAYERS)
    )


def weights(end: str) -> str:
    return ", ".join(f"self.{kind}_{end}" for kind in ("weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_hr"))
