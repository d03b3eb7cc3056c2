"""The cache's window on the flash (C3: 3.3, C6: 5.3): nothing is read there before it is set up."""

from __future__ import annotations

from typing import ClassVar

from neurio_gen.emulator.peripheral import Peripheral, Register

PAGE_BYTES = 0x10000
_BUSES = 3
_VALID_C6, _INVALID_C3 = 1 << 9, 1 << 8


class FlashMap(Peripheral):
    """Which page of the flash each 64 KiB of the window show.

    Options: `constants_at`, where in the flash the build puts constants. What else the flash holds
    is for the boot ROM alone; it reads as erased here.
    """

    def reset(self) -> None:
        super().reset()
        self.pages: dict[int, int] = {}
        self.cache_on = False
        self.buses_open = False

    def connect(self) -> None:
        self._memory = self.system.cpu.memory
        self._window = self._memory.window
        size = self._window.length
        self._constants = self._memory.read(self._window.origin, size)
        self._apply()

    def forget(self) -> None:
        """Makes all pages invalid, as the boot ROM's function does."""
        self.pages.clear()
        self._apply()

    def switch(self, on: bool) -> None:
        """The cache's switch, which only the boot ROM's functions touch."""
        self.cache_on = on
        self._apply()

    def open_buses(self, is_open: bool) -> None:
        """Whether the core's buses reach the cache."""
        self.buses_open = is_open
        self._apply()

    def set_page(self, index: int, page: int | None) -> None:
        """One entry of the table."""
        self.pages.pop(index, None)
        if page is not None:
            self.pages[index] = page
        if self.cache_on:
            self._apply()

    def _apply(self) -> None:
        if not self.cache_on:
            self._memory.hide("while the cache is off")
        elif not self.buses_open:
            self._memory.hide("while the core's buses are shut off from the cache")
        else:
            self._memory.hide("in a page that the cache's table does not map")
            for index, page in sorted(self.pages.items()):
                at = index * PAGE_BYTES
                if at < self._window.length:
                    self._memory.show(at, self._page(page))

    def _page(self, page: int) -> bytes:
        at = page * PAGE_BYTES - self.instance.options["constants_at"]
        found = self._constants[at : at + PAGE_BYTES] if at >= 0 else b""
        return found.ljust(PAGE_BYTES, b"\xff")


class FlashMapC3(FlashMap):
    """ESP32-C3: the cache's buses at 0x4, and a table of 128 words at 0x1000."""

    REGISTERS: ClassVar = (
        Register("ICACHE_CTRL1", 0x04, reset=_BUSES, writable=_BUSES),
        *(Register(f"PAGE{n}", 0x1000 + 4 * n, reset=_INVALID_C3) for n in range(128)),
    )

    def _write(self, register: Register, value: int) -> None:
        if register.name == "ICACHE_CTRL1":
            self.values[register.name] = value & _BUSES
            self.open_buses(not value & _BUSES)
            return
        self.values[register.name] = value
        self.set_page(int(register.name[4:]), None if value & _INVALID_C3 else value & 0xFF)


class FlashMapC6(FlashMap):
    """ESP32-C6: the table lies in the flash's SPI controller, behind an index."""

    REGISTERS: ClassVar = (
        Register("MMU_ITEM_CONTENT", 0x37C, writable=0x7FF),
        Register("MMU_ITEM_INDEX", 0x380, writable=0xFFFFFFFF),
    )

    def _write_mmu_item_content(self, value: int) -> None:
        index = self.values["MMU_ITEM_INDEX"] & 0xFF
        self.set_page(index, value & 0x1FF if value & _VALID_C6 else None)


class CacheBusesC6(Peripheral):
    """ESP32-C6: L1_CACHE_CTRL."""

    REGISTERS: ClassVar = (Register("L1_CACHE_CTRL", 0x04, reset=_BUSES, writable=_BUSES),)

    def _write_l1_cache_ctrl(self, value: int) -> None:
        self.values["L1_CACHE_CTRL"] = value
        self.system.only(FlashMapC6).open_buses(not value & _BUSES)
