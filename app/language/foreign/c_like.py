"""Formulas and functions as C, C++, Java, JavaScript, Rust and Go write them: types, casts, `2.0f`, `std::exp`, `x => x*x`, and blocks in
braces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from app.language.foreign import shown_values
from app.language.foreign.c_loops import LOOPS, REAL, TYPE, WHOLE, WORDS, Steps
from app.language.source import Diagnostic
from app.language.text.letters import NAME
from app.language.text.located import Located
from app.language.text.tokens import NESTING

FUNCTION = re.compile(
    rf"(?m)(?:^|(?<=[;}}]))([ \t]*){WORDS}(?:function|fn|func|{TYPE})[ \t]+({NAME})[ \t]*\(([^()\n]*)\)[^\n{{}};=]*\{{"
)
"""`double f(double x) {`, `function f(x) {`, `fn f(x: f64) -> f64 {`, `func f(x float64) float64 {`."""
ARROW_FUNCTION = re.compile(
    rf"(?m)(?:^|(?<=[;}}]))([ \t]*)(?:const|let|var)[ \t]+({NAME})[ \t]*=[ \t]*\(?({NAME}(?:[ \t]*,[ \t]*{NAME})*)?\)?[ \t]*=>[ \t]*\{{"
)
CHOICE = re.compile(r"(?<==)([ \t]*)if[ \t]+([^{};\n]{1,200}?)[ \t]*\{([^{};\n]*)\}[ \t]*else[ \t]*\{([^{};\n]*)\}")
"""`let y = if x > 0.0 { x } else { 0.0 };` of Rust."""
ARROW = re.compile(rf"(?<![\w)])(\(?{NAME}(?:[ \t]*,[ \t]*{NAME}){{0,7}}\)?)[ \t]*=>")
CLOSURE = re.compile(rf"(?<==)[ \t]*\|({NAME}[^|\n=]{{0,80}})\|[ \t]*")
"""`|x: f64| x * x` of Rust."""
ARRAY = re.compile(
    rf"(?m)(?:^|(?<=[;{{]))([ \t]*){WORDS}(?:{TYPE}(?:[ \t]*\[\])*|(?:std::)?vector<[\w<>: ]+>)[ \t]+({NAME})(?:\[\w*\])*[ \t]*=?[ \t]*"
    r"\{((?:[^{};]|\{[^{};]*\})*)\}"
)
"""`double x[3] = {1, 2, 3}`, `vector<vector<double>> W = {{1, 2}, {3, 4}}`."""
EMPTY = re.compile(rf"(?m)((?:^|[;{{}}])[ \t]*){WORDS}{TYPE}[ \t]+({NAME})\[(\w+)\](?:\[(\w+)\])?[ \t]*(?=;)")
"""`double h[3];`, whose entries are given later."""
FILLED = re.compile(rf"(?m)(?:^|(?<=[;{{]))([ \t]*)(?:std::)?vector<\w+>[ \t]+({NAME})\(([^(),;\n]+),([^(),;\n]+)\)")
"""`vector<double> h(2, 0.0)`."""
LISTED = re.compile(r"(?<![\w.])vec!(?=\[)")
"""`vec![1.0, 2.0]` of Rust."""
SAME = re.compile(r"(?<![=!<>])([=!]=)=(?!=)")
"""`===` and `!==` of JavaScript."""
SEVERAL = re.compile(r"(?m)((?:^|[;{}])[ \t]*)(?:const|let|var)[ \t]+(?=\[)")
"""`const [a, b] = …`."""
TYPED = re.compile(
    rf"(?m)((?:^|[;{{}}])[ \t]*)(?:let|const|var)[ \t]+(?:mut[ \t]+)?({NAME})[ \t]*:[ \t]*(?:\w+(?:\[\]|<\w+>)*|\[\w+;[ \t]*\w+\])[ \t]*="
)
"""`let y: f64 =` of Rust and TypeScript."""
UNGIVEN = re.compile(rf"(?m)((?:^|[;{{}}])[ \t]*){WORDS}(?:{TYPE}|let|var)[ \t]+{NAME}(?:[ \t]*,[ \t]*{NAME})*[ \t]*;")
"""`int i;`, which gives no value."""
DECLARED = re.compile(rf"(?m)((?:^|[;{{}}])[ \t]*){WORDS}{TYPE}[ \t]+(?={NAME}[ \t]*[=;,])")
"""`double y = …`."""
CAST = re.compile(rf"(?<![\w)\]])\({REAL}\)[ \t]*(?=[\w(.-])|(?<=[\w)])[ \t]+as[ \t]+{REAL}(?!\w)")
CUT = re.compile(rf"(?<![\w)\]])\({WHOLE}\)[ \t]*(?:({NAME})(?![\w(\[.])|(?=\())")
"""`(int)x`."""
STREAM = re.compile(r"(?<![\w.])(?:std::)?cout\b((?:[ \t]*<<[ \t]*(?:\"[^\"\n]*\"|[^<>;\n\"]+))+)(?=;)")
"""`std::cout << "y = " << y << std::endl;`."""
PART = re.compile(r"[ \t]*<<[ \t]*(?:((?:std::)?endl\b[ \t]*)|([^<\s]))")
AROUND = re.compile(r"(?m)^[ \t]*(?:using namespace \w+;|package \w+;?|import \([^()]*\)|import \"[^\"\n]*\";?)[ \t]*$")
"""What stands around a program of C++ and Go."""
DEFINED = re.compile(rf"(?m)^[ \t]*#define[ \t]+({NAME}(?:\({NAME}(?:[ \t]*,[ \t]*{NAME})*\))?)[ \t]+([^\n]+)$")
"""`#define N 3` and `#define SQUARE(x) ((x) * (x))`."""
ROUNDED = re.compile(r"(?<![\w.])(?:(Math\.round)|(?:std::)?l{0,2}roundf?)(?=\()")
"""Java and JavaScript round halves up, C and languages like it away from 0."""
SPACED = re.compile(r"(?<![\w.])(?:std::|Math::|(?:f32|f64)::(?:consts::)?)(?=[^\W\d])")
SCOPED = re.compile(r"(?<![\w.])(torch|F|nn)::(?=[^\W\d])|(?<=[a-z])::(?=[a-z])")
"""`torch::sigmoid` and `torch::nn::functional::relu` of LibTorch."""
CAPITAL = re.compile(r"(?<![\w.])[Mm]ath\.([A-Z][a-z]\w*)(?=\()|(?<![\w.])math\.(Pi|E)(?!\w)")
"""`math.Exp` of Go and `Math.Exp` of C#."""
SINGLE = re.compile(
    r"(?<![\w.])(exp|log|sqrt|pow|sin|cos|tan|tanh|sinh|cosh|fabs|fmax|fmin|floor|ceil|atan2|erf|cbrt)[fl](?=\()"
)
"""C's functions of other precisions."""
NUMBER = re.compile(
    r"(?<![\w.])(\d+\.\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+)(?:[fFdDlL]|_?f(?:32|64))(?!\w)"
)
"""`2.0f`: a number with its precision."""
WHOLE_NUMBER = re.compile(r"(?<![\w.])(\d+)(?:[uU]?[lL]{1,2}|[uU]|_?f(?:32|64))(?!\w)")
LENGTH = re.compile(rf"(?<![\w.])({NAME}(?:\.{NAME})*(?:\[\w+\])?)\.(?:length\b(?!\()|size\(\))")
"""`x.length` and `x.size()`."""
METHOD = re.compile(r"(?<=[\w)])\.(powi|powf|ln)(?=\()")
METHODS = {"powi": "pow", "powf": "pow", "ln": "log"}
"""Methods of Rust's numbers, by the names that they have here."""
SIGNS = {"&&": " and ", "||": " or ", "!": " not "}
SIGN = re.compile(r"&&|(?<=[ \t])\|\|(?=[ \t])|(?<![\w)!=])!(?=[ \t]*[\w(])")
MARK = re.compile(
    rf"(?<![\w.])(?:std::|torch::|Math[.:]|math\.[A-Z]|(?:function|fn|func)[ \t]+{NAME}[ \t]*\()|=>|[\w)]\.pow[if]\(|{SINGLE.pattern}"
    rf"|(?<![\w)\]])\((?:{REAL}|{WHOLE})\)[ \t]*[\w(.-]|[ \t]as[ \t]+f(?:32|64)|[\d.]f(?:32|64)(?!\w)"
    rf"|(?m:^)[ \t]*(?:const|let|var|{WORDS}{TYPE})[ \t]+{NAME}[^\n]*[;{{]|\?[^\n:;?]*+:[^\n;?]*+;"
)
"""What these languages have and mathematics has not."""
STATIC = re.compile(rf"(?<![\w.])(?:{REAL}|{WHOLE})[ \t]+{NAME}|(?<!\w)(?:f32|f64|float64)(?!\w)|std::")
"""What languages have that tell whole numbers from others."""
INTEGER = re.compile(rf"(?<![\w.]){WHOLE}[ \t]+({NAME})(?![ \t]*\()")
QUOTIENT = re.compile(rf"(?<![\w.)\]*/%])(?<![*/%)][ \t])(\d{{1,9}}|{NAME})[ \t]*/[ \t]*(\d{{1,9}}|{NAME})(?![\w.(\[])")
PRECISE = re.compile(r"\d[fF](?!\w)")
STOPPED = re.compile(r"(?m);[ \t]*$")
"""A number with its precision, and the end of a statement, which tells it from a product with f."""
OTHER = re.compile(r"<-|(?m:^)[ \t]*(?:def|class|from|end|import(?! *[(\"]))\b|\\[a-zA-Z]{2}")
"""What R, Python, MATLAB and LaTeX have."""
HEAD = re.compile(r"(?:(?<=[;{}\n])|\A)[ \t]*(def|for|while|if|elif|else)\b[^{};\n]*\{")
PIECE = re.compile(r"[ \t\n]*(?:;|(\})|\n)[ \t\n;]*|[ \t]*(\{)[ \t\n]*")
VALUE = re.compile(r"\s*(?!(?:return|for|while|if|elif|else|def|let|const|var)\b)[^={;]+$")
"""A statement that is an expression: the last one of a function in Rust is its value."""

