"""What books write left of `=` that is no name: `σ² = …`, `p(y|x) = …`, `x[k+1] = A x[k]`. It becomes a name, told where it is read so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise, takewhile

from app.language.mathematics.cases import marked
from app.language.mathematics.left_side_brackets import (
    is_conditional,
    is_entry,
    is_position,
    is_product,
    is_set,
    square,
)
from app.language.mathematics.operand import Told
from app.language.mathematics.time_steps import ENDING, LETTERS, Piece, pieces, stepped
from app.language.text.characters import FEET
from app.language.text.letters import is_program
from app.language.text.tokens import Line, Token

ASSIGNING = ("=", ":=")
FOOT = re.compile("_[a-z]|[ᵢⱼₖₗₘₙ]")
FOOTED = re.compile(r"[₀-₉]|_\{?\w+\}?(?:[²³]|\^\{?\w\}?)?|[²³]|\^\{?\w\}?")
"""What stands behind bars: which norm it is, and a power of it."""
INVERSE = frozenset({"⁻¹", "^-1", "^{-1}"})
APPLIED = frozenset("log ln log10 log2 exp sin cos tan".split())
"""Functions whose value a formula gives instead of a letter's."""
SIZES = {"|": "|", "‖": "‖", "⟨": "⟩"}
"""Bars round a name whose size is given, and brackets round one whose mean is."""


