"""Texts for TensorFlow, Keras, einops and Equinox compute what their twins in NumPy or PyTorch do; others are refused by name."""

from __future__ import annotations

import numpy as np
import pytest

from app.autodiff import Trace, differentiate
from app.language import LanguageError, parse
from tests.cases import assert_checked

X = [[0.5, -1.0, 2.0], [1.5, 0.3, -0.7]]
TF = "import tensorflow as tf\n"
KERAS = "import tensorflow as tf\nfrom tensorflow import keras\nfrom tensorflow.keras import layers\n"
EINOPS = "import einops\nfrom einops import rearrange, reduce, repeat\n"
JAX = "import jax, jax.numpy as jnp\n"
TORCH = "import torch, torch.nn as nn\n"
K = "[[0.1, -0.2], [0.4, 0.3], [-0.5, 0.6]]"
DENSE = f"h = tanh(x @ np.array({K}) + np.array([0.1, -0.1]))\n"
SET = f"net.kernel = tf.constant({K}); net.bias = tf.constant([0.1, -0.1]); net.built = True\n"

TWINS = {
    "a = np.insert(np.array([1, 2]), 1, 2.7 * x[0])\ny = np.sum(a) * x": "y = 7 * x",
    TF + "y = tf.reduce_mean(tf.square(tf.matmul(x, tf.transpose(x))), axis=1)": "y = np.mean((x @ x.T)**2, axis=1)",
    TF + "y = tf.math.reduce_std(x, axis=0) + tf.math.reduce_variance(x)": "y = np.std(x, axis=0) + np.var(x)",
    TF + "y = tf.gather(x, [1, 1, 0])": "y = x[[1, 1, 0]]",
    TF + "y = x * tf.constant(0.5, shape=(2, 1)) + tf.constant([1.0, 2.0], shape=[2, 1])": "y = 0.5 * x + np.array([[1.0], [2.0]])",
    TF + "i, y = tf.while_loop(lambda i, a: True, lambda i, a: (i + 1, 2 * a), [0, x], maximum_iterations=3)": "y = 8 * x",
    JAX + "y = jax.tree.reduce(lambda a, b: a + b, [x, 2 * x], initializer=10.0)": "y = 10 + 3 * x",
    TF + "y = tf.gather(x, [2, 0], axis=1)": "y = x[:, [2, 0]]",
    TF + "y = tf.cast(x > 0, tf.float32) * x + tf.cast(x, tf.float64)": "y = np.where(x > 0, 2 * x, x)",
    TF + "with tf.GradientTape() as t:\n    z = x**3\ny = t.gradient(z, x) * x": "y = 3 * x**3",
    KERAS + f"net = layers.Dense(2, activation='tanh')\n{SET}y = net(x)": DENSE + "y = h",
    KERAS + f"net = layers.Dense(2, tf.nn.tanh)\n{SET}m = keras.Sequential([layers.Dropout(0.5), net])\ny = m(x)": DENSE + "y = h",
    KERAS + "y = tf.keras.losses.MeanSquaredError()(tf.ones((2, 3)), x)": "y = np.mean((1 - x)**2)",
    KERAS + "f = keras.losses.SparseCategoricalCrossentropy(from_logits=True)\ny = f([2, 0], x)": (
        "import torch.nn.functional as F\ny = F.cross_entropy(x, [2, 0])"
    ),
    KERAS + f"net = layers.Dense(2, activation='tanh')\n{SET}"
    "a = keras.Input(shape=(3,))\nb = layers.add([net(a), net(a)])\ny = keras.Model(a, b)(x)": (
        DENSE + "y = 2 * h"
    ),
    "from keras.layers import Dense, Input\nfrom keras.models import Model\nimport tensorflow as tf\nnet = Dense(2, activation='tanh')\n"
    f"{SET}a = Input((3,))\nb = Input((2,))\nm = Model([a, b], [net(a), b])\nh, r = m([x, tf.ones((2, 2))])\ny = h * r": DENSE + "y = h",
    KERAS + "y = layers.LayerNormalization()(x)": (
        "y = (x - x.mean(1, keepdims=True)) / np.sqrt(x.var(1, keepdims=True) + 1e-3)"
    ),
    KERAS + "y = layers.BatchNormalization()(x)": "y = x / np.sqrt(1.001)",
    KERAS + "y = layers.BatchNormalization()(x, training=True)": "y = (x - x.mean(0)) / np.sqrt(x.var(0) + 1e-3)",
    KERAS + f"net = layers.Conv1D(2, 1, activation='tanh')\n{SET.replace(K, f'[{K}]')}y = net(tf.expand_dims(x, 0))": DENSE + "y = h[None]",
    KERAS + f"net = layers.SimpleRNN(2)\n{SET}net.recurrent_kernel = tf.ones((2, 2))\ny = net(tf.stack([x, x], 1))": (
        DENSE + f"y = tanh(x @ np.array({K}) + np.array([0.1, -0.1]) + h @ np.ones((2, 2)))"
    ),
    "from keras.layers import LSTM\nimport tensorflow as tf\n"
    "net = LSTM(1)\nnet.kernel = tf.ones((3, 4)); net.bias = tf.constant([0.1, 0.2, 0.3, 0.4])\n"
    "net.recurrent_kernel = tf.ones((1, 4)); net.built = True\ny = net(tf.expand_dims(x, 1))": (
        "a = np.sum(x, 1, keepdims=True)\ny = sigmoid(a + 0.4) * tanh(sigmoid(a + 0.1) * tanh(a + 0.3))"
    ),
    KERAS + "y = layers.MaxPooling1D(2)(tf.expand_dims(x, 2)) + layers.GlobalMaxPooling1D()(tf.expand_dims(x, 2))": (
        "y = np.maximum(x[:, :1], x[:, 1:2])[:, :, None] + np.max(x, 1)[:, None]"
    ),
    KERAS + f"net = layers.Conv1D(2, 2, padding='causal')\nnet.kernel = tf.constant([{K}, {K}]); net.bias = tf.zeros(2); net.built = True\n"
    "y = net(tf.stack([x, x * x], 1))": f"K = np.array({K})\ny = np.stack([x @ K, x @ K + x * x @ K], 1)",
    KERAS + f"net = layers.Conv3D(2, 1)\nnet.kernel = tf.constant([[[{K}]]]); net.bias = tf.zeros(2); net.built = True\n"
    "y = layers.MaxPooling3D((1, 1, 2))(net(tf.reshape(x, (1, 1, 1, 2, 3))))": (
        f"y = np.max(x @ np.array({K}), axis=0).reshape(1, 1, 1, 1, 2)"
    ),
    KERAS + f"net = layers.SimpleRNN(2, return_sequences=True)\n{SET}net.recurrent_kernel = tf.ones((2, 2))\n"
    "y = layers.Bidirectional(net, merge_mode='sum')(tf.stack([x, 2 * x], 1))": (
        f"f = lambda z: z @ np.array({K}) + np.array([0.1, -0.1])\na, b = tanh(f(x)), tanh(f(2 * x))\n"
        "y = np.stack([a + tanh(f(x) + b @ np.ones((2, 2))), tanh(f(2 * x) + a @ np.ones((2, 2))) + b], 1)"
    ),
    KERAS + f"net = layers.Dense(2, activation='tanh')\n{SET}y = layers.TimeDistributed(net)(tf.stack([x, 2 * x], 1))": (
        f"f = lambda z: tanh(z @ np.array({K}) + np.array([0.1, -0.1]))\ny = np.stack([f(x), f(2 * x)], 1)"
    ),
    KERAS + "y = layers.Permute((2, 1))(layers.RepeatVector(2)(x)) * layers.LeakyReLU(alpha=0.1)(x)[:, :, None]": (
        "y = np.where(x > 0, x, 0.1 * x)[:, :, None] * np.stack([x, x], 2)"
    ),
    KERAS + "y = layers.ZeroPadding1D((1, 0))(layers.UpSampling1D(2)(x[:, :, None]))": (
        "y = np.concatenate([np.zeros((2, 1)), np.repeat(x, 2, axis=1)], 1)[:, :, None]"
    ),
    KERAS + "y = layers.Average()([x, 3 * x]) + layers.Lambda(lambda z: z**2)(layers.Softmax()(x)) + layers.maximum([x, -x])": (
        "e = np.exp(x)\ny = 2 * x + (e / e.sum(1, keepdims=True))**2 + np.abs(x)"
    ),
    TF + "y = tf.matmul(x, x, transpose_b=True) + tf.nn.bias_add(tf.linalg.band_part(x @ tf.transpose(x), 0, -1), [1.0, 2.0])": (
        "y = x @ x.T + np.triu(x @ x.T) + np.array([1.0, 2.0])"
    ),
    TF + "m, v = tf.nn.moments(x, axes=[0])\ny = tf.nn.batch_normalization(x, m, v, None, 2.0, 0.1)": (
        "y = 2 * (x - x.mean(0)) / np.sqrt(x.var(0) + 0.1)"
    ),
    TF + "y = tf.cumsum(x) + tf.cumsum(x, axis=1, exclusive=True, reverse=True)": (
        "y = np.cumsum(x, axis=0) + np.stack([x[:, 1] + x[:, 2], x[:, 2], 0 * x[:, 0]], 1)"
    ),
    TF + "s, u, v = tf.linalg.svd(x)\ny = u @ tf.linalg.diag(s) @ tf.transpose(v) + s[0] ** 2": (
        "y = x + np.linalg.svd(x, compute_uv=False)[0] ** 2"
    ),
    TF + "y = tf.nn.gelu(x) + tf.nn.leaky_relu(x) + tf.identity(x)": (
        "from scipy.stats import norm\ny = x * norm.cdf(x) + np.where(x > 0, x, 0.2 * x) + x"
    ),
    TF + "y = tf.gather_nd(x, [[0, 1], [1, 2]]) * tf.boolean_mask(x, [True, False])[0, :2] + tf.slice(x, [1, 0], [1, 2])[0]": (
        "y = np.stack([x[0, 1], x[1, 2]]) * x[0, :2] + x[1, :2]"
    ),
    TF + "y = tf.tensor_scatter_nd_update(x, [[0], [1]], x[::-1]) * tf.sequence_mask([1, 2], 3, dtype=tf.float32)": (
        "y = x[::-1] * np.array([[1.0, 0, 0], [1, 1, 0]])"
    ),
    TF + "y = tf.map_fn(lambda r: tf.nn.l2_normalize(r), x) + tf.scan(lambda a, r: 2 * a + r, x)": (
        "y = x / np.sqrt(np.sum(x**2, 1, keepdims=True)) + np.stack([x[0], 2 * x[0] + x[1]])"
    ),
    TF + "i, a = tf.while_loop(lambda i, a: i < 2, lambda i, a: (i + 1, a * x), [0, x])\ny = a": "y = x**3",
    TF + "gs, n = tf.clip_by_global_norm([x, 2 * x], 1.0)\ny = gs[1] + tf.clip_by_norm(x, 0.5)": (
        "n = np.sqrt(np.sum(x**2))\ny = 2 * x / (np.sqrt(5) * n) + 0.5 * x / n"
    ),
    TF + "w = tf.Variable([[1.0, 2.0, 3.0]])\nw.assign_sub([[0.0, 1.0, 1.0]])\nw.assign_add([[1.0, 1.0, 1.0]])\ny = w * x": (
        "y = np.array([[2.0, 2.0, 3.0]]) * x"
    ),
    KERAS + "y = keras.losses.mse(tf.ones((2, 3)), x) + keras.losses.binary_crossentropy(tf.ones((2, 3)), tf.sigmoid(x))": (
        "y = np.mean((1 - x)**2, axis=1) + np.mean(np.log(1 + np.exp(-x)), axis=1)"
    ),
    KERAS + "y = layers.Dense(2, kernel_initializer='ones', bias_initializer=keras.initializers.Constant(0.5))(x)": (
        "y = np.sum(x, 1, keepdims=True) + np.full(2, 0.5)"
    ),
    KERAS + "y = layers.LSTM(1, kernel_initializer='ones', unit_forget_bias=False, dropout=0.5)(x[:, None, :])": (
        "a = np.sum(x, 1, keepdims=True)\ny = sigmoid(a) * tanh(sigmoid(a) * tanh(a))"
    ),
    KERAS + "class Own(layers.Layer):\n    def build(self, shape):\n"
    "        self.w = self.add_weight('w', shape=[int(shape[-1]), 2], initializer='ones')\n"
    "    def call(self, inputs): return inputs @ self.w\ny = Own()(x)": "y = x @ np.ones((3, 2))",
    KERAS + "y = keras.losses.MeanSquaredError(reduction='sum')(tf.ones((2, 3)), x)": "y = np.sum(np.mean((1 - x)**2, axis=1))",
    KERAS + "y = keras.losses.Huber(delta=0.5, reduction=None)(tf.zeros((2, 3)), x)": (
        "y = np.mean(np.where(np.abs(x) <= 0.5, 0.5 * x**2, 0.5 * np.abs(x) - 0.125), axis=1)"
    ),
    KERAS + "y = keras.losses.CategoricalCrossentropy(label_smoothing=0.3, from_logits=True)(tf.one_hot([2, 0], 3), x)": (
        "t = 0.7 * np.eye(3)[[2, 0]] + 0.1\ny = np.mean(np.sum(t * (np.log(np.sum(np.exp(x), 1, keepdims=True)) - x), 1))"
    ),
    EINOPS + "y = rearrange(x, 'a b -> (b a)')": "y = x.T.ravel()",
    EINOPS + "y = einops.reduce(x, 'a b -> a', 'max')": "y = np.max(x, axis=1)",
    EINOPS + "y = repeat(x, 'a b -> a 2 b')": "y = np.stack([x, x], 1)",
    EINOPS + "y = einops.einsum(x, x, 'row in, other in -> row other')": "y = x @ x.T",
    TORCH + "from einops.layers.torch import Rearrange\nnet = nn.Sequential(Rearrange('a b -> b a'), nn.ReLU())\ny = net(x)": (
        "y = np.maximum(x, 0).T"
    ),
    JAX + "import equinox as eqx\n@eqx.filter_grad\ndef f(z): return jnp.sum(z**3)\ny = f(x) * x": "y = 3 * x**3",
    TORCH + "net = nn.Linear(3, 1, device='cpu', dtype=torch.float64, bias=False)\nnn.init.ones_(net.weight)\ny = net(x)": (
        "y = np.sum(x, axis=1, keepdims=True)"
    ),
}  # fmt: skip


