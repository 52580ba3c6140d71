"""Values by cases: `{x² if x > 0, 0 otherwise`, over one line or several, with a brace that nothing closes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from app.language.text.brackets import CASES, CONDITIONS, IF, OTHERWISE, PARTING
from app.language.text.tokens import CLOSING, OPENING, Line, Token

Tokens = Sequence[Token]


def marked(tokens: Iterable[Token]) -> Iterator[tuple[Token, bool]]:
    """Each token, and whether it stands outside of all brackets."""
    depth = 0
    for token in tokens:
        mark = token.kind in ("operator", "other")
        depth -= mark and token.text in CLOSING
        yield token, depth == 0
        depth += mark and token.text in OPENING


def top(tokens: Tokens) -> Iterator[Token]:
    """The tokens outside of all brackets."""
    return (token for token, outside in marked(tokens) if outside)


def signs_of_equality(tokens: Tokens) -> int:
    """How many stand among tokens, those in brackets included."""
    return sum(token.text == "=" for token in tokens)


def split(tokens: Tokens, signs: set[str]) -> Iterator[Tokens]:
    """The pieces between signs that stand outside of all brackets."""
    start = 0
    if not any(token.text in signs for token in tokens):
        yield tokens
        return
    outside = set(map(id, top(tokens)))
    for place, token in enumerate(tokens):
        if token.text in signs and token.kind != "text" and id(token) in outside:
            yield tokens[start:place]
            start = place + 1
    yield tokens[start:]


def separated(tokens: Tokens) -> Iterator[Tokens]:
    """The statements of a line, `;` between them; behind a brace that nothing closes it is between cases, as it is in
    `f(x) = 0, x < 0; x, x ≥ 0`.
    """
    if without_brace := unbraced(tokens):
        yield without_brace
        return
    open_: list[Token] = []
    for piece in split(tokens, {";"}):
        if open_ and piece and case(piece) is not None:
            open_ += [piece[0].before(";", CASES), *piece]
            continue
        if open_:
            yield open_
        open_ = list(piece) if any(token.kind == CASES for token in piece) else []
        if not open_:
            yield piece
    if open_:
        yield open_


def unbraced(tokens: Tokens) -> list[Token]:
    """Cases that no brace holds together, with one; nothing for all else.

    Between them stands `;`, or where each has a word before its condition a comma or `and`: `x² for x ≥ 0 and −x for x < 0`.
    """
    place = next((place for place, token in enumerate(tokens) if token.text == "="), 0)
    if not place:
        return []
    head, body = [token.text for token in tokens[: place + 1]], tokens[place + 1 :]
    for signs in ({";"}, {","}, {",", "and"}):
        values = [without_head(piece, head) for piece in split(body, signs) if piece]
        if len(values) < 2 or not all(is_case(value, worded=signs != {";"}) for value in values):
            continue
        between = [[value[0].before(";" if number else "{", CASES), *value] for number, value in enumerate(values)]
        return [*tokens[: place + 1], *(token for each in between for token in each)]
    return []


def without_head(tokens: Tokens, head: Sequence[str]) -> Tokens:
    """A case without `f(x) =`, where that is said again before it."""
    return tokens[len(head) :] if [token.text for token in tokens[: len(head)]] == head else tokens


def is_case(tokens: Tokens, *, worded: bool) -> bool:
    """Whether some tokens are a value with its condition, behind a comma or, where it is `worded`, a word; or the last resort."""
    texts = [token.text for token in top(tokens)]
    word = next((place for place, text in enumerate(texts) if text in IF), len(texts))
    last = bool(texts) and not OTHERWISE.isdisjoint({texts[0], texts[-1]})
    once = sum(text in IF for text in texts) == 1
    parted = last or (once and word > 0) or (not worded and "," in texts)
    return parted and "=" not in texts[:word] and case(tokens) is not None


def of_one_head(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, with those of one head that are cases joined, `f(x) = x² for x ≥ 0` and `f(x) = −x for x < 0`."""
    last: Line | None = None
    for line in lines:
        place = next((place for place, token in enumerate(line.tokens) if token.text == "="), 0)
        worded = place > 0 and is_case(line.tokens[place + 1 :], worded=True)
        texts = [[token.text for token in each.tokens[: place + 1]] for each in (line, last) if each]
        if worded and last is not None and texts[0] == texts[1]:
            last = Line(last.indent, (*last.tokens, line.tokens[0].before(";", "operator"), *line.tokens))
            continue
        if last is not None:
            yield last
        last = line if worded else None
        if not worded:
            yield line
    if last is not None:
        yield last


