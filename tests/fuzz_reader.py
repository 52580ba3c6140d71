"""Bytes that coverage leads to, fed to the reader of texts and to that of values: `python -m tests.fuzz_reader`, with atheris installed.

Whatever they are, they are read or refused with a place.
"""

from __future__ import annotations

import sys

import atheris  # type: ignore[import-untyped, import-not-found, unused-ignore]

with atheris.instrument_imports(include=["app.language", "app.values"]):
    from app.language import LanguageError, parse
    from app.values import ValueMistake, read


def feed(data: bytes) -> None:
    text = atheris.FuzzedDataProvider(data).ConsumeUnicode(len(data))
    for reader in (parse, read):
        try:
            reader(text)
        except (LanguageError, ValueMistake) as mistake:
            if not str(mistake):
                raise AssertionError("a mistake that says nothing") from mistake


if __name__ == "__main__":
    atheris.Setup(sys.argv, feed)
    atheris.Fuzz()
