"""Registers on the RP2040's APB: each has three more addresses (data sheet, 2.1.2)."""

from __future__ import annotations

from neurio_gen.emulator.peripheral import Peripheral

_NORMAL, _XOR, _SET = 0, 1, 2
_ALIAS_BITS = 12


class AtomicPeripheral(Peripheral):
    """A peripheral of 16 KiB of addresses, whose upper ones flip, set and clear bits."""

    def access(self, offset: int, size: int, value: int | None) -> int:
        alias, offset = offset >> _ALIAS_BITS, offset & (1 << _ALIAS_BITS) - 1
        register = self._by_offset.get(offset)
        if value is not None and alias != _NORMAL and register is not None:
            old = self._read(register)
            changed = {_XOR: old ^ value, _SET: old | value}
            value = changed.get(alias, old & ~value)
        return super().access(offset, size, value)
