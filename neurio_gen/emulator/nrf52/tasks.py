"""Tasks and events, by which all peripherals of the nRF52 are used (nRF52840 PS v1.7, 4.1.4)."""

from __future__ import annotations

from collections.abc import Iterable

from neurio_gen.emulator.peripheral import Register

TRIGGER = 1


def tasks(offsets: Iterable[tuple[str, int]]) -> tuple[Register, ...]:
    """Registers that start something when 1 is written; they read as 0."""
    return tuple(Register(name, offset, writable=TRIGGER) for name, offset in offsets)


def events(offsets: Iterable[tuple[str, int]]) -> tuple[Register, ...]:
    """Registers that hardware sets to 1 and that firmware clears."""
    return tuple(Register(name, offset, writable=1) for name, offset in offsets)
