"""The optimisers of `torch.optim`, and the scaler of gradients, in our own language.

What a step goes against is said by the rows of `app.optimisers`, of which each class is made; it stands in `way`, from the gradient `g`
and what is `kept` of the steps before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from textwrap import indent

from app.optimisers import OPTIMISERS as ROWS
from app.optimisers import Optimiser
from app.optimisers.libraries import TORCH, Signature, meant, signature
from app.optimisers.optimiser import ASCENT, DECAY, DECOUPLED
from app.optimisers.rows import LETTERS

PREFIX = "optim_"
"""What the classes are called by before PyTorch's name."""
GROUP = 'group["{}"]'
"""Where the arguments of an optimiser are kept."""
BASE = f"""
class optim_Optimizer:
    def __init__(self, params, defaults):
        given = parameters_of(params)
        groups = given if given and isinstance(given[0], dict) else [dict(params=given)]
        self.defaults, self.param_groups, self.state = defaults, [], kept_of_each()
        for group in groups: self.add_param_group(group)
    def add_param_group(self, param_group):
        self.param_groups.append({{**self.defaults, **param_group, "params": parameters_of(param_group["params"])}})
    def parameters(self): return [each for group in self.param_groups for each in group["params"]]
    def zero_grad(self, set_to_none=True): zero_grad(self.parameters())

class optim_Known(optim_Optimizer):
    def __init__(self, params, **defaults):
        super().__init__(params, defaults)
        self.step = step_of(self)
    def moved(self):
        found = []
        for group in self.param_groups:
            for p in group["params"]:
                w, g, rate, weight_decay = p.data, p.grad, group["lr"], group.get("weight_decay", 0)
                if g is None: continue
                kept = self.state[p]
                kept["t"] = kept.get("t", 0) + 1
                if group.get("maximize"): {ASCENT}
                if weight_decay != 0 and group.get("decoupled_weight_decay"): {DECOUPLED}
                elif weight_decay != 0: {DECAY}
                found.append((p, w - rate * self.way(g, kept, group)))
        return found

class GradScaler:
    def __init__(self, *arguments, **options): self.step = step_of_another()
    def scale(self, outputs): return outputs
    def unscale_(self, optimizer): pass
    def update(self, new_scale=None): pass
"""
CLASS = """
class optim_{name}(optim_Known):
    def __init__(self, {arguments}, foreach=None, capturable=False, differentiable=False, fused=None):
        super().__init__({given})
    def way(self, g, kept, group):
        t = kept["t"]
{ways}
"""


def optimiser_class(name: str) -> str:
    """An optimiser of PyTorch, from the row that it follows and those to which its arguments lead: of these the last that holds counts."""
    known = signature("PyTorch", name, *TORCH[name])
    row, others = (
        ROWS[known.row],
        {flag.lstrip("!"): ROWS[other] for flag, other in known.others.items() if not ROWS[other].decoupled},
    )
    betas = f"({row.settings.get('beta1')}, {row.settings.get('beta2')})"
    usual = {**known.spelled, **({"betas": betas} if "betas" in known.spelled else {})}
    given = [f"{each}={each}" for each in usual if each != "params"]
    told = ["decoupled_weight_decay=True"] if row.decoupled else []
    return CLASS.format(
        name=name,
        arguments=listed(usual),
        given=", ".join(["params", *given, *told]),
        ways=ways(known, row, others, GROUP, way),
    )


def ways(
    known: Signature,
    row: Optimiser,
    others: dict[str, Optimiser],
    place: str,
    lines: Callable[[Optimiser], str],
    own: Iterable[str] = (),
) -> str:
    """What a step does: settings from the place where arguments are kept and `own` ones, then the `lines` of a row.

    These are those of the last argument that holds and leads to another row, or else of `row`.
    """
    each = [
        *settings(known, [row, *others.values()], place),
        *own,
        *(f"if {place.format(flag)}:\n{indent(lines(other), '    ')}" for flag, other in reversed(others.items())),
        lines(row),
    ]
    return indent("\n".join(each), " " * 8)


