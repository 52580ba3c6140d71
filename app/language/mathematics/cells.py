"""Formulas of a spreadsheet's cells, `=SUM(A1:A3)/-B1^2`, in the spelling of mathematics.

There a sign before a number holds more tightly than a power, powers go from left to right, and LOG has base 10.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from app.language.mathematics.operand import Told
from app.language.text.tokens import CLOSING, OPENING, Token

Tokens = list[Token]
ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,4})")
MOST = 200
"""So many cells one range may have."""
FUNCTIONS = {
    "SUM": "sum([$*])", "AVERAGE": "mean([$*])", "PRODUCT": "prod([$*])", "MEDIAN": "median([$*])", "MAX": "max($*)", "MIN": "min($*)",
    "SUMSQ": "sum(array([$*])**2)", "VAR": "var([$*], ddof=1)", "VAR.S": "var([$*], ddof=1)", "VAR.P": "var([$*])", "VARP": "var([$*])",
    "STDEV": "std([$*], ddof=1)", "STDEV.S": "std([$*], ddof=1)", "STDEV.P": "std([$*])", "STDEVP": "std([$*])", "COUNT": "len([$*])",
    "LN": "log($0)", "LOG": "log10($0)", "LOG 2": "(log($0)/log($1))", "LOG10": "log10($0)", "EXP": "exp($0)", "SQRT": "sqrt($0)",
    "ABS": "abs($0)", "POWER": "(($0)**($1))", "MOD": "(($0)%($1))", "INT": "floor($0)", "TRUNC": "trunc($0)",
    "ROUND": "(rounded_away(($0)*10**($1))/10**($1))",
    "SIGN": "sign($0)", "ATAN2": "arctan2($1, $0)", "RADIANS": "(($0)*pi/180)", "DEGREES": "(($0)*180/pi)", "PI": "pi",
    "FACT": "factorial($0)", "COMBIN": "binom($0, $1)", "IF": "where($0, $1, $2)", "AND": "(($0) and ($1))", "OR": "(($0) or ($1))",
    "NOT": "(not ($0))", "IFERROR": "($0)", "NORM.S.DIST": "ndtr($0)", "NORMSDIST": "ndtr($0)",
    "SUMPRODUCT": "sum(multiply(array([$0]), array([$1])))", "SUMXMY2": "sum((array([$0])-array([$1]))**2)", "TRUE": "1", "FALSE": "0",
}  # fmt: skip
"""What a function comes to, with its arguments at `$0`, `$1` …, all of them one after the other at `$*`; LOG of two is another."""
LOCAL = {
    "WENN": "IF",
    "SUMME": "SUM",
    "MITTELWERT": "AVERAGE",
    "WURZEL": "SQRT",
    "SI": "IF",
    "SOMME": "SUM",
    "MOYENNE": "AVERAGE",
}
"""What functions are called in German and French."""
NAMING = frozenset({"LAMBDA", "LET"})
"""Functions that bring in names of their own."""
PIECE = re.compile(r"\$(?P<place>[0-2*])|(?P<name>[a-z]\w*)|(?P<number>\d+)|(?P<operator>\*\*|[^\s\w])")


class CellFormula:
    """Walks the tokens of one formula."""

    def __init__(self, tokens: Sequence[Token], told: Told) -> None:
        self.tokens, self.told = tokens, told
        self.place = 0

    def sees(self, *texts: str) -> bool:
        return self.place < len(self.tokens) and self.tokens[self.place].text in texts

    def next(self) -> Token:
        self.place += 1
        return self.tokens[self.place - 1]

    def level(self) -> Tokens:
        """All up to a closing bracket, a sign between arguments, or the end."""
        out: Tokens = []
        while self.place < len(self.tokens) and not self.sees(",", ";", *CLOSING):
            out += self.powers()
            if self.place < len(self.tokens) and not self.sees(",", ";", *CLOSING):
                sign = self.next()
                out.append(sign.says("==") if sign.text == "=" else sign)
        return out

    def powers(self) -> Tokens:
        """`a^b^c` as (a^b)^c, and `-a^2` as (−a)^2."""
        found = self.factor()
        if self.sees("^") and found and found[0].text == "-":
            self.tell_of_sign(found)
        while self.sees("^") and found:
            wrapped = [found[0].before("("), *found, found[-1].after(")")] if len(found) > 1 else found
            found = [*wrapped, self.next(), *self.factor()]
        return found

    def tell_of_sign(self, signed: Tokens) -> None:
        """Tell how a power of what has a minus before it is read."""
        value = self.told.written(signed[1:])
        told = f"`-{value}^…` is read as (−{value})^…, as in a spreadsheet"
        self.told.say(signed[0], signed[-1], told, f"for the minus of the power write 0-{value}^…")

    def factor(self) -> Tokens:
        """One operand with the signs before it and `%` behind it."""
        if self.sees("-", "+"):
            return [self.next(), *self.factor()]
        if self.place == len(self.tokens) or self.sees(*CLOSING, ",", ";"):
            return []
        token = self.next()
        if token.text in OPENING and token.kind != "text":
            found = [token, *self.level(), *([self.next()] if self.sees(*CLOSING) else [])]
        else:
            found = self.call(token) if token.kind == "name" else [token]
        while self.sees("%"):
            found = [*found, self.next()]
        return found

    def call(self, name: Token) -> Tokens:
        """A name: a cell, a range, or a function of what stands in its brackets."""
        while self.sees(".") and self.place + 1 < len(self.tokens) and self.tokens[self.place + 1].kind == "name":
            _, last = self.next(), self.next()
            name = Token("name", f"{name.text}.{last.text}", name.start, last.end, name.spaced)
        if self.sees(":"):
            self.next()
            return self.among(name, self.next() if self.place < len(self.tokens) else name)
        if not self.sees("("):
            return self.made(FUNCTIONS[name.text], name, [], name) if name.text in ("TRUE", "FALSE") else [name]
        opened = self.next()
        arguments: list[Tokens] = []
        while self.place < len(self.tokens) and not self.sees(*CLOSING):
            arguments.append(self.level())
            if self.sees(",", ";"):
                self.next()
        closed = self.next() if self.place < len(self.tokens) else opened
        if name.text in NAMING and arguments and all(len(each) == 1 for each in named(name.text, arguments)):
            return self.naming(name, arguments, closed)
        known = LOCAL.get(name.text, name.text)
        shape = FUNCTIONS.get(f"{known} {len(arguments)}", FUNCTIONS.get(known, ""))
        if not shape:
            return [name, opened, *joined(arguments, opened), closed]
        return self.made(shape, name, arguments, closed)

    def naming(self, name: Token, arguments: list[Tokens], closed: Token) -> Tokens:
        """`LAMBDA(x, x^2)(A1)` and `LET(x, A1, x^2)` as functions of the names that they bring in, applied to what these stand for."""
        *_, body = arguments
        names = named(name.text, arguments)
        if name.text == "LAMBDA":
            whole = not self.sees("(") and self.place == len(self.tokens)
            function = [name.says("lambda"), *joined(names, name), closed.after(":"), *body]
            if whole:
                return function
            applied = self.factor() if self.sees("(") else []
            return [name.before("("), *function, closed.after(")"), *applied]
        if len(arguments) % 2 == 0:
            told = f"`{name.text}` takes names with a value each, and then a formula"
            self.told.refuse(name, closed, told, f"write {name.text}(x, A1, x^2)")
        for each, value in zip(reversed(names), reversed(arguments[1:-1:2]), strict=True):
            function = [name.before("("), name.says("lambda"), *each, closed.after(":"), *body, closed.after(")")]
            body = [*function, closed.after("("), *value, closed.after(")")]
        return body

    def among(self, first: Token, last: Token) -> Tokens:
        """The cells from one to another, with commas between them. Raises LanguageError for what is no range."""
        one, other = ADDRESS.fullmatch(first.text), ADDRESS.fullmatch(last.text)
        if one is None or other is None:
            self.told.refuse(first, last, "a range runs from one cell to another", "write it as A1:B3")
        columns = range(number(one[1]), number(other[1]) + 1)
        rows = range(int(one[2]), int(other[2]) + 1)
        if not 0 < len(columns) * len(rows) <= MOST:
            self.told.refuse(first, last, f"this range has {len(columns) * len(rows)} cells, 1 to {MOST} are read", "")
        names = [Token("name", f"{letters(column)}{row}", first.start, last.end) for row in rows for column in columns]
        return joined([[each] for each in names], first)

    def made(self, shape: str, name: Token, arguments: list[Tokens], closed: Token) -> Tokens:
        """A function's meaning with its arguments in it."""
        found: Tokens = []
        for match in PIECE.finditer(shape):
            if match["place"]:
                chosen = (
                    arguments if match["place"] == "*" else arguments[int(match["place"]) : int(match["place"]) + 1]
                )
                found += joined(chosen, name)
            else:
                kind = match.lastgroup or "operator"
                found.append(name.says(match.group(), kind) if not found else closed.after(match.group(), kind))
        return found


