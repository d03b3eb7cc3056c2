"""Executables that stand for firmware images and emulators, and boards that run them."""

from __future__ import annotations

import sys
from pathlib import Path

from neurio_gen.boards import Board, load_board

ROOT = Path(__file__).resolve().parents[2]

FIRMWARE = """
from tests.protocol.fake_firmware import FakeFirmware
firmware = FakeFirmware()
os.write(1, firmware.boot())
while data := os.read(0, 4096):
    os.write(1, firmware.feed(data))
"""


def fake_image(folder: Path, body: str = FIRMWARE, name: str = "firmware.elf") -> Path:
    """A program that runs the Python statements `body`."""
    path = folder / name
    start = f"import os, signal, sys, time\nsys.path.insert(0, {str(ROOT)!r})"
    path.write_text(f"#!{sys.executable}\n{start}\n{body}")
    path.chmod(0o755)
    return path


def emulated_by(program: Path | str) -> Board:
    """The default emulated board with another program as its emulator."""
    board = load_board("mps2_an386")
    assert board.emulator is not None
    return board.model_copy(
        update={"emulator": board.emulator.model_copy(update={"program": str(program)})}
    )
