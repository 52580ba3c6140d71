"""Statements of MATLAB, Octave, Julia and R that Python has in other words: `switch`, `...`, `[a, b] = f(x)` and `using`."""

from __future__ import annotations

import re

from app.language.foreign import matlab_forms
from app.language.foreign.foreign_reductions import SEVERAL
from app.language.mathematics.matrix_rows import is_matlab
from app.language.text.letters import NAME
from app.language.text.located import Located

NAMES = rf"{NAME}(?:[ \t]*,[ \t]*{NAME})*"
CONTINUED = re.compile(r"(?<=[^\s.])[ \t]?\.\.\.[ \t]*(?:%[^\n]*)?\n")
"""A line of MATLAB that goes on in the next one."""
BLOCK = re.compile(r"(?m)^[ \t]*%\{[ \t]*\n(?:(?![ \t]*%\}[ \t]*$)[^\n]*\n)*[ \t]*%\}[ \t]*$")
"""Several lines of comments in MATLAB."""
TOGETHER = re.compile(
    rf"(?m)^([ \t]*)\[[ \t]*((?:~|{NAME})(?:[ \t,]+(?:~|{NAME}))*)[ \t]*\][ \t]*=(?!=)([ \t]*)((?:{'|'.join(SEVERAL)})(?=\())?"
)
"""Several values that one call gives, `[J, grad] = cost(theta)`."""
USING = re.compile(r"(?m)^[ \t]*(?:using|library|require)\b[ \t(]*[\w.:, ]*\)?[ \t]*$")
"""What loads packages in Julia and R."""
GLOBAL = re.compile(rf"(?m)^([ \t]*)global[ \t]+(?={NAME}[ \t]*[-+*/]?=)")
POINTED = re.compile(r"(?m)@\.[ \t]*")
"""Julia's `@. x^2 + 2x`: all signs go entry by entry, as they do here."""
OF_EACH = re.compile(
    r"(?<![\w.])(sum|prod|mean|median|std|var|maximum|minimum|length|norm|sort|softmax|logsoftmax|reverse|cumsum)\.\("
)
"""A function of whole arrays that Julia calls for each of several, `norm.(eachrow(A))`."""
SHORT = re.compile(rf"(?:(?<=[(,=])|(?<=[(,=] ))({NAME}|\({NAMES}\))[ \t]*->[ \t]*")
UNNAMED = re.compile(rf"(?:(?<=[(,])|(?<=[(,] ))function[ \t]*\(({NAMES})\)[ \t]*(?=[^\s{{])")
HANDLE = re.compile(rf"(?:(?<=[(,])|(?<=[(,] ))@\(({NAMES})\)[ \t]*")
"""Functions without a name among the arguments of a call: `x -> x^2` of Julia, R's `function(x) x^2`, MATLAB's `@(x) x^2`."""
COUNTED = re.compile(rf"\bfor[ \t]+({NAME})[ \t]+(?:in|∈|=)[ \t]*([\w.]+):([\w.]+|length\(\w+\))(?=[ \t]*[\])])")
"""The loop in `[x^k for k in 0:4]` of Julia."""
KEYWORDS = re.compile(rf"(?<=[\w)\]]);[ \t]*(?={NAME}[ \t]*=[^=;\n]*\))")
"""What stands before arguments with names in Julia."""
TYPE = re.compile(r"(?<=[\w)])::[A-Z]\w*(?:\{[^{}\n]*\})?")
"""`x::Float64` of Julia."""
COUNT = r"(?:in|=|∈)[ \t]*([\w.]+):([\w.]+|(?:length|size)\([\w, ]+\))"
NESTED = re.compile(rf"(?m)^([ \t]*)for[ \t]+({NAME})[ \t]*{COUNT}[ \t]*,[ \t]*({NAME})[ \t]*{COUNT}[ \t]*$")
"""`for i in 1:2, j in 1:3` of Julia."""
PAIRED = re.compile(rf"(?m)^([ \t]*)for[ \t]*\(({NAME}[ \t]*,[ \t]*{NAME})\)[ \t]*(?:in|=|∈)[ \t]*([^\n]+?)[ \t]*$")
"""`for (i, x) in enumerate(xs)` of Julia."""
SIGN = re.compile(r"%(?:o|/)?%")
SIGNS = {"%o%": "⊗", "%/%": "//", "%%": "%"}
"""Signs of R."""
DOTTED = re.compile(r"(?<![\w.])[A-Za-z]\w*(?:\.\w+)+")
"""A name of R with points in it."""
DEFAULTED = re.compile(
    rf"(?m)^([ \t]*{NAME}[ \t]*<-[ \t]*)function[ \t]*\(([^(){{}}\n]*=[^(){{}}\n]*)\)[ \t]*(?=[^\s{{])"
)
"""`f <- function(x, n = 2) x^n` of R."""
MEMBER = re.compile(rf"(?<![\w$])({NAME})((?:\${NAME})+)")
"""An entry of a list of R, by its name."""
WORDS = {"TRUE": "True", "FALSE": "False"}
WORD = re.compile(r"(?<![\w.])(?:TRUE|FALSE)(?!\w)")
OPERAND = rf"(?:{NAME}(?:\([^()\n]*\))?|\((?:[^()\n]|\([^()\n]*\))*\)|\[[^\[\]\n]*\])'?"
LEFT = re.compile(rf"(?<![\w.\])}}'])({OPERAND})(?:[ \t]\\[ \t]|\\(?=\w{{1,2}}(?!\w)))({OPERAND})")
"""`A \\ b`, the solution of A x = b."""
SWITCH = re.compile(r"(?m)^[ \t]*(?:(switch)[ \t]+([^\n;%]+?)|(case)[ \t]+([^\n%;]+?)|(otherwise))[ \t]*;?[ \t]*$")


