"""A program with all that goes with it as plain text: what a URL carries, and what a command line says."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import quote

from app.diagram import CHOICES, Options, allowed
from app.examples import Example
from app.export import SETTINGS, packed, unpacked
from app.language import Diagnostic, LanguageError, identifier, parse
from app.language.names import loaded
from app.pipeline import Worksheet
from app.query import descent_query
from app.values import Reading, ValueMistake, read, written

PROGRAM, PACKED, SEED, CONSTANT, OUTPUT, VALUE = "e", "c", "seed", "constant", "output", "at."
STEP, GATE, HIDE = "step", "gate", "hide"
STUDIES = ("mode", "path", "second", "closed", "code", "sizes")
"""What opens a panel below the figure; where there are several, the first of them does."""
RESERVED = frozenset({PROGRAM, SEED, CONSTANT, OUTPUT, STEP, GATE, HIDE, *STUDIES, *CHOICES})
"""Parameters that are not inputs; an input of such a name is given as `at.e=3`. Any input may be."""
TRACKING = re.compile(r"utm_\w+|\w*cli?k?id|[gw]braid|mc_[ce]id|_gl|_ga|igshid|mkt_tok|_hsenc|_hsmi|li_fat_id")
"""What others add to links on their way."""
LONG = 1900
"""Addresses of more than 2000 bytes are too long for some (Google Slides), and a hundred are the server's: a longer query has its
program compressed, where that is shorter."""
PLAIN = "=()*/@,:;?!"
"""Signs of formulas that may stand in a query as they are (RFC 3986, 3.4): an address is read, and no longer than a compressed one."""
SPACE = re.compile(r"(?<![\w.)\]} ]) (?! )|(?<! ) (?![\w( ])")
"""A space that is written `+`. Between two factors that could as well be a lost plus sign, and is refused."""


class QueryError(Exception):
    """All that is wrong with a query outside of the program."""

    def __init__(self, mistakes: Iterable[Diagnostic]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("; ".join(f"{each.parameter}: {each.message}" for each in self.mistakes))


@dataclass(frozen=True, slots=True)
class Query:
    """What a person asks for, not yet understood. Values and seed are numbers or nested lists, as text; so is the step of the walk.

    `options` are of the figure, `settings` of a file; `faults` what was wrong already where it came from. `gate` names a value
    whose gate is opened, `hide` what is to be predicted, `training` a descent, `study` the panel below the figure.
    """

    text: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    seed: str = ""
    constants: tuple[str, ...] = ()
    output: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    step: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Diagnostic, ...] = ()
    gate: str = ""
    hide: str = ""
    training: Mapping[str, str] = field(default_factory=dict)
    study: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]], settings: Collection[str] = ()) -> Query:
        """From the parameters of a URL; what is empty counts as not given, and the last of several counts.

        `settings` are names that are those of a file here; elsewhere they are inputs like any other. Addresses of files are
        written by hand: there it is a mistake to say two things of one name.
        """
        given = list(pairs)
        compressed = PACKED if all(name != PROGRAM for name, _ in given) else ""
        single: dict[str, str] = {}
        values: dict[str, str] = {}
        constants: list[str] = []
        for name, text in given:
            if name == CONSTANT:
                constants += [part.strip() for part in text.split(",") if part.strip()]
            elif name in RESERVED or name in settings or name == compressed:
                single[name] = text
            elif text.strip() and not descent_query.belongs(name):
                values[name.removeprefix(VALUE)] = text.strip()
        text, faults = program(single)
        faults += tuple(contradictions(given)) if settings else ()
        return cls(
            one_line_end(text).rstrip("\n"),
            values,
            single.get(SEED, "").strip(),
            tuple(constants),
            single.get(OUTPUT, ""),
            {name: single[name] for name in CHOICES if single.get(name)},
            single.get(STEP, "").strip(),
            {name: single[name] for name in settings if single.get(name)},
            faults,
            single.get(GATE, "").strip(),
            single.get(HIDE, "").strip(),
            descent_query.gathered(given),
            {name: single[name].strip() for name in STUDIES if single.get(name, "").strip()},
        )

    @classmethod
    def of_example(cls, example: Example) -> Query:
        values = {name: written(value) for name, value in example.values.items()}
        seed = "" if example.seed is None else written(example.seed)
        return cls(example.text.rstrip("\n"), values, seed, example.constants, options=example.options)

    def with_options(self, **options: str) -> Query:
        return dataclasses.replace(self, options={**self.options, **options})

    def at_step(self, step: int | None) -> Query:
        """The same at another step of the walk; at None, all of the figure."""
        return dataclasses.replace(self, step="" if step is None else str(step))

    def opening(self, gate: str) -> Query:
        """The same with a gate opened; with none if it is ""."""
        return dataclasses.replace(self, gate=gate)

    def studying(self, chosen: Mapping[str, str]) -> Query:
        """The same with another panel open below the figure; with none if there is nothing chosen."""
        return dataclasses.replace(self, study=dict(chosen))

    def descending(self, **changed: str) -> Query:
        """The same with other parameters of its descent; what is "" is left out."""
        found = {**self.training, **changed}
        return dataclasses.replace(self, training={name: text for name, text in found.items() if text})

    def undescended(self) -> Query:
        """The same without a descent."""
        return dataclasses.replace(self, training={})

    def at_values(self, values: Mapping[str, str]) -> Query:
        return dataclasses.replace(self, values=values)

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters of the URL that says this; options at their defaults are left out."""
        found = [(PROGRAM, self.text), *((parameter(name), text) for name, text in self.values.items())]
        found += [(SEED, self.seed)] if self.seed else []
        found += [(CONSTANT, name) for name in self.constants]
        found += [(OUTPUT, self.output)] if self.output else []
        found += [(STEP, self.step)] if self.step else []
        found += [(GATE, self.gate)] if self.gate else []
        found += [(HIDE, self.hide)] if self.hide else []
        found += [*self.training.items(), *self.study.items()]
        found += [(name, text) for name, text in self.options.items() if text and text != getattr(Options(), name)]
        return [*found, *self.settings.items()]

    def string(self) -> str:
        """The part of the URL behind its question mark: readable, unless that is too long."""
        readable = address(self.pairs())
        if len(readable) <= LONG:
            return readable
        others = [(f"{VALUE}{name}" if name == PACKED else name, text) for name, text in self.pairs()[1:]]
        return min(readable, address([(PACKED, packed(self.text)), *others]), key=len)

    def worksheet(self, *, strict: bool = False) -> Worksheet:
        """What is asked for, understood; if `strict`, what can be no input is a mistake and not passed over.

        Raises QueryError with everything that is wrong outside of the program.
        """
        sheet, faults = self.understood(strict=strict)
        if faults:
            raise QueryError(faults)
        return sheet

    def understood(self, *, strict: bool = False) -> tuple[Worksheet, list[Diagnostic]]:
        """What is asked for as far as it can be understood, and what cannot."""
        faults = [*self.faults]
        readings = {name: self.reading(name, text, faults, strict) for name, text in self.values.items()}
        seed = number(SEED, self.seed, faults) if self.seed else None
        found = {name: reading for name, reading in readings.items() if reading}
        remarks = {parameter(name): reading.remarks for name, reading in found.items() if reading.remarks}
        remarks |= {SEED: seed.remarks} if seed and seed.remarks else {}
        sheet = Worksheet(
            self.text,
            {name: reading.value for name, reading in found.items()},
            seed and seed.value,
            self.constants,
            self.output or None,
            chosen(self.options, faults),
            counted(self.step, faults) if self.step else None,
            remarks,
            lenient=not strict,
            training=descent_query.understood(self.training, faults),
        )
        return sheet, faults

    def reading(self, name: str, text: str, faults: list[Diagnostic], strict: bool) -> Reading | None:
        """The value of an input; of what may be none and is no number either, only that it was given."""
        known = strict or "." in name or mentions(self.text, name)
        if not known and TRACKING.fullmatch(name):
            return None
        unread: list[Diagnostic] = []
        found = number(parameter(name), text, faults if known else unread)
        return read("0") if unread else found


