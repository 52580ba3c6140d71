"""What is raised over a name and stands at its foot, where it is part of the name: `x_{t+1}`, `W^{[1]}`, `f′`, `xₜ₊₁`."""

from __future__ import annotations

import re
import unicodedata
from functools import partial

from app.language.source import Diagnostic, LanguageError, Severity
from app.language.text.characters import SUBSCRIPTS, SUPERSCRIPTS
from app.language.text.letters import is_program
from app.language.text.located import Located

FEET = re.compile(f"[{re.escape(''.join(SUBSCRIPTS))}]+")
BEHIND = r"(?:(?<=[^\W_])|(?<=[\u0300-\u036f]))"
"""Behind a letter, or a mark over one."""
BRACED = re.compile(rf"(?<![∑∏ΣΠ‖|]){BEHIND}_\{{([^{{}}\n]*)\}}")
"""What stands at the foot of a name in braces."""
DERIVATIVE = re.compile(r"(?<![\w.\])])d/d[a-zθ](?!\w)(?=[ \t]*[\w(\[])")
"""`d/dx` before what is to be differentiated."""
LAYERED = re.compile(r"(?m)^\s*[^\W\d_]\w*\^\(\d\)\s*=")
LAYER = re.compile(rf"{BEHIND}\^\((\d)\)")
"""The number of a layer in round brackets, where what is left of `=` has one: `a^(2) = σ(W^(2) a^(1))`."""
MARKED = re.compile(rf"{BEHIND}\^(?:\{{\s*[\[(](\w+)[\])]\s*\}}|\[(\w+)\])")
"""The number of a layer or of an example, `W^{[1]}` and `x^{(i)}`: a mark, not a power."""
MARKED_BEYOND = re.compile(rf"{BEHIND}\^\{{\s*[\[(](\w+\s*[+\-]\s*\d+)[\])]\s*\}}")
"""The same with something added, `a^{(l-1)}`: a mark where the text has others."""
LAYERS = {
    letter: re.compile(
        rf"(?<![\w^\\])({of}|\\delta)(?:\^{letter}(?![^\W_])|\^\{{\s*({letter}(?:\s*[-+]\s*\d)?)\s*\}}|{raised})"
        r"(?:_(\w)(?!\w)|_\{(\w+)\})?"
    )
    for letter, raised, of in (("L", "ᴸ", "[aAzZhHwWbδ]"), ("l", "ˡ", "[aAzZhHwWbδxX]"))
}
"""The mark of the last layer, as in `a^L`, or of one before it; and of any layer, `z^l`."""
BEGINNING = re.compile(r"(?m)(?:^|;)\s*$")
NUMBERED = re.compile(r"(?<!\w)([Ll])\s*=\s*\d+\s*(?:[,;\n]|$)")
MARKED_INDEX = re.compile(r"(?<=[^\W\d_])(_(?:[a-z]|\{[a-z]{1,3}\}))\^\{\s*[\[(](\d+|[A-Z])[\])]\s*\}")
"""The number of a layer behind an index, `w_{jk}^{(2)}`: the same as before it, and the index is one of its entries."""
LAYER_LETTER = re.compile(
    r"[^\W\d_]_(?:[jk]|\{[a-z]{1,3}\})\^\{\s*[\[(]l(?:\s*[+-]\s*\d)?[\])]\s*\}|[^\W\d_]_\{l(?:\s*[+-]\s*\d)?,[a-z]{1,3}\}"
)
RAISED_MARK = re.compile(rf"{BEHIND}⁽([{re.escape(''.join(SUPERSCRIPTS))}]+)⁾")
"""The same in small letters, `x⁽ⁱ⁾`."""
INDICATOR = re.compile(r"(?<![\w.])1_\{\s*\[?([^\[\]{}\n]*)\]?\s*\}")
"""`1_{x > 0}` and `1_{[x > 0]}`, which are 1 where what stands at their foot holds."""
BRACKET_FOOT = re.compile(r"(?<=\))_\{\s*([a-z])\s*\}")
NESTED = re.compile(r"[^\W\d_]_\{\s*[a-z]_\{?[ijk]\}?\s*\}")
SUMS = re.compile(r"[∑Σ]|\\sum")
SCRIPTS = re.compile(
    r"(?<=[^\W\d]|[|‖)}\]])(\^(?:\d(?=_)|\{\d+\})|[²³⁴-⁹])(_(?:\d(?!\w)|[^\W\d_]+(?!\w)|\{[^{}\n]*\}|\\infty(?!\w))|[₀-₉]+)"
)
"""A power and then a foot, `‖x‖^2_2` and `σ²₁`: the same as the foot and then the power."""
ACTIVATED = re.compile(rf"{BEHIND}\^?(?:\{{\s*‡\s*\}}|‡)")
"""The sign of a transition state in chemistry, `ΔG^‡`."""
HALF_LIFE = re.compile(r"(?<![^\W\d_])([tTτ])(?:_\{\s*\(*1\)?\s*/\s*\(?2\)*\s*\}|_?½|₁[/⁄ᐟ]₂)")
"""The time in which half of something is gone, `t_{1/2}` and `t½`."""
VECTOR_BARS = re.compile(
    r"(?:\\left\s*)?(?<!\\)\|\s*(\\(?:vec|mathbf|boldsymbol|bm)\s*(?:\{\s*[a-z]\s*\}|\s[a-z](?![a-z])))\s*(?:\\right\s*)?(?<!\\)\|"
)
"""Bars round a letter that is set as a vector: its length."""
NUMBERED_LAYER = re.compile(r"(?m)(?:^|;)[ \t]*([^\W\d_])\[\d\][ \t]*=(?!=)")
ITEM = re.compile(r"(?<![\w\]).])([^\W\d_])\[(\d)\]")
PRIMED_INDEX = re.compile(r"[∑∏ΣΠ]_\{?\s*([a-z])['′]")
"""An index with a prime, `Σ_{c'}`."""
RAISED_SIGN = re.compile(r"(?<=\^)\{\s*([+*†])\s*\}")
"""A sign in braces that marks a value, `x^{+}`."""
GIVEN = re.compile(f"(?<![{''.join(SUBSCRIPTS)}₊₋])[{''.join(SUBSCRIPTS)}₊₋]+\\|[ₐ-ₜᵢⱼ][{''.join(SUBSCRIPTS)}₊₋]*")
"""What is known of a value, at its foot: `x̂ₖ|ₖ₋₁`."""
SHIFTED = re.compile(f"(?<![{''.join(SUBSCRIPTS)}])[{''.join(SUBSCRIPTS)}]+[₊₋][{''.join(SUBSCRIPTS)}]+")
"""An index and what is added to it, `xₜ₊₁`."""
LIMITS = re.compile(
    f"([∑∏ΣΠ])[ \\t]*([{''.join(SUBSCRIPTS)}]+₌[{''.join(SUBSCRIPTS)}]+)([{re.escape(''.join(SUPERSCRIPTS))}]*)"
)
"""The limits of a sum in small letters, `Σᵢ₌₁ⁿ`."""
SIGNED = re.compile(r"(?<=[\w\])}′])(?:_\{([+-])\}|_([+-])(?![\w(])|([₊₋]))")
"""A sign at the foot of a value, `x_+`."""
PRIME = re.compile(r"\^\s*(?:\{\s*(?:\\prime\s*)+\}|\\prime(?![a-zA-Z]))")
COMMA = re.compile(r"(?<=\d)\{,\}(?:(?=\d{3}(?!\d))|(?=(\d)))")
"""The comma of a number in LaTeX, `1{,}5`: before three digits that of thousands."""
RAISED = str.maketrans(SUPERSCRIPTS)
WORDED = {"+": "_plus_", "-": "_minus_", ",": "_", " ": "", "|": "_given_"}
PLUS, MINUS = "_plus ", "_minus "

