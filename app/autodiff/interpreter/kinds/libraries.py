"""The libraries that people call: their names, constants and types, and how a dotted name finds its row of the table."""

from __future__ import annotations

import math
import re
import sys
from dataclasses import dataclass

import numpy as np

from app.autodiff.interpreter.kinds.value_types import OPAQUE, Namespace, Opaque, Operation, Value
from app.autodiff.primitives import SPELLINGS


@dataclass(frozen=True, slots=True)
class Progress(Opaque):
    """`tqdm`, and what it shows the progress of: the items that a loop over it has."""

    items: Value = None


PROGRESS = Progress()

ROOTS = {
    "np": "numpy", "numpy": "numpy", "anp": "numpy", "autograd": "numpy", "cupy": "numpy",
    "math": "numpy.math", "Math": "numpy.math", "scipy": "numpy", "sp": "numpy", "sympy": "numpy", "cmath": "numpy",
    "torch": "torch", "F": "torch.nn.functional", "nn": "torch", "jnp": "jax", "jax": "jax", "lax": "jax.lax", "optax": "jax.optax",
    "tf": "jax.tensorflow", "tensorflow": "jax.tensorflow", "keras": "jax", "einops": "einops", "eqx": "jax.eqx", "equinox": "jax.eqx",
    "flax": "jax.flax",
}  # fmt: skip
OPAQUES = frozenset(
    (
        "plt pd os sys time sns logging warnings pickle json pathlib datasets torchvision wandb gym display "
        "IPython matplotlib sklearn transformers torchaudio seaborn graphviz argparse chex jaxtyping beartype absl"
    ).split()
)
"""Libraries that have no bearing on a forward pass."""
PARTS = frozenset(
    (
        "linalg random nn functional special numpy scipy lax math fft autograd optim data cuda init activations "
        "losses layers models tree tree_util utils stats distributions norm signal keras optimizers callbacks metrics optimize integrate "
        "amp lr_scheduler initializers regularizers constraints lib stride_tricks ops func flatten_util spatial distance "
        "backend parameter modules optimizer"
    ).split()
)
WITHIN = {
    "modules": frozenset({"conv", "batchnorm"}),
    "distributions": frozenset(
        "kl normal categorical bernoulli beta gamma dirichlet laplace uniform exponential poisson multivariate_normal independent".split()
    ),
}
"""Parts of parts of PyTorch, `torch.nn.modules` and `torch.distributions`, whose names are functions elsewhere."""
SILENT = frozenset({"__future__"})
"""Libraries of which single functions are known."""
BESIDE = frozenset(
    (
        "optim optimizer data cuda utils optimizers callbacks metrics optimize io datasets tensorboard amp "
        "lr_scheduler swa_utils schedules regularizers constraints"
    ).split()
)
"""Parts of libraries that have no bearing on a forward pass."""
CLIPPING = "clip_grad_"
"""What functions begin with that change the gradients which a text may go on with."""


class Half(float):
    """The kind of floats of 16 bits, which no array has here."""


CONSTANTS: dict[str, Value] = {
    "pi": math.pi, "PI": math.pi, "π": math.pi, "e": math.e, "E": math.e, "tau": math.tau,
    "inf": math.inf, "infty": math.inf, "nan": math.nan, "newaxis": None,
    "float": float, "float32": float, "float64": float, "double": float, "float16": Half, "half": Half, "bfloat16": Half,
    "int": int, "int8": int, "int16": int, "int32": int, "int64": int, "long": int, "uint8": int, "bool": bool, "bool_": np.bool_,
    "floating": float, "integer": int,
    "None": None, "Ellipsis": ..., "Size": tuple, "eps": float(np.finfo(float).eps),
}  # fmt: skip
BARE_CONSTANTS = frozenset({"pi", "π", "inf", "nan", "Ellipsis"})