JOINED = re.compile(r"(?m)^[^\n&|]*[^\n&|][&|](?![&|])[^\n]*$")
COMPARISON = re.compile(rf"(?<![\w.]){NAME}(?:\([^()\n]*\))?[ \t]?(?:[<>]=?|[=~]=)[ \t]?[-\w.]+")
REST = re.compile(r",[ \t]*\.\.\.(?=\))")
"""Further arguments of a function of R."""
GREEK = re.compile(r"(?<![\w.])lambda(?!\w)")
RANGE = re.compile(rf"(?<=[-+*/] )(\d+):(\d+|{NAME})(?![\w:(\[])")
"""`x * 1:3` of R, where the colon comes first."""


def of_matlab(located: Located) -> Located:
    """What MATLAB and Octave write."""
    located = (
        located.sub_inside(GREEK, lambda _: "λ").sub_inside(BLOCK, lambda _: "").sub_inside(CONTINUED, lambda _: " ")
    )
    located = located.sub_inside(TOGETHER, several).sub_inside(HANDLE, unnamed)
    located = branches(located.sub_inside(JOINED, compared))
    located = matlab_forms.resized(located)
    return matlab_forms.ranges(solved(located)) if is_matlab(located.text) else located


def of_julia(located: Located) -> Located:
    """What Julia writes."""
    located = (
        located.sub_inside(GREEK, lambda _: "λ")
        .sub(USING, lambda _: "")
        .sub(GLOBAL, lambda match: match[1])
        .sub(POINTED, lambda _: "")
    )
    located = located.sub_inside(KEYWORDS, lambda _: ", ").sub_inside(SHORT, unnamed).sub_inside(TYPE, lambda _: "")
    located = located.sub_inside(NESTED, nested).sub_inside(
        PAIRED, lambda match: f"{match[1]}for {match[2]} in {paired(match[3])}:"
    )
    located = located.sub_inside(OF_EACH, lambda match: f"arrayfun(lambda part_: {match[1]}(part_), ")
    return solved(located).sub_inside(COUNTED, lambda match: f"for {match[1]} in range({match[2]}, {match[3]} + 1)")


def of_r(located: Located) -> Located:
    """What R writes."""
    located = (
        located.sub_inside(GREEK, lambda _: "λ")
        .sub_inside(USING, lambda _: "")
        .sub_inside(REST, lambda _: "")
        .sub_inside(WORD, lambda match: WORDS[match.group()])
        .sub(DOTTED, lambda match: match[0].replace(".", "_"))
        .sub_inside(SIGN, lambda match: SIGNS[match.group()])
        .sub_inside(DEFAULTED, lambda match: f"{match[1]}lambda {match[2]}: ")
    )
    located = located.sub_inside(RANGE, lambda match: f"arange({match[1]}, {match[2]} + 1)")
    return located.sub_inside(UNNAMED, unnamed).sub_inside(MEMBER, member)


def member(match: re.Match[str]) -> str:
    return match[1] + "".join(f'["{name}"]' for name in match[2].split("$")[1:])


def nested(match: re.Match[str]) -> str:
    """Two loops in one head as a loop over pairs."""
    indent, one, first, last, other, start, stop = match.groups()
    turns = f"for {one} in range({first}, {last}+1) for {other} in range({start}, {stop}+1)"
    return f"{indent}for {one}, {other} in [({one}, {other}) {turns}]"


def paired(items: str) -> str:
    """Pairs whose places are counted from 1."""
    return f"{items[:-1]}, 1)" if items.startswith("enumerate(") and items.endswith(")") else items


def several(match: re.Match[str]) -> str:
    names = re.findall(rf"~|{NAME}", match[2])
    return f"{match[1]}{', '.join(names).replace('~', '_')} ={match[3]}{SEVERAL.get(match[4], '')}"


def unnamed(match: re.Match[str]) -> str:
    return f"lambda {match[1].strip('()')}: "


def solved(located: Located) -> Located:
    """`A \\ b` as a call; what stands on both sides keeps its places."""
    edits: list[tuple[int, int, str]] = []
    for match in LEFT.finditer(located.text):
        start, stop = match.span()
        edits += [(start, start, "left_divide("), (match.end(1), match.start(2), ", "), (stop, stop, ")")]
    return located.replaced(edits)


def branches(located: Located) -> Located:
    """`switch` and its cases as `if` and `elseif`; one within another is not read."""
    edits: list[tuple[int, int, str]] = []
    asked, word = "", "if"
    for match in SWITCH.finditer(located.text):
        if match[1]:
            asked, word = match[2], "if"
            edits.append((*match.span(), ""))
            continue
        if match[5]:
            edits.append((*match.span(5), "else"))
            continue
        among = match[4].startswith("{") and match[4].endswith("}")
        edits.append((*match.span(3), f"{word} {asked} {'in' if among else '=='}"))
        start, stop = match.span(4)
        edits += [(start, start + 1, "("), (stop - 1, stop, ")")] if among else []
        word = "elseif"
    return located.replaced(edits)


def compared(match: re.Match[str]) -> str:
    """A line with `&` or `|`, which bind less than comparisons do in these languages."""
    return COMPARISON.sub(lambda each: f"({each[0]})", match[0])