REFUSED = (
    (
        LAYER_LETTER,
        "has an index and the letter of a layer",
        "write the layer as a number, a_j^{(2)}, or whole vectors: a^{(l)} = σ(W^{(l)} a^{(l-1)} + b^{(l)})",
    ),
    (NESTED, "has an index that has an index of its own", "give it a letter of its own, as in u_i"),
)
"""What beside a sum would be read as something else: its pattern, what is told of it, and what to try."""


def before_latex(located: Located) -> Located:
    """Primes of LaTeX, commas within numbers and feet in an order that LaTeX's reader and ours know.

    Raises LanguageError for nested indices.
    """
    located = located.sub(PRIME, lambda match: "′" * match.group().count("prime"))
    located = located.sub(COMMA, lambda match: "." if match[1] else ",")
    located = located.sub(VECTOR_BARS, lambda match: rf"\|{match[1]}\|")
    located = located.sub(MARKED_INDEX, lambda match: f"{'' if match[2].isdigit() else '_'}{match[2]}{match[1]}")
    for pattern, told, hint in REFUSED if SUMS.search(located.text) else ():
        if found := pattern.search(located.text):
            span, (start, stop) = located.span(*found.span()), located.reach(*found.span())
            raise LanguageError(Diagnostic(span, f"`{located.origin[start:stop]}` {told}", hint))
    return located.sub(SCRIPTS, lambda match: match[2] + match[1])


