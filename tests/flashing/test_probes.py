"""Which debug probe an image is written through: the one of the port, or none at all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from neurio_gen.boards import load_board
from neurio_gen.devices.ports import PORT_VARIABLE, PortInfo
from neurio_gen.errors import DeviceError
from neurio_gen.flashing import METHODS, CommandMethod, Probe, find_probe
from tests.flashing.conftest import Job

BOARD = load_board("nucleo_l4r5zi")


@dataclass
class Port:
    device: str
    serial_number: str | None = None
    location: str | None = None
    vid: int | None = BOARD.usb[0].vid
    pid: int | None = BOARD.usb[0].pid
    description: str | None = "STLINK-V3"


FIRST = Port("/dev/ttyACM0", "0666FF", "1-2:1.2")
SECOND = Port("/dev/ttyACM1", "0777EE", "1-3.4:1.2")
ADAPTER = Port("/dev/ttyUSB0", "FT1", "1-5:1.0", 0x0403, 0x6001, "FT232R")
TWO: list[PortInfo] = [FIRST, SECOND, ADAPTER]


@pytest.fixture(autouse=True)
def no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PORT_VARIABLE, raising=False)


@pytest.mark.parametrize("name", ["0777EE", "/dev/ttyACM1"])
def test_the_port_that_is_named_leads_to_its_probe(name: str) -> None:
    assert find_probe(BOARD, name, ports=TWO) == Probe("0777EE", "1-3.4")


def test_a_link_to_the_port_leads_to_its_probe(tmp_path: Path) -> None:
    device, link = tmp_path / "ttyACM7", tmp_path / "by-id"
    device.touch()
    link.symlink_to(device)
    ports: list[PortInfo] = [FIRST, Port(str(device), "0888DD")]
    assert find_probe(BOARD, str(link), ports=ports) == Probe("0888DD")


def test_the_only_probe_is_taken_whatever_leads_to_the_console() -> None:
    only: list[PortInfo] = [FIRST, ADAPTER]
    expected = Probe("0666FF", "1-2", alone=True)
    for port in (None, "/dev/ttyUSB0", "socket://lab:2000"):
        assert find_probe(BOARD, port, ports=only) == expected
    assert find_probe(BOARD, ports=[ADAPTER]) is None


@pytest.mark.parametrize("port", [None, "/dev/ttyUSB0", "socket://lab:2000"])
def test_nothing_is_written_where_the_probe_cannot_be_told(port: str | None) -> None:
    with pytest.raises(DeviceError, match="Several debug probes are connected") as caught:
        find_probe(BOARD, port, ports=TWO)
    assert "serial number 0777EE" in caught.value.message
    assert "FT232R" not in caught.value.message
    assert str(caught.value.hint).startswith("Nothing was written. Name the probe")


def test_a_number_that_nothing_has_is_not_the_only_probes() -> None:
    with pytest.raises(DeviceError, match="There is no port 0999CC"):
        find_probe(BOARD, "0999CC", ports=[FIRST])


def test_a_named_probe_is_the_one() -> None:
    assert find_probe(BOARD, serial="0777EE", ports=TWO) == Probe("0777EE", "1-3.4", asked=True)
    assert find_probe(BOARD, serial="0999CC", ports=[FIRST]) == Probe("0999CC", asked=True)


def test_the_interface_board_has_a_probe_of_its_own_that_is_not_meant() -> None:
    found = find_probe(BOARD, taken=("/dev/ttyACM0", None), ports=TWO)
    assert found == Probe("0777EE", "1-3.4", alone=True)


def test_two_ports_of_one_probe_are_one_probe() -> None:
    other = Port("/dev/ttyACM2", "0666FF", "1-2:1.4")
    assert find_probe(BOARD, ports=[FIRST, other]) == Probe("0666FF", "1-2", alone=True)


def test_a_number_that_no_command_line_carries_is_left_out_or_refused() -> None:
    wild: list[PortInfo] = [Port("/dev/ttyACM0", "I\x3f\x07g\x88", "1-2:1.2")]
    assert find_probe(BOARD, ports=wild) == Probe(None, "1-2", alone=True)
    with pytest.raises(DeviceError, match="Several debug probes"):
        find_probe(BOARD, "/dev/ttyACM0", ports=[*wild, SECOND])


@pytest.mark.parametrize("board", ["nucleo_l4r5zi", "nrf52840_dk", "rpipico", "nucleo_h743zi"])
def test_every_tool_is_told_the_probe_that_is_asked_for(job: Job, board: str) -> None:
    asked = job(board, probe=Probe("777EE", asked=True))
    for method in METHODS:
        if isinstance(method, CommandMethod) and method.unsupported(asked.board) is None:
            assert any("777EE" in argument for argument in method.arguments(asked))
            plain = method.arguments(job(board))
            assert not any("777EE" in argument for argument in plain)


def test_a_probe_of_the_maker_is_known_though_its_kind_is_not_listed() -> None:
    other = Port("/dev/ttyACM5", "0555BB", "1-6:1.2", pid=0x3757)
    assert find_probe(BOARD, "/dev/ttyACM5", ports=[FIRST, other]) == Probe(
        "0555BB", "1-6", alone=True
    )
