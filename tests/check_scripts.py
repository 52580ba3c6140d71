"""Scripts for PyTorch and JAX against the figure's numbers, where those libraries are.

    .venv/bin/python -m tests.check_scripts write torch scripts.json
    /elsewhere/bin/python tests/check_scripts.py run scripts.json

The first writes each sample, example, published case and forward pass as a script with the gradients that it must give. The second needs
nothing of ours; it runs them and tells which differ.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TOLERANCE = 1e-9
SAID = 5


def traces() -> Iterator[tuple[str, Any]]:
    """All programs by name."""
    from app import pipeline  # noqa: PLC0415
    from app.examples import EXAMPLES  # noqa: PLC0415
    from app.query import Query  # noqa: PLC0415
    from tests import test_forward_passes as passes  # noqa: PLC0415
    from tests.cases import read  # noqa: PLC0415
    from tests.operations import samples  # noqa: PLC0415

    yield from ((f"example {each.name}", pipeline.trace(Query.of_example(each).worksheet())) for each in EXAMPLES)
    yield from ((f"case {each.name}", each.trace) for each in read("published-cases.json"))
    yield from ((f"pass {case.name}", case.trace) for case in passes.CASES)
    yield from ((f"sample {each}", each.trace()) for each in samples())


def write(library: str) -> list[dict[str, object]]:
    """Each script with its gradients and values; what cannot be written with the reason."""
    from app.code import SCRIPTS, Unwritable  # noqa: PLC0415

    found: list[dict[str, object]] = []
    for name, trace in traces():
        try:
            text = SCRIPTS[library](trace).text
            found.append({"name": name, "text": text, "expected": expected(trace, library)})
        except Unwritable as error:
            found.append({"name": name, "refused": error.message})
    return found


def expected(trace: Any, library: str) -> dict[str, object]:
    """The gradients of all inputs by the variables of the script."""
    from app.code.naming import naming  # noqa: PLC0415

    named = naming(trace, library)
    return {
        named.gradients[node.index]: trace.adjoints[node.index].tolist()
        for node in trace.graph.inputs()
        if node.differentiable and node.index in trace.adjoints
    }


def run(scripts: list[dict[str, Any]]) -> None:
    """Print what differs, and how many agree."""
    agreeing = refused = 0
    for script in scripts:
        if "refused" in script:
            refused += 1
            print("REFUSED", script["name"], script["refused"])
        elif told := difference(script):
            print("DIFFERS", script["name"], told)
        else:
            agreeing += 1
    print(f"{agreeing} of {len(scripts)} agree, {refused} are refused")


def difference(script: dict[str, Any]) -> str:
    """What is wrong with a script; "" where nothing is."""
    import numpy as np  # noqa: PLC0415

    space: dict[str, Any] = {"print": lambda *_: None}
    try:
        exec(script["text"], space)  # noqa: S102, these are our own scripts
        for name, wanted in script["expected"].items():
            np.testing.assert_allclose(np.asarray(space[name]), wanted, rtol=TOLERANCE, atol=TOLERANCE, err_msg=name)
    except Exception as error:  # noqa: BLE001, whatever it is, it is told
        return f"{type(error).__name__}: {' '.join(str(error).split()[:40])}"
    return ""


if __name__ == "__main__":
    if sys.argv[1] == "write":
        Path(sys.argv[3]).write_text(json.dumps(write(sys.argv[2])))
    else:
        run(json.loads(Path(sys.argv[2]).read_text()))
