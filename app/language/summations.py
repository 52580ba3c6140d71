"""Sums and products over an index: `∑(x²)`, `Σᵢ wᵢxᵢ`, `∑_{i=1}^{3} w_i x_i`.

Without an index it is the sum of the entries. With one it becomes a call that the names of the text decide about later:
whether `w_i` is an entry of an array w or one of w₁, w₂ …
"""

from __future__ import annotations

import re

from app.language.characters import SUBSCRIPTS, SUPERSCRIPTS
from app.language.formula import WORDS, Formula, prefix
from app.language.operand import Operand
from app.language.operators import FUNCTIONS
from app.language.tokens import Token

LETTERS = {"Σ": "∑", "Π": "∏"}
INDEXED = {"sum": "Σ", "prod": "Π"}
"""What a sum over an index is called until its names are known."""
LETTER = re.compile(r"([ΣΠ])(?:_?([a-zₐ-ₜᵢⱼ]{1,2})|(_))?$")
FOOTED = re.compile(r"[^\W_](?:_([ijkmn])|([ᵢⱼₖₘₙ]))$")
PAIR = re.compile("[ijklmn]{2,3}")
FEET = str.maketrans(SUBSCRIPTS)
RAISED = str.maketrans(SUPERSCRIPTS)


def by_letter(formula: Formula, token: Token) -> Operand | None:
    """A sum written with the Greek letter: it has an index, or stands before brackets or a factor; else it is a name."""
    match = LETTER.match(token.text)
    following = formula.peek()
    if match is None or following is None:
        return None
    index = (match[2] or "").translate(FEET)
    if not index and not match[3] and not formula.begins(following, after=False):
        return None
    sign = token.says(LETTERS[match[1]])
    if index:
        return summation(formula, sign, [token.says(index, "name")])
    return summation(formula, sign, formula.bracket(formula.next())[1:-1] if match[3] and formula.sees("{") else [])


@prefix("∑", "∏")
def summed(formula: Formula, sign: Token) -> Operand:
    """A sum written with its own sign."""
    token = formula.peek()
    if token is None or token.spaced or token.kind != "name":
        return summation(formula, sign, [])
    foot = token.text.lstrip("_").translate(FEET)
    if token.text == "_":
        formula.next()
        return summation(formula, sign, formula.bracket(formula.next())[1:-1] if formula.sees("{") else [])
    if token.text[0] == "_" or token.text[0] in SUBSCRIPTS:
        formula.next()
        return summation(formula, sign, [token.says(foot, "name")])
    return summation(formula, sign, [])


def summation(formula: Formula, sign: Token, lower: list[Token]) -> Operand:
    """The sum or product with its limits and its body."""
    upper = upper_limit(formula)
    name = FUNCTIONS[sign.text]
    body = term(formula, division=name == "sum", indexed=bool(lower))
    if not body:
        return Operand([sign.says(name, "name")], "name")
    lower = lower or common_index(formula, body)
    last = body[-1]
    stop = [last.after(")")]
    indices = indices_of(lower)
    if not indices:
        whole = body if body[0].text == "(" and encloses(body) else [body[0].before("("), *body, *stop]
        return Operand([sign.says(name, "name"), *whole], "call")
    equals = next((place for place, token in enumerate(lower) if token.text == "="), None)
    low = lower[equals + 1 :] if equals is not None else [lower[0].says("None", "name")]
    high = upper or [lower[-1].after("None", "name")]
    opening, comma = [sign.says(INDEXED[name], "name"), sign.after("(")], last.after(",")
    for index in reversed(indices):
        quoted = index.says(repr(index.text), "text")
        body = [*opening, *body, comma, quoted, comma, *low, comma, *high, *stop]
    return Operand(body, "call")


def indices_of(lower: list[Token]) -> list[Token]:
    """What runs: the first name below a sign, or each of several without limits, `i, j` and `ij`."""
    if len(lower) == 1 and PAIR.fullmatch(lower[0].text):
        return [lower[0].says(letter, "name") for letter in lower[0].text]
    names = [token for token in lower if token.kind == "name"]
    return names if all(token.kind == "name" or token.text in (",", "*") for token in lower) else names[:1]


def common_index(formula: Formula, body: list[Token]) -> list[Token]:
    """The one index that names in a term have at their foot, where the sign has none: `Σ wᵢxᵢ`."""
    feet = {
        (match[1] or match[2]).translate(FEET)
        for token in body
        if token.text not in formula.bound and (match := FOOTED.search(token.text))
    }
    return [body[0].says(feet.pop(), "name")] if len(feet) == 1 else []


def upper_limit(formula: Formula) -> list[Token]:
    """What stands at the head of the sign."""
    token = formula.peek()
    if token is not None and token.kind == "power" and not token.spaced:
        text = formula.next().text.translate(RAISED)
        return [token.says(text, "number" if text.isdigit() else "name")]
    if not formula.sees("^"):
        return []
    formula.next()
    return formula.bracket(formula.next())[1:-1] if formula.sees("{") else [formula.next()] if formula.peek() else []


def term(formula: Formula, *, division: bool, indexed: bool) -> list[Token]:
    """What a sum adds up: factors and their quotients, up to a sign or a comma."""
    out: list[Token] = []
    run: list[Operand] = []
    while (token := formula.peek()) is not None:
        if formula.begins(token, bool(run)):
            called = token.text == "(" and not (run or out or token.spaced or indexed)
            run.append(formula.operand())
            if called and (following := formula.peek()) is not None and following.text in ("*", "/", "@"):
                break
            continue
        joins = token.text in ("*", "@") or (token.text == "/" and division)
        if not (joins and run) and not (token.text in ("-", "+") and not run):
            break
        out += [*formula.product(run, out), formula.next()]
        run = []
    return out + formula.product(run, out)


def encloses(tokens: list[Token]) -> bool:
    """Whether the first bracket of some tokens is closed by their last."""
    depth = 0
    for place, token in enumerate(tokens):
        depth += (token.text in "([{") - (token.text in ")]}") if token.kind != "text" else 0
        if depth == 0:
            return place == len(tokens) - 1
    return False


WORDS.append(by_letter)
