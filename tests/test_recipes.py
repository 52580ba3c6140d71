"""The recipes of the documentation, run as the programs that they are for run them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

RECIPES = Path(__file__).resolve().parent.parent / "docs" / "recipes"
FILTER = RECIPES / "backpass.lua"
TEXT = """```{.backpass at="x=3; y=-4" style="circuit" caption="A product"}
%s
```
"""


def converted(program: str, folder: Path) -> subprocess.CompletedProcess[str]:
    if shutil.which("pandoc") is None:
        pytest.skip("pandoc is not installed")
    beside = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    command = ["pandoc", "--lua-filter", str(FILTER), "-f", "markdown", "-t", "html"]
    return subprocess.run(
        command, input=TEXT % program, cwd=folder, env=beside, capture_output=True, text=True, timeout=120, check=False
    )


def test_a_block_becomes_its_figure(tmp_path: Path) -> None:
    done = converted("z = x*y", tmp_path)
    (drawn,) = (tmp_path / "backpass-figures").iterdir()
    assert drawn.read_bytes().startswith(b"<svg")
    assert f'src="backpass-figures/{drawn.name}"' in done.stdout
    assert "A product" in done.stdout


def test_a_mistake_stops_the_build(tmp_path: Path) -> None:
    done = converted("z = sigmod(x)*y", tmp_path)
    assert done.returncode != 0
    assert "did you mean `sigmoid`" in done.stderr


@pytest.fixture
def mkdocs(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The hook for MkDocs, whose only need of it is a kind of mistake."""
    there = ModuleType("mkdocs.exceptions")
    there.__dict__["PluginError"] = RuntimeError
    monkeypatch.setitem(sys.modules, "mkdocs", ModuleType("mkdocs"))
    monkeypatch.setitem(sys.modules, "mkdocs.exceptions", there)
    spec = spec_from_file_location("mkdocs_backpass", RECIPES / "mkdocs_backpass.py")
    assert spec is not None and spec.loader is not None
    hook = module_from_spec(spec)
    spec.loader.exec_module(hook)
    return hook


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("```backpass x=1\nz = x\n```", "\n{}\n"),
        ("``` backpass x=1\nz = x\n```", "\n{}\n"),
        ("~~~backpass\nz = x\n~~~", "\n{}\n"),
        ("````backpass\nz = x\n````\nrest", "\n{}\n\nrest"),
        ("- item\n\n    ```backpass\n    z = x\n    ```", "- item\n\n    \n    {}\n    "),
        ("- ```backpass\n  z = x\n  ```\n- more", "- {}\n\n- more"),
        ("10. ```backpass\n    z = x\n    ```", "10. {}\n"),
        ("> - ```backpass\n>   z = x\n>   ```", "> - {}\n> "),
        ("> ```backpass\n> def f(x):\n>\n>     return x\n> ```", "> \n> {}\n> "),
    ],
)
def test_a_block_of_mkdocs_becomes_its_figure(mkdocs: Any, text: str, left: str) -> None:
    page = SimpleNamespace(file=SimpleNamespace(src_uri="index.md"))
    place = mkdocs.PLACE.format(1)
    assert mkdocs.on_page_markdown(text, page) == left.format(place)
    assert mkdocs.on_page_content(f"<p>{place}</p>", page).startswith("<svg")


@pytest.mark.parametrize("text", ["```backpassing\nz = x\n```", "`backpass`", "```python\nbackpass\n```"])
def test_what_is_no_block_of_mkdocs_stays(mkdocs: Any, text: str) -> None:
    assert mkdocs.on_page_markdown(text, SimpleNamespace()) == text


def test_a_mistake_stops_the_build_of_mkdocs(mkdocs: Any) -> None:
    page = SimpleNamespace(file=SimpleNamespace(src_uri="index.md"))
    with pytest.raises(RuntimeError, match=r"index\.md: (?s:.)*did you mean `sigmoid`"):
        mkdocs.on_page_markdown("- ```backpass\n  z = sigmod(x)\n  ```", page)
