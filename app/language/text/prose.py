"""Words round formulas, in whatever language, are passed over: sentences, what leads to a formula, and remarks behind one."""

from __future__ import annotations

import keyword
import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import NamedTuple

from app.language.functions import APPLIED
from app.language.source import Diagnostic, Severity
from app.language.text.letters import GREEK, is_worded
from app.language.text.located import Lines, Located

LEADING = frozenset(
    (
        "var const val double float auto let set given where with for and suppose assume take put say at define when "
        "then so hence thus now here compute calculate evaluate find consider if since because minimize minimise maximize maximise "
        "optimize optimise first second third next finally lastly therefore"
    ).split()
)
"""Words before an assignment that the reading of formulas knows."""
OTHER = r"\u0400-\u052f\u0590-\u0e7f\u10a0-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
"""Letters of scripts that mathematics takes no names from but in a text that gives them values."""
LETTER = r"[^\W\d_²³¹⁰-₉¼-¾⅐-⅟]"
WORD = rf"{LETTER}+(?:['’-]{LETTER}+)*"
SENTENCE = re.compile(
    rf"(?m)^[ \t]*(?:\#{{1,6}}[ \t]+)?(?:[(\[]?\d+(?:\.\d+)*[.):\]]*[ \t]+)?(?P<said>[(“\"]?{WORD}"
    rf"(?:[ \t,.:;!?()…\"“”—]+(?:{WORD}|\d+))*[ \t.:;,!?)…\"”—]*)$"
)
"""A line of words alone, perhaps with a number before it."""
NAME = r"[^\W\d_](?:[₀-₉ᵢⱼ]+|_\w{1,8}|_\{\w{1,8}\}|\d{1,2})?[′']?(?:\([^()\n=]{1,40}\))?[ \t]*:?=(?!=)"
LEAD = re.compile(
    rf"(?m)(?P<before>^[ \t]*|[.,;:][ \t]+|(?P<between>(?<=[\w)\]²³])[ \t]+(?=[^\W\d_]{{2}})))"
    rf"(?P<said>{WORD}(?:[ \t]+{WORD}){{0,7}}):?[ \t]+(?={NAME})"
)
"""Words before a letter that is given a value, `Dann gilt z = …`, also behind another formula, `y = x² für x = 2`."""
BETWEEN = frozenset("and und et och og oraz en em no na ao au im am bei mit con por für pour para ist est es".split())
"""Short words that stand between two formulas."""
LET = r"(?:(?:[Ll]et|[Gg]iven|[Ss]uppose|[Tt]ake|[Ww]ith|[Ii]nput|[Oo]utput)[ \t]+)?"
OPENING = re.compile(rf"(?m)^[ \t]*(?P<said>{WORD}(?:[ \t,]+(?:{WORD}|\d+))+(?:[.!]|(?<!\b\w):))[ \t]+(?={LET}{NAME})")
"""A sentence before the formulas of its line, `Two layers. Let w = 2`."""
REMARK = re.compile(
    rf"(?m)(?<=[\w)\]²³!])[ \t]+\((?P<said>{WORD}(?:[ \t,:;]+(?:{WORD}|\d+))*)\)(?=[.,;]?[ \t]*$)"
    rf"|(?<=[\w)\]²³!])(?:[ \t]{{2,}}(?:%|<-|--)?|[ \t]*,|[ \t]+%|[ \t]*→)[ \t]*(?P<beside>{WORD}(?:[ \t]+{WORD}){{0,11}})\.?[ \t]*$"
)
"""What is said behind a formula, `z = wx + b (linear layer)`."""
QUOTED = re.compile(r"(?m)^[^`\n]*`[^\n]*`[^`\n]*$")
"""A line with something between backticks, as Markdown marks code."""
STRANGE = re.compile(rf"[{OTHER}][\w{OTHER}]*(?:[ \t]+[{OTHER}]+)*")
"""Words of another script beside formulas."""
ALLOWED_BEFORE, ALLOWED_AFTER = (
    re.compile(r"(?:^|[\n,;.:!?(\w)])[ \t]*$"),
    re.compile(rf"[ \t]*(?:$|[\n,;.:!?)]|{NAME})"),
)
BOUND = re.compile(r"(?<![\w.])([^\W\d]\w*)(?:\([^()\n]{0,40}\))?[ \t]*:?=(?!=)")
PUNCTUATION = frozenset(".:!?…;")
CALCULATING = frozenset(
    "plus minus times squared cubed over divided by of per root half twice double mod and or not if else for".split()
)
"""Words that may be meant as an operation, or as a part of the language."""
STATING = frozenset(keyword.kwlist) | frozenset(
    "int long local static real mut final public private end function begin repeat loop case match default print input output".split()
)
"""What statements begin with."""
VOWEL = re.compile(rf"[aeiouyäöüåøæáàâãéèêëíìîïóòôõúùûœ{OTHER}]", re.IGNORECASE)
LONG = 3
SENTENCE_LENGTH = 4


class Known(NamedTuple):
    """The names that a text gives values, and how often each of its words stands in it."""

    bound: frozenset[str]
    counts: Mapping[str, int]


