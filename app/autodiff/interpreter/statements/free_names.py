"""What a name stands for that nothing binds: a library, a constant of mathematics, an operation as a value, or an input."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.arrays.leaf_inputs import free_input
from app.autodiff.interpreter.functions.builtins import BUILTINS, builtin
from app.autodiff.interpreter.kinds import libraries
from app.autodiff.interpreter.kinds.plain_values import shape_of
from app.autodiff.interpreter.kinds.value_types import OPAQUE, Class, Frame, Instance, Namespace, Operation, Value
from app.autodiff.interpreter.library_classes.nn_modules import modules
from app.autodiff.interpreter.running.changed_names import changed_names
from app.autodiff.interpreter.running.dispatch import Arguments, call, item
from app.autodiff.interpreter.running.run import Run
from app.autodiff.primitives import SPELLINGS
from app.language import Span
from app.language.binding.reach import IDENTITY
from app.language.names import NUMBERED, names_needed, without_bar
from app.language.operators import BAR, FUNCTIONS
from app.language.syntax import Expr
from app.language.text.letters import STAR, is_program

TRAINING = re.compile(r"(?<![\w.])(\w+)\.(?:step|zero_grad|apply_gradients|minimize|add_scalar|unscale_)\(")
"""An optimizer, a schedule or a log that the text does not show, by what is called on it."""

PART = re.compile(r"(?<![\w.])(?P<name>[^\W\d]\w*+)(?P<part>\s*(?:\.\s*\w++(?!\s*\()|\[))?")
"""A name, and the dot or bracket behind it that asks for something in it; a method is called on the name itself."""
PLACED = re.compile(r"(.*[^\W\d_])_(\d+(?:_\d+)+)$")
"""A name with several numbers at its foot, as `A_{1,2}` is."""
DIGITS = re.compile(r"(?<=_)\d+|\d+(?=_)|\d")


def unbound(run: Run, name: str, span: Span) -> Value:
    """The value of a name that nothing binds; a new input stands under its name from then on."""
    # A module of ours means a library by its name, whatever the person's text imports under that name.
    if any(method.owner.ours for method in run.methods[-1:]) and (library := libraries.root(name)) is not None:
        return library
    if name not in run.request.values and (known := known_name(run, name)) is not None:
        if isinstance(known, Namespace):
            refuse_foreign(run, name, span)
        return known
    if name == "complex" and name not in run.request.values:
        run.refuse(span, "complex numbers are not part of the language", "as an input, give it a value: complex = 1")
    if name not in run.request.values:
        if run.constructing and name in run.imports:
            # What it makes may be a layer: `timm.create_model(…)`, `BertModel.from_pretrained(…)`.
            return OPAQUE
        refuse_foreign(run, name, span)
    if name in run.bound and name not in run.request.values and not binds_now(run, name):
        hint = "move the line that gives it one further up"
        run.refuse(span, f"`{name}` is used before it has a value", hint, unknown=True)
    if name in trainers(run.program.text):
        return OPAQUE
    if name == "self":
        run.top.names[name] = Instance(Class("self", {}), open=True)
    elif (entry := numbered_entry(run, name, span)) is not None:
        return entry
    elif (mean := mean_of(run, name, span)) is not None:
        run.top.names[name] = run.builder.name(mean, name)
    elif name == IDENTITY and name in run.request.assumed and name not in run.request.values:
        run.note(f"`{name}` is read as the identity matrix; for a number give it a value: {name} = 1", span)
        run.top.names[name] = np.asarray(run.request.assumed[name])
    else:
        tell_of_look_alike(run, name, span)
        run.top.names[name] = free_input(run, name, span)
    return run.top.names[name]


@lru_cache(maxsize=8)
def trainers(text: str) -> frozenset[str]:
    """The names on which a text calls what optimizers, schedules and logs have."""
    return frozenset(TRAINING.findall(text))


def binds_now(run: Run, name: str) -> bool:
    """Whether the statement that runs gives a name its value."""
    return run.current is not None and name in changed_names(run.current)


def refuse_foreign(run: Run, name: str, span: Span) -> None:
    """Refuse a name that the text imports from a library that is not known here."""
    if (found := run.imports.get(name)) is not None:
        what = f"`{found.member}` of `{found.module}`" if found.member else f"the library `{found.module}`"
        run.refuse(
            span,
            f"{what} is not known here",
            "write what it does with NumPy, PyTorch or JAX",
            unknown=True,
            raises="ImportError",
        )


def numbered_entry(run: Run, name: str, span: Span) -> Value:
    """`x₁` as an entry of a vector x, and `A₁₂` as one of a matrix, in mathematics; None for a name of its own.

    Entries are counted from 1, or from 0 where the text has an x₀.
    """
    match = NUMBERED.match(name) or PLACED.match(name)
    if match is None or name in run.request.values or is_program(run.program.text):
        return None
    base, digits = match[1], match[2]
    if base not in run.top.names and base in run.request.values:
        unbound(run, base, span)
    held = run.top.names.get(base)
    shape = shape_of(held) or ()
    places = [int(digits)] if digits.isdigit() and len(shape) == 1 else list(map(int, DIGITS.findall(digits)))
    counted = 0 if re.search(rf"(?<![^\W\d_]){re.escape(base)}_?[0₀](?!\d)", run.program.text) else 1
    if len(places) != len(shape) or not all(0 <= at - counted < size for at, size in zip(places, shape, strict=True)):
        return None
    told = f" of `{base}`, counted from {counted}"
    if not any(each.message.endswith(told) for each in run.notes):
        run.note(f"{run.quote(span)} is read as entry {', '.join(map(str, places))}{told}", span)
    return item(run, held, tuple(at - counted for at in places), span)


def tell_of_look_alike(run: Run, name: str, span: Span) -> None:
    """Say so where a new input looks like an entry of an array, or like a product."""
    if name.endswith(STAR) and (written := run.quote(span)).strip("`") != name:
        run.note(
            f"{written} is read as a name of its own; for a product write the star with a blank on both sides", span
        )
    base, _, foot = name.partition("_")
    numbered = NUMBERED.match(name)
    base, foot = (numbered[1], "1") if numbered else (base, foot)
    if len(foot) == 1 and shape_of(run.top.names.get(base)):
        told = f"`{name}` is a name of its own, no entry of `{base}`: write `{base}` for all of them, `{base}[0]` for the first"
        run.note(told, span)


def mean_of(run: Run, name: str, span: Span) -> Tensor | None:
    """`x̄` in mathematics as the mean of an array x; None for a name of its own."""
    letter = without_bar(name)
    if not letter or name in run.request.values or is_program(run.program.text):
        return None
    if letter not in run.top.names and letter in run.request.values:
        unbound(run, letter, span)
    held = run.top.names.get(letter)
    if not isinstance(held, Tensor) or not held.shape:
        return None
    run.note(f"`{name}` is read as the mean of `{letter}`; for an input give it a value: {name} = 1", span)
    mean = call(run, libraries.operation(FUNCTIONS[BAR]), Arguments((held,), {}, span))
    return mean if isinstance(mean, Tensor) else None


def known_name(run: Run, name: str) -> Value:
    """What a name stands for that the text need not bind; None for one that it has to itself."""
    if (namespace := libraries.named(name, run.program.text)) is not None:
        return namespace
    if name in libraries.BARE_CONSTANTS or name in ("float", "int", "bool"):
        return libraries.CONSTANTS[name]
    if (found := modules().get(name)) is not None:
        return found
    # `map(relu, xs)` means the operation; `mean`, `gamma` and `norm` standing alone are a person's own quantities.
    if name in libraries.PASSED_AROUND:
        return Operation(SPELLINGS[name]) if name in SPELLINGS else builtin(run, name)
    return None


def is_bound(run: Run, expr: Expr, frame: Frame) -> bool:
    """Whether all names of an expression mean something by now, so that it makes no input and no unknown function."""
    called, values = names_needed(expr)
    return all(frame.find(name) or name in BUILTINS or name in SPELLINGS for name in called) and all(
        frame.find(name) or known_name(run, name) is not None for name in values
    )


def holds_others(run: Run, name: str) -> bool:
    """Whether a name that nothing binds stands before dots and brackets alone, as `cfg.scale` does: it is no array."""
    return name in containers(run.program.text)


@lru_cache(maxsize=8)
def containers(text: str) -> frozenset[str]:
    """The names that stand before dots and brackets alone in a text."""
    found = [(each["name"], each["part"] is not None) for each in PART.finditer(text)]
    return frozenset(name for name, _ in found) - {name for name, part in found if not part}


def as_container(run: Run, value: Tensor, name: str, *, prefixed: bool = False) -> Value:
    """`params["W1"]` of a name that nothing binds: what was read as an input is an object whose parts are inputs."""
    if name not in run.free:
        return value
    run.top.names[name] = Instance(Class(name, {}), variable=name, prefixed=prefixed, open=True)
    if value.node.index == len(run.builder.nodes) - 1:
        run.builder.nodes.pop()
        run.builder.values.pop()
        run.open.discard(value.node.index)
        run.free.remove(str(value.node.name))
        del run.sources[str(value.node.name)]
    return run.top.names[name]
