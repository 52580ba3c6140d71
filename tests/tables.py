"""Many cases in one test: what is done around each test takes longer than most cases of a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

Case = TypeVar("Case")


def failures(check: Callable[[Case], None], cases: Sequence[Case], name: Callable[[Case], str] = str) -> list[str]:
    """What is wrong with the cases that `check` refuses, each by its name. A table without cases is wrong as well."""
    found = [] if cases else ["there are no cases"]
    for case in cases:
        try:
            check(case)
        except Exception as error:  # noqa: BLE001  whatever it is, the other cases are tried, too
            found.append(f"{name(case)}: {type(error).__name__}: {error}")
    return found
