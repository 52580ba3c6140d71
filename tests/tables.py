"""Many cases in one test: what is done around each test takes longer than most cases of a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar

import pytest

Case = TypeVar("Case")


def failures(check: Callable[[Case], None], cases: Sequence[Case], name: Callable[[Case], str] = str) -> list[str]:
    """What is wrong with the cases that `check` refuses, each by its name. A table without cases is wrong as well."""
    found = [] if cases else ["there are no cases"]
    for case in cases:
        try:
            check(case)
        except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001  whatever it is, the other cases are tried, too
            found.append(f"{name(case)}: {type(error).__name__}: {error}")
    return found


def each_of(
    cases: Sequence[Any] | Callable[[], Sequence[Any]], name: Callable[[Any], str] = str
) -> Callable[[Callable[..., None]], Callable[[], None]]:
    """Make one test of the check of a case, which names all cases that fail; a case that is a tuple is given as arguments.

    Cases that take time to make are given as a function, so that nobody waits for them who looks for the tests alone.
    """

    def tested(check: Callable[..., None]) -> Callable[[], None]:
        def checked(case: Any) -> None:
            check(*case) if type(case) is tuple else check(case)

        @wraps(check)
        def test() -> None:
            assert not (found := failures(checked, cases() if callable(cases) else cases, name)), "\n".join(found)

        del test.__wrapped__  # pytest would ask for the arguments of the check
        return test

    return tested
