"""The whole line from a program to its figure: what the page, the API and the command line all call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from app import training
from app.autodiff import Limits, Trace, differentiate
from app.diagram import Diagram, Options, compose, without_font
from app.language import Diagnostic, LanguageError, Severity, parse
from app.training import Asked, DescentRequest, Start, Way, descend, ending, go
from app.values import plain

if TYPE_CHECKING:
    from app.closed_form import ClosedForm

SIGNS = 6
"""So many signs without a font are named."""
TOLERANCE = 1e-6
"""The largest relative error at which adjoints and central differences still agree."""


@dataclass(frozen=True, slots=True)
class Worksheet:
    """A program with the values it runs at and the way its figure is drawn."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)
    seed: object = None
    constants: tuple[str, ...] = ()
    output: str | None = None
    options: Options = field(default_factory=Options)
    step: int | None = None
    remarks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By parameter, what is to be said of how its value was read."""
    lenient: bool = False
    """Whether values for names that are no inputs are told and passed over."""
    training: Asked | None = None
    """The descent that the values are a step of."""


LIMITS = Limits()
"""What a program may use."""


def trace(sheet: Worksheet) -> Trace:
    """Both passes of the program. Raises LanguageError."""
    return differentiate(
        parse(sheet.text),
        values=sheet.values,
        seed=sheet.seed,
        constants=sheet.constants,
        output=sheet.output,
        limits=LIMITS,
        lenient=sheet.lenient,
    )


def readings(sheet: Worksheet) -> list[Diagnostic]:
    """How values were read that are not written as we write them."""
    return [
        Diagnostic(None, f"{name}: {sentence}", severity=Severity.NOTE)
        for name, told in sheet.remarks.items()
        for sentence in told
    ]


def told(sheet: Worksheet, result: Trace) -> list[Diagnostic]:
    """All that is said of how the values and the text were read, and of what its numbers met."""
    return [*readings(sheet), *result.warnings, *fonts(result)]


def fonts(result: Trace) -> list[Diagnostic]:
    """What is to be said of names that no font here can show."""
    lost = without_font("".join(result.labels))
    if not lost:
        return []
    numbers = ", ".join(f"U+{ord(sign):04X}" for sign in lost[:SIGNS])
    told = f"no font of this server has {numbers}: the figure spells such signs by their numbers"
    return [
        Diagnostic(None, told, "Debian's fonts-noto-core and fonts-noto-cjk have most scripts", severity=Severity.NOTE)
    ]


def diagram(sheet: Worksheet) -> Diagram:
    """The figure as a scene, before any format. Raises LanguageError."""
    return compose(trace(sheet), sheet.options)


def summary(result: Trace) -> dict[str, object]:
    """The numbers of both passes by name, ready for JSON: output, values, adjoints and the gradient check."""
    return {
        "output": result.output,
        "values": {name: number(result, value) for name, value in result.named(result.values).items()},
        "adjoints": {name: number(result, adjoint) for name, adjoint in result.named(result.adjoints).items()},
        "gradient_check": check(result),
    }


def closed(result: Trace) -> ClosedForm:
    """The output and its gradients as formulas of the inputs. Raises LanguageError where there are none, and says why."""
    # SymPy takes half a second to load, and few ask for it.
    from app.closed_form import Unformulated, closed_form  # noqa: PLC0415

    try:
        return closed_form(result)
    except Unformulated as error:
        raise LanguageError.at(None, f"there is no closed form: {error}") from None


def formulas(result: Trace) -> dict[str, str]:
    """The closed form by what each formula is of, `f` and `dL/dx`, as texts of the language. Raises LanguageError."""
    found = closed(result)
    loss = result.loss
    return {found.output.name: found.output.text, **{f"d{loss}/d{each.name}": each.text for each in found.gradients}}


def number(result: Trace, value: np.ndarray) -> object:
    """A number or array ready for JSON; None for one that depends on a function that is not known."""
    return plain(value) if result.known(value) else None


def check(result: Trace) -> dict[str, object]:
    """The gradient check, ready for JSON."""
    found = result.check
    counted = {"error": found.error, "checked": found.checked, "total": found.total, "agrees": agrees(result)}
    return {**counted, "reason": found.reason or None, "worst": worst(result)}


def worst(result: Trace) -> str | None:
    """Where adjoints and differences are furthest apart, as it is written in the text; None where they agree."""
    found = result.check.worst
    if found is None or agrees(result):
        return None
    index, entry = found
    return result.labels[index] + (f"[{', '.join(map(str, entry))}]" if entry else "")


def agrees(result: Trace) -> bool | None:
    """Whether adjoints and central differences agree; None where nothing could be compared, as at a kink."""
    error = result.check.error
    return None if error is None else error <= TOLERANCE


def start(sheet: Worksheet) -> Start:
    """Where a descent begins. Raises LanguageError."""
    if sheet.seed is not None and not np.shape(seed := np.asarray(sheet.seed)) and seed != 1:
        message = "a descent goes down on the output itself, with the seed 1"
        raise LanguageError.at(None, message, "take the seed away", parameter="seed")
    return Start(parse(sheet.text), sheet.values, sheet.constants, sheet.output, LIMITS, sheet.lenient)


def descent(sheet: Worksheet, asked: Asked, **how: Any) -> dict[str, Any]:
    """A descent from the sheet's values, ready for JSON: the loss and the trained values before the first step and after each.

    `how` may say what watches it, and how much work it may be. Raises LanguageError.
    """
    begin = start(sheet)
    request = asked.request(begin.program)
    found = descend(begin, request, **how)
    ended = ending(found.diverged, found.loss, found.stray, request)
    return {
        "loss": found.loss,
        "values": {name: [plain(np.asarray(value)) for value in way] for name, way in found.values.items()},
        "optimiser": request.optimiser.name,
        "rate": request.learning_rate,
        "diverged": found.diverged,
        "notes": [*filter(None, [ended]), *descent_notes(sheet, request)],
    }


def descent_notes(sheet: Worksheet, request: DescentRequest) -> list[str]:
    """How the values, the text and its own training were read for a descent, where that is not plain."""
    first = trace(sheet)
    read = [*readings(sheet), *first.run.notes]
    return [
        *training.told(first, request),
        *(f"line {each.line}: {each.message}" if each.line else each.message for each in read),
    ]


def way(sheet: Worksheet) -> Way | None:
    """How the sheet's descent comes to the step that is looked at; None where there is none. Raises LanguageError."""
    if sheet.training is None:
        return None
    begin = start(sheet)
    request = sheet.training.request(begin.program)
    return go(begin, request, min(sheet.training.iteration or 0, request.steps))


def moved(sheet: Worksheet, reached: Way | None) -> Worksheet:
    """The sheet with the values that a descent has reached, and the batch that it looks at."""
    return sheet if reached is None else replace(sheet, values={**sheet.values, **reached.course.values()})
