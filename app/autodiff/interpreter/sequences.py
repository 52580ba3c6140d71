"""PyTorch's modules for sequences, in our own language: recurrent networks of one or two layers, attention, the encoder layer."""

from __future__ import annotations

RECURRENT = """
class {name}:
    def __init__(self, input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0, bidirectional=False):
        if num_layers > 2 or bidirectional: more_than_two_layers_or_two_directions_are_not_known()
        bound, G = 1 / hidden_size ** 0.5, {gates} * hidden_size
        self.weight_ih_l0 = Parameter(uniform(-bound, bound, (G, input_size)))
        self.weight_hh_l0 = Parameter(uniform(-bound, bound, (G, hidden_size)))
        self.bias_ih_l0 = Parameter(uniform(-bound, bound, (G,))) if bias else None
        self.bias_hh_l0 = Parameter(uniform(-bound, bound, (G,))) if bias else None
        if num_layers > 1:
            self.weight_ih_l1 = Parameter(uniform(-bound, bound, (G, hidden_size)))
            self.weight_hh_l1 = Parameter(uniform(-bound, bound, (G, hidden_size)))
            self.bias_ih_l1 = Parameter(uniform(-bound, bound, (G,))) if bias else None
            self.bias_hh_l1 = Parameter(uniform(-bound, bound, (G,))) if bias else None
        self.layers, self.size, self.batch_first = num_layers, hidden_size, batch_first

    def layer(self, xs, h, c, Wi, Wh, bi, bh):
        hs = []
        for x in xs:
            h, c = self.step(linear(x, Wi, bi), linear(h, Wh, bh), h, c, self.size)
            hs.append(h)
        return stack(hs), h, c

    def forward(self, input, state=None):
        swap = self.batch_first and input.ndim == 3
        xs = swapaxes(input, 0, 1) if swap else input
        start = state[0] if isinstance(state, tuple) else state
        first = start if start is not None else zeros((self.layers, *xs.shape[1:-1], self.size))
        cell = state[1] if isinstance(state, tuple) else zeros((self.layers, *xs.shape[1:-1], self.size))
        hs, h0, c0 = self.layer(xs, first[0], cell[0], self.weight_ih_l0, self.weight_hh_l0, self.bias_ih_l0, self.bias_hh_l0)
        h, c = h0[None], c0[None]
        if self.layers > 1:
            hs, h1, c1 = self.layer(hs, first[1], cell[1], self.weight_ih_l1, self.weight_hh_l1, self.bias_ih_l1, self.bias_hh_l1)
            h, c = stack([h0, h1]), stack([c0, c1])
        return swapaxes(hs, 0, 1) if swap else hs, {state}

    def step(self, a, b, h, c, H):
        {step}
"""
LSTM_STEP = """z = a + b
        c = sigmoid(z[..., H:2*H]) * c + sigmoid(z[..., :H]) * tanh(z[..., 2*H:3*H])
        return sigmoid(z[..., 3*H:]) * tanh(c), c"""
GRU_STEP = """r, z = sigmoid(a[..., :H] + b[..., :H]), sigmoid(a[..., H:2*H] + b[..., H:2*H])
        n = tanh(a[..., 2*H:] + r * b[..., 2*H:])
        return (1 - z) * n + z * h, c"""
# The gates of each kind, the state that it gives back, and one step.
STEPS = {
    "RNN": ("1", "h", "return tanh(a + b), c"),
    "LSTM": ("4", "(h, c)", LSTM_STEP),
    "GRU": ("3", "h", GRU_STEP),
}
ATTENTION = """
class MultiheadAttention:
    def __init__(self, embed_dim, num_heads, dropout=0.0, bias=True, batch_first=False):
        bound = (1.5 / embed_dim) ** 0.5
        self.in_proj_weight = Parameter(uniform(-bound, bound, (3 * embed_dim, embed_dim)))
        self.in_proj_bias = Parameter(zeros(3 * embed_dim)) if bias else None
        self.out_proj = Linear(embed_dim, embed_dim, bias)
        self.heads, self.batch_first = num_heads, batch_first

    def part(self, x, k):
        E = x.shape[-1]
        b = None if self.in_proj_bias is None else self.in_proj_bias[k*E:(k+1)*E]
        y = linear(x, self.in_proj_weight[k*E:(k+1)*E], b)
        return swapaxes(reshape(y, (*y.shape[:-1], self.heads, E // self.heads)), -2, -3)

    def forward(self, query, key, value, key_padding_mask=None, need_weights=True, attn_mask=None, is_causal=False):
        swap = query.ndim == 3 and not self.batch_first
        if swap: query, key, value = swapaxes(query, 0, 1), swapaxes(key, 0, 1), swapaxes(value, 0, 1)
        q, k, v = self.part(query, 0), self.part(key, 1), self.part(value, 2)
        scores = q @ k.mT / q.shape[-1] ** 0.5
        if attn_mask is not None:
            scores = masked_fill(scores, attn_mask, -inf) if attn_mask.dtype == bool else scores + attn_mask
        weights = softmax(scores, -1)
        out = swapaxes(weights @ v, -2, -3)
        out = self.out_proj(reshape(out, query.shape))
        return swapaxes(out, 0, 1) if swap else out, mean(weights, -3)

class TransformerEncoderLayer:
    def __init__(
        self, d_model, nhead, dim_feedforward=2048, dropout=0.1, activation='relu', layer_norm_eps=1e-05,
        batch_first=False, norm_first=False
    ):
        self.self_attn = MultiheadAttention(d_model, nhead, batch_first=batch_first)
        self.linear1, self.linear2 = Linear(d_model, dim_feedforward), Linear(dim_feedforward, d_model)
        self.norm1, self.norm2 = LayerNorm(d_model, layer_norm_eps), LayerNorm(d_model, layer_norm_eps)
        self.gelu, self.first = activation == 'gelu', norm_first

    def attend(self, x, mask): return self.self_attn(x, x, x, attn_mask=mask)[0]

    def feed(self, x):
        h = self.linear1(x)
        return self.linear2(gelu(h) if self.gelu else relu(h))

    def forward(self, src, src_mask=None, src_key_padding_mask=None, is_causal=False):
        if self.first:
            x = src + self.attend(self.norm1(src), src_mask)
            return x + self.feed(self.norm2(x))
        x = self.norm1(src + self.attend(src, src_mask))
        return self.norm2(x + self.feed(x))
"""


def sequences() -> str:
    """The text of all of them."""
    recurrent = [
        RECURRENT.format(name=name, gates=gates, state=state, step=step) for name, (gates, state, step) in STEPS.items()
    ]
    return "\n".join([*recurrent, ATTENTION])
