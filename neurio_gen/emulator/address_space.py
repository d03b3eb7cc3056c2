"""The memories of a chip in the CPU emulator, and what an access beside them means."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass

import unicorn

from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.image import Image
from neurio_gen.emulator.soc import Memory

Io = Callable[[int, int, int | None], int]
"""Reads (value None) or writes `size` bytes at an address; returns what was read."""

_RAM_AT_POWER_UP = b"\xa5"  # anything but zero: firmware has to clear its .bss
_ERASED_FLASH = b"\xff"
_NEAR_THE_STACK = 1024
_PAGE = 4096  # of the CPU emulator
_VERBS = {
    unicorn.UC_MEM_READ_UNMAPPED: "reads",
    unicorn.UC_MEM_READ_PROT: "reads",
    unicorn.UC_MEM_FETCH_UNMAPPED: "executes",
    unicorn.UC_MEM_FETCH_PROT: "executes",
}


@dataclass(frozen=True)
class InvalidAccess:
    """An access that the CPU emulator refused: Unicorn's UC_MEM_ constant, address, bytes."""

    kind: int
    address: int
    size: int


class AddressSpace:
    """Flash and RAM, with the image in flash; peripherals answer through `io`."""

    def __init__(
        self,
        engine: unicorn.Uc,
        memories: tuple[Memory, ...],
        io_ranges: tuple[range, ...],
        io: Io,
    ) -> None:
        self._engine = engine
        self._memories = memories
        self._locked_because: str | None = None
        self._hidden_because = ""
        self._limits: dict[str, tuple[range, str]] = {}
        self._running: set[range] = set()
        self._shared: dict[str, ctypes.Array[ctypes.c_char]] = {}
        self._loads = any(memory.loadable for memory in memories)
        for memory in memories:
            self._map(memory)
        for addresses in io_ranges:
            first = addresses.start
            engine.mmio_map(
                first,
                len(addresses),
                lambda _engine, offset, size, start: io(start + offset, size, None),
                first,
                lambda _engine, offset, size, value, start: io(start + offset, size, value),
                first,
            )

    def load(self, image: Image) -> None:
        """Writes an image as a flash tool would. Raises Violation where it is not for this chip."""
        for segment in image.segments:
            end = segment.address + len(segment.data)
            if not any(
                (memory.kind in ("flash", "window") or memory.loadable)
                and memory.holds(segment.address, end)
                for memory in self._memories
            ):
                raise Violation(
                    f"the image has {len(segment.data):,} bytes for 0x{segment.address:08x}, "
                    "outside the flash memory"
                    + (" and the RAM that the boot ROM loads" if self._loads else ""),
                    hint="Build it for this board: its linker script gives the addresses.",
                )
            self._engine.mem_write(segment.address, segment.data)

    def read(self, address: int, size: int) -> bytes:
        """Bytes of memory, which the caller knows to be there."""
        return bytes(self._engine.mem_read(address, size))

    def read_word(self, address: int) -> int:
        """A word of memory. Raises Violation where there is none."""
        self._check(address)
        return int.from_bytes(self._engine.mem_read(address, 4), "little")

    def write_word(self, address: int, value: int) -> None:
        """Sets a word of RAM. Raises Violation where there is none."""
        self._check(address)
        self._engine.mem_write(address, value.to_bytes(4, "little"))

    @property
    def window(self) -> Memory:
        """The window on the flash, which a chip has that maps it."""
        return next(memory for memory in self._memories if memory.kind == "window")

    def show(self, offset: int, content: bytes) -> None:
        """Has bytes appear in the window, from that offset on."""
        origin = self.window.origin + offset
        self._engine.mem_write(origin, content)
        self._engine.mem_protect(origin, len(content), unicorn.UC_PROT_READ)

    def hide(self, why: str) -> None:
        """Has the window show nothing, for that reason."""
        self._hidden_because = why
        self._engine.mem_protect(self.window.origin, self.window.length, unicorn.UC_PROT_NONE)

    def lock_ram(self, why: str) -> None:
        """Refuses writes to all RAM, for that reason, until `unlock_ram`."""
        self._locked_because = why
        self._protect_ram(unicorn.UC_PROT_READ | unicorn.UC_PROT_EXEC)

    def unlock_ram(self) -> None:
        """Lets RAM be written; may be called while the core runs."""
        self._locked_because = None
        self._protect_ram(unicorn.UC_PROT_ALL)

    def limit_ram(self, name: str, length: int, why: str) -> None:
        """Leaves a RAM its first bytes, for that reason; may be called while the core runs."""
        memory = next(each for each in self._memories if each.name == name)
        first = memory.origin + length
        self._limits[name] = range(first, memory.origin + memory.length), why
        if length:
            self._engine.mem_protect(memory.origin, length, unicorn.UC_PROT_ALL)
        if length < memory.length:
            self._engine.mem_protect(first, memory.length - length, unicorn.UC_PROT_NONE)

    def write(self, address: int, data: bytes) -> None:
        """Sets bytes of RAM, which the caller knows to be there."""
        self._engine.mem_write(address, data)

    def keep_code(self, code: range) -> None:
        """Refuses writes to code that runs from RAM from now on, in whole pages of the emulator."""
        if code in self._running:
            return
        self._running.add(code)
        first, end = -(-code.start // _PAGE) * _PAGE, code.stop // _PAGE * _PAGE
        if self.is_ram(code.start & ~3) and first < end:
            rights = unicorn.UC_PROT_READ | unicorn.UC_PROT_EXEC
            self._engine.mem_protect(first, end - first, rights)

    def is_ram(self, address: int, nbytes: int = 4) -> bool:
        """Whether so many bytes of RAM, by default a word, are there."""
        return any(
            memory.kind == "ram" and memory.holds(address, address + nbytes)
            for memory in self._memories
        )

    def explain(self, access: InvalidAccess, stack: int, caller: str) -> Violation:
        """Why an access was refused; `stack` is the stack pointer, `caller` where LR points."""
        address, size = access.address, access.size
        if not self.is_ram(stack - 4) and abs(address - stack) <= _NEAR_THE_STACK:
            hint = f"The stack pointer is 0x{stack:08x}, outside the RAM."
            return Violation("the stack lies outside the RAM", address=address, hint=hint)
        verb = _VERBS.get(access.kind, "writes")
        limit = next((name for name in self._limits if address in self._limits[name][0]), None)
        if limit is not None:
            where = f"of the {limit.upper()} {self._limits[limit][1]}"
            return Violation(f"{verb} {size} bytes {where}", address=address)
        if access.kind in (unicorn.UC_MEM_FETCH_UNMAPPED, unicorn.UC_MEM_FETCH_PROT):
            hint = f"The link register is {caller}."
            return Violation("executes where no memory is", address=address, hint=hint)
        if access.kind == unicorn.UC_MEM_WRITE_PROT:
            return Violation(f"writes {size} bytes to {self._refusing(address)}", address=address)
        if any(each.kind == "window" and each.holds(address, address) for each in self._memories):
            where = f"of the flash {self._hidden_because}"
        else:
            where = "where nothing is mapped"
        return Violation(f"{verb} {size} bytes {where}", address=address)

    def _refusing(self, address: int) -> str:
        """What does not take writes there."""
        if not self.is_ram(address & ~3):
            return "the flash memory"
        if self._locked_because is not None:
            return f"the RAM {self._locked_because}"
        return "code that runs"

    def _map(self, memory: Memory) -> None:
        rights = unicorn.UC_PROT_READ | unicorn.UC_PROT_EXEC
        filling = _ERASED_FLASH
        if memory.kind == "ram":
            rights |= unicorn.UC_PROT_WRITE
            filling = _RAM_AT_POWER_UP
        seen = self._seen_by(memory)
        if seen is None:
            self._engine.mem_map(memory.origin, memory.length, rights)
        else:
            name, offset = seen
            first = ctypes.addressof(self._shared[name]) + offset
            self._engine.mem_map_ptr(memory.origin, memory.length, rights, ctypes.c_void_p(first))
        self._engine.mem_write(memory.origin, filling * memory.length)

    def _seen_by(self, memory: Memory) -> tuple[str, int] | None:
        """The shared bytes that a memory shows, and the first of them; None where it has its own.

        Several ranges of addresses show them where one is a view of another.
        """
        viewed = memory.origin if memory.view is None else memory.view
        whole = next(
            each for each in self._memories if each.view is None and each.holds(viewed, viewed + 1)
        )
        views = (each.view for each in self._memories if each.view is not None)
        if not any(whole.holds(view, view + 1) for view in views):
            return None
        if whole.name not in self._shared:
            self._shared[whole.name] = ctypes.create_string_buffer(whole.length)
        return whole.name, viewed - whole.origin

    def _protect_ram(self, rights: int) -> None:
        for memory in self._memories:
            if memory.kind == "ram":
                self._engine.mem_protect(memory.origin, memory.length, rights)

    def _check(self, address: int) -> None:
        if not any(memory.holds(address, address + 4) for memory in self._memories):
            raise Violation("no memory there", address=address)
