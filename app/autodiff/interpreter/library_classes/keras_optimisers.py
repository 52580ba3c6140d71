"""The optimisers of Keras, in our own language: each takes its rule from a row of `app.optimisers`, as those of PyTorch do.

Keras adds `epsilon` at another place than PyTorch: under the root, or to moments that are not corrected yet. Source: Keras 3.15.
"""

from __future__ import annotations

from app.autodiff.interpreter.library_classes.torch_optimisers import GROUP, listed, way, ways
from app.optimisers import OPTIMISERS as ROWS
from app.optimisers.libraries import KERAS, signature
from app.optimisers.optimiser import DECOUPLED, row
from app.optimisers.rows import SQUARES

PREFIX = "keras_optim_"
"""What the classes are called by before Keras's name."""
BASE = f"""
class keras_optim_Optimizer:
    def __init__(self, learning_rate, **given):
        self.learning_rate, self.given, self.kept, self.iterations = learning_rate, given, {{}}, 0
        self.apply_gradients, self.minimize, self.known = step_along(self), minimising(self), without(given["use_ema"], "use_ema")
    def build(self, variables): pass
    def clipped(self, gradients):
        value, each, all_ = self.given["clipvalue"], self.given["clipnorm"], self.given["global_clipnorm"]
        if value: gradients = [None if g is None else clip(g, -value, value) for g in gradients]
        if each: gradients = [None if g is None else g * (each / maximum(sqrt((g * g).sum()), each)) for g in gradients]
        if all_:
            norm = sqrt(sum([(g * g).sum() for g in gradients if g is not None]))
            gradients = [None if g is None else g * (all_ / maximum(norm, all_)) for g in gradients]
        return gradients
    def moved(self, grads_and_vars):
        pairs, found = list(grads_and_vars), []
        rate = self.learning_rate() if callable(self.learning_rate) else self.learning_rate
        self.iterations, weight_decay = self.iterations + 1, self.given["weight_decay"]
        for place, g in enumerate(self.clipped([g for g, w in pairs])):
            w, kept = pairs[place][1], self.kept.setdefault(place, {{}})
            if g is None: continue
            start = w
            if weight_decay: {DECOUPLED}
            found.append((start, w - rate * self.way(g, kept, self.given)))
        return found
"""
CLASS = """
class keras_optim_{name}(keras_optim_Optimizer):
    def __init__(self, {arguments}, name=None, lr=None):
        super().__init__({given})
        if lr is not None: self.learning_rate = lr
    def way(self, g, kept, group):
        t = self.iterations
{ways}
"""
PLACED = {
    **dict.fromkeys(("adam", "adamw"), "eps = eps / sqrt(1 - beta2**t)"),
    "adagrad": "initial, eps = initial + eps, 0.0",
    "rmsprop": "eps_root, eps = eps, 0.0",
}  # fmt: skip
"""What of a rule's settings makes Keras's of it, by the row that a class follows."""
MOVING = "v = momentum*v + g/sqrt(s {} + eps_root)\nv"
OWN = {
    "Adamax": row(
        "adamax",
        "",
        "m = beta1*m + (1 - beta1)*g\ns = maximum(beta2*s, abs(g))\nm/(1 - beta1**t)/(s + eps)",
        state="m s",
    ),
    "momentum": row("momentum", "", f"{SQUARES}\n{MOVING.format('')}", state="s v"),
    "centered": row(
        "centered", "", f"{SQUARES}\na = alpha*a + (1 - alpha)*g\n{MOVING.format('- a**2')}", state="s a v"
    ),
}
"""Rules that add `epsilon` where no row has it: of a class, and of the settings of RMSprop that lead elsewhere."""
FOLLOWED = frozenset(KERAS)
"""The classes whose steps are followed."""


def optimiser_class(name: str) -> str:
    """An optimiser of Keras, from its row and those to which its arguments lead: of these the last that holds counts."""
    known = signature("Keras", name, *KERAS[name])
    rule = OWN.get(name) or ROWS[known.row]
    others = {flag.lstrip("!"): ROWS[other] for flag, other in known.others.items()}
    if name == "RMSprop":
        others = {flag: OWN[flag] for flag in ("momentum", "centered")}
    placed = [PLACED[known.row]] if known.row in PLACED else []
    return CLASS.format(
        name=name,
        arguments=listed(known.spelled),
        given=", ".join(f"{each}={each}" for each in known.spelled),
        ways=ways(known, rule, others, GROUP, way, placed),
    )


def keras_optimisers() -> str:
    """The text of all of them."""
    return BASE + "".join(map(optimiser_class, KERAS))
