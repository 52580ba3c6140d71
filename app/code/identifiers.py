"""Names for values and gradients that Python accepts, each given once."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from collections.abc import Collection, Mapping

RESERVED: Mapping[str, frozenset[str]] = {
    "numpy": frozenset({"np", "math", "NormalDist", "sliding_window_view"}),
    "torch": frozenset({"torch", "F", "np"}),
    "jax": frozenset({"jax", "jnp", "np", "math", "forward", "backward"}),
}
"""By library: what a script itself uses, beside the functions that it carries along."""


def identifier(name: str) -> str:
    """A name as one of Python's: dots and what Python has no use for become underscores."""
    plain = re.sub(r"\W", "_", unicodedata.normalize("NFKC", name))
    plain = plain if plain[:1].isidentifier() else f"_{plain}"
    return f"{plain}_" if keyword.iskeyword(plain) else plain


class Names:
    """Identifiers that are in use, so that no two values share one."""

    def __init__(self, taken: Collection[str]) -> None:
        self.taken = {*taken}

    def give(self, name: str) -> str:
        """`name` as an identifier, with underscores behind it where another value has it."""
        found = identifier(name)
        while found in self.taken:
            found += "_"
        self.taken.add(found)
        return found

    def number(self, stem: str) -> str:
        """The next free of t1, t2, …"""
        count = 1
        while f"{stem}{count}" in self.taken:
            count += 1
        return self.give(f"{stem}{count}")


BUILTINS = frozenset(dir(builtins))
