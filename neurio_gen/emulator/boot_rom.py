"""A boot ROM of which firmware calls functions: code that hands their arguments to a model."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, replace

from neurio_gen.emulator.image import Image, Symbol

_BODY_BYTES = 64
_T0, _T1, _A0, _RA = 5, 6, 10, 1


@dataclass(frozen=True)
class BootRom:
    """RISC-V code at the functions' addresses, where a jump has room, with bodies from `bodies` on.

    A body stores the six first arguments, then the function's number, from `port` on, and returns
    the word behind these.
    """

    functions: Mapping[int, str]
    bodies: int
    port: int

    def add_to(self, image: Image) -> Image:
        """The image, in which the ROM's functions are code as well."""
        names = {**self.functions, **{self._body(n): name for n, name in enumerate(self.names)}}
        sizes = {address: 4 if address in self.functions else _BODY_BYTES for address in names}
        code = tuple(range(address, address + sizes[address]) for address in names)
        symbols = [Symbol(address, sizes[address], name) for address, name in names.items()]
        functions = tuple(sorted((*image.functions, *symbols), key=lambda each: each.address))
        return replace(image, executable=(*image.executable, *code), functions=functions)

    @property
    def names(self) -> tuple[str, ...]:
        """The functions, by their numbers."""
        return tuple(self.functions.values())

    def code(self) -> tuple[tuple[int, bytes], ...]:
        """Addresses, and what lies there."""
        jumps = [
            (address, _words(_jump(self._body(number) - address)))
            for number, address in enumerate(self.functions)
        ]
        stores = [_store(_A0 + n, 4 * n) for n in range(6)]
        bodies = [
            (
                self._body(number),
                _words(
                    self.port | _T0 << 7 | 0x37,  # lui t0, port
                    *stores,
                    number << 20 | _T1 << 7 | 0x13,  # li t1, number
                    _store(_T1, 24),
                    28 << 20 | _T0 << 15 | 2 << 12 | _A0 << 7 | 0x03,  # lw a0, 28(t0)
                    _RA << 15 | 0x67,  # ret
                ),
            )
            for number in range(len(self.functions))
        ]
        return (*jumps, *bodies)

    def _body(self, number: int) -> int:
        return self.bodies + _BODY_BYTES * number


def _words(*words: int) -> bytes:
    return struct.pack(f"<{len(words)}I", *words)


def _store(register: int, offset: int) -> int:
    """sw register, offset(t0); offsets below 32 only."""
    return register << 20 | _T0 << 15 | 2 << 12 | offset << 7 | 0x23


def _jump(offset: int) -> int:
    """j offset (RISC-V unprivileged architecture, 2.5)."""
    bits = offset & 0x1FFFFF
    return (
        (bits >> 20 & 1) << 31
        | (bits >> 1 & 0x3FF) << 21
        | (bits >> 11 & 1) << 20
        | (bits >> 12 & 0xFF) << 12
        | 0x6F
    )
