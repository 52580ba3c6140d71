"""What follows an operand and binds to it: calls, items, attributes, powers, and the signs `ᵀ`, `!`, `°` and `%`."""

from __future__ import annotations

from app.language import operators
from app.language.functions import APPLIED, BINOMIAL, LOG
from app.language.mathematics.cases import split
from app.language.mathematics.formula import Formula, suffix
from app.language.mathematics.matrix_rows import is_julia, is_matlab, is_r
from app.language.mathematics.operand import CALLED, Operand
from app.language.text.characters import FEET
from app.language.text.letters import is_program
from app.language.text.tokens import ENTRY, Token

EXPECTED = frozenset({"E", "𝔼", "Var", "Cov"})
INDICES = frozenset("ijklmnt")


ANGLES = ("deg", "degree", "degrees")
"""Words behind a number for an angle."""
SCALES = frozenset({"%", "‰", "°", *ANGLES})
"""Signs behind a number that scale it."""


@suffix("(")
def called(formula: Formula, operand: Operand, token: Token) -> Operand | None:
    if operand.kind not in CALLED or (operand.kind == "call" and is_value(formula, operand)):
        return None
    bracket = conditioned(formula, operand, formula.bracket(formula.next()))
    return to_base(formula, operand, bracket) or Operand([*operand.tokens, *bracket], "call")


def conditioned(formula: Formula, operand: Operand, bracket: list[Token]) -> list[Token]:
    """What is asked of an indicator, `I(y = c)`: whether both sides are equal."""
    asks = [each.text for each in operand.tokens] == ["I"] and "I" not in formula.bound
    if not asks or is_program(formula.told.places.text):
        return bracket
    return [each.says("==") if each.text == "=" else each for each in bracket]


def to_base(formula: Formula, operand: Operand, bracket: list[Token]) -> Operand | None:
    """`log(x, 2)`, Python's logarithm to a base; None for other calls."""
    written = "".join(each.text for each in operand.tokens)
    parts = list(split(bracket[1:-1], {","}))
    if written not in (LOG, f"math.{LOG}") or LOG in formula.bound or len(parts) != 2 or not all(parts):
        return None
    if any(each.text == "=" for each in bracket):
        return None
    (of, base), close = parts, bracket[-1]
    quotient = [*operand.tokens, bracket[0], *of, close.says(")"), close.after("/"), *operand.tokens, close.after("(")]
    return Operand([operand.tokens[0].before("("), *quotient, *base, close.after(")"), close.after(")")], "group")


def is_value(formula: Formula, operand: Operand) -> bool:
    """Whether a call is that of a function of numbers, which nothing calls again: `σ(z)(1 − σ(z))` is a product."""
    name = operand.tokens[0].text
    return name not in formula.bound and (name == "σ" or name in APPLIED)


@suffix("[")
def indexed(formula: Formula, operand: Operand, token: Token) -> Operand | None:
    refuse_expectation(formula, operand)
    if computed(formula, operand):
        # 2[x + 1] can only be a product, as 4ε[(σ/r)¹² − 1] and p [x − 1]² are.
        return multiplied(operand, formula.bracket(formula.next(), "()"))
    if operand.kind == "number" or lists_values(formula):
        return None
    return running_entry(formula, operand) or Operand([*operand.tokens, *formula.bracket(formula.next())], "item")


def running_entry(formula: Formula, operand: Operand) -> Operand | None:
    """`x[n]` under a sum over n as the entry x_n, where nothing gives x a value; None for other items."""
    place, index = operand.tokens[0], formula.peek(1)
    runs = index is not None and index.text in formula.running and formula.sees("]", ahead=2)
    if not runs or len(operand.tokens) > 1 or place.text in formula.bound or is_program(formula.told.places.text):
        return None
    assert index is not None
    formula.place += 3
    return Operand([Token("name", f"{place.text}_{index.text}", place.start, index.end + 1, place.spaced)], "name")


