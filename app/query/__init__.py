"""What a URL, the command line or a notebook asks for: a program, values and options, all as texts."""

from __future__ import annotations

from app.query.file_name import disposition, file_name
from app.query.query import (
    CONSTANT,
    GATE,
    HIDE,
    OUTPUT,
    PACKED,
    PROGRAM,
    SEED,
    STEP,
    TRACKING,
    VALUE,
    Query,
    QueryError,
    is_value,
    mentions,
    one_line_end,
    parameter,
)

__all__ = [
    "CONSTANT",
    "GATE",
    "HIDE",
    "OUTPUT",
    "PACKED",
    "PROGRAM",
    "SEED",
    "STEP",
    "TRACKING",
    "VALUE",
    "Query",
    "QueryError",
    "disposition",
    "file_name",
    "is_value",
    "mentions",
    "one_line_end",
    "parameter",
]
