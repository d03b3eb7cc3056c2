"""Links over pipes, sockets and serial ports, with cables that are pulled and disks that fill."""

from __future__ import annotations

import contextlib
import errno
import os
import pty
import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import serial

from neurio_gen.boards import load_board
from neurio_gen.devices import LinkClosedError, open_device
from neurio_gen.devices.link import Link
from neurio_gen.devices.links import DescriptorLink, SerialLink, SocketLink
from neurio_gen.devices.serial_board import SerialDevice
from neurio_gen.devices.transcript import Transcript
from neurio_gen.errors import DeviceError, DeviceTimeoutError
from neurio_gen.protocol.session import Session
from tests.protocol.fake_firmware import FakeFirmware


@contextlib.contextmanager
def firmware_on(descriptor: int, firmware: FakeFirmware, delay: float = 0.0) -> Iterator[None]:
    """Runs firmware at this end of a terminal or socket; a byte at a time if there is a delay."""

    def serve() -> None:
        with contextlib.suppress(OSError):
            while data := os.read(descriptor, 4096):
                answer = firmware.feed(data)
                for start in range(0, len(answer), 1 if delay else 4096):
                    os.write(descriptor, answer[start : start + (1 if delay else 4096)])
                    time.sleep(delay)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield
    with contextlib.suppress(OSError):
        os.close(descriptor)


@pytest.fixture
def terminal() -> Iterator[tuple[int, str]]:
    ours, theirs = pty.openpty()
    yield ours, os.ttyname(theirs)
    os.close(theirs)
    with contextlib.suppress(OSError):
        os.close(ours)


def read_all(link: Link) -> bytes:
    read = bytearray()
    with contextlib.suppress(LinkClosedError):
        while part := link.read(2.0):
            read += part
    return bytes(read)


def talk(link: Link) -> None:
    session = Session(link, timeout=5.0)
    session.connect()
    session.load(bytes(range(250)))
    assert session.outputs() == bytes(255 - value for value in range(250))


def test_a_board_on_a_serial_port(terminal: tuple[int, str]) -> None:
    board = load_board("nucleo_l4r5zi")

    with (
        firmware_on(terminal[0], FakeFirmware()),
        SerialDevice(board, terminal[1], baud=9600) as device,
    ):
        talk(device.link)
        assert (device.kind, device.time_base) == ("serial", "silicon")
        assert device.link.description == f"serial port {terminal[1]} at 9600 baud"


def test_a_slow_device_that_trickles(terminal: tuple[int, str]) -> None:
    with firmware_on(terminal[0], FakeFirmware(), delay=0.001):
        link = SerialLink(terminal[1], 115200)
        session = Session(link, timeout=5.0)
        session.connect()
        session.load(bytes(8))
        assert session.outputs() == b"\xff" * 8
        link.close()


def test_a_remote_port_by_its_url() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        link = SerialLink(f"socket://127.0.0.1:{server.getsockname()[1]}", 115200)
        with firmware_on(server.accept()[0].detach(), FakeFirmware()):
            talk(link)
            link.close()


def test_a_socket() -> None:
    ours, theirs = socket.socketpair()
    with firmware_on(theirs.detach(), FakeFirmware()):
        link = SocketLink("a socket", ours)
        talk(link)
        link.close()


def test_a_pulled_cable_ends_reads_and_writes(terminal: tuple[int, str]) -> None:
    link = SerialLink(terminal[1], 115200)
    os.write(terminal[0], b"m-lap-us-1")
    time.sleep(0.1)
    os.close(terminal[0])

    with pytest.raises(LinkClosedError, match=r"ended .*the last bytes were b'm-lap-us-1'"):
        while True:
            link.read(2.0)
    link.close()


