"""Index notation: what stands at the foot of one factor and is raised over another is summed over, `s = a^i b_i`.

C. W. Misner, K. S. Thorne, J. A. Wheeler: Gravitation (1973), section 2.9. All indices are lowered, as no metric is meant here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from app.language.source import Diagnostic
from app.language.text.letters import is_program
from app.language.text.located import Located

LETTERS = "ijkmnμνρσλ"
COMMANDS = {f"\\{word}": letter for word, letter in zip(("mu", "nu", "rho", "sigma", "lambda"), "μνρσλ", strict=True)}
SMALL = dict(zip("ⁱʲᵏᵐⁿᵢⱼₖₘₙ", "ijkmn" * 2, strict=True))
ONE = rf"(?:[{LETTERS}]|\\(?:mu|nu|rho|sigma|lambda)(?![a-z])[ ]?)"
SCRIPT = re.compile(
    rf"(?P<mark>[\^_])(?:\{{\s*(?P<braced>{ONE}+)\s*\}}|(?P<plain>{ONE})(?![^\W_]))|_(?P<two>[{LETTERS}]{{2}})(?![^\W_])"
    rf"|(?P<raised>[ⁱʲᵏᵐⁿ]+)|(?P<lowered>[ᵢⱼₖₘₙ]+)|\{{\}}"
)
SCRIPTS = re.sub(r"\?P<\w+>", "?:", SCRIPT.pattern)
FACTOR = re.compile(
    rf"(?<![\w\\^_])(?P<base>(?!e[\^ⁱ])(?:\\(?:dot|hat|bar|tilde|vec)\{{[A-Za-z]\}}|[^\W\d_]|\\[A-Za-z]+))(?P<scripts>(?:{SCRIPTS})+)"
)
TERM = re.compile(r"[^-+=,;()\n{}\[\]]*(?:[\^_]?\{[^{}\n]*\}[^-+=,;()\n{}\[\]]*)*")
"""A product without brackets, but for the braces of scripts."""
SUMMED = re.compile(r"[∑Σ∏Π]|\\(?:sum|prod)|(?<!\w)(?:sum|prod)_")


def read(located: Located) -> Located:
    """The text with sums in place of such products, which is told; a letter that has a value is an exponent."""
    text = located.text
    if not ("^" in text or "ⁱ" in text or "ʲ" in text) or SUMMED.search(text) or is_program(text):
        return located
    running = {letter for each in FACTOR.finditer(text) for letter, _ in indices(each)}
    latin = iter(sorted({*"ijkmnpqrs"} - running))
    plain = {letter: letter if letter.isascii() else next(latin, letter) for letter in sorted(running)}
    edits: list[tuple[int, int, str]] = []
    notes: list[Diagnostic] = []
    for term in TERM.finditer(text):
        factors = list(FACTOR.finditer(text, *term.span()))
        letters = contracted(factors, text)
        if not letters:
            continue
        sums = "".join(f"∑_{{{plain[letter]}}} " for letter in letters)
        edits += [(*factors[0].span(), sums + lowered(factors[0], plain))]
        edits += [(*each.span(), lowered(each, plain)) for each in factors[1:]]
        stretch = factors[0].start(), factors[-1].end()
        told = f"`{text[slice(*stretch)]}` is read as a sum over {' and '.join(letters)}"
        notes.append(located.note(stretch, told, f"for a power give {letters[0]} a value: {letters[0]} = 2"))
    if not edits:
        return located
    taken = {first for first, *_ in edits}
    edits += [(*each.span(), lowered(each, plain)) for each in FACTOR.finditer(text) if each.start() not in taken]
    return located.replaced(sorted(edits)).telling(*notes)


def contracted(factors: list[re.Match[str]], text: str) -> list[str]:
    """The letters without a value that are raised over one factor of a product and stand at the foot of one, in their order.

    `aₙ xⁿ` is one term of a series.
    """
    over = [letter for each in factors for letter, raised in indices(each) if raised]
    under = [letter for each in factors for letter, raised in indices(each) if not raised]
    found = [letter for letter in dict.fromkeys([*over, *under]) if over.count(letter) == under.count(letter) == 1]
    found = [letter for letter in found if not re.search(rf"(?<![\w^_{{]){letter}\s*(?:=|∈)", text)]
    return [] if {*over, *under} == {"n"} else found


def indices(factor: re.Match[str]) -> Iterator[tuple[str, bool]]:
    """The letters of a factor's scripts, and whether each is raised."""
    for script in SCRIPT.finditer(factor["scripts"]):
        written = next(filter(None, script.groups()[1:]), "")
        for command, letter in COMMANDS.items():
            written = written.replace(command, letter)
        for letter in written.replace(" ", ""):
            yield SMALL.get(letter, letter), script["mark"] == "^" or script["raised"] is not None


def lowered(factor: re.Match[str], plain: Mapping[str, str]) -> str:
    """A factor with its indices at its foot as plain letters, those that were raised first."""
    marks = sorted(indices(factor), key=lambda index: not index[1])
    return f"{factor['base']}_{{{''.join(plain[letter] for letter, _ in marks)}}}"