class LeftSides:
    """The left sides of the lines of one text, as names."""

    def __init__(self, lines: Sequence[Line], told: Told) -> None:
        self.lines, self.told = lines, told
        self.squares: set[str] = set()
        """The names whose square is given a value: `σ²` is one name then."""
        self.signals: set[tuple[str, str]] = set()
        """The names that are followed through time, each with the letter that counts the steps."""

    @cached_property
    def bare(self) -> set[str]:
        """The names that stand somewhere without being squared."""
        return self.without(square)

    @cached_property
    def counting(self) -> set[str]:
        """The names that a loop or an `=` gives a value."""
        pairs = [pair for line in self.lines for pair in pairwise(line.tokens)]
        return {after.text for before, after in pairs if before.text == "for"}.union(
            before.text for before, after in pairs if after.text == "="
        )

    @cached_property
    def beside(self) -> set[str]:
        """The names that stand somewhere without a step."""
        return self.without(stepped)

    def without(self, behind: Callable[[Sequence[Token], int], object]) -> set[str]:
        """The names that stand somewhere without what may be `behind` them, told by the tokens and the place there."""
        return {
            token.text
            for line in self.lines
            for place, token in enumerate(line.tokens)
            if token.kind == "name" and not behind(line.tokens, place + 1)
        }

    def named(self) -> list[Line]:
        """The lines with names left of `=`, and the same names wherever they stand."""
        called = Counter(one.text for line in self.lines for one, after in pairwise(line.tokens) if after.text == "(")
        for line in self.lines:
            for piece in pieces(line.tokens):
                for start in piece.starts:
                    self.look(piece, start)
                self.signals |= piece.signals()
            if called[line.tokens[0].text] > 1:
                self.look_at_parameters(line.tokens)
        if not (self.squares or self.signals):
            return [Line(line.indent, tuple(self.conditional(line.tokens))) for line in self.lines]
        return [Line(line.indent, tuple(self.conditional(list(self.renamed(line.tokens))))) for line in self.lines]

    def look(self, piece: Piece, start: int) -> None:
        """Take note of a left side that is to be a name."""
        tokens = piece.tokens
        name = tokens[start]
        if name.kind != "name":
            return
        stop = square(tokens, start + 1)
        if stop and assigns(tokens, stop) and name.text not in self.bare:
            self.squares.add(name.text)
            self.told.say(name, tokens[stop - 1], f"`{name.text}²` is one name here: it is given a value")
        step = stepped(tokens, start + 1)
        if step and assigns(tokens, step.stop) and step.letter not in self.counting:
            # f(n) = n f(n − 1) defines a function.
            listed = tokens[start + 1].text == "["
            shifts = (step.added or listed) and piece.shifts(step, start + 1)
            if shifts or (listed and name.text not in self.beside):
                piece.followed.setdefault(step.letter, start)
                told = f"`{name.text}` at each step {step.letter} is a name of its own"
                self.told.say(name, tokens[step.stop - 1], told, "for an array write a loop: for k in range(10): …")

    def look_at_parameters(self, tokens: Sequence[Token]) -> None:
        """Take note of squares among the names that a function is defined by, σ² in `N(x, μ, σ²) = …`."""
        texts = [token.text for token in tokens]
        stop = texts.index(")") if texts[1:2] == ["("] and ")" in texts else 0
        if texts[stop + 1 : stop + 2] == ["="]:
            for place in range(2, stop):
                if tokens[place].kind == "name" and square(tokens, place + 1) and texts[place] not in self.bare:
                    self.squares.add(texts[place])

    def renamed(self, tokens: Sequence[Token]) -> Iterator[Token]:
        """The tokens with the names that were found."""
        place = 0
        while place < len(tokens):
            token = tokens[place]
            step = stepped(tokens, place + 1)
            letter = token.text.removeprefix("π") if token.kind == "name" else ""
            if letter in self.squares and (stop := square(tokens, place + 1)):
                if letter != token.text:
                    # πσ² is π·(σ²).
                    yield Token("name", "π", token.start, token.start + 1, token.spaced)
                start = token.end - len(letter)
                yield Token("name", f"{letter}_squared", start, tokens[stop - 1].end, token.spaced)
                place = stop
            elif step and (token.text, step.letter) in self.signals:
                name = f"{token.text}_{step.letter}{step.added}"
                yield Token("name", name, token.start, tokens[step.stop - 1].end, token.spaced)
                place = step.stop
            else:
                yield token
                place += 1

    def conditional(self, tokens: Sequence[Token]) -> Sequence[Token]:
        """`p(y|x) = …` as the name p that it gives a value to."""
        texts = [token.text for token in tokens]
        if (
            named := self.applied(tokens) or self.reciprocal(tokens) or self.sized(tokens) or self.inverse(tokens)
        ) is not None:
            return named
        if self.of_variable(tokens):
            return [self.renaming(tokens[:4], texts[0]), *tokens[4:]]
        if len(tokens) < 5 or tokens[0].kind != "name" or texts[1] != "(" or ")" not in texts:
            return tokens
        stop = texts.index(")") + 1
        foot = tokens[stop] if stop < len(tokens) else None
        if foot is not None and FOOT.fullmatch(foot.text) and texts[stop + 1 : stop + 2] == ["="] and not foot.spaced:
            # softmax(z)_i = … gives a value to each entry.
            index = foot.text.lstrip("_").translate(FEET)
            name = Token("name", f"{texts[0]}_{index}", tokens[0].start, foot.end, tokens[0].spaced)
            return [name, *tokens[stop + 1 :]]
        inner = texts[2 : stop - 1]
        entry = texts[stop : stop + 1] == ["="] and is_entry(tokens[0].text, tokens[2 : stop - 1], texts[stop + 1 :])
        variable = texts[stop : stop + 1] == ["="] and len(inner) == 1 and is_set(inner[0], texts[stop:])
        if (
            texts[stop : stop + 1] == ["="]
            and "(" not in inner
            and (
                variable
                or entry
                or is_conditional(tokens[:stop])
                or is_position(tokens[2 : stop - 1])
                or is_product(tokens[2 : stop - 1])
            )
        ):
            self.told.say(tokens[0], tokens[stop - 1], f"`{texts[0]}(…)` left of `=` is read as the name {texts[0]}")
            return [tokens[0], *tokens[stop:]]
        return tokens

    def of_variable(self, tokens: Sequence[Token]) -> bool:
        """Whether `H[x] = …` gives a value to what a book calls so: H stands nowhere by itself, and x stands on the right."""
        texts = [token.text for token in tokens]
        if len(texts) < 6 or texts[1] != "[" or texts[3:5] != ["]", "="] or is_program(self.told.places.text):
            return False
        letter = tokens[2].kind == "name" and len(texts[2]) == 1 and texts[2] not in LETTERS | {"j", "l"}
        alone = [
            each for line in self.lines for each, after in pairwise((*line.tokens, line.tokens[0])) if after.text != "["
        ]
        return letter and texts[2] in texts[5:] and texts[0] not in {each.text for each in alone}

    def reciprocal(self, tokens: Sequence[Token]) -> Sequence[Token] | None:
        """`1/f = 1/u + 1/v` as f = 1/(1/u + 1/v); None for anything else."""
        left = list(takewhile(lambda token: token.text not in ASSIGNING, tokens))
        plain = [token for token in left if token.text not in ("(", ")")]
        if [token.text for token in plain[:2]] != ["1", "/"] or len(plain) != 3 or plain[2].kind != "name":
            return None
        sign, *right = tokens[len(left) :] or [left[0]]
        ends = (place for place, (token, outside) in enumerate(marked(right)) if outside and token.text in ENDING)
        stop = next(ends, len(right))
        if not stop or plain[2].text in {token.text for token in right}:
            return None
        self.told.say(left[0], left[-1], f"`1/{plain[2].text} = …` is read as {plain[2].text} = 1/(…)")
        over = [sign.after("1", "number"), sign.after("/"), sign.after("("), *right[:stop], right[stop - 1].after(")")]
        return [plain[2], sign, *over, *right[stop:]]

    def sized(self, tokens: Sequence[Token]) -> Sequence[Token] | None:
        """`|v| = …` and `‖x‖₂ = …` as the names size_v and size_x, `⟨E⟩ = …` as E_mean; None for anything else."""
        sign = tokens[0].text
        texts = [token.text for token in tokens]
        end = SIZES.get(sign, "")
        if not end or end not in texts[1:] or len(tokens) < 4 or tokens[1].kind != "name":
            return None
        closed = texts.index(end, 1)
        stop = next((place for place in range(closed, len(texts)) if texts[place] in ASSIGNING), 0)
        foot = texts[closed + 1 : stop]
        plain = texts[2] in (end, "(") and (not foot or FOOTED.fullmatch("".join(foot)))
        if not stop or not plain or all(token.kind != "name" for token in tokens[stop:]):
            return None
        return [self.renaming(tokens[:stop], f"{texts[1]}_mean" if sign == "⟨" else f"size_{texts[1]}"), *tokens[stop:]]

    def inverse(self, tokens: Sequence[Token]) -> Sequence[Token] | None:
        """`A⁻¹ = …` and `f⁻¹(y) = …` as the names A_inv and f_inv; None for anything else."""
        texts = [token.text for token in tokens]
        raised = texts[1:2] == ["⁻¹"] or texts[1:3] == ["^", "-"] or texts[1:4] == ["^", "{", "-"]
        if tokens[0].kind != "name" or not raised:
            return None
        stop = next((place for place in range(2, len(texts)) if texts[place] in ("(", *ASSIGNING)), 0)
        if "".join(texts[1:stop]) not in INVERSE or (texts[stop] != "(" and not texts[0].isupper()):
            return None
        end = texts.index(")", stop) + 1 if texts[stop] == "(" and ")" in texts[stop:] else stop
        assigns = texts[end : end + 1] and texts[end] in ASSIGNING
        return [self.renaming(tokens[:stop], f"{texts[0]}_inv"), *tokens[stop:]] if assigns else None

    def renaming(self, left: Sequence[Token], name: str) -> Token:
        """A left side as one name, which is told."""
        self.told.say(left[0], left[-1], f"`{self.told.written(left)}` left of `=` is read as the name {name}")
        return Token("name", name, left[0].start, left[-1].end, left[0].spaced)

    def applied(self, tokens: Sequence[Token]) -> Sequence[Token] | None:
        """`log p(y|x) = …` and `cos θ = …` as the names log_p and cos_θ; None for anything else."""
        if tokens[0].text not in APPLIED or len(tokens) < 4:
            return None
        if tokens[1].text == "(":
            return self.applied_to_bracket(tokens)
        if tokens[1].kind != "name":
            return None
        stop = next((place for place in range(2, len(tokens)) if tokens[place].text == ")"), 0) + 1
        stop = stop if tokens[2].text == "(" else 2
        if stop >= len(tokens) or tokens[stop].text not in ASSIGNING:
            return None
        if all(token.kind != "name" for token in tokens[stop:]):
            # An equation: `sin x = 0.5`.
            return None
        return [self.renaming(tokens[:stop], f"{tokens[0].text}_{tokens[1].text}"), *tokens[stop:]]

    def applied_to_bracket(self, tokens: Sequence[Token]) -> Sequence[Token] | None:
        """`log(p/(1 − p)) = …` as the name log_p, where p stands nowhere on the right; None for anything else."""
        left = [
            token for token, _ in takewhile(lambda pair: not (pair[1] and pair[0].text in ASSIGNING), marked(tokens))
        ]
        right = tokens[len(left) + 1 :]
        names = [token.text for token in left[2:] if token.kind == "name"]
        said = {token.text for token in right if token.kind == "name"}
        if not names or not said or not said.isdisjoint(names) or left[-1].text != ")" or len(names) == len(left) - 3:
            return None
        return [self.renaming(left, f"{left[0].text}_{names[0]}"), *tokens[len(left) :]]


def assigns(tokens: Sequence[Token], place: int) -> bool:
    """Whether what stands before a place is given a value there."""
    return place < len(tokens) and tokens[place].text in ASSIGNING
