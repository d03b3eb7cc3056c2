"""The project's own firmware for a real board, unchanged, on the emulated board."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from neurio_gen.boards import load_board
from neurio_gen.build import BuiltImage
from neurio_gen.devices import open_device
from neurio_gen.devices.emulated import EmulatedDevice
from neurio_gen.emulator import native_counter
from neurio_gen.emulator.fault import EmulationFault
from neurio_gen.errors import DeviceError
from neurio_gen.protocol.session import Session
from tests.emulator.conftest import ImageOf
from tests.emulator.firmware_builder import build

BOARD = "nucleo_l4r5zi"
QEMU = "mps2_an386"


@pytest.fixture
def image(image_of: ImageOf) -> BuiltImage:
    """The hand-written models of the firmware's tests, built for the real board."""
    return image_of(BOARD)


@pytest.fixture
def image_for_qemu(image_of: ImageOf) -> BuiltImage:
    """The same models for a board that QEMU emulates."""
    return image_of(QEMU)


@pytest.fixture
def device(image: BuiltImage, tmp_path: Path) -> Iterator[EmulatedDevice]:
    board = load_board(BOARD).emulated()
    with open_device(board, image.elf, log=tmp_path / "uart.log") as opened:
        assert isinstance(opened, EmulatedDevice)
        yield opened


def test_session_with_the_real_firmware(device: EmulatedDevice) -> None:
    """Given the image that would be flashed, when emulated, then it speaks the protocol."""
    session = Session(device.link)
    session.connect()
    assert BOARD in session.name()
    assert len(session.models()) > 1
    assert device.examine(lambda board: board.core_hertz) == device.board.clock_hz


def test_a_look_waits_for_the_firmware(device: EmulatedDevice) -> None:
    """Given a board that is busy, when looked at, then it has come to the end of its work.

    A host that has read an answer is faster than the firmware, which goes on to await input.
    """
    session = Session(device.link)
    session.connect()
    session.select("spin")
    session.load(bytes(16))
    before = device.examine(lambda board: board.instructions)
    device.link.write(b"infer 200%")
    after = device.examine(lambda board: board.instructions)
    assert after - before > 200 * 2000
    assert device.examine(lambda board: board.instructions) == after


def test_a_look_at_a_board_that_has_failed(tmp_path: Path) -> None:
    """Given firmware that was stopped, when looked at, then its fault is what one gets."""
    elf = build(tmp_path, "*(volatile uint32_t*)0x60000000 = 1;")
    with (
        EmulatedDevice(load_board(BOARD), elf) as device,
        pytest.raises(EmulationFault, match="nothing is"),
    ):
        device.examine(lambda board: board.instructions)


def test_a_busy_board_is_closed_at_once(device: EmulatedDevice) -> None:
    """Given an inference of hours, without compiled counting, when closed, then nothing runs on.

    A thread that still ran the board at the end of the process would crash it.
    """
    with mock.patch.object(native_counter, "native_library", return_value=None):
        busy = EmulatedDevice(device.board, device.image)
        link = busy.open()
    session = Session(link)
    session.connect()
    session.select("spin")
    session.load(bytes(16))
    link.write(b"infer 4000000%")
    time.sleep(0.2)
    busy.close()
    readers = [each for each in threading.enumerate() if each.name.startswith("reader of")]
    assert len(readers) == 1  # of the other board


def test_time_is_instructions(device: EmulatedDevice) -> None:
    """Given an inference, when timed, then the firmware's microseconds are its instructions."""
    session = Session(device.link)
    session.connect()
    session.select("spin")
    session.load(bytes(16))
    device.take_window()
    microseconds = session.infer(iterations=200)
    window = device.take_window()
    assert window is not None
    assert 200 * 2000 < window.instructions < 200 * 2100
    assert session.outputs() == bytes(16)
    per_instruction = device.nanoseconds_per_instruction
    assert per_instruction is not None
    assert abs(window.instructions * per_instruction / 1000 - microseconds) <= 2


def test_two_runs_are_the_same(image: BuiltImage) -> None:
    """Given the same image, when run twice with the same input, then every count is the same."""
    counts = []
    for _ in range(2):
        with EmulatedDevice(load_board(BOARD), image.elf) as device:
            session = Session(device.link)
            session.connect()
            session.timestamp()
            counts.append(session.timestamp())
    assert counts[0] == counts[1]


def test_a_fault_reaches_the_host(tmp_path: Path) -> None:
    """Given firmware that touches what is off, when talked to, then the host gets the cause."""
    elf = build(tmp_path, 'print("up\\n"); (void)get(); (void)TIM2_CNT;')
    with EmulatedDevice(load_board(BOARD), elf) as device:
        received = b""
        while b"\n" not in received:
            received += device.link.read(5)
        device.link.write(b"x")
        with pytest.raises(EmulationFault, match=r"reads TIM2 while its clock is off"):
            while True:
                device.link.read(5)


def test_a_line_at_another_rate(image: BuiltImage) -> None:
    """Given a host at 9,600 baud, when the firmware sends at its own, then the run stops."""
    with (
        EmulatedDevice(load_board(BOARD), image.elf, baud=9600) as device,
        pytest.raises(EmulationFault, match=r"but the line is at 9,600"),
    ):
        device.link.read(5)


@pytest.mark.parametrize("board", [BOARD, QEMU])
def test_an_input_is_written_past_the_line(board: str, image_of: ImageOf) -> None:
    """Given an emulator, when its firmware's buffer is written, then an inference takes it."""
    chosen = load_board(board).emulated() if board == BOARD else load_board(board)
    with open_device(chosen, image_of(board).elf) as opened:
        session = Session(opened.link)
        session.connect()
        session.select("as-is")
        session.load(bytes(16))
        buffer = opened.input_buffer()
        assert buffer is not None
        buffer.write(bytes(range(16)))
        assert session.buffer() == bytes(range(16))
        session.infer()
        assert session.outputs() == bytes(range(16))
        with pytest.raises(DeviceError, match="holds 64 bytes, not 65"):
            buffer.write(bytes(65))


def test_counts_agree_with_qemu(device: EmulatedDevice, image_for_qemu: BuiltImage) -> None:
    """Given one model, when counted by QEMU and here, then the counts differ by under 0.1 %."""
    iterations = 500
    counts = []
    with open_device(load_board(QEMU), image_for_qemu.elf) as qemu:
        for each in (device, qemu):
            session = Session(each.link)
            session.connect()
            session.select("spin")
            session.load(bytes(16))
            microseconds = session.infer(iterations)
            assert each.nanoseconds_per_instruction is not None
            counts.append(microseconds * 1000 / each.nanoseconds_per_instruction / iterations)
    assert abs(counts[0] - counts[1]) < 0.001 * counts[1]
