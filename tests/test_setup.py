"""The set-up: locks that pin everything and name no host, a wheel that is whole, a Makefile that explains itself."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from zipfile import ZipFile

import pytest

from app.web.operation.compressed_files import originals

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
PINNED = re.compile(r"^([a-z0-9-]+)==([^ ]+)(?: ; (.+))?$")
REQUIRED = re.compile(r"^[A-Za-z0-9_.-]+")
# Used where they happen to be installed: by a benchmark, by `make fuzz`, and in notebooks.
OPTIONAL = {"torch", "atheris", "anywidget", "traitlets", "IPython"}


def pins(lock: str) -> dict[tuple[str, str], str]:
    """The version by name and environment marker; fails at a line of any other form."""
    text = re.sub(r"#.*", "", (ROOT / lock).read_text(encoding="utf-8")).replace("\\\n", "")
    found = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        requirement, *hashes = re.split(r"\s+--hash=", line)
        assert hashes, f"{requirement} has no hash"
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", each) for each in hashes), requirement
        pin = PINNED.match(requirement.strip())
        assert pin, f"{requirement} is not pinned"
        found[pin[1], pin[3] or ""] = pin[2]
    return found


def required(*extras: str) -> set[str]:
    """The names that pyproject.toml asks for, with the extras' own."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *(each for extra in extras for each in project["optional-dependencies"][extra])]
    return {normalised(match[0]) for match in map(REQUIRED.match, asked) if match}


def normalised(name: str) -> str:
    """A distribution's name as the index compares it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(folder: Path) -> set[str]:
    """The outermost names that the modules below a folder import."""
    found: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add((node.module or "").partition(".")[0])
    return found


@pytest.mark.parametrize(
    ("folders", "extras"), [(["app", "backpass"], ()), (["tests", "benchmarks"], ("build", "dev"))]
)
def test_what_is_imported_is_required(folders: list[str], extras: tuple[str, ...]) -> None:
    names = set().union(*(imported(ROOT / folder) for folder in folders))
    foreign = names - set(sys.stdlib_module_names) - {"app", "backpass", "tests", "benchmarks"} - OPTIONAL
    distributions = packages_distributions()
    unknown = {name for name in foreign if required(*extras).isdisjoint(map(normalised, distributions.get(name, [])))}
    assert unknown == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*(-i|-f|--index-url|--extra-index-url|--find-links|--trusted-host)\b", text, re.MULTILINE)


@pytest.mark.parametrize(("lock", "extras"), [(LOCKS[0], ("build",)), (LOCKS[1], ("build", "dev"))])
def test_a_lock_pins_all_that_is_required(lock: str, extras: tuple[str, ...]) -> None:
    assert required(*extras) <= {name for name, _ in pins(lock)}


def test_both_locks_agree() -> None:
    runtime, development = map(pins, LOCKS)
    assert runtime.items() <= development.items()


def test_a_wheel_finds_its_own_files_from_anywhere(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    installed = tmp_path / "installed"
    (wheel,) = tmp_path.glob("*.whl")
    ZipFile(wheel).extractall(installed)
    program = "from app.assets import STATIC, TEMPLATES; print(STATIC, TEMPLATES, sep='\\n')"
    ask = [sys.executable, "-c", program]
    elsewhere = {**os.environ, "PYTHONPATH": str(installed)}
    said = subprocess.run(ask, cwd=tmp_path, env=elsewhere, check=True, capture_output=True, text=True).stdout
    static, templates = map(Path, said.splitlines())
    assert (static, templates) == (installed / "app" / "static", installed / "app" / "templates")
    for folder, carried in (("static", static), ("templates", templates)):
        assert files(carried) == files(ROOT / folder) != set()


def files(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in originals(folder)}


def test_make_help_tells_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert targets
    said = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert re.findall(r"^  make ([a-z]+) +\S", said, re.MULTILINE) == targets[1].split()


@pytest.mark.parametrize("name", ["Makefile", "Dockerfile", ".ci/run", "pyproject.toml"])
def test_no_set_up_file_names_a_machine(name: str) -> None:
    addresses = re.findall(r"\w+://[\w.]+", (ROOT / name).read_text(encoding="utf-8"))
    assert [address for address in addresses if "//127.0.0.1" not in address] == []


def test_no_conflict_is_left_in_a_file() -> None:
    files = [path for name in ("app", "docs", "static", "templates", "tests") for path in (ROOT / name).rglob("*.*")]
    texts = [path for path in files if path.suffix in (".css", ".html", ".js", ".md", ".py")]
    assert len(texts) > 100
    assert [path for path in texts if re.search(r"^(<{7}|>{7}) ", path.read_text("utf-8"), re.MULTILINE)] == []


def test_an_old_python_is_told_what_is_needed(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    command = ["make", "--no-print-directory", "install", f"VENV={tmp_path / 'venv'}", f"PYTHON={old}"]
    answer = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert answer.returncode != 0
    assert "Backpass needs Python 3.11 or newer" in answer.stdout
