"""Settings: one table, checked, in the help and in the documentation."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main, serve_command
from app.web.operation import container, settings
from app.web.operation.settings import Settings
from tests.settings_table import DOCUMENT, written


def serve(monkeypatch: pytest.MonkeyPatch, *arguments: str, **variables: str) -> tuple[Result, list[Settings]]:
    """What `backpass serve` says, and what it would serve with."""
    served: list[Settings] = []
    monkeypatch.setattr(serve_command, "serve_until_stopped", served.append)
    return CliRunner().invoke(
        main, ["serve", *arguments], env={f"BACKPASS_{name}": text for name, text in variables.items()}
    ), served


def test_each_setting_is_an_option_and_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    _, (found,) = serve(monkeypatch, "--port", "9000", DEADLINE="2.5", ROOT_PATH="/b", PORT="7000", ACCESS_LOG="1")
    assert (found.port, found.deadline, found.root_path, found.access_log) == (9000, 2.5, "/b", True)
    assert found.host == Settings().host


@pytest.mark.parametrize(
    ("name", "text"),
    [("WORKERS", each) for each in ("many", "0", "-1", "1.5", "257", "9" * 400)]
    + [("DEADLINE", each) for each in ("nan", "inf", "-inf", "0", "-1", "1e99", "soon")]
    + [
        ("PORT", "65536"),
        ("MEMORY", "1"),
        ("CACHE", "-1"),
        ("NODES", "0"),
        ("GRACE", "nan"),
        ("ROOT_PATH", "b"),
        ("ROOT_PATH", "/b/"),
    ],
)
def test_a_setting_that_makes_no_sense_is_told_by_name(monkeypatch: pytest.MonkeyPatch, name: str, text: str) -> None:
    result, served = serve(monkeypatch, **{name: text})
    assert (result.exit_code, served) == (2, [])
    assert f"--{name.lower().replace('_', '-')}" in result.output and text[:20] in result.output


def test_too_few_files_are_told_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "files", lambda: 31)
    result, served = serve(monkeypatch, "--workers", "2")
    assert (result.exit_code, served) == (1, [])
    assert "needs 32 open files, and 31 are allowed" in result.output
    monkeypatch.setattr(settings, "files", lambda: 32)
    assert len(serve(monkeypatch, "--workers", "2")[1]) == 1


def test_every_setting_is_in_the_help_and_in_the_documentation(monkeypatch: pytest.MonkeyPatch) -> None:
    result, _ = serve(monkeypatch, "--help")
    for row in settings.table():
        assert f"--{row.name.replace('_', '-')}" in result.output
    assert written() in DOCUMENT.read_text(encoding="utf-8"), "python -m tests.settings_table writes the table"


def test_defaults_are_checked_themselves() -> None:
    for row in settings.table():
        assert settings.checked(row, getattr(Settings(), row.name)) == getattr(Settings(), row.name)


def test_a_container_says_what_there_is(tmp_path: Path) -> None:
    assert container.cores(tmp_path) >= 1
    (tmp_path / "cpu.max").write_text("50000 100000\n")
    (tmp_path / "memory.max").write_text("1073741824\n")
    assert (container.cores(tmp_path), container.memory(tmp_path)) == (0.5, 2**30)
    (tmp_path / "cpu.max").write_text("max 100000\n")
    (tmp_path / "memory.max").write_text("max\n")
    assert container.cores(tmp_path) >= 1 and container.memory(tmp_path) > 2**30
    (tmp_path / "memory.high").write_text("536870912\n")
    assert container.memory(tmp_path) == 2**29


def test_a_group_has_no_more_than_those_that_it_stands_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = tmp_path / "kubepods.slice" / "pod" / "container"
    inner.mkdir(parents=True)
    (tmp_path / "own").write_text("1:name=systemd:/\n0::/kubepods.slice/pod/container\n")
    monkeypatch.setattr(container, "CGROUPS", tmp_path)
    monkeypatch.setattr(container, "OWN", tmp_path / "own")
    for group, memory, quota in (
        (inner, 2**30, "max 100000"),
        (inner.parent, 2**28, "30000 100000"),
        (inner.parent.parent, 2**29, "150000 100000"),
    ):
        (group / "memory.max").write_text(f"{memory}\n")
        (group / "cpu.max").write_text(f"{quota}\n")
    assert (container.memory(), container.cores()) == (2**28, 0.3)
    (tmp_path / "own").write_text("0::/\n")
    (tmp_path / "memory.max").write_text(f"{2**27}\n")
    assert container.memory() == 2**27
    (tmp_path / "own").write_text("0::/of/the/host/that/is/not/seen/here\n")
    assert container.memory() == 2**27
    (tmp_path / "own").unlink()
    assert container.memory() == 2**27


def test_workers_share_the_memory_that_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "cores", lambda: 2.0)
    monkeypatch.setattr(container, "memory", lambda: 4 * 2**30)
    assert (Settings().workers, Settings().memory) == (2, 832)
    monkeypatch.setattr(container, "memory", lambda: 2**28)
    assert Settings().memory == 256
