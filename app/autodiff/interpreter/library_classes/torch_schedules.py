"""The schedules of rates of `torch.optim.lr_scheduler`, in our own language: those that have a row of `app.optimisers` are made of it."""

from __future__ import annotations

from textwrap import indent

from app.autodiff.interpreter.library_classes.torch_optimisers import listed
from app.optimisers.schedule import ELSE, Schedule
from app.optimisers.schedules import SCHEDULES as ROWS

BY_HAND = """
class optim_LRScheduler:
    def __init__(self, optimizer, last_epoch=-1, verbose=False):
        self.optimizer, self.last_epoch, self._step_count = optimizer, last_epoch, 0
        for group in optimizer.param_groups: group["initial_lr"] = group.get("initial_lr", group["lr"])
        self.base_lrs = [group["initial_lr"] for group in optimizer.param_groups]
        self.step()
    def step(self, epoch=None):
        self._step_count, self.last_epoch = self._step_count + 1, self.last_epoch + 1 if epoch is None else epoch
        for group, rate in zip(self.optimizer.param_groups, self.get_lr()): group["lr"] = rate
        self._last_lr = self.get_last_lr()
    def get_last_lr(self): return [group["lr"] for group in self.optimizer.param_groups]

class optim_KnownLR(optim_LRScheduler):
    def get_lr(self):
        return [self.onward(place, group["lr"]) for place, group in enumerate(self.optimizer.param_groups)]
    def onward(self, place, now):
        base, done = self.base_lrs[place], self.last_epoch
        before, rate = self.rate(base, done - 1, place) if done > 0 else base, self.rate(base, done, place)
        return now * rate / before if self.chains and now != before else rate
    def own(self, given, place): return given[place] if isinstance(given, (list, tuple)) else given
    def turn(self, place, momentum):
        group = self.optimizer.param_groups[place]
        if "betas" in group: group["betas"] = (momentum, group["betas"][1])
        else: group["momentum"] = momentum

class optim_ReduceLROnPlateau(optim_LRScheduler):
    def __init__(self, optimizer, mode="min", factor=0.1, patience=10, threshold=0.0001, threshold_mode="rel", cooldown=0,
            min_lr=0, eps=1e-8):
        self.optimizer, self.sign, self.factor, self.patience = optimizer, 1 if mode == "min" else -1, factor, patience
        self.threshold, self.relative, self.cooldown, self.least, self.eps = threshold, threshold_mode == "rel", cooldown, min_lr, eps
        self.best, self.bad, self.waiting = None, 0, 0
    def step(self, metrics, epoch=None):
        found = float(metrics) * self.sign
        margin = self.threshold * (abs(self.best) if self.relative else 1) if self.best is not None else 0
        better = self.best is None or found < self.best - margin
        if better: self.best = found
        self.bad = 0 if better else self.bad + 1
        if self.waiting > 0: self.waiting, self.bad = self.waiting - 1, 0
        if self.bad <= self.patience: return
        self.waiting, self.bad = self.cooldown, 0
        for group in self.optimizer.param_groups:
            lower = max(group["lr"] * self.factor, self.least)
            if group["lr"] - lower > self.eps: group["lr"] = lower
"""
SCHEDULE = """
class optim_{name}(optim_KnownLR):
    def __init__(self, {arguments}, last_epoch=-1, verbose=False):
        {stored}
        self.chains = {chains}
        super().__init__(optimizer)
    def rate(self, rate, done, place):
        t = done + 1
{lines}
        return {rule}
"""


def schedule_class(known: Schedule) -> str:
    """A schedule of PyTorch, whose row is the rate at step `t`."""
    moved = f"if self.cycle_momentum: self.turn(place, {known.momentum})" if known.momentum else ""
    return SCHEDULE.format(chains=known.chains, **pieces(known, moved))


def pieces(known: Schedule, last: str = "") -> dict[str, str]:
    """The parts of a class that has the arguments of a schedule, without its optimiser: all lines before the rate, ending with the `last`.

    Arguments behind the first that is not followed have to be named.
    """
    names = [name for name in known.arguments if name not in {"optimizer", *known.told}]
    own = known.by_group.split()
    first = [f"{name} = " + (f"self.own(self.{name}, place)" if name in own else f"self.{name}") for name in names]
    for argument, cases in known.cases.items():
        said = [(value, lines) for value, lines in cases.items() if value is not ELSE]
        for sign, (value, lines) in zip(["if", *["elif"] * len(said)], said, strict=False):
            first.append(f"{sign} {argument} == {value!r}:\n{indent(chr(10).join(lines), '    ')}")
        others = "\n".join(cases.get(ELSE, [f'raise ValueError("{known.name} has no such {argument}")']))
        first += [f"else:\n{indent(others, '    ')}"] if others else []
    return {
        "name": known.name,
        "arguments": listed({"*" if name in known.told else name: usual for name, usual in known.arguments.items()}),
        "stored": "; ".join(f"self.{name} = {name}" for name in names) or "pass",
        "lines": indent("\n".join([*first, *known.rule[:-1], last]), " " * 8),
        "rule": known.rule[-1],
    }


CLASSES = {
    name: schedule_class(known) for name, known in ROWS.items() if known.library == "PyTorch" and not known.of_others
}
NAMES = frozenset({*CLASSES, "LRScheduler", "ReduceLROnPlateau"})
SCHEDULES = BY_HAND + "".join(CLASSES.values())