def lists_values(formula: Formula) -> bool:
    """Whether square brackets behind a blank hold several names, `W [h, x]`, which are no places in an array."""
    opened, close = formula.tokens[formula.place], formula.matching(formula.place + 1, "]")
    if not opened.spaced or close is None or is_program(formula.told.places.text):
        return False
    inside = formula.tokens[formula.place + 1 : close]
    names = [each.text for each in inside if each.kind == "name"]
    return (
        any(each.text == "," for each in inside) and len(names) * 2 - 1 == len(inside) and not INDICES.issuperset(names)
    )


def refuse_expectation(formula: Formula, operand: Operand) -> None:
    """`E[x²]` is no item of an array E, where nothing gives E a value. Raises LanguageError."""
    name, inside = operand.tokens[0], formula.peek(1)
    if (
        len(operand.tokens) > 1
        or name.text.partition("_")[0] not in EXPECTED
        or name.text in formula.bound
        or inside is None
    ):
        return
    index = (inside.kind == "number" or inside.text in INDICES) and formula.sees("]", ahead=2)
    if not index and not is_program(formula.told.places.text):
        told = "an expectation or a variance is not part of the language"
        formula.told.refuse(name, inside, told, "for the mean over entries write mean(x), for their variance var(x)")


def computed(formula: Formula, operand: Operand) -> bool:
    """Whether the square brackets that come next hold one value that multiplies: no place in an array has a power or a quotient in it."""
    opened = formula.tokens[formula.place]
    if operand.kind == "number":
        return not opened.spaced
    close = formula.matching(formula.place + 1, "]")
    text = formula.told.places.text
    if close is None or is_program(text) or is_matlab(text) or is_julia(text) or is_r(text):
        return False
    inside = formula.tokens[formula.place + 1 : close]
    single = all(each.text not in (",", "for", ":") for each in inside)
    # V [S] is the product with a concentration; V [i] is an item.
    longer = len(inside) > 1 or (len(inside) == 1 and is_concentration(inside[0]))
    return single and longer and (opened.spaced or any(map(is_computed, inside)))


def is_concentration(token: Token) -> bool:
    """Whether a capital letter or a formula of chemistry stands in square brackets, which is no index."""
    return token.kind == "name" and token.text[0].isupper()


def is_computed(token: Token) -> bool:
    """Whether a sign, as a power or a fraction, stands in no place of an array."""
    return token.kind in ("power", "fraction") or token.text in ("^", "/", "√")


def multiplied(operand: Operand, tokens: list[Token]) -> Operand:
    return Operand([*operand.tokens, tokens[0].before("*"), *tokens], "group")


@suffix("_")
def entry(formula: Formula, operand: Operand, token: Token) -> Operand | None:
    """`softmax(z)ᵢ` and `(W x)₂`: an entry of what stands in the bracket, or each of them."""
    if operand.kind not in ("call", "group"):
        return None
    last = formula.next()
    foot = token.text.lstrip("_").translate(FEET)
    if not foot and formula.sees("{"):
        inside = formula.bracket(formula.next())
        foot, last = "".join(each.text for each in inside[1:-1]), inside[-1]
    if foot.isdecimal() and foot != "0":
        formula.told.say(token, last, f"`_{foot}` at the foot of a bracket is read as entry {foot}, counted from 1")
        item = [token.says("[", "operator"), token.says(str(int(foot) - 1), "number"), last.says("]", "operator")]
        return Operand([*operand.wrapped(), *item], "item")
    if not foot.isalpha() or len(foot) > 1:
        formula.told.refuse(token, last, f"`{foot}` cannot stand at the foot of a bracket", "give what is in it a name")
    call = [operand.tokens[0].before(ENTRY, "name"), operand.tokens[0].before("("), *operand.tokens]
    return Operand([*call, token.says(","), token.says(repr(foot), "text"), last.says(")", "operator")], "call")


@suffix(".")
def member(formula: Formula, operand: Operand, token: Token) -> Operand | None:
    following = formula.peek(1)
    if following is None or following.kind != "name" or operand.kind == "number":
        return None
    if token.spaced and following.spaced:
        sign = formula.next()
        formula.told.say(
            sign, sign, f"`.` between blanks is read as the product {operand.tokens[-1].text}·{following.text}"
        )
        return Operand([*operand.tokens, sign.says("*"), *formula.operand().tokens], "group")
    return Operand([*operand.tokens, formula.next(), formula.next()], "name")


