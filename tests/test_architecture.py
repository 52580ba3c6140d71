"""The house keeps its shape: the arrows between packages, one home for each library, and sizes that can be read."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "app"

# Package: what of ours it may import. A dotted entry allows that one module.
ARROWS: dict[str, frozenset[str]] = {
    "language": frozenset(),
    "bounded_cache": frozenset(),
    "values": frozenset({"language", "autodiff"}),
    "assets": frozenset(),
    "loading": frozenset(),
    "layout": frozenset(),
    "optimisers": frozenset({"language"}),
    "autodiff": frozenset({"language", "bounded_cache", "optimisers"}),
    "typeset": frozenset({"language", "autodiff", "bounded_cache"}),
    "diagram": frozenset({"language", "autodiff", "typeset", "layout", "bounded_cache"}),
    "export": frozenset(
        {
            "diagram",
            "typeset.fonts",
            "typeset.label",
            "typeset.label_cache",
            "typeset.latex",
            "typeset.notation",
            "typeset.omml",
            "typeset.typst",
            "typeset.typst_engine",
            "typeset.typst_math",
        }
    ),
    "training": frozenset({"language", "optimisers", "autodiff"}),
    "code": frozenset({"language", "autodiff", "typeset"}),
    "closed_form": frozenset({"language", "autodiff", "code"}),
    "examples": frozenset(),
    "pipeline": frozenset({"language", "autodiff", "closed_form", "training", "diagram", "values"}),
    "study": frozenset({"language", "autodiff", "pipeline", "values"}),
    "charts": frozenset({"language", "optimisers", "autodiff", "typeset", "diagram", "training", "pipeline"}),
    "query": frozenset({"language", "diagram", "export", "examples", "training", "pipeline", "values"}),
    "networks": frozenset({"language", "autodiff", "values", "query"}),
    "lessons": frozenset({"language", "autodiff", "typeset", "training", "values", "pipeline", "query"}),
    "render": frozenset({"language", "autodiff", "diagram", "export", "pipeline", "charts", "query"}),
    "share": frozenset({"diagram", "export", "query", "render", "values"}),
    "help": frozenset({"language", "autodiff", "typeset", "diagram", "query"}),
    "notebook": frozenset({"language", "autodiff", "diagram", "export", "pipeline", "values", "query", "render"}),
}
# The outermost two may import all that is further in, the command line the server too.
ARROWS["web"] = frozenset(ARROWS)
ARROWS["cli"] = frozenset(ARROWS)

# A package of rooms: these, from the innermost; each may import only what comes before it.
ROOMS: dict[str, tuple[str, ...]] = {
    "web": ("schemas", "operation", "http", "page", "tasks", "workers", "service", "routes", "server"),
    "diagram": ("base", "formulas", "labels", "drawing", "fitting", "closeup", "composition"),
    "language": ("base", "text", "latex", "mathematics", "binding", "foreign", "notations", "reading"),
    "autodiff": (
        "rows",
        "primitives",
        "builder",
        "evaluation",
        "interpreter",
        "passes",
        "gradients",
        "findings",
        "folding",
        "openings",
        "trace",
    ),
    "autodiff.interpreter": (
        "kinds",
        "running",
        "arrays",
        "library_classes",
        "objects",
        "operations",
        "functions",
        "members",
        "statements",
        "program",
    ),
}
IN_NO_ROOM = {
    "web.service": "service",
    "web.shared_answers": "service",
    **{f"autodiff.{name}": "rows" for name in "deferred graph refusals rows table".split()},
    **{f"autodiff.{name}": "builder" for name in "builder display_names intrinsics scalars".split()},
    **{
        f"diagram.{name}": "base"
        for name in "blanks frames heat_map links model options parts progress quantities structure".split()
    },
    **{
        f"language.{name}": "base"
        for name in "source syntax flow_syntax functions operators vocabulary walk names".split()
    },
}
"""Modules in no room that stand among the rooms; the others stand around all of them."""

# Library: the only packages that know it.
HOMES: dict[str, frozenset[str]] = {
    "pygraphviz": frozenset({"layout"}),
    "typst": frozenset({"typeset"}),
    "fastapi": frozenset({"web"}),
    "starlette": frozenset({"web"}),
    "pydantic": frozenset({"web", "lessons"}),
    "yaml": frozenset({"lessons"}),
    "markdown_it": frozenset({"lessons"}),
    "mdit_py_plugins": frozenset({"lessons"}),
    "jinja2": frozenset({"web"}),
    "uvicorn": frozenset({"web", "cli"}),
    "sympy": frozenset({"closed_form"}),
    "click": frozenset({"cli"}),
}

# What a text comes to follows from these.
COUNTING = ("language", "autodiff", "typeset", "layout", "diagram", "export", "pipeline")
# These say nothing about what they hold.
EMPTY_NAMES = frozenset({"grad", "delta", "ctx", "data", "utils", "helpers"})
FILE_LINES, FUNCTION_LINES, SCRIPT_LINES, SHORT = 300, 50, 200, 20
# All scripts together: as much as a page may bring before anything is compressed.
SCRIPT_BYTES = 120_000

MODULES = sorted(APP.rglob("*.py"))
SCRIPTS = sorted((ROOT / "static").rglob("*.js"))
Function = ast.FunctionDef | ast.AsyncFunctionDef
PICTURE = re.compile(r"^    (\w+) --> (\w+)$", re.MULTILINE)
"""An arrow of the picture in docs/architecture.md: a package, and one that builds on it."""
NAMED_FILE = re.compile(r"`((?:[\w-]+/)*[\w-]+\.(?:py|txt|json))`")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def package(path: Path) -> str:
    """The package or top-level module of `app` that a file belongs to; `app/__init__.py` is ""."""
    first = path.relative_to(APP).parts[0]
    return "" if first == "__init__.py" else first.removesuffix(".py")


@cache
def imports(path: Path) -> list[str]:
    """The dotted names that a module imports, wherever in it the statement stands."""
    found: list[str] = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: imports are absolute"
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def libraries(path: Path) -> set[str]:
    """The first parts of all names that a module imports."""
    return {name.partition(".")[0] for name in imports(path)}


def permitted(importer: str, imported: str) -> bool:
    """Whether package `importer` may import `imported`, a dotted name below `app`."""
    if importer == imported.partition(".")[0]:
        return True
    return any(f"{imported}.".startswith(f"{allowed}.") for allowed in ARROWS.get(importer, ()))


def functions() -> Iterator[tuple[Path, Function]]:
    for path in MODULES:
        yield from ((path, node) for node in ast.walk(tree(path)) if isinstance(node, Function))


def length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def names(module: ast.Module) -> Iterator[str]:
    """Every name that a module gives to something of its own."""
    for node in ast.walk(module):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                yield name


def test_every_package_has_its_place() -> None:
    assert {package(path) for path in MODULES} - {""} == set(ARROWS)


def ours(path: Path) -> list[str]:
    """What a module imports of ours, as dotted names below `app`."""
    names = (name for name in imports(path) if name.startswith("app.") and name != "app.__version__")
    return [name.removeprefix("app.") for name in names]


def test_imports_follow_the_arrows() -> None:
    wrong = {path: [name for name in ours(path) if not permitted(package(path), name)] for path in MODULES}
    assert {path: names for path, names in wrong.items() if names} == {}


def room(rooms: str, name: str) -> str:
    """Where a module of a package of rooms stands, both by their dotted names below `app`."""
    first, _, below = name.removeprefix(f"{rooms}.").partition(".")
    return first if below else IN_NO_ROOM.get(name, ROOMS[rooms][-1])


@pytest.mark.parametrize("rooms", ROOMS)
def test_rooms_build_on_each_other_in_one_direction(rooms: str) -> None:
    modules = frozenset(map(module_of, MODULES))
    inside = {
        module_of(path).removeprefix("app."): [
            name.removeprefix("app.") for name in imported_modules(path, modules) if name.startswith(f"app.{rooms}.")
        ]
        for path in MODULES
        if module_of(path).startswith(f"app.{rooms}.") and path.stem != "__init__"
    }
    places = {name: ROOMS[rooms].index(room(rooms, name)) for name in inside}
    assert set(places.values()) == set(range(len(ROOMS[rooms])))
    wrong = [(name, other) for name, found in inside.items() for other in found if places.get(other, 0) > places[name]]
    assert wrong == []


def test_a_file_s_name_says_which_file_it_is() -> None:
    known = Counter(path.stem for path in MODULES if path.stem not in ("__init__", "registry"))
    assert [name for name, count in known.items() if count > 2] == []


def test_each_library_has_one_home() -> None:
    known = [(path, library) for path in MODULES for library in libraries(path) & set(HOMES)]
    assert len(known) > len(HOMES)
    assert [(path, library) for path, library in known if package(path) not in HOMES[library]] == []


@pytest.mark.parametrize(
    ("importer", "imported", "answer"),
    [
        ("autodiff", "language.syntax", True),
        ("language", "autodiff.graph", False),
        ("layout", "typeset.label.Label", False),
        ("export", "typeset.label.Label", True),
        ("export", "typeset.labels", False),
        ("export", "layout", False),
        ("web", "diagram", True),
        ("diagram", "web.settings", False),
        ("unheard", "language", False),
    ],
)
def test_the_arrows_can_refuse(importer: str, imported: str, answer: bool) -> None:
    assert permitted(importer, imported) is answer


def module_of(path: Path) -> str:
    """The dotted name of a file; a package's own is that of its folder."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported_modules(path: Path, modules: frozenset[str]) -> set[str]:
    """The modules of ours that a file imports, as they stand at the top of it or inside."""
    found = {name if name in modules else name.rpartition(".")[0] for name in imports(path)}
    return found & modules


