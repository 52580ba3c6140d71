"""The optimisers of `torch.optim`, its schedules of the rate, and the scaler of gradients, in our own language.

Each optimiser says by `way` along which direction a parameter takes its step, from the gradient `g` and what is `kept` of the steps
before. Source: the algorithms in the documentation of PyTorch 2.13.
"""

from __future__ import annotations

PREFIX = "optim_"
"""What the classes are called by before PyTorch's name."""
OPTIMISERS = """
class optim_Optimizer:
    def __init__(self, params, **defaults):
        given = parameters_of(params)
        groups = given if given and isinstance(given[0], dict) else [dict(params=given)]
        self.defaults, self.param_groups, self.kept, self.step = defaults, [], [], step_of(self)
        for group in groups: self.add_param_group(group)
    def add_param_group(self, param_group):
        self.param_groups.append({**self.defaults, **param_group, "params": parameters_of(param_group["params"])})
        self.kept.append([dict(t=0) for each in self.param_groups[-1]["params"]])
    def parameters(self): return [each for group in self.param_groups for each in group["params"]]
    def zero_grad(self, set_to_none=True): zero_grad(self.parameters())
    def moved(self):
        found = []
        for group, memory in zip(self.param_groups, self.kept):
            for p, kept in zip(group["params"], memory):
                g = p.grad
                if g is None: continue
                kept["t"] = kept["t"] + 1
                g = -g if group.get("maximize") else g
                decay = group.get("weight_decay", 0)
                if decay != 0 and not group.get("decoupled"): g = g + decay * p.data
                start = p.data * (1 - group["lr"] * decay) if decay != 0 and group.get("decoupled") else p.data
                found.append((p, start - self.rate(group, kept["t"]) * self.way(g, kept, group)))
        return found
    def rate(self, group, t): return group["lr"]
    def averages(self, g, kept, group):
        one, two = group["betas"]
        kept["m"] = one * kept.get("m", 0.0) + (1 - one) * g
        kept["v"] = two * kept.get("v", 0.0) + (1 - two) * g**2
        return kept["m"], kept["v"], 1 - one**kept["t"], 1 - two**kept["t"]

class optim_SGD(optim_Optimizer):
    def __init__(self, params, lr=0.001, momentum=0, dampening=0, weight_decay=0, nesterov=False, maximize=False, foreach=None,
            differentiable=False, fused=None):
        super().__init__(params, lr=lr, momentum=momentum, dampening=dampening, weight_decay=weight_decay, nesterov=nesterov,
                maximize=maximize)
    def way(self, g, kept, group):
        momentum = group["momentum"]
        if momentum == 0: return g
        kept["m"] = momentum * kept["m"] + (1 - group["dampening"]) * g if "m" in kept else g
        return g + momentum * kept["m"] if group["nesterov"] else kept["m"]

class optim_Adam(optim_Optimizer):
    def __init__(self, params, lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, amsgrad=False, maximize=False,
            foreach=None, capturable=False, differentiable=False, fused=None, decoupled_weight_decay=False):
        super().__init__(params, lr=lr, betas=betas, eps=eps, weight_decay=weight_decay, amsgrad=amsgrad, maximize=maximize,
                decoupled=decoupled_weight_decay)
    def way(self, g, kept, group):
        m, v, first, second = self.averages(g, kept, group)
        if group["amsgrad"]: v = kept["most"] = maximum(kept.get("most", 0.0), v)
        return m / first / (sqrt(v / second) + group["eps"])

class optim_AdamW(optim_Adam):
    def __init__(self, params, lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01, amsgrad=False, maximize=False,
            foreach=None, capturable=False, differentiable=False, fused=None):
        super().__init__(params, lr, betas, eps, weight_decay, amsgrad, maximize, decoupled_weight_decay=True)

class optim_NAdam(optim_Optimizer):
    def __init__(self, params, lr=0.002, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, momentum_decay=0.004,
            decoupled_weight_decay=False):
        super().__init__(params, lr=lr, betas=betas, eps=eps, weight_decay=weight_decay, turn=momentum_decay,
                decoupled=decoupled_weight_decay)
    def way(self, g, kept, group):
        m, v, first, second = self.averages(g, kept, group)
        now, soon = (group["betas"][0] * (1 - 0.5 * 0.96 ** (t * group["turn"])) for t in (kept["t"], kept["t"] + 1))
        kept["product"] = kept.get("product", 1.0) * now
        apart = (1 - now) / (1 - kept["product"]) * g + soon / (1 - kept["product"] * soon) * m
        return apart / (sqrt(v / second) + group["eps"])

class optim_RAdam(optim_Optimizer):
    def __init__(self, params, lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, decoupled_weight_decay=False):
        super().__init__(params, lr=lr, betas=betas, eps=eps, weight_decay=weight_decay, decoupled=decoupled_weight_decay)
    def way(self, g, kept, group):
        m, v, first, second = self.averages(g, kept, group)
        most = 2 / (1 - group["betas"][1]) - 1
        length = most - 2 * kept["t"] * (1 - second) / second
        if length <= 5: return m / first
        share = ((length - 4) * (length - 2) * most / ((most - 4) * (most - 2) * length)) ** 0.5
        return m / first * share * second**0.5 / (sqrt(v) + group["eps"])

class optim_Adamax(optim_Optimizer):
    def __init__(self, params, lr=0.002, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, maximize=False):
        super().__init__(params, lr=lr, betas=betas, eps=eps, weight_decay=weight_decay, maximize=maximize)
    def way(self, g, kept, group):
        one, two = group["betas"]
        kept["m"] = one * kept.get("m", 0.0) + (1 - one) * g
        kept["most"] = maximum(two * kept.get("most", 0.0), abs(g) + group["eps"])
        return kept["m"] / (1 - one**kept["t"]) / kept["most"]

class optim_RMSprop(optim_Optimizer):
    def __init__(self, params, lr=0.01, alpha=0.99, eps=1e-8, weight_decay=0, momentum=0, centered=False, maximize=False):
        super().__init__(params, lr=lr, alpha=alpha, eps=eps, weight_decay=weight_decay, momentum=momentum, centered=centered,
                maximize=maximize)
    def way(self, g, kept, group):
        alpha = group["alpha"]
        kept["v"] = v = alpha * kept.get("v", 0.0) + (1 - alpha) * g**2
        if group["centered"]:
            kept["mean"] = alpha * kept.get("mean", 0.0) + (1 - alpha) * g
            v = v - kept["mean"]**2
        found = g / (sqrt(v) + group["eps"])
        if group["momentum"] == 0: return found
        kept["m"] = group["momentum"] * kept.get("m", 0.0) + found
        return kept["m"]

class optim_Adagrad(optim_Optimizer):
    def __init__(self, params, lr=0.01, lr_decay=0, weight_decay=0, initial_accumulator_value=0, eps=1e-10, maximize=False):
        super().__init__(params, lr=lr, slower=lr_decay, weight_decay=weight_decay, first=initial_accumulator_value, eps=eps,
                maximize=maximize)
    def rate(self, group, t): return group["lr"] / (1 + (t - 1) * group["slower"])
    def way(self, g, kept, group):
        kept["v"] = kept.get("v", group["first"]) + g**2
        return g / (sqrt(kept["v"]) + group["eps"])

class optim_Adadelta(optim_Optimizer):
    def __init__(self, params, lr=1.0, rho=0.9, eps=1e-6, weight_decay=0, maximize=False):
        super().__init__(params, lr=lr, rho=rho, eps=eps, weight_decay=weight_decay, maximize=maximize)
    def way(self, g, kept, group):
        rho, eps = group["rho"], group["eps"]
        kept["v"] = rho * kept.get("v", 0.0) + (1 - rho) * g**2
        found = sqrt(kept.get("moved", 0.0) + eps) / sqrt(kept["v"] + eps) * g
        kept["moved"] = rho * kept.get("moved", 0.0) + (1 - rho) * found**2
        return found

class GradScaler:
    def __init__(self, *arguments, **options): self.step = step_of_another()
    def scale(self, outputs): return outputs
    def unscale_(self, optimizer): pass
    def update(self, new_scale=None): pass
"""
SCHEDULES = """
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

class optim_StepLR(optim_LRScheduler):
    def __init__(self, optimizer, step_size, gamma=0.1, last_epoch=-1):
        self.size, self.gamma = step_size, gamma
        super().__init__(optimizer)
    def rate(self, base, t, place): return base * self.gamma ** (t // self.size)

class optim_MultiStepLR(optim_LRScheduler):
    def __init__(self, optimizer, milestones, gamma=0.1, last_epoch=-1):
        self.milestones, self.gamma = list(milestones), gamma
        super().__init__(optimizer)
    def rate(self, base, t, place): return base * self.gamma ** len([each for each in self.milestones if each <= t])

class optim_ExponentialLR(optim_LRScheduler):
    def __init__(self, optimizer, gamma, last_epoch=-1):
        self.gamma = gamma
        super().__init__(optimizer)
    def rate(self, base, t, place): return base * self.gamma**t

class optim_LambdaLR(optim_LRScheduler):
    def __init__(self, optimizer, lr_lambda, last_epoch=-1):
        self.factors = lr_lambda if isinstance(lr_lambda, (list, tuple)) else [lr_lambda for each in optimizer.param_groups]
        super().__init__(optimizer)
    def rate(self, base, t, place): return base * self.factors[place](t)

class optim_LinearLR(optim_LRScheduler):
    def __init__(self, optimizer, start_factor=1 / 3, end_factor=1.0, total_iters=5, last_epoch=-1):
        self.first, self.last, self.turns = start_factor, end_factor, total_iters
        super().__init__(optimizer)
    def rate(self, base, t, place): return base * (self.first + (self.last - self.first) * min(t, self.turns) / self.turns)

class optim_ConstantLR(optim_LRScheduler):
    def __init__(self, optimizer, factor=1 / 3, total_iters=5, last_epoch=-1):
        self.factor, self.turns = factor, total_iters
        super().__init__(optimizer)
    def rate(self, base, t, place): return base * self.factor if t < self.turns else base

class optim_PolynomialLR(optim_LRScheduler):
    def __init__(self, optimizer, total_iters=5, power=1.0, last_epoch=-1):
        self.turns, self.power = total_iters, power
        super().__init__(optimizer)
    def rate(self, base, t, place): return base * (1 - min(t, self.turns) / self.turns) ** self.power

class optim_CosineAnnealingLR(optim_LRScheduler):
    def __init__(self, optimizer, T_max, eta_min=0.0, last_epoch=-1):
        self.turns, self.least = T_max, eta_min
        super().__init__(optimizer)
    def rate(self, base, t, place): return self.least + (base - self.least) * (1 + cos(3.141592653589793 * t / self.turns)) / 2

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
NAMES = frozenset("SGD Adam AdamW NAdam RAdam Adamax RMSprop Adagrad Adadelta".split())
SCHEDULE_NAMES = frozenset(
    "StepLR MultiStepLR ExponentialLR LambdaLR LinearLR ConstantLR PolynomialLR CosineAnnealingLR CosineAnnealingWarmRestarts "
    "OneCycleLR ReduceLROnPlateau".split()
)
