"""Source text → Program: Python's own parser reads the respelled text, and what it finds is kept as syntax of ours."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from functools import lru_cache

from app.language.faults import FAULTS, fault
from app.language.latex.quotation import quotable
from app.language.operators import MARKED
from app.language.reading.blocks import Block, blocks
from app.language.reading.expressions import Reader
from app.language.reading.python_programs import is_python
from app.language.reading.respelling import Respelled, respell, unchanged
from app.language.reading.statements import StatementReader, defined
from app.language.source import START, Diagnostic, LanguageError, Span
from app.language.syntax import Broken, Define, Evaluate, Expr, Lambda, Program, Statement
from app.language.text.located import Located
from app.language.text.tokens import SHALLOWER

CHARACTERS = 40_000
"""A text may be this long, unless the caller says otherwise."""
TOO_DEEP = "this is nested too deeply to be read"

BOUND = re.compile(r"\s*([^\W\d]\w*(?:\s*,\s*[^\W\d]\w*)*)\s*=(?!=)")
"""The names that a statement binds, as far as can be told without reading it."""
MEANT = {"=>": ">=", "=<": "<=", "<>": "!="}
"""Signs of other languages, and ours."""
PYTHON = (
    (
        r"expected ':'",
        "a `:` is missing at the end of this line",
        "write it, and the statements below it further to the right",
    ),
    (
        r"expected an indented block",
        "what belongs to this statement is missing",
        "write it below, further to the right",
    ),
    (r"too many levels of indentation", TOO_DEEP, "move the inner part into a function"),
    (r".*indent", "this line begins at another column than the one before", "begin each statement at the same column"),
    (r"expected 'else'", "an `else` is missing", "write what holds otherwise: `x if x > 0 else 0`"),
    (r"expected 'except'", "an `except` is missing", "leave the `try` out"),
    (r".*forgot a comma", "a comma is missing between two values", "write commas between them, as in [1.0, 2.0]"),
    (r"expected '\('", "a `(` is missing", "write brackets behind the name, as in `def f(x):`"),
    (r".*dictionary key", "an entry of a dict is a key, a `:` and a value", "write it as {'w': 1.0}"),
    (r"f-string", "what stands in the braces of this text cannot be read", "write a value in them, as in f'{x}'"),
    (r"leading zeros", "a number begins with 0", "write it without the zeros in front"),
    (r"invalid \w+ literal", "this is no number", "write it as 15, 1.5 or 1e-5"),
)
"""Python's messages, each with ours and what to try."""
DERIVATIVE = re.compile(r"d\w*\s*/\s*d\w+")
REFUSED = {
    **dict.fromkeys("±∓", ("stands for two values", "write + or -")),
    **dict.fromkeys("∂∇", ("asks for a derivative: those are what the figure shows", "write the forward pass alone")),
    "~": ("gives a name no value: a distribution is none", "write a value, for example x = 0.5"),
    "→": ("is not expected here: it says no formula", "write what is computed, z = f(x)"),
    "∫": ("is an integral, which is not part of the language", "write what it comes to"),
    **dict.fromkeys("≈≅≃", ("is an approximation and gives a name no value", "write =")),
    **dict.fromkeys("≡∝", ("gives a name no value", "write =")),
    **dict.fromkeys("∀∃⊂⊃⊆⊇", ("is a statement, not a computation", "write the forward pass alone")),
}
"""Signs of mathematics that have no place in a forward pass: what each says, and what to try."""
LONG_NUMBER = re.compile(r"[\d₀-₉⁰¹²³⁴-⁹]{1001}")
"""More digits than any float has; Python itself refuses to read several thousand."""
TOO_MANY_DIGITS = ("this number has too many digits", "write it as 1e100")


