"""What Mathematica writes in square brackets: `f[x_] := …`, `Log[2, x]`, `Sum[x^k, {k, 0, 3}]`, choices, values and lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.language.text.letters import is_program
from app.language.text.located import Located

PATTERN = r"[ \t]*[^\W\d_]\w*_[ \t]*"
PATTERNED = re.compile(rf"(?m)^([ \t]*)([^\W\d]\w*)\[({PATTERN}(?:,{PATTERN})*)\][ \t]*:?=(?!=)")
"""`f[x_, y_] := …`."""
INNER = r"(?:[^\[\]\n]|\[(?:[^\[\]\n]|\[[^\[\]\n]*\])*\])*"
"""What stands in square brackets, with brackets up to two deep in it."""
CHOICE = re.compile(rf"(?<!\w)If\[({INNER})\]")
PIECES = r"\{[^{}\n]*\}"
PIECEWISE = re.compile(rf"(?<!\w)Piecewise\[\{{({PIECES}(?:[ \t]*,[ \t]*{PIECES})*)\}}[ \t]*(?:,([^\]\n]*))?\]")
PIECE = re.compile(r"\{([^{}]*),([^{},]*)\}")
REPLACED = re.compile(r"[ \t]*/\.[ \t]*\{?((?:[ \t]*[^\W\d]\w*[ \t]*(?:->|→)[^{}\n,]+,?)+)\}?")
"""The values of `x^2 /. {x -> 3}`."""
SOUGHT = re.compile(rf"(?<!\w)(?:D|Integrate|Limit|Solve)\[({INNER}),[ \t]*[^\W\d][^,\[\]\n]*\]")
UNREAD = re.compile(
    r"(?<![\w.])(?:N?Integrate|N?DSolve|N?Solve|Reduce|Limit|Series|FindRoot|FindMinimum|Plot|Manipulate|Table|Range|Map|Apply|Fold|Nest"
    rf"|Module|Block|With)\[{INNER}\]"
)
"""What works on formulas or lists, or gives names a value of their own."""
COMPUTED = frozenset("^([")
"""Signs that stand in what is worked out, and in no place of an array."""
HEADS = {
    "Log 2": "(log($1)/log($0))", "ArcTan 2": "arctan2($1, $0)", "Mod 2": "(($0)%($1))", "Power 2": "(($0)^($1))", "Total 1": "sum($0)",
    "Mean 1": "mean($0)", "Norm 1": "norm($0)", "Det 1": "det($0)", "Inverse 1": "inv($0)", "Transpose 1": "transpose($0)",
    "Dot 2": "(($0) @ ($1))", "Plus 2": "(($0)+($1))", "Times 2": "(($0)*($1))", "Subtract 2": "(($0)-($1))", "Divide 2": "(($0)/($1))",
    "Clip 1": "clip($0, -1, 1)", **dict.fromkeys(("Expand 1", "Simplify 1", "FullSimplify 1", "Factor 1", "Together 1"), "($0)"),
    "Erf 1": "erf($0)", "Gamma 1": "Γ($0)", "LogisticSigmoid 1": "sigmoid($0)", "Boole 1": "where($0, 1, 0)", "Ramp 1": "relu($0)",
    "Tr 1": "trace($0)", "Sum 2": "∑_{$1}^{$2} ($0)", "Product 2": "∏_{$1}^{$2} ($0)",
}  # fmt: skip
"""What a function of so many arguments comes to, with its arguments at `$0`, `$1`; of a sum, its limits stand there."""
CALLED = re.compile(rf"(?<![\w.])({'|'.join(sorted({head.split()[0] for head in HEADS}))})\[({INNER})\]")
PLACE = re.compile(r"\$(\d)")
RANGE = re.compile(r"\{[ \t]*(\w+)[ \t]*,[ \t]*([^{},]+)(?:,[ \t]*([^{},]+))?\}")
"""What an index runs over, `{k, 0, 3}`."""
LIST = re.compile(r"(?<![\^_])\{([^{}=\n]*)\}")
LISTS = re.compile(r"(?<=\})\.(?=[{a-zA-Z])|(?<=\w)\.(?=\{)")
"""The product of lists, `{{1, 2}, {3, 4}}.{x, y}`."""
SEVERAL = re.compile(r"(?<![\w.])(?:Log|ArcTan|Mod|Sum|Product)\[[^\[\]\n]*,")
"""What no array of a program is asked for."""
AFTER = re.compile(
    r"(?m)(?:^|(?<=;))([ \t]*(?:\w+[ \t]*=(?!=)[ \t]*)?)([^\n=;]+?)[ \t]*//[ \t]*([A-Z]\w*)(?=[ \t]*;?[ \t]*$)"
)
"""`x^2 // Sin`."""
FUNCTION = r"(?<![\w.])(Sin|Cos|Tan|Sinh|Cosh|Tanh|ArcTan|Exp|Log|Sqrt|Abs|Total|Norm|Tr|Det)"
APPLIED, BRACKETED = re.compile(rf"{FUNCTION}[ ]?@[ ]?(\w+(?:\[[^\[\]\n]*\])?)"), re.compile(rf"{FUNCTION}\[")
"""`Sin @ x`, and `Sin[x]`."""
LETTERS = re.compile(r"(?<![\w.])([a-zA-Z])\.(?=[a-zA-Z](?![\w.(\[]))")
"""The product of vectors that are letters, `w.x`."""
EULER = re.compile(r"(?<![\w.])E(?=\^)")
LETTER = re.compile(r"\\\[([A-Z])([a-z]+)\]")
"""`\\[Alpha]`."""
DEEPEST = 12


def read(located: Located) -> Located:
    """The text in the spelling of mathematics. Raises LanguageError for derivatives, integrals and solutions."""
    sought = SOUGHT.search(located.text)
    if sought is not None and not COMPUTED.isdisjoint(sought[1]):
        hint = "write the forward pass alone: its figure shows the derivatives"
        located.refuse(sought.span(), f"`{sought.group()}` is not worked out here", hint)
    if unread := UNREAD.search(located.text):
        hint = "write the formula itself, and values on lines of their own"
        located.refuse(unread.span(), f"`{unread.group()}` is not worked out here", hint)
    located = located.sub(APPLIED, lambda match: f"{match[1]}[{match[2]}]")
    located = located.sub(EULER, lambda _: "e") if BRACKETED.search(located.text) else located
    located = located.sub(LETTER, lambda match: f"\\{match[1].lower()}{match[2]} ").sub(
        AFTER, lambda match: match[1] + (match[2] if match[3] == "N" else f"{match[3]}[{match[2]}]")
    )
    located = located.sub(CHOICE, lambda match: f"If({with_words(match[1])})").sub(PIECEWISE, chosen)
    located = located.sub(REPLACED, lambda match: f" where {re.sub('->|→', '=', match[1])}")
    if CALLED.search(located.text) or ("\\" not in located.text and LISTS.search(located.text)):
        located = located.sub(EULER, lambda _: "e").sub(LISTS, lambda match: match.group().replace(".", " @ "))
        located = located.sub(LETTERS, lambda match: f"{match[1]} @ ")
        located = located.sub_nested(CALLED, meant, DEEPEST)
        located = located.sub_nested(LIST, lambda match: f"[{match[1]}]", DEEPEST)
    return with_functions(located)


def present(text: str) -> bool:
    """Whether a text is one of Mathematica's, whose `w.x` is no attribute of a program."""
    return SEVERAL.search(text) is not None or not is_program(LETTERS.sub("", text) if CALLED.search(text) else text)