def test_no_clock_decides_a_result() -> None:
    """What a text comes to is the same on a busy machine: work is counted."""
    counting = [path for path in MODULES if package(path) in COUNTING]
    assert {package(path) for path in counting} == set(COUNTING)
    assert [path for path in counting if libraries(path) & {"time", "timeit", "datetime"}] == []


def test_no_imports_run_in_a_circle() -> None:
    modules = frozenset(map(module_of, MODULES))
    # A package's own module imports its parts, which import each other directly.
    known = {module_of(path): imported_modules(path, modules) for path in MODULES if path.stem != "__init__"}
    while leaves := {name for name, found in known.items() if not found & known.keys()}:
        known = {name: found for name, found in known.items() if name not in leaves}
    assert known == {}


def test_no_file_is_long() -> None:
    sizes = {
        path.relative_to(ROOT): len(path.read_text(encoding="utf-8").splitlines()) for path in (*MODULES, *SCRIPTS)
    }
    limits = {".py": FILE_LINES, ".js": SCRIPT_LINES}
    assert {str(path): size for path, size in sizes.items() if size > limits[path.suffix]} == {}


def test_the_scripts_together_are_small() -> None:
    assert sum(path.stat().st_size for path in SCRIPTS) < SCRIPT_BYTES


def test_no_script_or_style_takes_the_id_of_a_part_to_pieces() -> None:
    files = [*SCRIPTS, *sorted((ROOT / "static").rglob("*.css"))]
    taken = re.compile(r"data-parts?[*^$|]=|dataset\.part\.|\.test\([^)]*dataset\.part\)")
    assert [path.name for path in files if taken.search(path.read_text(encoding="utf-8"))] == []


