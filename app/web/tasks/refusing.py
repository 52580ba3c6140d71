"""Mistakes that a task finds become a problem, which passes between processes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from app.language import LanguageError
from app.query import QueryError
from app.web.http.problem import wrong

Given = ParamSpec("Given")
Result = TypeVar("Result")


def refusing(task: Callable[Given, Result]) -> Callable[Given, Result]:
    """The task, which raises Problem for the mistakes that it finds."""

    @wraps(task)
    def refused(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        try:
            return task(*args, **kwargs)
        except (LanguageError, QueryError) as error:
            raise wrong(error.mistakes) from None

    return refused