PASSED_AROUND = frozenset(
    (
        "relu sigmoid tanh softmax log_softmax sin cos tan exp log sqrt abs pow round gelu silu elu softplus leaky_relu max min sum "
        "list tuple dict str len range zip enumerate map filter reversed sorted print isinstance "
        "set frozenset any all next iter getattr hasattr repr callable partial grad jit vmap"
    ).split()
)
"""Functions that are handed to others by their bare names."""
OPAQUE_MEMBERS = frozenset(
    (
        "device cuda accelerator backends mps use_deterministic_algorithms config utils summary debug Precision DotAlgorithmPreset "
        "channels_last contiguous_format preserve_format legacy_contiguous_format"
    ).split()
)
DOT, DOT_OR_CALL = r"(?:\.|::)", r"(?:[.(]|::)"
TYPES = frozenset(
    "List Dict Tuple Optional Callable Any Union Sequence Iterable Iterator TypeVar NamedTuple dataclass".split()
)


def imported(module: str) -> Value:
    """What `import module` stands for; None where it is not known."""
    parts = module.split(".")
    first = root(parts[0])
    if isinstance(first, Namespace):
        return Namespace((*first.path, *parts[1:]))
    return OPAQUE if parts[0] in ("typing", "dataclasses", "abc", "enum") else first


def is_absent(module: str) -> bool:
    """Whether a module is neither Python's own nor a library that has a name here."""
    first = module.split(".", maxsplit=1)[0]
    return first != "" and first not in sys.stdlib_module_names and root(first) is None and first not in SILENT


def root(name: str) -> Namespace | Opaque | None:
    """The library that an unbound name stands for."""
    if name in ("random", "copy", "itertools"):
        return Namespace(("python", name))
    if name in ("special", "linalg"):
        return Namespace(("numpy", name))
    if name == "optim":
        return Namespace(("torch", name))
    if name == "tqdm":
        return PROGRESS
    if name in OPAQUES or name in TYPES:
        return OPAQUE
    return Namespace(tuple(ROOTS[name].split("."))) if name in ROOTS else None


def named(name: str, text: str) -> Namespace | Opaque | None:
    """The library that an unbound name stands for in a text; none for `F = F_0 + …` and `d = speed*time`, of which nothing is asked."""
    found = root(name)
    asked = rf"(?<![\w.]){name}\s*{DOT if name in ROOTS else DOT_OR_CALL}|getattr\(\s*{name}\s*,"
    alone = found is not None and name not in TYPES and name in text and not re.search(asked, text)
    return None if alone else found


def member(namespace: Namespace, name: str) -> Value:
    """What `namespace.name` is: a part, a constant, a type or an operation. Raises KeyError."""
    if name in CONSTANTS:
        return CONSTANTS[name]
    if is_part(namespace, name):
        return Namespace((*namespace.path, name))
    if namespace.path[-1] in BESIDE and not name.startswith(CLIPPING):
        return OPAQUE
    if name in OPAQUE_MEMBERS or name.startswith("set_"):
        return OPAQUE
    return operation(name, *namespace.path, rng=namespace.rng)


def is_part(namespace: Namespace, name: str) -> bool:
    """Whether `namespace.name` is a library again; `random.random` and `linalg.norm` are functions."""
    inner = namespace.path[-1]
    function = name == inner or f"{inner}.{name}" in SPELLINGS or (name == "norm" and inner != "stats")
    return (name in PARTS and not function) or name in WITHIN.get(inner, ())


def operation(name: str, flavour: str = "", *parts: str, rng: object = None) -> Operation:
    """The row for a name; a library's own meaning of it goes first, that of its part before all. Raises KeyError."""
    *_, last = ("", *parts)
    for spelling in (f"{flavour}.{last}.{name}", f"{flavour}.{name}", *(f"{part}.{name}" for part in parts), name):
        if spelling in SPELLINGS:
            return Operation(SPELLINGS[spelling], flavour, rng=rng)
    raise KeyError(name)


def operation_names() -> list[str]:
    """What people can call, for hints."""
    return [name for name, row in SPELLINGS.items() if not row.inner]
