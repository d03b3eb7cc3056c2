"""What a board that does not answer is told to be: silent, at another rate, or not ours."""

from __future__ import annotations

import os
import pty
import select
import termios
import threading
import tty
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from neurio_gen.boards import load_board
from neurio_gen.devices import connecting
from neurio_gen.devices.connecting import connect
from neurio_gen.devices.serial_board import SerialDevice
from neurio_gen.errors import DeviceTimeoutError
from neurio_gen.protocol.session import Session
from tests.protocol.fake_firmware import FakeFirmware

BOARD = load_board("nucleo_l4r5zi")
SPEEDS = {9600: termios.B9600, 115200: termios.B115200}
NOISE = bytes(range(128, 160))

Answer = Callable[[bytes], bytes]


class Board:
    """A board on a pseudo-terminal, which knows the rate that the host has set."""

    def __init__(self, rate: int, answer: Answer, otherwise: bytes = NOISE) -> None:
        self._master, slave = pty.openpty()
        tty.setraw(slave)
        self.port = os.ttyname(slave)
        self._slave = slave
        self._speed = SPEEDS[rate]
        self._answer = answer
        self._otherwise = otherwise
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._over.set()
        self._thread.join(timeout=5)
        os.close(self._master)
        os.close(self._slave)

    def _serve(self) -> None:
        while not self._over.is_set():
            if not select.select([self._master], [], [], 0.02)[0]:
                continue
            data = os.read(self._master, 4096)
            right = termios.tcgetattr(self._master)[5] == self._speed
            os.write(self._master, self._answer(data) if right else self._otherwise)


Start = Callable[..., SerialDevice]


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """An open device whose board answers at one rate; connecting gives up after a moment."""
    monkeypatch.setattr(connecting, "_SECONDS_A_RATE", 0.3)
    monkeypatch.setattr(connecting, "COMMON_RATES", (115200, 57600, 9600))
    patient = Session.connect
    monkeypatch.setattr(Session, "connect", lambda self, timeout=0.5: patient(self, timeout))
    with ExitStack() as stack:

        def start(
            rate: int, answer: Answer, baud: int | None = None, **more: bytes
        ) -> SerialDevice:
            board = Board(rate, answer, **more)
            stack.callback(board.close)
            device = SerialDevice(BOARD, board.port, baud)
            stack.enter_context(device)
            return device

        yield start


def firmware() -> Answer:
    return FakeFirmware().feed


def test_a_board_that_answers_is_connected(start: Start) -> None:
    device = start(115200, firmware())
    assert connect(device).models() == ("kws01",)
    assert device.baud == 115200


def test_the_rate_that_answers_is_named(start: Start) -> None:
    device = start(9600, firmware())
    with pytest.raises(DeviceTimeoutError) as caught:
        connect(device)
    assert caught.value.hint == "The device answers at 9600 baud, not at 115200: use --baud 9600."
    assert "name%" in caught.value.message


def test_the_named_rate_is_right(start: Start) -> None:
    assert connect(start(9600, firmware(), baud=9600)).models() == ("kws01",)


def test_a_silent_line_is_silent_at_all_rates(start: Start) -> None:
    device = start(9600, lambda _: b"", otherwise=b"")
    with pytest.raises(DeviceTimeoutError) as caught:
        connect(device)
    hint = str(caught.value.hint)
    assert hint.startswith("The line is silent")
    assert "It does not answer at 57600, 9600 baud either." in hint
    assert hint.endswith("--timeout SECONDS.")


@pytest.mark.slow
def test_another_firmware_is_told_from_a_wrong_rate(start: Start) -> None:
    device = start(115200, lambda _: b"ok> unknown command\r\n", otherwise=b"")
    with pytest.raises(DeviceTimeoutError) as caught:
        connect(device)
    assert str(caught.value.hint).startswith("Another firmware is running on the device")


@pytest.mark.slow
def test_noise_at_every_rate_is_told(start: Start) -> None:
    device = start(115200, lambda _: NOISE)
    with pytest.raises(DeviceTimeoutError) as caught:
        connect(device)
    assert str(caught.value.hint).startswith("What comes is no text")


def test_a_socket_has_no_rate() -> None:
    assert not SerialDevice(BOARD, "socket://lab:2000").has_rate
    assert SerialDevice(BOARD, "rfc2217://lab:2000").has_rate
    assert SerialDevice(BOARD, "/dev/ttyACM0").has_rate