def run(text: str) -> Trace:
    return differentiate(parse(text if "import" in text else f"import numpy as np\n{text}"), values={"x": X})


@pytest.mark.parametrize("text", TWINS, ids=lambda text: text.splitlines()[-1])
def test_a_text_computes_what_its_twin_does(text: str) -> None:
    trace, twin = run(text), run(TWINS[text])
    assert_checked(trace)
    np.testing.assert_allclose(trace.values[trace.graph.output], twin.values[twin.graph.output], rtol=1e-12)
    np.testing.assert_allclose(trace.named(trace.adjoints)["x"], twin.named(twin.adjoints)["x"], atol=1e-12)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("import haiku as hk\nnet = hk.Linear(3)\ny = net(x)", "the library `haiku` is not known here"),
        ("from flax import nnx\ny = nnx.GRUCell(2, 3)(x)", "the layer `GRUCell` of Flax is not known here"),
        ("from flax import linen as nn\ny = nn.LSTMCell(3)(x)", "the layer `LSTMCell` of Flax is not known here"),
        (
            "from flax import linen as nn\ny = nn.Dense(3).apply({'params': {'bias': b}}, x)",
            "the variables that are given have no `dense.kernel`",
        ),
        (
            "from flax import linen as nn\ny = nn.Dense(3).apply({'params': {'kernel': jnp.ones((2, 2))}}, x)",
            "`dense.kernel` has shape (2, 2), and (3, 3) is needed here",
        ),
        (
            "from flax import linen as nn\ny = nn.Dense(3).apply(x)",
            "a module of Flax is run with a dict of variables, not with an array of shape",
        ),
        ("from tinygrad import nn\ny = nn.Linear(3, 2)(x)", "`nn` of `tinygrad` is not known here"),
        ("import mylib\ny = mylib.layer(x)", "the library `mylib` is not known here"),
        (
            KERAS + "y = layers.Dense(2, kernel_initializer='he_nromal')(x)",
            "the initializer `he_nromal` of Keras is not known here",
        ),
        (
            TF + "w = tf.Variable([[1.0, 2.0]])\nw[0, 1].assign(3.0)\ny = w * x",
            "only a whole variable is assigned to here",
        ),
        (TF + "y = tf.nn.moments(x, [0], shift=1)[0]", "`tf.moments` has no parameter `shift`"),
        (KERAS + "y = layers.Dense(2, quantization_config=3)(x)", "`Dense` has no parameter `quantization_config`"),
        (KERAS + "y = layers.ConvLSTM2D(3, 3)(x)", "the layer `ConvLSTM2D` of Keras is not known here"),
        (
            "from keras.layers import ConvLSTM2D\ny = ConvLSTM2D(3, 3)(x)",
            "the layer `ConvLSTM2D` of Keras is not known here",
        ),
        (KERAS + "y = layers.Bidirectional(layers.LSTM(2, return_state=True))(x)", "return_state"),
        (KERAS + "y = layers.Conv2D(3, 3, data_format='channels_first')(x)", "data_format"),
        (
            KERAS + "a, b = keras.Input((3,)), keras.Input((3,))\nm = keras.Model(a, layers.Add()([a, b]))\ny = m(x)",
            "an `Input` that is not among its inputs",
        ),
        (KERAS + "m = keras.Model(x, layers.Dense(2)(x))", "a model goes from an `Input`"),
        ("import optax\ny = optax.sophia(0.1)", "`optax.sophia` is not among the operations"),
        ("from sklearn.svm import SVC\nm = SVC()\np = m.predict(x)", "`p` is computed with `m`"),
        (
            "import pandas as pd\nd = pd.read_csv('a.csv')\nz = d['a'].values * 2\ny = z.sum()",
            "`z` is computed with `d`",
        ),
        (
            "import time\nh = []\nprint('took %.2f s' % (time.time() - 3))",
            "the output is a list: it depends on no input",
        ),
        (EINOPS + "y = rearrange(x, 'a b -> a')", "`b` stands on the left of the pattern alone"),
        (EINOPS + "y = rearrange(x, 'a b >- b a')", "before and after one `->`"),
    ],
)
def test_what_a_library_would_do_that_is_not_read_is_refused(text: str, told: str) -> None:
    with pytest.raises(LanguageError) as caught:
        run(text)
    assert told in str(caught.value)


