"""Programs of MATLAB, Octave, Julia and R in Python's spelling: blocks, places counted from 1, `c(1, 2)`, `%` comments."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import partial

from app.language.mathematics.matrix_rows import is_matlab
from app.language.source import Diagnostic, Severity
from app.language.text.letters import is_program
from app.language.text.located import Located

NAME = r"[^\W\d]\w*"
END = re.compile(r"(?m)^[ \t]*end[ \t]*;?[ \t]*$")
HEAD = re.compile(r"(?m)^[ \t]*(?:for|while|if|function)\b[^\n]*[^:\s][ \t]*$")
"""A block that `end` closes, as in MATLAB and Julia."""
BRACED = re.compile(
    rf"(?m)^[ \t]*(?:(?:for|while|if)[ \t]*\(|{NAME}[ \t]*(?:<-|=)[ \t]*function[ \t]*\()[^\n]*\{{[ \t]*$"
)
"""A block in braces, as in R."""
ARROW = re.compile(rf"(?m)^[ \t]*{NAME}[ \t]*<-")
"""A value given as in R."""
REMARK = re.compile(r"(?m)(?<=;)[ \t]*%[^\n]*$")
"""A comment of MATLAB behind a statement, where no other language has anything."""
LAST = re.compile(r"\((?:[^()\n]*:)?[ \t]*end\b|;[ \t]*%")
"""The last place of an array in MATLAB, and a comment behind a statement."""
SEMICOLON = re.compile(r"(?m);[ \t]*(?:%[^\n]*)?$")
"""The end of a statement in MATLAB; Julia has none."""
PERCENT = re.compile(r"(?m)(^|;)[ \t]*%(?!\w+[ \t]*$)[^\n]*$")
"""A comment of MATLAB."""
COMBINED = re.compile(r"(?<![\w.])c\(([^()\n]*,[^()\n]*)\)")
COMBINES = re.compile(r"(?m)^[ \t]*(?:c[ \t]*=|c\(|def c\b)")
"""What gives the name c a meaning of the text's own."""
FOR = re.compile(rf"(?m)^([ \t]*)for[ \t]*\(?[ \t]*({NAME})[ \t]*(?:=|in\b|∈)[ \t]*([^\n{{]+?)[ \t]*\{{?[ \t]*;?$")
BRANCH = re.compile(r"(?m)^([ \t]*\}?[ \t]*)(while|if|elseif|else if|elif)\b([^\n{]+?)[ \t]*\{?[ \t]*$")
OTHERWISE = re.compile(r"(?m)^([ \t]*)\}?[ \t]*else[ \t]*\{?[ \t]*$")
FUNCTION = re.compile(rf"(?m)^([ \t]*)function[ \t]+(?:({NAME})[ \t]*=[ \t]*)?({NAME})[ \t]*\(([^\n()]*)\)[ \t]*$")
ASSIGNED = re.compile(rf"(?m)^([ \t]*)({NAME})[ \t]*(?:<-|=)[ \t]*function[ \t]*\(([^\n()]*)\)[ \t]*\{{[ \t]*$")
LINE = re.compile(r"(?m)^([ \t]*)([^\n]*)$")
CLOSES = re.compile(r"(?:end|\})[ \t]*;?[ \t]*")
STATEMENT = re.compile(rf"(?:return|for|while|if|elif|else|def)\b|{NAME}(?:\[[^\n]*\])?[ \t]*(?:<-|=)(?!=)")
ARRAYS = re.compile(rf"(?m)(?:^|;)[ \t]*({NAME})[ \t]*=[ \t]*(?:\[|zeros|ones|linspace)")
ROUND, SQUARE = r"\(([^()\n]*)\)", r"\[([^\[\]\n]*)\]"
SQUARED = re.compile(r"(?<=\w)\[[^\[\]\n]*\]")
ENDS = re.compile(r"end(?:[ \t]*-[ \t]*(\d+))?")
SIGNS = {"&&": " and ", "||": " or ", "~=": "!=", "length": "len", "numel": "len"}
SIGN = re.compile(r"&&|\|\||~=|(?<![\w.])(?:length|numel)(?=\()")
"""Signs of these languages, and the number of entries, as Python has them."""
REDUCED = r"(?<![\w.])(sum|mean|prod|cumsum|cumprod)"
ALONG = re.compile(rf"{REDUCED}\(([^(),\n]*),[ \t]*([12])\)")
TOTAL = re.compile(rf"{REDUCED}\(([^(),\n]*)\)")
SPREAD = re.compile(r"(?<![\w.])(sd|std|var)\(([^(),\n]*)\)")
"""The deviation and the variance of a sample, which divide by n − 1 in these languages."""
MATRIX = re.compile(rf"(?m)(?:^|;)[ \t]*({NAME})[ \t]*=[ \t]*\[[^\[\]\n;]*\w[ \t,]+[\w-][^\[\]\n;]*;[^\[\]\n]*\]")
"""A matrix that a text gives, row by row."""
MADE = re.compile(r"(?<![\w.])(zeros|ones)\((?:1[ \t]*,[ \t]*([^(),\n]+)|([^(),\n]+),[ \t]*1[ \t]*)\)")
"""A row or a column of zeros or ones."""
SHOWN = re.compile(
    r"(?m)^[ \t]*(?:disp|fprintf|printf|cat|plot|figure|hold|clc|clear|close|library|println|using)\b[^\n=]*$"
)
"""What shows something, or clears the screen."""


