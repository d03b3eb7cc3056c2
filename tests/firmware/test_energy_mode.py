"""Builds for energy mode: edges on the sync pin in place of time stamps."""

from __future__ import annotations

from tests.firmware.conftest import Build, qemu_command
from tests.firmware.device import Device


def test_no_time_is_sent(build: Build) -> None:
    elf = build("native", "energy")["single"].elf
    with Device([str(elf)]) as device:
        assert device.answer() == ["m-timestamp-mode-energy", "m-init-done"]
        assert device.ask("timestamp") == []
        assert device.ask("baud 115200") == ["e-[Unknown command: baud]"]
        device.load(bytes(8))
        lines = device.ask("infer 2 1")
        assert lines[:3] == ["m-warmup-start-1", "m-warmup-done", "m-infer-start-2"]
        assert lines[3] == "m-infer-done"


def test_both_modes_are_kept_apart(build: Build) -> None:
    energy, performance = build("native", "energy"), build("native")
    assert energy["single"].elf != performance["single"].elf
    with Device([str(performance["single"].elf)]) as device:
        assert device.answer()[0] == "m-timestamp-mode-performance"


def test_a_board_pulses_its_sync_pin_and_goes_on(build: Build) -> None:
    elf = build("mps2_an386", "energy")["single"].elf
    with Device(qemu_command(elf)) as device:
        assert device.answer() == ["m-timestamp-mode-energy", "m-init-done"]
        assert device.ask("timestamp") == []