def with_functions(located: Located) -> Located:
    """Functions of patterns, `f[x_] := …`, defined and called."""
    beside = PATTERNED.sub("", located.text)
    # What Mathematica calls x_ in a pattern is x behind it: a loop's `hs[t_] = f(hs[t_ - 1])` is none.
    found = [match for match in PATTERNED.finditer(located.text) if not loaded_in(beside, match[3])]
    names = {match[2] for match in found}
    if not names:
        return located
    called = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, names))})\[({INNER})\]")
    located = located.sub(PATTERNED, lambda match: f"{match[1]}{match[2]}({match[3].replace('_', '')}) :=")
    return located.sub(called, lambda match: f"{match[1]}({match[2]})")


def meant(match: re.Match[str]) -> str:
    """A function's meaning with its arguments in it; one that nothing is known of, for so many, stays as it is."""
    given = [each.strip() for each in arguments(match[2])]
    shape = HEADS.get(f"{match[1]} {len(given)}", "")
    limits = RANGE.fullmatch(given[-1]) if shape.startswith(("∑", "∏")) else None
    if limits is not None:
        low, high = (limits[2], limits[3]) if limits[3] else ("1", limits[2])
        given[1:] = [f"{limits[1]}={low}", high]
    elif not shape or shape.startswith(("∑", "∏")):
        return match.group()
    return PLACE.sub(lambda place: given[int(place[1])], shape)


def arguments(text: str) -> Iterator[str]:
    """What stands between the commas that are in no bracket of their own."""
    depth = start = 0
    for place, sign in enumerate(text):
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and not depth:
            yield text[start:place]
            start = place + 1
    yield text[start:]


def loaded_in(text: str, pattern: str) -> bool:
    """Whether a text has one of the names of a pattern, `x_, y_`, with its underscore."""
    return any(re.search(rf"(?<!\w){re.escape(each.strip())}(?!\w)", text) for each in pattern.split(","))


def chosen(match: re.Match[str]) -> str:
    """`Piecewise[{{x^2, x > 0}}, 0]` as a conditional expression; where no condition holds its value is 0."""
    pieces = "".join(f"{value} if {with_words(test)} else " for value, test in PIECE.findall(match[1]))
    return f"({pieces}{match[2] or '0'})"


def with_words(test: str) -> str:
    """`x > 0 && y > 0` as Python has it."""
    return test.replace("&&", " and ").replace("||", " or ")
