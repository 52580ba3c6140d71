"""Which library a text is written for, by its words: it decides what a method means that libraries have each in their own way."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

UNREAD = re.compile(r'"""(?:.|\n)*?"""|\'\'\'(?:.|\n)*?\'\'\'|"[^"\n]*"|\'[^\'\n]*\'|#[^\n]*')
"""Texts within quotation marks and comments, which may speak of any library."""
TORCH = re.compile(r"\btorch\b")
JAX = re.compile(r"\b(?:jax|jnp|flax)\b")
TORCH_CALLS = re.compile(
    r"(?<![\w.])nn\.[A-Z]|\b(?:keepdim\s*=|requires_grad)"
    r"|\.(?:unsqueeze|permute|view|masked_fill|detach|clone|expand|contiguous|index_select|double|float|long"
    r"|(?:add|sub|mul|div|copy|zero|fill)_)\("
)
"""What only a text for PyTorch calls, though the library is not named."""
NUMPY = re.compile(r"\b(?:np|numpy)\b")
LIKE_TORCH = re.compile(r"(?<![\w.])(?:F|nn)\.[a-z]|\w\([^()\n]*\bdim\s*=(?!=)")
"""What reads like PyTorch in a text that names no library; `F` and `nn` may be names of its own, and `dim` a parameter."""
IMMUTABLE = re.compile(r"\b(?:jnp|tf|jax\.numpy)\b")
"""Libraries whose arrays cannot be changed in place."""
ANY = re.compile(
    "|".join(each.pattern for each in (TORCH, JAX, TORCH_CALLS, NUMPY, LIKE_TORCH, IMMUTABLE))
    + r"|^\s*(?:import|from)\s+\w",
    re.MULTILINE,
)

MEANINGS = ((TORCH, "torch"), (JAX, "numpy"), (TORCH_CALLS, "torch"), (NUMPY, "numpy"), (LIKE_TORCH, "torch"))
"""Whose meaning the methods of arrays have, by the first of these that a text has."""


class TextLibrary(NamedTuple):
    """`flavour` is `torch`, `numpy` (whose methods JAX has, too), or nothing for a text without a library; `code` is the text without
    comments and what stands within quotation marks.

    Its arrays are `shared` where they can be changed in place, `mixed` where a text for PyTorch has arrays of NumPy, too; `python` says
    that the text is for a library, whose arrays are no lists.
    """

    code: str
    flavour: str
    shared: bool
    mixed: bool
    python: bool


@lru_cache(maxsize=8)
def library_of(text: str) -> TextLibrary:
    """What a text is written for. A search for first values runs the same text many times, which is looked at once."""
    code = UNREAD.sub(" ", text)
    flavour = next((meaning for words, meaning in MEANINGS if words.search(code)), "")
    mixed = flavour == "torch" and NUMPY.search(code) is not None
    return TextLibrary(code, flavour, not IMMUTABLE.search(code), mixed, ANY.search(code) is not None)
