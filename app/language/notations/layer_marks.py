"""The marks of layers and of examples over a name, as part of it: `W^{[1]}`, `x^{(i)}`, `a^L`, `z^l_j`, `a^{[2](i)}`."""

from __future__ import annotations

import re
from functools import partial

from app.language.notations.name_feet import BEHIND, apart, foot_of
from app.language.text.characters import RAISED, SUBSCRIPTS, SUPERSCRIPTS
from app.language.text.letters import is_program
from app.language.text.located import Located

INDEX = r"_(?:[a-z](?![^\W_])|[a-z]{2}(?![^\W_])|\{\s*[a-z]{1,3}\s*\}|\{\s*[a-z0-9]{1,2}\s*,\s*[a-z0-9]{1,2}\s*\})"
"""An index of an entry, or several."""
OPENED, CLOSED, SHIFT = r"\^\{\s*[\[(]", r"[\])]\s*\}", r"(?:\s*[-+]\s*\d)?"
BRACKETED = re.compile(rf"{OPENED}|\^\(")
PLAIN = r"\^[\[(]({})[\])]"
"""A mark in brackets alone, which is no power where an index stands beside it."""
LETTER = rf"{OPENED}l{SHIFT}{CLOSED}|\^\(\s*l{SHIFT}\s*\)|\^l(?![^\W_])|\^\{{\s*l{SHIFT}\s*\}}|ˡ"
"""The mark of layer l, or of the one before it."""
LETTERED = re.compile(
    rf"(?P<base>(?<![\w\\^])[^\W\d_]|\\[a-z]+)(?:(?P<ahead>{INDEX})(?P<over>{LETTER})|(?P<raised>{LETTER})(?P<behind>{INDEX}))"
)
"""An entry of a value of layer l, `z_j^{(l)}` and `w^l_{jk}`."""
ANY_LAYER = re.compile(rf"{BEHIND}(?P<raised>{LETTER})")
CAPITAL = re.compile(r"\^(?:\{\s*[\[(]?)?L(?![^\W_])|ᴸ")
ROUND = r"\^\((\d|[lL](?:\s*[-+]\s*\d)?)\)"
LAYERED = re.compile(rf"(?m)^\s*[^\W\d_]\w*{ROUND}\s*=")
LAYER = re.compile(rf"{BEHIND}{ROUND}")
"""The number of a layer in round brackets, where what is left of `=` has one: `a^(2) = σ(W^(2) a^(1))`."""
COUNTED = re.compile(r"[∑Σ]\s*(?:_i\b|_\{\s*i\b[^{}\n]*\}|ᵢ[₌₀-₉]*+)(?!\s*\^\s*\{?\d|[⁰¹²³⁴-⁹])")
EXAMPLE = re.compile(rf"{BEHIND}\^\(i\)")
"""The number of an example in round brackets beside a sum over i, `Σ_{i=1}^m (h(x^(i)) − y^(i))²`."""
MARKED = re.compile(rf"{BEHIND}(?:{OPENED}(\w+){CLOSED}|\^\[(\w+)\])")
"""The number of a layer or of an example, `W^{[1]}` and `x^{(i)}`: a mark, not a power."""
MARKED_BEYOND = re.compile(rf"{BEHIND}{OPENED}(\w+\s*[+\-]\s*\d+){CLOSED}")
"""The same with something added, `a^{(l-1)}`: a mark where the text has others."""
MARKED_TWICE = re.compile(rf"{BEHIND}{OPENED}(\w)[\])]\s*[\[(](\w){CLOSED}")
"""The numbers of a layer and of an example, `a^{[2](i)}`."""
LAYERS = {
    letter: re.compile(
        rf"(?<![\w^\\])({of}|\\delta)(?:\^{letter}(?![^\W_])|\^\{{\s*({letter}(?:\s*[-+]\s*\d)?)\s*\}}|{raised})"
        r"(?:_(\w)(?!\w)|_\{(\w+)\})?"
    )
    for letter, raised, of in (("L", "ᴸ", "[aAzZhHwWbδ]"), ("l", "ˡ", "[aAzZhHwWbδxX]"))
}
"""The mark of the last layer, as in `a^L`, or of one before it; and of any layer, `z^l`."""
BEGINNING = re.compile(r"(?m)(?:^|;|\$|\\\[|\\\(|\\begin\{\w+\*?\})\s*$")
SMALL_FEET = f"([{re.escape(''.join(SUBSCRIPTS))}]+)"
FOOT_FIRST = re.compile(
    rf"(?<=[aAzZhHwWbδxX]){SMALL_FEET}([ᴸˡ])|(?<=[ᴸˡ]){SMALL_FEET}"
    r"|(?<=[aAzZhHwWbδ])_(?:(\w)|\{(\w{1,3})\})(\^L(?!\w)|\^\{L\})"
)
"""The index of an entry in small letters before the mark of a layer or behind it, `aⱼᴸ` and `aᴸⱼ`."""
NUMBERED = re.compile(r"(?<!\w)([Ll])\s*=\s*\d+\s*(?:[,;\n]|$)")
MARKED_INDEX = re.compile(
    rf"(?<=[^\W\d_])(?:({INDEX})(?:{OPENED}(\d+|[A-Z]{SHIFT}){CLOSED}|{PLAIN.format('[0-9]+')})"
    rf"|(?:{OPENED}(\d+){CLOSED}|{PLAIN.format('[0-9]+')})({INDEX}))"
)
"""The number of a layer beside an index, `w_{jk}^{(2)}`: part of the name, and the index is one of its entries."""
RAISED_MARK = re.compile(rf"{BEHIND}⁽([{re.escape(''.join(SUPERSCRIPTS))}]+)⁾")
"""The same in small letters, `x⁽ⁱ⁾`."""
NUMBERED_LAYER = re.compile(r"(?m)(?:^|;)[ \t]*([^\W\d_])\[\d\][ \t]*=(?!=)")
TURNED = re.compile(
    r"\^\{\s*([\[(]\s*\w+\s*[\])])\s*(?:\^?\{?\s*(?:T(?!\w)|\\top(?![a-z])|\\intercal)\s*\}?|ᵀ|⊤|(?P<prime>['′]|\\prime))\s*\}"
)
"""The number of a layer beside the sign of a transpose or a prime, `A^{[1]T}` and `g^{[1]'}`."""
PLAIN_LEFT = re.compile(r"(?:^|[;,\n])[ \t$&]*([^\W\d_])(?:\^(\d)|\^\{(\d)\}|([¹²³⁴-⁹]))[ \t&]*=(?!=)([^;,\n=]*)")
PLAIN_RAISED = re.compile(r"(?<![\w\\])([^\W\d_])(?:\^(\d)(?!\d)|\^\{(\d)\}|([¹²³⁴-⁹])(?![⁰¹²³⁴-⁹]))")
"""A number raised over a letter, and such a letter with what it is given."""
ITEM = re.compile(r"(?<![\w\]).])([^\W\d_])\[(\d)\]")


