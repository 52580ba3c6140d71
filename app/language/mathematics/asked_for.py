"""Words that ask for what is no forward pass, `argmax softmax(z)`, `lim_{h→0}`, `integrate x² dx`: they are refused with what to write."""

from __future__ import annotations

from app.language.mathematics.formula import WORDS, Formula
from app.language.mathematics.operand import Operand
from app.language.text.letters import is_program
from app.language.text.tokens import Token

ALONE = "write the function alone"
BEST = "what is best over all values is not searched for"
ASKED = {
    **dict.fromkeys(("derivative", "differentiate", "gradient", "jacobian", "hessian"), "derivatives are what the figure shows"),
    **dict.fromkeys(("integrate", "integral"), "integrals are not part of the language"),
    **dict.fromkeys(("lim", "limit"), "limits are not part of the language"),
    **dict.fromkeys(("minimize", "minimise", "maximize", "maximise"), BEST),
    **dict.fromkeys(("simplify", "expand", "factor", "factorise", "factorize", "rationalize"), "formulas are not rewritten here"),
    "solve": "equations are not solved here",
    "plot": "curves are not drawn here",
}  # fmt: skip
"""Words before a formula, or what stands in brackets behind them, each with what to say."""
PLACES = frozenset({"argmax", "argmin"})
CALLED = frozenset({"derivative", "differentiate", "gradient", "jacobian", "hessian", "integral", "lim", "limit"})
"""Words that are no functions of a library either: the others may be, where a bracket follows at once."""


def refused(formula: Formula, token: Token) -> Operand | None:
    """None for all words but these. Raises LanguageError."""
    word, following = token.text.rstrip("_").lower(), formula.peek()
    asked = ASKED.get(word) or ("the place of the largest value has no gradient" if word in PLACES else "")
    if not asked or following is None or is_program(formula.told.places.text):
        return None
    member = formula.place > 1 and formula.tokens[formula.place - 2].text == "."
    if following.text == "(" and not following.spaced:
        begins = word in CALLED
    else:
        begins = token.text.endswith("_") or (following.spaced and formula.begins(following, after=False))
    if member or not begins:
        return None
    formula.told.refuse(token, token, f"`{formula.told.written([token]).rstrip('_')}`: {asked}", ALONE)


WORDS.append(refused)