def passed_over(located: Located) -> Located:
    """The text without such words, of which one note tells; programs and texts that give nothing a value stay."""
    if is_worded(located.origin) or BOUND.search(located.text) is None:
        return located
    known = Known(frozenset(BOUND.findall(located.text)), Counter(words_of(located.text)))
    places: list[tuple[int, int]] = []

    def without(accepted: Callable[[re.Match[str], Known], str | None]) -> Callable[[re.Match[str]], str]:
        def replacement(match: re.Match[str]) -> str:
            left = accepted(match, known)
            if left is None:
                return match.group()
            places.append(located.reach(*match.span()))
            return left

        return replacement

    for pattern, accepted in (
        (QUOTED, formulas),
        (SENTENCE, sentence),
        (OPENING, sentence),
        (REMARK, remark),
        (LEAD, lead),
        (STRANGE, strange),
    ):
        located = located.sub(pattern, without(accepted))
    return told(located, sorted(places))


def told(located: Located, places: list[tuple[int, int]]) -> Located:
    """The text with a note of where words were passed over."""
    if not places:
        return located
    whole = Lines(located.origin)
    lines = sorted({whole.span(*each).line for each in places})
    shown = ", ".join(map(str, lines))
    where = f"in line {shown}" if len(lines) == 1 else f"in lines {shown}"
    message = f"the words beside the formulas {where} have no bearing on the figure and were passed over"
    note = Diagnostic(whole.span(*places[0]), message, "for a product write *", severity=Severity.NOTE)
    return located.telling(note)


def long(word: str) -> bool:
    """Whether a word is one of a sentence, and hardly a name or a function."""
    strange = re.search(f"[{OTHER}]", word) is not None
    own = word.lower()
    return strange or (len(word) >= LONG and VOWEL.search(word) is not None and own not in APPLIED and own not in GREEK)


def formulas(match: re.Match[str], known: Known) -> str | None:
    """The formulas of a line between backticks, nothing for a sentence without one; None where `=` stands outside of them."""
    parts = match.group().split("`")
    outside = "".join(parts[::2])
    if len(parts) % 2 == 0 or "=" in outside:
        return None
    found = [each for each in parts[1::2] if "=" in each]
    return "; ".join(found if found or words_of(outside) else parts[1::2])


def words_of(said: str) -> list[str]:
    return re.findall(WORD, said)


def sentence(match: re.Match[str], known: Known) -> str | None:
    """Nothing for a line that is a sentence, a heading or what leads to the next line; None for all else."""
    said = match["said"].strip()
    words = words_of(said)
    plain = [each for each in words if long(each)]
    ended = said[-1] in PUNCTUATION
    if words[0].lower() in STATING - {"and"} or not plain or all(each in known.bound for each in plain):
        return None
    if any(re.search(f"[{OTHER}]", each) for each in plain):
        return ""
    begins = words[0][0].isupper() or ended or len(words) >= SENTENCE_LENGTH
    enough = len(plain) > 1 or (ended and len(words) > 1)
    return "" if begins and enough and LONG * len(plain) >= len(words) else None


def lead(match: re.Match[str], known: Known) -> str | None:
    """What stands before words that lead to a formula; None for declarations, functions and equations."""
    words = words_of(match["said"])
    lower = [each.lower() for each in words]
    first = lower[0]
    if len(words) == 1 and first in LEADING:
        return None
    said = {*lower} - {"is", "as", "with", "and", "input", "output"}
    named = known.bound & {each for each in words if len(each) > 1}
    if STATING & said or named or first in APPLIED or first in GREEK or (match["between"] and CALCULATING & said):
        return None
    if match.group().rstrip()[-1] == ":" and len(words[-1]) == 1:
        # `z: f64 = …` says of what kind z is.
        return None
    begins = long(words[0]) or (len(words) > 1 and len(first) > 1 and (words[0].istitle() or any(map(long, words))))
    if not (first in BETWEEN or begins):
        return None
    before = match["before"]
    if before.strip() in (".", ":"):
        return "; "
    return ", " if not before.strip() and match.start() and match.string[match.start() - 1] != "\n" else before


def remark(match: re.Match[str], known: Known) -> str | None:
    """Nothing for a remark behind a formula; None for factors, and for what a function is applied to."""
    line = match.string[match.string.rfind("\n", 0, match.start()) + 1 : match.start()]
    said = match["said"] or match["beside"]
    words = words_of(said)
    plain = [each for each in words if long(each)]
    if "=" not in line or not plain or known.bound & {*words} or CALCULATING & {each.lower() for each in words}:
        return None
    before = re.search(r"\w*$", line)
    assert before is not None
    name = before[0]
    if len(words) == 1:
        # `x = 2 (input)`, `z = wx   (score)` and `z = wx   % score`.
        marked = match.group().startswith("  ") and match.group().strip()[0] in "%<-("
        alone = match["said"] and name.isdigit() and known.counts[words[0]] == 1
        return "" if marked or alone else None
    applied = name in APPLIED or (len(name) >= LONG and name.isalpha() and name not in known.bound)
    return None if match["said"] and applied else ""


def strange(match: re.Match[str], known: Known) -> str | None:
    """Nothing, or what parts two statements, for words of another script between them; None for names."""
    words = words_of(match.group())
    before, after = match.string[: match.start()], match.string[match.end() :]
    begins = ALLOWED_BEFORE.search(before[-200:])
    goes_on = ALLOWED_AFTER.match(after)
    if known.bound & {*words} or begins is None or goes_on is None:
        return None
    inside = before.rstrip(" \t")[-1:] not in ("", *"\n,;.:!?(")
    return ", " if inside and re.match(rf"[ \t]*{NAME}", after) else ""
