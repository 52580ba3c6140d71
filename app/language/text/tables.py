"""Tables of Markdown: rows with formulas are statements, rows of a name and a number values, and so are columns under names."""

from __future__ import annotations

import re

from app.language.text.located import Located

ROW = re.compile(r"(?m)^[ \t]*\|([^\n]*)\|[ \t]*$")
RULE = re.compile(r"[-: |]*--[-: |]*")
FORMULA = re.compile(r"[^=<>!]+=(?!=).*")
NAME = re.compile(r"\\?[^\W\d]\w*(?:_\{\w+\})?")
NUMBER = re.compile(r"[+\-−]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?")
QUOTES = "`$* "
"""What stands round the formula of a cell."""


def read(located: Located) -> Located:
    """The text with each table as statements; one that has none is left as it is."""
    if "|" not in located.text or "--" not in located.text:
        return located
    lines = located.text.split("\n")
    said: dict[int, str] = {}
    for rule, line in enumerate(lines):
        if rule and RULE.fullmatch(line.strip().strip("|")) and ROW.match(lines[rule - 1]):
            stop = next((place for place in range(rule + 1, len(lines)) if not ROW.match(lines[place])), len(lines))
            found = statements(cells(lines[rule - 1]), [cells(each) for each in lines[rule + 1 : stop]])
            if any(found):
                said |= dict(zip(range(rule - 1, stop), ["", "", *found], strict=True))
    places = [match.start() for match in re.finditer(r"(?m)^", located.text)] if said else []
    numbers = {place: number for number, place in enumerate(places)}
    return located.sub(ROW, lambda match: said.get(numbers[match.start()], match.group())) if said else located


def cells(row: str) -> list[str]:
    return [cell.strip(QUOTES) for cell in row.strip().strip("|").split("|")]


def statements(head: list[str], rows: list[list[str]]) -> list[str]:
    """What the rows of a table say, each as a line; nothing for a row of words."""
    columns = list(zip(*rows, strict=False))
    values = all(NUMBER.fullmatch(cell) for row in rows for cell in row)
    if rows and values and all(map(NAME.fullmatch, head)) and len(columns) == len(head):
        given = [
            f"{name} = {column[0] if len(rows) == 1 else listed(column)}"
            for name, column in zip(head, columns, strict=True)
        ]
        return ["; ".join(given), *[""] * (len(rows) - 1)]
    return [statement(row) for row in rows]


def listed(column: tuple[str, ...]) -> str:
    return f"[{', '.join(column)}]"


def statement(row: list[str]) -> str:
    """The formulas of a row, or the number that it gives a name."""
    formulas = [cell for cell in row if FORMULA.fullmatch(cell)]
    number = next((cell for cell in row[1:] if NUMBER.fullmatch(cell)), "")
    return "; ".join(formulas) or (f"{row[0]} = {number}" if number and NAME.fullmatch(row[0]) else "")
