"""The settings of a project: what options do not say, and what the board has a meaning for."""

from __future__ import annotations

from pathlib import Path

import pytest

from neurio_gen.boards import load_board
from neurio_gen.cli.groups import Connection
from neurio_gen.cli.requests import with_settings
from neurio_gen.errors import UsageError
from neurio_gen.settings import FILE, read_settings

NUCLEO = load_board("nucleo_l4r5zi")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    text = '[device]\nport = "labgrid://nucleo-1"\nbaud = 460800\nwait = 0\n'
    (tmp_path / FILE).write_text(text)
    return tmp_path


def test_options_go_before_settings(project: Path) -> None:
    found = with_settings(Connection(baud=115200), NUCLEO)
    assert (found.port, found.baud, found.wait) == ("labgrid://nucleo-1", 115200, 0)
    assert found.timeout is None


def test_emulators_have_no_port(project: Path) -> None:
    """Given a project's port, when a board is emulated, then the port is nobody's mistake."""
    assert with_settings(Connection(), NUCLEO.emulated()) == Connection()
    assert with_settings(Connection(), load_board("native")) == Connection()


def test_without_a_file(tmp_path: Path) -> None:
    assert read_settings(tmp_path).device.port is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[device]\nports = 3", "device.ports is no field"),
        ("[device]\nwait = -1", "device.wait should be greater than or equal to 0"),
        ("[device", "is no TOML"),
    ],
)
def test_mistakes(project: Path, text: str, says: str) -> None:
    (project / FILE).write_text(text)
    with pytest.raises(UsageError, match=says) as caught:
        with_settings(Connection(), NUCLEO)
    assert "docs/board-farm.md" in str(caught.value.hint)
