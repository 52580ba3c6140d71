"""The optimisers of optax, written in our own language as its gradient transformations are: each changes a tree of gradients.

`init` gives the first state for a tree of parameters, `update` what is added to them and the next state. A rate may be a schedule.
Source: the documentation of optax 0.2.
"""

from __future__ import annotations

NAMES = frozenset(
    "sgd adam adamw rmsprop adagrad chain clip clip_by_global_norm scale trace scale_by_adam scale_by_rms add_decayed_weights "
    "scale_by_learning_rate exponential_decay cosine_decay_schedule constant_schedule linear_schedule "
    "warmup_cosine_decay_schedule identity nadam nadamw amsgrad adamax adabelief lion lamb adadelta scale_by_amsgrad scale_by_adamax "
    "scale_by_belief scale_by_lion scale_by_adadelta scale_by_trust_ratio piecewise_constant_schedule join_schedules "
    "polynomial_schedule".split()
)
"""What `optax.…` has here, each the class of its name behind `optax_`."""
OPTAX = """
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

class optax_trace(optax_identity):
    def __init__(self, decay, nesterov=False): self.decay, self.nesterov = decay, nesterov
    def init(self, params): return tree_map(lambda p: zeros_like(p), params)
    def update(self, updates, state, params=None):
        state = tree_map(lambda g, m: g + self.decay * m, updates, state)
        return tree_map(lambda g, m: g + self.decay * m, updates, state) if self.nesterov else state, state

class optax_scale_by_adam(optax_identity):
    def __init__(self, b1=0.9, b2=0.999, eps=1e-8, eps_root=0.0, nesterov=False):
        self.b1, self.b2, self.eps, self.root, self.nesterov = b1, b2, eps, eps_root, nesterov
    def init(self, params): return 0, tree_map(lambda p: zeros_like(p), params), tree_map(lambda p: zeros_like(p), params)
    def second(self, v, g, m): return self.b2 * v + (1 - self.b2) * g**2
    def update(self, updates, state, params=None):
        count, mu, nu = state[0] + 1, state[1], state[2]
        mu = tree_map(lambda m, g: self.b1 * m + (1 - self.b1) * g, mu, updates)
        nu = tree_map(lambda v, g, m: self.second(v, g, m), nu, updates, mu)
        one, two, soon = 1 - self.b1**count, 1 - self.b2**count, 1 - self.b1 ** (count + 1)
        ahead = tree_map(lambda m: m / one, mu)
        if self.nesterov: ahead = tree_map(lambda m, g: self.b1 * m / soon + (1 - self.b1) * g / one, mu, updates)
        return self.divided(ahead, tree_map(lambda v: v / two, nu)), (count, mu, nu)
    def divided(self, mu, nu): return tree_map(lambda m, v: m / (sqrt(v + self.root) + self.eps), mu, nu)

class optax_scale_by_belief(optax_scale_by_adam):
    def __init__(self, b1=0.9, b2=0.999, eps=1e-16, eps_root=1e-16): super().__init__(b1, b2, eps, eps_root)
    def second(self, v, g, m): return self.b2 * v + (1 - self.b2) * (g - m)**2 + self.root
    def divided(self, mu, nu): return tree_map(lambda m, v: m / (sqrt(v) + self.eps), mu, nu)

class optax_scale_by_amsgrad(optax_scale_by_adam):
    def init(self, params): return super().init(params), tree_map(lambda p: zeros_like(p), params)
    def update(self, updates, state, params=None):
        inner, most = state
        count, mu, nu = inner[0] + 1, tree_map(lambda m, g: self.b1 * m + (1 - self.b1) * g, inner[1], updates), inner[2]
        nu = tree_map(lambda v, g: self.b2 * v + (1 - self.b2) * g**2, nu, updates)
        one, two = 1 - self.b1**count, 1 - self.b2**count
        most = tree_map(lambda w, v: maximum(w, v / two), most, nu)
        return self.divided(tree_map(lambda m: m / one, mu), most), ((count, mu, nu), most)

class optax_scale_by_adamax(optax_scale_by_adam):
    def update(self, updates, state, params=None):
        count = state[0] + 1
        mu = tree_map(lambda m, g: self.b1 * m + (1 - self.b1) * g, state[1], updates)
        most = tree_map(lambda v, g: maximum(abs(g) + self.eps, self.b2 * v), state[2], updates)
        one = 1 - self.b1**count
        return tree_map(lambda m, v: m / one / v, mu, most), (count, mu, most)

class optax_scale_by_lion(optax_identity):
    def __init__(self, b1=0.9, b2=0.99): self.b1, self.b2 = b1, b2
    def init(self, params): return tree_map(lambda p: zeros_like(p), params)
    def update(self, updates, state, params=None):
        found = tree_map(lambda g, m: sign((1 - self.b1) * g + self.b1 * m), updates, state)
        return found, tree_map(lambda g, m: (1 - self.b2) * g + self.b2 * m, updates, state)

class optax_scale_by_adadelta(optax_identity):
    def __init__(self, rho=0.9, eps=1e-6): self.rho, self.eps = rho, eps
    def init(self, params): return tree_map(lambda p: zeros_like(p), params), tree_map(lambda p: zeros_like(p), params)
    def update(self, updates, state, params=None):
        squares = tree_map(lambda v, g: self.rho * v + (1 - self.rho) * g**2, state[0], updates)
        found = tree_map(lambda w, v, g: sqrt(w + self.eps) / sqrt(v + self.eps) * g, state[1], squares, updates)
        return found, (squares, tree_map(lambda w, u: self.rho * w + (1 - self.rho) * u**2, state[1], found))

class optax_scale_by_trust_ratio(optax_identity):
    def update(self, updates, state, params=None): return tree_map(lambda g, p: g * self.ratio(norm(p), norm(g)), updates, params), state
    def ratio(self, whole, step): return whole / step if whole > 0 and step > 0 else 1.0

class optax_scale_by_rms(optax_identity):
    def __init__(self, decay=0.9, eps=1e-8, initial_scale=0.0, eps_in_sqrt=True):
        self.decay, self.eps, self.first, self.inner = decay, eps, initial_scale, eps_in_sqrt
    def init(self, params): return tree_map(lambda p: zeros_like(p) + self.first, params)
    def update(self, updates, state, params=None):
        state = tree_map(lambda v, g: self.decay * v + (1 - self.decay) * g**2, state, updates)
        return tree_map(lambda g, v: g / (sqrt(v + self.eps) if self.inner else sqrt(v) + self.eps), updates, state), state

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

class optax_adam(optax_chain):
    def __init__(self, learning_rate, b1=0.9, b2=0.999, eps=1e-8, eps_root=0.0):
        self.links = [optax_scale_by_adam(b1, b2, eps, eps_root), optax_scale_by_learning_rate(learning_rate)]

class optax_adamw(optax_chain):
    def __init__(self, learning_rate, b1=0.9, b2=0.999, eps=1e-8, eps_root=0.0, weight_decay=1e-4):
        scaled, decayed = optax_scale_by_adam(b1, b2, eps, eps_root), optax_add_decayed_weights(weight_decay)
        self.links = [scaled, decayed, optax_scale_by_learning_rate(learning_rate)]

class optax_nadam(optax_chain):
    def __init__(self, learning_rate, b1=0.9, b2=0.999, eps=1e-8, eps_root=0.0):
        self.links = [optax_scale_by_adam(b1, b2, eps, eps_root, True), optax_scale_by_learning_rate(learning_rate)]

class optax_nadamw(optax_chain):
    def __init__(self, learning_rate, b1=0.9, b2=0.999, eps=1e-8, eps_root=0.0, weight_decay=1e-4):
        scaled, decayed = optax_scale_by_adam(b1, b2, eps, eps_root, True), optax_add_decayed_weights(weight_decay)
        self.links = [scaled, decayed, optax_scale_by_learning_rate(learning_rate)]

class optax_amsgrad(optax_chain):
    def __init__(self, learning_rate, b1=0.9, b2=0.999, eps=1e-8, eps_root=0.0):
        self.links = [optax_scale_by_amsgrad(b1, b2, eps, eps_root), optax_scale_by_learning_rate(learning_rate)]

class optax_adamax(optax_chain):
    def __init__(self, learning_rate, b1=0.9, b2=0.999, eps=1e-8):
        self.links = [optax_scale_by_adamax(b1, b2, eps), optax_scale_by_learning_rate(learning_rate)]

class optax_adabelief(optax_chain):
    def __init__(self, learning_rate, b1=0.9, b2=0.999, eps=1e-16, eps_root=1e-16):
        self.links = [optax_scale_by_belief(b1, b2, eps, eps_root), optax_scale_by_learning_rate(learning_rate)]

class optax_lion(optax_chain):
    def __init__(self, learning_rate, b1=0.9, b2=0.99, weight_decay=1e-3):
        self.links = [optax_scale_by_lion(b1, b2), optax_add_decayed_weights(weight_decay), optax_scale_by_learning_rate(learning_rate)]

class optax_lamb(optax_chain):
    def __init__(self, learning_rate, b1=0.9, b2=0.999, eps=1e-6, eps_root=0.0, weight_decay=0.0):
        scaled, decayed = optax_scale_by_adam(b1, b2, eps, eps_root), optax_add_decayed_weights(weight_decay)
        self.links = [scaled, decayed, optax_scale_by_trust_ratio(), optax_scale_by_learning_rate(learning_rate)]

class optax_adadelta(optax_chain):
    def __init__(self, learning_rate, rho=0.9, eps=1e-6, weight_decay=0.0):
        scaled = [optax_add_decayed_weights(weight_decay), optax_scale_by_adadelta(rho, eps)]
        self.links = [*scaled, optax_scale_by_learning_rate(learning_rate)]

class optax_rmsprop(optax_chain):
    def __init__(self, learning_rate, decay=0.9, eps=1e-8, initial_scale=0.0, eps_in_sqrt=True, momentum=None, nesterov=False):
        scaled = [optax_scale_by_rms(decay, eps, initial_scale, eps_in_sqrt), optax_scale_by_learning_rate(learning_rate)]
        self.links = scaled if momentum is None else [*scaled, optax_trace(momentum, nesterov)]

class optax_adagrad(optax_chain):
    def __init__(self, learning_rate, initial_accumulator_value=0.1, eps=1e-7):
        self.rate, self.first, self.eps = learning_rate, initial_accumulator_value, eps
    def init(self, params): return 0, tree_map(lambda p: zeros_like(p) + self.first, params)
    def update(self, updates, state, params=None):
        sums = tree_map(lambda v, g: v + g**2, state[1], updates)
        rate = self.rate(state[0]) if callable(self.rate) else self.rate
        return tree_map(lambda g, v: -rate * g / sqrt(v + self.eps), updates, sums), (state[0] + 1, sums)

class optax_constant_schedule:
    def __init__(self, value): self.value = value
    def forward(self, count): return self.value

class optax_linear_schedule:
    def __init__(self, init_value, end_value, transition_steps):
        self.first, self.last, self.steps = init_value, end_value, transition_steps
    def forward(self, count): return self.first + (self.last - self.first) * min(count, self.steps) / self.steps

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

class optax_polynomial_schedule:
    def __init__(self, init_value, end_value, power, transition_steps, transition_begin=0):
        self.first, self.last, self.power, self.steps, self.begin = init_value, end_value, power, transition_steps, transition_begin
    def forward(self, count):
        share = 1 - min(max(count - self.begin, 0), self.steps) / self.steps
        return (self.first - self.last) * share**self.power + self.last

class optax_exponential_decay:
    def __init__(self, init_value, transition_steps, decay_rate):
        self.first, self.steps, self.factor = init_value, transition_steps, decay_rate
    def forward(self, count): return self.first * self.factor ** (count / self.steps)

class optax_cosine_decay_schedule:
    def __init__(self, init_value, decay_steps, alpha=0.0): self.first, self.steps, self.least = init_value, decay_steps, alpha
    def forward(self, count):
        share = (1 + cos(3.141592653589793 * min(count, self.steps) / self.steps)) / 2
        return self.first * ((1 - self.least) * share + self.least)

class optax_warmup_cosine_decay_schedule:
    def __init__(self, init_value, peak_value, warmup_steps, decay_steps, end_value=0.0):
        self.first, self.most, self.least, self.up, self.down = init_value, peak_value, end_value, warmup_steps, decay_steps
    def forward(self, count):
        if count < self.up: return self.first + (self.most - self.first) * count / self.up
        share = (min(count, self.down) - self.up) / (self.down - self.up)
        return self.least + (self.most - self.least) * (1 + cos(3.141592653589793 * share)) / 2
"""
