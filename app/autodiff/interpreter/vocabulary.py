"""What names mean that the text does not bind: for the reading of a text, before it is run."""

from __future__ import annotations

import builtins
import difflib
from functools import lru_cache

from app.autodiff.interpreter.functions.builtins import BUILTINS
from app.autodiff.interpreter.kinds import libraries
from app.autodiff.interpreter.library_classes.nn_modules import modules
from app.autodiff.primitives import SPELLINGS
from app.language.vocabulary import Vocabulary

PYTHON = frozenset(name for name in dir(builtins) if name.islower())
"""What Python itself can call: never a function of which only the name is known."""
SHORT, NEAR = 2, 0.75
"""A name of so few letters is near no other; how alike two longer ones are that may be one, between 0 and 1."""


def means_something(name: str, text: str) -> bool:
    """Whether a name that stands alone in a text has a meaning of its own."""
    own = (
        name in libraries.BARE_CONSTANTS or name in libraries.PASSED_AROUND or name in ("float", "int", "bool", "self")
    )
    return own or libraries.named(name, text) is not None or name in modules()


def is_function(name: str) -> bool:
    """Whether a name can be called. A Latin letter by itself is a value: `torch.t` transposes, `t(a + b)` does not."""
    letter = len(name) == 1 and name.isascii()
    known = (name in SPELLINGS and not letter) or name in BUILTINS or name in PYTHON
    return known or (means_something(name, f"{name}.") and not letter)


@lru_cache(maxsize=256)
def nearest_function(name: str) -> str:
    """The function that a name was probably meant to be; nothing where it is near none."""
    if len(name) <= SHORT:
        return ""
    near = difflib.get_close_matches(name, libraries.operation_names(), cutoff=NEAR)
    return next((each for each in near if len(each) > SHORT), "")


def makes_layer(name: str) -> bool:
    """Whether a name is a class of a library whose objects are applied to values."""
    layer = None if name in SPELLINGS else modules().get(name)
    return layer is not None and any("forward" in each.members for each in layer.lineage())


VOCABULARY = Vocabulary(means_something, is_function, nearest_function, makes_layer)
