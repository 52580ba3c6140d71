"""PyTorch's attention and what is built of it, in our own language: encoder and decoder, and the transformer of both."""

from __future__ import annotations

ATTENTION = """
class MultiheadAttention:
    def __init__(
        self, embed_dim, num_heads, dropout=0.0, bias=True, add_bias_kv=False, add_zero_attn=False, kdim=None, vdim=None,
        batch_first=False
    ):
        self.out_proj = Linear(embed_dim, embed_dim, bias)
        widths = (embed_dim, kdim or embed_dim, vdim or embed_dim)
        self.apart = widths != (embed_dim,) * 3
        if self.apart:
            self.q_proj_weight = Parameter(zeros((embed_dim, embed_dim)))
            self.k_proj_weight = Parameter(zeros((embed_dim, widths[1])))
            self.v_proj_weight = Parameter(zeros((embed_dim, widths[2])))
        else: self.in_proj_weight = Parameter(zeros((3 * embed_dim, embed_dim)))
        self.in_proj_bias = Parameter(zeros(3 * embed_dim)) if bias else None
        self.bias_k = Parameter(zeros((1, 1, embed_dim))) if add_bias_kv else None
        self.bias_v = Parameter(zeros((1, 1, embed_dim))) if add_bias_kv else None
        self.width, self.heads, self.batch_first, self.drops, self.zero = embed_dim, num_heads, batch_first, dropout, add_zero_attn
        self._reset_parameters()

    def _reset_parameters(self):
        for each in [self.q_proj_weight, self.k_proj_weight, self.v_proj_weight] if self.apart else [self.in_proj_weight]:
            bound = (6 / (each.shape[0] + each.shape[1])) ** 0.5
            refill(each, uniform(-bound, bound, each.shape))
        self._begin(in_proj_bias=0)
        if self.out_proj.bias is not None: refill(self.out_proj.bias, 0)
        for each in (self.bias_k, self.bias_v): refill(each, each and randn(*each.shape) / self.width ** 0.5)

    def weight(self, k):
        if self.apart: return (self.q_proj_weight, self.k_proj_weight, self.v_proj_weight)[k]
        return self.in_proj_weight[k*self.width:(k+1)*self.width]

    def part(self, x, k):
        E = self.width
        b = None if self.in_proj_bias is None else self.in_proj_bias[k*E:(k+1)*E]
        y = linear(x, self.weight(k), b)
        more = (self.bias_k, self.bias_v)[k - 1] if k else None
        if more is not None: y = concatenate([y, broadcast_to(reshape(more, E), (*y.shape[:-2], 1, E))], -2)
        y = swapaxes(reshape(y, (*y.shape[:-1], self.heads, E // self.heads)), -2, -3)
        return concatenate([y, zeros((*y.shape[:-2], 1, y.shape[-1]))], -2) if self.zero and k else y

    def forward(
        self, query, key, value, key_padding_mask=None, need_weights=True, attn_mask=None, average_attn_weights=True,
        is_causal=False
    ):
        swap = query.ndim == 3 and not self.batch_first
        if swap: query, key, value = swapaxes(query, 0, 1), swapaxes(key, 0, 1), swapaxes(value, 0, 1)
        if is_causal and attn_mask is None: raise ValueError("is_causal says what attn_mask is: give that, too")
        q, k, v = self.part(query, 0), self.part(key, 1), self.part(value, 2)
        scores, all_ = q @ k.mT / q.shape[-1] ** 0.5, None
        if k.shape[-2] > key.shape[-2]: scores, all_ = scores[..., :key.shape[-2]], scores
        if attn_mask is not None:
            if attn_mask.ndim == 3 and scores.ndim == 4: attn_mask = reshape(attn_mask, scores.shape)
            scores = masked_fill(scores, attn_mask, -inf) if is_mask(attn_mask) else scores + attn_mask
        if key_padding_mask is not None:
            gaps = key_padding_mask[:, None, None, :] if query.ndim == 3 else key_padding_mask
            scores = masked_fill(scores, gaps, -inf) if is_mask(key_padding_mask) else scores + gaps
        if all_ is not None: scores = concatenate([scores, all_[..., key.shape[-2]:]], -1)
        weights = softmax(scores, -1)
        if self.drops and not self.evaluating: weights = dropout(weights, self.drops)
        out = swapaxes(weights @ v, -2, -3)
        out = self.out_proj(reshape(out, query.shape))
        told = None if not need_weights else mean(weights, -3) if average_attn_weights else weights
        return swapaxes(out, 0, 1) if swap else out, told

class _GivenLinear:
    def __init__(self, weight, bias): self.weight, self.bias = weight, bias
    def forward(self, input): return linear(input, self.weight, self.bias)

class _GivenAttention(MultiheadAttention):
    def __init__(self, width, heads, apart, weights, bias, bias_k, bias_v, zero, drops, out_proj):
        self.heads, self.apart, self.in_proj_bias, self.bias_k, self.bias_v = heads, apart, bias, bias_k, bias_v
        if apart: self.q_proj_weight, self.k_proj_weight, self.v_proj_weight = weights
        else: self.in_proj_weight = weights
        self.zero, self.drops, self.out_proj, self.batch_first, self.width = zero, drops, out_proj, False, width

class Functional:
    @staticmethod
    def multi_head_attention_forward(
        query, key, value, embed_dim_to_check, num_heads, in_proj_weight, in_proj_bias, bias_k, bias_v, add_zero_attn, dropout_p,
        out_proj_weight, out_proj_bias, training=True, key_padding_mask=None, need_weights=True, attn_mask=None,
        use_separate_proj_weight=False, q_proj_weight=None, k_proj_weight=None, v_proj_weight=None, static_k=None, static_v=None,
        average_attn_weights=True, is_causal=False
    ):
        without(static_k, 'static_k')
        without(static_v, 'static_v')
        weights = (q_proj_weight, k_proj_weight, v_proj_weight) if use_separate_proj_weight else in_proj_weight
        attend = _GivenAttention(
            embed_dim_to_check, num_heads, use_separate_proj_weight, weights, in_proj_bias, bias_k, bias_v, add_zero_attn,
            dropout_p if training else 0, _GivenLinear(out_proj_weight, out_proj_bias)
        )
        return attend(query, key, value, key_padding_mask, need_weights, attn_mask, average_attn_weights, is_causal)

class TransformerEncoderLayer:
    def __init__(
        self, d_model, nhead, dim_feedforward=2048, dropout=0.1, activation='relu', layer_norm_eps=1e-05,
        batch_first=False, norm_first=False, bias=True
    ):
        if isinstance(activation, str): activation = {'relu': relu, 'gelu': gelu}[activation]
        self.self_attn = MultiheadAttention(d_model, nhead, bias=bias, batch_first=batch_first)
        self.prepare(d_model, nhead, batch_first, layer_norm_eps, bias)
        self.linear1, self.linear2 = Linear(d_model, dim_feedforward, bias), Linear(dim_feedforward, d_model, bias)
        self.norm1, self.norm2 = LayerNorm(d_model, layer_norm_eps, True, bias), LayerNorm(d_model, layer_norm_eps, True, bias)
        self.activation, self.first, self.drops = activation, norm_first, dropout

    def prepare(self, d_model, nhead, batch_first, eps, bias): pass

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
    def prepare(self, d_model, nhead, batch_first, eps, bias):
        self.multihead_attn = MultiheadAttention(d_model, nhead, bias=bias, batch_first=batch_first)
        self.norm3 = LayerNorm(d_model, eps, True, bias)

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
        activation='relu', custom_encoder=None, custom_decoder=None, layer_norm_eps=1e-05, batch_first=False, norm_first=False,
        bias=True
    ):
        each = d_model, nhead, dim_feedforward, dropout, activation, layer_norm_eps, batch_first, norm_first, bias
        encode, decode = TransformerEncoderLayer(*each), TransformerDecoderLayer(*each)
        self.encoder = custom_encoder or TransformerEncoder(encode, num_encoder_layers, LayerNorm(d_model, layer_norm_eps, True, bias))
        self.decoder = custom_decoder or TransformerDecoder(decode, num_decoder_layers, LayerNorm(d_model, layer_norm_eps, True, bias))
        self._reset_parameters()
    def _reset_parameters(self):
        for each in self.parameters():
            if each.ndim > 1:
                bound = (6 / (each.shape[0] + each.shape[1])) ** 0.5
                refill(each, uniform(-bound, bound, each.shape))
    @staticmethod
    def generate_square_subsequent_mask(sz, device=None, dtype=None): return triu(full((sz, sz), -inf), 1)
    def forward(
        self, src, tgt, src_mask=None, tgt_mask=None, memory_mask=None, src_key_padding_mask=None,
        tgt_key_padding_mask=None, memory_key_padding_mask=None, src_is_causal=None, tgt_is_causal=None, memory_is_causal=False
    ):
        memory = self.encoder(src, src_mask, src_key_padding_mask)
        return self.decoder(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask)
"""
