"""A Cortex-M on Unicorn: memory, exact counts, and stops that leave the state precise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import unicorn
from unicorn import arm_const as arm

from neurio_gen.emulator.blocks import AlignedAccess, Block
from neurio_gen.emulator.counter import BlockCounter, block_counter, register_id
from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.image import Image
from neurio_gen.emulator.soc import Memory

Io = Callable[[int, int, int | None], int]
"""Reads (value None) or writes `size` bytes at an address; returns what was read."""

CPU_MODELS = {
    "cortex-m0": arm.UC_CPU_ARM_CORTEX_M0,
    "cortex-m3": arm.UC_CPU_ARM_CORTEX_M3,
    "cortex-m4": arm.UC_CPU_ARM_CORTEX_M4,
    "cortex-m7": arm.UC_CPU_ARM_CORTEX_M7,
    "cortex-m33": arm.UC_CPU_ARM_CORTEX_M33,
}
_NEVER = 0xFFFFFFFF
_MAX_BASES = 8
_RAM_AT_POWER_UP = 0xA5  # anything but zero: firmware has to clear its .bss
_ERASED_FLASH = 0xFF
_EXCEPTION_RETURN = 8
_EXCEPTIONS = {
    1: "an undefined instruction",
    2: "an SVC instruction, which nothing serves",
    3: "a fetch that aborted",
    4: "a data access that aborted",
    7: "a BKPT instruction",
    17: "an instruction of a coprocessor that is off or absent",
    18: "a branch to an even address: the core has only Thumb state",
}


class Stop(Enum):
    """Why `Cpu.run` returned."""

    DEADLINE = "deadline"
    SLEEP = "sleep"
    EXCEPTION_RETURN = "exception return"


@dataclass(frozen=True)
class _Pending:
    """What a callback wants done once the engine has stopped."""

    kind: str  # block, late, resync, violation, exception
    pc: int | None = None
    error: BaseException | None = None
    number: int = 0
    accesses: tuple[AlignedAccess, ...] = ()


class Cpu:
    """The core with its memories; everything else it accesses goes to `io`."""

    def __init__(
        self,
        core: str,
        memories: tuple[Memory, ...],
        io_ranges: tuple[range, ...],
        image: Image,
        io: Io,
        *,
        native: bool = True,
    ) -> None:
        self.fpu_enabled = False
        self._image = image
        self._io = io
        self._pending: _Pending | None = None
        self._invalid: tuple[int, int, int] | None = None
        self._io_pc: int | None = None
        self._blocks: dict[tuple[int, int], Block] = {}
        self._prepared: set[tuple[int, int]] = set()
        self._exact: dict[tuple[int, int], bool] = {}
        self._exact_addresses: set[int] = set()
        self._next = (0, 0)
        self._memories = memories
        engine = self._engine = unicorn.Uc(
            unicorn.UC_ARCH_ARM, unicorn.UC_MODE_THUMB | unicorn.UC_MODE_MCLASS
        )
        engine.ctl_set_cpu_model(CPU_MODELS[core])
        self._map(memories, io_ranges)
        self._load()
        self._counter: BlockCounter = block_counter(
            engine, self._on_block, self._on_misaligned, native
        )
        engine.hook_add(unicorn.UC_HOOK_INTR, self._on_exception)
        engine.hook_add(unicorn.UC_HOOK_MEM_INVALID, self._on_invalid)
        self.pc = 0

    @property
    def instructions(self) -> int:
        """Instructions executed since reset; in `io`, those before the accessing one."""
        if self._io_pc is None:
            return self._counter.instructions
        block = self._block(*self._counter.current)
        behind = block.instructions - block.addresses.index(self._io_pc)
        return self._counter.instructions - behind

    def block_counts(self) -> dict[tuple[int, int], int]:
        """Executions of each block (address, size in bytes) since reset."""
        return self._counter.counts()

    def block(self, address: int, size: int) -> Block:
        """The code of a block."""
        return self._block(address, size)

    def read_register(self, register: int) -> int:
        """A core register by Unicorn's id."""
        return int(self._engine.reg_read(register))

    def write_register(self, register: int, value: int) -> None:
        """Sets a core register; the PC is the attribute `pc` instead."""
        self._engine.reg_write(register, value)

    def read_word(self, address: int) -> int:
        """A word of memory. Raises Violation where there is none."""
        self._check_memory(address)
        return int.from_bytes(self._engine.mem_read(address, 4), "little")

    def write_word(self, address: int, value: int) -> None:
        """Sets a word of RAM. Raises Violation where there is none."""
        self._check_memory(address)
        self._engine.mem_write(address, value.to_bytes(4, "little"))

    def attend(self) -> None:
        """Has `run` return before the next block."""
        self._counter.deadline = 0

    def run(self, deadline: int) -> Stop:
        """Executes until that many instructions since reset are reached, by a block at most.

        Raises Violation, with `pc` at the instruction, where the firmware does what it must not.
        """
        self._counter.deadline = deadline
        while True:
            self._pending = None
            self._invalid = None
            try:
                self._engine.emu_start(self.pc | 1, _NEVER)
            except unicorn.UcError as error:
                raise self._violation(error) from error
            pending = self._pending
            self.pc = self.read_register(arm.UC_ARM_REG_PC)
            if pending is None:
                return Stop.SLEEP
            if pending.pc is not None:
                self.pc = pending.pc
            if pending.error is not None:
                raise pending.error
            if pending.kind == "exception":
                if pending.number == _EXCEPTION_RETURN:
                    return Stop.EXCEPTION_RETURN
                raise Violation(_EXCEPTIONS.get(pending.number, f"exception {pending.number}"))
            if pending.kind == "resync":
                self._resync()
            elif pending.kind == "late":
                self._watch(pending.accesses)
            elif self._counter.instructions >= self._counter.deadline:
                return Stop.DEADLINE

    def _map(self, memories: tuple[Memory, ...], io_ranges: tuple[range, ...]) -> None:
        read, write, execute = (
            unicorn.UC_PROT_READ,
            unicorn.UC_PROT_WRITE,
            unicorn.UC_PROT_EXEC,
        )
        for memory in memories:
            writable = memory.kind == "ram"
            rights = read | execute | (write if writable else 0)
            self._engine.mem_map(memory.origin, memory.length, rights)
            filling = _RAM_AT_POWER_UP if writable else _ERASED_FLASH
            self._engine.mem_write(memory.origin, bytes([filling]) * memory.length)
        for addresses in io_ranges:
            first = addresses.start
            self._engine.mmio_map(
                first,
                len(addresses),
                lambda _engine, offset, size, first: self._on_io(first + offset, size, None),
                first,
                lambda _engine, offset, size, value, first: self._on_io(
                    first + offset, size, value
                ),
                first,
            )

    def _load(self) -> None:
        for segment in self._image.segments:
            end = segment.address + len(segment.data)
            if not any(
                memory.kind == "flash" and memory.holds(segment.address, end)
                for memory in self._memories
            ):
                raise Violation(
                    f"the image has {len(segment.data):,} bytes for 0x{segment.address:08x}, "
                    "outside the flash memory",
                    hint="Build it for this board: its linker script gives the addresses.",
                )
            self._engine.mem_write(segment.address, segment.data)

    def _block(self, address: int, size: int) -> Block:
        block = self._blocks.get((address, size))
        if block is None:
            block = Block(address, bytes(self._engine.mem_read(address, size)))
            self._blocks[address, size] = block
        return block

    def _stop(self, pending: _Pending) -> None:
        if self._pending is None:
            self._pending = pending
        self._engine.emu_stop()

    def _on_block(self, address: int, size: int) -> None:
        try:
            if self._pending is not None or self._counter.instructions >= self._counter.deadline:
                self._stop(_Pending("block", address))
                return
            block = self._block(address, size)
            self._check_executable(block)
            entry, late = block.aligned_accesses
            for access in entry[:_MAX_BASES]:
                if self._engine.reg_read(register_id(access.base)) & 3:
                    self._on_misaligned(access.address)
                    return
            late += entry[_MAX_BASES:]
            if late and (address, size) not in self._prepared:
                self._next = (address, size)
                self._stop(_Pending("late", address, accesses=late))
                return
            self._counter.enter(block, entry[:_MAX_BASES])
        except Violation as error:
            self._stop(_Pending("violation", error.pc or address, error))
        except BaseException as error:
            self._stop(_Pending("violation", address, error))

    def _check_executable(self, block: Block) -> None:
        if not self._image.may_execute(block.address):
            raise Violation("executes what is no code: no code section holds this address")
        address = block.floating_point
        if address is not None and not self.fpu_enabled:
            raise Violation(
                "an instruction of the FPU before the FPU was enabled in CPACR (CP10 and CP11)",
                pc=address,
            )

    def _on_misaligned(self, address: int) -> None:
        code = bytes(self._engine.mem_read(address, 4))
        error = Violation(
            "an access to several words, or of the FPU, at an address that is no multiple of "
            f"four: a UsageFault on silicon (instruction {code[:4].hex()})"
        )
        self._stop(_Pending("violation", address, error))

    def _on_io(self, address: int, size: int, value: int | None) -> int:
        if self._pending is not None:
            self._engine.emu_stop()
            return 0
        key = self._counter.current
        exact = self._exact.get(key)
        if exact is None:
            exact = self._exact[key] = self._exact_addresses.issuperset(self._block(*key).addresses)
        if not exact:
            self._stop(_Pending("resync"))
            return 0
        self._io_pc = self.read_register(arm.UC_ARM_REG_PC)
        try:
            return self._io(address, size, value)
        except BaseException as error:
            self._stop(_Pending("violation", self._io_pc, error))
            return 0
        finally:
            self._io_pc = None

    def _watch(self, accesses: tuple[AlignedAccess, ...]) -> None:
        """Has base registers checked within the block that would come next."""
        address, size = self._next
        self._prepared.add((address, size))
        for access in accesses:
            self._counter.watch_access(access)
        self._engine.ctl_remove_cache(address, address + size)

    def _resync(self) -> None:
        """Prepares the block that has just stopped at its first access to a peripheral.

        Unicorn knows the PC within a block only where every instruction has a hook, so blocks
        that access peripherals get one and go on at this very instruction, which had no effect
        yet. What the block has not executed is taken off the counts.
        """
        address, size = self._counter.current
        block = self._block(address, size)
        executed = block.addresses.index(self.pc)
        self._counter.adjust(address, size, -1, executed - block.instructions)
        self._counter.adjust(address, self.pc - address, 1, 0)
        self._counter.watch_pc(address, address + size - 1)
        self._exact_addresses.update(block.addresses)
        self._exact.clear()
        self._engine.ctl_remove_cache(address, address + size)

    def _on_exception(self, _engine: unicorn.Uc, number: int, _data: object) -> None:
        self._stop(_Pending("exception", number=number))

    def _on_invalid(
        self, _engine: unicorn.Uc, kind: int, address: int, size: int, _value: int, _data: object
    ) -> bool:
        self._invalid = (kind, address, size)
        return False

    def _violation(self, error: unicorn.UcError) -> Violation:
        self.pc = self.read_register(arm.UC_ARM_REG_PC)
        if error.errno == unicorn.UC_ERR_INSN_INVALID:
            return Violation("an undefined instruction")
        if self._invalid is None:
            return Violation(f"the core stopped: {error}")
        kind, address, size = self._invalid
        stack = self.read_register(arm.UC_ARM_REG_SP)
        hint = None
        if not self._is_ram(stack - 4) and abs(address - stack) <= 1024:
            hint = f"The stack pointer is 0x{stack:08x}, outside the RAM."
            return Violation("the stack lies outside the RAM", address=address, hint=hint)
        if kind in (unicorn.UC_MEM_FETCH_UNMAPPED, unicorn.UC_MEM_FETCH_PROT):
            caller = self.read_register(arm.UC_ARM_REG_LR)
            hint = f"The link register is 0x{caller:08x} ({self._image.describe(caller & ~1)})."
            return Violation("executes where no memory is", address=address, hint=hint)
        if kind == unicorn.UC_MEM_WRITE_PROT:
            return Violation(f"writes {size} bytes to the flash memory", address=address)
        verb = "reads" if kind == unicorn.UC_MEM_READ_UNMAPPED else "writes"
        return Violation(f"{verb} {size} bytes where nothing is mapped", address=address)

    def _is_ram(self, address: int) -> bool:
        return any(
            memory.kind == "ram" and memory.holds(address, address + 4) for memory in self._memories
        )

    def _check_memory(self, address: int) -> None:
        if not any(memory.holds(address, address + 4) for memory in self._memories):
            raise Violation("no memory there", address=address)