def named(located: Located) -> Located:
    """`a^L`, and `z^l` where that is left of `=`, as names, unless the text gives L or l a number; the first is told."""
    located = located.sub(TURNED, lambda match: f"^{{{match[1]}}}{'′' if match['prime'] else 'ᵀ'}")
    located = numbered_plainly(located.sub(FOOT_FIRST, foot_last))
    numbered = NUMBERED.findall(located.text)
    located = located if "l" in numbered else with_capital(located)
    for letter, pattern in LAYERS.items():
        found = [] if letter in numbered else list(pattern.finditer(located.text))
        if not found or (letter == "l" and not any(defines(each) for each in found)):
            continue
        first = found[0]
        told = f"`{first.group()}` is read as one name, that of layer {letter}"
        note = located.note(first.span(), told, f"for a power write {first[1]}^({letter})")
        located = located.telling(note).sub(pattern, partial(layer_named, letter))
    return located


def numbered_plainly(located: Located) -> Located:
    """`a^1 = x, z^2 = w^2 a^1 + b^2`: numbers left of `=` that are those of layers, over each letter that has them; the first is told.

    M. A. Nielsen: Neural Networks and Deep Learning (2015), chapter 2.
    """
    left = [(letter, digit(*raised), formula) for letter, *raised, formula in PLAIN_LEFT.findall(located.text)]
    given = {(letter, number) for letter, number, _ in left}
    used = [
        (number, match[1], digit(*match.groups()[1:]))
        for _, number, formula in left
        for match in PLAIN_RAISED.finditer(formula)
    ]
    if len({number for _, number in given}) < 2 or not any((letter, raised) in given for _, letter, raised in used):
        return located
    letters = {letter for letter, _ in given} | {letter for number, letter, raised in used if number == raised}
    found = [each for each in PLAIN_RAISED.finditer(located.text) if each[1] in letters]
    told = f"`{found[0].group()}` is read as one name, that of layer {digit(*found[0].groups()[1:])}"
    note = located.note(found[0].span(), told, f"for a power write {found[0][1]}^(2)")
    edits = [(*each.span(), apart(each, f"{each[1]}_{digit(*each.groups()[1:])}")) for each in found]
    return located.replaced(edits).telling(note)


