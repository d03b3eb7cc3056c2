"""Whose firmware answers: the board's own, another board's, an emulator's, or somebody else's."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.boards import load_board
from neurio_gen.devices import serial_board
from neurio_gen.devices.connecting import connect
from neurio_gen.devices.identity import EmulatorMark
from neurio_gen.devices.opening import open_device
from neurio_gen.devices.serial_board import SerialDevice
from neurio_gen.errors import DeviceError, DeviceTimeoutError
from tests.devices.fake_bench import on_terminal
from tests.devices.fake_image import FIRMWARE, emulated_by, fake_image
from tests.protocol.fake_firmware import FakeFirmware

BOARD = load_board("nucleo_l4r5zi")


def connected(name: str) -> list[str]:
    """What is noted while a session with a board on a port is made."""
    notes: list[str] = []
    with (
        on_terminal(FakeFirmware(name=name).feed) as port,
        SerialDevice(BOARD, port) as device,
    ):
        connect(device, notes.append)
    return notes


def test_the_boards_own_firmware_is_taken() -> None:
    assert connected("neurio-gen/nucleo_l4r5zi") == []


@pytest.mark.parametrize("other", ["native", "nucleo_u575zi_q", "nucleo_l4r5zi_2"])
def test_firmware_for_another_board_is_refused(other: str) -> None:
    with pytest.raises(DeviceError, match=f"is for the board {other}, not for nucleo_l4r5zi"):
        connected(f"neurio-gen/{other}")


def test_an_emulator_behind_a_port_is_no_board() -> None:
    with pytest.raises(DeviceError, match="An emulator answers") as caught:
        connected("neurio-gen/nucleo_l4r5zi emulated")
    assert "--board nucleo_l4r5zi --emulate" in str(caught.value.hint)


def test_the_other_port_of_a_probe_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    with on_terminal(FakeFirmware(name="neurio-gen/nucleo_l4r5zi").feed) as port:
        monkeypatch.setattr(serial_board, "find_ports", lambda *_: (port, "/dev/ttyACM9"))
        assert connected("neurio-gen/nucleo_l4r5zi") == [
            "The probe has several ports; the first one answers. "
            "Name another by --port /dev/ttyACM9."
        ]


def test_firmware_of_others_is_measured_and_told_of() -> None:
    (note,) = connected("unspecified")
    assert "calls itself 'unspecified'" in note
    assert "nothing shows that it runs on nucleo_l4r5zi" in note


@given(st.lists(st.integers(min_value=1, max_value=60), max_size=12))
def test_a_served_emulator_says_so_however_its_bytes_are_cut(cuts: list[int]) -> None:
    said = (
        b"m-m-name-dut-[neurio-gen/nucleo_l4r5zi]\r\nm-ready\r\nm-name-dut-[neurio-gen/other]\r\n"
    )
    mark, passed, start = EmulatorMark(BOARD), b"", 0
    for length in cuts:
        passed += mark.feed(said[start : start + length])
        start += length
    passed += mark.feed(said[start:])
    assert passed == said.replace(b"l4r5zi]", b"l4r5zi emulated]")


def test_a_device_that_takes_long_to_boot_is_waited_for(tmp_path: Path) -> None:
    slow = fake_image(tmp_path, "time.sleep(3)\n" + FIRMWARE)
    board = emulated_by(slow)
    for seconds, answers in ((0.5, False), (20.0, True)):
        with open_device(board, slow, boot_seconds=seconds) as device:
            if answers:
                assert connect(device).profile().model == "kws01"
            else:
                with pytest.raises(DeviceTimeoutError, match=r"Waited 0\.5 s"):
                    connect(device)
