"""Loops and branches of C, C++, Java, JavaScript and Go, by their heads: `for (int i = 0; i < n; i++) {`, one statement without braces."""

from __future__ import annotations

import re
from collections.abc import Callable

from app.language.text.letters import NAME

REAL = r"(?:long double|double|float|real|f32|f64|float32|float64|(?:torch::|at::)?Tensor)"
WHOLE = r"(?:unsigned int|int|long|short|size_t|i32|i64|usize)"
WORDS = r"(?:(?:public|private|protected|static|final|inline|constexpr|const|export|pub|mut|unsigned)[ \t]+)*"
TYPE = rf"(?:{REAL}|{WHOLE}|auto|bool|number)"
COUNTED = re.compile(
    rf"for[ \t]*\([ \t]*(?:{TYPE}|let|var)?[ \t]*({NAME})[ \t]*=[ \t]*([^;\n]{{1,60}});[ \t]*\1[ \t]*([<>])(=?)[ \t]*([^;\n]{{1,60}});"
    r"[ \t]*(?:(?:\+\+|--)\1|\1[ \t]*(?:\+\+|--|[-+]=[ \t]*(\w+)))[ \t]*\)[ \t]*\{"
)
"""`for (int i = 0; i < n; i++) {`, `for (int i = n; i > 0; i -= 2) {`."""
EACH = re.compile(
    rf"for[ \t]*\([ \t]*(?:(?:const|let|var)[ \t]+)?(?:{TYPE}[ \t]*&?[ \t]*)?({NAME})[ \t]*(?:\bof\b|:)"
    r"[ \t]*([^:;{}\n]{1,80})\)[ \t]*\{"
)
"""`for (const v of x) {`, `for (double v : x) {`."""
BARE = re.compile(
    r"((?:(?<=[;{}\n])|\A)[ \t]*(?:for|while|(?:else[ \t]+)?if)[ \t]*\((?:[^(){}\n]|\([^(){}\n]*\))*\)"
    r"|\belse(?![ \t]+if))[ \t]*\n?[ \t]*(?!if\b)([^\s{};(][^{};\n]*;)"
)
"""A loop or a branch whose one statement stands without braces."""
BRANCH = re.compile(r"(?:(?<=[;{}\n])|\A)([ \t]*)(else[ \t]+if|if|while)[ \t]*\(([^{}\n;]*)\)[ \t]*\{")
STEPPED = re.compile(rf"((?:^|[;{{}}\n])[ \t]*)(?:({NAME})(\+\+|--)|(\+\+|--)({NAME}))[ \t]*(?=;)")
"""`i++;`."""

Steps = tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]


def braced(match: re.Match[str]) -> str:
    return f"{match[1]} {{ {match[2]} }}"


def loop(match: re.Match[str]) -> str:
    name, first, sign, same, last, step = (each.strip() if each else "" for each in match.groups())
    down = sign == ">"
    beyond = f" {'-' if down else '+'} 1" if same else ""
    by = f", {'-' if down else ''}{step or 1}" if down or step else ""
    return f"for {name} in range({first}, {last}{beyond}{by}) {{"


def stepped(match: re.Match[str]) -> str:
    return f"{match[1]}{match[2] or match[5]} {(match[3] or match[4])[0]}= 1"


def branch(match: re.Match[str]) -> str:
    return f"{match[1]}{'elif' if match[2].startswith('else') else match[2]} ({match[3]}) {{"


LOOPS: Steps = (
    (BARE, braced),
    (COUNTED, loop),
    (EACH, lambda match: f"for {match[1]} in {match[2].strip()} {{"),
    (STEPPED, stepped),
    (BRANCH, branch),
)
"""What stands for what, in this order."""
