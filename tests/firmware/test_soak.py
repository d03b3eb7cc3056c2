"""Thousands of commands to one device: every answer right, nothing that grows."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from neurio_gen.boards import load_board
from neurio_gen.devices import open_device
from neurio_gen.protocol.session import Session
from tests.firmware.conftest import Build

MODELS = ("as-is", "top1", "unsigned-int8")


def soak(build: Build, board: str, commands: int, log: Path) -> None:
    """A mix of commands, of which each answer is checked; a load counts for its commands."""
    choose = random.Random(commands)
    data, clock, done, right = b"", 0, 0, 0
    with open_device(load_board(board), build(board)["many"].elf, log=log) as device:
        session = Session(device.link)
        session.connect()
        before = len(list(Path("/proc/self/fd").iterdir()))
        while done < commands:
            action = choose.randrange(6)
            if action == 0 or not data:
                session.select(choose.choice(MODELS))
                data = choose.randbytes(16)
                session.load(data)
                session.infer(choose.randrange(1, 5), choose.randrange(3))
                done += 4
            elif action == 1:
                codes = session.outputs()
                assert codes in (data, bytes(byte ^ 0x80 for byte in data))
            elif action == 2:
                assert session.buffer() == data
            elif action == 3:
                assert session.timestamp() >= clock
                clock = session.timestamp()
                done += 1
            elif action == 4:
                assert session.name() == f"neurio-gen/{board}"
            else:
                assert session.profile().model in MODELS
            done += 1
            right += 1
        assert len(list(Path("/proc/self/fd").iterdir())) == before
    assert right > commands / 5
    assert " # " not in log.read_text()


@pytest.mark.parametrize("board", ["native", "mps2_an386"])
def test_some_hundred_commands(build: Build, board: str, tmp_path: Path) -> None:
    soak(build, board, 400, tmp_path / "uart.log")


@pytest.mark.slow
@pytest.mark.parametrize("board", ["native", "mps2_an386"])
def test_ten_thousand_commands(build: Build, board: str, tmp_path: Path) -> None:
    soak(build, board, 10_000, tmp_path / "uart.log")
