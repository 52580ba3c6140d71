"""Generators of random numbers: those of libraries, made and seeded as a text says, so that it draws the numbers that they draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from app.autodiff.interpreter.arrays.coercion import require_whole
from app.autodiff.interpreter.kinds.value_types import Namespace, Value
from app.autodiff.interpreter.running.run import Run
from app.autodiff.primitives.torch_generator import UNSEEDED, TorchGenerator
from app.language import Span


def seeded(run: Run, span: Span, seed: Value = 0) -> None:
    """`np.random.seed(1)`: from here on random numbers follow from that seed, and are NumPy's own."""
    run.rng = np.random.RandomState(whole_seed(run, seed, span))


def torch_seeded(run: Run, span: Span, seed: Value = 0) -> Value:
    """`torch.manual_seed(1)`: from here on random numbers are PyTorch's, as on a CPU."""
    run.rng = TorchGenerator(whole_seed(run, seed, span))
    return None


def whole_seed(run: Run, seed: Value, span: Span) -> int:
    """A seed that a generator takes."""
    number = 0 if seed is None else require_whole(run, seed, span)
    if not 0 <= number < 2**32:
        run.refuse(span, f"{number} is no seed", "seeds are whole numbers from 0 to 2**32 - 1")
    return number


def random_state(run: Run, span: Span, seed: Value = 0) -> Namespace:
    """`np.random.RandomState(1)`: a library of random functions with a generator of its own."""
    return Namespace(("numpy", "random"), np.random.RandomState(whole_seed(run, seed, span)))


def generator(run: Run, span: Span, seed: Value = 0) -> Namespace:
    """`np.random.default_rng(1)`: the same with NumPy's newer generator."""
    return Namespace(("numpy", "random"), np.random.default_rng(0 if seed is None else require_whole(run, seed, span)))


def own_generator(run: Run, span: Span, bits: Value = None, **options: Value) -> Namespace:
    """`torch.Generator()`, which draws beside the text's own; `np.random.Generator(np.random.PCG64(1))` is NumPy's newer one."""
    return (
        bits if isinstance(bits, Namespace) and bits.rng else Namespace(("torch", "random"), TorchGenerator(UNSEEDED))
    )


GENERATORS: Mapping[str, Callable[..., Value]] = {
    "seed": seeded, "manual_seed": torch_seeded, "default_rng": generator, "PCG64": generator, "Generator": own_generator,
    "RandomState": random_state,
}  # fmt: skip