def layers_named(located: Located) -> tuple[Located, list[Diagnostic]]:
    """`a^L`, and `z^l` where that is left of `=`, as names, unless the text gives L or l a number; and what is told of it."""
    notes, numbered = list[Diagnostic](), NUMBERED.findall(located.text)
    for letter, pattern in LAYERS.items():
        found = [] if letter in numbered else list(pattern.finditer(located.text))
        if not found or (letter == "l" and not any(defines(each) for each in found)):
            continue
        first = found[0]
        told, hint = (
            f"`{first.group()}` is read as one name, that of layer {letter}",
            f"for a power write {first[1]}^({letter})",
        )
        notes.append(Diagnostic(located.span(*first.span()), told, hint, severity=Severity.NOTE))
        located = located.sub(pattern, partial(layer_named, letter))
    return located, notes


def layer_named(letter: str, match: re.Match[str]) -> str:
    """The name of a value of a layer, with what else stands at its foot."""
    return f"{match[1]}_{{{','.join(filter(None, (match[2] or letter, match[3] or match[4])))}}}"


def defines(match: re.Match[str]) -> bool:
    """Whether a statement begins with this and gives it a value."""
    before, after = match.string[: match.start()], match.string[match.end() :].lstrip()
    return BEGINNING.search(before) is not None and after[:1] == "=" and after[:2] != "=="


def after_latex(located: Located) -> Located:
    """What stands over and at the foot of names as part of them. Raises LanguageError for `d/dx`."""
    located = located.sub(RAISED_SIGN, lambda match: match[1])
    located = primed_indices(located)
    located = located.sub(HALF_LIFE, lambda match: apart(match, f"{match[1]}_half"))
    located = layers_in_brackets(located)
    located = located.sub(ACTIVATED, lambda match: apart(match, "_act"))
    located = located.sub(RAISED_MARK, lambda match: f"^{{({match[1].translate(RAISED)})}}")
    located = located.sub(INDICATOR, lambda match: f"1[{match[1]}]")
    located = located.sub(BRACKET_FOOT, lambda match: apart(match, f"_{match[1]}"))
    located = located.sub(GIVEN, lambda match: apart(match, foot(match)))
    located = located.sub(SHIFTED, lambda match: apart(match, foot(match)))
    located = located.sub(LIMITS, with_limits)
    located = signed(located).sub(BRACED, footed)
    if MARKED.search(located.text):
        located = located.sub(MARKED_BEYOND, lambda match: apart(match, foot_of(match[1])))
    located = located.sub(MARKED, lambda match: apart(match, f"_{match[1] or match[2]}"))
    if LAYERED.search(located.text):
        located = located.sub(LAYER, lambda match: apart(match, f"_{match[1]}"))
    if derivative := DERIVATIVE.search(located.text):
        span = located.span(derivative.start(), derivative.end())
        told = "a derivative is what the figure shows"
        raise LanguageError(Diagnostic(span, told, "write the function itself, for example y = x²"))
    return located


