"""A contraction with its indices written out, `Σ_k A_ik · B_kj`, from the subscripts that the call is given."""

from __future__ import annotations

from app.typeset.application import Application
from app.typeset.notation import Apply, Big, Fence, Fraction, Identifier, Math, Row, Scripts, Symbol, Text, listed, row
from app.typeset.precedence import product
from app.typeset.sums import listed_letters

RETURNING = Text("→")
"""The subscripts of the adjoint of an operand, as long as it is not said which operand."""
MOST = 3
"""So many operands are written out."""


def contracted(call: Application) -> Math | None:
    """The call with indices, or the rule for an operand among others; None where its subscripts cannot be read, as `...`."""
    if call.arguments[:1] == (RETURNING,) and len(call.arguments) > 1:
        return in_general(call)
    given = list(call.arguments)
    told = call.setting("subscripts") or (given.pop(0) if given else None)
    subscripts = told.text.strip("“”").replace(" ", "") if isinstance(told, Text) else ""
    before, arrow, output = subscripts.partition("->")
    terms = before.split(",")
    output = output if arrow else "".join(sorted(each for each in {*before} - {","} if before.count(each) == 1))
    if not all(map(str.isalpha, filter(None, [*terms, output]))) or not 0 < len(given) <= min(len(terms), MOST):
        return None
    factors = [entry(math, term) for math, term in zip(given, terms, strict=False)]
    # What is left over are the arrays that spread a gradient: ones, of which nothing need be said, and the identity.
    factors += [Scripts(Identifier("δ"), letters(term)) for term in terms[len(given) :] if len(term) == 2]
    body = factors[0]
    for factor in factors[1:]:
        body = product(body, factor)
    used = "".join(terms[: len(given)] + [term for term in terms[len(given) :] if len(term) == 2])
    summed = [letter for letter in dict.fromkeys(used) if letter not in output]
    return Big("Σ", listed_letters(summed), body) if summed else body


def in_general(call: Application) -> Math:
    """A contraction's rule whatever its subscripts: the cotangent and the other operands, to the axes that this operand has."""
    others = Scripts(Identifier("x"), row(Identifier("k"), Symbol("≠", "relation"), Identifier("i")))
    returned = Scripts(Identifier("x"), Identifier("i"))
    return Apply(call.head, Fence(row(listed(call.arguments[1], others), Symbol("→", "relation"), returned)))


def entry(math: Math, term: str) -> Math:
    """An entry of a value, or the derivative by one: `A_ij`, `dL/dA_ij`."""
    if not term:
        return math
    if isinstance(math, Fraction) and isinstance(math.below, Row):
        *first, last = math.below.items
        return Fraction(math.above, row(*first, entry(last, term)))
    simple = isinstance(math, Identifier | Text) or (
        isinstance(math, Scripts) and math.sub is None and math.sup is None
    )
    return Scripts(math if simple else Fence(math), letters(term))


def letters(term: str) -> Math:
    return row(*map(Identifier, term))
