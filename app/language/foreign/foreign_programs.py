"""Programs of MATLAB, Octave, Julia and R in Python's spelling: blocks, places counted from 1, `c(1, 2)`, `%` comments."""

from __future__ import annotations

import re
from functools import partial

from app.language.foreign import (
    foreign_calls,
    foreign_names,
    foreign_reductions,
    foreign_statements,
    matlab_forms,
    shown_values,
)
from app.language.foreign.foreign_calls import Change
from app.language.foreign.foreign_marks import ARRAYS, OCTAVE, Marks
from app.language.functions import SPREADS
from app.language.text.letters import NAME, is_program
from app.language.text.located import Located
from app.language.text.tokens import NESTING

REMARK = re.compile(r"(?m)(?<=;)[ \t]*%[^\n]*$")
"""A comment of MATLAB behind a statement, where no other language has anything."""
PERCENT = re.compile(r"(?m)(^|;)[ \t]*%(?!\w+[ \t]*$)[^\n]*$")
"""A comment of MATLAB."""
DEFINED = re.compile(
    rf"(?m)^[ \t]*(?:function[ \t]+({NAME})[ \t]*\(|({NAME})[ \t]*(?:<-|=)[ \t]*function\b|({NAME})\([^()\n]*\)[ \t]*=(?!=))"
)
"""A function of Julia or R that the text defines itself."""
COMBINES = re.compile(r"(?m)^[ \t]*(?:c[ \t]*=|c\(|def c\b)")
"""What gives the name c a meaning of the text's own."""
FOR = re.compile(
    rf"(?m)^([ \t]*)for[ \t]*\(?[ \t]*({NAME}(?:, {NAME})?)[ \t]*(?:=|in\b|∈)[ \t]*([^\n{{]+?)[ \t]*\{{?[ \t]*;?$"
)
BRANCH = re.compile(r"(?m)^([ \t]*\}?[ \t]*)(while|if|elseif|else if|elif)\b([^\n{]+?)[ \t]*\{?[ \t]*$")
OTHERWISE = re.compile(r"(?m)^([ \t]*)\}?[ \t]*else[ \t]*\{?[ \t]*$")
FUNCTION = re.compile(
    rf"(?m)^([ \t]*)function[ \t]+(?:({NAME}|\[[^\]\n]*\])[ \t]*=[ \t]*)?({NAME})[ \t]*\(([^\n()]*)\)[ \t]*$"
)
ASSIGNED = re.compile(rf"(?m)^([ \t]*)({NAME})[ \t]*(?:<-|=)[ \t]*function[ \t]*\(([^\n()]*)\)[ \t]*\{{[ \t]*$")
LINE = re.compile(r"(?m)^([ \t]*)([^\n]*)$")
CLOSES = re.compile(r"(?:end|\})[ \t]*;?[ \t]*")
STATEMENT = re.compile(rf"(?:return|for|while|if|elif|else|def)\b|{NAME}(?:\[[^\n]*\])?[ \t]*(?:<-|=)(?!=)")
SEVERAL_RESULTS = re.compile(
    rf"(?m)^[ \t]*function[ \t]+\[[ \t]*{NAME}(?:[ \t]*,[ \t]*|[ \t]+){NAME}[^\]\n]*\][ \t]*=[ \t]*({NAME})"
)
"""A function of MATLAB that gives several values."""
GIVEN = re.compile(rf"(?m)(?:^|;)[ \t]*({NAME})[ \t]*=(?!=|[ \t]*@)")
"""What a text of MATLAB gives a value, which brackets behind it ask for places of."""
UNPACKED = re.compile(rf"(?m)^[ \t]*({NAME}(?:, {NAME})+) =(?!=)")
"""The names of several values that one call gives."""
SQUARED = re.compile(r"(?<=\w)\[[^\[\]\n]*\]")
SIGNS = {
    "&&": " and ",
    "||": " or ",
    "~=": "!=",
    "length": "matlab_length",
    "numel": "matlab_numel",
    "Inf": "inf",
    "NaN": "nan",
    "true": "True",
    "false": "False",
}
SIGN = re.compile(r"&&|\|\||~=|(?<![\w.])(?:(?:length|numel)(?=\()|(?:Inf|NaN|true|false)(?![\w(]))")
"""Signs and constants of these languages, and the number of entries, as Python has them."""


def read(located: Located) -> Located:
    """The text as Python has it; that places count from 1 is told. Raises LanguageError for places that Python has not."""
    located = matlab_forms.one_a_line(located)
    first = Marks(located.text)
    located = in_their_words(located, first)
    marks = Marks(located.text, julia=first.julia)
    located = located.sub_inside(REMARK, lambda _: "")
    if is_program(marks.text) and not marks.foreign:
        return located
    if marks.pointed or marks.stops:
        located = located.sub_inside(shown_values.LINE, lambda _: "")
    if marks.pointed:
        located = located.sub_inside(PERCENT, lambda match: match[1])
    given = arrays(marks)
    located = foreign_calls.changed(located, calls(marks), given, square=not given and marks.squared)
    if marks.octave:
        located = matlab_forms.listed(located)
    if marks.pointed or marks.squared:
        words = SIGNS if not (marks.julia or marks.arrowed) else {**SIGNS, "length": SIGNS["numel"]}
        located = located.sub_inside(SIGN, lambda match: words[match.group()])
    return in_blocks(located) if marks.in_blocks else located


