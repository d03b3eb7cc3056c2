"""The interrupt controller (Armv7-M Architecture Reference Manual, B3.4)."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.emulator.peripheral import ALL_BITS, Peripheral, Register

_WORDS = 8
_FIRST_IRQ = 16


def _bank(name: str, offset: int, words: int, sizes: tuple[int, ...] = (4,)) -> list[Register]:
    return [
        Register(f"{name}{index}", offset + 4 * index, writable=ALL_BITS, sizes=sizes)
        for index in range(words)
    ]


class Nvic(Peripheral):
    """Enables, pending bits and priorities of exceptions, by exception number (IRQ + 16)."""

    REGISTERS: ClassVar = (
        *_bank("ISER", 0x000, _WORDS),
        *_bank("ICER", 0x080, _WORDS),
        *_bank("ISPR", 0x100, _WORDS),
        *_bank("ICPR", 0x180, _WORDS),
        *_bank("IABR", 0x200, _WORDS),
        *_bank("IPR", 0x300, 8 * _WORDS, (1, 2, 4)),
    )

    def reset(self) -> None:
        super().reset()
        self.enabled: set[int] = set()
        self.pending: set[int] = set()
        self.active: list[int] = []
        self._levels: set[int] = set()
        self.system_priorities: dict[int, int] = {}

    def pend(self, exception: int) -> None:
        """Marks an exception as pending."""
        self.pending.add(exception)
        self.system.cpu.attend()

    def set_level(self, irq: int, high: bool) -> None:
        """The interrupt line of a peripheral."""
        exception = irq + _FIRST_IRQ
        if not high:
            self._levels.discard(exception)
        elif exception not in self._levels:
            self._levels.add(exception)
            self.pend(exception)

    def priority(self, exception: int) -> int:
        """The priority, implemented bits only; lower is more urgent."""
        if exception < _FIRST_IRQ:
            value = self.system_priorities.get(exception, 0)
        else:
            irq = exception - _FIRST_IRQ
            value = self.values[f"IPR{irq // 4}"] >> 8 * (irq % 4) & 0xFF
        return value >> 8 - self.system.soc.priority_bits

    def most_urgent(self) -> int | None:
        """The pending exception that is enabled and goes before all others."""
        ready = [
            exception
            for exception in self.pending
            if exception < _FIRST_IRQ or exception in self.enabled
        ]
        return min(ready, key=lambda number: (self.priority(number), number), default=None)

    def entered(self, exception: int) -> None:
        """Called when the core has begun to handle it."""
        self.pending.discard(exception)
        self.active.append(exception)

    def returned(self, exception: int) -> None:
        """Called when its handler has returned; a line still high makes it pending again."""
        self.active.remove(exception)
        if exception in self._levels:
            self.pend(exception)

    def access(self, offset: int, size: int, value: int | None) -> int:
        kept = super().access(offset, size, value)
        kind = _BANKS.get(offset & ~0x7F)
        if kind is None:
            self.system.cpu.attend()
            return kept
        numbers = self._numbers_of(kind)
        first = _FIRST_IRQ + (offset & 0x7F) * 8
        if value is None:
            return sum(1 << bit for bit in range(32) if first + bit in numbers)
        named = {first + bit for bit in range(32) if value >> bit & 1}
        if kind in ("ISER", "ISPR"):
            numbers |= named
        else:
            numbers -= named
        self.system.cpu.attend()
        return 0

    def _numbers_of(self, kind: str) -> set[int]:
        if kind == "IABR":
            return set(self.active)
        return self.enabled if kind in ("ISER", "ICER") else self.pending


_BANKS = {0x000: "ISER", 0x080: "ICER", 0x100: "ISPR", 0x180: "ICPR", 0x200: "IABR"}
