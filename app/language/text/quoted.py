"""What comments say, and what stands in a program's quotation marks: covered while signs are read, as none of them mean anything there."""

from __future__ import annotations

import re

from app.language.text.characters import plain
from app.language.text.located import Located

COVER = "\ue000"
"""What stands for each covered character: one that Unicode leaves to private use."""
COMMENT = r"\#[^\n]*"
TEXT = r"""[rbfuRBFU]{0,2}(?:\"{3}(?s:.*?)\"{3}|'{3}(?s:.*?)'{3}|"(?:[^"\\\n]|\\(?s:.))*"|'(?:[^'\\\n]|\\(?s:.))*')"""
QUOTED = re.compile(rf"(?<!\\)(?P<comment>{COMMENT})|(?<![\w)\]}}′'\".]){TEXT}")
"""A comment or a text. A quotation mark right behind a name or a bracket is a prime or a transpose."""
LONG = 3
LONG_MARK = re.compile(r"\"{3}|'{3}")
MARK = re.compile(r"\"{3}|'{3}|[\"']")
COVERED = re.compile(f"{COVER}+")


def covered(located: Located, *, texts: bool) -> Located:
    """The text without what comments say and, unless their marks are primes, `texts`: as long, and each sign in its place."""

    def cover(match: re.Match[str]) -> str:
        whole = match.group()
        if match["comment"]:
            return whole[0] + COVER * (len(whole) - 1)
        mark = MARK.search(whole)
        assert mark is not None
        inside = len(whole) - mark.end() - len(mark.group())
        return whole[: mark.end()] + COVER * inside + mark.group() if texts and inside > 0 else whole

    return located.sub(QUOTED, cover)


def without_docstrings(located: Located) -> Located:
    """The text without what its docstrings say: a prompt, a fence or a list in one is an example of theirs, and none of the text's."""

    def emptied(match: re.Match[str]) -> str:
        whole, (before, behind) = match.group(), (match.string[: match.start()], match.string[match.end() :])
        mark = MARK.search(whole)
        alone = not before.rpartition("\n")[2].strip() and not behind.partition("\n")[0].strip()
        return mark.group() * 2 if alone and mark is not None and len(mark.group()) == LONG else whole

    return located.sub(QUOTED, emptied) if LONG_MARK.search(located.text) else located


def uncovered(located: Located, first: int, stop: int) -> str:
    """What a stretch of the text says, with what was covered as the person wrote it."""

    def written(match: re.Match[str]) -> str:
        start, end = located.reach(first + match.start(), first + match.end())
        return plain(Located.whole(located.origin[start:end])).text

    return COVERED.sub(written, located.text[first:stop])
