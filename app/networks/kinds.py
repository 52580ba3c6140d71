"""The kinds of networks: each is a row with what it is built from unless told; its writer makes the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of network. `written` names its writer; `layered` says whether it has several hidden layers, `norm` whether each is
    normalised over the batch, and `itself` whether its target is its input."""

    name: str
    title: str
    written: str = "feed-forward"
    hidden: tuple[int, ...] = ()
    activation: str = "tanh"
    loss: str = "mse"
    dataset: str = "moons"
    count: int = 8
    layered: bool = True
    norm: bool = False
    itself: bool = False


ROWS = (
    Kind("2-3-1", "A 2-3-1 network", hidden=(3,)),
    Kind("xor", "XOR", hidden=(4,), dataset="xor", count=4),
    Kind("linear", "Linear regression", dataset="line"),
    Kind("logistic", "Logistic regression", loss="bce"),
    Kind("softmax", "Softmax classifier", loss="cross-entropy", dataset="three-spirals", count=9),
    Kind("autoencoder", "Autoencoder", hidden=(1,), itself=True),
    Kind("rnn", "RNN, unrolled", "rnn", hidden=(3,), layered=False, count=4),
    Kind("lstm", "LSTM cell", "lstm", hidden=(2,), layered=False, count=4),
    Kind("attention", "One head of attention", "attention", hidden=(2,), layered=False, count=4),
    Kind("batch-norm", "Batch normalisation", hidden=(3,), norm=True),
)
KINDS: Mapping[str, Kind] = {row.name: row for row in ROWS}
