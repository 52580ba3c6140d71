"""What is known of names that a text does not bind, told by who knows the operations."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Vocabulary(NamedTuple):
    """What is known of names that a text does not bind: whether one means something by itself in that text, whether it can be called,
    which function a name that cannot was probably meant to be, and whether a call makes a layer of a library.
    """

    means: Callable[[str, str], bool]
    calls: Callable[[str], bool]
    similar: Callable[[str], str]
    makes_layer: Callable[[str], bool]
