"""What all writers of networks share: data and first weights as text, and how activation and loss are called."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.networks.datasets import DIGITS, Points
from app.networks.request import ACTIVATIONS, LOSSES, NetworkRequest
from app.values import written


class Sketch:
    """A network under way."""

    def __init__(self, asked: NetworkRequest, points: Points) -> None:
        self.asked, self.points = asked, points
        self.rng = np.random.default_rng(asked.seed)

    @property
    def module(self) -> bool:
        return self.asked.form == "module"

    @property
    def columns(self) -> int:
        """How many inputs a point has."""
        return int(self.points.inputs.shape[1])

    @property
    def outputs(self) -> int:
        """How many numbers the network answers with for a point."""
        if self.asked.kind.itself:
            return self.columns
        return self.points.classes if self.asked.loss == "cross-entropy" else 1

    def examples(self) -> Iterator[str]:
        """The inputs, and the targets in the form that the loss wants."""
        points = self.points
        yield f"x = {written(points.inputs)}"
        targets = points.targets if self.asked.loss == "cross-entropy" else points.targets[:, None]
        yield f"t = {written(points.inputs if self.asked.kind.itself else targets)}"

    def matrix(self, name: str, rows: int, columns: int) -> str:
        """First weights: of mean 0, and the smaller the more of them are added up (LeCun et al. 1998, σ² = 1/rows)."""
        return f"{name} = {written(np.round(self.rng.normal(0, rows**-0.5, (rows, columns)), DIGITS))}"

    def vector(self, name: str, size: int, value: float = 0.0) -> str:
        return f"{name} = {written(np.full(size, value))}"

    def activated(self, inside: str) -> str:
        """What the activation makes of an expression."""
        name = self.asked.activation
        if name == "identity":
            return inside
        return f"{ACTIVATIONS[name] if self.module else name}({inside})"

    def loss(self, answer: str = "y") -> str:
        return f"L = F.{LOSSES[self.asked.loss]}({answer}, t)"

    def model(self) -> Iterator[str]:
        """A module's use, behind its class."""
        yield f"torch.manual_seed({self.asked.seed})"
        yield "model = Net()"
        yield "y = model(x)"
        yield self.loss()
