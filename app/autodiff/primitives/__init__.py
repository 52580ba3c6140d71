"""The rows of the table, by subject. Importing this package enters them all."""

from __future__ import annotations

from importlib import import_module

from app.autodiff.table import DEFINITIONS, OPENED, SPELLINGS, STATICS, TABLE, Subject


def subject_of(module: str) -> Subject:
    """The subject that a module of this package opens."""
    return OPENED[import_module(f"{__name__}.{module}").__name__]


SUBJECTS = tuple(
    map(
        subject_of,
        (
            "arithmetic elementwise special activations reductions running statistics order_statistics norms linear_algebra "
            "decompositions shapes parts selection scattering convolution channels pooling resampling layers surprises losses "
            "margin_losses alignment comparison creation random initialization jax_names jax_lax tensorflow foreign_names"
        ).split(),
    )
)
"""In the order of the help, a row behind those that it is like."""
UNKNOWN = subject_of("unknown")
"""What no text can call by name."""

__all__ = ["DEFINITIONS", "SPELLINGS", "STATICS", "SUBJECTS", "TABLE"]
