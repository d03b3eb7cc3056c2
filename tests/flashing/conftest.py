"""An image to flash, and flash tools that only write down how they were called."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from neurio_gen.boards import load_board
from neurio_gen.flashing import FlashJob, Probe
from neurio_gen.flashing.drives import DRIVE_VARIABLE

Job = Callable[..., FlashJob]

CONTENTS = bytes(range(256)) * 5 + b"end"


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """An image of a board, with a name that a shell would tear apart."""

    def make(board: str = "nucleo_l4r5zi", probe: Probe | None = None) -> FlashJob:
        folder = tmp_path / "my images"
        folder.mkdir(exist_ok=True)
        elf, binary = folder / "kws01.elf", folder / "kws01.bin"
        elf.write_bytes(b"\x7fELF")
        binary.write_bytes(CONTENTS)
        return FlashJob(load_board(board), elf, binary, probe)

    return make


class Tools:
    """The only folder on PATH."""

    def __init__(self, folder: Path, record: Path) -> None:
        self._folder = folder
        self._record = record

    def add(self, name: str, script: str = "exit 0") -> None:
        """A tool that writes down its arguments, one a line, and then does as the script says."""
        tool = self._folder / name
        call = f'for each in "$@"; do echo "$each" >> "{self._record}"; done'
        tool.write_text(f"#!/bin/sh\n{call}\n{script}\n")
        tool.chmod(tool.stat().st_mode | stat.S_IXUSR)

    @property
    def arguments(self) -> list[str]:
        """The arguments of all calls so far."""
        return self._record.read_text().splitlines() if self._record.exists() else []


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tools:
    folder = tmp_path / "tools"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv(DRIVE_VARIABLE, raising=False)
    return Tools(folder, tmp_path / "record.txt")
