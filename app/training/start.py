"""Where a descent begins, and what a landscape is of: a program with an output that is one number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.autodiff import Limits, Trace, differentiate
from app.language import LanguageError, Program


@dataclass(frozen=True, slots=True)
class Start:
    """The program of a descent, and where it begins."""

    program: Program
    given: Mapping[str, object] = field(default_factory=dict)
    constants: tuple[str, ...] = ()
    output: str | None = None
    limits: Limits | None = None
    lenient: bool = False

    def trace(self, values: Mapping[str, object]) -> Trace:
        """Both passes at other values of some inputs. Raises LanguageError unless the output is one number."""
        trace = differentiate(
            self.program,
            values={**self.given, **values},
            constants=self.constants,
            output=self.output,
            limits=self.limits,
            lenient=self.lenient,
        )
        output = trace.graph.nodes[trace.graph.output]
        if output.shape:
            message = f"a descent needs one number to go down on; the output has shape {output.shape}"
            raise LanguageError.at(output.span, message, "take its sum or mean, or choose another output")
        if trace.graph.symbolic:
            message = "a descent needs numbers, and a function here is known by its name alone"
            raise LanguageError.at(output.span, message, "define the function")
        return trace