def read(located: Located) -> tuple[Located, list[Diagnostic]]:
    """The text as Python has it, and what is told of it."""
    text, notes = located.text, list[Diagnostic]()
    ended = END.search(text) is not None and HEAD.search(text) is not None
    braced = not ended and BRACED.search(text) is not None
    listed = ARROW.search(text) is not None and COMBINED.search(text) is not None
    located = located.sub(REMARK, lambda _: "")
    if is_program(text) and not (ended or braced or listed):
        return located, notes
    pointed = ended or is_matlab(text) or LAST.search(text) is not None
    if pointed:
        located = located.sub(PERCENT, lambda match: match[1]).sub(SHOWN, lambda _: "")
        located = located.sub(ALONG, lambda match: f"{match[1]}({match[2]}, axis={int(match[3]) - 1})")
        located = located.sub(MADE, lambda match: f"{match[1]}({match[2] or match[3]})")
        located = located.sub(TOTAL, partial(down_columns, MATRIX.findall(text) if SEMICOLON.search(text) else ()))
    if not COMBINES.search(text):
        located = located.sub(COMBINED, lambda match: f"[{match[1]}]")
    if pointed or braced or listed:
        located = from_zero(located, ARRAYS.findall(text) if pointed else (), ended or braced or listed, notes)
    if SEMICOLON.search(text) or "<-" in text:
        located = located.sub(SPREAD, lambda match: f"{'var' if match[1] == 'var' else 'std'}({match[2]}, ddof=1)")
    return (in_blocks(located) if ended or braced else located), notes


def down_columns(matrices: Collection[str], match: re.Match[str]) -> str:
    """The sum of a matrix, or of what is worked out from one entry by entry, which MATLAB takes down each column."""
    whole = not {*re.findall(NAME, match[2])}.isdisjoint(matrices) and re.search(r"(?<!\.)[*/^']", match[2]) is None
    return f"{match[1]}({match[2]}, axis=0)" if whole else match.group()


def from_zero(located: Located, arrays: Collection[str], square: bool, notes: list[Diagnostic]) -> Located:
    """Places of arrays, which these languages count from 1: `x(i)` of MATLAB's arrays, and `x[i]` in Julia and R."""
    pattern = re.compile(rf"(?<=\w){SQUARE}") if square else None
    if arrays and not SQUARED.search(located.text):
        names = "|".join(map(re.escape, sorted(set(arrays))))
        pattern = re.compile(rf"(?<![\w.])(?P<name>{names}){ROUND}")
    found = pattern.search(located.text) if pattern else None
    if pattern is None or found is None:
        return located
    told = f"places are counted from 1, as in `{located.text[found.start() - (not found.groupdict()) : found.end()]}`"
    notes.append(Diagnostic(located.span(*found.span()), told, severity=Severity.NOTE))
    return located.sub(pattern, item)


def item(match: re.Match[str]) -> str:
    """An item with each of its places counted from 0."""
    name = match.groupdict().get("name") or ""
    inside = match[match.re.groups]
    return f"{name}[{', '.join(place(each.strip()) for each in inside.split(','))}]"


def place(written: str) -> str:
    """A place, or a range of places up to the last one that is meant, counted from 0."""
    first, colon, last = written.partition(":")
    if colon:
        to_end = ENDS.fullmatch(last)
        return f"{place(first) if first else ''}:{last if not to_end else f'-{to_end[1]}' if to_end[1] else ''}"
    if found := ENDS.fullmatch(written):
        return f"-{1 + int(found[1] or 0)}"
    return str(int(written) - 1) if written.isdigit() else f"{written}-1"


def in_blocks(located: Located) -> Located:
    """Heads of blocks with a colon, what is in them further to the right, and no line that closes them."""
    located = located.sub(SIGN, lambda match: SIGNS[match.group()])
    results: list[str] = []
    located = located.sub(FUNCTION, partial(function, results)).sub(ASSIGNED, partial(function, results))
    located = located.sub(FOR, loop).sub(BRANCH, branch).sub(OTHERWISE, lambda match: f"{match[1]}else:")
    return Indenting(results).read(located)


def function(results: list[str], match: re.Match[str]) -> str:
    """The head of a function, and the name whose value it gives; "" where it is that of its last line."""
    groups = match.groups()
    results.append((groups[1] if len(groups) > 3 else None) or "")
    return f"{groups[0]}def {groups[-2]}({groups[-1]}):"


def loop(match: re.Match[str]) -> str:
    """`for k = 1:3` as a loop over a range."""
    if ":" not in (numbers := closed(match[3])):
        return f"{match[1]}for {match[2]} in {numbers}:"
    first, *step, last = (each.strip() for each in numbers.split(":"))
    beyond = "-1" if step and step[0].startswith("-") else "+1"
    return f"{match[1]}for {match[2]} in range({first}, {last}{beyond}{''.join(f', {each}' for each in step)}):"


def closed(written: str) -> str:
    """What stands in the head of a loop without the bracket that closes it."""
    return written[: written.rstrip().rindex(")")] if written.count(")") > written.count("(") else written


def branch(match: re.Match[str]) -> str:
    word = "elif" if match[2].startswith("el") else match[2]
    return f"{match[1].replace('}', ' ')}{word} {match[3].strip()}:"


class Indenting:
    """Reads lines one after the other; `results` are the names whose values functions give, in order."""

    def __init__(self, results: list[str]) -> None:
        self.results = iter(results)
        self.open: list[str | None] = []
        """The blocks that are open: of a function the name whose value it gives."""

    def read(self, located: Located) -> Located:
        return located.sub(LINE, self.line)

    def line(self, match: re.Match[str]) -> str:
        code = match[2].strip()
        if CLOSES.fullmatch(code):
            result = self.open.pop() if self.open else None
            return f"{'    ' * (len(self.open) + 1)}return {result}" if result else ""
        shift = len(self.open) - code.startswith(("else:", "elif "))
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
