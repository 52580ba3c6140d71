"""Which inputs a descent trains; all others are data."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from app.autodiff import Trace
from app.autodiff.findings.gradient_stops import gradient_stops
from app.language import Diagnostic, LanguageError
from app.training.request import DescentRequest

WEIGHT = re.compile(r"[wb](_?\d+|_?[a-z])?|[WB]_?[a-zA-Z\d]{0,3}|(weights?|bias|biases|theta|θ|gamma|γ|beta|β)(_?\d+)?")
"""What weights and biases are called: `w`, `b1`, `W_hh`, `theta`."""


def trained(trace: Trace, asked: DescentRequest) -> dict[str, int]:
    """The nodes of the trained inputs by name. Raises LanguageError for a name that is none."""
    able = inputs_trainable(trace)
    faults = [refusal(trace, name, able) for name in asked.train if not matching(trace, name, able)]
    if faults:
        raise LanguageError(faults)
    if not able:
        raise LanguageError.at(
            None, "no input here can be trained: none has a gradient", "let an input have one", parameter="train"
        )
    return {
        name: able[name] for each in asked.train or usual(trace, able, asked)[0] for name in matching(trace, each, able)
    }


def told(trace: Trace, asked: DescentRequest) -> list[str]:
    """What whoever asked should know: of the request, and what is trained in vain, since no gradient comes to it."""
    chosen, graph = trained(trace, asked), trace.graph
    apart = [name for name, index in chosen.items() if index not in graph.needed]
    shut = [name for name, index in chosen.items() if index in gradient_stops(graph)]
    in_vain = (("the output does not depend on", apart), ("no gradient comes back to", shut))
    return [*asked.told, *(f"{why} {rests(names)}" for why, names in in_vain if names)]


def rests(names: Sequence[str]) -> str:
    """What is said of inputs that no step changes."""
    quoted = ", ".join(f"`{name}`" for name in names)
    return f"{quoted}: {'it stays as it is' if len(names) == 1 else 'they stay as they are'}"


def inputs_trainable(trace: Trace) -> dict[str, int]:
    """The nodes of all inputs that have a gradient, by name."""
    nodes = trace.graph.nodes
    return {name: index for name, (index, _) in trace.run.inputs.items() if nodes[index].differentiable}


def usual(trace: Trace, able: Mapping[str, int], asked: DescentRequest) -> tuple[Sequence[str], str]:
    """What is trained where nobody says it, and why."""
    if declared := [name for name in asked.declared if matching(trace, name, able)]:
        return declared, "as the text’s own optimiser has it"
    if parameters := [name for name, index in able.items() if "." in name or index in trace.run.parameters]:
        return parameters, "these are the parameters of modules"
    if weights := [name for name in able if WEIGHT.fullmatch(name)]:
        some = len(weights) < len(able)
        return (
            weights,
            "these are called as weights and biases are" if some else "all inputs with a gradient are trained",
        )
    return list(able), "no input is called as weights and biases are, so all are trained"


def why_trained(trace: Trace, asked: DescentRequest) -> str:
    """Why just these inputs are trained; nothing where a person chose others."""
    chosen = trained(trace, asked).keys() == trained(trace, replace(asked, train=())).keys()
    return usual(trace, inputs_trainable(trace), asked)[1] if chosen else ""


def matching(trace: Trace, name: str, able: Mapping[str, int]) -> list[str]:
    """The input of that name, or the parameters of that module; those of the only one may leave out its variable."""
    spelled = {each: (f"{each}.", f"{trace.run.parameters.get(index, '')}.{each}.") for each, index in able.items()}
    return [each for each, ways in spelled.items() if any(way.startswith(f"{name}.") for way in ways)]


def refusal(trace: Trace, name: str, able: Collection[str]) -> Diagnostic:
    why = "has no gradient" if name in trace.run.inputs else "is not an input of this program"
    return Diagnostic(None, f"`{name[:40]}` {why}", f"inputs are {', '.join(able)}", parameter="train")
