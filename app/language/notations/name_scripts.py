"""What is raised over a name and stands at its foot, where it is part of the name: `x_{t+1}`, `W^{[1]}`, `f′`, `xₜ₊₁`."""

from __future__ import annotations

import re
import unicodedata
from functools import partial

from app.language.notations import layer_marks
from app.language.notations.name_feet import BEHIND, apart, foot_of
from app.language.text.characters import SUBSCRIPTS, SUPERSCRIPTS
from app.language.text.letters import is_program
from app.language.text.located import Located

FEET = re.compile(f"[{re.escape(''.join(SUBSCRIPTS))}]+")
BRACED = re.compile(rf"(?<![∑∏ΣΠ‖|]){BEHIND}_\{{([^{{}}\n]*)\}}")
"""What stands at the foot of a name in braces."""
DERIVATIVE = re.compile(r"(?<![\w.\])])d/d[a-zθ](?!\w)(?=[ \t]*[\w(\[])")
"""`d/dx` before what is to be differentiated."""
INDICATOR = re.compile(r"(?<![\w.])1_\{\s*\[?([^\[\]{}\n]*)\]?\s*\}")
"""`1_{x > 0}` and `1_{[x > 0]}`, which are 1 where what stands at their foot holds."""
BRACKET_FOOT = re.compile(r"(?<=\))_\{\s*([a-z])\s*\}")
RAISED_TWICE = re.compile(r"\^\{(?!\s*[\[(])[^{}\n]+\}\s*\^")
"""Two powers over one value, `x^{a}^{b}`, which TeX refuses, too."""
SCRIPTS = re.compile(
    r"(?<=[^\W\d]|[|‖)}\]])(\^(?:\d(?=_)|\{\d+\}|\{?\\circ\}?(?=_))|[²³⁴-⁹]|°(?=_))(_(?:\d(?!\w)|[^\W\d_]+(?!\w)|\{[^{}\n]*\}|\\infty(?!\w))|[₀-₉]+)"
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
PRIMED_INDEX = re.compile(r"[∑∏ΣΠ]_\{?\s*([a-z])['′]")
"""An index with a prime, `Σ_{c'}`."""
RAISED_SIGN = re.compile(r"(?<=\^)\{\s*([+*†])\s*\}")
"""A sign in braces that marks a value, `x^{+}`."""
PRIOR = re.compile(
    rf"(?:{BEHIND}|(?<=[\d}}{re.escape(''.join(SUBSCRIPTS))}]))"
    rf"(?:⁻(?![¼-¾⅐-⅟\]{re.escape(''.join(SUPERSCRIPTS))}(])|\^(?:\{{\s*-\s*\}}|-(?=[ \t]*(?:[)}},;=+*/]|$))))",
    re.MULTILINE,
)
"""A minus over a name, which marks the value before a step, `P⁻` and `x̂_k^-`."""
POSTERIOR = re.compile(rf"(?:{BEHIND}|(?<=[\d}}{re.escape(''.join(SUBSCRIPTS))}]))(?:⁺|\^\{{\s*\+\s*\}}|\^\+)")
"""A plus over one, which marks the value behind it."""
GIVEN = re.compile(f"(?<![{''.join(SUBSCRIPTS)}₊₋])[{''.join(SUBSCRIPTS)}₊₋]+\\|[ₐ-ₜᵢⱼ][{''.join(SUBSCRIPTS)}₊₋]*")
"""What is known of a value, at its foot: `x̂ₖ|ₖ₋₁`."""
SHIFTED = re.compile(
    f"(?<![{''.join(SUBSCRIPTS)}])[{''.join(SUBSCRIPTS)}]+[₊₋][{''.join(SUBSCRIPTS)}]+|{BEHIND}[₊₋][₀-₉]+"
)
"""An index and what is added to it, `xₜ₊₁`, and a number with its sign, `v₋₁`."""
LIMITS = re.compile(
    f"([∑∏ΣΠ])[ \\t]*([{''.join(SUBSCRIPTS)}]+₌[{''.join(SUBSCRIPTS)}]+)([{re.escape(''.join(SUPERSCRIPTS))}]*)"
)
"""The limits of a sum in small letters, `Σᵢ₌₁ⁿ`."""
SIGNED = re.compile(r"(?<=[\w\])}′])(?:_\{([+-])\}|_([+-])(?![\w(])|([₊₋]))")
"""A sign at the foot of a value, `x_+`."""
PRIME = re.compile(r"\^\s*(?:\{\s*(?:\\prime\s*)+\}|\\prime(?![a-zA-Z]))")
COMMA = re.compile(r"(?<=\d)\{,\}(?:(?=\d{3}(?!\d))|(?=(\d)))")
"""The comma of a number in LaTeX, `1{,}5`: before three digits that of thousands."""
PLUS, MINUS = "_plus ", "_minus "


def before_latex(located: Located) -> Located:
    """Primes of LaTeX, commas within numbers and feet in an order that LaTeX's reader and ours know.

    Raises LanguageError for two powers over one value.
    """
    located = located.sub(PRIME, lambda match: "′" * match.group().count("prime"))
    located = located.sub(COMMA, lambda match: "." if match[1] else ",")
    located = located.sub(VECTOR_BARS, lambda match: rf"\|{match[1]}\|")
    located = layer_marks.before_latex(located)
    if found := RAISED_TWICE.search(located.text):
        hint = "write x^{a^b} for x to the power of aᵇ, and (x^a)^b for a power of xᵃ"
        located.refuse(found.span(), "two powers stand over one value", hint)
    return located.sub(SCRIPTS, lambda match: match[2] + match[1])


def after_latex(located: Located) -> Located:
    """What stands over and at the foot of names as part of them. Raises LanguageError for `d/dx`."""
    located = signs_over(located).sub(RAISED_SIGN, lambda match: match[1])
    located = primed_indices(located)
    located = located.sub(HALF_LIFE, lambda match: apart(match, f"{match[1]}_half"))
    located = located.sub(ACTIVATED, lambda match: apart(match, "_act"))
    located = layer_marks.small(located)
    located = located.sub(INDICATOR, lambda match: f"1[{match[1]}]")
    located = located.sub(BRACKET_FOOT, lambda match: apart(match, f"_{match[1]}"))
    located = located.sub(GIVEN, lambda match: apart(match, foot(match)))
    located = located.sub(SHIFTED, lambda match: apart(match, foot(match)))
    located = located.sub(LIMITS, with_limits)
    located = signed(located).sub(BRACED, footed)
    located = layer_marks.after_latex(located)
    if derivative := DERIVATIVE.search(located.text):
        told = "a derivative is what the figure shows"
        located.refuse(derivative.span(), told, "write the function itself, for example y = x²")
    return located


def signs_over(located: Located) -> Located:
    """`P⁻` and `x̂_k^{-}` as names of their own; with them in a text so are `P⁺` and `x̂_k^{+}`."""
    if is_program(located.text) or not PRIOR.search(located.text):
        return located
    return located.sub(PRIOR, lambda match: apart(match, "_minus")).sub(POSTERIOR, lambda match: apart(match, "_plus"))


def primed_indices(located: Located) -> Located:
    """`Σ_{c'} z_{c'}` with another letter for c′, one that is nowhere else at a foot."""
    for found in PRIMED_INDEX.finditer(located.text):
        index = found[1]
        if not re.search(rf"(?<![∑∏ΣΠ])(?:_\{{[^{{}}\n]*|_){index}['′]", located.text):
            told = f"`{index}′` runs over nothing that is known: no name has it at its foot"
            hint = "write what is summed with an index, as in Σ_j P_j (R_j + γ V_j)"
            located.refuse((found.start(1), found.end()), told, hint)
    for index in dict.fromkeys(PRIMED_INDEX.findall(located.text)):
        feet = "".join(re.findall(r"_\{[^{}]*\}|_\w", located.text))
        letter = next((each for each in "jkmnlipqrsuvw" if each not in feet), index)
        primed = re.compile(rf"(?<=[_{{,])(\s*){index}['′]")
        located = located.sub(primed, partial(with_letter, letter))
    return located


def with_letter(letter: str, match: re.Match[str]) -> str:
    return f"{match[1]}{letter}"


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
    return text if text.isdigit() else foot_of(text)
