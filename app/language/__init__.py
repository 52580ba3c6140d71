"""The language: source text → syntax, each piece with its span."""

from __future__ import annotations

from app.language.parser import parse, parse_expression
from app.language.source import LanguageError, Mistake, Span, underline
from app.language.syntax import Expr, Program

__all__ = ["Expr", "LanguageError", "Mistake", "Program", "Span", "parse", "parse_expression", "underline"]
