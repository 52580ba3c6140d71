"""From a request to a text: data, parameters, the forward pass and the loss, nothing hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from app.language import LanguageError
from app.language.reading.parser import CHARACTERS
from app.networks.cells import attention, lstm, rnn
from app.networks.datasets import Points
from app.networks.feed_forward import feed_forward
from app.networks.request import NetworkRequest
from app.networks.sketch import Sketch
from app.query import Query

Writer: TypeAlias = Callable[[Sketch], Iterator[str]]
WRITERS: Mapping[str, Writer] = {"feed-forward": feed_forward, "rnn": rnn, "lstm": lstm, "attention": attention}
DATA = ("x", "t", "h0", "c0")
"""Inputs of such names are no parameters: points, targets, and where a sequence begins."""
LAYERS = {"text": "statement", "module": "primitive"}
"""The fold at which a gate is a layer: a statement each, or a module each."""
TRAINING = {"train.optimiser": "adam", "train.rate": "0.05", "train.steps": "300", "iteration": "0"}


def network_query(asked: NetworkRequest) -> Query:
    """The program of a network with its figure folded by layer, ready to be trained. Raises LanguageError."""
    sketch = Sketch(asked, checked(asked, asked.points()))
    text = "\n".join(WRITERS[asked.kind.written](sketch))
    if len(text) > CHARACTERS:
        told = f"the text would have {len(text)} characters, more than {CHARACTERS}"
        hint = "take fewer points, narrower layers or fewer, or an nn.Module, whose weights are not written out"
        raise LanguageError.at(None, told, hint, parameter="hidden")
    constants = tuple(name for name in DATA if f"\n{name} = " in f"\n{text}")
    return Query(text, constants=constants, options={"fold": LAYERS[asked.form]}, training=TRAINING)


def checked(asked: NetworkRequest, points: Points) -> Points:
    """The points, if the loss can be taken of them. Raises LanguageError."""
    if asked.kind.itself:
        if asked.loss != "mse":
            raise LanguageError.at(None, "an autoencoder is compared by mse", "choose mse", parameter="loss")
        return points
    if asked.loss == "cross-entropy" and not points.classes:
        raise LanguageError.at(None, "cross-entropy wants classes", "choose mse", parameter="loss")
    if asked.loss == "bce" and not {*points.targets.tolist()} <= {0.0, 1.0}:
        told = "bce wants the classes 0 and 1"
        raise LanguageError.at(None, told, "choose cross-entropy, or mse", parameter="loss")
    return points