def address(pairs: Iterable[tuple[str, str]]) -> str:
    """Parameters as they stand in a URL behind its question mark."""
    return "&".join(f"{escaped_name(name)}={escaped(text)}" for name, text in pairs)


@lru_cache(256)
def escaped_name(name: str) -> str:
    return quote(name, safe="")


@lru_cache(256)
def escaped(text: str) -> str:
    """A text as a URL has it, to be read by people too."""
    return "+".join(quote(piece, safe=PLAIN) for piece in SPACE.split(text))


def program(single: Mapping[str, str]) -> tuple[str, tuple[Diagnostic, ...]]:
    """The program of a URL, which may be compressed."""
    if PACKED not in single:
        return single.get(PROGRAM, ""), ()
    try:
        return unpacked(single[PACKED]), ()
    except ValueError as error:
        hint = "a program of its own may stand in e="
        return "", (Diagnostic(None, str(error), hint, parameter=PACKED),)


def contradictions(given: Iterable[tuple[str, str]]) -> Iterator[Diagnostic]:
    """The parameters that are given more than once and say different things, but for constants, which add up."""
    said: dict[str, dict[str, None]] = {}
    for name, text in given:
        if text.strip() and name != CONSTANT and not TRACKING.fullmatch(name):
            said.setdefault(name, {})[text.strip()] = None
    for name, texts in said.items():
        if len(texts) > 1:
            first, second = (f"`{text[:40]}`" for text in (*texts,)[:2])
            yield Diagnostic(
                None, f"`{name[:40]}` is given twice, as {first} and as {second}", "keep one", parameter=name
            )


