"""Whose firmware answers: the board's own, another board's, an emulator's, or somebody else's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.boards import load_board
from neurio_gen.devices.connecting import connect
from neurio_gen.devices.identity import EmulatorMark
from neurio_gen.devices.serial_board import SerialDevice
from neurio_gen.errors import DeviceError
from tests.devices.fake_bench import on_terminal
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
