"""The libraries that people call: their names, constants and types, and how a dotted name finds its row of the table."""

from __future__ import annotations

import math

import numpy as np

from app.autodiff.interpreter.values import OPAQUE, Namespace, Opaque, Operation, Value
from app.autodiff.primitives import SPELLINGS

ROOTS = {
    "np": "numpy", "numpy": "numpy", "anp": "numpy", "math": "numpy", "scipy": "numpy", "special": "numpy", "cmath": "numpy",
    "torch": "torch", "F": "torch", "nn": "torch", "jnp": "jax", "jax": "jax", "lax": "jax", "tf": "jax", "keras": "jax", "optax": "jax",
}  # fmt: skip
OPAQUES = frozenset(
    [
        "plt",
        "pd",
        "os",
        "sys",
        "time",
        "tqdm",
        "sns",
        "logging",
        "warnings",
        "pickle",
        "json",
        "pathlib",
        "datasets",
        "torchvision",
        "wandb",
        "gym",
        "display",
        "IPython",
        "matplotlib",
    ]
)
"""Libraries that have no bearing on a forward pass."""
PARTS = frozenset(
    [
        "linalg",
        "random",
        "nn",
        "functional",
        "special",
        "numpy",
        "scipy",
        "lax",
        "math",
        "fft",
        "autograd",
        "optim",
        "data",
        "cuda",
        "init",
        "activations",
        "losses",
        "utils",
    ]
)
CONSTANTS: dict[str, Value] = {
    "pi": math.pi, "π": math.pi, "e": math.e, "inf": math.inf, "infty": math.inf, "nan": math.nan, "newaxis": None, "tau": math.tau,
    "float": float, "float16": float, "float32": float, "float64": float, "double": float, "half": float, "bfloat16": float,
    "int": int, "int8": int, "int16": int, "int32": int, "int64": int, "long": int, "uint8": int, "bool": bool, "bool_": bool,
    "None": None, "eps": float(np.finfo(float).eps),
}  # fmt: skip
BARE_CONSTANTS = frozenset({"pi", "π", "inf", "nan"})


def root(name: str) -> Namespace | Opaque | None:
    """The library that an unbound name stands for."""
    if name == "random":
        return Namespace(("numpy", "random"))
    if name in OPAQUES:
        return OPAQUE
    return Namespace((ROOTS[name],)) if name in ROOTS else None


def member(namespace: Namespace, name: str) -> Value:
    """What `namespace.name` is: a part, a constant, a type or an operation. Raises KeyError."""
    if name in CONSTANTS:
        return CONSTANTS[name]
    if name in PARTS:
        return Namespace((*namespace.path, name))
    if namespace.path[-1] in ("optim", "data", "cuda", "utils"):
        return OPAQUE
    return operation(name, namespace.flavour, namespace.path[-1])


def operation(name: str, flavour: str = "", part: str = "") -> Operation:
    """The row for a name; a library's own meaning of it goes first. Raises KeyError."""
    for spelling in (f"{flavour}.{name}", f"{part}.{name}", name):
        if spelling in SPELLINGS:
            return Operation(SPELLINGS[spelling], flavour)
    raise KeyError(name)


def operation_names() -> list[str]:
    return list(SPELLINGS)