@pytest.mark.parametrize("moment", ["read", "in_waiting"])
def test_a_cable_pulled_in_the_middle_of_a_line_loses_no_byte_that_came(
    terminal: tuple[int, str], moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system may say "input/output error" at any of the calls that read a port."""

    class Pulled(serial.Serial):
        """A port whose device goes after three bytes, noticed at the given call."""

        taken = 0

        def read(self, size: int = 1) -> bytes:
            if self.taken == 3 or (moment == "read" and size != 1):
                try:
                    raise OSError(errno.EIO, "Input/output error")
                except OSError as error:
                    raise serial.SerialException(f"read failed: {error}")  # noqa: B904
            self.taken += 1
            return super().read(1)

        @property
        def in_waiting(self) -> int:
            if moment == "in_waiting":
                raise OSError(errno.EIO, "Input/output error")
            return 2

    monkeypatch.setattr(serial, "serial_for_url", Pulled)

    link = SerialLink(terminal[1], 115200)
    os.write(terminal[0], b"m-i")

    assert read_all(link) == b"m-i"
    with pytest.raises(LinkClosedError, match=r"ended \(it was disconnected.*the last bytes .*m-i"):
        link.read(1.0)
    link.close()


def test_bytes_that_came_before_the_end_are_read_first() -> None:
    source, theirs = os.pipe()
    sink = os.open(os.devnull, os.O_WRONLY)
    link = DescriptorLink("a pipe", source, sink)
    os.write(theirs, b"m-ready\r\n")
    os.close(theirs)

    received = b""
    with pytest.raises(LinkClosedError, match=re.escape(r"b'm-ready\r\n'")):
        while True:
            received += link.read(2.0)

    assert received == b"m-ready\r\n"
    link.close()


def test_a_device_that_takes_no_bytes_is_a_timeout() -> None:
    source, theirs = os.pipe()
    unread, sink = os.pipe()
    link = DescriptorLink("a pipe", source, sink)

    with pytest.raises(DeviceTimeoutError, match=r"Waited 0.2 s for the a pipe to take \d+ bytes"):
        link.write(bytes(1 << 20), timeout=0.2)

    link.close()
    os.close(theirs)
    os.close(unread)


def test_a_read_waits_no_longer_than_it_should() -> None:
    ours, theirs = socket.socketpair()
    link = SocketLink("a socket", ours)
    start = time.monotonic()

    assert link.read(0.1) == b""

    assert 0.09 < time.monotonic() - start < 1.0
    link.close()
    theirs.close()
    with pytest.raises(LinkClosedError, match="closed"):
        link.read(0.1)


def test_a_port_that_is_not_there_is_told() -> None:
    device = SerialDevice(load_board("nucleo_l4r5zi"), port="/dev/ttyNowhere7")

    with pytest.raises(DeviceError, match="There is no port /dev/ttyNowhere7"):
        device.open()


def test_a_port_in_use_is_told(terminal: tuple[int, str]) -> None:
    with (
        open_device(load_board("nucleo_l4r5zi"), Path(), port=terminal[1]),
        pytest.raises(DeviceError, match="Another program uses the port"),
    ):
        open_device(load_board("nucleo_l4r5zi"), Path(), port=terminal[1]).open()


@pytest.mark.parametrize("group", ["dialout", "uucp", "root", "wheel"])
def test_a_port_one_may_not_open_names_the_ports_group_or_a_rule_never_root(
    monkeypatch: pytest.MonkeyPatch, terminal: tuple[int, str], group: str
) -> None:
    import grp

    import serial

    def refuse(*_: object, **__: object) -> None:
        raise serial.SerialException(13, "could not open port")

    entry = grp.struct_group((group, "x", 20, []))
    monkeypatch.setattr(grp, "getgrgid", lambda _: entry)
    monkeypatch.setattr(serial, "serial_for_url", refuse)

    with pytest.raises(DeviceError, match="may not open") as caught:
        SerialDevice(load_board("nucleo_l4r5zi"), port=terminal[1]).open()

    hint = str(caught.value.hint)
    assert (f"usermod -aG {group} $USER" in hint) == (group in ("dialout", "uucp"))
    assert "neurio-gen doctor --udev | sudo tee /etc/udev/rules.d/60-neurio-gen.rules" in hint


def test_a_full_disk_ends_the_transcript_and_not_the_measurement() -> None:
    transcript = Transcript(Path("/dev/full"))
    ours, theirs = socket.socketpair()
    with firmware_on(theirs.detach(), FakeFirmware()):
        link = SocketLink("a socket", ours, transcript)
        talk(link)
        link.close()

    assert transcript.failure == "/dev/full: No space left on device"


def test_the_transcript_keeps_odd_bytes_as_text(tmp_path: Path) -> None:
    path = tmp_path / "link.txt"
    with Transcript(path) as transcript:
        transcript.sent(b"name%")
        transcript.received(b"\x00m-na")
        transcript.received(b"me\r\nm-rea")
        transcript.note("gave up")

    lines = [line[12:] for line in path.read_text().splitlines()]
    assert lines == [" > name%", r" < \x00m-name", " < m-rea", " # gave up"]
