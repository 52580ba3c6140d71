"""How libraries call their optimisers: one row each, with its arguments in order and what they are unless given.

An argument with a `!` is one that no rule here knows: it is told, unless it changes nothing. One such as `amsgrad:amsgrad` leads to another
row where it holds; with both, only steps in a text follow it. Sources: the signatures of PyTorch 2.13, Keras 3.11 and optax 0.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MEANT = {
    "lr": "rate", "learning_rate": "rate", "lr_decay": "rate_decay", "rho": "alpha", "decay": "alpha",
    "beta_1": "beta1", "beta_2": "beta2", "b1": "beta1", "b2": "beta2", "epsilon": "eps", "initial_accumulator_value": "initial",
}  # fmt: skip
"""What arguments of libraries are called in the rules."""
INERT = frozenset("foreach fused capturable differentiable name mu_dtype accumulator_dtype".split())
"""Arguments that say how something is computed, not what."""


@dataclass(frozen=True, slots=True)
class Signature:
    """`arguments` in order, by the names of the rules, None for those without a default.

    `row` is the optimiser of ours, or the rate as an expression in `t`; arguments that hold lead to `others`, the last of them counts.
    `spelled` are the arguments as the library calls them, with what they are unless given.
    """

    library: str
    name: str
    row: str
    arguments: Mapping[str, float | None]
    others: Mapping[str, str]
    spelled: Mapping[str, str]


def signature(library: str, name: str, row: str, arguments: str) -> Signature:
    """A row from its arguments as they are written in the tables below."""
    given = [each.partition("=") for each in arguments.split()]
    keys = [key.partition(":") for key, _, _ in given]
    return Signature(
        library,
        name,
        row,
        {meant(key): float(value) if value else None for (key, _, _), (_, _, value) in zip(keys, given, strict=True)},
        {meant(key): other for key, _, other in keys if other},
        {key.lstrip("!"): value for (key, _, _), (_, _, value) in zip(keys, given, strict=True)},
    )


def meant(argument: str) -> str:
    """What an argument is called in the rules; one that no rule has keeps its mark."""
    return MEANT.get(argument, argument)


TORCH = {
    "SGD": (
        "gradient-descent",
        "params lr=1e-3 momentum:momentum=0 dampening=0 weight_decay=0 nesterov:nesterov=0 maximize=0",
    ),
    "Adagrad": ("adagrad", "params lr=1e-2 lr_decay=0 weight_decay=0 initial_accumulator_value=0 eps=1e-10 maximize=0"),
    "Adadelta": ("adadelta", "params lr=1 rho=0.9 eps=1e-6 weight_decay=0 maximize=0"),
    "RMSprop": (
        "rmsprop",
        "params lr=1e-2 alpha=0.99 eps=1e-8 weight_decay=0 momentum:rmsprop-momentum=0 centered:rmsprop-centered=0 maximize=0",
    ),
    "Adam": (
        "adam",
        "params lr=1e-3 betas eps=1e-8 weight_decay=0 amsgrad:amsgrad=0 maximize=0 decoupled_weight_decay:adamw=0",
    ),
    "AdamW": ("adamw", "params lr=1e-3 betas eps=1e-8 weight_decay=1e-2 !amsgrad:amsgrad=0 maximize=0"),
    "Adamax": ("adamax", "params lr=2e-3 betas eps=1e-8 weight_decay=0 maximize=0"),
    "NAdam": (
        "nadam",
        "params lr=2e-3 betas eps=1e-8 weight_decay=0 momentum_decay=4e-3 !decoupled_weight_decay=0 maximize=0",
    ),
    "RAdam": ("radam", "params lr=1e-3 betas eps=1e-8 weight_decay=0 !decoupled_weight_decay=0 maximize=0"),
}
AVERAGED = "!clipnorm=0 !clipvalue=0 !global_clipnorm=0 !use_ema=0"
BETAS = "beta_1=0.9 beta_2=0.999 epsilon=1e-7"
KERAS = {
    "SGD": (
        "gradient-descent",
        f"learning_rate=0.01 momentum:momentum=0 nesterov:nesterov=0 !weight_decay=0 {AVERAGED}",
    ),
    "Adagrad": ("adagrad", f"learning_rate=1e-3 initial_accumulator_value=0.1 epsilon=1e-7 !weight_decay=0 {AVERAGED}"),
    "Adadelta": ("adadelta", f"learning_rate=1e-3 rho=0.95 epsilon=1e-7 !weight_decay=0 {AVERAGED}"),
    "RMSprop": (
        "rmsprop",
        f"learning_rate=1e-3 rho=0.9 !momentum=0 epsilon=1e-7 centered:rmsprop-centered=0 !weight_decay=0 {AVERAGED}",
    ),
    "Adam": ("adam", f"learning_rate=1e-3 {BETAS} amsgrad:amsgrad=0 !weight_decay=0 {AVERAGED}"),
    "AdamW": ("adamw", f"learning_rate=1e-3 weight_decay=4e-3 {BETAS} !amsgrad=0 {AVERAGED}"),
    "Adamax": ("adamax", f"learning_rate=1e-3 {BETAS} !weight_decay=0 {AVERAGED}"),
}
OPTAX = {
    "sgd": ("gradient-descent", "learning_rate momentum:momentum=0 nesterov:nesterov=0"),
    "adagrad": ("adagrad", "learning_rate initial_accumulator_value=0.1 eps=1e-7"),
    "adadelta": ("adadelta", "learning_rate rho=0.9 eps=1e-6 !weight_decay=0 !weight_decay_mask=0"),
    "rmsprop": (
        "rmsprop",
        "learning_rate decay=0.9 eps=1e-8 !initial_scale=0 !eps_in_sqrt=1 !centered=0 !momentum=0 !nesterov=0",
    ),
    "adam": ("adam", "learning_rate b1=0.9 b2=0.999 eps=1e-8 eps_root=0 !nesterov=0"),
    "adamw": ("adamw", "learning_rate b1=0.9 b2=0.999 eps=1e-8 eps_root=0 weight_decay=1e-4 !mask=0 !nesterov=0"),
    "adamax": ("adamax", "learning_rate b1=0.9 b2=0.999 eps=1e-8"),
    "radam": ("radam", "learning_rate b1=0.9 b2=0.999 eps=1e-8 !eps_root=0 !threshold !nesterov=0"),
}
LIBRARIES: Mapping[str, tuple[str, Mapping[str, tuple[str, str]]]] = {
    "optim": ("PyTorch", TORCH),
    "optimizers": ("Keras", KERAS),
    "optax": ("optax", OPTAX),
}
"""By a part of the names that optimisers are called by."""
OTHERS = frozenset(
    "Nadam LBFGS ASGD Rprop SparseAdam Adafactor Muon Ftrl Lion Lamb LossScaleOptimizer "
    "adamaxw nadam lbfgs rprop adafactor adabelief amsgrad lamb lars lion novograd yogi sophia noisy_sgd sm3".split()
)
"""Optimisers of these libraries that have no row here."""
CLIPPING = frozenset(
    "clip_grad_norm_ clip_grad_value_ clip_grad_norm clip_by_global_norm clip_by_norm clip_by_block_rms clip adaptive_grad_clip".split()
)
"""What changes gradients before an optimiser takes its step, where it is called from one of LIBRARIES or of `nn.utils`."""
