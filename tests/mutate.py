"""Mutation testing: small faults put into the modules that everything rests on, to see whether a test turns red.

    .venv/bin/python -m tests.mutate --minutes 20 [MODULE …]

works in a copy of the project, takes the faults in an order of its own that is the same at each run, and prints those that no test noticed.
"""

from __future__ import annotations

import argparse
import ast
import copy
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

ROOT = Path(__file__).parent.parent
PASSES = "test_replay test_gradient_check test_local_derivatives test_autodiff"
FORMULAS = "test_diagram_walk test_diagram_wire_formulas test_diagram_scene test_web_view"
TARGETS = {
    "app/autodiff/passes/backward.py": f"{PASSES} test_plan",
    "app/autodiff/passes/tape.py": PASSES,
    "app/autodiff/evaluation/plan.py": f"{PASSES} test_landscape test_plan",
    "app/autodiff/evaluation/batches.py": "test_plan test_gradient_check",
    "app/autodiff/scalars.py": f"{PASSES} test_scalars",
    "app/autodiff/passes/rule_graph.py": PASSES,
    "app/autodiff/passes/gradient_check.py": "test_gradient_check test_autodiff_one_liners",
    "app/autodiff/passes/local_derivatives.py": "test_local_derivatives test_diagram_walk",
    "app/autodiff/replay.py": PASSES,
    "app/autodiff/openings/shape_search.py": "test_shape_search",
    "app/autodiff/folding/fold.py": "test_fold test_diagram_scene",
    "app/autodiff/builder.py": f"{PASSES} test_autodiff_limits test_autodiff_findings",
    "app/bounded_cache.py": "test_bounded_cache",
    "app/diagram/blanks.py": "test_web_quiz",
    "app/diagram/formulas/node_formulas.py": FORMULAS,
    "app/diagram/formulas/rule_formulas.py": FORMULAS,
    "app/diagram/formulas/trace_rows.py": "test_web_view test_web_quiz",
    "app/diagram/walk.py": FORMULAS,
    "app/diagram/formulas/wire_formulas.py": FORMULAS,
    "app/language/text/tokens.py": "test_language test_language_limits test_mathematics test_autodiff_statements",
    "app/training/path.py": "test_training",
    "app/training/descent.py": "test_training",
    "app/training/landscapes.py": "test_landscape",
    "app/training/own_optimiser.py": "test_training",
    "app/web/http/clients.py": "test_web_middleware",
    "app/web/http/middleware.py": "test_web_middleware",
    "app/web/http/protocol.py": "test_web_protocol",
    "app/web/shared_answers.py": "test_web_shared_answers",
    "app/values/reading.py": "test_values",
    "app/values/writing.py": "test_values test_rounding",
}
"""Each module, and the tests that are to notice."""
ROOMS = {
    "app/language/foreign": "test_foreign_programs test_mathematics test_library_pastes",
    "app/language/notations": "test_language test_mathematics test_library_pastes test_property_spelling",
    "app/language/reading": "test_language test_language_limits test_foreign_programs test_autodiff_statements test_mathematics",
    "app/optimisers": "test_training test_keras_optimisers test_own_training",
    "app/training/own": "test_own_training test_keras_optimisers",
}
TARGETS |= {
    str(file.relative_to(ROOT)): tests for room, tests in ROOMS.items() for file in sorted((ROOT / room).glob("*.py"))
}
OPPOSITE: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn,
    ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.And: ast.Or, ast.Or: ast.And, ast.BitOr: ast.BitAnd,
}  # fmt: skip


WORK, ASLEEP = 120, 1200
"""Seconds of processor time that the tests may take; and in all, where they wait for what never comes."""


def opposed(node: ast.AST) -> ast.AST | None:
    """The node with another operator, condition or constant; None where there is nothing to change."""
    match node:
        case ast.Compare(ops=[sign, *rest]) if type(sign) in OPPOSITE:
            node.ops = [OPPOSITE[type(sign)](), *rest]  # type: ignore[list-item]
        case ast.BinOp(op=sign) | ast.AugAssign(op=sign) if type(sign) in OPPOSITE:
            node.op = OPPOSITE[type(sign)]()  # type: ignore[assignment]
        case ast.BoolOp(op=sign):
            node.op = OPPOSITE[type(sign)]()  # type: ignore[assignment]
        case ast.UnaryOp(op=ast.Not()):
            return node.operand
        case ast.If() | ast.IfExp() | ast.While():
            node.test = ast.UnaryOp(ast.Not(), node.test)
        case ast.Constant(value=bool() as value):
            node.value = not value
        case ast.Constant(value=int() as number):
            node.value = number + 1
        case ast.Expr(value=ast.Call()):
            return ast.Pass()
        case ast.Continue():
            return ast.Pass()
        case _:
            return None
    return node


