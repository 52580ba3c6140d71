"""`dataclass`, whose frozen classes are held so by the type checker alone.

A figure makes hundreds of small values, and to guard each of their fields at run time as well took a fifteenth of its time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    import dataclasses

    def dataclass(*, frozen, slots=False):
        return dataclasses.dataclass(slots=slots, unsafe_hash=frozen)


__all__ = ["dataclass"]
