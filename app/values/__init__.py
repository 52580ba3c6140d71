"""Values as people write them, in a field, a URL, a command or JSON, and how we write them back."""

from __future__ import annotations

from app.values.mistake import Reading, ValueMistake
from app.values.reading import read, value
from app.values.writing import plain, written

__all__ = ["Reading", "ValueMistake", "plain", "read", "value", "written"]
