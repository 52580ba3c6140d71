"""The language: source text → syntax, each piece with its span."""

from __future__ import annotations

from app.language.notations.name_scripts import identifier
from app.language.reading.parser import parse, parse_expression
from app.language.source import Diagnostic, LanguageError, Severity, Span, assignment, underline
from app.language.syntax import Expr, Program

__all__ = [
    "Diagnostic",
    "Expr",
    "LanguageError",
    "Program",
    "Severity",
    "Span",
    "assignment",
    "identifier",
    "parse",
    "parse_expression",
    "underline",
]
