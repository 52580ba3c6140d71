"""Small sets of points, made from a seed: each is a row, which says how its points lie without noise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
Generator: TypeAlias = np.random.Generator
DIGITS = 3
"""Points are rounded, so that one can read them."""


@dataclass(frozen=True, slots=True)
class Points:
    """Inputs, of shape (points, columns), and targets, of shape (points,).

    Targets are numbers of classes from 0 where `classes` says how many there are; where it is 0 they are any numbers.
    """

    inputs: Array
    targets: Array
    classes: int = 0

    def batch(self, size: int, turn: int = 0) -> Points:
        """The batch of so many points whose turn it is, from the first again when all had theirs; all points for size 0."""
        if not size or size >= len(self.targets):
            return self
        chosen = (np.arange(size) + turn * size) % len(self.targets)
        return Points(self.inputs[chosen], self.targets[chosen], self.classes)


@dataclass(frozen=True, slots=True)
class DataSet:
    """A kind of points. `lie` places so many of them: their inputs, and their targets."""

    name: str
    title: str
    classes: int
    lie: Callable[[int, Generator], tuple[Array, Array]]


def xor(count: int, rng: Generator) -> tuple[Array, Array]:
    """The four corners of a square, again and again; the class is 1 where the two inputs differ."""
    corners = np.arange(count) % 4
    inputs = np.stack([corners // 2, corners % 2], axis=1).astype(float)
    return inputs, (inputs[:, 0] != inputs[:, 1]).astype(float)


def circles(count: int, rng: Generator) -> tuple[Array, Array]:
    """A circle of radius 0.5 inside one of radius 1."""
    labels, angle = (np.arange(count) % 2).astype(float), rng.uniform(0, 2 * np.pi, count)
    radius = 0.5 + 0.5 * labels
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1), labels


def moons(count: int, rng: Generator) -> tuple[Array, Array]:
    """Two half circles that reach into each other."""
    labels, angle = (np.arange(count) % 2).astype(float), rng.uniform(0, np.pi, count)
    upper = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    lower = np.stack([1 - np.cos(angle), 0.5 - np.sin(angle)], axis=1)
    return np.where(labels[:, None] > 0, lower, upper), labels


def arms(number: int) -> Callable[[int, Generator], tuple[Array, Array]]:
    """So many spiral arms, three quarters of a turn each."""

    def spirals(count: int, rng: Generator) -> tuple[Array, Array]:
        labels, along = (np.arange(count) % number).astype(float), rng.uniform(0.1, 1, count)
        angle = 1.5 * np.pi * along + 2 * np.pi * labels / number
        return np.stack([along * np.cos(angle), along * np.sin(angle)], axis=1), labels

    return spirals


def line(count: int, rng: Generator) -> tuple[Array, Array]:
    """Points on t = 2x − 1."""
    inputs = rng.uniform(-1, 1, (count, 1))
    return inputs, 2 * inputs[:, 0] - 1


ROWS = (
    DataSet("xor", "Exclusive or", 2, xor),
    DataSet("circles", "Two circles", 2, circles),
    DataSet("moons", "Two moons", 2, moons),
    DataSet("spirals", "Two spirals", 2, arms(2)),
    DataSet("three-spirals", "Three spirals", 3, arms(3)),
    DataSet("line", "A line", 0, line),
)
DATASETS: Mapping[str, DataSet] = {row.name: row for row in ROWS}


def points(name: str, count: int, noise: float, seed: int) -> Points:
    """So many points of a set, in shuffled order; `noise` is the standard deviation of what is added.

    It moves the inputs where there are classes, and the targets where there are none.
    """
    row, rng = DATASETS[name], np.random.default_rng(seed)
    inputs, targets = row.lie(count, rng)
    if noise and row.classes:
        inputs = inputs + rng.normal(0, noise, inputs.shape)
    elif noise:
        targets = targets + rng.normal(0, noise, targets.shape)
    order = np.arange(count) if name == "xor" and count <= 4 and not noise else rng.permutation(count)
    return Points(np.round(inputs[order], DIGITS), np.round(targets[order], DIGITS), row.classes)
