"""A text as people write it → Python source, each character of which knows its place in the person's text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from app.language import latex
from app.language.foreign import c_like, computer_algebra, dialects, foreign_programs, pipes, symbolic, typst_calls
from app.language.latex import definitions
from app.language.mathematics import foreign_signs, forms, glued_functions, spelled_out
from app.language.mathematics.left_sides import LeftSides
from app.language.mathematics.operand import Told
from app.language.notations import (
    bracket_functions,
    chemistry,
    class_labels,
    compositions,
    densities,
    index_notation,
    joint_sums,
    layer_marks,
    lowered_letters,
    name_scripts,
    primes,
    probabilities,
    word_marks,
)
from app.language.notations.name_scripts import identifier
from app.language.operators import CARRIED
from app.language.source import Diagnostic, Span
from app.language.text import (
    broken_copies,
    characters,
    currencies,
    explanations,
    loose_accents,
    margins,
    markup,
    prose,
    repeated_copies,
    tables,
    word_equations,
    worked_derivatives,
)
from app.language.text.brackets import checked
from app.language.text.letters import is_program
from app.language.text.located import Lines, Located
from app.language.text.quoted import covered
from app.language.text.tokens import Line, Token, lines, matches, tokens

SLASHES = re.compile(r"^[ \t]*//[^\n]*|/\*[^*\n]*\*/", re.MULTILINE)
"""A line that is a comment elsewhere, and a comment within one."""


@dataclass(frozen=True, slots=True)
class Respelled:
    """Python source, where each of its characters starts and ends in the person's text, and what is to be told."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    lines: Lines
    places: Lines
    notes: tuple[Diagnostic, ...]
    sizes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """How many entries the text says arrays have along each axis, as numbers or letters."""

    def offset(self, line: int, column: int) -> int:
        """The offset in the Python source of a line and a column in characters."""
        starts = self.lines.starts
        return min(starts[line - 1 if line <= len(starts) else -1] + column, len(self.text))

    def span(self, first: int, stop: int) -> Span:
        """Where the person wrote the Python source between two offsets."""
        start, end = self.reach(first, stop)
        return self.places.span(start, end)

    def reach(self, first: int, stop: int) -> tuple[int, int]:
        if first >= len(self.starts):
            end = self.ends[-1] if self.ends else 0
            return end, end
        return self.starts[first], max(self.starts[first], self.ends[max(first, stop - 1)])

    def written(self, first: int, stop: int) -> str:
        """The person's own words for the Python source between two offsets; nothing where they wrote none."""
        start, end = self.reach(first, stop)
        return self.places.text[start:end]


def unchanged(text: str) -> Respelled:
    """A text that is in Python's spelling."""
    lines = Lines(text)
    return Respelled(text, range(len(text)), range(1, len(text) + 1), lines, lines, ())


def without_slashes(located: Located) -> Located:
    return located.sub(SLASHES, lambda match: "")


def without_quoted(located: Located) -> Located:
    """The text without what comments and texts say; in mathematics quotation marks may be primes."""
    if primes.present(located):
        return covered(located, texts=False)
    bare = covered(located, texts=True)
    return bare if is_program(bare.text) or not latex.present(bare.text) else covered(located, texts=False)


STEPS: tuple[Callable[[Located], Located], ...] = (
    markup.plain, repeated_copies.once, definitions.written_out, broken_copies.read, tables.read, word_equations.plain,
    compositions.read, loose_accents.placed, currencies.plain, characters.plain, margins.inside, without_slashes, c_like.defined,
    explanations.passed_over, prose.passed_over, worked_derivatives.passed_over,
    symbolic.read, typst_calls.read, without_quoted, c_like.read, pipes.read, foreign_programs.read, dialects.read,
    computer_algebra.read, lowered_letters.raised, index_notation.read, layer_marks.named,
    word_marks.marked, primes.read, class_labels.read, name_scripts.before_latex, latex.read, name_scripts.after_latex, chemistry.named,
    bracket_functions.read, joint_sums.read, densities.written_out, probabilities.named,
)  # fmt: skip
"""What becomes of a text before it is cut into tokens, in order: pages and tables, other languages, marks at letters, LaTeX, chance."""