def calls(marks: Marks) -> dict[str, Change]:
    """By the name of a function, what a call of it becomes."""
    text = marks.text
    found = dict(foreign_names.FUNCTIONS) if marks.pointed or marks.stops or marks.squared else {}
    found |= dict.fromkeys(SEVERAL_RESULTS.findall(text), foreign_calls.first_result)
    if marks.pointed:
        matlab = marks.stops and not marks.julia
        found |= foreign_names.OF_MATLAB if matlab else {}
        down = foreign_reductions.reduced(matlab)
        found |= dict.fromkeys((*foreign_reductions.REDUCTIONS, *foreign_reductions.SEVERAL.values()), down)
        found |= dict.fromkeys(("zeros", "ones"), foreign_calls.made)
        found |= dict.fromkeys(foreign_reductions.SQUARE if matlab else (), foreign_reductions.squared)
    if marks.julia or (marks.ended and not marks.stops):
        found |= foreign_reductions.OF_JULIA
    if marks.arrowed:
        found |= foreign_names.OF_R
    if marks.stops:
        found[foreign_reductions.NORM] = foreign_calls.renamed(foreign_reductions.DOWN + foreign_reductions.NORM)
    if not COMBINES.search(text):
        found["c"] = foreign_calls.combined
    if marks.stops or "<-" in text:
        found = {written: foreign_reductions.spread(name) for written, name in SPREADS.items()} | found
    own = {name for names in DEFINED.findall(text) for name in names if name}
    return {name: change for name, change in found.items() if name not in own}


def arrays(marks: Marks) -> frozenset[str]:
    """The names behind which round brackets ask for places."""
    if not marks.pointed or SQUARED.search(marks.text):
        return frozenset()
    several = (names.split(", ") for names in UNPACKED.findall(marks.text))
    return frozenset((GIVEN if marks.stops or marks.ended else ARRAYS).findall(marks.text)).union(*several)


def in_their_words(located: Located, marks: Marks) -> Located:
    """The text with statements that Python has in other words."""
    if marks.arrowed:
        return foreign_statements.of_r(located)
    worded = is_program(marks.text) and not marks.has(FUNCTION)
    if marks.stops and (marks.ended or not worded or marks.matlab or marks.has(OCTAVE)):
        return foreign_statements.of_matlab(located)
    return foreign_statements.of_julia(located) if marks.ended or marks.julia else located


def in_blocks(located: Located) -> Located:
    """Heads of blocks with a colon, what is in them further to the right, and no line that closes them."""
    results: list[str] = []
    located = located.sub_inside(FUNCTION, partial(function, results)).sub_inside(ASSIGNED, partial(function, results))
    located = located.sub_inside(FOR, loop)
    located = located.replaced([edit for match in BRANCH.finditer(located.text) for edit in branch(match)])
    located = located.sub_inside(OTHERWISE, lambda match: f"{match[1]}else:")
    return Indenting(results).read(located)


def function(results: list[str], match: re.Match[str]) -> str:
    """The head of a function, and the name whose value it gives; "" where it is that of its last line."""
    groups = match.groups()
    results.append(", ".join(re.findall(NAME, (groups[1] if len(groups) > 3 else None) or "")))
    return f"{groups[0]}def {groups[-2]}({groups[-1]}):"


def loop(match: re.Match[str]) -> str:
    """`for k = 1:3` as a loop over a range."""
    if ":" not in (numbers := closed(match[3])):
        return f"{match[1]}for {match[2]} in {numbers}:"
    first, *step, last = (each.strip() for each in numbers.split(":"))
    beyond = "-1" if step and step[0].startswith("-") else "+1"
    return f"{match[1]}for {match[2]} in range({first}, {last}{beyond}{''.join(f', {each}' for each in step)}):"


def closed(written: str) -> str:
    """What stands in the head of a loop without the bracket that closes it, or the comma of Octave."""
    written = written.rstrip(", \t")
    return written[: written.rstrip().rindex(")")] if written.count(")") > written.count("(") else written


def branch(match: re.Match[str]) -> list[tuple[int, int, str]]:
    """The head of a branch or a loop with a colon; its condition keeps its place."""
    word = "elif" if match[2].startswith("el") else match[2]
    end = match.end(3)
    return [(*match.span(1), match[1].replace("}", " ")), (*match.span(2), word), (end, match.end(), ":")]


class Indenting:
    """Reads lines one after the other; `results` are the names whose values functions give, in order."""

    def __init__(self, results: list[str]) -> None:
        self.results = iter(results)
        self.open: list[str | None] = []
        """The blocks that are open: of a function the name whose value it gives."""

    def read(self, located: Located) -> Located:
        return located.sub_inside(LINE, self.line)

    def line(self, match: re.Match[str]) -> str:
        code = match[2].strip()
        if CLOSES.fullmatch(code):
            result = self.open.pop() if self.open else None
            return f"{'    ' * (min(NESTING, len(self.open)) + 1)}return {result}" if result else ""
        # Deeper than that is a mistake, which is told without a page of blanks for each line.
        shift = min(NESTING, len(self.open) - code.startswith(("else:", "elif ")))
        last = self.open[-1:] == [""] and not STATEMENT.match(code) and self.closes_next(match)
        if code.endswith(":"):
            self.open += (
                []
                if code.startswith(("else:", "elif "))
                else [next(self.results, "") if code.startswith("def ") else None]
            )
        return f"{'    ' * max(0, shift)}{'return ' if last and code else ''}{code}"

    @staticmethod
    def closes_next(match: re.Match[str]) -> bool:
        """Whether the line that closes the block comes next."""
        rest = match.string[match.end() :].lstrip()
        return CLOSES.match(rest) is not None