SQUARE = str.maketrans("{}", "[]")
BODY = 200
"""So many characters behind an arrow are looked through for what it names."""


def defined(located: Located) -> Located:
    """The text with what the preprocessor of C is told, which looks like a comment, as definitions."""
    return located.sub(DEFINED, lambda match: f"{match[1]} = {match[2]}")


@lru_cache(maxsize=8)
def truncates(text: str) -> bool:
    """Whether a text is written in such a language, whose remainder has the sign of what is divided."""
    return OTHER.search(text) is None and MARK.search(text) is not None


def read(located: Located) -> Located:
    """The text with such formulas, functions and blocks as Python and mathematics have them; a type behind a number is told."""
    text = located.text
    precise = STOPPED.search(text) is not None and PRECISE.search(text) is not None
    if OTHER.search(text) or not (precise or MARK.search(text)):
        return located
    typed = NUMBER.search(text) or WHOLE_NUMBER.search(text)
    located = located.telling(told(located, typed)) if typed else located
    located = located.replaced([edit for match in STREAM.finditer(text) for edit in printed(match)])
    located = with_whole_quotients(located)
    for pattern, meant in STEPS:
        located = located.sub_inside(pattern, meant)
    return in_lines(located) if HEAD.search(located.text) else located


def with_whole_quotients(located: Located) -> Located:
    """`1/2` and n/m of whole numbers without what is behind the point, in languages that tell the two kinds apart; it is told."""
    if not STATIC.search(located.text):
        return located
    names = {match[1] for match in INTEGER.finditer(located.text)}
    found = [
        match
        for match in QUOTIENT.finditer(located.text)
        if all(each.isdecimal() or each in names for each in match.groups()) and not divides(*match.groups())
    ]
    for match in found[:1]:
        said = (
            f"`{match.group()}` is a whole number here, without what is behind the point: both of its sides are whole"
        )
        located = located.telling(located.note(match.span(), said, f"for the fraction write {match[1]}.0/{match[2]}"))
    return located.replaced([(*match.span(), f"trunc({match[1]}/{match[2]})") for match in found])


