"""`--baud`: a rate agreed on with boards that have it, break at it, or do not know of it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

import pytest
import serial
from serial import rfc2217

from neurio_gen.boards import load_board
from neurio_gen.devices import LinkClosedError, connect, open_device
from neurio_gen.devices import connecting as connecting_module
from neurio_gen.devices.device import Device
from neurio_gen.devices.serial_board import SerialDevice
from neurio_gen.errors import DeviceTimeoutError, UsageError
from neurio_gen.protocol import rate as rate_module
from neurio_gen.protocol.session import Session
from tests.devices.rated_board import BOOT, TRIAL_SECONDS, RatedBoard
from tests.devices.test_links import firmware_on
from tests.protocol.fake_firmware import FakeFirmware

BOARD = load_board("nucleo_l4r5zi")
FAST = 921600
MOST_SECONDS = 15.0


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Waits are shorter than with a real board, in proportion; every test is bounded."""
    monkeypatch.setattr(rate_module, "_CONFIRM_SECONDS", 0.8 * TRIAL_SECONDS)
    monkeypatch.setattr(rate_module, "_REST_SECONDS", 1.1 * TRIAL_SECONDS)
    monkeypatch.setattr(rate_module, "_LEAVE_SECONDS", 0.5)
    monkeypatch.setattr(connecting_module, "_SECONDS_A_RATE", 0.6)
    monkeypatch.setattr(connecting_module, "_SECONDS_BEFORE_WANTED", 0.6)
    monkeypatch.setattr(connecting_module, "COMMON_RATES", (115200, 57600))
    patient = Session.__init__
    monkeypatch.setattr(
        Session,
        "__init__",
        lambda self, link, **more: patient(self, link, **{"timeout": 1.0} | more),
    )
    start = time.monotonic()
    yield
    assert time.monotonic() - start < MOST_SECONDS


Start = Callable[..., tuple[RatedBoard, Device]]


@pytest.fixture
def start() -> Iterator[Start]:
    """A board and the open device of it that is to go to another rate."""
    with ExitStack() as stack:

        def start(
            rates: tuple[int, ...] | None = (BOOT, FAST),
            rate: int = BOOT,
            wanted: int | None = FAST,
        ) -> tuple[RatedBoard, Device]:
            board = stack.enter_context(
                closing(
                    RatedBoard(FakeFirmware(name="neurio-gen/nucleo_l4r5zi", rates=rates), rate)
                )
            )
            device = open_device(BOARD, Path(), port=board.port, baud=wanted)
            return board, stack.enter_context(device)

        yield start


def works(session: Session) -> bool:
    session.load(bytes(range(200)))
    assert session.infer(3) == 3000
    return session.outputs() == bytes(255 - byte for byte in range(200))


def test_both_ends_go_to_the_rate_that_is_wanted(start: Start) -> None:
    board, device = start()
    notes: list[str] = []
    session = connect(device, notes.append)
    assert (session.baud, board.rate, notes) == (FAST, FAST, [])
    assert device.link.description.endswith("at 921600 baud")
    assert works(session)
    # and whoever comes next finds the board as it was
    device.close()
    assert board.rate == BOOT
    with SerialDevice(BOARD, board.port) as again:
        assert connect(again).baud == BOOT


def test_without_a_wish_nothing_is_asked(start: Start) -> None:
    board, device = start(wanted=None)
    assert connect(device).baud == BOOT
    assert not any(command.startswith("baud") for command in board.firmware.commands)


def test_firmware_without_the_command_goes_on_at_its_rate(start: Start) -> None:
    _, device = start(rates=None)
    notes: list[str] = []
    session = connect(device, notes.append)
    assert notes == ["The firmware has one baud rate: it goes on at 115200, not at 921600."]
    assert works(session)


def test_a_rate_that_the_board_does_not_have_is_told(start: Start) -> None:
    _, device = start(rates=(BOOT, 460800))
    notes: list[str] = []
    session = connect(device, notes.append)
    assert len(notes) == 1
    assert "No divider within two percent; there is one for (115200, 460800)" in notes[0]
    assert notes[0].endswith("It goes on at 115200.")
    assert works(session)


@pytest.mark.parametrize("fault", ["noisy", "deaf"])
def test_a_line_that_breaks_after_the_switch(start: Start, fault: str) -> None:
    board, device = start()
    getattr(board.faults, fault).add(FAST)
    notes: list[str] = []
    session = connect(device, notes.append)
    assert len(notes) == 1
    assert notes[0].startswith("The line does not work at 921600 baud: ")
    assert notes[0].endswith("It goes on at 115200.")
    assert (session.baud, board.rate) == (BOOT, BOOT)
    assert works(session)


