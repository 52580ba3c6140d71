"""The schedules of rates of `torch.optim.lr_scheduler`, in our own language: those that have a row of `app.optimisers` are made of it."""

from __future__ import annotations

import re

from app.autodiff.interpreter.torch_modules.torch_optimisers import listed
from app.optimisers.libraries import Signature
from app.optimisers.schedules import SCHEDULES as ROWS

BY_HAND = """
class optim_LRScheduler:
    def __init__(self, optimizer, last_epoch=-1):
        self.optimizer, self.last_epoch = optimizer, 0
        self.base_lrs = [group["lr"] for group in optimizer.param_groups]
        self.set()
    def set(self):
        for place, group in enumerate(self.optimizer.param_groups): group["lr"] = self.rate(self.base_lrs[place], self.last_epoch, place)
    def step(self, epoch=None):
        self.last_epoch = self.last_epoch + 1
        self.set()
    def get_last_lr(self): return [group["lr"] for group in self.optimizer.param_groups]
    def get_lr(self): return self.get_last_lr()

class optim_MultiStepLR(optim_LRScheduler):
    def __init__(self, optimizer, milestones, gamma=0.1, last_epoch=-1):
        self.milestones, self.gamma = list(milestones), gamma
        super().__init__(optimizer)
    def rate(self, base, t, place): return base * self.gamma ** len([each for each in self.milestones if each <= t])

class optim_LambdaLR(optim_LRScheduler):
    def __init__(self, optimizer, lr_lambda, last_epoch=-1):
        self.factors = lr_lambda if isinstance(lr_lambda, (list, tuple)) else [lr_lambda for each in optimizer.param_groups]
        super().__init__(optimizer)
    def rate(self, base, t, place): return base * self.factors[place](t)

class optim_CosineAnnealingWarmRestarts(optim_LRScheduler):
    def __init__(self, optimizer, T_0, T_mult=1, eta_min=0.0, last_epoch=-1):
        self.turns, self.times, self.least = T_0, T_mult, eta_min
        super().__init__(optimizer)
    def rate(self, base, t, place):
        turns = self.turns
        while t >= turns:
            t, turns = t - turns, turns * self.times
        return self.least + (base - self.least) * (1 + cos(3.141592653589793 * t / turns)) / 2

class optim_OneCycleLR(optim_LRScheduler):
    def __init__(self, optimizer, max_lr, total_steps=None, epochs=None, steps_per_epoch=None, pct_start=0.3,
            anneal_strategy="cos", cycle_momentum=True, base_momentum=0.85, max_momentum=0.95, div_factor=25.0,
            final_div_factor=10000.0, three_phase=False, last_epoch=-1):
        total, most = total_steps or epochs * steps_per_epoch, max_lr
        up = pct_start * total - 1
        firm = [(0, up), (up, 2 * up), (2 * up, total - 1)] if three_phase else [(0, up), (up, total - 1)]
        levels = [1 / div_factor, 1.0, 1 / div_factor, 1 / (div_factor * final_div_factor)] if three_phase else [1 / div_factor,
                1.0, 1 / (div_factor * final_div_factor)]
        moments = [max_momentum, base_momentum, max_momentum, max_momentum]
        self.phases = [(*span, levels[place], levels[place + 1], moments[place], moments[place + 1]) for place, span in enumerate(firm)]
        self.most = most if isinstance(most, (list, tuple)) else [most for each in optimizer.param_groups]
        self.smooth, self.cycles = anneal_strategy == "cos", cycle_momentum
        super().__init__(optimizer)
    def between(self, share, first, last):
        return last + (first - last) / 2 * (1 + cos(3.141592653589793 * share)) if self.smooth else first + (last - first) * share
    def rate(self, base, t, place):
        begin, end, low, high, first, last = [each for each in self.phases if t <= each[1] or each is self.phases[-1]][0]
        share, group = (t - begin) / (end - begin), self.optimizer.param_groups[place]
        if self.cycles and "betas" in group: group["betas"] = (self.between(share, first, last), group["betas"][1])
        elif self.cycles: group["momentum"] = self.between(share, first, last)
        return self.most[place] * self.between(share, low, high)

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
class optim_{name}(optim_LRScheduler):
    def __init__(self, {arguments}, last_epoch=-1, verbose=False):
        {stored}
        super().__init__(optimizer)
    def rate(self, rate, done, place):
        t = done + 1
        {bound}
        return {rule}
"""


def schedule_class(known: Signature) -> str:
    """A schedule of PyTorch, whose row is the rate at step `t`."""
    names = [name for name in known.spelled if name != "optimizer"]
    return SCHEDULE.format(
        name=known.name,
        arguments=listed(known.spelled),
        stored="; ".join(f"self.{name} = {name}" for name in names),
        bound="; ".join(f"{name} = self.{name}" for name in names),
        rule=known.row,
    )


BY_ROW = {
    name: known
    for name, known in ROWS.items()
    if known.library == "PyTorch"
    and known.row
    and f"_{name}(" not in BY_HAND
    and not any("!" in each for each in known.arguments)
}
NAMES = frozenset({*BY_ROW, *re.findall(r"^class optim_(\w+)\(", BY_HAND, re.MULTILINE)})
SCHEDULES = BY_HAND + "".join(map(schedule_class, BY_ROW.values()))