class Fault(ast.NodeTransformer):
    """Changes the node at one place of the walk through a module, and remembers where that was."""

    def __init__(self, place: int) -> None:
        self.place, self.at, self.line, self.told = place, -1, 0, ""

    def visit(self, node: ast.AST) -> ast.AST:
        self.at += 1
        if self.at != self.place:
            return super().visit(node)  # type: ignore[no-any-return]
        self.line = getattr(node, "lineno", 0)
        changed = opposed(copy.deepcopy(node)) or node
        self.told = f"{first_line(node)} → {first_line(changed)}"
        return changed

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        """What a decorator says, such as `slots=True`, changes how much room is taken and nothing that a test could ask for."""
        kept, node.decorator_list = node.decorator_list, []
        self.generic_visit(node)
        node.decorator_list = kept
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        """Types of arguments and of results are for mypy."""
        kept, node.returns = node.returns, None
        self.generic_visit(node)
        node.returns = kept
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        return node

    def visit_keyword(self, node: ast.keyword) -> ast.AST:
        """What is as long as another thing is so with and without `strict=True`."""
        return node if node.arg == "strict" else self.generic_visit(node)


def first_line(node: ast.AST) -> str:
    return ast.unparse(ast.fix_missing_locations(node)).partition("\n")[0]


def faulty(source: str, place: int) -> tuple[str, str] | None:
    """The fault at a place, with its line, and the module with it; None where there is nothing to change."""
    tree = ast.parse(source)
    whole, fault = ast.unparse(tree), Fault(place)
    changed = ast.unparse(ast.fix_missing_locations(fault.visit(tree)))
    return None if changed == whole else (f"{fault.line}: {fault.told}", changed)


def noticed(folder: Path, tests: str) -> bool:
    """Whether a test turns red in a copy of the project; one that does not come to an end has noticed too."""
    files = [f"tests/{name}.py" for name in tests.split() if (folder / "tests" / f"{name}.py").exists()]
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *files]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False, preexec_fn=bounded, timeout=ASLEEP)
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def bounded() -> None:
    """Count work: others may be busy on the machine."""
    resource.setrlimit(resource.RLIMIT_CPU, (WORK, WORK))


def survivors(folder: Path, modules: list[str], over: Callable[[], bool]) -> Iterator[tuple[str, str, bool]]:
    """The module, each fault that was tried, with its line, and whether a test noticed."""
    sources = {module: (folder / module).read_text("utf-8") for module in modules}
    tried = [(module, place) for module in modules for place, _ in enumerate(ast.walk(ast.parse(sources[module])))]
    random.Random(7).shuffle(tried)
    green: set[str] = set()
    for module, place in tried:
        if over():
            return
        if (fault := faulty(sources[module], place)) is None:
            continue
        told, text = fault
        tests = TARGETS[module]
        if tests not in green:
            assert not noticed(folder, tests), f"{tests} are red without a fault"
            green.add(tests)
        file = folder / module
        file.write_text(text, encoding="utf-8")
        yield module, told, noticed(folder, tests)
        file.write_text(sources[module], encoding="utf-8")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("modules", nargs="*", default=list(TARGETS))
    options.add_argument("--minutes", type=float, default=20)
    asked = options.parse_args()
    stop = monotonic() + 60 * asked.minutes
    found, count = 0, 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("app", "tests", "benchmarks", "docs"):
            shutil.copytree(ROOT / part, folder / part)
        for file in ("pyproject.toml", "README.md", "CHANGELOG.md", "Makefile"):
            shutil.copy(ROOT / file, folder / file)
        for module, told, red in survivors(folder, asked.modules, lambda: monotonic() > stop):
            count, found = count + 1, found + red
            if not red:
                sys.stdout.write(f"{module}:{told} was not noticed\n")
                sys.stdout.flush()
    sys.stdout.write(f"{found} of {count} faults were noticed\n")


if __name__ == "__main__":
    main()
