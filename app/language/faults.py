"""Faults of ours that a text brings out: the person is told a mistake at its place, and the log what it was."""

from __future__ import annotations

import logging

from app.language.source import LanguageError, Span

FAULTS = (ValueError, TypeError, ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError)
"""What a mistake of our own raises, and NumPy where an operation does not work on its operands."""
log = logging.getLogger("backpass.fault")


def fault(error: Exception, span: Span, done: str = "computed") -> LanguageError:
    """What none of our own messages foresees, as a mistake at its place; it is logged for whoever mends it."""
    log.error("a text that could not be %s", done, exc_info=error)
    hint = "try it in smaller parts, or with other brackets"
    return LanguageError.at(span, f"this cannot be {done} as it stands", hint)
