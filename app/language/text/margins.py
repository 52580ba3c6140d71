"""What stands round the lines of a pasted text and is no part of it: prompts, fences, line numbers, marks of a diff or a quotation."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable
from itertools import pairwise

from app.language.text import exercises
from app.language.text.letters import is_program
from app.language.text.located import Located
from app.language.text.quoted import without_docstrings

Cuts = list[int]
"""How many characters of each line's start are no part of the text."""

PROMPT = re.compile(r"[ \t]*(?:>>>(?: |$)|>>> ?|\.\.\.(?: |$)|In ?\[[\d* ]*\]: ?|\.\.\.+:(?: |$))")
"""What stands before a line in a notebook or a session of Python."""
MAGIC = re.compile(r"[ \t]*(?!%(?:pi|e)\b)[%!][^\n]*")
"""A notebook's own commands, `%matplotlib inline` or `!pip`."""
FENCE = re.compile(r"[ \t]*(?:```|~~~)[^`\n]*$")
NUMBERED = re.compile(r"[ \t]*[\[(]?(\d+)(?:[.:|)\]]+(?!\d)|(?=[ \t]|$))")
DIFF = re.compile(r"[+ ](?![+])|[-](?!--)|@@|---|\+\+\+|diff |index |\\ ")
QUOTED = re.compile(r"[ \t]*(?:>|│|┃)(?!>)[ \t]?")
BULLET = re.compile(r"[ \t]*[*•‣◦▪–-] +(?=\S)")
ASSIGNED = re.compile(r"\s*(?<![\w.])[^\W\d][\w.]*+(?:\[[^\]]*\]|\([^)]*\))?\s*(?::|[-+*/@])?=(?!=)")


EMPHASISED = re.compile(r"(?m)^([ \t]*)(\*\*|`|\*)(?![*`\s])([^`\n=]+=(?!=)[^`\n]*?)\2([.,;]?[ \t]*)$")
"""A line in Markdown's bold type, or as its code: `**z = xy**`."""
LABELLED = re.compile(r"(?m)^([ \t]*(?:[*•-][ ]+)?)(\*\*|__|\*)[A-Z][\w ()-]*:?\2[ \t]*:?[ \t]*(?=[^\s=][^\n=]*=)")
"""A label in bold type before a formula: `**Loss**: L = …`."""
LED_IN = re.compile(
    r"(?m)^([ \t]*)(?:[Ll]et(?:['’]s| us) (?:say|set|take|define|compute|assume)|(?:Suppose|Assume|Say|Recall) that"
    r"|(?:(?:First|Then|Next|Finally|Now),? )?[Ww]e (?:have|get|define|compute)(?: (?:the|our) (?:[a-z-]{1,20} ){1,3}as)?"
    r"|(?:The|Our|This) (?:[a-z-]{1,20} ){1,4}(?:is|becomes|equals)(?: then| now| given by| defined as)?):?[ \t]+(?=[^\n=]{1,40}=(?!=))"
)
"""Words that lead to a formula: `Let's say x = 2`, `The loss is L = …`."""
PICTURES = re.compile(
    r"(?m)^[ \t]*[\u2705\u2714\u274c\u27a1\u2b50\u26a0\ufe0f\U0001f000-\U0001faff]+[ \t]*(?![ \t=:(])"
    r"|(?<=[\w)\] ])[ \t]?[\u2705\u2714\u274c\u27a1\u2b50\u26a0\ufe0f\U0001f000-\U0001faff]+[ \t]*$"
)
"""Small pictures before and behind a line."""
RULE = re.compile(r"[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*$")
LABEL = re.compile(
    r"[ \t]*(?:[Ss]tep|Eq\.?|Equation|Line|Part|Q|Question|Problem|Exercise|Example|Ex\.?|Task)[ \t]*\(?\d+(?:\.\d+)*\)?"
    r"[ \t]*[:.)][ \t]*(?=[^\W\d])"
)
HYPOTHESIS = re.compile(r"(?m)^[ \t]*H(?:_?\{?[01aA]\}?|[₀₁ₐ])[ \t]*:[ \t]*(?:(?=[^\n=]*[^\n<>≠≤≥!=]=(?!=))|[^\n]*$)")
"""What leads to the value that a hypothesis states, `H₀: μ = 0`, or all of one that states none, `H₁: μ ≠ 0`."""
LETTERED = re.compile(
    r"[ \t]*(?:\([a-h]\)|[a-h][.)]|\(?[ivx]{1,4}\)|\(?\d{1,2}\)"
    r"|\d{1,2}\.(?=[ \t]+[^\W\d]\w*(?:\([^()\n]{1,40}\))?[ \t]*:?=(?!=)))[ \t]+"
)
"""The letter or the number of a part of an exercise, `(a) y = …`; `2. y = …` cannot be another thing."""
WORDS = re.compile(
    r"[ \t]*(?:\d{1,2}[.)][ \t]+)?([^\W\d_]{3,})(?: [^\W\d_]+){0,5}:[ \t]+(?=([^\W\d]\w*)(?:\([^()\n]{1,40}\))?[ \t]*=(?!=))"
)
"""Words before an assignment, `Hidden layer: h = …`, or a name before its type, which is told apart by the second group."""
TYPES = frozenset("float int str bool list tuple dict set bytes complex object type".split())
WIDTH, INDENTATION = 8, 400
"""So many blanks are left within a line, and before one."""
BLANKS = re.compile(rf"[ \t]{{{WIDTH + 1},}}")
EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")
BEGINS = re.compile(r"[:{(\[,\\][ \t]*(?:\#.*)?$|^[ \t]*(?:end\b|\})|^(?:for|while|if|def|class|function|with|try)\b")
"""A line that may begin a block, or goes on in the next."""
HEADING = re.compile(
    r"[ \t]*(?:(?:[*•-]|\d{1,2}[.)])[ \t]+)?(?:[A-Z][A-Za-z]+(?:(?:[ -]| [+&/] )[A-Za-z]+){0,6}:[ \t]*$"
    r"|(?P<type>\*\*|__)(?!\s)[^*_=\n]{2,80}(?P=type):?[ \t]*$)"
)
"""A line of words with a colon, or in bold type."""


