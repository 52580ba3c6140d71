"""The optimisers of optax, written in our own language as its gradient transformations are: each changes a tree of gradients.

`init` gives the first state for a tree of parameters, `update` what is added to them and the next state. A rate may be a schedule.
What gradients are changed by is said by the rows of `app.optimisers`. Source: the documentation of optax 0.2.
"""

from __future__ import annotations

import re

from app.autodiff.interpreter.library_classes.torch_optimisers import listed, ways
from app.autodiff.interpreter.library_classes.torch_schedules import pieces
from app.optimisers import Optimiser
from app.optimisers.libraries import Signature
from app.optimisers.optax_rows import CHAINS, ROWS, TRANSFORMATIONS
from app.optimisers.schedules import SCHEDULES

BY_HAND = """
class optax_identity:
    def init(self, params): return ()
    def update(self, updates, state, params=None): return tree_map(lambda g: self.changed(g), updates), state
    def changed(self, g): return g

class optax_scale(optax_identity):
    def __init__(self, step_size): self.factor = step_size
    def changed(self, g): return self.factor * g

class optax_clip(optax_identity):
    def __init__(self, max_delta): self.bound = max_delta
    def changed(self, g): return clip(g, -self.bound, self.bound)

class optax_clip_by_global_norm(optax_identity):
    def __init__(self, max_norm): self.bound = max_norm
    def update(self, updates, state, params=None):
        norm = global_norm(updates)
        return tree_map(lambda g: g if norm < self.bound else g / norm * self.bound, updates), state

class optax_add_decayed_weights(optax_identity):
    def __init__(self, weight_decay=0.0): self.decay = weight_decay
    def update(self, updates, state, params=None): return tree_map(lambda g, p: g + self.decay * p, updates, params), state

class optax_scale_by_learning_rate(optax_identity):
    def __init__(self, learning_rate, flip_sign=True): self.rate, self.sign = learning_rate, -1 if flip_sign else 1
    def init(self, params): return 0
    def update(self, updates, state, params=None):
        rate = self.rate(state) if callable(self.rate) else self.rate
        return tree_map(lambda g: self.sign * rate * g, updates), state + 1

class optax_scale_by_trust_ratio(optax_identity):
    def update(self, updates, state, params=None): return tree_map(lambda g, p: g * self.ratio(norm(p), norm(g)), updates, params), state
    def ratio(self, whole, step): return whole / step if whole > 0 and step > 0 else 1.0

class optax_chain:
    def __init__(self, *links): self.links = links
    def init(self, params): return [each.init(params) for each in self.links]
    def update(self, updates, state, params=None):
        states = []
        for link, own in zip(self.links, state):
            updates, own = link.update(updates, own, params)
            states = [*states, own]
        return updates, states

class optax_sgd(optax_chain):
    def __init__(self, learning_rate, momentum=None, nesterov=False):
        before = [] if momentum is None else [optax_trace(momentum, nesterov)]
        self.links = [*before, optax_scale_by_learning_rate(learning_rate)]

class optax_rmsprop(optax_chain):
    def __init__(self, learning_rate, decay=0.9, eps=1e-8, initial_scale=0.0, eps_in_sqrt=True, momentum=None, nesterov=False):
        scaled = [optax_scale_by_rms(decay, eps, initial_scale, eps_in_sqrt), optax_scale_by_learning_rate(learning_rate)]
        self.links = scaled if momentum is None else [*scaled, optax_trace(momentum, nesterov)]

class optax_piecewise_constant_schedule:
    def __init__(self, init_value, boundaries_and_scales=None): self.first, self.scales = init_value, boundaries_and_scales or {}
    def forward(self, count):
        found = self.first
        for place, factor in self.scales.items(): found = found * factor if count >= place else found
        return found

class optax_join_schedules:
    def __init__(self, schedules, boundaries): self.schedules, self.boundaries = list(schedules), list(boundaries)
    def forward(self, count):
        place = len([each for each in self.boundaries if count >= each])
        return self.schedules[place](count - self.boundaries[place - 1] if place else count)

"""
CHAIN = """
class optax_{name}(optax_chain):
    def __init__(self, learning_rate, {arguments}):
        self.links = [{links}, optax_scale_by_learning_rate(learning_rate)]
"""
TRANSFORMATION = """
class optax_{name}(optax_identity):
    def __init__(self, {arguments}):
        {stored}
    def init(self, params):
        nothing = tree_map(lambda w: zeros_like(w) + {first}, params)
        return (0, {nothing})
    def update(self, updates, state, params=None):
        g, t, {state} = updates, state[0] + 1, *state[1:]
{ways}
"""
SCHEDULE = """
class optax_{name}:
    def __init__(self, {arguments}):
        {stored}
    def forward(self, count):
        t = count + 1
{lines}
        return {rule}
"""
NAME = re.compile(r"[a-z]\w*")
LINK = re.compile(r"(\w+\()")
FIRST = {"rmsprop": "self.initial_scale"}
"""By row, what is carried on before the first step, where it is not 0."""
OWN_SETTINGS = {
    "momentum": ["momentum = self.decay"],
    "rmsprop": ["eps, eps_root = (0.0, self.eps) if self.eps_in_sqrt else (self.eps, 0.0)"],
    "adagrad": ["initial, eps = self.initial_accumulator_value + self.eps, 0.0"],
}
"""By row, settings that no argument gives as it is."""


def transformation(name: str, known: Signature) -> str:
    """The class of a transformation that goes by a row, or by another where its argument holds."""
    row, others = ROWS[known.row], {flag: ROWS[other] for flag, other in known.others.items()}
    return TRANSFORMATION.format(
        name=name,
        arguments=listed(known.spelled),
        stored="; ".join(f"self.{each} = {each}" for each in known.spelled),
        first=FIRST.get(row.name, "0.0"),
        nothing=", ".join("nothing" for _ in row.state),
        state=", ".join(row.state),
        ways=ways(known, row, others, "self.{}", changes, OWN_SETTINGS.get(row.name, [])),
    )


def linked(links: str) -> str:
    """What an optimiser is made of, each link by the name of its class."""
    return LINK.sub(r"optax_\1", links)


def changes(row: Optimiser) -> str:
    """The lines of a rule, each leaf by leaf."""
    own, lines = {"g", *row.state}, []
    for line in row.lines:
        name, _, expr = line.partition(" = ")
        lines.append(f"{name} = {leafwise(expr, own)}")
        own.add(name)
    return "\n".join([*lines, f"return {leafwise(row.way, own)}, (t, {', '.join(row.state)})"])


def leafwise(expr: str, own: set[str]) -> str:
    """An expression computed of each leaf of the trees that are a name of it."""
    names = ", ".join(sorted(own.intersection(NAME.findall(expr))))
    return f"tree_map(lambda {names}: {expr}, {names})"


OPTAX = "".join(
    [
        BY_HAND,
        *(transformation(name, known) for name, known in TRANSFORMATIONS.items()),
        *(
            CHAIN.format(name=name, arguments=", ".join(known.split()), links=linked(links))
            for name, (known, links) in CHAINS.items()
        ),
        *(SCHEDULE.format(**pieces(known)) for known in SCHEDULES.values() if known.library == "optax"),
    ]
)
NAMES = frozenset(re.findall(r"^class optax_(\w+)", OPTAX, re.MULTILINE))
"""What `optax.…` has here, each the class of its name behind `optax_`."""
