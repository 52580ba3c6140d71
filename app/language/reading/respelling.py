"""A text as people write it → Python source, each character of which knows its place in the person's text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from app.language import latex
from app.language.mathematics import forms, signs, spelled_out
from app.language.mathematics.left_sides import LeftSides
from app.language.mathematics.operand import Told
from app.language.operators import CARRIED
from app.language.reading import probabilities
from app.language.source import Diagnostic, LanguageError, Span
from app.language.text import characters, margins
from app.language.text.brackets import checked
from app.language.text.characters import SUBSCRIPTS
from app.language.text.located import Lines, Located
from app.language.text.tokens import Line, Token, lines, matches, tokens

SLASHES = re.compile(r"^[ \t]*//[^\n]*", re.MULTILINE)
"""A line that is a comment elsewhere."""
FEET = re.compile(f"[{re.escape(''.join(SUBSCRIPTS))}]+")
BRACED = re.compile(r"(?<![∑∏ΣΠ‖|])(?<=[^\W_])_\{([^{}\n]*)\}")
"""What stands at the foot of a name in braces."""
DERIVATIVE = re.compile(r"(?<![\w.\])])d/d[a-zθ](?!\w)(?=[ \t]*[\w(\[])")
"""`d/dx` before what is to be differentiated."""
LAYERED = re.compile(r"(?m)^\s*[^\W\d_]\w*\^\(\d\)\s*=")
LAYER = re.compile(r"(?<=[^\W_])\^\((\d)\)")
"""The number of a layer in round brackets, where what is left of `=` has one: `a^(2) = σ(W^(2) a^(1))`."""
MARKED = re.compile(r"(?<=[^\W_])\^(?:\{\s*[\[(](\w+)[\])]\s*\}|\[(\w+)\])")
"""The number of a layer or of an example, `W^{[1]}` and `x^{(i)}`: a mark, not a power."""
MARKED_BEYOND = re.compile(r"(?<=[^\W_])\^\{\s*[\[(](\w+\s*[+\-]\s*\d+)[\])]\s*\}")
"""The same with something added, `a^{(l-1)}`: a mark where the text has others."""
SCRIPTS = re.compile(
    r"(?<=[^\W\d]|[|‖)}\]])(\^(?:\d(?=_)|\{\d+\})|[²³⁴-⁹])(_(?:\d(?!\w)|[^\W\d_]+(?!\w)|\{[^{}\n]*\}|\\infty(?!\w))|[₀-₉]+)"
)
"""A power and then a foot, `‖x‖^2_2` and `σ²₁`: the same as the foot and then the power."""
RAISED_SIGN = re.compile(r"(?<=\^)\{\s*([+*†])\s*\}")
"""A sign in braces that marks a value, `x^{+}`."""
SHIFTED = re.compile(f"[{''.join(SUBSCRIPTS)}]+[₊₋][{''.join(SUBSCRIPTS)}]+")
"""An index and what is added to it, `xₜ₊₁`."""
SIGNED = re.compile(r"(?<=[\w\])}′])(?:_\{([+-])\}|_([+-])(?![\w(])|([₊₋]))")
"""A sign at the foot of a value, `x_+`."""
PRIME = re.compile(r"\^\s*(?:\{\s*(?:\\prime\s*)+\}|\\prime(?![a-zA-Z]))")
COMMA = re.compile(r"(?<=\d)\{,\}(?:(?=\d{3}(?!\d))|(?=(\d)))")
"""The comma of a number in LaTeX, `1{,}5`: before three digits that of thousands."""
PRIMED = re.compile(r"(?<=[^\W\d])'{1,2}(?=\s*(?:[=(+\-*/^),;\]]|$|\s))", re.MULTILINE)
"""A prime, as keyboards have it: `f'(x)`, `y' = 2x`."""
WORDED = {"+": "_plus_", "-": "_minus_", ",": "_", " ": ""}


@dataclass(frozen=True, slots=True)
class Respelled:
    """Python source, where each of its characters starts and ends in the person's text, and what is to be told."""

    text: str
    starts: list[int]
    ends: list[int]
    lines: Lines
    places: Lines
    notes: tuple[Diagnostic, ...]

    def offset(self, line: int, column: int) -> int:
        """The offset in the Python source of a line and a column in characters."""
        return min(self.lines.starts[min(line, len(self.lines.starts)) - 1] + column, len(self.text))

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


