"""Special functions, by the names of SciPy, PyTorch and Python's mathematics."""

from __future__ import annotations

from app.autodiff.deferred import special
from app.autodiff.primitives.call_forms import order_first
from app.autodiff.table import definition, primitive, subject

subject(
    __name__, __doc__, explained="The gradient is multiplied by the slope of the function at its input, entry by entry."
)

POLE = "the gamma function at a pole"
# fmt: off
primitive("erf",     "x", special.erf,    "g * 2 / sqrt(pi) * exp(-x**2)", spoken="error function", explained="The derivative of the error function is a bell curve: largest at zero.", code="erf(x)", jax="jax.scipy.special.erf(x)", torch="torch.erf(x)")
primitive("erfc",    "x", special.erfc,   "-g * 2 / sqrt(pi) * exp(-x**2)", spoken="complementary error function", explained="The derivative is a bell curve with its sign turned: largest in size at zero.", code="erfc(x)", jax="jax.scipy.special.erfc(x)", torch="torch.erfc(x)")
primitive("erfcx",   "x", special.erfcx,  "g * (2 * x * y - 2 / sqrt(pi))", undefined="an overflow of erfcx", code="erfcx(x)", torch="torch.special.erfcx(x)", spoken='scaled complementary error function')
primitive("erfinv",  "x", special.erfinv, "g * sqrt(pi) / 2 * exp(y**2)",   names="lax.erf_inv", undefined="erfinv of a number outside of −1 … 1", code="erfinv(x)", jax="jax.scipy.special.erfinv(x)", torch="torch.erfinv(x)", spoken='inverse error function')
primitive("ndtri",   "x", special.ndtri,  "g * sqrt(2 * pi) * exp(y**2 / 2)", names="norm.ppf", symbol="Φ⁻¹", undefined="a quantile outside of 0 … 1", head="Φ⁻¹", spoken="quantile", explained="A quantile moves by one over the density at the place that it finds.", code="ndtri(x)", jax="jax.scipy.special.ndtri(x)", torch="torch.special.ndtri(x)")
primitive("log_ndtr", "x", special.log_ndtr, "g * exp(-x**2 / 2 - y) / sqrt(2 * pi)", names="norm.logcdf", symbol="log Φ", head="log Φ", code="log_ndtr(x)", jax="jax.scipy.special.log_ndtr(x)", torch="torch.special.log_ndtr(x)", spoken='log of the normal distribution')
# `gamma` and `beta` are the parameters of batch norm in more texts than they are functions: only `special.gamma(x)` and `math.gamma(x)` are calls.
primitive("Gamma",   "x", special.gamma,  "g * y * digamma(x)",   names="Γ special.gamma numpy.gamma torch.gamma jax.gamma", symbol="Γ", undefined=POLE, head="Γ", spoken="gamma function", explained="The gamma function grows by itself times the digamma function.", code="gamma(x)", jax="jax.scipy.special.gamma(x)")
primitive("gammaln", "x", special.gammaln, "g * digamma(x)",      names="lgamma loggamma", undefined=POLE, head="log Γ", spoken="log of the gamma function", explained="The derivative of log Γ is the digamma function.", code="gammaln(x)", jax="jax.scipy.special.gammaln(x)", torch="torch.lgamma(x)")
primitive("digamma", "x", special.digamma, "g * polygamma(1, x)", names="special.psi", undefined="the digamma function at a pole", head="ψ", spoken="digamma function", explained="The derivative of the digamma function is the trigamma function.", code="digamma(x)", jax="jax.scipy.special.digamma(x)", torch="torch.digamma(x)")
primitive("polygamma", "x, n=1", lambda x, n: special.polygamma(n, x), "g * polygamma(n + 1, x)", undefined="the polygamma function at a pole", prepare=order_first("polygamma"), form="order above", head="ψ", usage="(n, x)", code="polygamma(n, x)", jax="jax.scipy.special.polygamma(n, x)", torch="torch.polygamma(n, x)", spoken='polygamma function')
primitive("xlogy",   "x, z", special.xlogy,   "unless((x == 0) & (z <= 0), xlogy(g, z))",   "g * x / z",       symbol="x log y", policy="0 log 0 is 0", undefined="the logarithm of zero or of a negative number", shown="x * log(z)", spoken="x log y", explained="The first input gets the gradient times the logarithm, the second times their ratio.", code="xlogy(x, z)", jax="jax.scipy.special.xlogy(1.0 * x, z)", torch="torch.xlogy(x, z)")
primitive("xlog1py", "x, z", special.xlog1py, "unless((x == 0) & (z <= -1), xlog1py(g, z))", "g * x / (1 + z)", symbol="x log(1+y)", policy="0 log 0 is 0", undefined="the logarithm of zero or of a negative number", shown="x * log(1 + z)", spoken="x log(1 + y)", like="xlogy", code="xlog1py(x, z)", jax="jax.scipy.special.xlog1py(1.0 * x, z)", torch="torch.special.xlog1py(x, z)")
primitive("entr",    "x", special.entr, "-g * (log(x) + 1)", symbol="−x log x", undefined="the entropy of a negative number", code="-xlogy(x, x)", jax="jax.scipy.special.entr(x)", torch="torch.special.entr(x)", spoken='entropy term')
primitive("logit",   "x", special.logit, "where((x < 0) | (x > 1), nan, g / (x * (1 - x)))", shown="log(x / (1 - x))", undefined="logit of a number outside of 0 … 1", code="np.log(x / (1 - x))", spoken='logit')
primitive("bessel_i0", "x", special.i0,  "g * bessel_i1(x)", names="numpy.i0 special.i0 torch.i0", symbol="I₀", head="I_0", code="bessel_i(0, x)", torch="torch.special.i0(x)", spoken='Bessel function')
primitive("bessel_i1", "x", special.i1,  "g * (bessel_i0(x) + bessel_iv(2, x)) / 2", names="special.i1", symbol="I₁", head="I_1", code="bessel_i(1, x)", torch="torch.special.i1(x)", spoken='Bessel function')
primitive("bessel_iv", "x, n=0", lambda x, n: special.iv(n, x), "g * (bessel_iv(n - 1, x) + bessel_iv(n + 1, x)) / 2", names="special.iv", symbol="Iₙ", prepare=order_first("bessel_iv"), form="order below", head="I", usage="(n, x)", code="bessel_i(n, x)", spoken='Bessel function')
primitive("bessel_i0e", "x", special.i0e, "g * (bessel_i1e(x) - sign(x) * y)", names="special.i0e", symbol="e⁻ˣI₀", head="I_0e", code="bessel_ie(0, x)", torch="torch.special.i0e(x)", spoken='Bessel function')
primitive("bessel_i1e", "x", special.i1e, "g * ((bessel_i0e(x) + exp(-abs(x)) * bessel_iv(2, x)) / 2 - sign(x) * y)", names="special.i1e", symbol="e⁻ˣI₁", head="I_1e", code="bessel_ie(1, x)", torch="torch.special.i1e(x)", spoken='Bessel function')
primitive("bessel_j0", "x", special.j0,  "-g * bessel_j1(x)", names="special.j0", symbol="J₀", head="J_0", code="bessel_j(0, x)", spoken='Bessel function')
primitive("bessel_j1", "x", special.j1,  "g * (bessel_j0(x) - bessel_jv(2, x)) / 2", names="special.j1", symbol="J₁", head="J_1", code="bessel_j(1, x)", spoken='Bessel function')
primitive("bessel_jv", "x, n=0", lambda x, n: special.jv(n, x), "g * (bessel_jv(n - 1, x) - bessel_jv(n + 1, x)) / 2", names="special.jv special.jn", symbol="Jₙ", prepare=order_first("bessel_jv"), form="order below", head="J", usage="(n, x)", code="bessel_j(n, x)", spoken='Bessel function')
# fmt: on
definition(
    "def torch_logit(x, eps=None): return logit(x if eps is None else clip(x, eps, 1 - eps))",
    names="torch.logit torch.special.logit",
    symbol="logit",
    spoken="logit",
)
definition("def factorial(x): return Gamma(x + 1)", symbol="x!")
definition(
    """
    def binom(n, k):
        if max(n) > 170: return exp(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1))
        return Gamma(n + 1) / (Gamma(k + 1) * Gamma(n - k + 1))
""",
    names="comb",
    spoken="n choose k",
)
definition("def gammasgn(x): return sign(Gamma(x))")
definition("def betaln(a, b): return gammaln(a) + gammaln(b) - gammaln(a + b)", symbol="log B", head="log B")
definition("def Beta(a, b): return exp(betaln(a, b))", names="special.beta", symbol="B", head="B")
definition(
    "def multigammaln(a, p): return p * (p - 1) / 4 * log(pi) + sum(gammaln(expand_dims(a, -1) - arange(p) / 2), -1)",
    names="mvlgamma",
    symbol="log Γ",
)
definition("def rel_entr(x, y): return xlogy(x, x) - xlogy(x, y)", symbol="x log(x/y)")
definition(
    "def special_kl_div(x, y): return xlogy(x, x) - xlogy(x, y) - x + y", names="special.kl_div", symbol="kl_div"
)
definition("def boxcox(x, lmbda): return log(x) if lmbda == 0 else (x**lmbda - 1) / lmbda")
definition("def boxcox1p(x, lmbda): return log1p(x) if lmbda == 0 else ((1 + x)**lmbda - 1) / lmbda")
definition("def exprel(x): return where(x == 0, 1 + x / 2, expm1(x) / where(x == 0, 1, x))", symbol="(eˣ−1)/x")
definition(
    "def pseudo_huber(delta, r): return delta**2 * (sqrt(1 + (r / delta)**2) - 1)",
    spoken="pseudo-Huber loss",
    explained="The gradient grows with the error near zero and levels off farther out.",
)
definition(
    "def standardised(x, loc=None, scale=None): return (x if loc is None else x - loc) / (1 if scale is None else scale)",
    inner=True,
)
definition(
    """
    def normal_cdf(x, loc=None, scale=None):
        if loc is not None or scale is not None: x = standardised(x, loc, scale)
        return (1 + erf(x / sqrt(2))) / 2
""",
    names="ndtr norm.cdf Φ",
    symbol="Φ",
    head="Φ",
    spoken="normal distribution",
    explained="The derivative of the distribution is its density, the bell curve.",
)
definition(
    """
    def normal_pdf(x, loc=None, scale=None):
        if loc is not None or scale is not None: return normal_pdf(standardised(x, loc, scale)) / (1 if scale is None else scale)
        return exp(-x**2 / 2) / sqrt(2 * pi)
""",
    names="norm.pdf",
    head="φ",
    spoken="normal density",
    explained="The bell curve falls away from its mean: the slope is minus the distance from it, times the curve.",
)
definition(
    """
    def normal_log_pdf(x, loc=None, scale=None):
        if loc is not None or scale is not None: return normal_log_pdf(standardised(x, loc, scale)) - (0 if scale is None else log(scale))
        return -x**2 / 2 - log(2 * pi) / 2
""",
    names="norm.logpdf",
    symbol="log φ",
    spoken="log of the normal density",
    explained="The slope of the log-density is minus the distance from the mean, over the variance.",
)
definition(
    "def normal_sf(x, loc=None, scale=None): return normal_cdf(-standardised(x, loc, scale))",
    names="norm.sf",
    symbol="1−Φ",
    spoken="upper tail of the normal distribution",
    explained="The derivative of the tail is minus the density, the bell curve.",
)