def digit(*raised: str | None) -> str:
    """The number that one of several patterns has found."""
    found = next(filter(None, raised), "")
    return SUPERSCRIPTS.get(found, found)


def foot_last(match: re.Match[str]) -> str:
    """The mark of a layer, and then the index in large letters."""
    small, mark, behind, one, several, raised = match.groups()
    index = one or several or "".join(SUBSCRIPTS[sign] for sign in small or behind)
    return f"{mark or raised or ''}_{{{index}}}"


def layer_named(letter: str, match: re.Match[str]) -> str:
    """The name of a value of a layer, with what else stands at its foot."""
    return f"{match[1]}_{{{','.join(filter(None, (match[2] or letter, match[3] or match[4])))}}}"


def defines(match: re.Match[str]) -> bool:
    """Whether a statement begins with this and gives it a value."""
    before, after = match.string[: match.start()], match.string[match.end() :].lstrip()
    return BEGINNING.search(before) is not None and after[:1] == "=" and after[:2] != "=="


def with_capital(located: Located) -> Located:
    """`z^{l}_j` as z_{L,j}: beside an index l would be one, too. Where the text has layers L as well, l stays."""
    found = list(LETTERED.finditer(located.text))
    first = next((each for each in found if BRACKETED.search(each.group()) or defines(each)), None)
    if first is None or CAPITAL.search(located.text):
        return located
    told = f"`{first.group()}` is read as an entry of a value of layer l, which is written L here"
    located = located.telling(located.note(first.span(), told)).sub(
        LETTERED,
        lambda match: match["base"] + footed(match["over"] or match["raised"], match["ahead"] or match["behind"]),
    )
    return located.sub(ANY_LAYER, lambda match: footed(match["raised"]))


def footed(raised: str, index: str = "") -> str:
    """The mark of a layer at the foot of a name, before an index: L−1 of `^{(l-1)}`."""
    mark = "".join(sign for sign in raised if sign.isalnum() or sign in "+-").replace("l", "L")
    return f"_{{{','.join(filter(None, (mark, index.strip('_{}'))))}}}"


def before_latex(located: Located) -> Located:
    """Marks beside an index, and two marks over one name."""
    located = located.sub(MARKED_TWICE, twice)
    return located.sub(
        MARKED_INDEX, lambda match: marked(match[2] or match[3] or match[4] or match[5], match[1] or match[6])
    )


def twice(match: re.Match[str]) -> str:
    """`a^{[2](i)}` as entry i of a2."""
    layer, example = sorted((match[1], match[2]), key=str.isalpha)
    return marked(layer, f"_{{{example}}}")


def marked(mark: str, index: str) -> str:
    """The number of a layer as part of the name, with an index at its foot; L before the index."""
    return f"{mark}{index}" if mark.isdigit() else footed(mark, index)


def small(located: Located) -> Located:
    """`x⁽ⁱ⁾` as `x^{(i)}`."""
    return in_brackets(located).sub(RAISED_MARK, lambda match: f"^{{({match[1].translate(RAISED)})}}")


def after_latex(located: Located) -> Located:
    """Marks that are left, at the foot of the names."""
    if MARKED.search(located.text):
        located = located.sub(MARKED_BEYOND, lambda match: apart(match, foot_of(match[1])))
    located = located.sub(MARKED, lambda match: apart(match, f"_{match[1] or match[2]}"))
    if LAYERED.search(located.text):
        located = located.sub(LAYER, lambda match: apart(match, foot_of(match[1].replace(" ", ""))))
    if COUNTED.search(located.text):
        located = located.sub(EXAMPLE, lambda match: apart(match, "_i"))
    return located


def in_brackets(located: Located) -> Located:
    """`z[1] = W[1] x + b[1]` with the layer as part of each name, where nothing gives these letters a value as a whole."""
    text = located.text
    if not NUMBERED_LAYER.search(text) or is_program(text):
        return located
    given = set(re.findall(r"(?m)(?:^|;)[ \t]*([^\W\d_])[ \t]*=", text))
    return located.sub(
        ITEM, lambda match: match.group() if match[1] in given else apart(match, f"{match[1]}_{match[2]}")
    )
