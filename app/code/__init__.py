"""Programs as code: both passes as NumPy by hand, the forward pass for PyTorch and JAX."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.autodiff.trace import Trace
from app.code.jax_script import jax_script
from app.code.numpy_script import numpy_script
from app.code.script import Line, Script, Unwritable
from app.code.torch_script import torch_script

SCRIPTS: Mapping[str, Callable[[Trace], Script]] = {"numpy": numpy_script, "torch": torch_script, "jax": jax_script}
"""By library: what writes a trace as a script for it. Each raises Unwritable for what cannot be written."""

TITLES: Mapping[str, str] = {"numpy": "NumPy", "torch": "PyTorch", "jax": "JAX"}
"""What the libraries are called."""

__all__ = ["SCRIPTS", "TITLES", "Line", "Script", "Unwritable", "numpy_script"]
