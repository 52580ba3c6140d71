"""Several numbers in one text: Python's lists, printed arrays, MATLAB's rows, and the lines and cells of a table."""

from __future__ import annotations

import re
from typing import TypeAlias

from app.values.mistake import Remarks, ValueMistake, quote
from app.values.numerals import COMMA

Cells: TypeAlias = "str | list[Cells]"
"""The text of one entry, or a list of such."""

BRACKETS = {"[": "]", "(": ")", "{": "}", "⟨": "⟩"}
DEEPEST = 32
WRAPPED = 60
"""A printed array goes on in a new line only where the line is longer than this."""

BRACKET = re.compile(r"[\[({⟨\])}⟩]")
PIECE = re.compile(r"[\[({⟨\])}⟩]|[\s,;]+")
COLUMN = re.compile(r"[\[(][^\[\](){};\n]*[\])](?=(?:\^T|\^\{T\}|[ᵀ⊤]|\.T)$)")
"""A vector written as a row that is turned, `[1, 2, 3]ᵀ`."""
AROUND = re.compile(r"(?:(?<![ \t])[ \t]+)?(\*\*|[*/^×·÷]|\\(?:cdot|times)\b)[ \t]*")
REMAINDER = re.compile(r"(?<=[\d.)])[ \t]+mod[ \t]+(?=[\d.(π])")
BETWEEN = re.compile(r"(?<=[^\s,;\[({]) ([+-]) +(?=\S)")
BEFORE = re.compile(r"(^|[\[({,;\n])[ \t]*([+-])[ \t]+")
PAIRED = re.compile(r"[^\s,;]+ +[+-][^\s,;]+|[+-]?\d+ +\d+/\d+")
SIGNS = re.compile(r"(?<=[^\s(\[{*/^eE])([+-])")
BESIDE = re.compile(r"(?<=\S )[^\s,;()]+|(?<![^\s,;()])[^\s,;()]+(?= \S)")
"""A sign in an entry, and an entry with a blank between it and another."""
SIGNED = re.compile(r" +([+-])")
JOINED = re.compile(r"(\d+) +(\d+/\d+)")
"""What stands between two numbers that may be one: `1 -2` and `2 1/2`."""
APPLIED = re.compile(r"(?<![\w.)\]])(?!(?:pi|inf|nan|tau)\b)([a-z]{2,5}\d{0,2})[ \t]+([\dπ.][^\s,;()\[\]]*)")
"""A function before a number without brackets, `ln 2`."""
PAIRS = re.compile(r"(?:[\d,\n+-]|; *)+")
THOUSANDS = re.compile(r"\d{3}")
SHARED = re.compile(r"(?<![^\S\n])[^\S\n]+([%°]|deg(?:rees?)?\b)")
APART = re.compile(r"(?<=[\d.])[ \t]+(?=[eE][+-]?\d)")
"""The blank in a number such as `1.5 e-3`."""
TIMES = re.compile(r"([\d.]+) +(pi|π|e|tau)\b", re.IGNORECASE)
TEN = re.compile(r"(?<=[\d.])[ \t]*[xX][ \t]*(?=10(?:\^|\*\*|[⁰¹²³⁴-⁹⁻]))")
"""The times of `1.5 x 10^3`, typed as a letter."""
MATRIX = re.compile(r"\\(?:begin|end)\{[pbvBV]?(?:small)?matrix\}")
ALIGNED = re.compile(r"[^&\n]&[^&\n]")
"""The sign between two cells in LaTeX."""
PIPED = re.compile(r"(?m)^[ \t]*\|(.*)\|[ \t]*$")
RULED = re.compile(r"(?m)^[-|: \t]*-[-|: \t]*\n")
"""A row of a table in Markdown, and the line below its head."""
SHORTENED = re.compile(r"\.\.\.|…|⋯")


