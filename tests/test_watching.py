"""Drawing anew whenever a file changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import main, watching


def looks(*happens: Callable[[], object]) -> Callable[[float], None]:
    """What happens from one look at the file to the next; then the person presses Ctrl-C."""
    left = list(happens)

    def rest(seconds: float) -> None:
        if not left:
            raise KeyboardInterrupt
        left.pop(0)()

    return rest


def test_each_change_is_acted_upon_once(tmp_path: Path) -> None:
    path, seen = tmp_path / "program.py", list[str]()
    path.write_text("1", encoding="utf-8")
    happens = (
        lambda: None,
        lambda: path.write_text("22", encoding="utf-8"),
        path.unlink,
        lambda: path.write_text("333", encoding="utf-8"),
    )
    with pytest.raises(KeyboardInterrupt):
        watching.watch(path, lambda: seen.append(path.read_text(encoding="utf-8")), looks(*happens))
    assert seen == ["1", "22", "333"]


def test_a_mistake_is_told_and_the_next_change_is_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, target = tmp_path / "program.txt", tmp_path / "out" / "figure.svg"
    path.write_text("z = sigmod(x)", encoding="utf-8")
    happens = looks(lambda: path.write_text("z = 2*x", encoding="utf-8"))
    monkeypatch.setattr("app.cli.drawing.watch", lambda file, act: watching.watch(file, act, happens))
    result = CliRunner().invoke(main, ["render", f"@{path}", "-o", str(target), "--watch"])
    assert result.exit_code == 0
    assert "unknown function" in result.output
    assert target.read_bytes().startswith(b"<svg")


def test_what_stands_in_no_file_cannot_be_watched() -> None:
    result = CliRunner().invoke(main, ["render", "z = x", "--watch"])
    assert result.exit_code == 2
    assert "stands in a file" in result.output
