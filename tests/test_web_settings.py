"""Settings from the environment."""

from __future__ import annotations

import pytest

from app.web.settings import Settings


def test_each_setting_has_its_variable() -> None:
    found = Settings.from_environment({"BACKPASS_PORT": "9000", "BACKPASS_DEADLINE": "2.5", "BACKPASS_ROOT_PATH": "/b"})
    assert (found.port, found.deadline, found.root_path) == (9000, 2.5, "/b")
    assert found.host == Settings().host


@pytest.mark.parametrize("text", ["many", "0", "-1", ""])
def test_a_setting_that_makes_no_sense_is_told_by_name(text: str) -> None:
    with pytest.raises(ValueError, match="BACKPASS_WORKERS"):
        Settings.from_environment({"BACKPASS_WORKERS": text})
