"""Classes of a library's text in our own language, each read when it is first asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from app.autodiff.interpreter.kinds.value_types import Class, Frame, Function
from app.language import parse, syntax

HEAD = re.compile(r"^class (\w+)", re.MULTILINE)


class ReadClasses(Mapping[str, Class]):
    """The classes of texts that have nothing else in them, by name. A class that names no other extends the first one of its text's
    library, `roots`: its name stands before each text, or nothing.
    """

    def __init__(self, *texts: tuple[str, str]) -> None:
        self.texts: dict[str, str] = {}
        self.roots: dict[str, str] = {}
        for root, text in texts:
            heads = list(HEAD.finditer(text))
            ends = [*(head.start() for head in heads[1:]), len(text)]
            self.texts |= {head[1]: text[head.start() : end] for head, end in zip(heads, ends, strict=True)}
            self.roots |= {head[1]: root for head in heads if head[1] != root}
        self.read: dict[str, Class] = {}

    def __getitem__(self, name: str) -> Class:
        if name not in self.read:
            self.read[name] = self.class_of(self.texts[name])
        return self.read[name]

    def __contains__(self, name: object) -> bool:
        return name in self.texts

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)

    def class_of(self, text: str) -> Class:
        program = parse(text)
        assert not program.mistakes
        (statement,) = program.statements
        assert isinstance(statement, syntax.Class)
        functions = {
            each.name: Function(each.name, each.parameters, each.body, Frame({}), "layer", each.decorators)
            for each in statement.body
            if isinstance(each, syntax.Define)
        }
        named = [base.id for base in statement.bases if isinstance(base, syntax.Name)] or [
            self.roots.get(statement.name, "")
        ]
        bases = tuple(self[base] for base in named if base)
        return Class(statement.name, dict(functions), bases, ours=True)