def gathered(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, with those that go on with cases joined to the one where they begin."""
    open_: Line | None = None
    for line in of_one_head(lines):
        goes_on = line.tokens[0].kind == CASES or (open_ is not None and len(line.indent) > len(open_.indent))
        if open_ is not None and goes_on:
            row = line.tokens if line.tokens[0].kind == CASES else (line.tokens[0].before(";", CASES), *line.tokens)
            open_ = Line(open_.indent, (*open_.tokens, *row))
            continue
        if open_ is not None:
            yield open_
        opens = any(token.kind == CASES for token in line.tokens)
        open_ = line if opens else None
        if not opens:
            yield line
    if open_ is not None:
        yield open_


def cases(tokens: Tokens) -> list[Token]:
    """`{x² if x > 0, 0 otherwise` as a conditional expression; other values as they are."""
    if found := in_brackets(tokens):
        return chosen(found, tokens[0].before("("), tokens[-1].after(")"))
    closed = (
        len(tokens) > 2
        and tokens[0].text == "{"
        and tokens[-1].text == "}"
        and ":" not in {token.text for token in top(tokens[1:-1])}
    )
    if not tokens or not (tokens[0].kind == CASES or (closed and rows(tokens[1:-1]))):
        return within(tokens)
    stop = len(tokens) - (tokens[0].kind != CASES)
    inside = [token.says(";") if token.kind == CASES else token for token in tokens[1:stop]]
    found = rows(inside)
    return chosen(found, tokens[0], tokens[-1]) if found else inside


def in_brackets(tokens: Tokens) -> list[tuple[Tokens, Tokens]]:
    """Values with a condition in brackets behind each of several, `x² (x ≥ 0), −x (x < 0)`; nothing for all else."""
    pieces = [piece for piece in split(tokens, {","}) if piece]
    found = []
    for piece in pieces if len(pieces) > 1 else []:
        opened = [place for place, (token, outside) in enumerate(marked(piece)) if outside and token.text == "("]
        test = piece[opened[-1] + 1 : -1] if opened and opened[-1] and piece[-1].text == ")" else ()
        if (
            not test
            or not piece[opened[-1]].spaced
            or (CONDITIONS - {"in"}).isdisjoint(token.text for token in top(test))
        ):
            return []
        found.append((piece[: opened[-1]], test))
    return found


OF_PYTHON = frozenset({":", "for"})
"""What stands in the braces of a dict, or of a set that is gone through."""


def within(tokens: Tokens) -> list[Token]:
    """Tokens with cases in braces behind a factor, `λ{x if x > 0; α(eˣ − 1) otherwise}`, as conditional expressions."""
    found, opened = (
        list(tokens),
        [place for place, (token, outside) in enumerate(marked(tokens)) if outside and token.text == "{"],
    )
    for place in reversed(opened):
        ends = (end for end in range(place, len(found)) if found[end].text == "}" and balanced(found[place : end + 1]))
        if (stop := next(ends, None)) is None:
            continue
        inside = found[place + 1 : stop]
        signs = {token.text for token in top(inside)}
        several = signs & {";", "if", "otherwise"} and not signs & OF_PYTHON
        if several and (cases_ := rows(inside)):
            before = found[place - 1] if place else found[place]
            factor = before.kind in ("name", "number", "power") or before.text in CLOSING
            times = [found[place].before("*")] if factor else []
            found[place : stop + 1] = [*times, *chosen(cases_, found[place], found[stop])]
    return found


def balanced(tokens: Tokens) -> bool:
    """Whether each bracket that opens among tokens is closed there."""
    marks = [token.text for token in tokens if token.kind in ("operator", "other")]
    return sum(mark in OPENING for mark in marks) == sum(mark in CLOSING for mark in marks)


def ranged(tokens: Tokens) -> list[Token]:
    """`{x < 0: −x, x}` of Desmos as a conditional expression; nothing for other braces, as those of a dict."""
    pairs = [list(split(piece, {":"})) for piece in split(tokens[1:-1], {","})]
    *tested, last = pairs
    for pair in [*tested, last] if len(last) > 1 or not tested else tested:
        if len(pair) != 2 or not all(pair) or not any(each.text in CONDITIONS - {"in"} for each in pair[0]):
            return []
    found = [(pair[-1], pair[0] if len(pair) > 1 else ()) for pair in pairs]
    return chosen(found, tokens[0], tokens[-1]) if all(value for value, _ in found) else []


def chosen(found: Sequence[tuple[Tokens, Tokens]], first: Token, last: Token) -> list[Token]:
    """Values with their conditions as one conditional expression, between two tokens."""
    out: list[Token] = []
    for value, test in found:
        out += value
        if test:
            out += [test[0].before("if", "name"), *test, test[-1].after("else", "name")]
    if found[-1][1]:
        out.append(last.after("nan", "name"))
    return [first.says("(", "operator"), *out, last.after(")")]


def rows(tokens: Tokens) -> list[tuple[Tokens, Tokens]]:
    """The values of cases with their conditions; none where the tokens are no cases."""
    found: list[tuple[Tokens, Tokens]] = []
    pieces = [piece for piece in split(tokens, {";"}) if piece]
    if len(pieces) == 1:
        pieces = regrouped(pieces[0])
    for piece in pieces:
        row = case(piece)
        if row is None:
            return []
        found.append(row)
    return found


def regrouped(tokens: Tokens) -> list[Tokens]:
    """Cases that commas alone separate: `x if x > 0, 0 otherwise` and `x, x > 0, −x, x ≤ 0`."""
    pieces = [piece for piece in split(tokens, {","}) if piece]
    if all(case(piece) is not None for piece in pieces):
        return pieces
    pairs: list[Tokens] = [
        (*a, a[-1].after(",", "operator"), *b) for a, b in zip(pieces[::2], pieces[1::2], strict=False)
    ]
    return pairs if len(pieces) % 2 == 0 else [tokens]


def case(tokens: Tokens) -> tuple[Tokens, Tokens] | None:
    """A value and its condition, which is empty for the last resort."""
    while len(tokens) > 1 and tokens[-1].text in (",", "."):
        tokens = tokens[:-1]
    outside = set(map(id, top(tokens)))
    place = next((place for place, token in enumerate(tokens) if token.text in PARTING and id(token) in outside), None)
    if tokens[0].text in OTHERWISE and len(tokens) > 1:
        return tokens[1:], ()
    if tokens[-1].text in OTHERWISE:
        stop = len(tokens) - 1 if place is None else place
        return tokens[:stop], ()
    if place is None:
        place = in_columns(tokens)
        value, test = tokens[:place], tokens[place:]
    else:
        value, test = tokens[:place], tokens[place + 1 :]
    if not value:
        return None
    while test and test[0].text in PARTING:
        test = test[1:]
    if any(token.text == "else" for token in test) or not any(token.text in CONDITIONS | {"==", "="} for token in test):
        return None
    return value, in_interval([token.says("==") if token.text == "=" else token for token in test])


def in_columns(tokens: Tokens) -> int:
    """Where the condition begins that stands apart from its value, as in `{1   x > 0`; 0 where none does."""
    wide = (place for place in range(1, len(tokens)) if tokens[place].start - tokens[place - 1].end > 1)
    first = next(wide, 0)
    return first if CONDITIONS.isdisjoint(token.text for token in tokens[:first]) else 0


def in_interval(test: Tokens) -> Tokens:
    """`x ∈ [0, 1]` as 0 ≤ x ≤ 1, and `x ∈ (0, 1)` as 0 < x < 1; other conditions as they are."""
    place = next((place for place, token in enumerate(test) if token.text == "∈"), 0)
    ends = list(split(test[place + 2 : -1], {","})) if place and place + 2 < len(test) else []
    if len(ends) != 2 or not all(ends) or (test[place + 1].text, test[-1].text) not in (("[", "]"), ("(", ")")):
        return test
    sign = test[place].says("<=" if test[-1].text == "]" else "<", "operator")
    return [*ends[0], sign, *test[:place], sign, *ends[1]]
