"""Searches for every pattern of the code in texts that say the same again and again; names each pattern before it begins.

Reads as values longer ones, as a link can have them. Ends by a signal where a pattern takes exponentially many steps, or a value as
many as the square of its length: what is met here are microseconds, and hundredths of a second.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import resource
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import product

import app
from app.values import ValueMistake, read

SECONDS = 20
"""Of the processor: some twenty times what all searches take together."""
TIMES = 40
PREFIXES = ("", "f[", "f(", "Σ_{", "\\frac{", "x = ")
LONG = 200_000
VALUES = ("[", "e", "\t", "-$", "½", "1%", "1.", "[1, ", "a ", "(")
PIECES = ["".join(pair) for pair in product("a1_ ,.[{=+\\", repeat=2)]


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """All patterns that modules keep, with where they stand."""
    for module in pkgutil.walk_packages(app.__path__, "app."):
        for name, value in vars(importlib.import_module(module.name)).items():
            held = value.values() if isinstance(value, dict) else value if isinstance(value, tuple | list) else [value]
            for each in held:
                if isinstance(each, re.Pattern) and isinstance(each.pattern, str):
                    yield f"{module.name}.{name}", each


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    texts = [f"{prefix}{piece * TIMES}!" for prefix in PREFIXES for piece in PIECES]
    for name, pattern in patterns():
        sys.stdout.write(f"{name}\n")
        sys.stdout.flush()
        for text in texts:
            pattern.search(text)
    for piece in VALUES:
        sys.stdout.write(f"the value {piece!r} again and again\n")
        sys.stdout.flush()
        with suppress(ValueMistake):
            read(piece * (LONG // len(piece)))


if __name__ == "__main__":
    main()