def named(function: str, arguments: list[Tokens]) -> list[Tokens]:
    """The arguments that are names which a function brings in: of LAMBDA all but the last, of LET each second one."""
    return arguments[:-1] if function == "LAMBDA" else arguments[:-1:2]


def joined(arguments: Sequence[Tokens], place: Token) -> Tokens:
    """Arguments with commas between them."""
    return [
        token for index, each in enumerate(arguments) for token in ([*([place.after(",")] if index else []), *each])
    ]


def number(column: str) -> int:
    """Which column some letters name, from 1."""
    total = 0
    for letter in column:
        total = 26 * total + ord(letter) - ord("A") + 1
    return total


def letters(column: int) -> str:
    """The letters of a column."""
    return (letters((column - 1) // 26) if column > 26 else "") + chr(ord("A") + (column - 1) % 26)


def read(tokens: Sequence[Token], told: Told) -> Tokens:
    """The formula of a cell, without its `=`."""
    sheets = [(one, sign) for one, sign in pairwise(tokens) if sign.text == "!" and not sign.spaced]
    for sheet, sign in sheets:
        told.refuse(
            sheet, sign, f"`{sheet.text}!` names another sheet", "write the cell alone, or a name for its value"
        )
    formula = CellFormula(tokens, told)
    found = formula.level()
    return [*found, *tokens[formula.place :]]
