"""What the file of a query is called: by its program, so that figures that lie side by side are told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from hashlib import blake2b
from unicodedata import normalize
from urllib.parse import quote

from app.export import FORMATS, Format
from app.export.settings import CHART, WORKSHEET
from app.query.query import Query

OURS, LONGEST = "backpass", 40
MADE = re.compile(r"(?:def|class)\s+(\w+)")


def file_name(query: Query, extension: str) -> str:
    """The name in a format: `backpass-f-q-z-5d3a-step-3.svg` for step 3 of `f = q*z`."""
    words = (slug(part) for part in parts(query, FORMATS[extension]) if part)
    return f"{'-'.join(filter(None, (OURS, subject(query.text), digest(query), *words)))}.{extension}"


def digest(query: Query) -> str:
    """Four signs that tell figures apart which are called alike, by all that the other words of the name do not say."""
    settings = {name: text for name, text in query.settings.items() if name not in (CHART, "steps", "sheet")}
    rest = replace(query, step="", gate="", hide="", settings=settings)
    return blake2b(rest.string().encode(), digest_size=2).hexdigest() if query.text.strip() else ""


def parts(query: Query, kind: Format) -> Iterator[str]:
    """What is shown of the program, where that is not all of it."""
    yield query.output
    yield f"gate {query.gate}" if query.gate else ""
    yield f"step {query.step}" if query.step and not kind.walks else ""
    yield "steps" if query.settings.get("steps") == "all" else ""
    if query.settings.get("sheet") == WORKSHEET:
        yield WORKSHEET if query.hide else "answers"
    yield query.settings.get(CHART, "")


@lru_cache(64)
def subject(text: str) -> str:
    """What a program is about: the comment at its head, the function or class that it ends with, or its last formula."""
    lines = [line for line in text.splitlines() if line.strip()]
    if lines and lines[0].startswith("#") and slug(lines[0]):
        return slug(lines[0])
    for line in reversed([line for line in lines if not line.startswith(("#", " ", "\t"))]):
        made = MADE.match(line)
        for piece in reversed([made[1]] if made else line.split("#")[0].split(";")):
            if slug(piece):
                return slug(piece)
    return ""


def slug(text: str) -> str:
    """Letters and digits of a text, in any script, at most about forty of them and cut between words."""
    words = re.sub(r"[\W_]+", "-", normalize("NFKC", text)).strip("-")
    return words if len(words) <= LONGEST else words[: LONGEST + 1].rpartition("-")[0] or words[:LONGEST]


def disposition(kind: str, name: str) -> str:
    """The header that says how a file is called, in letters that any program reads and, where these are not all, as it is (RFC 6266)."""
    plain = re.sub(r"-+(?=[-.])", "", normalize("NFKD", name).encode("ascii", "ignore").decode())
    whole = "" if plain == name else f"; filename*=UTF-8''{quote(name, safe='')}"
    return f'{kind}; filename="{plain}"{whole}'
