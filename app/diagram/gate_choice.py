"""A gate by the name of what it makes."""

from __future__ import annotations

from difflib import get_close_matches

from app.autodiff import Folded, Gate, Trace


def made_by(trace: Trace, folded: Folded, name: str) -> Gate | None:
    """The gate that makes the value called `name`, or that holds it folded away."""
    leaving = (gate for gate in folded.gates if any(trace.labels[value] == name for value in gate.outputs))
    index = trace.graph.names.get(name)
    return next(leaving, None) or next((gate for gate in folded.gates if index in gate.nodes), None)


def chosen(trace: Trace, folded: Folded, name: str) -> Gate:
    """The gate that makes `name`. Raises ValueError, with a message and a hint, where none does."""
    found = made_by(trace, folded, name)
    if found is not None:
        return found
    shown = name[:40]
    told = f"no gate of this figure makes `{shown}`"
    if name in trace.labels:
        told = f"`{shown}` is an input, and no gate makes it"
    made = [trace.labels[value] for gate in folded.gates for value in gate.outputs]
    near = get_close_matches(name, made, n=1)
    raise ValueError(told, f"did you mean {near[0]}?" if near else offered(made))


def offered(made: list[str]) -> str:
    """The names that gates have; some of them where there are many."""
    if not made:
        return "the program has no gate"
    more = " and others" if len(made) > MOST else ""
    return f"gates are named by what they make: {', '.join(made[:MOST])}{more}"


MOST = 12
"""So many names are offered."""
