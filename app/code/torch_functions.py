"""Functions that scripts for PyTorch carry along: they need nothing but the methods of tensors."""

from __future__ import annotations

from typing import Any


def replaced(x: Any, value: Any, key: Any) -> Any:
    """A copy of `x` with `value` at `key`."""
    result = x.clone()
    result[key] = value
    return result