def cells(text: str, remarks: Remarks) -> Cells:
    """The entries of a text, as it groups them. Raises ValueMistake."""
    if SHORTENED.search(text):
        raise ValueMistake("entries are left out where “...” stands", "print the array whole, or write np.ones((4, 3))")
    if any("|" in match[1] for match in PIPED.finditer(text)):
        text = PIPED.sub(lambda match: match[1].replace("|", ","), RULED.sub("", text))
    if MATRIX.search(text) or ALIGNED.search(text):
        text = MATRIX.sub("", text).replace("&", ",").replace("\\\\", ";").strip()
    if APART.search(text):
        remarks.say("spelling", f"{quote(text)} has a power of ten behind a blank")
        text = APART.sub("", text)
    text = REMAINDER.sub("%", text)
    text = before = APPLIED.sub(r"\1(\2)", TEN.sub("*", SHARED.sub(r"\1", text)))
    text = BEFORE.sub(r"\1\2", BETWEEN.sub(r"\1", AROUND.sub(r"\1", text)))
    if TIMES.fullmatch(text):
        remarks.say("product", f"{quote(text)} is read as a product; for two entries write [{', '.join(text.split())}]")
        return TIMES.sub(r"\1*\2", text)
    tell_joined(before, text, remarks)
    return cell(text, remarks, 0)


def cell(text: str, remarks: Remarks, depth: int) -> Cells:
    """One entry, or the entries in a bracket; at depth 0 also those that stand without one."""
    if depth > DEEPEST:
        raise ValueMistake("the lists in this value are nested too deeply")
    text = text.strip()
    if turned := COLUMN.match(text):
        text = turned.group()
    if is_list(text):
        return bracketed(text[1:-1], remarks, depth + 1)
    return text if depth else loose(text, remarks)


def is_list(text: str) -> bool:
    """Whether a bracket stands around the whole text; round ones may as well belong to a calculation."""
    return wrapped(text) and (text[0] != "(" or "," in text or not text[1:-1].strip())


def wrapped(text: str) -> bool:
    """Whether the last character of a text closes the bracket that its first one opens."""
    if not text or BRACKETS.get(text[0]) != text[-1]:
        return False
    depth = 0
    for match in BRACKET.finditer(text):
        depth += 1 if match.group() in BRACKETS else -1
        if depth <= 0:
            return match.end() == len(text)
    return False


def split(text: str) -> tuple[list[str], list[str]]:
    """The entries of a text outside of all brackets, and what stands between them."""
    entries: list[str] = []
    between: list[str] = []
    depth = start = 0
    for match in PIECE.finditer(text):
        sign = match.group()
        if sign in BRACKETS:
            depth += 1
        elif sign in BRACKETS.values():
            depth -= 1
        elif depth == 0:
            entries.append(text[start : match.start()])
            between.append(sign)
            start = match.end()
        if depth < 0:
            raise ValueMistake(f"the bracket `{sign}` closes none that is open", "remove it, or open one")
    if depth:
        raise ValueMistake("a bracket is not closed", "brackets come in pairs, as in [[1, 2], [3, 4]]")
    return [*entries, text[start:]], between


def bracketed(text: str, remarks: Remarks, depth: int) -> Cells:
    """What stands in a bracket: a comma or a blank between entries, `;` or a short line's end between rows."""
    text = text.strip()
    if not text:
        return []
    entries, between = split(text.rstrip(",; \n"))
    whole = any(is_list(entry) for entry in entries)
    lines = not whole and all(len(line) < WRAPPED for line in text.split("\n"))
    ends = [not whole and (";" in sign or (lines and "\n" in sign and "," not in sign)) for sign in between]
    if not whole and not any(ends) and (found := without_commas(entries, between, remarks)) is not None:
        return found
    if any(ends) and ";" not in text:
        remarks.say("lines", "each line is read as a row")
    return grouped(entries, between, ends, remarks, depth)


def without_commas(entries: list[str], between: list[str], remarks: Remarks) -> Cells | None:
    """`1,5 2,5` in a bracket as two numbers; None where commas stand between entries. Raises ValueMistake where both may be."""
    commas = ["," in sign for sign in between if "\n" not in sign and ";" not in sign]
    if all(commas) or not any(commas):
        return None
    text = "".join(entry + sign for entry, sign in zip(entries, [*between, ""], strict=True))
    words = text.split()
    if len(words) < 2 or not all(map(COMMA.fullmatch, words)):
        raise ValueMistake("both commas and blanks stand between entries", "write 1, 2, 3 or 1 2 3")
    remarks.say("spelling", f"{quote(words[0])} is read as {words[0].replace(',', '.')}")
    return [*words]


