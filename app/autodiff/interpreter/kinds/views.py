"""Arrays as views of the entries that they share with others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.autodiff.builder import Tensor
from app.autodiff.table import Primitive

AnyArray: TypeAlias = NDArray[np.generic]
"""Numbers that are no value of the graph: labels, masks, constants."""
Held: TypeAlias = "Tensor | AnyArray"
"""What holds numbers in a shape."""
Step = tuple[Primitive, Mapping[str, object]]
"""How a view is made of what it looks at."""


@dataclass(slots=True, eq=False)
class Storage:
    """Entries that several arrays look at: the array that has all of them now, and how often it was changed."""

    base: Held
    changes: int = 0
    lent: bool = False
    """Whether `w.data = …` lets a parameter look at them too, which is not followed."""


@dataclass(slots=True, eq=False)
class View:
    """An array as a view of its storage, made by the steps of `path`; `value` is what it was after so many `changes`."""

    value: Held
    storage: Storage
    path: tuple[Step, ...] = ()
    changes: int = 0
    past: list[Held] = field(default_factory=list)
    """What it was before, kept so that no other array is taken for it."""
