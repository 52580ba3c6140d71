"""Layers of Keras, written in our own language as those of PyTorch are: a layer knows its width at its first call.

First values follow Keras's rules (`keras_initializers.py`), from a seed of their own.
"""

from __future__ import annotations

from app.autodiff.interpreter.library_classes.keras_attention import ATTENTION_LAYERS

OWN = frozenset("Embedding SimpleRNN LSTM GRU LSTMCell GRUCell RNN Softmax LeakyReLU ELU PReLU".split())
"""Layers that PyTorch has by the same name, with other arguments: here they are `KerasLSTM` and so on."""
LAYERS = (
    OWN
    | ATTENTION_LAYERS
    | frozenset(
        (
            "Dense Flatten Activation Dropout ReLU Identity Input InputLayer Layer Conv1D Conv2D MaxPooling1D MaxPooling2D "
            "AveragePooling1D AveragePooling2D GlobalAveragePooling1D GlobalAveragePooling2D GlobalMaxPooling1D GlobalMaxPooling2D "
            "MaxPool1D MaxPool2D LayerNormalization BatchNormalization Add Subtract Multiply Concatenate Reshape Rescaling "
            "Conv3D MaxPooling3D AveragePooling3D GlobalAveragePooling3D GlobalMaxPooling3D Bidirectional TimeDistributed RepeatVector "
            "Permute Lambda ZeroPadding1D ZeroPadding2D UpSampling1D UpSampling2D Average Maximum Minimum "
            "SpatialDropout1D SpatialDropout2D GaussianNoise UnitNormalization SimpleRNNCell StackedRNNCells"
        ).split()
    )
)
"""What is known of `keras.layers`: of others PyTorch means something else by the same name."""
PROBABILITIES = frozenset("softmax sigmoid".split())
"""Activations that keep what went into them for a loss."""
FUNCTIONS = frozenset("Add Subtract Multiply Concatenate Average Maximum Minimum Dot".split())
"""Layers that have a function too, as `layers.add`."""
KERAS = """
class Layer:
    def add_weight(
        self, name=None, shape=(), dtype=None, initializer=None, regularizer=None, trainable=True, constraint=None
    ):
        if isinstance(name, (tuple, list)):  # Keras 3 has the shape first
            shape, initializer = name, initializer or shape or None
        self.known = without(regularizer is not None, 'regularizer') and without(constraint is not None, 'constraint')
        return Parameter(keras_weight(initializer or 'glorot_uniform', shape), requires_grad=trainable)

class Activation:
    def __init__(self, activation): self.activation = activation
    def forward(self, inputs):
        known = {
            'relu': relu, 'sigmoid': sigmoid, 'tanh': tanh, 'softmax': softmax, 'gelu': gelu, 'elu': elu, 'selu': lambda x: selu(x),
            'softplus': softplus, 'silu': silu, 'swish': silu, 'exponential': exp, 'leaky_relu': lambda x: leaky_relu(x, 0.2),
            'celu': lambda x: celu(x), 'relu6': lambda x: relu6(x), 'mish': lambda x: mish(x), 'glu': lambda x: glu(x),
            'softsign': lambda x: softsign(x), 'log_sigmoid': lambda x: logsigmoid(x), 'log_softmax': log_softmax,
            'hard_sigmoid': lambda x: hardsigmoid(x), 'hard_silu': lambda x: hardswish(x), 'hard_swish': lambda x: hardswish(x),
            'hard_tanh': lambda x: hardtanh(x), 'hard_shrink': lambda x: hardshrink(x), 'soft_shrink': lambda x: softshrink(x),
            'tanh_shrink': lambda x: x - tanh(x),
        }
        if self.activation is None or self.activation == 'linear': return inputs
        if not isinstance(self.activation, str): return self.activation(inputs)
        found = known[self.activation](inputs)
        return with_logits(found, inputs) if self.activation in ('softmax', 'sigmoid') else found

class Dense:
    def __init__(self, units, activation=None, use_bias=True, kernel_initializer='glorot_uniform', bias_initializer='zeros'):
        self.units, self.use_bias, self.built = units, use_bias, False
        self.after, self.starts = Activation(activation), (kernel_initializer, bias_initializer)
    def forward(self, inputs):
        if not self.built:
            self.built = True
            self.kernel = Parameter(keras_weight(self.starts[0], (inputs.shape[-1], self.units)))
            self.bias = Parameter(keras_weight(self.starts[1], (self.units,))) if self.use_bias else None
        found = inputs @ self.kernel
        return self.after(found + self.bias if self.use_bias else found)

class Input:
    def __init__(self, *arguments, **options): pass
    def forward(self, input): return input

class InputLayer(Input): pass

class Conv1D:
    def __init__(
        self, filters, kernel_size, strides=1, padding='valid', data_format=None, dilation_rate=1, groups=1, activation=None, use_bias=True,
        kernel_initializer='glorot_uniform', bias_initializer='zeros'
    ):
        self.filters, self.size, self.strides, self.padding, self.use_bias = filters, kernel_size, strides, padding, use_bias
        self.dilation, self.groups, self.after, self.built = dilation_rate, groups, Activation(activation), False
        self.known, self.starts = without(data_format == 'channels_first', 'data_format'), (kernel_initializer, bias_initializer)
    def forward(self, inputs):
        dims = inputs.ndim - 2
        if not self.built:
            size, width = per_axis(self.size, dims), inputs.shape[-1] // self.groups
            self.built = True
            self.kernel = Parameter(keras_weight(self.starts[0], (*size, width, self.filters)))
            self.bias = Parameter(keras_weight(self.starts[1], (self.filters,))) if self.use_bias else None
        axes, padding = 'DHW'[3 - dims:], self.padding
        if padding == 'causal':
            inputs, padding = pad(inputs, ((0, 0), ((self.kernel.shape[0] - 1) * self.dilation, 0), (0, 0))), 'valid'
        orders = ('N' + axes + 'C', axes + 'IO', 'N' + axes + 'C')
        found = conv_general_dilated(inputs, self.kernel, self.strides, padding, None, self.dilation, orders, self.groups)
        return self.after(found + self.bias if self.use_bias else found)

class Conv2D(Conv1D): pass

class Conv3D(Conv1D): pass

class LayerNormalization:
    def __init__(self, axis=-1, epsilon=0.001, center=True, scale=True, beta_initializer='zeros', gamma_initializer='ones'):
        self.starts = (gamma_initializer, beta_initializer)
        self.epsilon, self.center, self.scale, self.built = epsilon, center, scale, without(axis != -1, 'axis') == 'made'
    def first(self, width):
        self.gamma = Parameter(keras_weight(self.starts[0], (width,))) if self.scale else None
        self.beta = Parameter(keras_weight(self.starts[1], (width,))) if self.center else None
        self.built = True
    def forward(self, inputs):
        if not self.built: self.first(inputs.shape[-1])
        return layer_norm(inputs, (inputs.shape[-1],), self.gamma, self.beta, self.epsilon)

class BatchNormalization(LayerNormalization):
    def __init__(
        self, axis=-1, momentum=0.99, epsilon=0.001, center=True, scale=True, beta_initializer='zeros', gamma_initializer='ones',
        moving_mean_initializer='zeros', moving_variance_initializer='ones'
    ):
        super().__init__(axis, epsilon, center, scale, beta_initializer, gamma_initializer)
        self.momentum, self.moving = momentum, (moving_mean_initializer, moving_variance_initializer)
    def forward(self, inputs, training=False):
        if not self.built:
            self.first(inputs.shape[-1])
            self.moving_mean, self.moving_variance = [keras_weight(each, (inputs.shape[-1],)) for each in self.moving]
            self.batches = []
        axes = [*range(inputs.ndim - 1)]
        if training: self.batches.append(inputs)
        m, v = (mean(inputs, axes), var(inputs, axes)) if training else self.statistics(axes)
        found = (inputs - m) / sqrt(v + self.epsilon)
        found = found * self.gamma if self.scale else found
        return found + self.beta if self.center else found
    def statistics(self, axes):
        m, v = self.moving_mean, self.moving_variance
        for batch in self.batches:
            m = self.momentum * m + (1 - self.momentum) * mean(detach(batch), axes)
            v = self.momentum * v + (1 - self.momentum) * var(detach(batch), axes)
        return m, v

class KerasEmbedding:
    def __init__(self, input_dim, output_dim, embeddings_initializer='uniform', mask_zero=False):
        self.known = without(mask_zero, 'mask_zero')
        self.embeddings = Parameter(keras_weight(embeddings_initializer, (input_dim, output_dim)))
    def forward(self, inputs): return embedding(inputs, self.embeddings)

class KerasSimpleRNN:
    def __init__(
        self, units, activation='tanh', use_bias=True, return_sequences=False, return_state=False, recurrent_activation='sigmoid',
        kernel_initializer='glorot_uniform', recurrent_initializer='orthogonal', bias_initializer='zeros', unit_forget_bias=True,
        dropout=0.0, recurrent_dropout=0.0, go_backwards=False, reset_after=True, stateful=False
    ):
        self.units, self.use_bias, self.built, self.every, self.ends = units, use_bias, False, return_sequences, return_state
        self.after, self.gate = Activation(activation), Activation(recurrent_activation)
        self.dropped = dropout, recurrent_dropout  # in training alone
        self.starts, self.forgets = (kernel_initializer, recurrent_initializer, bias_initializer), unit_forget_bias
        self.known = without(go_backwards, 'go_backwards') and without(not reset_after, 'reset_after') and without(stateful, 'stateful')
    def gates(self): return 1
    def first(self, width):
        n = self.gates() * self.units
        self.kernel = Parameter(keras_weight(self.starts[0], (width, n)))
        self.recurrent_kernel = Parameter(keras_weight(self.starts[1], (self.units, n)))
        self.bias = Parameter(self.offsets()) if self.use_bias else None
        self.built = True
    def offsets(self): return keras_weight(self.starts[2], (self.units,))
    def forward(self, inputs, initial_state=None):
        if not self.built: self.first(inputs.shape[-1])
        states, found = [zeros((inputs.shape[0], self.units))] * 2 if initial_state is None else initial_state, []
        states = states if isinstance(states, list) else [*states] if isinstance(states, tuple) else [states]
        for x in swapaxes(inputs, 0, 1):
            states = self.step(x, states)
            found = [*found, states[0]]
        result = stack(found, 1) if self.every else states[0]
        return (result, *states[:self.kept()]) if self.ends else result
    def kept(self): return 1
    def step(self, x, states):
        z = x @ self.kernel + states[0] @ self.recurrent_kernel
        return [self.after(z + self.bias if self.use_bias else z)]

class KerasLSTM(KerasSimpleRNN):
    def gates(self): return 4
    def kept(self): return 2
    def offsets(self):
        if not self.forgets: return keras_weight(self.starts[2], (4 * self.units,))
        first, last = keras_weight(self.starts[2], (self.units,)), keras_weight(self.starts[2], (2 * self.units,))
        return concatenate([first, ones(self.units), last])
    def step(self, x, states):
        z = x @ self.kernel + states[0] @ self.recurrent_kernel
        i, f, g, o = split(z + self.bias if self.use_bias else z, 4, -1)
        c = self.gate(f) * states[1] + self.gate(i) * self.after(g)
        return [self.gate(o) * self.after(c), c]

class KerasGRU(KerasSimpleRNN):
    def gates(self): return 3
    def offsets(self): return keras_weight(self.starts[2], (2, 3 * self.units))
    def step(self, x, states):
        h, a, b = states[0], x @ self.kernel, states[0] @ self.recurrent_kernel
        if self.use_bias: a, b = a + self.bias[0], b + self.bias[1]
        az, ar, ah = split(a, 3, -1)
        bz, br, bh = split(b, 3, -1)
        z = self.gate(az + bz)
        return [z * h + (1 - z) * self.after(ah + self.gate(ar + br) * bh)]

class KerasCell:
    def forward(self, inputs, states):
        if not self.built: self.first(inputs.shape[-1])
        several = isinstance(states, (list, tuple))
        now = self.step(inputs, states if several else [states])
        return now[0], now if several else now[0]
    def get_initial_state(self, batch_size): return [zeros((batch_size, self.units))] * self.kept()

class SimpleRNNCell(KerasCell, KerasSimpleRNN): pass

class KerasLSTMCell(KerasCell, KerasLSTM): pass

class KerasGRUCell(KerasCell, KerasGRU): pass

class StackedRNNCells:
    def __init__(self, cells): self.cells = cells
    def forward(self, inputs, states):
        after = []
        for cell, state in zip(self.cells, states):
            inputs, now = cell(inputs, state)
            after = [*after, now]
        return inputs, after
    def get_initial_state(self, batch_size): return [cell.get_initial_state(batch_size) for cell in self.cells]

class KerasRNN:
    def __init__(self, cell, return_sequences=False, return_state=False, go_backwards=False, stateful=False, unroll=False):
        self.known = without(go_backwards, 'go_backwards') and without(stateful, 'stateful')
        self.cell = StackedRNNCells(cell) if isinstance(cell, list) else cell
        self.every, self.ends = return_sequences, return_state
    def forward(self, inputs, initial_state=None):
        states, found = self.first(inputs.shape[0]) if initial_state is None else initial_state, []
        for x in swapaxes(inputs, 0, 1):
            output, states = self.cell(x, states if isinstance(states, (list, tuple)) else [states])
            found = [*found, output]
        result = stack(found, 1) if self.every else output
        return (result, *(states if isinstance(states, (list, tuple)) else [states])) if self.ends else result
    def first(self, batch):
        if hasattr(self.cell, 'get_initial_state'): return self.cell.get_initial_state(batch)
        sizes = self.cell.state_size
        return [zeros((batch, size)) for size in (sizes if isinstance(sizes, (list, tuple)) else [sizes])]

class Bidirectional:
    def __init__(self, layer, merge_mode='concat', weights=None, backward_layer=None):
        self.forward_layer, self.mode = layer, merge_mode
        self.backward_layer = deepcopy(layer) if backward_layer is None else backward_layer
        self.known = without(layer.ends, 'return_state') and without(weights is not None, 'weights')
    def forward(self, inputs):
        a, b = self.forward_layer(inputs), self.backward_layer(flip(inputs, 1))
        b = flip(b, 1) if self.forward_layer.every else b
        if self.mode is None: return [a, b]
        if self.mode == 'concat': return concatenate([a, b], -1)
        return a * b if self.mode == 'mul' else (a + b) / 2 if self.mode == 'ave' else a + b

class TimeDistributed:
    def __init__(self, layer): self.layer = layer
    def forward(self, inputs): return stack([self.layer(each) for each in swapaxes(inputs, 0, 1)], 1)

class KerasModel:
    def forward(self, inputs): return self.computed(inputs)
"""
