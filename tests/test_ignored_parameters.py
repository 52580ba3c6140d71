"""Nothing that a library's function takes is ignored in silence: a definition uses each parameter, or there is a reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.autodiff.interpreter.kinds.value_types import Function
from app.autodiff.interpreter.library_classes.nn_modules import modules
from app.autodiff.table import DEFINITIONS
from app.language import syntax
from app.language.syntax import Parameter
from app.language.walk import everything

WITHOUT_EFFECT = {
    "gumbel_softmax": "eps",  # PyTorch takes it for compatibility alone
    "dropout": "p training inplace options",  # drops nothing, and its note says so
    "rrelu": "training",  # draws no slopes, and its note says so
    "batch_norm": "momentum",  # of statistics that a layer keeps
    "instance_norm": "running_mean running_var momentum",  # serve `use_input_stats=False`, which is refused
    "scaled_dot_product_attention": "enable_gqa",  # heads that are shared broadcast, or do not fit
    "lstsq": "rcond",  # matrices of full rank
    "polyfit": "rcond",  # as above
    "embedding": "norm_type sparse",  # of `max_norm`, which is refused, and of how it is computed
    "embedding_bag": "norm_type sparse",  # as of `embedding`
    "segment_sum": "indices_are_sorted unique_indices",  # how it is computed
    "segment_max": "indices_are_sorted unique_indices",  # as of `segment_sum`
    "segment_min": "indices_are_sorted unique_indices",
    "tf_argsort": "stable",
    "tf_split": "num",  # how many sizes there are
    "tf_gather": "validate_indices",  # out of date
    "torch_sort": "stable",  # always is
    "jax_sort": "stable",  # as above
    "jax_argsort": "stable",
    "topk": "sorted",  # always is
}
"""Parameters that change nothing of what comes out."""
OF_MODULES = {
    "need_weights", "is_causal", "src_is_causal", "tgt_is_causal", "memory_is_causal",  # a hint beside a mask
    "enable_nested_tensor", "mask_check",  # how it is computed
    "name", "dtype", "unroll",  # what Keras calls a layer, and how it computes
    "validate_args",  # whether PyTorch looks at what it is given
    "foreach", "capturable", "differentiable", "fused", "last_epoch",  # how a step is computed, and where training goes on
    "sparse",  # how a gradient is kept
    "count",  # the step, of a rate that is constant
    "verbose",  # whether PyTorch prints the rate
    "rngs", "key",  # what JAX draws first values from
    "arguments", "options",  # of `nn.Identity` and wrappers, which take what they are given
}  # fmt: skip


def unused(parameters: Sequence[Parameter], body: Iterable[object]) -> set[str]:
    names = {part.id for each in body for part in everything(each) if isinstance(part, syntax.Name)}
    return {parameter.name for parameter in parameters} - names - {"self"}


def test_definitions_use_what_they_take() -> None:
    ignored = {
        name: unused(row.signature, row.define.body) - set(WITHOUT_EFFECT.get(name, "").split())
        for name, row in DEFINITIONS.items()
    }
    assert {name: names for name, names in ignored.items() if names} == {}


def test_modules_use_what_they_take() -> None:
    ignored = {
        f"{name}.{member}": unused(function.parameters, function.body) - OF_MODULES
        for name, module in modules().items()
        for member, function in module.members.items()
        if isinstance(function, Function) and isinstance(function.body, tuple) and member in ("__init__", "forward")
    }
    assert {name: names for name, names in ignored.items() if names} == {}
