"""Devices that run images of the hand-written models under `images/`."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from neurio_gen.boards import load_board
from neurio_gen.resources import firmware_dir
from tests.firmware.device import Device
from tests.firmware.sources import harness_sources, linked_as_the_native_image
from tests.support.board_images import IMAGES, BoardImages


def qemu_command(elf: Path, shift: int = 6, board: str = "mps2_an386") -> list[str]:
    """An emulated board with 2^shift virtual nanoseconds an instruction."""
    emulator = load_board(board).emulator
    assert emulator is not None
    command = [emulator.program, "-M", emulator.machine, *emulator.options]
    command += ["-icount", f"shift={shift}", "-nographic"]
    return [*command, "-monitor", "none", "-serial", "stdio", "-kernel", str(elf)]


Build = BoardImages
Start = Callable[..., Device]


@pytest.fixture(scope="session")
def build(board_images: BoardImages) -> Build:
    """Builds both images for a board and mode, each once."""
    return board_images


@pytest.fixture
def native(build: Build) -> Iterator[Start]:
    """Starts an image as a process; its boot lines have been read."""
    with ExitStack() as stack:

        def start(image: str = "many", model: str | None = None) -> Device:
            elf = build("native")[image].elf
            device = stack.enter_context(Device([str(elf)]))
            device.answer()
            if model is not None:
                assert device.ask(f"select {model}") == [f"m-model-[{model}]"]
            return device

        yield start


@pytest.fixture(scope="session")
def checked_elf(build: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The image `many` for this computer, stopping at any undefined or out-of-bounds access."""
    firmware = firmware_dir()
    header = next(build("native")["many"].elf.parents[3].rglob("objects/performance/include"))
    elf = tmp_path_factory.mktemp("checked") / "many.elf"
    sources = [*harness_sources(), *(firmware / "bsp" / "native").glob("*.cc")]
    sources += (IMAGES / "many").glob("*.cc")
    flags = [
        "-std=c++17",
        "-O1",
        "-fno-exceptions",
        "-fno-rtti",
        "-I",
        str(firmware),
        "-I",
        str(header),
    ]
    flags += ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
    flags += linked_as_the_native_image()
    subprocess.run(["g++", *flags, *map(str, sources), "-o", str(elf)], check=True, timeout=120)
    return elf


@pytest.fixture
def checked(checked_elf: Path) -> Iterator[Device]:
    """The checked image as a process; its boot lines have been read."""
    with Device([str(checked_elf)]) as device:
        device.answer()
        yield device


@pytest.fixture
def qemu(build: Build) -> Iterator[Start]:
    """Starts an image on an emulated board, one instruction in 64 ns; its boot lines are read."""
    with ExitStack() as stack:

        def start(
            image: str = "many",
            model: str | None = None,
            shift: int = 6,
            board: str = "mps2_an386",
        ) -> Device:
            elf = build(board)[image].elf
            device = stack.enter_context(Device(qemu_command(elf, shift, board)))
            device.answer()
            if model is not None:
                assert device.ask(f"select {model}") == [f"m-model-[{model}]"]
            return device

        yield start
