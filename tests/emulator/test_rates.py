"""Other baud rates on emulated boards: agreed on, refused, failing at once, failing later."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from neurio_gen.boards import load_board
from neurio_gen.build import Mode, build_images
from neurio_gen.devices.emulated import EmulatedDevice
from neurio_gen.devices.emulated_interface import EmulatedInterfaceBoard
from neurio_gen.devices.interface_board import DATA_BYTES, InterfaceBoard
from neurio_gen.devices.link import Link
from neurio_gen.emulator.fault import EmulationFault
from neurio_gen.errors import NeurioGenError
from neurio_gen.protocol import rate, wire
from neurio_gen.protocol.exchange import RefusedError
from neurio_gen.protocol.rate import RateError
from neurio_gen.protocol.session import Session
from tests.emulator.conftest import ImageOf
from tests.emulator.saboteur import replace_write
from tests.support.board_images import Source

BOOT = 115200
RATES = {
    "nucleo_l4r5zi": 921600,
    "rpipico": 921600,
    "nrf52840_dk": 1000000,
}
BOARDS = tuple(RATES)
L4 = "nucleo_l4r5zi"


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """The host does not wait long for a line that fails: time is the board's own here."""
    monkeypatch.setattr(rate, "_CONFIRM_SECONDS", 2.0)


Open = Callable[[str], AbstractContextManager[EmulatedDevice]]


@pytest.fixture
def open_board(image_of: ImageOf) -> Open:
    """Opens a board with the hand-written models of the firmware's tests."""

    def open_it(board: str) -> EmulatedDevice:
        return EmulatedDevice(load_board(board), image_of(board).elf)

    return open_it


class FlakyLine:
    """A link that spoils what passes at another rate than the first, in one way or the other."""

    def __init__(self, link: Link, *, deaf: bool = False, garbled: bool = False) -> None:
        self._link = link
        self._first = link.baud
        self.deaf = deaf
        self.garbled = garbled

    @property
    def baud(self) -> int | None:
        return self._link.baud

    def set_baud(self, baud: int) -> None:
        self._link.set_baud(baud)

    def rest(self, seconds: float) -> None:
        self._link.rest(seconds)

    def write(self, data: bytes) -> None:
        if not (self.deaf and self.baud != self._first):
            self._link.write(data)

    def read(self, timeout: float) -> bytes:
        data = self._link.read(timeout)
        spoilt = self.garbled and self.baud != self._first
        return bytes(byte ^ 0x81 for byte in data) if spoilt else data


def infers(session: Session) -> bool:
    """Whether a model of the image gives the right bytes."""
    session.select("as-is")
    session.load(bytes(range(16)))
    assert session.infer(3) >= 0
    return session.outputs() == bytes(range(16))


@pytest.mark.parametrize("board", BOARDS)
def test_another_rate_and_back(board: str, open_board: Open) -> None:
    """Given a board's own image, when a rate is agreed on, then both ends run at it."""
    with open_board(board) as device:
        session = Session(device.link)
        session.connect()
        before = session.name()
        session.set_baud(RATES[board])
        ends = (session.baud, device.examine(lambda emulated: emulated.baud))
        assert ends == (RATES[board], RATES[board])
        assert session.name() == before
        assert infers(session)
        # and when the host leaves, then the next one finds the board as it was
        session.leave()
        assert session.baud == BOOT
        assert Session(device.link).connect()
        assert not session.fell_back


def test_a_slower_rate(open_board: Open) -> None:
    with open_board(L4) as device:
        session = Session(device.link)
        session.connect()
        session.set_baud(9600)
        assert infers(session)
        session.fall_back("the test says so")
        assert session.baud == BOOT
        assert infers(session)


@pytest.mark.parametrize("board", BOARDS)
def test_a_line_that_is_deaf_at_the_new_rate(board: str, open_board: Open) -> None:
    """Given a line that fails at the new rate, when it is tried, then the old one is back."""
    with open_board(board) as device:
        session = Session(FlakyLine(device.link, deaf=True))
        session.connect()
        at = device.examine(lambda emulated: emulated.seconds)
        with pytest.raises(RateError, match=f"does not work at {RATES[board]} baud"):
            session.set_baud(RATES[board])
        assert device.examine(lambda emulated: emulated.seconds) - at > 2
        assert session.baud == BOOT
        assert infers(session)


@pytest.mark.parametrize("board", BOARDS)
def test_a_line_that_fails_later(board: str, open_board: Open) -> None:
    """Given a rate that was agreed on, when noise comes, then the command is repeated."""
    notes: list[str] = []
    with open_board(board) as device:
        line = FlakyLine(device.link)
        session = Session(line, note=notes.append)
        session.connect()
        session.set_baud(RATES[board])
        session.select("as-is")
        session.load(bytes(range(16)))
        line.garbled = True
        assert session.infer(2) >= 0
        # then nothing that was loaded is lost, and it is told once
        assert session.outputs() == bytes(range(16))
        assert (session.baud, session.fell_back) == (BOOT, True)
        assert len(notes) == 1
        assert notes[0].startswith(f"The line fails at {RATES[board]} baud, so it goes back to")