def primed_indices(located: Located) -> Located:
    """`Σ_{c'} z_{c'}` with another letter for c′, one that is nowhere else at a foot."""
    for index in dict.fromkeys(PRIMED_INDEX.findall(located.text)):
        feet = "".join(re.findall(r"_\{[^{}]*\}|_\w", located.text))
        letter = next((each for each in "jkmnlipqrsuvw" if each not in feet), index)
        primed = re.compile(rf"(?<=[_{{,])(\s*){index}['′]")
        located = located.sub(primed, partial(with_letter, letter))
    return located


def with_letter(letter: str, match: re.Match[str]) -> str:
    return f"{match[1]}{letter}"


def layers_in_brackets(located: Located) -> Located:
    """`z[1] = W[1] x + b[1]` with the layer as part of each name, where nothing gives these letters a value as a whole."""
    text = located.text
    if not NUMBERED_LAYER.search(text) or is_program(text):
        return located
    given = set(re.findall(r"(?m)(?:^|;)[ \t]*([^\W\d_])[ \t]*=", text))
    return located.sub(
        ITEM, lambda match: match.group() if match[1] in given else apart(match, f"{match[1]}_{match[2]}")
    )


def signed(located: Located) -> Located:
    """`x_+` as a positive part; as a name of its own where a text gives it a value, or has others of that letter: x_- or x_i."""
    signs = [
        (located.text[match.start() - 1], match.group().strip("_{}"), located.text[match.end() :].lstrip()[:1])
        for match in SIGNED.finditer(located.text)
    ]
    numbered = {
        letter for letter, *_ in signs if re.search(rf"(?<!\w){re.escape(letter)}(?:_\{{?\w|[ₐ-ₜᵢⱼ₀-₉])", located.text)
    }
    named = bool(numbered) or any(sign in "-₋" or after == "=" for _, sign, after in signs)
    return located.sub(SIGNED, lambda match: (MINUS if match.group().strip("_{}") in "-₋" else PLUS) if named else "₊")


def footed(match: re.Match[str]) -> str:
    """`_{i,j}` as part of a name."""
    inner = match[1].strip()
    inner = inner[1:-1] if re.fullmatch(r"\([^()]*\)", inner) else inner
    if not re.fullmatch(r"[\w\s,+\-]+(?:\|[\w\s,+\-]+)?", inner):
        return match.group()
    return apart(match, foot_of(inner))


def foot_of(inner: str) -> str:
    """What stands at the foot of a name, as part of it."""
    return "_" + "".join(WORDED.get(sign, sign) for sign in inner)


def apart(match: re.Match[str], foot: str) -> str:
    """The end of a name, apart from a letter that follows: `W^{[1]}x` is W₁ times x."""
    following = match.string[match.end() : match.end() + 1]
    return f"{foot} " if following.isalpha() and unicodedata.category(following) != "Lm" else foot


def with_limits(match: re.Match[str]) -> str:
    """`Σᵢ₌₁ⁿ` as `Σ_{i=1}^{n}`."""
    low = "".join(SUBSCRIPTS[sign] for sign in match[2])
    high = "".join(SUPERSCRIPTS[sign] for sign in match[3])
    return f"{match[1]}_{{{low}}}" + (f"^{{{high}}}" if high else "")


def identifier(name: str) -> str:
    """A name as programs keep it, however it is written: `x₁` is x1, `w′` is w_prime; `lambda` is a word of Python's."""
    if name.isascii():
        return name if name != "lambda" else "λ"
    return unicodedata.normalize("NFKC", FEET.sub(foot, name).replace("′", "_prime"))


def foot(match: re.Match[str]) -> str:
    """Subscripts as part of a name: digits follow at once, letters after a `_`."""
    text = "".join(SUBSCRIPTS.get(sign, sign) for sign in match.group())
    return text if text.isdigit() else "_" + "".join(WORDED.get(sign, sign) for sign in text)
