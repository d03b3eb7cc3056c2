"""Fixtures: emulated boards with firmware built for the test at hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from neurio_gen.emulator.board import EmulatedBoard
from tests.emulator.firmware_builder import build

Boot = Callable[..., EmulatedBoard]


@pytest.fixture
def boot(tmp_path: Path) -> Boot:
    """Builds the body of `test()` into firmware and gives the NUCLEO-L4R5ZI that runs it."""

    def boot_it(test: str = 'print("up\\n");', *defines: str, native: bool = True) -> EmulatedBoard:
        return EmulatedBoard("nucleo_l4r5zi", build(tmp_path, test, *defines), native=native)

    return boot_it
