"""Steps that a text takes along gradients of its own with an optimiser of Keras, against the update rules of Keras's documentation."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from app.autodiff import differentiate
from app.language import LanguageError, parse

START = np.array([0.3, -0.7, 1.2])
EPSILON = 1e-7
Vector = NDArray[np.float64]


def sgd(momentum: float, nesterov: bool) -> Vector:
    w, m = START, 0 * START
    for _ in range(3):
        m = momentum * m - 0.1 * 4 * w**3
        w = w + (momentum * m - 0.1 * 4 * w**3 if nesterov else m)
    return w


def adam(amsgrad: bool = False, decay: float = 0.0) -> Vector:
    w, m, v, largest = START, 0 * START, 0 * START, 0 * START
    for t in range(1, 4):
        g = 4 * w**3
        w = w - 0.1 * decay * w
        m, v = m + 0.1 * (g - m), v + 0.001 * (g * g - v)
        largest = np.maximum(largest, v)
        rate = 0.1 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
        w = w - m * rate / (np.sqrt(largest if amsgrad else v) + EPSILON)
    return w


def adagrad() -> Vector:
    w, s = START, 0.1 + 0 * START
    for _ in range(3):
        g = 4 * w**3
        s = s + g * g
        w = w - 0.1 * g / np.sqrt(s + EPSILON)
    return w


def rmsprop(momentum: float = 0.0, centered: bool = False) -> Vector:
    w, s, a, m = START, 0 * START, 0 * START, 0 * START
    for _ in range(3):
        g = 4 * w**3
        s, a = 0.9 * s + 0.1 * g * g, 0.9 * a + 0.1 * g
        m = momentum * m + 0.1 * g / np.sqrt(s - centered * a * a + EPSILON)
        w = w - m
    return w


def adamax() -> Vector:
    w, m, u = START, 0 * START, 0 * START
    for t in range(1, 4):
        g = 4 * w**3
        m, u = 0.9 * m + 0.1 * g, np.maximum(0.999 * u, np.abs(g))
        w = w - 0.1 * m / ((1 - 0.9**t) * (u + EPSILON))
    return w


def adadelta() -> Vector:
    w, s, d = START, 0 * START, 0 * START
    for _ in range(3):
        g = 4 * w**3
        s = 0.95 * s + 0.05 * g * g
        way = np.sqrt(d + EPSILON) / np.sqrt(s + EPSILON) * g
        d = 0.95 * d + 0.05 * way * way
        w = w - 0.1 * way
    return w


def clipped(norm: float, value: float) -> Vector:
    w = START
    for _ in range(3):
        g = 4 * w**3
        g = g * norm / max(float(np.linalg.norm(g)), norm) if norm else np.clip(g, -value, value)
        w = w - 0.1 * g
    return w


@pytest.mark.parametrize(
    ("made", "right"),
    [
        ("SGD(0.1)", sgd(0, False)),
        ("SGD(learning_rate=0.1, momentum=0.9)", sgd(0.9, False)),
        ("SGD(0.1, 0.9, nesterov=True)", sgd(0.9, True)),
        ("Adam(0.1)", adam()),
        ("Adam(lambda: 0.1)", adam()),
        ("Adam(0.1, amsgrad=True)", adam(amsgrad=True)),
        ("AdamW(0.1, weight_decay=0.2)", adam(decay=0.2)),
        ("Adagrad(0.1)", adagrad()),
        ("RMSprop(0.1)", rmsprop()),
        ("RMSprop(0.1, momentum=0.5)", rmsprop(0.5)),
        ("RMSprop(0.1, centered=True)", rmsprop(centered=True)),
        ("RMSprop(0.1, momentum=0.5, centered=True)", rmsprop(0.5, centered=True)),
        ("Adamax(0.1)", adamax()),
        ("Adadelta(0.1)", adadelta()),
        ("SGD(0.1, clipnorm=0.5)", clipped(0.5, 0)),
        ("SGD(0.1, global_clipnorm=0.5)", clipped(0.5, 0)),
        ("SGD(0.1, clipvalue=0.3)", clipped(0, 0.3)),
    ],
)
def test_steps_are_those_of_keras(made: str, right: Vector) -> None:
    text = f"""
import tensorflow as tf
w = tf.Variable([0.3, -0.7, 1.2])
opt = tf.keras.optimizers.{made}
for i in range(3):
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(w ** 4)
    opt.apply_gradients(zip(tape.gradient(loss, [w]), [w]))
out = w * 1.0
"""
    trace = differentiate(parse(text))
    np.testing.assert_allclose(trace.values[trace.graph.output], right, rtol=1e-12)


def test_an_average_of_the_parameters_is_refused() -> None:
    step = "with tf.GradientTape() as tape:\n    loss = w**2\nopt.apply_gradients([(tape.gradient(loss, w), w)])\n"
    text = f"import tensorflow as tf\nw = tf.Variable(2.0)\nopt = tf.keras.optimizers.SGD(0.1, use_ema=True)\n{step}out = w * 3"
    with pytest.raises(LanguageError, match="use_ema"):
        differentiate(parse(text))


@pytest.mark.parametrize("given", ["lambda: (w * 2 - 1) ** 2, [w]", "lambda: (w * 2 - 1) ** 2, var_list=lambda: [w]"])
def test_a_loss_is_minimised(given: str) -> None:
    text = f"import tensorflow as tf\nw = tf.Variable(2.0)\nopt = tf.keras.optimizers.SGD(0.1)\nopt.minimize({given})\nout = w * 3"
    trace = differentiate(parse(text))
    assert trace.values[trace.graph.output] == pytest.approx(3 * (2 - 0.1 * 4 * 3))


def test_a_rate_that_is_not_followed_leaves_the_step_out() -> None:
    rate = "tf.keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9)"
    step = "with tf.GradientTape() as tape:\n    loss = w**2\nopt.apply_gradients([(tape.gradient(loss, w), w)])\n"
    text = f"import tensorflow as tf\nw = tf.Variable(2.0)\nopt = tf.keras.optimizers.SGD({rate})\n{step}out = w * 3"
    assert any(
        "`out` is computed with the values before" in note.message for note in differentiate(parse(text)).warnings
    )