def divides(above: str, below: str) -> bool:
    """Whether a quotient of numbers has nothing behind the point."""
    return above.isdecimal() and below.isdecimal() and int(below) > 0 and int(above) % int(below) == 0


def told(located: Located, number: re.Match[str]) -> Diagnostic:
    """How a number with a letter behind it was read."""
    message = f"`{number.group()}` is read as {number[1]}: the letter says its type, as in C"
    return located.note(number.span(), message, f"for a product write {number[1]}*…")


def function(match: re.Match[str]) -> str:
    """The head of a function, without types."""
    names = [parameter(each) for each in (match[3] or "").split(",") if each.strip()]
    return f"{match[1]}def {match[2]}({', '.join(names)}) {{"


def parameter(written: str) -> str:
    """`double x`, `x: f64` and `x float64` as x; `x = 3` with what it is by default."""
    named, sign, default = written.partition("=")
    words = re.findall(NAME, re.split(r"(?<!:):(?!:)", named)[0])
    if len(words) > 1 and re.fullmatch(TYPE, words[-1]):
        return str(words[0])
    return f"{words[-1]}{sign}{default}" if words else written


def arrow(match: re.Match[str]) -> str:
    """`x => x * x` as x ↦ x · x; `x => y`, where nothing is done with x, may be a comparison."""
    body = match.string[match.end() : match.end() + BODY]
    used = any(re.search(rf"(?<!\w){name}(?!\w)", body) for name in re.findall(NAME, match[1]))
    return f"{match[1]} ↦" if used else match.group()