OF_NUMPY = "import numpy as np\n"
ENTRIES = "np.array([[1.0, 2.0, 4.0], [1.0, 3.0, 5.0]])"


@pytest.mark.parametrize(
    ("text", "spread"),
    [
        (f"{OF_NUMPY}a = {ENTRIES}\nL = a.std(0).sum()  # torch.std would divide by N - 1", 1.0),
        (f"{OF_NUMPY}'''Not as in torch.'''\na = {ENTRIES}\nL = a.std(0).sum()", 1.0),
        (f"{OF_NUMPY}dim = 2\na = {ENTRIES}\nL = a.std(0).sum()", 1.0),
        (f"{OF_NUMPY}class N:\n    def run(self, a): return a.std(0)\nnn = N()\nL = nn.run({ENTRIES}).sum()", 1.0),
        (f"F = {ENTRIES}\nL = F.std(0).sum() + 0 * F.mean()", 1.0),
        (f"{JAX}a = j{ENTRIES}\nL = (jax.nn.relu(a).std(0) * a.max(0, keepdims=True)).max()", 2.5),
        ("t = np.array([[1.0, 2.0], [3.0, 2.0]])\na = F.relu(t)\nL = a.std(0).sum()", 1.0),
        ("a = F.relu(t)\nL = a.std(0).sum()\nt = [[1.0, 2.0], [3.0, 2.0]]", 2**0.5),
        ("a = t.softmax(dim=0)\nL = (a * 0 + t).std(0).sum()\nt = [[1.0, 2.0], [3.0, 2.0]]", 2**0.5),
    ],
)
def test_a_method_means_what_the_library_of_the_text_means_by_it(text: str, spread: float) -> None:
    trace = differentiate(parse(text))
    np.testing.assert_allclose(trace.values[trace.graph.output], spread)


