"""The optimisers: one row each, with its update rule in the language.

In a rule `w` is a parameter, `g` its gradient, `t` the number of the step from 1 and `rate` the learning rate; settings stand by name,
and what is carried on from step to step is 0 before the first. Defaults are PyTorch's, which all rules agree with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.language import parse
from app.language.syntax import Assign, Expr, Name

Rule = tuple[tuple[str, Expr], ...]
"""Names and what they become, one after another."""


@dataclass(frozen=True, slots=True)
class Optimiser:
    """`state` names what is carried on; `settings` are the other names of the rule, with their defaults."""

    name: str
    title: str
    rule: Rule
    state: tuple[str, ...]
    settings: Mapping[str, float]
    spellings: tuple[str, ...]
    explained: str


OPTIMISERS: dict[str, Optimiser] = {}


def rule(text: str) -> Rule:
    """Assignments to names, in order."""
    found = []
    for statement in parse(text.strip().replace("\n    ", "\n")).statements:
        assert isinstance(statement, Assign) and isinstance(statement.targets[0], Name)
        found.append((statement.targets[0].id, statement.value))
    return tuple(found)


LETTERS = {
    "rate": "eta",
    "momentum": "mu",
    "beta1": "beta1",
    "beta2": "beta2",
    "alpha": "alpha",
    "eps": "epsilon",
    "weight_decay": "lambda",
    "rate_decay": "kappa",
}
"""How the names of settings are written in a formula."""
ASCENT = rule("g = -g")
"""What comes before a rule that is to climb."""
DECAY = rule("g = g + weight_decay*w")
"""What comes before a rule whose parameters are drawn to 0; AdamW has a term of its own for it."""


def optimiser(
    name: str, title: str, text: str, *, state: str = "", spelled: str = "", explained: str, **settings: float
) -> None:
    """Enter a row."""
    defaults = {"rate": 0.01, "weight_decay": 0.0, **settings}
    OPTIMISERS[name] = Optimiser(
        name, title, rule(text), tuple(state.split()), defaults, tuple(spelled.split()), explained
    )


optimiser(
    "gradient-descent",
    "gradient descent",
    "w = w - rate*g",
    spelled="sgd gd GradientDescent SGD",
    explained="Each parameter goes a little way against its gradient: downhill, the steeper the further.",
)
optimiser(
    "momentum",
    "momentum",
    """
    v = momentum*v + g
    w = w - rate*v
    """,
    state="v",
    momentum=0.9,
    explained="The way goes on in the direction that it had, as a ball rolls, and each gradient turns it a little (Polyak 1964).",
)
optimiser(
    "nesterov",
    "Nesterov momentum",
    """
    v = momentum*v + g
    w = w - rate*(g + momentum*v)
    """,
    state="v",
    momentum=0.9,
    explained="Momentum that looks ahead: the gradient counts once more where the momentum is about to lead (Nesterov 1983).",
)
optimiser(
    "adagrad",
    "AdaGrad",
    """
    s = s + g**2
    w = w - rate/(1 + (t - 1)*rate_decay)*g/(sqrt(s) + eps)
    """,
    state="s",
    spelled="Adagrad AdaGrad",
    eps=1e-10,
    rate_decay=0.0,
    explained="Each parameter has a rate of its own, smaller the more gradient it has seen so far (Duchi, Hazan and Singer 2011).",
)
optimiser(
    "rmsprop",
    "RMSProp",
    """
    s = alpha*s + (1 - alpha)*g**2
    w = w - rate*g/(sqrt(s) + eps)
    """,
    state="s",
    spelled="RMSprop RMSProp",
    alpha=0.99,
    eps=1e-8,
    explained="Each gradient is measured against the root of its own recent mean square: steps have much the same length (Hinton 2012).",
)
ADAM = """
    m = beta1*m + (1 - beta1)*g
    v = beta2*v + (1 - beta2)*g**2
    w = w - rate*(m/(1 - beta1**t))/(sqrt(v/(1 - beta2**t)) + eps)
"""
optimiser(
    "adam",
    "Adam",
    ADAM,
    state="m v",
    spelled="Adam",
    rate=0.001,
    beta1=0.9,
    beta2=0.999,
    eps=1e-8,
    explained="Momentum and a rate for each parameter together, both corrected for having started from nothing (Kingma and Ba 2015).",
)
optimiser(
    "adamw",
    "AdamW",
    f"w = w - rate*weight_decay*w{ADAM}",
    state="m v",
    spelled="AdamW",
    rate=0.001,
    beta1=0.9,
    beta2=0.999,
    eps=1e-8,
    weight_decay=0.01,
    explained="Adam whose parameters also shrink a little at each step, apart from the gradient (Loshchilov and Hutter 2019).",
)
SPELLINGS = {spelling: row for row in OPTIMISERS.values() for spelling in (row.name, *row.spellings)}
