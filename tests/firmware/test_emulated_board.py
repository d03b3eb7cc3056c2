"""The firmware on QEMU's machines: instructions counted by its own clock, faults reported."""

from __future__ import annotations

import re

import pytest

from tests.firmware.conftest import Start
from tests.firmware.device import Device

NANOSECONDS_PER_INSTRUCTION = 64
LOOP_INSTRUCTIONS = 2 * 1000
"""Instructions of the loop in the model `spin`: two a turn."""


BOARDS = ("mps2_an386", "qemu_riscv32")


def microseconds(device: Device, iterations: int) -> int:
    lines = device.ask(f"infer {iterations} 0")
    first, last = (int(line[9:]) for line in lines if line.startswith("m-lap-us-"))
    return last - first


@pytest.mark.parametrize("board", BOARDS)
def test_microseconds_count_executed_instructions(qemu: Start, board: str) -> None:
    device = qemu(model="spin", board=board)
    device.load(bytes(16))
    # given two window lengths, their difference holds inferences alone
    short, long = microseconds(device, 2_000), microseconds(device, 12_000)
    spin = (long - short) * 1000 / NANOSECONDS_PER_INSTRUCTION / 10_000
    assert device.ask("select as-is") == ["m-model-[as-is]"]
    device.load(bytes(16))
    short, long = microseconds(device, 20_000), microseconds(device, 120_000)
    copy = (long - short) * 1000 / NANOSECONDS_PER_INSTRUCTION / 100_000
    # then the loop, with the instruction that sets its counter and the calls around it
    assert LOOP_INSTRUCTIONS <= spin - copy < LOOP_INSTRUCTIONS + 12
    # and whole instructions are counted
    assert abs(spin - round(spin)) < 0.02


def test_the_same_window_takes_the_same_time_each_time(qemu: Start) -> None:
    device = qemu(model="spin")
    device.load(bytes(16))
    times = [microseconds(device, 1000) for _ in range(5)]
    assert max(times) - min(times) <= 1, "microseconds are cut off, not rounded"


def test_the_lap_line_is_not_part_of_the_window(qemu: Start) -> None:
    device = qemu(model="as-is")
    device.load(bytes(16))
    assert microseconds(device, 1) * 1000 / NANOSECONDS_PER_INSTRUCTION < 300


def test_time_does_not_wrap_with_the_32_bit_counter(qemu: Start) -> None:
    # given a counter of 25 MHz, which wraps after 171.8 s, and 1.024 us for an instruction
    device = qemu(model="spin", shift=10)
    device.load(bytes(16))
    # when one window takes 2,000 * 1.024 us * 100,000
    elapsed = microseconds(device, 100_000)
    # then it is measured in full, and so is the time since start
    assert 204_800_000 < elapsed < 210_000_000
    assert int(device.ask("timestamp")[0].removeprefix("m-lap-us-")) > elapsed


@pytest.mark.parametrize("board", BOARDS)
def test_a_stack_overflow_is_reported_and_the_board_starts_again(qemu: Start, board: str) -> None:
    device = qemu(model="overflow", board=board)
    device.load(bytes(16))
    device.send(b"infer 1 0%")
    lines = device.answer()
    faults = [line for line in lines if line.startswith("e-[")]
    assert len(faults) == 1
    assert re.fullmatch(r"e-\[Fault \d+ at 0x[0-9a-f]{8}, status 0x[0-9a-f]{8}\]", faults[0])
    assert "m-init-done" in lines
    assert device.ask("name") == [f"m-name-dut-[neurio-gen/{board}]"]


def test_noise_is_survived(qemu: Start) -> None:
    device = qemu("single")
    device.send(bytes(range(256)) * 40 + b"%")
    for _ in range(41):
        device.answer()
    assert device.ask("name") == ["m-name-dut-[neurio-gen/mps2_an386]"]