OWN = (
    f"{OF_NUMPY}class N:\n    def __init__(self, w=2.0): self.w = w\n"
    "    def run(self, a): return a * self.w\n    def __call__(self, a): return self.run(a)\n"
)


@pytest.mark.parametrize(
    "call", ["N().run(np.array([1.0, 3.0])).sum()", "N()(np.array([1.0, 3.0])).sum()", "net.run(4.0)", "net(4.0)"]
)
def test_what_a_method_makes_of_numbers_is_the_output_and_they_are_inputs(call: str) -> None:
    trace = differentiate(parse(f"{OWN}net = N()\nL = {call}"))
    assert trace.values[trace.graph.output] == 8.0
    np.testing.assert_array_equal(trace.named(trace.adjoints)["a"], 2.0)


METRIC = "from sklearn.metrics import mean_squared_error\ny = w * x\nloss = mean_squared_error([1, 2], y)\n"


def test_a_text_that_ends_with_what_is_not_read_says_where_its_figure_ends() -> None:
    trace = run(METRIC + "print(loss)")
    assert trace.labels[trace.graph.output] == "y"
    assert "`loss` comes from a library that is not read here; the figure ends at `y`" in told_of(trace)
    assert not any("not read" in each for each in told_of(run(METRIC + "L = y.sum()")))
    assert "`n` has no gradient, so `y` is shown" in told_of(run("y = w * x\nn = len(y)"))