@lru_cache(maxsize=64)
def parse(text: str, *, characters: int = CHARACTERS) -> Program:
    """Read a forward pass.

    Mistakes within one statement are kept in `Program.mistakes`, so that others can be found beside them.

    Raises LanguageError where nothing can be read: a text that is too long or empty, or whose brackets or characters are wrong.
    """
    if len(text) > characters:
        message = f"the text has {len(text)} characters; at most {characters} are read"
        raise LanguageError.at(START, message, "shorten it")
    if long := LONG_NUMBER.search(text):
        raise LanguageError.at(Located.whole(text).span(*long.span()), *TOO_MANY_DIGITS)
    try:
        return read(text.replace("\r\n", "\n").replace("\r", "\n"))
    except RecursionError:
        raise LanguageError.at(START, TOO_DEEP, SHALLOWER) from None
    except FAULTS as error:
        raise fault(error, START, "read") from None


def read(text: str) -> Program:
    """As `parse`, whatever the length. Raises RecursionError where one thing stands inside of too many others."""
    respelled, nodes = in_python(text)
    reader = StatementReader(Reader(respelled))
    statements: list[Statement] = []
    mistakes: list[Diagnostic] = []
    for block, node in trees(respelled, nodes, mistakes):
        try:
            if node is not None:
                statements.append(reader.statement(node))
                continue
        except LanguageError as error:
            mistakes.extend(error.mistakes)
        statements.append(broken(block, mistakes[-1]))
    if not statements:
        hint = "type a forward pass, for example `z = x*y`"
        raise LanguageError.at(START, "there is nothing to compute yet", hint)
    match statements[-1]:
        case Evaluate(value=Lambda() as function, span=place):
            # `x ↦ x²` alone is what a text computes.
            taken = {each.name for each in statements if isinstance(each, Define)}
            name = next((letter for letter in "fgh" if letter not in taken), "f")
            statements[-1] = defined(name, function, place)
    return Program(text, tuple(statements), tuple(mistakes), respelled.notes, respelled.sizes)


def in_python(text: str) -> tuple[Respelled, list[ast.stmt]]:
    """The text in Python's spelling, and Python's trees of its statements; none where it does not understand all of them."""
    if is_python(text) and (nodes := understood(as_it_stands := unchanged(text))):
        return as_it_stands, nodes
    respelled = respell(text)
    return respelled, understood(respelled)


def understood(respelled: Respelled) -> list[ast.stmt]:
    try:
        return python_statements(Block(respelled.text, 1, 0), respelled)
    except LanguageError:
        return []


def trees(
    respelled: Respelled, nodes: list[ast.stmt], mistakes: list[Diagnostic]
) -> Iterator[tuple[Block, ast.stmt | None]]:
    """Python's tree of each statement, by those of the whole text where it has them; None, and one more of `mistakes`, for a statement
    that Python does not understand."""
    if nodes:
        lines = respelled.text.split("\n")
        yield from (
            (Block(lines[node.lineno - 1][node.col_offset :], node.lineno, node.col_offset), node) for node in nodes
        )
        return
    for block in blocks(respelled.text):
        try:
            for node in python_statements(block, respelled):
                yield block, node
        except LanguageError as error:
            mistakes.extend(error.mistakes)
            yield block, None


def broken(block: Block, mistake: Diagnostic) -> Broken:
    """What stands for a statement that could not be read, so that the names it would have bound are not called unknown."""
    names = BOUND.match(block.text)
    return Broken(tuple(re.split(r"\s*,\s*", names.group(1))) if names else (), span=mistake.span or START)


def parse_expression(text: str) -> Expr:
    """Read one expression, as the derivative rules of the primitive table are. Raises LanguageError."""
    respelled = respell(text)
    nodes = python_statements(Block(respelled.text, 1, 0), respelled)
    if len(nodes) != 1 or not isinstance(node := nodes[0], ast.Expr):
        raise LanguageError.at(Span(1, 0, 1, max(1, len(text))), "this is not an expression")
    return Reader(respelled).expression(node.value)


