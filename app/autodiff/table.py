"""The table of operations: its rows by subject, by kind, and by every name that people use."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypedDict, Unpack

from app.autodiff.rows import Code, Definition, Prepare, Primitive, Row, Static, literal_default, title

__all__ = [
    "DEFINITIONS", "OPENED", "SPELLINGS", "STATICS", "TABLE", "Definition", "Primitive", "Row", "Static", "Subject",
    "definition", "literal_default", "primitive", "static", "subject", "title",
]  # fmt: skip


class Told(TypedDict, total=False):
    """The words of a row that are kept as they are given."""

    form: str
    head: str
    symbol: str
    spoken: str
    usage: str
    meaning: str
    explained: str
    alone: tuple[str, ...]
    policy: str
    in_jax: str
    note: str
    subscripts: str
    met: tuple[str, ...]
    parts: str
    inner: bool
    unchecked: str


TABLE: dict[str, Primitive] = {}
DEFINITIONS: dict[str, Definition] = {}
STATICS: dict[str, Static] = {}
SPELLINGS: dict[str, Row] = {}
"""Every name under which an operation can be called. One with a library before it (`torch.var`) holds for that library alone."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The rows of one module, in its order. `explained` is the sentence of those that have none of their own."""

    name: str
    text: str
    explained: str
    rows: list[Row] = field(default_factory=list)


OPENED: dict[str, Subject] = {}
"""The subjects by the modules that opened them; rows join the last one."""


def subject(module: str, text: str | None, explained: str = "") -> None:
    """Open a subject: the rows that are entered next belong to it."""
    OPENED[module] = Subject(module.rpartition(".")[2], (text or "").partition("\n")[0], explained)


def opened() -> Subject:
    """The subject that rows join."""
    return list(OPENED.values())[-1]


def enter(row: Row, names: str, table: dict[str, Any]) -> None:
    """Put a row into its table and its subject, and under its name and `names`."""
    for name in (row.name, *names.split()):
        spell(name, row)
    table[row.name] = row
    opened().rows.append(row)


def spell(name: str, row: Row) -> None:
    if name in SPELLINGS:
        raise ValueError(f"{name} names two operations: {row.name} and {SPELLINGS[name].name}")
    SPELLINGS[name] = row


TAKEN = frozenset({"g", "y"})
"""What rules call the gradient that comes in, and the value that went out."""


NAMED = re.compile(r"def (\w+)")
"""The name of a composition, at the head of its text."""


OPERANDS = ("input", "a", "x1", "self", "arr", "array", "ary", "m", "A", "tensor", "tensors", "arrays", "operand")


def operand_first(prepare: Prepare) -> Prepare:
    """The libraries' own names for the first operand are those of one parameter here."""

    def prepared(*arguments: object, **names: object) -> tuple[str, tuple[object, ...], dict[str, object]]:
        first = next((name for name in OPERANDS if name in names), None)
        if arguments or first is None or "condition" in names:
            return prepare(*arguments, **names)
        return prepare(names.pop(first), **names)

    return prepared


Spelled = Prepare | tuple[Prepare, str]


def primitive(
    name: str,
    parameters: str,
    forward: Callable[..., object],
    *rules: str | None,
    names: str = "",
    shown: str = "",
    kink: str = "",
    undefined: str = "",
    cases: Mapping[float, str] | None = None,
    commutes: bool = False,
    neutral: tuple[float | None, ...] = (),
    grown: Callable[..., int] | None = None,
    prepare: Prepare | None = None,
    spelled: Mapping[str, Spelled] | None = None,
    code: Code = "",
    jax: Code = "",
    torch: Code = "",
    like: str = "",
    **told: Unpack[Told],
) -> None:
    """Enter a row of the table. What it does not say of itself it has of the row it is `like`.

    `names` are further spellings, separated by spaces, `spelled` those with a `prepare` of their own, and perhaps a `shown`.
    """
    told = {"explained": opened().explained} | words_of(like, told) | told
    row = Primitive(
        name,
        (*names.split(), *(word for words in spelled or {} for word in words.split())),
        function=forward,
        signature_text=parameters,
        rule_texts=rules,
        shown_text=shown,
        kink_text=kink,
        undefined=undefined,
        cases=cases or {},
        commutes=commutes,
        neutral=neutral,
        grown=grown,
        prepare=operand_first(prepare) if prepare else None,
        code=code,
        jax=jax,
        torch=torch,
        **told,
    )
    if taken := TAKEN.intersection(re.findall(r"\w+", parameters)):
        raise ValueError(f"{name} calls a parameter {min(taken)}, which means something else in its rules")
    enter(row, names, TABLE)
    vary(row, spelled or {})


def vary(row: Primitive, spelled: Mapping[str, Spelled]) -> None:
    """Enter the spellings of a row that have a `prepare` of their own."""
    for words, own in spelled.items():
        prepared, look = own if isinstance(own, tuple) else (own, "")
        variant = replace(row, prepare=operand_first(prepared), shown_text=look, form="", head="")
        for word in words.split():
            spell(word, variant)


def definition(
    source: str,
    names: str = "",
    shown: str = "",
    plain: str = "",
    rules: Mapping[str, str] | None = None,
    like: str = "",
    in_torch: str = "",
    **told: Unpack[Told],
) -> None:
    """Enter a composition: `source` is one `def` in the language. What it does not say of itself it has of the row it is `like`."""
    text = textwrap.dedent(source).strip()
    named = NAMED.match(text)
    assert named, source
    row = Definition(
        named[1],
        tuple(names.split()),
        source=text,
        plain=frozenset(plain.split()),
        in_torch=tuple(in_torch.split()),
        rule_texts=rules or {},
        shown_text=shown,
        **(words_of(like, told) | told),
    )
    enter(row, names, DEFINITIONS)


def words_of(name: str, told: Told) -> Told:
    """What a row shares with those that are like it: the sentence of its step and, unless it is called otherwise, its symbol and name."""
    if not name:
        return {}
    row = SPELLINGS[name]
    called: Told = {} if "spoken" in told else {"symbol": row.gate, "spoken": row.spoken}
    return {"explained": row.explained, **called}


def static(
    name: str,
    function: Callable[..., object],
    names: str = "",
    shown: str = "",
    creates: bool = False,
    filled_with: str = "",
    between: str = "",
    counted: bool = False,
    seeded: bool = False,
    by_shape: bool = False,
    **told: Unpack[Told],
) -> None:
    """Enter a function that never makes a node."""
    row = Static(
        name,
        tuple(names.split()),
        function=function,
        creates=creates,
        filled_with=filled_with,
        between=between,
        counted=counted,
        seeded=seeded,
        by_shape=by_shape,
        shown_text=shown,
        **told,
    )
    enter(row, names, STATICS)