def loose(text: str, remarks: Remarks) -> Cells:
    """What stands without a bracket around it: a row, or lines of them."""
    if "\t" in text:
        return table(text.replace(";", "\n"), "\t")
    entries, between = split(text.rstrip(";\n "))
    if not between:
        return text.rstrip(";\n ")
    if any(is_list(entry) for entry in entries):
        return grouped(entries, between, [False] * len(between), remarks, 0)
    if (found := european(text, between)) is not None:
        return found
    ends = [";" in sign or "\n" in sign for sign in between]
    found = grouped(entries, between, ends, remarks, 0)
    tell(text, found, between, remarks)
    return found


def grouped(entries: list[str], between: list[str], ends: list[bool], remarks: Remarks, depth: int) -> list[Cells]:
    """Entries as a row, or as several where a row ends between two of them."""
    rows: list[list[Cells]] = [[]]
    for entry, sign, end in zip(entries, [*between, ""], [*ends, False], strict=True):
        if not entry.strip() or sign.count(",") > 1:
            raise ValueMistake(
                "a number is missing beside a comma", "write a number between two commas, 0 for an empty cell"
            )
        rows[-1].append(cell(entry, remarks, depth + 1))
        if end:
            rows.append([])
    return list(rows) if any(ends) else rows[0]


def table(text: str, separator: str) -> Cells:
    """The cells of a spreadsheet: lines of them."""
    rows: list[Cells] = [list(map(str.strip, line.split(separator))) for line in text.split("\n") if line.strip()]
    if not rows or any("" in row for row in rows):
        raise ValueMistake("a cell is empty", "write a number into each cell, 0 where it is empty")
    return rows if len(rows) > 1 else rows[0]


def european(text: str, between: list[str]) -> Cells | None:
    """Entries with decimal commas between blanks or semicolons; None where commas stand between entries."""
    if any("\n" in sign for sign in between) and any(";" in sign and "\n" not in sign for sign in between):
        return table(re.sub(r"[; ]*\n", "\n", text.rstrip("; \n")), ";")
    refuse_mixed(text)
    rows: list[Cells] = [list(line.split()) for line in re.split(r"[;\n]", text) if line.strip()]
    words = [str(word) for row in rows for word in row]
    decimal = [word for word in words if "," in word]
    if len(words) == len(rows) or not decimal or not all(map(COMMA.fullmatch, decimal)):
        return None
    return rows if len(rows) > 1 else rows[0]


def refuse_mixed(text: str) -> None:
    """Raises ValueMistake where commas may be decimal or stand between entries, and where blanks stand beside commas."""
    for line in re.split(r"[;\n]", text):
        parts = re.split(r",\s+", line.strip())
        if len(parts) > 1 and any(map(COMMA.fullmatch, parts)):
            hint = f"write {', '.join(part.replace(',', '.') for part in parts)}; or a list with all commas between entries"
            raise ValueMistake("commas stand both within numbers and between them", hint)
        between = {"," in sign for sign in split(line.strip(", "))[1]}
        if len(between) > 1 and not all(COMMA.fullmatch(word) for word in line.split() if "," in word):
            raise ValueMistake("both commas and blanks stand between entries", "write 1, 2, 3 or 1 2 3")


def tell_joined(before: str, text: str, remarks: Remarks) -> None:
    """Say where a sign between two blanks joins numbers beside others that only blanks part, `1 - 2 3`."""
    for entry in (each.strip("[{⟨⟩}]") for each in BESIDE.findall(text)):
        if SIGNS.search(entry) and entry not in before:
            apart = SIGNS.sub(r" \1", entry)
            remarks.say("entries", f"{quote(entry)} is read as one entry; for several write {apart}")


def tell(text: str, found: list[Cells], between: list[str], remarks: Remarks) -> None:
    """Say how a text was read that can be read in another way too."""
    pairs = all(isinstance(row, list) and len(row) == 2 for row in found)
    if all(map(THOUSANDS.fullmatch, re.split(r"[, ]", text)[1:])) and {*between} <= {",", " "}:
        remarks.say("entries", f"{quote(text)} is read as {len(found)} entries; for one number write its digits alone")
    elif pairs and PAIRS.fullmatch(text):
        remarks.say("entries", f"{quote(text)} is read as rows of two entries; for decimals write points, as in 1.5")
    elif PAIRED.fullmatch(text):
        one = JOINED.sub(r"\1 + \2", SIGNED.sub(r" \1 ", text))
        remarks.say("entries", f"{quote(text)} is read as two entries; for one number write {one}")
