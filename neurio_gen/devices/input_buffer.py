"""Where the firmware of an emulated device keeps the bytes that the host loads."""

from __future__ import annotations

import struct
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from neurio_gen.errors import DeviceError

if TYPE_CHECKING:
    from elftools.elf.elffile import ELFFile

_SUITE = "_ZN6neurio6kSuiteE"
_FIELDS = struct.Struct("<8xII")  # `buffer` and `buffer_bytes` of Suite, firmware/harness/model.h


class InputBuffer:
    """The buffer that `db` fills, written past the line. A `protocol.input_memory.InputMemory`."""

    def __init__(self, elf: Path, write: Callable[[int, bytes], None]) -> None:
        """`elf` is the image that runs, `write` puts bytes at an address of its memory."""
        self._elf = elf
        self._write = write

    def write(self, data: bytes) -> None:
        """Puts `data` at the buffer's beginning.

        Raises DeviceError where the image does not tell where that is, where it is smaller, and
        what the device raises.
        """
        address, nbytes = self._place
        if len(data) > nbytes:
            raise DeviceError(f"The firmware's buffer holds {nbytes:,} bytes, not {len(data):,}.")
        self._write(address, data)

    @cached_property
    def _place(self) -> tuple[int, int]:
        """Address and bytes, as the image's constant `kSuite` has them."""
        from elftools.elf.elffile import ELFFile  # takes long to import; few inputs are so large

        with self._elf.open("rb") as file:
            elf = ELFFile(file)
            suite = _address_of(elf, _SUITE)
            for section in elf.iter_sections():
                offset = suite - section["sh_addr"]
                if section["sh_type"] == "SHT_PROGBITS" and 0 <= offset < section["sh_size"]:
                    address, nbytes = _FIELDS.unpack_from(section.data(), offset)
                    return address, nbytes
        raise DeviceError(f"{self._elf.name} does not tell where its buffer of inputs is.")


def _address_of(elf: ELFFile, name: str) -> int:
    """The address of a symbol; -1 where there is none."""
    from elftools.elf.sections import SymbolTableSection

    table = elf.get_section_by_name(".symtab")
    found = table.get_symbol_by_name(name) if isinstance(table, SymbolTableSection) else None
    return int(found[0]["st_value"]) if found else -1