def inside(text: Located) -> Located:
    """The text without all that is only round it, and without the indentation that its lines share."""
    text = narrow(without_docstrings(text)).sub(PICTURES, lambda _: "").sub(LED_IN, lambda match: match[1])
    text = exercises.formula(text)
    text = text if is_program(text.text) else text.sub(HYPOTHESIS, lambda _: "")
    text = text.sub(LABELLED, lambda match: match[1]).sub(EMPHASISED, lambda match: match[1] + match[3] + match[4])
    for margin in MARGINS:
        lines = text.text.split("\n")
        cuts = margin(lines)
        if any(cuts):
            text = cut(text, lines, cuts)
    return narrow(text)


def narrow(text: Located) -> Located:
    """The text without long stretches of nothing, which pattern after pattern would go through from each of their places on."""
    return text.sub(BLANKS, narrowed).sub(EMPTY_LINES, lambda match: "\n\n")


def narrowed(match: re.Match[str]) -> str:
    begins = match.start() == 0 or match.string[match.start() - 1] == "\n"
    return match.group()[: INDENTATION if begins else WIDTH]


def cut(text: Located, lines: list[str], cuts: Cuts) -> Located:
    """The text with the first characters of each line taken away."""
    starts: list[int] = []
    ends: list[int] = []
    place = 0
    for line, width in zip(lines, cuts, strict=True):
        stop = place + len(line) + 1
        starts += text.starts[place + width : stop]
        ends += text.ends[place + width : stop]
        place = stop
    kept = "\n".join(line[width:] for line, width in zip(lines, cuts, strict=True))
    return text.respelled(kept, starts, ends)


def fenced(lines: list[str]) -> Cuts:
    """Of a text with fences, what they hold; where they hold nothing, what is round them."""
    fences = [number for number, line in enumerate(lines) if FENCE.match(line)]
    held = [sum(fence < number for fence in fences) % 2 == 1 and number not in fences for number in range(len(lines))]
    if not any(line.strip() for line, kept in zip(lines, held, strict=True) if kept):
        held = [number not in fences for number in range(len(lines))]
    return [0 if kept else len(line) for line, kept in zip(lines, held, strict=True)]


def compared(lines: list[str]) -> Cuts:
    """Of a diff, the new lines and those that stayed."""
    written = [line for line in lines if line.strip()]
    added = [line for line in written if line[0] == "+" and ASSIGNED.match(line, 1)]
    if not added or not all(DIFF.match(line) for line in written):
        return [0] * len(lines)
    return [1 if line[:1] in ("+", " ") and line[:3] != "+++" else len(line) for line in lines]


