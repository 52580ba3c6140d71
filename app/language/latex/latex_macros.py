"""What commands of LaTeX say, for `latex.py`: those that a table of symbols does not hold."""

from __future__ import annotations

from functools import lru_cache

from pylatexenc.latex2text import get_default_latex_context_db

IGNORED = frozenset(
    (
        "left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr middle displaystyle textstyle scriptstyle limits "
        "nolimits nonumber notag quad qquad , ; : ! > hfill hline centering noindent mathop mathrel mathbin mathord par "
        "bf rm it boldmath small large smallskip medskip toprule bottomrule midrule qty"
    ).split()
) | {" ", "\n"}
"""Spaces, sizes and line marks."""
DROPPED = {
    "label": 1,
    "tag": 1,
    "hspace": 1,
    "vspace": 1,
    "phantom": 1,
    "vphantom": 1,
    "hphantom": 1,
    "color": 1,
    "ref": 1,
    "cite": 1,
}
"""Commands that are passed over with their arguments."""
WORDS = frozenset(
    "text textrm textbf textit textsf texttt mathrm mathsf mathtt operatorname mbox hbox textnormal".split()
)
"""Commands whose argument is a word, or several."""
FONTS = frozenset(
    (
        "mathbf mathit mathcal mathscr mathfrak mathbb boldsymbol bm pmb vec mathbfit symbf symbfit underline "
        "textcolor underbrace overbrace emph ensuremath mathstrut mathds mathbbm vb va vu num"
    ).split()
)
"""Commands that change only how their argument looks."""
BRACES = frozenset({"underbrace", "overbrace"})
"""Commands at whose foot or head words may stand."""
BARS = dict(zip("abs norm".split(), "|‖", strict=True))
"""Commands of packages that put bars round their argument."""
SETS = {"R": "ℝ", "N": "ℕ", "Z": "ℤ", "Q": "ℚ", "C": "ℂ"}
"""Letters with double lines that stand for sets of numbers."""
ACCENTS = {
    "hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0304", "tilde": "\u0303", "widetilde": "\u0303",
    "dot": "\u0307", "ddot": "\u0308", "check": "\u030c", "breve": "\u0306", "acute": "\u0301", "grave": "\u0300",
}  # fmt: skip
FRACTIONS = frozenset({"frac", "dfrac", "tfrac", "cfrac", "sfrac", "nicefrac"})
STACKED_SIGNS = frozenset({"overset", "underset", "stackrel"})
"""Commands that put something over or under a sign."""
BINOMIALS = frozenset({"binom", "dbinom", "tbinom"})
REQUIRED = {
    **dict.fromkeys((*WORDS, *ACCENTS, *BARS, "sqrt"), 1),
    **dict.fromkeys(FRACTIONS | BINOMIALS | STACKED_SIGNS, 2),
}
"""How many arguments a command cannot do without."""
SIGNS = {
    "sum": "∑", "prod": "∏", "lVert": "‖", "rVert": "‖", "Vert": "‖", "|": "‖", "lvert": "|", "rvert": "|", "vert": "|", "mid": "|",
    "{": "{", "}": "}", "lbrace": "{", "rbrace": "}", "langle": "⟨", "rangle": "⟩", "lfloor": "floor(", "rfloor": ")",
    "lceil": "ceil(", "rceil": ")", "gets": "=", "coloneqq": "=", "colon": ":", "eqdef": "=", "triangleq": "=", "to": "→", "implies": "→",
    "mapsto": "↦", "infty": "inf", "top": "ᵀ", "intercal": "ᵀ", "transpose": "ᵀ", "T": "ᵀ", "prime": "′", "%": "%", "&": "&", "_": "_",
    "#": "", "cdot": "*", "times": "*", "ast": "*", "odot": "*", "star": "*", "bullet": "*", "div": "/", "lt": "<", "gt": ">",
    "wedge": " and ", "vee": " or ", "land": " and ", "lor": " or ", "in": "∈", "ne": "!=", "approx": "≈",
    "ddagger": "‡", "bmod": " % ", "mod": " % ", "Gamma": "Γ",
    **dict.fromkeys("dots ldots cdots dotsc dotsb vdots".split(), "..."),
}  # fmt: skip
"""Commands for one sign of the language."""
FUNCTIONS = frozenset(
    (
        "sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth exp log ln lg det max min tr sgn sign "
        "argmax argmin ReLU relu sigmoid softmax erf Tr trace diag rank Pr"
    ).split()
)
REFUSED = {
    "int": "integrals are not part of the language", "iint": "integrals are not part of the language",
    "oint": "integrals are not part of the language", "lim": "limits are not part of the language",
    "limsup": "limits are not part of the language", "sup": "what is best over all values is not searched for",
    "inf": "what is best over all values is not searched for", "nabla": "gradients are what the figure shows",
    "partial": "derivatives are what the figure shows",
    "sim": "a distribution gives no value", "propto": "a proportion gives no value",
    **dict.fromkeys(("dv", "pdv", "dd", "grad"), "derivatives are what the figure shows"),
    "arg": "the place of the largest value has no gradient",
    "forall": "this is a statement, not a computation", "exists": "this is a statement, not a computation",
}  # fmt: skip
"""Commands that are understood but have no place in a forward pass, each with what to say."""
ROWS = frozenset(
    "document align align* aligned alignat alignat* gather gather* gathered split equation equation* multline "
    "multline* eqnarray eqnarray* flalign "
    "flalign* displaymath math".split()
)
CASES = frozenset({"cases", "dcases", "rcases", "cases*", "dcases*"})
MATRICES = frozenset(
    "matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix array psmallmatrix bsmallmatrix".split()
)

SPOKEN = frozenset("łŁøØæÆœŒåÅßþÞðÐđĐ")
"""Letters of languages, which no formula means: `\\l` is the beginning of `\\log`."""


@lru_cache(maxsize=512)
def symbol(name: str) -> str:
    """The character that a command stands for, by the library's table; nothing where it stands for none."""
    spec = get_default_latex_context_db().get_macro_spec(name)
    found = spec.simplify_repl if spec is not None else None
    return found if isinstance(found, str) and len(found) == 1 and found not in SPOKEN else ""