def test_no_function_is_long_and_most_are_short() -> None:
    sizes = {f"{path.relative_to(ROOT)}:{node.lineno} {node.name}": length(node) for path, node in functions()}
    assert {name: size for name, size in sizes.items() if size > FUNCTION_LINES} == {}
    short, every = Counter[str](), Counter[str]()
    for path, node in functions():
        every[package(path)] += 1
        short[package(path)] += length(node) < SHORT
    assert {name: short[name] / count for name, count in every.items() if short[name] < 0.9 * count} == {}


def test_names_say_what_they_hold() -> None:
    empty = {path: EMPTY_NAMES & {*names(tree(path)), path.stem, path.parent.name} for path in MODULES}
    assert {path: found for path, found in empty.items() if found} == {}


def built_on() -> dict[str, set[str]]:
    """For each package the others that its modules import."""
    found: dict[str, set[str]] = {}
    for path in MODULES:
        mine = found.setdefault(package(path), set())
        mine |= {name.split(".")[1] for name in imports(path) if name.startswith("app.")} - {"__version__"}
    return {each: below - {each} for each, below in found.items() if each}


def reached(start: str, arrows: dict[str, set[str]]) -> set[str]:
    """The packages that one builds on, near and far."""
    return arrows[start].union(*(reached(each, arrows) for each in arrows[start]))


@pytest.mark.parametrize("page", ["architecture", "where", "development"])
def test_every_file_that_the_documents_name_is_there(page: str) -> None:
    known = [str(path.relative_to(ROOT)) for folder in ("app", "tests") for path in (ROOT / folder).rglob("*")]
    named = NAMED_FILE.findall((ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8"))
    assert named and [each for each in named if not any(f"/{path}".endswith(f"/{each}") for path in known)] == []


def test_the_picture_of_the_packages_is_true() -> None:
    below = built_on()
    needed = {
        (low, high)
        for high, lows in below.items()
        for low in lows
        if not any(low in reached(other, below) for other in lows - {low})
    }
    drawn = set(PICTURE.findall((ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")))
    assert drawn == needed
