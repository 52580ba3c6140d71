"""Functions of a library that takes long to load: it is loaded when one of them is first needed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from importlib import import_module
from typing import Any


class Deferred:
    """A function by its module and name, which does what the function does. `found` is the function itself."""

    def __init__(self, module: str, name: str) -> None:
        self.module, self.name = module, name

    @cached_property
    def found(self) -> Callable[..., Any]:
        function: Callable[..., Any] = getattr(import_module(self.module), self.name)
        return function

    def __call__(self, *arguments: Any, **settings: Any) -> Any:
        return self.found(*arguments, **settings)


class Library:
    """A module whose functions are all deferred: `special.erf` loads nothing, `special.erf(1.0)` does."""

    def __init__(self, module: str) -> None:
        self.module = module

    def __getattr__(self, name: str) -> Deferred:
        if name.startswith("_"):
            raise AttributeError(name)
        return Deferred(self.module, name)


special = Library("scipy.special")
linalg = Library("scipy.linalg")
