"""The programs of a lesson: blocks of code that are fenced as ```backpass, with parameters of an address behind it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from app.language import Diagnostic
from app.lessons.front_matter import at
from app.lessons.lesson import Scene
from app.query import Query

FENCE = "backpass"
NAME = re.compile(r"[a-z][\w-]*")


def is_scene(token: Token) -> bool:
    return token.type == "fence" and token.info.split(maxsplit=1)[:1] == [FENCE]


def scenes(tokens: Sequence[Token], faults: list[Diagnostic]) -> dict[str, Scene]:
    """The programs by name, in their order; what is wrong with them goes to `faults`."""
    found: dict[str, Scene] = {}
    for token in filter(is_scene, tokens):
        assert token.map is not None
        line = token.map[0] + 1
        given = dict(pairs(token.info, line, faults))
        name = given.pop("scene", "program" if not found else f"program-{len(found) + 1}")
        if not NAME.fullmatch(name) or name in found:
            faults.append(at(line, f"`{name}` is no name for a program, or taken", "small letters, each name once"))
        title = given.pop("title", name)
        found[name] = Scene(name, title, Query.of([("e", token.content), *given.items()]), line)
    if not found:
        faults.append(at(1, "there is no program here", f"write one between ```{FENCE} and ```"))
    return found


def pairs(info: str, line: int, faults: list[Diagnostic]) -> Iterator[tuple[str, str]]:
    """What stands behind the fence's name: `scene=kept title="Biases kept" train.rate=0.5`."""
    try:
        words = shlex.split(info)[1:]
    except ValueError as error:
        faults.append(at(line, f"behind {FENCE}: {error}", 'as in title="Two words"'))
        return
    for word in words:
        name, equals, text = word.partition("=")
        if not equals:
            faults.append(at(line, f"`{word}` says nothing here", "write name=value, as in an address"))
        yield name, text
