"""Distributions of `torch.distributions`, in our own language.

Source: the documentation of PyTorch 2.13. Those whose names other libraries and mathematics do not use otherwise are known
without the library, all others by it alone.
"""

from __future__ import annotations

import re

PREFIX = "distributions_"
"""What the classes of the table are called by before PyTorch's name."""
WRITTEN = """
class Normal:
    def __init__(self, loc, scale):
        self.loc, self.scale, self.mean, self.stddev, self.variance = loc, scale, loc, scale, scale ** 2
    def log_prob(self, value): return -(value - self.loc) ** 2 / (2 * self.scale ** 2) - log(self.scale) - log(sqrt(2 * pi))
    def cdf(self, value): return ndtr((value - self.loc) / self.scale)
    def icdf(self, value): return self.loc + self.scale * ndtri(value)
    def entropy(self): return 0.5 + 0.5 * log(2 * pi) + log(self.scale)
    def rsample(self, shape=()): return self.loc + self.scale * randn(*((shape if isinstance(shape, tuple) else (shape,)) + self.loc.shape))
    def sample(self, shape=()): return detach(self.rsample(shape))
    def kl_divergence(self, other):
        ratio = (self.scale / other.scale) ** 2
        return 0.5 * (ratio + ((self.loc - other.loc) / other.scale) ** 2 - 1 - log(ratio))

class Bernoulli:
    def __init__(self, probs=None, logits=None, validate_args=None):
        self.logits = log(probs) - log(1 - probs) if logits is None else logits
        self.probs = sigmoid(self.logits) if probs is None else probs
        self.mean, self.variance = self.probs, self.probs * (1 - self.probs)
    def log_prob(self, value): return value * self.logits - softplus(self.logits)
    def entropy(self): return softplus(self.logits) - self.probs * self.logits
    def sample(self, shape=()): return rand(*shape, *self.logits.shape) < self.probs
    def kl_divergence(self, other):
        return softplus(other.logits) - softplus(self.logits) + self.probs * (self.logits - other.logits)

class Categorical:
    def __init__(self, probs=None, logits=None, validate_args=None):
        self.logits = log(probs / sum(probs, -1, True)) if logits is None else log_softmax(logits, -1)
        self.probs = exp(self.logits)
    def log_prob(self, value):
        if self.logits.ndim == 1: return self.logits[value]
        value = asarray(value)[..., None]
        wide = broadcast_to(self.logits, (*broadcast_shapes(value.shape[:-1], self.logits.shape[:-1]), self.logits.shape[-1]))
        return take_along_axis(wide, broadcast_to(value, (*wide.shape[:-1], 1)), -1)[..., 0]
    def entropy(self): return -sum(self.probs * self.logits, -1)
    def sample(self, shape=()): return argmax(self.logits - log(-log(rand(*shape, *self.logits.shape))), -1)
    def kl_divergence(self, other): return sum(self.probs * (self.logits - other.logits), -1)

class OneHotCategorical(Categorical):
    def log_prob(self, value): return sum(value * self.logits, -1)

class MultivariateNormal:
    def __init__(self, loc, covariance_matrix=None, precision_matrix=None, scale_tril=None):
        given = inverse(precision_matrix) if covariance_matrix is None and scale_tril is None else covariance_matrix
        self.scale_tril = cholesky(given) if scale_tril is None else scale_tril
        self.covariance_matrix = given if scale_tril is None else scale_tril @ swapaxes(scale_tril, -1, -2)
        self.loc, self.mean, self.size = loc, loc, self.scale_tril.shape[-1]
    def halves(self): return sum(log(diagonal(self.scale_tril, 0, -2, -1)), -1)
    def log_prob(self, value):
        apart = solve(self.scale_tril, expand_dims(value - self.loc, -1))
        return -0.5 * (sum(apart ** 2, (-2, -1)) + self.size * log(2 * pi)) - self.halves()
    def entropy(self): return 0.5 * self.size * (1 + log(2 * pi)) + self.halves()
    def rsample(self, shape=()):
        wanted = (shape if isinstance(shape, tuple) else (shape,)) + self.loc.shape
        return self.loc + squeeze(self.scale_tril @ expand_dims(randn(*wanted), -1), -1)
    def sample(self, shape=()): return detach(self.rsample(shape))
    def kl_divergence(self, other):
        apart = solve(other.scale_tril, expand_dims(other.loc - self.loc, -1))
        spread = sum(solve(other.scale_tril, self.scale_tril) ** 2, (-2, -1))
        return 0.5 * (spread + sum(apart ** 2, (-2, -1)) - self.size) + other.halves() - self.halves()

class distributions_Independent:
    def __init__(self, base_distribution, reinterpreted_batch_ndims, validate_args=None):
        self.base_dist, self.last = base_distribution, tuple(range(-reinterpreted_batch_ndims, 0))
        self.mean = base_distribution.mean
    def total(self, each): return sum(each, self.last) if self.last else each
    def log_prob(self, value): return self.total(self.base_dist.log_prob(value))
    def entropy(self): return self.total(self.base_dist.entropy())
    def rsample(self, shape=()): return self.base_dist.rsample(shape)
    def sample(self, shape=()): return self.base_dist.sample(shape)
    def kl_divergence(self, other): return self.total(kl_divergence(self.base_dist, other.base_dist))

class distributions_MixtureSameFamily:
    def __init__(self, mixture_distribution, component_distribution, validate_args=None):
        self.mixture, self.component = mixture_distribution, component_distribution
    def log_prob(self, value):
        value = asarray(value)
        apart = isinstance(self.component, (distributions_Independent, MultivariateNormal))
        return logsumexp(self.component.log_prob(expand_dims(value, -2 if apart else -1)) + self.mixture.logits, -1)

class distributions_Dirichlet:
    def __init__(self, concentration, validate_args=None):
        self.concentration = concentration
        self.mean = concentration / sum(concentration, -1, True)
    def log_prob(self, value):
        a = self.concentration
        return sum(xlogy(a - 1, value), -1) + gammaln(sum(a, -1)) - sum(gammaln(a), -1)
    def entropy(self):
        a = self.concentration
        total = sum(a, -1)
        return sum(gammaln(a), -1) - gammaln(total) - (a.shape[-1] - total) * digamma(total) - sum((a - 1) * digamma(a), -1)
    def kl_divergence(self, other):
        a, b = self.concentration, other.concentration
        apart = gammaln(sum(a, -1)) - gammaln(sum(b, -1)) - sum(gammaln(a) - gammaln(b), -1)
        return apart + sum((a - b) * (digamma(a) - expand_dims(digamma(sum(a, -1)), -1)), -1)
"""
TEMPLATE = """
class distributions_{name}:
    def __init__(self, {parameters}, validate_args=None):
        {letters} = self.given = ({names})
        self.mean, self.variance = {mean}, {variance}
        self.stddev = sqrt(self.variance)
    def log_prob(self, value):
        {letters} = self.given
        return {log}
"""
ENTROPY = """    def entropy(self):
        {letters} = self.given
        return {entropy}
"""
DIVERGENCE = """    def kl_divergence(self, other):
        {letters} = self.given
        {others} = other.given
        return {divergence}
"""
TABLE = """
Gamma: a = concentration, b = rate
log: xlogy(a, b) + xlogy(a - 1, value) - b * value - gammaln(a)
mean: a / b
variance: a / b**2
entropy: a - log(b) + gammaln(a) + (1 - a) * digamma(a)
divergence: A * log(b / B) + gammaln(A) - gammaln(a) + (a - A) * digamma(a) + (B - b) * a / b

Chi2: k = df
log: xlogy(k / 2, 0.5) + xlogy(k / 2 - 1, value) - value / 2 - gammaln(k / 2)
mean: k
variance: 2 * k
entropy: k / 2 + log(2) + gammaln(k / 2) + (1 - k / 2) * digamma(k / 2)

Beta: a = concentration1, b = concentration0
log: xlogy(a - 1, value) + xlog1py(b - 1, -value) - betaln(a, b)
mean: a / (a + b)
variance: a * b / ((a + b)**2 * (a + b + 1))
entropy: betaln(a, b) - (a - 1) * digamma(a) - (b - 1) * digamma(b) + (a + b - 2) * digamma(a + b)
divergence: betaln(A, B) - betaln(a, b) + (a - A) * digamma(a) + (b - B) * digamma(b) + (A - a + B - b) * digamma(a + b)

Exponential: b = rate
log: log(b) - b * value
mean: 1 / b
variance: 1 / b**2
entropy: 1 - log(b)
divergence: B / b - 1 - log(B / b)

Laplace: m = loc, s = scale
log: -log(2 * s) - abs(value - m) / s
mean: m
variance: 2 * s**2
entropy: 1 + log(2 * s)
divergence: abs(m - M) / S + s / S * exp(-abs(m - M) / s) - 1 - log(s / S)

Uniform: l = low, h = high
log: where((value >= l) & (value < h), 0.0, -inf) - log(h - l)
mean: (l + h) / 2
variance: (h - l)**2 / 12
entropy: log(h - l)

Cauchy: m = loc, s = scale
log: -log(pi) - log(s) - log1p(((value - m) / s)**2)
mean: nan * m
variance: inf * s
entropy: log(4 * pi) + log(s)

HalfNormal: s = scale
log: where(value >= 0, log(2 / pi) / 2 - (value / s)**2 / 2, -inf) - log(s)
mean: s * sqrt(2 / pi)
variance: s**2 * (1 - 2 / pi)
entropy: 0.5 * log(pi / 2) + 0.5 + log(s)

HalfCauchy: s = scale
log: where(value >= 0, log(2 / pi) - log1p((value / s)**2), -inf) - log(s)
mean: inf * s
variance: inf * s
entropy: log(2 * pi) + log(s)

LogNormal: m = loc, s = scale
log: -((log(value) - m) / s)**2 / 2 - log(s) - log(2 * pi) / 2 - log(value)
mean: exp(m + s**2 / 2)
variance: expm1(s**2) * exp(2 * m + s**2)
entropy: 0.5 + 0.5 * log(2 * pi) + log(s) + m
divergence: ((s / S)**2 + ((m - M) / S)**2 - 1) / 2 - log(s / S)

Gumbel: m = loc, s = scale
log: -(value - m) / s - exp(-(value - m) / s) - log(s)
mean: m + 0.57721566490153286 * s
variance: pi**2 / 6 * s**2
entropy: log(s) + 1.57721566490153286

Pareto: s = scale, a = alpha
log: log(a) + a * log(s) - (a + 1) * log(value)
mean: a * s / (a - 1)
variance: s**2 * a / ((a - 1)**2 * (a - 2))
entropy: log(s / a) + 1 + 1 / a

StudentT: k = df, m = loc=0.0, s = scale=1.0
log: gammaln((k + 1) / 2) - gammaln(k / 2) - (k + 1) / 2 * log1p(((value - m) / s)**2 / k) - log(s) - log(k * pi) / 2
mean: m + 0 * k
variance: s**2 * k / (k - 2)
entropy: log(s) + (k + 1) / 2 * (digamma((k + 1) / 2) - digamma(k / 2)) + log(k) / 2 + betaln(k / 2, 0.5)

Poisson: b = rate
log: xlogy(value, b) - b - gammaln(value + 1)
mean: b
variance: b
divergence: b * log(b / B) - b + B

Geometric: p = probs
log: xlog1py(value, -p) + log(p)
mean: 1 / p - 1
variance: (1 / p - 1) / p
entropy: -xlogy(p, p) / p - xlog1py(1 - p, -p) / p

Binomial: n = total_count, p = probs
log: gammaln(n + 1) - gammaln(value + 1) - gammaln(n - value + 1) + xlogy(value, p) + xlog1py(n - value, -p)
mean: n * p
variance: n * p * (1 - p)

NegativeBinomial: n = total_count, p = probs
log: gammaln(n + value) - gammaln(value + 1) - gammaln(n) + n * log1p(-p) + value * log(p)
mean: n * p / (1 - p)
variance: n * p / (1 - p)**2
"""
"""A part each: its parameters, each with a letter, and in these what it has; a divergence is from one with capital letters."""
KNOWN = frozenset(re.findall(r"^([A-Z]\w+): ", TABLE, re.MULTILINE)) | {"Independent", "MixtureSameFamily", "Dirichlet"}
"""The distributions that PyTorch's library alone calls by these names."""


def distributions() -> str:
    """The text of all distributions."""
    text = WRITTEN
    for part in TABLE.strip().split("\n\n"):
        (name, given), *lines = (line.split(": ", 1) for line in part.splitlines())
        pairs = [each.split(" = ") for each in given.split(", ")]
        letters = "".join(f"{letter}, " for letter, _ in pairs).strip()
        words = {
            "name": name,
            "letters": letters,
            "others": letters.upper(),
            "parameters": ", ".join(parameter for _, parameter in pairs),
            "names": "".join(f"{parameter.partition('=')[0]}, " for _, parameter in pairs).strip(),
            **dict(lines),
        }
        more = (ENTROPY if "entropy" in words else "") + (DIVERGENCE if "divergence" in words else "")
        text += (TEMPLATE + more).format(**words)
    return text