def respell(text: str) -> Respelled:
    """The text in Python's spelling. Raises LanguageError for characters and brackets that cannot be right."""
    located = Located.whole(text)
    for step in STEPS:
        located = step(located)
    told = Told(Lines(text), list(located.notes))
    found = checked(list(tokens(located)), text)
    written = forms.statements(LeftSides(foreign_signs.plain(lines(found, located), told), told).named(), told)
    bound = frozenset(names_bound(written))
    written = list(glued_functions.apart(written, bound, told))
    spelled = [Line(line.indent, tuple(spelled_out(line.tokens, bound, told))) for line in written]
    return joined(spelled, told)


UNPACKING = frozenset("(),[]*")
"""The signs among names that several values are given to."""


def names_bound(written: Sequence[Line]) -> set[str]:
    """The names that lines give a meaning: those before `=`, parameters, and what `def`, `for` and `import` name."""
    found: set[str] = set()
    for line in written:
        first = line.tokens[0].text
        heading = first in ("def", "class", "for", "import", "from", "async") or matches(line.tokens)
        parameters = False
        depth = 0
        for token, following in zip(line.tokens, [*line.tokens[1:], None], strict=True):
            depth += (token.text in "([{") - (token.text in ")]}") if token.kind == "operator" else 0
            parameters = (parameters or token.text == "lambda") and token.text != ":"
            assigned = following is not None and following.text == "=" and depth == 0
            if token.kind == "name" and (heading or parameters or assigned):
                found.add(token.text)
        found |= names_unpacked(line.tokens)
    return found


def names_unpacked(tokens: Sequence[Token]) -> set[str]:
    """The names in `mean, (a, *b) = …` and `for mean, std in …` of a line, `mean: float = …`, `mean := …` and `… as mean`."""
    texts = [token.text for token in tokens]
    found = {texts[0]} if texts[1:2] == [":"] and "=" in texts else set()
    found |= {before for before, after in pairwise(texts) if after == ":="}
    found |= {after for before, after in pairwise(texts) if before == "as"}
    first = texts[: texts.index("=")] if "=" in texts else []
    groups = [first] if "," in first and all(each in UNPACKING or each.isidentifier() for each in first) else []
    groups += [
        texts[place + 1 : texts.index("in", place)]
        for place, each in enumerate(texts)
        if each == "for" and "in" in texts[place:]
    ]
    called = {before for before, after in pairwise(first) if after == "("}
    return found | {each for group in groups for each in group if each.isidentifier()} - called


def joined(written: Sequence[Line], told: Told) -> Respelled:
    """The lines as one source."""
    source = Source()
    for line in written:
        first = line.tokens[0]
        if source.pieces:
            source.add("\n", source.ends[-1], source.ends[-1])
        source.add(line.indent, max(0, first.start - len(line.indent)), first.start)
        for before, token in zip([None, *line.tokens], line.tokens, strict=False):
            if before is not None and (token.spaced or glued(before, token)):
                source.add(" ", before.end, token.start)
            source.add(spelled(token), token.start, token.end)
    text = "".join(source.pieces)
    sizes = {identifier(name): axes for name, axes in told.sizes.items()}
    return Respelled(text, source.starts, source.ends, Lines(text), told.places, told.notes(), sizes)


@dataclass(slots=True)
class Source:
    """Pieces of Python, and for each of their characters where the person wrote it."""

    pieces: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def add(self, piece: str, start: int, end: int) -> None:
        """A piece that stands for what the person wrote between two offsets: for all of it, unless it is as long."""
        self.pieces.append(piece)
        same = len(piece) == end - start
        self.starts += range(start, end) if same else [start] * len(piece)
        self.ends += range(start + 1, end + 1) if same else [end] * len(piece)


def glued(before: Token, token: Token) -> bool:
    """Whether two tokens would be read as one."""
    wordlike = ("name", "number")
    return token.kind in wordlike and before.kind in wordlike


def spelled(token: Token) -> str:
    """A token in Python's spelling."""
    if token.kind != "name" or token.text.isascii():
        return CARRIED.get(token.text, token.text)
    return identifier(token.text)
