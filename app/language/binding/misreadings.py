"""What would be read as something else than it is in a book, and is refused: prose, equations, derivatives."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from app.language.binding.feet import INDICES, entry_of
from app.language.binding.imaginary import refuse_parts
from app.language.names import loaded
from app.language.source import LanguageError
from app.language.syntax import Binary, Call, Conditional, Define, Expr, Literal, Name, Return, Unary
from app.language.text.letters import GREEK, factors
from app.language.walk import everything

UNIT_VECTORS = frozenset({"î", "ĵ", "k̂"})
NOT_KNOWN = "`{}` is a function that is not known: what depends on it has no number"
"""What is told of each, wherever it is found."""
WORD = 3
"""A name of this many letters is a word: several of them side by side are prose, unless they are bound."""


def refuse_prose(expr: Binary, bound: Collection[str], known: Callable[[str], bool]) -> None:
    """Words side by side are no product, unless they are names of the text. Raises LanguageError."""
    left = expr.left.right if isinstance(expr.left, Binary) and expr.left.sign == "" else expr.left
    right = expr.right.left if isinstance(expr.right, Binary) and isinstance(expr.right.left, Name) else expr.right
    if not (isinstance(left, Name) and isinstance(right, Name)):
        return
    unbound = [name for name in (left, right) if name.id not in bound and not known(name.id)]
    if any(
        len(re.sub(r"[\W\d]", "", name.id.partition("_")[0])) >= WORD
        and name.id.partition("_")[0] not in GREEK
        and not factors(name.id, bound)
        for name in unbound
    ):
        hint = f"for a product write {left.id}*{right.id}; words beside a formula stand behind #"
        raise LanguageError.at(right.span, f"`{right.id}` is not expected here", hint)


def refuse_equation(definition: Define) -> None:
    """`sin(x) = y`, where nothing on the right is what the known function is applied to, defines none. Raises LanguageError."""
    match definition.body:
        case (Return(value=Expr() as value),) if not any(
            each.name in name for each in definition.parameters for name in loaded([value])
        ):
            told = "an equation is not solved here: left of `=` stands one name"
            hint = (
                f"write {value.id} = {definition.name}(…)"
                if isinstance(value, Name)
                else "give it a name of its own, y = …"
            )
            raise LanguageError.at(definition.span, told, hint)


def refuse_named(name: Name, bound: Collection[str]) -> None:
    """What is called and unknown: `Re(z)` is of a complex number, `O(x²)` what is left out of a series. Raises LanguageError."""
    refuse_parts(name, bound)
    if name.id in ("O", "o"):
        told = f"`{name.id}(…)` is what is left out of a series, and has no value"
        raise LanguageError.at(name.span, told, f"leave it out, or define it: {name.id}(x) = …")


def refuse_endless(definition: Define) -> None:
    """`E(a) = b + c E(d)` would call itself without an end: no choice in it leaves that out. Raises LanguageError."""
    whole = [part for each in definition.body for part in everything(each)]
    calls = [
        part
        for part in whole
        if isinstance(part, Call) and isinstance(part.function, Name) and part.function.id == definition.name
    ]
    if calls and not any(isinstance(part, Conditional) for part in whole):
        name = definition.name
        told = f"`{name}` is given a value by another of its own, without an end"
        hint = f"give each value of it a name, {name}_1 and {name}_2; or end it: {name}(n) = n {name}(n − 1) if n > 0 else 1"
        raise LanguageError.at(calls[0].span, told, hint)


def refuse_unit_vectors(name: Name, free: Collection[str]) -> None:
    """`3î + 4ĵ` is a vector, and its letters are no numbers. Raises LanguageError."""
    if name.id in UNIT_VECTORS and len(UNIT_VECTORS & {*free}) > 1:
        told = f"`{name.id}` is read as a unit vector, which has no value by itself"
        raise LanguageError.at(name.span, told, "write the vector by its entries, v = [3, 4, 0]")


def repeated_index(product: Binary, names: Collection[str]) -> tuple[str, str, str]:
    """Two factors side by side with one index at their foot, and the index, where none of the text's own names has it."""
    left = product.left
    last = left.right if isinstance(left, Binary) and left.operator == "*" else left
    if not isinstance(last, Name) or not isinstance(product.right, Name):
        return "", "", ""
    one, other = entry_of(last.id), entry_of(product.right.id)
    shared = {*one.letters} & {*other.letters} & INDICES if one and other else set()
    if not shared:
        return "", "", ""
    own = {letter for name in names if (entry := entry_of(name)) for letter in entry.letters}
    return (last.id, product.right.id, min(shared)) if shared.isdisjoint(own) else ("", "", "")


def refuse_quotient(quotient: Binary, bound: Collection[str], names: Collection[str]) -> None:
    """`dy/dx`, where y or x stands in the text, `dv/dt` and `d²y/dx²` are derivatives. Raises LanguageError."""
    if quotient.operator == "/" and "d" not in bound and is_second(quotient.left, quotient.right):
        told = "a second derivative is no value of a forward pass"
        raise LanguageError.at(quotient.span, told, "write the function itself, for example y = x²")
    left = quotient.left.right if isinstance(quotient.left, Binary) and quotient.left.operator == "*" else quotient.left
    match left, quotient:
        case Name(id=above), Binary(operator="/", right=Name(id=below)) if (
            (above[:1], below[:1]) == ("d", "d")
            and {above, below}.isdisjoint(bound)
            and not ({above[1:], below[1:]}.isdisjoint(names) and (below != "dt" or len(above) != 2))
        ):
            told = f"`{above}/{below}` is a derivative, which is what the figure shows"
            hint = f"write {above[1:]} = … alone, as the output" if above[1:] else "write the function itself, y = x²"
            raise LanguageError.at(quotient.span, told, hint)


def is_second(above: Expr, below: Expr) -> bool:
    """Whether one expression over another is `d²y/dx²` or `d²/dx²`."""
    differential = isinstance(below, Binary) and below.operator == "**" and isinstance(below.left, Name)
    while isinstance(above, Binary) and above.operator == "*":
        above = above.left
    match above:
        case Binary(left=Name(id="d"), operator="**", right=power):
            return differential and below.left.id[:1] == "d" and below.right == power  # type: ignore[attr-defined]
    return False


def refuse_inverse_transpose(power: Binary, bound: Collection[str]) -> None:
    """`A^{-T}` is no power. Raises LanguageError."""
    match power:
        case Binary(left=Name(id=matrix), right=Unary(operator="-", operand=Name(id="T"))) if "T" not in bound:
            told = f"the transpose of an inverse is not read as a power of {matrix}"
            raise LanguageError.at(power.span, told, f"write inv({matrix}).T")


def letter_between_numbers(product: Binary) -> Name | None:
    """The x of `3 x 4`, which may be meant as a times sign."""
    match product:
        case Binary(
            left=Binary(left=Literal(), operator="*", sign="", right=Name(id="x" | "X") as letter), right=Literal()
        ):
            return letter
    return None