def quoted(lines: list[str]) -> Cuts:
    """A quotation as in mail: each line begins with `>`."""
    return marked(lines, QUOTED)


def listed(lines: list[str]) -> Cuts:
    """Assignments after a bullet or the letter of a part."""
    marks = [BULLET.match(line) or LETTERED.match(line) for line in lines]
    return [mark.end() if mark and ASSIGNED.match(mark.string, mark.end()) else 0 for mark in marks]


def marked(lines: list[str], mark: re.Pattern[str]) -> Cuts:
    """A mark that each of the lines begins with."""
    found = [mark.match(line) for line in lines]
    if any(line.strip() and not match for line, match in zip(lines, found, strict=True)):
        return [0] * len(lines)
    return [match.end() if match else 0 for match in found]


def prompted(lines: list[str]) -> Cuts:
    """Of a session, what was typed: lines after a prompt, and those under `In [1]:` down to the output."""
    prompts = [PROMPT.match(line) for line in lines]
    if not any(prompt and prompt.group().strip()[0] in ">I" for prompt in prompts):
        return [0] * len(lines)
    cuts, within = [], False
    for line, prompt in zip(lines, prompts, strict=True):
        within = prompt.group().strip()[0] == "I" if prompt else within and not line.startswith("Out[")
        cuts.append(prompt.end() if prompt else 0 if within else len(line))
    return cuts


def numbered(lines: list[str]) -> Cuts:
    """Lines that count themselves: 1, 2, 3 … stand before what they say."""
    found = [NUMBERED.match(line) if line.strip() else None for line in lines]
    counts = [(place, int(match.group(1))) for place, match in enumerate(found) if match and len(match.group(1)) < 6]
    written = sum(bool(line.strip()) for line in lines)
    steps = {(count - counts[0][1], place - counts[0][0]) for place, count in counts}
    by_line = all(count == place for count, place in steps)
    by_statement = (
        [count for _, count in counts] == [counts[0][1] + step for step in range(len(counts))] if counts else False
    )
    if written < 2 or len(counts) != written or not (by_line or by_statement):
        return [0] * len(lines)
    return [match.end() if match else 0 for match in found]


def titled(lines: list[str]) -> Cuts:
    """Lines between the parts of an answer, `---` and `Forward pass:`, and the labels of steps."""
    if not any(ASSIGNED.search(line) for line in lines):
        return [0] * len(lines)
    whole = [bool(RULE.match(line) or HEADING.match(line)) for line in lines]
    labels = [LABEL.match(line) or labelled(line) for line in lines]
    return [
        len(line) if all_ else label.end() if label else 0
        for line, all_, label in zip(lines, whole, labels, strict=True)
    ]


def labelled(line: str) -> re.Match[str] | None:
    """The words before an assignment; None where they may be a statement of Python's, or a name with its type."""
    match = WORDS.match(line)
    if match is None or keyword.iskeyword(match[1]) or match[1] in ("match", "case"):
        return None
    name = match[2]
    typed = name in TYPES or (len(name) > 2 and (name[0].isupper() or match[1][0].islower()))
    return None if typed else match


def commanded(lines: list[str]) -> Cuts:
    """A notebook's own commands."""
    return [len(line) if MAGIC.match(line) else 0 for line in lines]


def indented(lines: list[str]) -> Cuts:
    """The indentation that all lines share which are more than a comment, and that of the first, which stands in no block; where no line
    begins a block, that which the lines between two empty ones share."""
    if any(BEGINS.search(line) for line in lines):
        return shared(lines)
    empty = [-1, *(place for place, line in enumerate(lines) if not line.strip()), len(lines)]
    return [
        width
        for before, after in pairwise(empty)
        for width in [*shared(lines[before + 1 : after]), *[0] * (after < len(lines))]
    ]


def shared(lines: list[str]) -> Cuts:
    widths = [len(line) - len(line.lstrip(" \t")) for line in lines]
    code = [place for place, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")]
    common = min((widths[place] for place in code), default=0)
    return [width if place in code[:1] else min(common, width) for place, width in enumerate(widths)]


MARGINS: tuple[Callable[[list[str]], Cuts], ...] = (
    fenced, compared, quoted, prompted, indented, titled, numbered, listed, indented, titled, commanded, indented,
)  # fmt: skip