@suffix("ᵀ")
def transposed(formula: Formula, operand: Operand, token: Token) -> Operand:
    """`xᵀ`; the 1 of `1ᵀx` and of `xᵀ1` is the vector of ones, with which a product is a sum."""
    sign = formula.next()
    after = formula.peek()
    ones = [token.text for token in operand.tokens] == ["1"]
    if ones and after is not None and formula.begins(after, after=False):
        return total(formula.operand(), operand.tokens[0])
    if after is not None and after.text == "1" and after.kind == "number" and not formula.sees("^", "/", ahead=1):
        return total(operand, formula.next())
    return Operand([*operand.tokens, sign.says(".", "operator"), sign.says("T", "name")], "transposed")


def total(operand: Operand, one: Token) -> Operand:
    """The sum of the entries of a vector, or of each column of a matrix."""
    axis = [
        one.says(text, kind) for text, kind in ((",", "operator"), ("axis", "name"), ("=", "operator"), ("0", "number"))
    ]
    first = operand.tokens[0]
    call = [first.before(operators.FUNCTIONS["∑"], "name"), first.before("("), *operand.tokens, *axis, one.after(")")]
    return Operand(call, "call")


@suffix("!")
def factorial(formula: Formula, operand: Operand, token: Token) -> Operand | None:
    sign = formula.next()
    first = operand.tokens[0]
    if formula.sees("!") and not formula.tokens[formula.place].spaced:
        shown = formula.told.written(operand.tokens)
        told, hint = "the double factorial is not known", f"for the factorial of a factorial write ({shown}!)!"
        formula.told.refuse(first, formula.next(), told, hint)
    return Operand(
        [
            Token("name", operators.FUNCTIONS[token.text], first.start, sign.end, first.spaced),
            *bracketed(operand, sign),
        ],
        "postfix",
    )


@suffix("choose", "nCr", "über")
def chosen(formula: Formula, operand: Operand, token: Token) -> Operand | None:
    """`n choose k`, the binomial coefficient, and `n nCr k` of calculators."""
    if token.text in formula.bound or (after := formula.peek(1)) is None or not formula.begins(after, after=False):
        return None
    word = formula.next()
    below = formula.operand().tokens
    call = [operand.tokens[0].before(BINOMIAL, "name"), operand.tokens[0].before("(")]
    return Operand([*call, *operand.tokens, word.says(","), *below, below[-1].after(")")], "call")


@suffix("°", *ANGLES)
def degrees(formula: Formula, operand: Operand, token: Token) -> Operand | None:
    """`30°`, and `30 deg` of a number."""
    if token.text in ANGLES and (token.text in formula.bound or operand.kind != "number"):
        return None
    sign = formula.next()
    scale = formula.peek()
    if scale is not None and scale.text in ("C", "F") and not scale.spaced:
        formula.told.refuse(sign, scale, f"units are not computed with: `°{scale.text}`", "leave it out")
    return scaled(formula, operand, sign, ["*", "pi", "/", "180"])


def scaled(formula: Formula, operand: Operand, sign: Token, by: list[str]) -> Operand:
    """An operand in brackets, times what the sign behind it stands for."""
    refuse_second(formula, sign, formula.peek())
    marks = [sign.says(text, "number" if text.isdigit() else "name" if text.isalpha() else "operator") for text in by]
    return Operand([operand.tokens[0].before("("), *operand.wrapped(), *marks, sign.says(")", "operator")], "group")


def refuse_second(formula: Formula, sign: Token, after: Token | None) -> None:
    """Raises LanguageError where two signs stand behind one number, as in `5%%`, which MATLAB and R have, too."""
    if after is not None and after.text in SCALES and after.kind != "text":
        hint = "write one of them; for a remainder write a % b, and a comment begins with #"
        formula.told.refuse(sign, after, f"`{sign.text}{after.text}` stands behind one number", hint)


def bracketed(operand: Operand, sign: Token) -> list[Token]:
    """An operand as the argument of a call that ends with a sign of its own."""
    if operand.kind == "group" and operand.tokens[0].text == "(":
        return [*operand.tokens[:-1], sign.says(")", "operator")]
    return [operand.tokens[0].before("("), *operand.tokens, sign.says(")", "operator")]