def listed(arguments: Mapping[str, str]) -> str:
    """Parameters of a function, with what they are unless given."""
    return ", ".join(f"{name}={value}" if value else name for name, value in arguments.items())


def settings(known: Signature, rows: Iterable[Optimiser], place: str) -> Iterator[str]:
    """Lines that give the settings in the rules of rows their values, from the place where arguments are kept."""
    stored = {meant(name): place.format(name) for name in known.spelled}
    if "betas" in known.spelled:
        stored |= {"beta1": f"{place.format('betas')}[0]", "beta2": f"{place.format('betas')}[1]"}
    rules = " ".join(line for row in rows for line in (*row.lines, row.way))
    for name in LETTERS:
        if re.search(rf"\b{name}\b", rules):
            yield f"{name} = {stored.get(name, 0.0)}"


def way(row: Optimiser) -> str:
    """The lines of a rule, with what is kept from step to step before and behind them."""
    before = [f'{name} = kept.get("{name}", 0.0)' for name in row.state]
    behind = [f'kept["{name}"] = {name}' for name in row.state]
    return "\n".join([*before, *row.lines, *behind, f"return {row.way}"])


# L-BFGS goes along the gradient turned by what its last steps tell of the curvature (Nocedal and Wright, Numerical Optimization,
# algorithm 7.4). Rates, bounds and the order in which they are looked at are PyTorch's; one step is several moves, each behind a
# call of the closure, and `moved` gives no parameter where the last one was made.
LBFGS = """
class optim_LBFGS(optim_Optimizer):
    def __init__(
        self, params, lr=1, max_iter=20, max_eval=None, tolerance_grad=1e-7, tolerance_change=1e-9, history_size=100,
        line_search_fn=None
    ):
        super().__init__(params, dict(
            lr=lr, max_iter=max_iter, max_eval=max_iter * 5 // 4 if max_eval is None else max_eval, history_size=history_size,
            tolerance_grad=tolerance_grad, tolerance_change=tolerance_change, known=without(line_search_fn, 'line_search_fn')
        ))
        self.turns, self.pairs, self.scale = 0, [], 1
        self.step = step_by_closure(self)
    def begin(self): self.calls = 0
    def gradient(self):
        return concatenate([ravel(zeros(p.shape) if p.grad is None else p.grad) for p in self.parameters()])
    def direction(self, g):
        if self.turns == 0: return -g
        y, s = g - self.before, self.move
        if y @ s > 1e-10: self.pairs, self.scale = [*self.pairs, (y, s)][-self.size:], (y @ s) / (y @ y)
        d, shares = -g, []
        for y, s in self.pairs[::-1]:
            shares.append((s @ d) / (y @ s))
            d = d - shares[-1] * y
        d = self.scale * d
        for y, s in self.pairs: d = d + (shares.pop() - (y @ d) / (y @ s)) * s
        return d
    def moved(self, loss):
        group, g = self.param_groups[0], self.gradient()
        self.size, still = group["history_size"], group["tolerance_change"]
        if self.calls and (self.calls == group["max_iter"] or self.calls + 1 >= group["max_eval"]): return []
        if max(abs(g)) <= group["tolerance_grad"]: return []
        if self.calls and (max(abs(self.move)) <= still or abs(loss - self.loss) < still): return []
        d = self.direction(g)
        rate = group["lr"] * (1 if self.turns else min(1.0, 1 / sum(abs(g))))
        self.turns, self.calls, self.before, self.loss = self.turns + 1, self.calls + 1, g, loss
        if g @ d > -still: return []
        self.move, place, found = rate * d, 0, []
        for p in self.parameters():
            found.append((p, p.data + reshape(self.move[place:place + p.size], p.shape)))
            place += p.size
        return found
"""
NAMES = frozenset({"Optimizer", "LBFGS", *TORCH})
OPTIMISERS = BASE + LBFGS + "".join(map(optimiser_class, TORCH))
