"""Distributions of `scipy.stats` and `jax.scipy.stats`, in our own language: densities, distribution functions, and frozen ones.

Source: the documentation of SciPy 1.17. `norm` itself is a row of the table for each of its functions.
"""

from __future__ import annotations

PREFIX = "stats_"
"""What the classes are called by before SciPy's name."""
CONTINUOUS = """
class stats_{name}:
    def logpdf(self, x, {shapes}loc=0, scale=1):
        z = (x - loc) / scale
        return {log} - log(scale)
    def pdf(self, x, {shapes}loc=0, scale=1): return exp(self.logpdf(x, {given}loc, scale))
    def __call__(self, {shapes}loc=0, scale=1): return stats_frozen(self, ({given}loc, scale))
"""
CUMULATED = """
    def cdf(self, x, {shapes}loc=0, scale=1):
        z = (x - loc) / scale
        return {cdf}
    def sf(self, x, {shapes}loc=0, scale=1): return 1 - self.cdf(x, {given}loc, scale)
    def logcdf(self, x, {shapes}loc=0, scale=1): return log(self.cdf(x, {given}loc, scale))
    def logsf(self, x, {shapes}loc=0, scale=1): return log(self.sf(x, {given}loc, scale))
"""
DISCRETE = """
class stats_{name}:
    def logpmf(self, k, {shapes}loc=0):
        k = asarray(k) - loc
        return {log}
    def pmf(self, k, {shapes}loc=0): return exp(self.logpmf(k, {given}loc))
    def __call__(self, {shapes}loc=0): return stats_frozen(self, ({given}loc,))
"""
OTHERS = """
class stats_frozen:
    def __init__(self, of, given): self.of, self.given = of, given
    def pdf(self, x): return self.of.pdf(x, *self.given)
    def logpdf(self, x): return self.of.logpdf(x, *self.given)
    def cdf(self, x): return self.of.cdf(x, *self.given)
    def sf(self, x): return self.of.sf(x, *self.given)
    def logcdf(self, x): return self.of.logcdf(x, *self.given)
    def logsf(self, x): return self.of.logsf(x, *self.given)
    def pmf(self, k): return self.of.pmf(k, *self.given)
    def logpmf(self, k): return self.of.logpmf(k, *self.given)

class stats_multivariate_normal:
    def logpdf(self, x, mean=0, cov=1):
        x = asarray(x)
        size, apart = x.shape[-1], x - mean
        cov = asarray(cov)
        cov = cov * eye(size) if cov.ndim == 0 else cov
        near = solve(cov, apart) if apart.ndim == 1 else solve(cov, apart.mT).mT
        return -(size * log(2 * pi) + slogdet(cov)[1] + sum(apart * near, -1)) / 2
    def pdf(self, x, mean=0, cov=1): return exp(self.logpdf(x, mean, cov))
    def __call__(self, mean=0, cov=1): return stats_frozen(self, (mean, cov))

class stats_dirichlet:
    def logpdf(self, x, alpha):
        alpha = asarray(alpha)
        return gammaln(sum(alpha)) - sum(gammaln(alpha)) + sum(xlogy(alpha - 1, asarray(x)), 0)
    def pdf(self, x, alpha): return exp(self.logpdf(x, alpha))
    def __call__(self, alpha): return stats_frozen(self, (alpha,))
"""
DENSITIES = """
norm |  | -z**2 / 2 - log(2 * pi) / 2 | ndtr(z)
expon |  | where(z >= 0, -z, -inf) | where(z > 0, -expm1(-z), 0)
uniform |  | where((z >= 0) & (z <= 1), 0 * z, -inf) | clip(z, 0, 1)
laplace |  | -abs(z) - log(2) | where(z < 0, exp(-abs(z)) / 2, 1 - exp(-abs(z)) / 2)
logistic |  | -z - 2 * softplus(-z) | sigmoid(z)
cauchy |  | -log(pi) - log1p(z**2) | 0.5 + arctan(z) / pi
gumbel_r |  | -z - exp(-z) | exp(-exp(-z))
halfnorm |  | where(z >= 0, log(2 / pi) / 2 - z**2 / 2, -inf) | where(z > 0, 2 * ndtr(z) - 1, 0)
lognorm | s | where(z > 0, -(log(z⁺) / s)**2 / 2 - log(z⁺) - log(s) - log(2 * pi) / 2, -inf) | where(z > 0, ndtr(log(z⁺) / s), 0)
t | df | gammaln((df + 1) / 2) - gammaln(df / 2) - log(df * pi) / 2 - (df + 1) / 2 * log1p(z**2 / df) |
gamma | a | where(z >= 0, xlogy(a - 1, z⁺) - z - gammaln(a), -inf) |
chi2 | df | where(z >= 0, xlogy(df / 2 - 1, z⁺) - z / 2 - gammaln(df / 2) - df / 2 * log(2), -inf) |
beta | a, b | where((z >= 0) & (z <= 1), xlogy(a - 1, clip(z, 0, 1)) + xlog1py(b - 1, -clip(z, 0, 1)), -inf) - betaln(a, b) |
weibull_min | c | where(z > 0, log(c) + (c - 1) * log(z⁺) - z⁺**c, -inf) | where(z > 0, 1 - exp(-z⁺**c), 0)
rayleigh |  | where(z > 0, log(z⁺) - z**2 / 2, -inf) | where(z > 0, 1 - exp(-z**2 / 2), 0)
maxwell |  | where(z > 0, log(2 / pi) / 2 + 2 * log(z⁺) - z**2 / 2, -inf) |
gumbel_l |  | z - exp(z) | 1 - exp(-exp(z))
invgamma | a | where(z > 0, -(a + 1) * log(z⁺) - gammaln(a) - 1 / z⁺, -inf) |
halfcauchy |  | where(z >= 0, log(2 / pi) - log1p(z**2), -inf) | where(z > 0, 2 * arctan(z) / pi, 0)
truncnorm | a, b | where((z >= a) & (z <= b), -z**2 / 2 - log(2 * pi) / 2 - log(ndtr(b) - ndtr(a)), -inf) |
skewnorm | a | log(2) - z**2 / 2 - log(2 * pi) / 2 + log_ndtr(a * z) |
gennorm | beta | log(beta) - log(2) - gammaln(1 / beta) - abs(z)**beta |
vonmises | kappa | kappa * (cos(z) - 1) - log(2 * pi) - log(bessel_i0e(kappa)) |
pareto | b | where(z >= 1, log(b) - (b + 1) * log(where(z >= 1, z, 1)), -inf) | where(z > 1, 1 - where(z > 1, z, 1)**-b, 0)
"""
"""A line each: its name, its shapes, the logarithm of the standard density, and the distribution function where the language has it."""
MASSES = """
poisson | mu | xlogy(k, mu) - mu - gammaln(k + 1)
bernoulli | p | xlogy(k, p) + xlog1py(1 - k, -p)
binom | n, p | gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1) + xlogy(k, p) + xlog1py(n - k, -p)
geom | p | xlog1py(k - 1, -p) + log(p)
nbinom | n, p | gammaln(k + n) - gammaln(n) - gammaln(k + 1) + xlogy(n, p) + xlog1py(k, -p)
"""
"""A line each: its name, its shapes, the logarithm of the probability of k."""


def rows(table: str) -> list[list[str]]:
    """The parts of each line, z where it is above zero, `z⁺`, written out."""
    lines = table.replace("z⁺", "where(z > 0, z, 1)").strip().splitlines()
    return [[part.strip() for part in line.split("|")] for line in lines]


DISTRIBUTIONS = frozenset(
    {each[0] for each in (*rows(DENSITIES), *rows(MASSES))} | {"multivariate_normal", "dirichlet"}
)


def scipy_stats() -> str:
    """The text of all distributions."""
    text = OTHERS
    for name, shapes, log, cdf in rows(DENSITIES):
        given = f"{shapes}, " if shapes else ""
        parts = CONTINUOUS + (CUMULATED if cdf else "")
        text += parts.format(name=name, shapes=given, given=given, log=log, cdf=cdf)
    for name, shapes, log in rows(MASSES):
        text += DISCRETE.format(name=name, shapes=f"{shapes}, ", given=f"{shapes}, ", log=log)
    return text