@pytest.mark.parametrize(
    ("board", "baud", "named"),
    [
        ("nrf52840_dk", 921600, "9600, 57600, 115200, 230400, 1000000]"),
        ("nucleo_l4r5zi", 10_000_000, "460800, 921600, 1000000, 2000000]"),
        ("rpipico", 100, "460800, 921600, 1000000, 2000000]"),
        ("rpipico", 999_999_999, "9600, 57600, 115200, 230400, 460800, 921600, 1000000"),
    ],
)
def test_a_rate_without_a_divider(board: str, baud: int, named: str, open_board: Open) -> None:
    """Given a rate that the UART is too far off, when asked for, then those it has are named."""
    with open_board(board) as device:
        session = Session(device.link)
        session.connect()
        with pytest.raises(RefusedError, match="No divider within two percent") as caught:
            session.set_baud(baud)
        assert named in caught.value.message
        assert session.baud == BOOT
        assert session.name()


def test_a_wrong_divisor_at_the_new_rate_stops_the_run(open_board: Open) -> None:
    """Given firmware whose new divisor is wrong, when the host talks at it, the cause is named."""
    with open_board(L4) as device:
        boot = 256 * 120_000_000 // BOOT
        session = Session(device.link)
        session.connect()
        device.examine(
            lambda emulated: replace_write(
                emulated, "LPUART1.BRR", lambda value: value if value > boot // 2 else value * 2
            )
        )
        with pytest.raises(EmulationFault, match=r"at 460,\d+ baud .* but the line is at 921,600"):
            session.set_baud(921600)


def test_a_host_that_does_not_follow_stops_the_run(open_board: Open) -> None:
    with open_board(L4) as device:
        Session(device.link).connect()
        device.link.write(b"baud 921600%")
        device.link.write(b"name%")
        with pytest.raises(EmulationFault, match=r"at 921,\d+ baud .* but the line is at 115,200"):
            while True:
                device.link.read(5)


def test_runs_with_another_rate_are_the_same(open_board: Open) -> None:
    """Given the same commands, when run twice, then the board's clock shows the same."""
    clocks = []
    for _ in range(2):
        with open_board(L4) as device:
            session = Session(FlakyLine(device.link, deaf=True))
            session.connect()
            with pytest.raises(RateError):
                session.set_baud(921600)
            calm = Session(device.link)
            calm.connect()
            calm.set_baud(1000000)
            clocks.append((calm.timestamp(), calm.timestamp()))
    assert clocks[0][1] - clocks[0][0] == clocks[1][1] - clocks[1][0]


@pytest.mark.parametrize("board", BOARDS)
def test_bytes_are_taken_faster_than_they_come(board: str, open_board: Open) -> None:
    """Given the fastest rate here, when a long command comes, then the FIFO never fills.

    A byte's time holds four times its instructions: room for wait states and slow buses.
    """
    with open_board(board) as device:
        session = Session(device.link)
        session.connect()
        counts = []
        for length in (100, 900):
            before = device.examine(lambda emulated: emulated.instructions)
            device.link.write(b"db " + b"0" * length)
            counts.append(device.examine(lambda emulated: emulated.instructions) - before)
            device.link.write(wire.BREAK)  # drops the command
        taken = (counts[1] - counts[0]) / 800
        cycles = device.examine(lambda emulated: emulated.core_hertz) * 10 / RATES[board]
        assert 10 < taken < cycles / 4


@pytest.mark.parametrize("mode", ["performance", "energy"])
def test_firmware_boots_at_the_rate_that_it_is_built_for(
    tmp_path_factory: pytest.TempPathFactory, mode: Mode
) -> None:
    """The official runner's file for ad01 asks for 921600 from the first byte on."""
    board = load_board(L4).at(921600)
    (image,) = build_images(board, [Source()], tmp_path_factory.mktemp("rate"), mode=mode)
    with EmulatedDevice(board, image.elf) as device:
        session = Session(device.link)
        assert session.connect().model == "as-is"
        assert session.baud == 921600
    with EmulatedDevice(load_board(L4), image.elf) as device, pytest.raises(NeurioGenError):
        Session(device.link, timeout=1.0).connect()


def test_an_image_for_another_rate_is_built_anew(tmp_path: Path) -> None:
    board = load_board(L4)
    (first,) = build_images(board, [Source()], tmp_path)
    before = first.elf.read_bytes()
    (second,) = build_images(board.at(460800), [Source()], tmp_path)
    assert second.elf.read_bytes() != before
    (third,) = build_images(board, [Source()], tmp_path)
    assert third.elf.read_bytes() == before


def test_an_interface_board_reaches_an_emulated_board_at_its_rate_only(
    tmp_path: Path,
) -> None:
    board = load_board(L4).at(wire.ENERGY_BAUD)
    (image,) = build_images(board, [Source()], tmp_path, mode="energy")
    with EmulatedDevice(board, image.elf) as device:
        interface = InterfaceBoard(EmulatedInterfaceBoard(device.link))
        interface.connect(9600)
        session = Session(interface, data_bytes=DATA_BYTES)
        assert session.connect().model == "as-is"
        assert session.name() == "neurio-gen/nucleo_l4r5zi"
        interface.connect(115200)
        with pytest.raises(EmulationFault, match=r"at 9,600 baud .* the line is at 115,200"):
            Session(interface, timeout=10.0).connect()