def test_the_backward_pass_of_what_is_not_read_is_refused() -> None:
    with pytest.raises(
        LanguageError, match="`loss` comes from a library that is not read here, so it has no backward pass"
    ):
        run(METRIC + "loss.backward()")


def told_of(trace: Trace) -> list[str]:
    return [note.message for note in trace.warnings]


OPTAX = (
    f"{JAX}from transformers import Adafactor\nopt = Adafactor(0.1)\nstate = opt.init(x)\n"
    "grads = jax.grad(lambda z: jnp.sum(z**2))(x)\n"
)
OF_TORCH = "import torch\nh = x * 2\nL = (h**2).sum()\nL.backward()\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (OPTAX + "updates, state = opt.update(grads, state)\n", "is a step of the optimiser"),
        (OF_TORCH + "print(h.grad)", "`h.grad` is None in PyTorch"),
        (OF_TORCH + "print(x.grad)", "`L.backward()` asks for the backward pass"),
    ],
)
def test_what_is_not_followed_of_steps_and_gradients_is_told(text: str, told: str) -> None:
    assert any(told in note.message for note in run(text).warnings)


@pytest.mark.parametrize(
    "text",
    [OF_TORCH + "y = (x.grad * x).sum()", OF_TORCH.replace("L =", "h.retain_grad()\nL =") + "y = (h.grad * x).sum()"],
)
def test_a_backward_pass_whose_gradients_are_used_is_not_said_to_be_passed_over(text: str) -> None:
    assert not any("L.backward()" in note.message or "None" in note.message for note in run(text).warnings)


def test_a_model_that_was_fitted_is_told_to_have_its_first_values() -> None:
    text = f"{KERAS}m = keras.Sequential([layers.Dense(2)])\nm.compile(loss='mse')\nm.fit(x, t)\ny = m.predict(x)"
    assert any("`y` is computed with the values before that step" in note.message for note in run(text).warnings)