def closure(match: re.Match[str]) -> str:
    return f" ({', '.join(map(parameter, match[1].split(',')))}) ↦ "


def in_lines(located: Located) -> Located:
    """Each statement of a block in a line of its own, as far to the right as it lies deep; braces without a head hold no block."""
    text, edits = located.text, list[tuple[int, int, str]]()
    heads = {match.end() - 1: match[1] for match in HEAD.finditer(text)}
    open_: list[str] = []
    begun = deep = 0
    for match in PIECE.finditer(text):
        start, stop = match.span()
        before = deep
        if len(open_) > NESTING:
            # The brackets are told; in lines of their own they would take a page for each.
            return located
        if match[2]:
            open_.append(heads.get(match.start(2), ""))
            deep += open_[-1] != ""
        elif match[1] and open_:
            if open_[-1] == "def" and VALUE.match(text[begun:start]):
                edits.append((begun, begun, "return "))
            deep -= open_.pop() != ""
        if deep > before or (before and not match[2] and (deep < before or not match[1])):
            edits.append((start, stop, (":" if deep > before else "") + "\n" + "    " * deep))
        begun = stop
    return located.replaced(edits)


def printed(match: re.Match[str]) -> Iterator[tuple[int, int, str]]:
    """The signs of a stream as the brackets and commas of a call, without the ends of lines; texts stay in their places."""
    yield match.start(), match.start(1), "print("
    for number, part in enumerate(PART.finditer(match.string, match.start(1), match.end(1))):
        start, stop = part.span() if part[1] else (part.start(), part.start(2))
        yield start, stop, ", " if number and not part[1] else ""
    yield match.end(), match.end(), ")"


STEPS: Steps = (
    (AROUND, lambda match: ""),
    (ROUNDED, lambda match: "rounded_up" if match[1] else "rounded_away"),
    (shown_values.CALL, lambda match: "print"),
    (UNGIVEN, lambda match: match[1]),
    (SAME, lambda match: match[1]),
    *LOOPS,
    (FUNCTION, function),
    (ARROW_FUNCTION, function),
    (CHOICE, lambda match: f"{match[1]}({match[3].strip()} if {match[2]} else {match[4].strip()})"),
    (ARROW, arrow),
    (CLOSURE, closure),
    (ARRAY, lambda match: f"{match[1]}{match[2]} = [{match[3].translate(SQUARE)}]"),
    (EMPTY, lambda match: f"{match[1]}{match[2]} = zeros(({match[3]}, {match[4] or ''}))"),
    (FILLED, lambda match: f"{match[1]}{match[2]} = [{match[4].strip()}] * {match[3].strip()}"),
    (LISTED, lambda match: ""),
    (SEVERAL, lambda match: match[1]),
    (TYPED, lambda match: f"{match[1]}{match[2]} ="),
    (DECLARED, lambda match: match[1]),
    (CAST, lambda match: ""),
    (CUT, lambda match: f"trunc({match[1]})" if match[1] else "trunc"),
    (SPACED, lambda match: ""),
    (SCOPED, lambda match: f"{match[1] or ''}."),
    (CAPITAL, lambda match: (match[1] or match[2]).lower()),
    (SINGLE, lambda match: match[1]),
    (NUMBER, lambda match: match[1]),
    (WHOLE_NUMBER, lambda match: match[1]),
    (LENGTH, lambda match: f"len({match[1]})"),
    (METHOD, lambda match: f".{METHODS[match[1]]}"),
    (SIGN, lambda match: SIGNS[match.group()]),
)
