"""Networks: from a few choices to a text that one reads, edits and trains; and small sets of points for them."""

from __future__ import annotations

from app.networks.datasets import DATASETS, Points
from app.networks.gradient_sizes import GradientSize, gradient_sizes, sized
from app.networks.kinds import KINDS, Kind
from app.networks.request import ACTIVATIONS, FORMS, LOSSES, NetworkRequest, understood
from app.networks.writing import network_query

__all__ = [
    "ACTIVATIONS",
    "DATASETS",
    "FORMS",
    "KINDS",
    "LOSSES",
    "GradientSize",
    "Kind",
    "NetworkRequest",
    "Points",
    "gradient_sizes",
    "network_query",
    "sized",
    "understood",
]  # fmt: skip