def python_statements(block: Block, respelled: Respelled) -> list[ast.stmt]:
    """Python's syntax tree of a block, with line and column as in the respelled text."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(block.text)
    except SyntaxError as error:
        raise LanguageError(syntax_mistake(error, block, respelled)) from None
    except (ValueError, RecursionError, MemoryError):
        place = respelled.offset(block.line, block.column)
        raise LanguageError.at(respelled.span(place, place + 1), TOO_DEEP, SHALLOWER) from None
    if block.line > 1:
        ast.increment_lineno(tree, block.line - 1)
    if block.column:
        for node in ast.walk(tree):
            if getattr(node, "lineno", None) == block.line:
                shift(node, block)
    return tree.body


def shift(node: ast.AST, block: Block) -> None:
    """Move a node of a block that starts in mid-line (after `;`) to where it stands in the whole line."""
    node.col_offset += block.column  # type: ignore[attr-defined]
    if node.end_lineno == block.line:  # type: ignore[attr-defined]
        node.end_col_offset += block.column  # type: ignore[attr-defined]


def syntax_mistake(error: SyntaxError, block: Block, respelled: Respelled) -> Diagnostic:
    """What Python has against a block, at the person's own place."""
    lines = respelled.text.split("\n")
    line = min(block.line - 1 + (error.lineno or 1), len(lines))
    column = max(0, (error.offset or 1) - 1) + (block.column if line == block.line else 0)
    stop = column + 1
    if error.end_lineno == error.lineno and error.end_offset and error.end_offset > (error.offset or 1):
        stop = error.end_offset - 1 + (block.column if line == block.line else 0)
    found = lines[line - 1][column:stop].strip()
    for begin in (column, column - 1):
        if meant := MEANT.get(lines[line - 1][max(0, begin) : begin + 2]):
            span = respelled.span(respelled.offset(line, begin), respelled.offset(line, begin + 2))
            return Diagnostic(
                span, f"`{lines[line - 1][begin : begin + 2]}` is no sign here", f"write {meant}", repair=meant
            )
    first, last = respelled.offset(line, column), respelled.offset(line, stop)
    shown = quotable(respelled.written(first, last)).strip() or found
    return Diagnostic(respelled.span(first, last), *explain(error.msg, found, shown))


RAISED = re.compile(r"[^\W\d]\w*\*\*\(?\w+\)?(?:\*_.*)?")
"""A name with something raised over it."""


def explain(message: str, found: str, shown: str) -> tuple[str, str]:
    """Python's message in the words of this language: what is wrong, and what to try.

    `found` is what Python read there, `shown` what the person wrote.
    """
    if "assign to function call" in message:
        return (
            "a call cannot be given a value",
            "to define a function write `f(x, y) = x*y`, with names in the brackets; for a value begin with its name, `c = …`",
        )
    if "cannot assign" in message or "Maybe you meant '=='" in message:
        if DERIVATIVE.fullmatch(found):
            return "a derivative is what the figure shows", "write the function itself, for example `y = x²`"
        if RAISED.fullmatch(found):
            hint = "write the number of a layer or of a step in brackets, a^{(l)}, or at the foot, a_l"
            return "left of `=` stands a power, which is no name", hint
        two = "; for two statements write `;` between them" if found[:1].isdigit() else ""
        hint = f"write it as `name = …`, for example `z = x*y`{two}"
        return "an equation is not solved here: left of `=` stands one name", hint
    if "Exceeds the limit" in message:
        return TOO_MANY_DIGITS
    for pattern, told, hint in PYTHON:
        if re.match(pattern, message):
            return told, hint
    if found in REFUSED:
        return f"`{shown}` {REFUSED[found][0]}", REFUSED[found][1]
    if any(mark in found for mark in MARKED):
        return "this sign stands between two values", "write one before and one behind it"
    if not found:
        return "the statement ends too early", "an operand or a closing part is missing here"
    return f"`{shown}` is not expected here", "an operator or an operand is missing or doubled"
