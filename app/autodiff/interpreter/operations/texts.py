"""What becomes of texts, which are keys and messages: by their methods, by `%` and in f-strings; never longer than a list may be."""

from __future__ import annotations

import re
from string import Formatter

from app.autodiff.interpreter.kinds.value_types import Named, Plain, Value, Values
from app.autodiff.interpreter.running.run import Run
from app.language import Span

METHODS = frozenset("find startswith endswith lower upper strip replace split join count format".split())
WIDE = re.compile(r"\d{3}|[*{]")
"""A width of hundreds of signs, or one that is a value itself."""
PLACE = re.compile(r"%[^a-zA-Z%]*")


def made(run: Run, text: str, method: str, given: Values, named: Named, span: Span) -> Value:
    """What a method of a text gives. Raises LanguageError where it does not fit, or would be too long."""
    try:
        run.bounded(length(text, method, given), span)
        if method == "format":
            given, named = tuple(map(shown, given)), {name: shown(each) for name, each in named.items()}
        result: Value = getattr(text, method)(*given, **named)
    except (IndexError, KeyError, TypeError, ValueError) as error:
        message = f"`.{method}` does not fit what it is given and this text"
        run.refuse(span, message, "", raises=type(error).__name__)
    return result


def length(text: str, method: str, given: Values) -> int:
    """At most how long a result is. Raises TypeError and ValueError for what is none of the method."""
    match method, given:
        case "join", (list() | tuple() as parts,):
            return sum(len(str(part)) + len(text) for part in parts)
        case "replace", (str() as old, str() as new, *_):
            return len(text) + text.count(old) * len(new)
        case "format", _:
            for _, place, shape, _ in Formatter().parse(text):
                if place and not place.isidentifier() and not place.isdigit():
                    raise ValueError(place)
                narrow(shape or "")
    return len(text)


def filled_in(run: Run, text: str, values: Value, span: Span) -> str:
    """`"w_%d" % 1`, a text with numbers and texts in its places; one that is given arrays, as messages are, stays as it is."""
    if not all(isinstance(each, Plain) for each in (values if isinstance(values, tuple) else (values,))):
        return text
    try:
        for place in PLACE.findall(text):
            narrow(place)
        return text % values
    except (TypeError, ValueError):
        run.refuse(span, "what follows `%` does not fit the places of the text", "give each place a value of its kind")


def formatted(value: Value, shape: str) -> str:
    """A value in an f-string. Raises ValueError for a shape that is none."""
    return format(value, narrow(shape)) if isinstance(value, Plain) else ""


def narrow(shape: str) -> str:
    """A shape like `.2f`. Raises ValueError for one that is hundreds of signs wide."""
    if WIDE.search(shape):
        raise ValueError(shape)
    return shape


def shown(value: Value) -> Plain:
    """A value as a text may show it: arrays, which only messages have, as nothing."""
    return value if isinstance(value, Plain) else ""
