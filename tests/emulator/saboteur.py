"""Breaks firmware on its way to a register: as if it did not write, or wrote something else."""

from __future__ import annotations

from collections.abc import Callable

from neurio_gen.emulator.board import EmulatedBoard


def drop(board: EmulatedBoard, register: str) -> None:
    """No write reaches the register, such as `RCC.APB2ENR`."""
    _intercept(board, register, lambda _: None)


def replace_write(board: EmulatedBoard, register: str, wrong: Callable[[int], int]) -> None:
    """The register gets `wrong(value)` wherever the firmware writes `value`."""
    _intercept(board, register, wrong)


def _intercept(board: EmulatedBoard, register: str, wrong: Callable[[int], int | None]) -> None:
    name, _, field = register.partition(".")
    peripheral = board._system.peripherals[name]
    (offset,) = (item.offset for item in peripheral.registers() if item.name == field)
    access = peripheral.access

    def broken(at: int, size: int, value: int | None) -> int:
        if value is None or at & 0xFFF != offset:
            return access(at, size, value)
        instead = wrong(value)
        return 0 if instead is None else access(at, size, instead)

    peripheral.access = broken  # type: ignore[method-assign]
