"""Problem documents (RFC 9457): every error answer of the server has this one form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from app.language import Diagnostic
from app.web.schemas.api_samples import PROBLEM

MEDIA_TYPE = "application/problem+json"
MISTAKES = 20
"""How many mistakes are told one by one."""
NAMED = 100
"""So many characters of a parameter's name stand in the sentence about it."""


class MistakeModel(BaseModel):
    """One thing that is wrong, and where: in the program (lines from 1, columns from 0) or in the parameter that it names."""

    model_config = ConfigDict(from_attributes=True)

    line: int | None = Field(
        default=None, description="line of the program, from 1; null where the mistake is elsewhere"
    )
    column: int | None = Field(default=None, description="its first character, from 0")
    end_line: int | None = Field(default=None, description="the line on which it ends")
    end: int | None = Field(default=None, description="the character after its last one")
    message: str
    hint: str = Field(default="", description="what to try")
    repair: str = Field(default="", description="what can be written at the place instead; empty where nothing can")
    parameter: str | None = Field(default=None, description="the field or URL parameter, where it is not the program")


class ProblemModel(BaseModel):
    """An error as RFC 9457 has it, with the mistakes and their places."""

    model_config = ConfigDict(json_schema_extra={"examples": [PROBLEM]})

    type: str = Field(description="where to read more about this kind of problem", examples=["/docs#mistakes"])
    title: str
    status: int
    detail: str
    mistakes: list[MistakeModel] = []


class Problem(Exception):
    """An answer that is an error: raised anywhere on the way to an answer, also in a worker process."""

    def __init__(self, document: ProblemModel, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(document, headers)
        self.document, self.headers = document, dict(headers or {})

    @classmethod
    def of(
        cls,
        status: int,
        kind: str,
        title: str,
        detail: str,
        mistakes: Sequence[Diagnostic] = (),
        headers: Mapping[str, str] | None = None,
    ) -> Self:
        told = list(map(MistakeModel.model_validate, mistakes))
        document = ProblemModel(type=f"/docs#{kind}", title=title, status=status, detail=detail, mistakes=told)
        return cls(document, headers)

    def content(self, root: str) -> bytes:
        """The document, for a server that a proxy mounts at `root`."""
        return self.document.model_copy(update={"type": root + self.document.type}).model_dump_json().encode()


def listed(found: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    """The first of the mistakes, and how many more there are: nobody reads thousands."""
    return (
        found if len(found) <= MISTAKES else [*found[:MISTAKES], Diagnostic(None, f"and {len(found) - MISTAKES} more")]
    )


def wrong(found: Sequence[Diagnostic]) -> Problem:
    """The program, or a value given with it, has these mistakes."""
    first = found[0]
    place = f"line {first.line}, column {(first.column or 0) + 1}" if first.line is not None else first.parameter
    told = f"{place[:NAMED]}: {first.message}" if place else first.message
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    return Problem.of(422, "mistakes", "This cannot be drawn", told + more, listed(found))


def fault() -> Problem:
    """Something that we did not foresee."""
    told = "This is a fault of Backpass, not of what you asked; it has been noted."
    return Problem.of(500, "errors", "Something went wrong here", told)
