"""The recipes of the documentation, run as the programs that they are for run them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FILTER = Path(__file__).resolve().parent.parent / "docs" / "recipes" / "backpass.lua"
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
