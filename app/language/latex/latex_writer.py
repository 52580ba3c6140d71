"""Nodes of LaTeX written out as text of ours, each piece with its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from app.language.latex.latex_macros import BRACES, FUNCTIONS, REFUSED, REQUIRED, ROWS, SIGNS, symbol
from app.language.latex.latex_nodes import arguments, kind
from app.language.text import characters
from app.language.text.letters import WORDS
from app.language.text.located import Located

PIECE = re.compile(
    r"(?P<letters>[^\W\d_]+[\u0300-\u036f]*\d*)|(?P<script>[_^]\s*(?P<what>[^\s{_^]))|(?P<digits>[\d.]+(?:[eE][-+]?\d+(?![\w.]))?)|(?P<other>.|\n)",
    re.DOTALL,
)
NAMED = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,}+)\s*(?:\([^()=]*\)|\^\{\s*[\[(]\w+[\])]\s*\})?\s*&?\s*:?=(?!=)")
"""Words that are given a value: of others, two letters side by side are a product."""
MEMBER = re.compile(r"\.[A-Za-z]+\(")
"""What a library is asked for, `np.sum(…)`, in LaTeX too."""
FACTOR = re.compile(r"\)\s*$|(?:^|[^\w\u0300-\u036f])[^\W\d_][\u0300-\u036f]*(?:_(?:\w|\{\w+\})|_\w\s|[₀-₉]+)?\s*$")
"""One letter, with what stands at its foot, or a closing bracket at the end of a text."""
STACKED = {"over": ("((", ")/(", "))"), "choose": ("binom(", ", ", ")")}
"""Commands between two values that stand above each other, and what is written round these."""
ALONE = re.compile(
    r"\\?\w*|\\(?:text|math\w+|operatorname|boldsymbol|bm|hat|widehat|bar|overline|tilde|vec|dot)\s*(?:\w|\{[^{}]*\})"
)
"""A name, which braces make nothing else."""
RAISED = re.compile(
    r"\\(?:circ|prime|top|intercal|star|ast)|(?:\\(?:math[a-z]+|text[a-z]*)\s*+(?:\{\s*+)?)?(?P<letter>T)\s*+\}?|(?P<mark>\*)"
)
"""What braces over a name hold as a sign of its own: the T of a transpose in any type, a prime, a star."""
WORD_LETTERS = 3
"""Letters side by side from which on they are a word."""
Command = Callable[["Writer", Any], None]
COMMANDS: dict[str, Command] = {}
"""What writes a command that is more than a sign or the name of a function; filled by the modules that know them."""
ENVIRONMENTS: dict[str, Command] = {}


def command(*names: str) -> Callable[[Command], Command]:
    """Enter the function below for commands of LaTeX."""

    def enter(function: Command) -> Command:
        COMMANDS.update(dict.fromkeys(names, function))
        return function

    return enter


def environment(*names: str) -> Callable[[Command], Command]:
    """Enter the function below for environments of LaTeX."""

    def enter(function: Command) -> Command:
        ENVIRONMENTS.update(dict.fromkeys(names, function))
        return function

    return enter


def is_environment(group: Any) -> bool:
    """Whether braces hold an environment and nothing else."""
    inner = [each for each in group.nodelist if each.latex_verbatim().strip()]
    return len(inner) == 1 and kind(inner[0]) == "environment"


class Writer:
    """Writes nodes of LaTeX as text of ours."""

    def __init__(self, located: Located) -> None:
        self.located = located
        self.pieces: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.skip = 0
        """How many characters of the next piece a command has used up."""
        self.named = {match.group(1) for match in NAMED.finditer(located.text)}

    def emit(self, text: str, start: int, stop: int) -> None:
        """Text that stands for the LaTeX between two offsets; letters never run into those before them."""
        last = self.pieces[-1][-1:] if self.pieces else ""
        if last == "Δ" and text[:1].isalpha():
            # \\Delta G is one name.
            last = ""
        if text[:1].isalnum() and (last.isalnum() or unicodedata.combining(last or " ")):
            text = f" {text}"
        if not text:
            return
        first, end = self.located.reach(start, stop)
        self.pieces.append(text)
        same = len(text) == end - first
        self.starts += range(first, end) if same else [first] * len(text)
        self.ends += range(first + 1, end + 1) if same else [end] * len(text)

    def refuse(self, node: Any, message: str, hint: str = "") -> NoReturn:
        stop = node.pos + len(node.latex_verbatim().rstrip())
        self.located.refuse((node.pos, stop), message, hint)

    def all(self, nodes: Sequence[Any]) -> None:
        left = list(nodes)
        over = next((place for place, node in enumerate(left) if getattr(node, "macroname", "") in STACKED), None)
        if over is not None:
            return self.over(left[:over], left[over], left[over + 1 :])
        while left:
            node = left.pop(0)
            self.node(node)
            if getattr(node, "macroname", "") in BRACES and len(left) > 1 and left[0].latex_verbatim().strip() in "_^":
                # What stands under a brace says something about it.
                del left[:2]

    def over(self, above: list[Any], sign: Any, below: list[Any]) -> None:
        """`{a \\over b}` and `{n \\choose k}`, the fraction and the binomial coefficient of plain TeX."""
        before, between, after = STACKED[sign.macroname]
        self.emit(before, sign.pos, sign.pos + 1)
        self.all(above)
        self.emit(between, sign.pos, sign.pos + 5)
        self.all(below)
        self.emit(after, sign.pos, sign.pos + 1)

    def node(self, node: Any) -> None:
        """One node, by its kind."""
        write: Callable[[Any], None] | None = getattr(self, f"write_{kind(node)}", None)
        if write is not None:
            write(node)

    def write_chars(self, node: Any) -> None:
        """Letters, digits and signs. A script of one character ends there, as LaTeX has it; a primed name keeps its prime."""
        start = min(self.skip, len(node.chars))
        self.skip = 0
        for match in PIECE.finditer(node.chars, start):
            first, stop = node.pos + match.start(), node.pos + match.end()
            if match["letters"]:
                self.letters(match["letters"], first)
            elif match["script"]:
                self.emit(match.group()[0] + (match["what"] if match["what"] != "'" else "′"), first, stop)
                following = node.chars[match.end() : match.end() + 1]
                if following.isalnum() and match["what"].isalnum():
                    self.emit(" ", stop, stop)
            else:
                piece = {"~": " ", "&": " ", "'": "′"}.get(match.group(), match.group())
                self.emit(piece, first, stop)

    def letters(self, word: str, place: int) -> None:
        """A word, or letters that are factors; one letter twice is a word, as its product would be a square; so is one with a raised or
        lowered letter, whose names are found later.
        """
        usual = WORDS.fullmatch(word) or len(set(word)) == 1 or word in FUNCTIONS
        usual = usual or any(unicodedata.category(letter) == "Lm" for letter in word)
        usual = usual or MEMBER.match(self.located.text, place + len(word)) is not None
        if len(word) >= WORD_LETTERS or usual or word in self.named or not word.isalpha():
            self.emit(word, place, place + len(word))
            return
        for offset, letter in enumerate(word):
            self.emit(letter, place + offset, place + offset + 1)

    def write_group(self, node: Any) -> None:
        """Braces are kept as the foot or the power of something; elsewhere they are seen as brackets where they hold more than a name."""
        scripted = bool(self.pieces) and self.pieces[-1][-1:] in ("_", "^")
        inner = node.latex_verbatim()[1:-1].strip()
        if scripted and (found := RAISED.fullmatch(inner)):
            if mark := found["letter"] or found["mark"]:
                self.emit(mark, node.pos, node.pos + node.len)
            else:
                self.all(node.nodelist)
            return
        brackets = "{}" if scripted else "" if ALONE.fullmatch(inner) or is_environment(node) else "()"
        self.emit(brackets[:1], node.pos, node.pos + 1)
        self.all(node.nodelist)
        self.emit(brackets[1:], node.pos + node.len - 1, node.pos + node.len)

    def write_math(self, node: Any) -> None:
        self.all(node.nodelist)

    def write_environment(self, node: Any) -> None:
        write = ENVIRONMENTS.get(node.environmentname)
        if write is not None:
            write(self, node)
        elif node.environmentname in ROWS:
            self.all(node.nodelist)
        else:
            name = node.environmentname
            self.refuse(node, f"the environment `{name}` is not part of the language", "write its formula alone")

    def write_macro(self, node: Any) -> None:
        """A command: one of the few that are more than a sign, a sign, or a function."""
        name = node.macroname
        start, stop = node.pos, node.pos + 1 + len(name)
        if name in COMMANDS:
            if len(arguments(node)) < REQUIRED.get(name, 0):
                self.refuse(node, f"`\\{name}` needs {REQUIRED[name]} arguments", "write them in braces after it")
            COMMANDS[name](self, node)
        elif name in REFUSED:
            self.refuse(node, f"`\\{name}`: {REFUSED[name]}", "write the forward pass alone")
        elif name in FUNCTIONS:
            self.emit(name.lower(), start, stop)
        elif found := SIGNS.get(name) or characters.sign(symbol(name)):
            self.emit(found, start, stop)
        else:
            self.refuse(node, f"the command `\\{name}` is not known", "write it in words, or leave it out")

    def follows_letter(self) -> bool:
        """Whether what was written last is one letter or a bracket, which a fraction cannot be handed to: `G \\frac{m}{r}` is a product."""
        return FACTOR.search("".join(self.pieces[-6:])) is not None

    def flush_left(self, before: int, *, first: bool = False) -> None:
        """Without the blanks at the start of the lines since there were `before` pieces, or of the first line alone."""
        text = "".join(self.pieces[before:])
        lines = text.split("\n")
        blank = [
            len(line) - len(line.lstrip(" ")) if not (first and number) else 0 for number, line in enumerate(lines)
        ]
        keep: list[int] = []
        place = len(self.starts) - len(text)
        for line, width in zip(lines, blank, strict=True):
            keep += range(place + width, place + len(line) + 1)
            place += len(line) + 1
        keep = [each for each in keep if each < len(self.starts)]
        begin = len(self.starts) - len(text)
        shortened = "\n".join(line[width:] for line, width in zip(lines, blank, strict=True))
        self.pieces[before:] = [shortened] if shortened else []
        self.starts[begin:] = [self.starts[each] for each in keep]
        self.ends[begin:] = [self.ends[each] for each in keep]

    def take_back(self, before: int) -> str:
        """Take back the pieces that were written since there were `before` of them."""
        text = "".join(self.pieces[before:])
        keep = len(self.starts) - len(text)
        del self.pieces[before:], self.starts[keep:], self.ends[keep:]
        return text

    def inside(self, node: Any) -> None:
        """An argument without its braces."""
        if kind(node) == "group":
            self.all(node.nodelist)
        else:
            self.node(node)
