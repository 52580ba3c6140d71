"""Powers behind an operand, `x²`, `x^2` and `x**2`, and the marks that are written as such, `x^ᵀ` and `x^*`."""

from __future__ import annotations

from app.language.mathematics.formula import Formula, suffix
from app.language.mathematics.marks import pseudo_inverse, refuse_plus
from app.language.mathematics.operand import Operand
from app.language.mathematics.suffixes import transposed
from app.language.text.characters import SUPERSCRIPTS
from app.language.text.letters import STAR
from app.language.text.tokens import Token

LONGEST = 60
"""What is raised is repeated in a note where it has fewer signs."""


@suffix("²")
def raised(formula: Formula, operand: Operand, token: Token) -> Operand:
    """A power in superscripts: what they say, in brackets."""
    if token.text == "⁺":
        refuse_plus(formula, operand, token)
    formula.next()
    if formula.sees("√"):
        before = formula.told.written(operand.tokens)
        told = f"`{before}{token.text}√` is read as the power {before}{token.text} times a root"
        formula.told.say(
            operand.tokens[0], token, told, f"for a root with the index {token.text} write {before}·{token.text}√"
        )
    places = (
        range(token.start, token.end) if token.end - token.start == len(token.text) else [token.start] * len(token.text)
    )
    inner: list[Token] = []
    for place, sign in zip(places, (SUPERSCRIPTS[each] for each in token.text), strict=True):
        kind = "number" if sign.isdigit() else "name" if sign.isalpha() else "operator"
        last = inner[-1] if inner else None
        if last is not None and kind == last.kind == "number":
            inner[-1] = Token(kind, last.text + sign, last.start, place + 1)
            continue
        if last is not None and kind == "number" and (last.kind == "name" or last.text == ")"):
            if last.kind == "name" and len(token.text) < LONGEST:
                tell_of_inner_power(formula, token, last.text, sign)
            inner.append(last.after("^"))
        inner.append(Token(kind, sign, place, place + 1))
    exponent = Formula(inner, formula.bound, formula.told).level()
    closing = exponent[-1].after(")")
    return Operand(
        [*operand.tokens, token.says("**", "operator"), exponent[0].before("("), *exponent, closing], "power"
    )


def tell_of_inner_power(formula: Formula, raised: Token, base: str, exponent: str) -> None:
    """`eˣ²` is e to the power of x², as nobody writes a product with its number behind."""
    told = f"`{raised.text}` is read with the power {base}^{exponent} in it"
    formula.told.say(raised, raised, told, f"for the product write {exponent}{base} as the power")


@suffix("^", "**")
def powered(formula: Formula, operand: Operand, token: Token) -> Operand | None:
    """`x^2`, `x**2`; `x^ᵀ` and `x^*` are marks, not powers."""
    caret = token.text == "^"
    if caret and formula.sees("†", ahead=1):
        formula.next()
        return pseudo_inverse(formula, operand, formula.tokens[formula.place])
    if caret and formula.sees("+", "-", ahead=1):
        refuse_missing(formula, token)
    if caret and formula.sees("+", ahead=1):
        refuse_plus(formula, operand, token)
    after, beyond = formula.peek(1), formula.peek(2)
    if caret and after is not None and after.text in ("ᵀ", "′"):
        formula.next()
        return None if after.text == "′" else transposed(formula, operand, after)
    if (
        caret
        and after is not None
        and after.text == "*"
        and (beyond is None or beyond.text in (")", ",", "=", "+", "-", "]", "}", "/", "*"))
    ):
        formula.next()
        formula.next()
        return Operand([*operand.tokens[:-1], operand.tokens[-1].says(operand.tokens[-1].text + STAR)], operand.kind)
    formula.next()
    if caret:
        tell_of_fraction(formula, operand)
        tell_of_factor(formula, operand)
    return Operand([*operand.tokens, token.says("**"), *formula.exponent(caret)], "power")


def tell_of_fraction(formula: Formula, operand: Operand) -> None:
    """`x^1/2` is x¹ over 2, which may not be meant."""
    following = [formula.peek(ahead) for ahead in range(3)]
    if not all(following) or not formula.sees("/", ahead=1):
        return
    above, slash, below = (token for token in following if token)
    numbers = above.text.isdecimal() and below.text.isdecimal() and not slash.spaced and not below.spaced
    if not numbers or int(above.text) >= int(below.text):
        return
    base = formula.told.written(operand.tokens)
    told = f"`{base}^{above.text}/{below.text}` is read as ({base}^{above.text})/{below.text}"
    other = f"{base}^({above.text}/{below.text})"
    formula.told.say(operand.tokens[0], below, told, f"for the other write {other}", other)


def tell_of_factor(formula: Formula, operand: Operand) -> None:
    """`e^2x` is e² times x, which may not be meant."""
    number, name = formula.peek(), formula.peek(1)
    constant = operand.kind == "number" or [each.text for each in operand.tokens] == ["e"]
    if not constant or number is None or name is None or (number.kind, name.kind) != ("number", "name") or name.spaced:
        return
    base, other = formula.told.written(operand.tokens), f"^({number.text}{name.text})"
    told = f"`{base}^{number.text}{name.text}` is read as {base}^{number.text}·{name.text}"
    formula.told.say(operand.tokens[0], name, told, f"for the other write {base}{other}", f"{base}{other}")


def refuse_missing(formula: Formula, caret: Token) -> None:
    """In `x^ + 1` the exponent is missing: a sign of its own stands right before what it belongs to. Raises LanguageError."""
    joining, after = formula.peek(1), formula.peek(2)
    if joining is not None and joining.spaced and not caret.spaced and after is not None and after.spaced:
        formula.told.refuse(caret, caret, "the exponent behind this sign is missing", "write one, as in x^2")
