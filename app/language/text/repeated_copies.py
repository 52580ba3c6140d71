"""A formula that copying a page gives three times, read aloud, as LaTeX and shown: `y=x2y = x^2y=x2`. The LaTeX is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.language.text.located import Located

LINE = re.compile(r"[^\n]+")
UNSEEN = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]+")
WRITTEN = re.compile(r"[\\^_{}]")
"""What LaTeX has and a shown formula has not."""
LONGEST = 600


def once(located: Located) -> Located:
    """The text with such formulas once."""
    return located.replaced([edit for match in LINE.finditer(located.text) for edit in around(match)])


def around(match: re.Match[str]) -> Iterator[tuple[int, int, str]]:
    """What stands before and behind the LaTeX in a line; nothing for any other line."""
    line, start = match.group(), match.start()
    if line.count("=") < 3 or len(line) > LONGEST:
        return
    signs = [place for place, sign in enumerate(line) if not UNSEEN.fullmatch(sign)]
    for length in range(3, len(signs) // 3 + 1):
        first, last = signs[length], signs[-length]
        shown, written = UNSEEN.sub("", line[:first]), UNSEEN.sub("", line[first:last])
        if "=" in shown and is_written(shown, written) and sorted(shown) == sorted(UNSEEN.sub("", line[last:])):
            yield start, start + first, ""
            yield start + last, match.end(), ""
            return


def is_written(shown: str, written: str) -> bool:
    """Whether LaTeX stands for what is shown: it begins as that does, or is the same where nothing in it is raised or lowered."""
    begins = written[:1] == shown[:1] or written[:1] == "\\"
    latex = WRITTEN.search(written) is not None and WRITTEN.search(shown) is None
    return "=" in written and begins and (latex or written == shown)