def respell(text: str) -> Respelled:
    """The text in Python's spelling. Raises LanguageError for characters and brackets that cannot be right."""
    located = margins.inside(characters.plain(Located.whole(text))).sub(SLASHES, lambda match: "")
    located = located.sub(PRIMED, lambda match: "′" * len(match.group())) if primed(located.text) else located
    located = located.sub(PRIME, lambda match: "′" * (match.group().count("prime")))
    located = located.sub(COMMA, lambda match: "." if match[1] else ",")
    located = located.sub(SCRIPTS, lambda match: match[2] + match[1])
    located = latex.read(located) if latex.present(located.text) else located
    located = located.sub(RAISED_SIGN, lambda match: match[1])
    located = located.sub(SHIFTED, lambda match: apart(match, foot(match)))
    located = signed(located).sub(BRACED, footed)
    if MARKED.search(located.text):
        located = located.sub(MARKED_BEYOND, lambda match: apart(match, foot_of(match[1])))
    located = located.sub(MARKED, lambda match: apart(match, f"_{match[1] or match[2]}"))
    located = (
        located.sub(LAYER, lambda match: apart(match, f"_{match[1]}")) if LAYERED.search(located.text) else located
    )
    if derivative := DERIVATIVE.search(located.text):
        span = located.span(derivative.start(), derivative.end())
        raise LanguageError(
            Diagnostic(span, "a derivative is what the figure shows", "write the function itself, for example y = x²")
        )
    told = Told(Lines(text))
    located = probabilities.named(located, told)
    found = checked(list(tokens(located)), text)
    written = forms.statements(LeftSides(told).named(signs.plain(lines(found, located), told)), told)
    bound = frozenset(names_bound(written))
    spelled = [Line(line.indent, tuple(spelled_out(line.tokens, bound, told))) for line in written]
    return joined(spelled, told)


def primed(text: str) -> bool:
    """Whether all quotation marks of a text are primes of functions, which are no texts."""
    return (
        "'" in text and '"' not in text and text.count("'") == sum(len(each.group()) for each in PRIMED.finditer(text))
    )


def signed(located: Located) -> Located:
    """`x_+` as a positive part; as a name of its own where a text gives it a value, or has one with a minus beside it."""
    signs = [
        (match.group().strip("_{}"), located.text[match.end() :].lstrip()[:1])
        for match in SIGNED.finditer(located.text)
    ]
    named = any(sign in "-₋" or after == "=" for sign, after in signs)
    return located.sub(SIGNED, lambda match: (MINUS if match.group().strip("_{}") in "-₋" else PLUS) if named else "₊")


PLUS, MINUS = "_plus ", "_minus "


def footed(match: re.Match[str]) -> str:
    """`_{i,j}` as part of a name."""
    inner = match[1].strip()
    if not re.fullmatch(r"[\w\s,+\-]+", inner):
        return match.group()
    return apart(match, foot_of(inner))


def foot_of(inner: str) -> str:
    """What stands at the foot of a name, as part of it."""
    return "_" + "".join(WORDED.get(sign, sign) for sign in inner)


def apart(match: re.Match[str], foot: str) -> str:
    """The end of a name, apart from a letter that follows: `W^{[1]}x` is W₁ times x."""
    following = match.string[match.end() : match.end() + 1]
    return f"{foot} " if following.isalpha() and unicodedata.category(following) != "Lm" else foot


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
    return Respelled(text, source.starts, source.ends, Lines(text), told.places, told.notes())


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


def identifier(name: str) -> str:
    """A name as programs keep it, however it is written: `x₁` is x1, `w′` is w_prime."""
    return unicodedata.normalize("NFKC", FEET.sub(foot, name).replace("′", "_prime"))


def foot(match: re.Match[str]) -> str:
    """Subscripts as part of a name: digits follow at once, letters after a `_`."""
    text = "".join(SUBSCRIPTS[sign] for sign in match.group())
    return text if text.isdigit() else "_" + "".join(WORDED.get(sign, sign) for sign in text)
