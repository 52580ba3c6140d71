"""Whole lines as books write them become statements: `f(x) = x²`, `f: x ↦ x²`, `let x = 3`, `z = a + b where a = 2`, cases."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from app.language.mathematics import equalities, function_cases, memberships
from app.language.mathematics.cases import (
    Tokens,
    gathered,
    marked,
    separated,
    signs_of_equality,
    split,
    top,
)
from app.language.mathematics.choices import chosen
from app.language.mathematics.conditions import (
    GIVING,
    LIMITING,
    RANGES,
    binding,
    conditional,
    gives,
    is_range,
    last_limit,
    membership,
    pythonic,
)
from app.language.mathematics.function_forms import (
    computes,
    declared,
    defined,
    mapped,
    maps,
    named,
    tell_of_chain,
    tell_of_unused,
)
from app.language.mathematics.matrix_rows import vector
from app.language.mathematics.operand import Told
from app.language.mathematics.value_lists import begins, joined
from app.language.text.brackets import CASES
from app.language.text.letters import is_program
from app.language.text.prose import LEADING
from app.language.text.tokens import Line

TRAILING = frozenset("where at with for given when".split())
"""Words between a formula and the values of what stands in it."""
EVALUATING = frozenset("evaluate evaluated".split())
"""Words that lead to the place where a formula is worked out, `evaluate at x = 2`."""
ASKING = EVALUATING | frozenset("find compute calculate determine".split())
"""Words before a value that is asked for, `find f(3)`."""
COUNTING = frozenset({"to", "downto"})
"""What stands between the first and the last count of a loop in other languages."""
CLAUSING = TRAILING | RANGES | LIMITING | {"|"}
"""What stands between a formula and whatever is said of it."""


def statements(lines: Sequence[Line], told: Told) -> list[Line]:
    """The lines with each form of a book as the language has it."""
    result: list[Line] = []
    names = Counter(token.text for line in lines for token in line.tokens if token.kind == "name")
    main = 0
    for line in gathered(lines):
        tokens = chosen(equalities.approximated(line.tokens, told), told)
        parts = [tokens] if pythonic(tokens) else list(separated(concluded(tokens)))
        for part in parts:
            if not part:
                continue
            if membership(part):
                memberships.say(part, told)
                continue
            clauses, formula = clauses_of(part, told)
            own = [Line(line.indent, tuple(piece)) for each in clauses for piece in readings(each, names, told)]
            if formula is None:
                # `where a = 2` on a line of its own belongs to the line above it.
                result[main:main] = own
                main += len(own)
                continue
            main = len(result) + len(own)
            result += own + [Line(line.indent, tuple(piece)) for piece in readings(formula, names, told)]
    return function_cases.merged([line for line in result if line.tokens])


def concluded(tokens: Tokens) -> Tokens:
    """`x = 2 ⇒ z = x²` as two statements; what an arrow stands before on a line of its own is one."""

    if all(token.text != "→" for token in tokens):
        return tokens

    def concludes(place: int) -> bool:
        after = binding(tokens[place + 1 :]) is not None
        return after and (place == 0 or binding(tokens[:place]) is not None)

    return [
        token.says(";") if outside and token.text == "→" and concludes(place) else token
        for place, (token, outside) in enumerate(marked(tokens))
    ]


def clauses_of(tokens: Tokens, told: Told) -> tuple[list[Tokens], Tokens | None]:
    """The assignments that a line adds with `where`, `at` and the like, and its formula, if it is more than that."""
    if pythonic(tokens):
        return [], tokens
    refuse_counting(tokens, told)
    if (
        leads(tokens)
        and binding(rest := named(tokens[1 + (tokens[0].text.istitle() and tokens[1].text == ",") :])) is not None
    ):
        if tokens[0].text.lower() in TRAILING:
            inner, formula = clauses_of(rest, told)
            return [*inner, *assignments(formula or (), told)], None
        return clauses_of(rest, told)
    if tokens[0].text.lower() in EVALUATING and tokens[1:] and tokens[1].text in TRAILING:
        return clauses_of(tokens[1:], told)
    if tokens[0].text.lower() in ASKING and tokens[1:] and tokens[1].spaced and tokens[1].begins_value:
        return clauses_of(tokens[1:], told)
    if (bracket := values_in_bracket(tokens)) is not None:
        return list(assignments(tokens[bracket + 1 : -1], told)), tokens[:bracket]
    if CLAUSING.isdisjoint([token.text for token in tokens]):
        return [], tokens
    limiting = last_limit(tokens)
    assigning = max((place for place, token in enumerate(tokens) if token.text in GIVING), default=0)
    for place, (token, outside) in enumerate(marked(tokens)):
        if place and outside and token.text in RANGES and is_range(token, tokens[place + 1 :]):
            memberships.say(tokens[place + 1 :], told)
            return clauses_of(tokens[:place], told)
        if place == limiting:
            said = f"this condition is passed over: the figure shows `{told.written(tokens[:place])}` at all values"
            told.say(token, tokens[-1], said, "for what holds otherwise write … if x > 0 else …")
            return clauses_of(tokens[: place - (tokens[place - 1].text == ",")], told)
        if outside and token.text == ":" and is_program(told.places.text):
            # `y: int | str = 3` gives y a value.
            break
        bar = token.text == "|" and place + 2 < len(tokens)
        if place and outside and ((token.kind == "name" and token.text in TRAILING) or bar):
            after = tokens[place + 1 :]
            if bar and after[0].text == "_":
                after = [each for each in after if each.text not in ("_", "{", "}")]
            if place < assigning and token.kind != "text" and gives(after):
                inner, first = clauses_of(after, told)
                formula = tokens[: place - (tokens[place - 1].text.lower() in EVALUATING)]
                return [*inner, *assignments(first or (), told)], formula
    return [], tokens


def refuse_counting(tokens: Tokens, told: Told) -> None:
    """Raises LanguageError for a loop of another language in one line, `for i = 1 to 3 do …`."""
    texts = [token.text.lower() for token in tokens]
    if texts[0] == "for" and texts[2:3] == ["="] and not COUNTING.isdisjoint(texts):
        hint = f"write it as Python has it: for {tokens[1].text} in range(1, 4):"
        told.refuse(tokens[0], tokens[-1], "this loop is not read", hint)


def leads(tokens: Tokens) -> bool:
    """Whether a word before assignments begins a line; `Var(X)` declares nothing."""
    word = tokens[0]
    variance = word.text == "Var" and tokens[1:] and tokens[1].text == "("
    return word.kind == "name" and word.text.lower() in LEADING and not variance and len(tokens) > 1


def values_in_bracket(tokens: Tokens) -> int | None:
    """Where the bracket of `z = x² (x = 3, y = 4)` opens; None where the last bracket is another, as that of a call."""
    if tokens[-1].text != ")" or tokens[-1].kind == "text" or signs_of_equality(tokens) < 2:
        return None
    opened = [place for place, (token, outside) in enumerate(marked(tokens)) if outside and token.text == "("]
    place = opened[-1] if opened else 0
    inside = tokens[place + 1 : -1]
    signs = [each.text for each in top(inside)]
    called = tokens[place - 1].kind == "name" and tokens[place - 2].text in ("=", ".", "return")
    given = signs.count("=") == signs.count(",") + 1 or any(map(begins, split(inside, {","})))
    alone = place and tokens[place].spaced and not called and given
    return place if alone and binding(inside) is not None and "=" in [each.text for each in tokens[:place]] else None


def assignments(tokens: Tokens, told: Told) -> Iterator[Tokens]:
    """Several assignments in one line, with commas or `and` between them; a line of something else is one."""
    if any(token.text == "lambda" or token.kind == CASES for token in top(tokens)) or chained(tokens, told):
        yield tokens
        return
    pieces: list[Tokens] = []
    bound: list[bool] = []
    for signs in ({",", "and"}, {","}):
        pieces = [without_word(piece) for piece in split(tokens, signs) if piece]
        pieces = joined(pieces[: len(pieces) - shows(pieces, told)], told)
        bound = [binding(piece) is not None for piece in pieces]
        if all(bound):
            tell_of_chain(pieces, told)
            yield from pieces
            return
    bound = [found or calls_defined(piece, pieces[0]) for piece, found in zip(pieces, bound, strict=True)]
    if not bound[0] and len(pieces) > 1 and all(bound[1:]) and computes(pieces[0]):
        # `x² + y, x = 3`.
        yield from (*pieces[1:], pieces[0])
        return
    if any(bound) and all(found or conditional(piece) for piece, found in zip(pieces, bound, strict=True)):
        for piece, found in zip(pieces, bound, strict=True):
            if found:
                yield piece
            elif membership(piece):
                memberships.say(piece, told)
            else:
                told.say(piece[0], piece[-1], "this condition has no bearing on the figure and was passed over")
        return
    yield tokens


def shows(pieces: Sequence[Tokens], told: Told) -> bool:
    """Whether the name behind the last comma of `y = x², y` shows the value that it just got, which is told; no value is twice itself."""
    last = pieces[-1] if pieces else []
    given = {piece[0].text for piece in pieces[:-1] if binding(piece) == 1}
    if len(last) != 1 or last[0].kind != "name" or last[0].text not in given:
        return False
    name, text = last[0].text, told.places.text
    if len(re.findall(rf"(?<!\w){re.escape(name)}[ \t]*:?=(?!=)", text)) > 1 or is_program(text):
        return False
    told.say(last[0], last[0], f"`{name}` is read as the value that is shown", f"for two values write {name} = [a, b]")
    return True


def chained(tokens: Tokens, told: Told) -> bool:
    """Whether a line of a program gives one value to several targets, of which some are lists of names: `a = b, c = f(x)`."""
    *targets, _ = split(tokens, {"="})
    return len(targets) > 1 and is_program(told.places.text) and all(map(is_targets, targets))


def is_targets(tokens: Tokens) -> bool:
    """Whether some tokens are names, attributes or items, with commas between them."""
    return all(
        part and part[-1].text != ")" and binding([*part, part[-1].after("=")]) == len(part)
        for part in split(tokens, {","})
    )


def calls_defined(tokens: Tokens, first: Tokens) -> bool:
    """Whether a call of a function stands behind its definition: `f(x) = x², f(3)`."""
    place = binding(first)
    function = place is not None and defined(first[:place]) is not None and tokens[0].text == first[0].text
    return function and len(tokens) > 1 and tokens[1].text == "(" and tokens[-1].text == ")"


def without_word(tokens: Tokens) -> Tokens:
    """A piece without the word that leads to its assignment, `compute z = …`."""
    return named(tokens[1:]) if leads(tokens) and binding(named(tokens[1:])) is not None else tokens


def readings(tokens: Tokens, names: Counter[str], told: Told) -> Iterator[Tokens]:
    """One or several statements as the language writes them."""
    if pythonic(tokens):
        yield tokens
        return
    for piece in assignments(equalities.without_function(equalities.ended(tokens), told), told):
        if piece:
            formula, *compared = equalities.once(piece, names, told)
            yield assigned(formula, told)
            yield from compared


def assigned(tokens: Tokens, told: Told) -> Tokens:
    """An assignment, a definition or an expression; `f(3) = ?` and `f′(x) = ?` ask for what stands before the sign."""
    asked = [token.text for token in tokens[-2:]] == ["=", "?"]
    if asked and (defined(tokens[:-2]) is None or tokens[0].text.endswith("′")):
        return list(tokens[:-2])
    place = binding(tokens)
    if place is None:
        return mapped(tokens)
    target, sign, value = tokens[:place], tokens[place], list(tokens[place + 1 :])
    if sign.text == "<":
        value = value[1:]
        told.say(sign, tokens[place + 1], "`<-` is read as `=`")
    if sign.text != "=":
        sign = sign.says("=")
    parameters = defined(target)
    if parameters is not None and [token.text for token in value] == ["?"]:
        return declared(target[0])
    if parameters is not None:
        tell_of_unused(target, parameters, value, told)
        function = [sign.after("lambda", "name"), *parameters, sign.after(":")]
        return [target[0], sign, *function, *maps(value)]
    return [*target, sign, *vector(maps(value), told.places.text)]