def parameter(name: str) -> str:
    """The URL parameter that sets the input `name`."""
    plain = not (name in RESERVED or name in SETTINGS or name.startswith(VALUE) or descent_query.belongs(name))
    return name if plain else f"{VALUE}{name}"


def mentions(text: str, name: str) -> bool:
    """Whether `name` can be an input at all: links pick up parameters on their way that are none."""
    lacking = {identifier(part) for part in name.split(".") if part not in text}
    try:
        return not lacking or lacking <= loaded(parse(text).statements)
    except LanguageError:
        return False


def is_value(text: str) -> bool:
    """Whether an input could have it."""
    return number("", text, []) is not None


def one_line_end(text: str) -> str:
    """The text with the line ends that places are counted by, whatever a form or a file sent."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def number(name: str, text: str, faults: list[Diagnostic]) -> Reading | None:
    try:
        return read(text)
    except ValueMistake as mistake:
        faults.append(Diagnostic(None, mistake.message, mistake.hint, parameter=name))
        return None


def counted(text: str, faults: list[Diagnostic]) -> int | None:
    """A step of the walk, from 0."""
    if text.isascii() and text.isdigit() and len(text) < 7:
        return int(text)
    message = f"`{text[:40]}` is not a step of the walk"
    faults.append(Diagnostic(None, message, "steps are counted 0, 1, 2, …", parameter=STEP))
    return None


def chosen(options: Mapping[str, str], faults: list[Diagnostic]) -> Options:
    """The options that are among their choices."""
    known = {name: text for name, text in options.items() if allowed(name, text)}
    for name in options.keys() - known.keys():
        hint = f"choose one of {', '.join(CHOICES[name])}"
        faults.append(Diagnostic(None, f"`{options[name][:40]}` is not one of its choices", hint, parameter=name))
    return Options(**known)  # type: ignore[arg-type]
