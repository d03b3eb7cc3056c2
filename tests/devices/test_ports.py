"""Which port a board is on."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from neurio_gen.boards import load_board
from neurio_gen.devices.ports import PORT_VARIABLE, PortInfo, find_port, find_ports
from neurio_gen.errors import DeviceError

BOARD = load_board("nucleo_l4r5zi")


@dataclass
class Port:
    device: str
    vid: int | None = None
    pid: int | None = None
    serial_number: str | None = None
    description: str | None = None
    location: str | None = None


def probe(device: str, number: str) -> Port:
    return Port(device, BOARD.usb[0].vid, BOARD.usb[0].pid, number, "STLINK-V3")


ADAPTER = Port("/dev/ttyUSB0", 0x1A86, 0x7523, None, "USB serial")
ON_BOARD = Port("/dev/ttyS0")


@pytest.fixture(autouse=True)
def no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PORT_VARIABLE, raising=False)


def test_the_one_port_with_the_boards_ids_is_taken() -> None:
    ports: list[PortInfo] = [ADAPTER, probe("/dev/ttyACM1", "A"), ON_BOARD]

    assert find_port(BOARD, ports=ports) == "/dev/ttyACM1"


def test_several_are_listed_with_their_serial_numbers() -> None:
    ports: list[PortInfo] = [probe("/dev/ttyACM0", "0666FF"), probe("/dev/ttyACM1", "0777EE")]

    with pytest.raises(DeviceError, match="2 connected ports could be") as caught:
        find_port(BOARD, ports=ports)

    assert "/dev/ttyACM0: STLINK-V3, USB 0483:" in caught.value.message
    assert "serial number 0777EE" in caught.value.message
    assert "--port /dev/ttyACM0" in str(caught.value.hint)


def test_of_several_ports_of_one_probe_the_first_is_taken() -> None:
    """A J-Link has two consoles; the one of the lower USB interface is the first."""
    second = Port("/dev/ttyACM0", BOARD.usb[0].vid, BOARD.usb[0].pid, "A", location="1-2:1.4")
    first = Port("/dev/ttyACM1", BOARD.usb[0].vid, BOARD.usb[0].pid, "A", location="1-2:1.2")
    ports: list[PortInfo] = [second, first, ADAPTER]

    for name in (None, "A"):
        assert find_ports(BOARD, name, ports) == ("/dev/ttyACM1", "/dev/ttyACM0")
    assert find_ports(BOARD, "/dev/ttyACM0", ports) == ("/dev/ttyACM0",)


def test_none_says_what_was_looked_for_and_what_is_there() -> None:
    with pytest.raises(DeviceError, match=r"(?s)\(0483:[0-9a-f]{4}.*1a86:7523") as caught:
        find_port(BOARD, ports=[ADAPTER])
    with pytest.raises(DeviceError, match="No port is connected"):
        find_port(BOARD, ports=[])

    assert "rfc2217://" in str(caught.value.hint)


@pytest.mark.parametrize("port", ["/dev/ttyUSB9", "COM3", "socket://lab:2000", "rfc2217://lab:1"])
def test_a_named_port_is_taken_as_it_is(port: str) -> None:
    assert find_port(BOARD, port, ports=[]) == port


def test_a_probes_serial_number_names_its_port() -> None:
    ports: list[PortInfo] = [probe("/dev/ttyACM0", "0666FF"), probe("/dev/ttyACM1", "0777EE")]

    assert find_port(BOARD, "0777EE", ports=ports) == "/dev/ttyACM1"


def test_the_variable_counts_unless_a_port_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PORT_VARIABLE, "/dev/ttyX")

    assert find_port(BOARD, ports=[probe("/dev/ttyACM0", "A")]) == "/dev/ttyX"
    assert find_port(BOARD, "/dev/ttyY", ports=[]) == "/dev/ttyY"
