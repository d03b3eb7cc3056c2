"""The project's own firmware of each real board, unchanged and with one write gone wrong."""

from __future__ import annotations

import pytest

from neurio_gen.boards import all_boards, load_board
from neurio_gen.devices.emulated import EmulatedDevice
from neurio_gen.emulator.board import EmulatedBoard, Reason
from neurio_gen.emulator.esp32.flash_map import FlashMap
from neurio_gen.emulator.fault import EmulationFault
from neurio_gen.emulator.wiring import emulated_boards
from neurio_gen.protocol.session import Session
from tests.emulator.conftest import ImageOf
from tests.emulator.saboteur import drop, replace_write
from tests.emulator.wrong_writes import WRONG_WRITES, Slip

BOARDS = tuple(
    board.id for board in all_boards() if board.device == "serial" and board.id != "nucleo_l4r5zi"
)
"""All but the one of which test_device.py tests more."""


@pytest.mark.parametrize("board", BOARDS)
def test_the_firmware_that_would_be_flashed(board: str, image_of: ImageOf) -> None:
    """Given a board's own image, when emulated, then it answers and its time is right."""
    assert board in emulated_boards()
    with EmulatedDevice(load_board(board), image_of(board).elf) as device:
        session = Session(device.link)
        session.connect()
        assert board in session.name()
        assert session.profile()
        assert device.examine(lambda board: board.core_hertz) == device.board.clock_hz
        before, at = session.timestamp(), device.examine(lambda board: board.seconds)
        session.select("spin")
        session.load(bytes(16))
        session.infer(iterations=200)
        elapsed = session.timestamp() - before
        emulated = device.examine(lambda board: board.seconds) - at
        assert abs(elapsed / 1e6 - float(emulated)) < 1e-3


@pytest.mark.parametrize("slip", WRONG_WRITES, ids=lambda slip: f"{slip.board}: {slip.name}")
def test_one_wrong_write_stops_the_run(slip: Slip, image_of: ImageOf) -> None:
    """Given an image with one write gone wrong, when it runs, then the cause is named."""
    board = EmulatedBoard(slip.board, image_of(slip.board).elf)
    if slip.wrong is None:
        drop(board, slip.register)
    else:
        replace_write(board, slip.register, slip.wrong)
    with pytest.raises(EmulationFault) as caught:
        board.run(max_instructions=20_000_000)
    assert slip.cause in caught.value.message
    assert caught.value.symbol != "no symbol"


@pytest.mark.parametrize(
    ("revision", "megahertz", "answers"), [(0x1003, 64, False), (0x2001, 480, True)]
)
def test_revisions_of_a_chip(
    image_of: ImageOf, revision: int, megahertz: int, answers: bool
) -> None:
    """Given an STM32H743 of revision Y or X, when it runs, then Y is left as it is after reset."""
    board = EmulatedBoard("nucleo_h743zi", image_of("nucleo_h743zi").elf)
    board._system.peripherals["DBGMCU"].values["IDC"] = revision << 16 | 0x6450
    assert board.run(max_instructions=1_000_000) is (Reason.WAITING if answers else Reason.LIMIT)
    assert (board.core_hertz, bool(board.read())) == (megahertz * 1_000_000, answers)


@pytest.mark.parametrize(
    ("board", "baud"), [("esp32c3", 9600), ("esp32c6", 921600), ("teensy41", 921600)]
)
def test_rates_that_are_divided_twice_or_finely(board: str, baud: int, image_of: ImageOf) -> None:
    """Given such a UART, when another rate is agreed on, then both ends run at it, and back."""
    with EmulatedDevice(load_board(board), image_of(board).elf) as device:
        session = Session(device.link)
        session.connect()
        session.set_baud(baud)
        assert device.examine(lambda emulated: emulated.baud) == baud
        assert board in session.name()
        session.leave()
        assert Session(device.link).connect()


@pytest.mark.parametrize("board", ["rpipico2-riscv", "esp32c3", "esp32c6", "teensy41"])
def test_a_stack_that_leaves_the_ram(board: str, image_of: ImageOf) -> None:
    """Given a model that needs more stack than there is, when it runs, then the stack is named."""
    with EmulatedDevice(load_board(board), image_of(board).elf) as device:
        session = Session(device.link)
        session.connect()
        session.select("overflow")
        session.load(bytes(16))
        with pytest.raises(EmulationFault, match="the stack lies outside the RAM"):
            session.infer()


def test_constants_elsewhere_in_the_flash(
    image_of: ImageOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a table that shows other pages of the flash, when it runs, then it fails."""
    board = EmulatedBoard("esp32c3", image_of("esp32c3").elf)
    flash_map = board._system.peripherals["EXTMEM"]
    assert isinstance(flash_map, FlashMap)
    right = flash_map.set_page
    monkeypatch.setattr(flash_map, "set_page", lambda index, page: right(index, page + 60))
    with pytest.raises(EmulationFault):
        board.run(max_instructions=1_000_000)


def test_data_beyond_the_banks(image_of: ImageOf) -> None:
    """Given FlexRAM with one bank of data alone, when that is left, then the bank's end is told."""
    board = EmulatedBoard("teensy41", image_of("teensy41").elf)
    replace_write(board, "IOMUXC_GPR.GPR17", lambda _: 0b11)
    with pytest.raises(EmulationFault, match="of the DTCM beyond the 0 KiB that FlexRAM gives it"):
        board.run(max_instructions=1_000_000)
