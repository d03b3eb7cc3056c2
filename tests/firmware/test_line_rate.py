"""The firmware's side of another baud rate: a trial that always ends, and the way back.

QEMU passes bytes at any rate, so what is seen here is the protocol and its time; the emulator of
real boards checks the rates.
"""

from __future__ import annotations

import time

import pytest

from neurio_gen.protocol import wire
from tests.firmware.conftest import Start
from tests.firmware.device import Device

NAME = ["m-name-dut-[neurio-gen/mps2_an386]"]
UNKNOWN = ["e-[Unknown command: ?what]"]
MOST_SECONDS = 60.0


@pytest.fixture
def device(qemu: Start) -> Device:
    """A device that has just gone to another rate."""
    started = qemu("single")
    assert started.ask("baud 921600") == ["m-baud-[921600]"]
    return started


def test_a_command_ends_the_trial(device: Device) -> None:
    # what is no command is not answered, as long as the rate is on trial
    device.send(b"\xffwhat%\x80%%" + b"7" * (wire.COMMAND_CAPACITY + 1) + b"%")
    assert device.ask("name") == NAME
    # and then everything is
    assert device.ask("\xffwhat") == UNKNOWN
    assert device.ask("baud 115200") == ["m-baud-[115200]"]
    assert device.ask("\xffwhat") == UNKNOWN


def test_a_command_of_many_words_ends_it_too(device: Device) -> None:
    assert device.ask("name now") == ["e-[Too many arguments for name]"]
    assert device.ask("\xffwhat") == UNKNOWN


def test_a_trial_ends_by_itself_whatever_comes(device: Device) -> None:
    """Given garbage without a pause, when the time is over, then commands are answered again."""
    end = time.monotonic() + MOST_SECONDS
    sent = 0
    while not device.has_answered(0.002):
        device.send(b"\xffwhat%")
        sent += 1
        assert time.monotonic() < end
    assert sent > 1
    # then the device is in step, from the middle of a command on: as many answers as commands
    # that were not dropped, and no more
    ends = [[f"e-[Unknown command: {'?what'[start:]}]"] for start in range(len("?what"))]
    device.send(b"name%")
    while (answer := device.answer()) != NAME:
        assert answer in ends
        sent -= 1
    assert sent >= 0


def test_a_trial_ends_by_itself_in_silence(device: Device) -> None:
    device.send(b"nam")  # what was begun on trial is dropped with it
    first = time.monotonic()
    while not device.has_answered(0.5):
        assert time.monotonic() - first < MOST_SECONDS
        device.send(b"\xffwhat%")
    assert device.answer() in (UNKNOWN, ["e-[Unknown command: nam?what]"])


def test_a_break_drops_an_unfinished_command(device: Device) -> None:
    assert device.ask("name") == NAME
    for _ in range(2):  # at the other rate, then at the first one
        device.send(b"db 0011\0")
        assert device.ask("name") == NAME
    device.send(b"7" * (wire.COMMAND_CAPACITY + 1) + wire.BREAK)
    assert device.ask("name") == NAME


def test_what_was_loaded_survives_another_rate(qemu: Start) -> None:
    device = qemu(model="as-is")
    assert device.ask("db load 16") == ["m-[Expecting 16 bytes]"]
    device.ask("db 0001020304050607")
    assert device.ask("baud 460800") == ["m-baud-[460800]"]
    assert device.ask("db 08090a0b0c0d0e0f") == ["m-load-done"]
    device.send(wire.BREAK)
    assert device.ask("infer 1 0")[-2] == "m-infer-done"
    assert device.ask("outputs") == [
        "m-outputs-00-01-02-03-04-05-06-07",
        "m-outputs-08-09-0a-0b-0c-0d-0e-0f",
    ]


def test_the_rates_that_there_are_are_named(qemu: Start) -> None:
    (line,) = qemu("single").ask("baud 5000000")
    assert line == (
        "e-[No divider within two percent; there is one for "
        "9600, 57600, 115200, 230400, 460800, 921600, 1000000]"
    )