def test_a_board_that_never_answers_the_command(start: Start) -> None:
    board, device = start()
    board.faults.silent_on = f"baud {FAST}"
    notes: list[str] = []
    session = connect(device, notes.append)
    assert len(notes) == 1
    assert session.baud == BOOT
    assert works(session)


def test_a_board_that_falls_silent_for_good_is_an_error(start: Start) -> None:
    board, device = start()
    session = connect(device)
    board.faults.deaf |= {FAST, BOOT}
    with pytest.raises(DeviceTimeoutError, match="the device to answer name%"):
        session.outputs()


@pytest.mark.parametrize("fault", ["noisy", "deaf"])
def test_a_line_that_breaks_later_goes_back_and_loses_nothing(start: Start, fault: str) -> None:
    board, device = start()
    notes: list[str] = []
    session = connect(device, notes.append)
    session.load(bytes(range(200)))
    getattr(board.faults, fault).add(FAST)
    assert session.infer(3, timeout=1.0) == 3000
    assert session.outputs() == bytes(255 - byte for byte in range(200))
    assert (session.baud, board.rate, session.fell_back) == (BOOT, BOOT, True)
    assert len(notes) == 1
    assert notes[0].startswith("The line fails at 921600 baud, so it goes back to 115200")


def test_a_cable_that_is_pulled_at_another_rate_is_told_and_closed(start: Start) -> None:
    board, device = start()
    session = connect(device)
    board.close()
    with pytest.raises(LinkClosedError, match="921600 baud"):
        session.outputs()
    device.close()


def test_firmware_that_is_fixed_at_the_wanted_rate(start: Start) -> None:
    board, device = start(rates=None, rate=57600, wanted=57600)
    session = connect(device)
    assert session.baud == 57600
    assert works(session)
    assert board.rate == 57600


def test_a_board_that_was_left_at_another_rate(start: Start) -> None:
    board, device = start(wanted=None)
    board.rate = FAST
    session = connect(device)
    assert (session.baud, board.rate) == (BOOT, BOOT)
    assert works(session)


def test_a_rate_that_answers_is_named_beside_those_that_do_not(start: Start) -> None:
    _, device = start(rates=None, rate=57600)
    with pytest.raises(DeviceTimeoutError) as caught:
        connect(device)
    hint = "The device answers at 57600 baud, not at 115200 or 921600: use --baud 57600."
    assert caught.value.hint == hint


@pytest.mark.parametrize("board", ["native", "mps2_an386"])
def test_a_rate_without_a_serial_line_is_a_usage_error(board: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no serial line: a baud rate has no meaning"):
        open_device(load_board(board), tmp_path, baud=9600)


def test_a_socket_has_no_rate_to_change() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = f"socket://127.0.0.1:{server.getsockname()[1]}"
        with open_device(BOARD, Path(), port=port, baud=FAST) as device:
            connection, _ = server.accept()
            with firmware_on(
                connection.detach(), FakeFirmware(name="neurio-gen/nucleo_l4r5zi", rates=(FAST,))
            ):
                notes: list[str] = []
                session = connect(device, notes.append)
                assert notes == ["The line to the device has no baud rate."]
                assert session.baud is None
                assert works(session)
                device.close()


@pytest.mark.filterwarnings("ignore:setDaemon", "ignore:setName")  # of pyserial
def test_a_remote_port_passes_the_rate_on() -> None:
    """Given a port of another machine, when a rate is agreed on, then both of its ends have it."""
    with (
        closing(
            RatedBoard(FakeFirmware(name="neurio-gen/nucleo_l4r5zi", rates=(BOOT, FAST)))
        ) as board,
        _Port(board.port, BOOT, timeout=0.01) as port,
        rfc2217_server(port) as url,
    ):
        with open_device(BOARD, Path(), port=url, baud=FAST) as device:
            session = connect(device)
            assert (session.baud, board.rate, port.baudrate) == (FAST, FAST, FAST)
            assert works(session)
        assert (board.rate, port.baudrate) == (BOOT, BOOT)


@contextmanager
def rfc2217_server(port: serial.Serial) -> Iterator[str]:
    """Serves a serial port as the protocol for it has it; the URL."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.settimeout(0.01)
                manager = rfc2217.PortManager(port, _Sink(connection))
                while not over.is_set():
                    with suppress(TimeoutError):
                        port.write(b"".join(manager.filter(connection.recv(4096))))
                    if waiting := port.in_waiting:
                        connection.sendall(b"".join(manager.escape(port.read(waiting))))

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"rfc2217://127.0.0.1:{server.getsockname()[1]}"
        over.set()
        thread.join(timeout=5)


class _Port(serial.Serial):
    """A pseudo-terminal has none of a serial port's other wires."""

    cts = dsr = ri = cd = False

    def _update_rts_state(self) -> None:
        return

    def _update_dtr_state(self) -> None:
        return


class _Sink:
    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def write(self, data: bytes) -> None:
        self._connection.sendall(data)
