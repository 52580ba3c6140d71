"""One run of a program: what it may use, what it has made and said so far, and where its names stand."""

from __future__ import annotations

import random
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NoReturn

import numpy as np

from app.autodiff.builder import Array, Builder, LimitReached, Limits, Tensor
from app.autodiff.interpreter.kinds.backward_passes import StoredGradients
from app.autodiff.interpreter.kinds.value_types import Frame, Home, Method, Named, Value, Values
from app.autodiff.interpreter.kinds.views import View
from app.autodiff.interpreter.running.changed_names import descend
from app.autodiff.interpreter.running.growing_lists import growing
from app.autodiff.interpreter.running.text_library import TextLibrary, library_of
from app.language import Diagnostic, LanguageError, Program, Severity, Span, syntax
from app.language.latex.quotation import quotable
from app.language.names import bound_names
from app.language.paths import Mentions, mentions
from app.language.syntax import Import, Statement


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a program beside its text.

    `values` and `constants` are by name of input, `output` names another output than the last value; `assumed` are first
    values for inputs that have none of their own.
    """

    values: Mapping[str, object]
    constants: Collection[str]
    output: str | None
    limits: Limits
    assumed: Mapping[str, object] = field(default_factory=dict)
    lenient: bool = False
    """Whether a value for a name that is no input is told and passed over, as links may have some, and is no mistake."""
    promoted: bool = False
    """Whether the numbers in a call at the top, `f(3, n=2)`, are inputs: how a function is tried out."""
    symbolic: bool = True
    """Whether inputs without a value have no number either, where functions are not known."""


class PassOver(Exception):
    """The statement computes with something that has no bearing on the figure."""


class Silent(Exception):
    """A value is unknown because of a mistake that has been told already."""


HAS_NO_BEARING = "has no bearing on the figure"
"""Why a statement is passed over, unless something else is told."""


class Run:
    """The state of one run, and how it refuses, counts and notes. The functions of the other modules carry it out."""

    finished: Tensor | None = None
    """What `.backward()` was called on."""
    seed_given: Value = None
    stepped: tuple[Span, int] | None = None
    """Where an optimizer takes its first step, and how much was remembered before it."""

    identity = 0
    """How many rows the identity matrix has that I stands for, 0 where it is none."""

    changed = False
    """Whether an array was changed in place, so that lists may hold what it was before."""

    derived = 0
    """How many derivatives are nested now that the text goes on with."""

    loops = 0
    """How many loops are being run, one inside of the other."""

    copies = 0
    """How many copies of values have been made."""

    attempts = 0
    """How many `try` are nested now."""

    evaluations = 0
    """How many steps have been counted."""

    internal = False
    """Whether a rule or a definition is being run by itself."""

    handled: LanguageError | None = None
    """What the `except` that is being run was for."""

    last: tuple[str, Value] | None = None
    """What was bound or computed latest: the output, when the text ends there."""

    inner_last: tuple[str, Value] | None = None
    """The same inside of functions: the output, where the top computes nothing."""

    python_rng: random.Random | None = None
    """The generator of Python's `random`, once it was used."""

    printed: syntax.Call | None = None
    """The latest `print` at the top, whose last argument is the output of a text that computes nothing else."""

    training: Value = None
    """What the layers of Keras that are being called were told of `training=`."""

    current: Statement | None = None
    """The statement at the top that is being run."""

    def __init__(self, program: Program, request: Request) -> None:
        self.program, self.request, self.limits = program, request, request.limits
        self.lines = program.text.split("\n")
        self.builder = Builder(request.limits)
        self.top = Frame({})
        self.notes: list[Diagnostic] = []
        self.depth, self.calls = 0, list[Named]()
        """How many calls of the person's functions are nested now, and the names in each of those under way, the innermost last."""
        self.methods: list[Method] = []
        """The methods that are being run, the innermost last."""
        self.remembered: list[tuple[str, Value]] = []
        """All that was bound or computed, in order."""
        self.slopes: set[int] = set()
        """The nodes of gradients that the text can go on with."""
        self.stored = StoredGradients()
        self.bound = {name for statement in program.statements for name in bound_names(statement, augmented=False)}
        self.symbolic = request.symbolic and any(isinstance(each, syntax.Declare) for each in program.statements)
        """Whether there are functions that are not known: then an input without a value has no number either."""
        self.given: set[str] = set()
        self.sources: dict[str, tuple[int, Array]] = {}
        """Each input by the name under which it can be given a value: its node, and the value that it has of its own."""
        self.parameters: dict[int, str] = {}
        """The inputs that are parameters of objects, each with the variable of the outermost one."""
        self.registered: set[int] = set()
        """The inputs that are an `nn.Parameter`, or what other libraries have for that."""
        self.asked: set[int] = set()
        """The inputs for which the text asks for a gradient, as `requires_grad=True` does."""
        self.homes: dict[int, Home] = {}
        """Where the lists and dicts stand that objects hold, by the identity of each, which is kept there."""
        self.numbers: set[int] = set()
        """The inputs that are plain numbers in the text, not arrays of one."""
        self.lists: set[Hashable] = set()
        """The inputs that are written as lists, their rows and slices, where the text reads like Python."""
        self.free: list[str] = []
        """The inputs that have no value, neither in the text nor from outside of it."""
        self.open: set[int] = set()
        """The inputs that the text gives no value, whether or not they have one from outside of it."""
        self.overtaken: list[tuple[int, int, Span]] = []
        """The inputs that were used and then changed without a gradient: how many nodes there were before, and where."""
        self.ways: list[bool | None] = []
        """Whether nodes are columns in a text of MATLAB, as far as that was asked for."""
        self.views: dict[Hashable, View] = {}
        """What is known of arrays that share their entries with others."""
        self.hooked: dict[Hashable, tuple[Tensor, Values]] = {}
        """The arrays whose gradients go through hooks, by their seats: each as it is without them, and the hooks."""
        self.copied: set[int] = set()
        """The nodes of whose values there are copies."""

    @cached_property
    def logits(self) -> dict[int, Tensor]:
        """What went into the softmax or sigmoid of a layer of Keras, by the node that came out."""
        return {}

    @cached_property
    def unsaid(self) -> dict[str, object]:
        """What is assumed of what a class is made with, by its path: `hidden`, `config.hidden`."""
        return {}

    @cached_property
    def definitions(self) -> list[syntax.Define | syntax.Class]:
        """The functions and classes that the text defines at the top."""
        return [each for each in self.program.statements if isinstance(each, (syntax.Define, syntax.Class))]

    @cached_property
    def mentions(self) -> list[Mentions]:
        """By statement at the top, what of it holds paths: each setting of a class that is pasted alone is looked for."""
        return [mentions(statement) for statement in self.program.statements]

    @cached_property
    def unseen(self) -> dict[str, Tensor]:
        """The inputs that stand for parts of data that the text does not show, by name."""
        return {}

    @cached_property
    def library(self) -> TextLibrary:
        """What the text is written for."""
        return library_of(self.program.text)

    @cached_property
    def shares(self) -> bool:
        """Whether arrays can be changed in place: those of JAX and TensorFlow cannot."""
        return self.library.shared

    @property
    def python(self) -> bool:
        """Whether the text is Python for a library, whose arrays are no lists."""
        return self.library.python

    @property
    def flavour(self) -> str:
        """The library that the text is written for: it decides what a method means that two libraries have."""
        return self.library.flavour

    @property
    def mixed(self) -> bool:
        """Whether a text for PyTorch has arrays of NumPy, too."""
        return self.library.mixed

    @cached_property
    def growing(self) -> frozenset[str]:
        """The names of the lists that the text changes in place."""
        return growing(self.program)

    @cached_property
    def imports(self) -> Mapping[str, Import]:
        """The imports of the text by the names that they bind, of several the first."""
        inner = (each for statement in self.program.statements for each in descend(statement))
        return {each.name: each for each in reversed([*inner]) if isinstance(each, Import)}

    @cached_property
    def rng(self) -> np.random.RandomState | np.random.Generator:
        """The generator of the text's random numbers, until it sets a seed of its own."""
        self.note(
            "the text sets no seed: its random numbers are those of NumPy's seed 0, the same each time", quiet=True
        )
        return np.random.RandomState(0)

    @property
    def ours(self) -> bool:
        """Whether a rule or a definition is being run, not the person's text."""
        return self.internal or self.builder.place is not None

    @property
    def constructing(self) -> bool:
        """Whether the constructor of a class of the text is being run."""
        return any(each.function.name == "__init__" and not each.owner.ours for each in self.methods[-1:])

    @property
    def work(self) -> int:
        """What has been done so far, in steps: a start, expressions, nodes, and the entries of their values."""
        return 100 + self.evaluations + 5 * len(self.builder.nodes) + self.builder.elements // 100

    def refuse(self, span: Span, message: str, hint: str = "", *, unknown: bool = False, raises: str = "") -> NoReturn:
        raise LanguageError.at(span, message, hint, unknown=unknown, raises=raises)

    def refuse_unknown(self, index: int, span: Span) -> None:
        """Raises LanguageError where a node's value decides something and depends on a number that is not known."""
        seen = {index}
        for node in reversed(self.builder.nodes[: index + 1]) if self.symbolic else ():
            if node.index in seen:
                seen.update(node.arguments)
                if np.any(np.isnan(self.builder.values[node.index])):
                    hint = "define the functions, as in `f(x) = x**2`, and give the inputs values"
                    self.refuse(
                        span, f"what follows from {self.quote(span)} depends on a number that is not known", hint
                    )

    def step(self, span: Span, steps: int = 1) -> None:
        """Count what has been done, so that no text runs without end."""
        self.evaluations += steps
        if self.evaluations > self.limits.evaluations:
            message = f"this takes more than {self.limits.evaluations} steps to compute"
            raise LimitReached.at(span, message, "shorten a loop")

    def bounded(self, length: int, span: Span) -> int:
        """The length of a list or text, unless it is too long to be made."""
        if length > self.limits.items:
            message = f"this has {length} items, more than {self.limits.items}"
            raise LimitReached.at(span, message, "use an array, or a shorter list")
        return length

    def note(self, message: str, span: Span | None = None, *, quiet: bool = False, repair: str = "") -> Diagnostic:
        """Tell something once: a warning, or where it is quiet how the text was read; `repair` is the other reading of it."""
        severity = Severity.NOTE if quiet else Severity.WARNING
        note = Diagnostic(span and (self.builder.place or span), message, severity=severity, repair=repair)
        if note not in self.notes:
            self.notes.append(note)
        return note

    def remember(self, name: str, value: Value) -> None:
        """What was bound or computed at the top: the latest is the output, unless the text goes on by hand."""
        self.last = name, value
        self.remembered.append(self.last)

    def pass_over(self, span: Span, why: str = HAS_NO_BEARING) -> None:
        self.note(f"{self.quote(span)} {why} and was passed over", span, quiet=True)

    def quote(self, span: Span) -> str:
        """The person's own words at a span."""
        line = self.lines[span.line - 1] if span.line <= len(self.lines) else ""
        return f"`{quotable(line[span.column : span.end if span.end_line == span.line else len(line)])}`"
