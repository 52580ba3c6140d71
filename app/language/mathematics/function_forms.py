"""Functions by their formula, `f(x, y) = x*y`, `f: x ↦ x²` and `f: ℝ → ℝ`, as Python has them."""

from __future__ import annotations

from collections.abc import Sequence

from app.language.mathematics.cases import Tokens, cases
from app.language.mathematics.operand import Told
from app.language.text.tokens import FUNCTION, Token

SETS = frozenset("ℝℕℤℚℂRnmNDdpq")
"""What stands left and right of the arrow of `f: ℝⁿ → ℝ`."""


def tell_of_unused(target: Tokens, parameters: Tokens, value: Tokens, told: Told) -> None:
    """Say so where nothing that a function is of stands in its formula: `f(x) = y`."""
    names = [each.text for each in parameters if each.kind == "name"]
    if not any(name in each.text for name in names for each in value):
        shown = told.written(target)
        told.say(target[0], target[-1], f"nothing of what `{shown}` is a function of stands in its formula")


def defined(target: Tokens) -> Tokens | None:
    """The parameters of `f(x, y)` left of `=`; None where it is no function of names."""
    if len(target) < 4 or target[0].kind != "name" or target[1].text != "(" or target[-1].text != ")":
        return None
    inner = target[2:-1]
    names = all(
        (token.kind == "name") if place % 2 == 0 else token.text in (",", ";") for place, token in enumerate(inner)
    )
    return [token.says(",") if token.text == ";" else token for token in inner] if names and len(inner) % 2 else None


def tell_of_chain(pieces: Sequence[Tokens], told: Told) -> None:
    """Tell of `e = f, g = [a, b]`, by which Python gives three names a value."""
    if len(pieces) < 2:
        return
    *before, last = pieces
    names = all(len(piece) == 3 and piece[2].kind == "name" for piece in before)
    if names and len(last) > 3 and last[2].text in ("[", "(") and last[-1].text in ("]", ")"):
        shown = told.written([*pieces[0], *last])
        other = "Python would give the names between the commas values: write lines of their own"
        told.say(pieces[0][0], last[-1], f"`{shown}` is read as {len(pieces)} statements", other)


def named(tokens: Tokens) -> Tokens:
    """`x be 3` as `x = 3`."""
    if len(tokens) > 2 and tokens[1].text == "be":
        return [tokens[0], tokens[1].says("=", "operator"), *tokens[2:]]
    return tokens


def computes(tokens: Tokens) -> bool:
    """Whether some tokens are a formula, more than a name, that is given no value."""
    signs = {token.text for token in tokens if token.kind in ("operator", "other")}
    return (
        signs.isdisjoint("=:→∈")
        and tokens[0].text != "*"
        and (not signs.isdisjoint("+-*/^") or any(token.kind == "power" for token in tokens))
    )


def declared(name: Token) -> Tokens:
    """A function of which nothing is known but its name, as Python has it: a type hint."""
    return [name, name.after(":"), name.after(FUNCTION, "name")]


def mapped(tokens: Tokens) -> Tokens:
    """`f: x ↦ x²` as an assignment."""
    arrow = next((place for place, token in enumerate(tokens) if token.text in ("↦", "→")), None)
    if arrow is None or len(tokens) < 4 or tokens[1].text != ":" or tokens[0].kind != "name":
        return maps(tokens)
    if all(token.kind != "name" or token.text in SETS for token in tokens[2:]):
        return declared(tokens[0])
    sign = tokens[1].says("=")
    return [tokens[0], sign, *maps(behind_sets(tokens[2:]))]


def behind_sets(tokens: Tokens) -> Tokens:
    """`x ↦ x²` of `ℝ → ℝ, x ↦ x²`."""
    comma = next((place for place, token in enumerate(tokens) if token.text in (",", ";")), 0)
    between = [token.text for token in tokens[:comma] if token.kind == "name"]
    return tokens[comma + 1 :] if between and all(each in SETS for each in between) and "ℝ" in between else tokens


def maps(tokens: Tokens) -> list[Token]:
    """`x ↦ x²` as a function without a name."""
    arrow = next((place for place, token in enumerate(tokens) if token.text in ("↦", "→", "->")), None)
    if not arrow:
        return cases(tokens)
    inner = [token for token in tokens[:arrow] if token.text not in ("(", ")")]
    names = all(token.kind == "name" if place % 2 == 0 else token.text == "," for place, token in enumerate(inner))
    used = any(token.text in {each.text for each in inner} for token in tokens[arrow:])
    if not names or not inner or not (used or tokens[arrow].text == "↦"):
        return list(tokens)
    return [inner[0].before("lambda", "name"), *inner, tokens[arrow].says(":", "operator"), *cases(tokens[arrow + 1 :])]
