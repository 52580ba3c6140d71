"""The transformations of gradients that optax makes its optimisers of: what each goes by, and the rules that are optax's alone.

Source: the documentation of optax 0.2.
"""

from __future__ import annotations

from app.optimisers.libraries import Signature, signature
from app.optimisers.optimiser import row
from app.optimisers.rows import MOMENTS, OPTIMISERS

OWN = (
    row(
        "nesterov-adam",
        "Adam with Nesterov momentum",
        f"""{MOMENTS}
        (beta1*m/(1 - beta1**(t + 1)) + (1 - beta1)*g/(1 - beta1**t))/(sqrt(v/(1 - beta2**t) + eps_root) + eps)
        """,
        state="m v",
    ),
    row(
        "amsgrad-corrected",
        "AMSGrad of corrected squares",
        f"""{MOMENTS}
        s = maximum(s, v/(1 - beta2**t))
        m/(1 - beta1**t)/(sqrt(s + eps_root) + eps)
        """,
        state="m v s",
        eps_root=0.0,
    ),
    row(
        "adabelief",
        "AdaBelief",
        """
        m = beta1*m + (1 - beta1)*g
        v = beta2*v + (1 - beta2)*(g - m)**2 + eps_root
        m/(1 - beta1**t)/(sqrt(v/(1 - beta2**t)) + eps)
        """,
        state="m v",
    ),
    row(
        "lion",
        "Lion",
        """
        d = sign(beta1*m + (1 - beta1)*g)
        m = beta2*m + (1 - beta2)*g
        d
        """,
        state="m",
    ),
)
ROWS = {**OPTIMISERS, **{each.name: each for each in OWN}}
"""By the names that `TRANSFORMATIONS` have for them."""
MOMENT = "b1=0.9 b2=0.999 eps=1e-8"
TRANSFORMATIONS: dict[str, Signature] = {
    name: signature("optax", name, *known)
    for name, *known in (
        text.split(maxsplit=2)
        for text in (
            "trace momentum decay nesterov:nesterov=0",
            "scale_by_rss adagrad initial_accumulator_value=0.1 eps=1e-7",
            "scale_by_rms rmsprop decay=0.9 eps=1e-8 initial_scale=0 eps_in_sqrt=1",
            "scale_by_adadelta adadelta rho=0.9 eps=1e-6",
            f"scale_by_adam adam {MOMENT} eps_root=0 nesterov:nesterov-adam=0",
            f"scale_by_amsgrad amsgrad-corrected {MOMENT} eps_root=0",
            f"scale_by_adamax adamax {MOMENT}",
            "scale_by_belief adabelief b1=0.9 b2=0.999 eps=1e-16 eps_root=1e-16",
            "scale_by_lion lion b1=0.9 b2=0.99",
        )
    )
}
"""Each by its name, with the row that it follows and its arguments as optax has them."""
DECAY = "add_decayed_weights(weight_decay)"
ADAM, NESTEROV = "scale_by_adam(b1, b2, eps, eps_root)", "scale_by_adam(b1, b2, eps, eps_root, True)"
CHAINS = {
    "adam": (f"{MOMENT} eps_root=0", ADAM),
    "adamw": (f"{MOMENT} eps_root=0 weight_decay=1e-4", f"{ADAM}, {DECAY}"),
    "nadam": (f"{MOMENT} eps_root=0", NESTEROV),
    "nadamw": (f"{MOMENT} eps_root=0 weight_decay=1e-4", f"{NESTEROV}, {DECAY}"),
    "amsgrad": (f"{MOMENT} eps_root=0", "scale_by_amsgrad(b1, b2, eps, eps_root)"),
    "adamax": (MOMENT, "scale_by_adamax(b1, b2, eps)"),
    "adabelief": ("b1=0.9 b2=0.999 eps=1e-16 eps_root=1e-16", "scale_by_belief(b1, b2, eps, eps_root)"),
    "lion": ("b1=0.9 b2=0.99 weight_decay=1e-3", f"scale_by_lion(b1, b2), {DECAY}"),
    "lamb": ("b1=0.9 b2=0.999 eps=1e-6 eps_root=0 weight_decay=0", f"{ADAM}, {DECAY}, scale_by_trust_ratio()"),
    "adadelta": ("rho=0.9 eps=1e-6 weight_decay=0", f"{DECAY}, scale_by_adadelta(rho, eps)"),
    "adagrad": ("initial_accumulator_value=0.1 eps=1e-7", "scale_by_rss(initial_accumulator_value, eps)"),
}
"""Optimisers by their names: their arguments behind the rate, and the transformations that are made of these, before that by the rate."""
