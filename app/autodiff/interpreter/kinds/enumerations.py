"""Members of enumerations, some of which are texts."""

from __future__ import annotations

from typing import Self

from app.autodiff.interpreter.kinds.value_types import Class, Instance


class Member(str):
    """A member of an enumeration of texts: the text itself, which knows its name there."""

    __slots__ = ("cls", "name")
    name: str
    cls: Class

    def __new__(cls, text: str, name: str, home: Class) -> Self:
        member = super().__new__(cls, text)
        member.name, member.cls = name, home
        return member


def members_of(cls: Class) -> list[Instance | Member]:
    """The members of an enumeration, in order; of other classes nothing."""
    return [each for each in cls.members.values() if isinstance(each, (Instance, Member)) and each.cls is cls]
