"""Fixtures: emulated boards with firmware built for the test at hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from neurio_gen.build import BuiltImage
from neurio_gen.emulator.board import EmulatedBoard
from tests.emulator.firmware_builder import build
from tests.support.board_images import BoardImages

Boot = Callable[..., EmulatedBoard]
ImageOf = Callable[[str], BuiltImage]


@pytest.fixture(scope="session")
def image_of(board_images: BoardImages) -> ImageOf:
    """Builds the firmware of a board with hand-written models, once."""
    return lambda board: board_images(board)["many"]


@pytest.fixture
def boot(tmp_path: Path) -> Boot:
    """Builds the body of `test()` into firmware and gives the NUCLEO-L4R5ZI that runs it."""

    def boot_it(test: str = 'print("up\\n");', *defines: str, native: bool = True) -> EmulatedBoard:
        return EmulatedBoard("nucleo_l4r5zi", build(tmp_path, test, *defines), native=native)

    return boot_it
