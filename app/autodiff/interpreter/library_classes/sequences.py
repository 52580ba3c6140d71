"""PyTorch's modules for sequences, in our own language: recurrent networks, attention, the encoder layer."""

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
        bound, G, inner = 1 / hidden_size ** 0.5, {gates} * hidden_size, self.width * (2 if bidirectional else 1)
{parameters}
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
            self.weight_ih_{end} = Parameter(uniform(-bound, bound, (G, {width})))
            self.weight_hh_{end} = Parameter(uniform(-bound, bound, (G, self.width)))
            self.bias_ih_{end} = Parameter(uniform(-bound, bound, (G,))) if bias else None
            self.bias_hh_{end} = Parameter(uniform(-bound, bound, (G,))) if bias else None
            self.weight_hr_{end} = Parameter(uniform(-bound, bound, (self.width, hidden_size))) if self.width < hidden_size else None
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
ATTENTION = """
class MultiheadAttention:
    def __init__(self, embed_dim, num_heads, dropout=0.0, bias=True, kdim=None, vdim=None, batch_first=False):
        self.out_proj = Linear(embed_dim, embed_dim, bias)
        if bias: self.out_proj.bias = Parameter(zeros(embed_dim))
        bound, widths = (1.5 / embed_dim) ** 0.5, (embed_dim, kdim or embed_dim, vdim or embed_dim)
        self.apart = widths != (embed_dim,) * 3
        if self.apart:
            self.q_proj_weight = Parameter(uniform(-bound, bound, (embed_dim, embed_dim)))
            self.k_proj_weight = Parameter(uniform(-bound, bound, (embed_dim, widths[1])))
            self.v_proj_weight = Parameter(uniform(-bound, bound, (embed_dim, widths[2])))
        else: self.in_proj_weight = Parameter(uniform(-bound, bound, (3 * embed_dim, embed_dim)))
        self.in_proj_bias = Parameter(zeros(3 * embed_dim)) if bias else None
        self.width, self.heads, self.batch_first, self.drops = embed_dim, num_heads, batch_first, dropout

    def weight(self, k):
        if self.apart: return (self.q_proj_weight, self.k_proj_weight, self.v_proj_weight)[k]
        return self.in_proj_weight[k*self.width:(k+1)*self.width]

    def part(self, x, k):
        E = self.width
        b = None if self.in_proj_bias is None else self.in_proj_bias[k*E:(k+1)*E]
        y = linear(x, self.weight(k), b)
        return swapaxes(reshape(y, (*y.shape[:-1], self.heads, E // self.heads)), -2, -3)

    def forward(
        self, query, key, value, key_padding_mask=None, need_weights=True, attn_mask=None, average_attn_weights=True,
        is_causal=False
    ):
        swap = query.ndim == 3 and not self.batch_first
        if swap: query, key, value = swapaxes(query, 0, 1), swapaxes(key, 0, 1), swapaxes(value, 0, 1)
        q, k, v = self.part(query, 0), self.part(key, 1), self.part(value, 2)
        scores = q @ k.mT / q.shape[-1] ** 0.5
        if attn_mask is not None:
            scores = masked_fill(scores, attn_mask, -inf) if is_mask(attn_mask) else scores + attn_mask
        if key_padding_mask is not None:
            gaps = key_padding_mask[:, None, None, :] if query.ndim == 3 else key_padding_mask
            scores = masked_fill(scores, gaps, -inf) if is_mask(key_padding_mask) else scores + gaps
        weights = softmax(scores, -1)
        if self.drops and not self.evaluating: weights = dropout(weights, self.drops)
        out = swapaxes(weights @ v, -2, -3)
        out = self.out_proj(reshape(out, query.shape))
        told = None if not need_weights else mean(weights, -3) if average_attn_weights else weights
        return swapaxes(out, 0, 1) if swap else out, told

class TransformerEncoderLayer:
    def __init__(
        self, d_model, nhead, dim_feedforward=2048, dropout=0.1, activation='relu', layer_norm_eps=1e-05,
        batch_first=False, norm_first=False
    ):
        if isinstance(activation, str): activation = {'relu': relu, 'gelu': gelu}[activation]
        self.self_attn = MultiheadAttention(d_model, nhead, batch_first=batch_first)
        self.prepare(d_model, nhead, batch_first, layer_norm_eps)
        self.linear1, self.linear2 = Linear(d_model, dim_feedforward), Linear(dim_feedforward, d_model)
        self.norm1, self.norm2 = LayerNorm(d_model, layer_norm_eps), LayerNorm(d_model, layer_norm_eps)
        self.activation, self.first, self.drops = activation, norm_first, dropout

    def prepare(self, d_model, nhead, batch_first, eps): pass

    def attend(self, x, mask, padding=None): return self.self_attn(x, x, x, padding, attn_mask=mask)[0]

    def feed(self, x):
        h = self.activation(self.linear1(x))
        if self.drops and not self.evaluating: h = dropout(h, self.drops)
        return self.linear2(h)

    def forward(self, src, src_mask=None, src_key_padding_mask=None, is_causal=False):
        if self.first:
            x = src + self.attend(self.norm1(src), src_mask, src_key_padding_mask)
            return x + self.feed(self.norm2(x))
        x = self.norm1(src + self.attend(src, src_mask, src_key_padding_mask))
        return self.norm2(x + self.feed(x))

class TransformerDecoderLayer(TransformerEncoderLayer):
    def prepare(self, d_model, nhead, batch_first, eps):
        self.multihead_attn = MultiheadAttention(d_model, nhead, batch_first=batch_first)
        self.norm3 = LayerNorm(d_model, eps)

    def look(self, x, memory, mask, padding):
        return self.multihead_attn(x, memory, memory, padding, attn_mask=mask)[0]

    def forward(
        self, tgt, memory, tgt_mask=None, memory_mask=None, tgt_key_padding_mask=None, memory_key_padding_mask=None,
        tgt_is_causal=False, memory_is_causal=False
    ):
        own, other = (tgt_mask, tgt_key_padding_mask), (memory, memory_mask, memory_key_padding_mask)
        if self.first:
            x = tgt + self.attend(self.norm1(tgt), *own)
            x = x + self.look(self.norm2(x), *other)
            return x + self.feed(self.norm3(x))
        x = self.norm1(tgt + self.attend(tgt, *own))
        x = self.norm2(x + self.look(x, *other))
        return self.norm3(x + self.feed(x))

class TransformerEncoder:
    def __init__(self, encoder_layer, num_layers, norm=None, enable_nested_tensor=True, mask_check=True):
        self.layers = ModuleList([deepcopy(encoder_layer) for k in range(num_layers)])
        self.norm = norm
    def forward(self, src, mask=None, src_key_padding_mask=None, is_causal=None):
        for layer in self.layers: src = layer(src, mask, src_key_padding_mask)
        return src if self.norm is None else self.norm(src)

class TransformerDecoder:
    def __init__(self, decoder_layer, num_layers, norm=None):
        self.layers = ModuleList([deepcopy(decoder_layer) for k in range(num_layers)])
        self.norm = norm
    def forward(
        self, tgt, memory, tgt_mask=None, memory_mask=None, tgt_key_padding_mask=None, memory_key_padding_mask=None,
        tgt_is_causal=None, memory_is_causal=False
    ):
        for layer in self.layers: tgt = layer(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask)
        return tgt if self.norm is None else self.norm(tgt)

class Transformer:
    def __init__(
        self, d_model=512, nhead=8, num_encoder_layers=6, num_decoder_layers=6, dim_feedforward=2048, dropout=0.1,
        activation='relu', custom_encoder=None, custom_decoder=None, layer_norm_eps=1e-05, batch_first=False, norm_first=False
    ):
        each = d_model, nhead, dim_feedforward, dropout, activation, layer_norm_eps, batch_first, norm_first
        encode, decode = TransformerEncoderLayer(*each), TransformerDecoderLayer(*each)
        self.encoder = custom_encoder or TransformerEncoder(encode, num_encoder_layers, LayerNorm(d_model, layer_norm_eps))
        self.decoder = custom_decoder or TransformerDecoder(decode, num_decoder_layers, LayerNorm(d_model, layer_norm_eps))
    @staticmethod
    def generate_square_subsequent_mask(sz, device=None, dtype=None): return triu(full((sz, sz), -inf), 1)
    def forward(
        self, src, tgt, src_mask=None, tgt_mask=None, memory_mask=None, src_key_padding_mask=None,
        tgt_key_padding_mask=None, memory_key_padding_mask=None, src_is_causal=None, tgt_is_causal=None, memory_is_causal=False
    ):
        memory = self.encoder(src, src_mask, src_key_padding_mask)
        return self.decoder(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask)
"""


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
    return "\n".join([PACKED, *recurrent, ATTENTION])


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
