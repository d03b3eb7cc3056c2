"""A core on Unicorn: memory, exact counts, and stops that leave the state precise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import unicorn

from neurio_gen.emulator.address_space import AddressSpace, InvalidAccess, Io
from neurio_gen.emulator.blocks import AlignedAccess, Block
from neurio_gen.emulator.core import ARM, architecture_of
from neurio_gen.emulator.counter import BlockCounter, register_id
from neurio_gen.emulator.fault import Violation
from neurio_gen.emulator.image import Image
from neurio_gen.emulator.native_counter import block_counter
from neurio_gen.emulator.soc import Memory

_NEVER = 0xFFFFFFFF
_MAX_BASES = 8
_EXCEPTION_RETURN = 8
_IT_STATE = 0x0600FC00  # xPSR: the conditions of the instructions to come


class Stop(Enum):
    """Why `Cpu.run` returned."""

    DEADLINE = "deadline"
    SLEEP = "sleep"
    EXCEPTION_RETURN = "exception return"


@dataclass(frozen=True)
class _Pending:
    """What a callback wants done once the engine has stopped."""

    kind: str  # block, late, exact, resync, violation, exception
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
        self._invalid: InvalidAccess | None = None
        self._io_pc: int | None = None
        self._on_new_code: Callable[[int], None] | None = None
        self._blocks: dict[tuple[int, int], Block] = {}
        self._prepared: set[tuple[int, int]] = set()
        self._exact: dict[tuple[int, int], bool] = {}
        self._exact_addresses: set[int] = set()
        self._next = (0, 0)
        self.halted = False
        self.architecture = architecture_of(core)
        engine = self._engine = self.architecture.start(core)
        self.memory = AddressSpace(engine, memories, io_ranges, self._on_io)
        self.memory.load(image)
        self._counter: BlockCounter = block_counter(
            engine, self._on_block, self._on_misaligned, native
        )
        engine.hook_add(unicorn.UC_HOOK_INTR, self._on_exception)
        engine.hook_add(unicorn.UC_HOOK_MEM_INVALID, self._on_invalid)
        self.pc = 0

    @property
    def engine(self) -> unicorn.Uc:
        """The CPU emulator."""
        return self._engine

    @property
    def accessing_pc(self) -> int | None:
        """In `io`, the instruction that accesses."""
        return self._io_pc

    def watch_new_code(self, check: Callable[[int], None]) -> None:
        """Has `check` called with the address of each block that is about to run first."""
        self._on_new_code = check

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

    def attend(self) -> None:
        """Has `run` return before the next block."""
        self._counter.deadline = 0

    def halt(self) -> None:
        """Ends `run` before the next block, for good. May be called by another thread."""
        self.halted = True
        self._counter.deadline = 0

    def run(self, deadline: int) -> Stop:
        """Executes until that many instructions since reset are reached, by a block at most.

        Raises Violation, with `pc` at the instruction, where the firmware does what it must not.
        """
        self._counter.deadline = deadline
        if self.halted:  # looked at after the deadline was set: whichever is first, it ends
            self._counter.deadline = 0
        while True:
            self._pending = None
            self._invalid = None
            try:
                self._engine.emu_start(self.pc | self.architecture.start_bit, _NEVER)
            except unicorn.UcError as error:
                raise self._violation(error) from error
            pending = self._pending
            self.pc = self.read_register(self.architecture.pc)
            if pending is None:
                return Stop.SLEEP
            if pending.pc is not None:
                self.pc = pending.pc
            if pending.error is not None:
                raise pending.error
            if pending.kind == "exception":
                if pending.number == _EXCEPTION_RETURN and self.architecture is ARM:
                    return Stop.EXCEPTION_RETURN
                known = self.architecture.exceptions
                raise Violation(known.get(pending.number, f"exception {pending.number}"))
            if pending.kind == "resync":
                self._resync()
            elif pending.kind == "exact":
                self._keep_pc_exact(self._block(*self._next))
            elif pending.kind == "late":
                self._watch(pending.accesses)
            elif self._counter.instructions >= self._counter.deadline:
                return Stop.DEADLINE

    def _block(self, address: int, size: int) -> Block:
        block = self._blocks.get((address, size))
        if block is None:
            block = self.architecture.block(address, self.memory.read(address, size))
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
            if self._has_to_be_exact(block):
                self._next = (address, size)
                self._stop(_Pending("exact", address))
                return
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
        code = self._image.code_at(block.address)
        if code is None:
            raise Violation("executes what is no code: no code section holds this address")
        self.memory.keep_code(code)
        if self._on_new_code is not None:
            self._on_new_code(block.address)
        address = block.floating_point
        if address is not None and not self.fpu_enabled:
            raise Violation(
                "an instruction of the FPU before the FPU was enabled in CPACR (CP10 and CP11)",
                pc=address,
            )

    def _on_misaligned(self, address: int) -> None:
        code = self.memory.read(address, 4)
        error = Violation(
            "an access to several words, or of the FPU, at an address that is no multiple of "
            f"four: a UsageFault on silicon (instruction {code.hex()})"
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
        self._io_pc = self.read_register(self.architecture.pc)
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
        self._keep_pc_exact(block)

    def _keep_pc_exact(self, block: Block) -> None:
        self._counter.watch_pc(block.address, block.address + block.size - 1)
        self._exact_addresses.update(block.addresses)
        self._exact.clear()
        self._engine.ctl_remove_cache(block.address, block.address + block.size)

    def _has_to_be_exact(self, block: Block) -> bool:
        """Whether a block may access a peripheral under the condition of an IT.

        Unicorn does not stop at such an access, so that the block has to be prepared before.
        """
        if self._exact_addresses.issuperset(block.addresses):
            return False
        status = self.architecture.status
        within_it = status is not None and self.read_register(status) & _IT_STATE
        return bool(within_it) or block.conditional_access

    def _on_exception(self, _engine: unicorn.Uc, number: int, _data: object) -> None:
        self._stop(_Pending("exception", number=number))

    def _on_invalid(
        self, _engine: unicorn.Uc, kind: int, address: int, size: int, _value: int, _data: object
    ) -> bool:
        self._invalid = InvalidAccess(kind, address, size)
        return False

    def _violation(self, error: unicorn.UcError) -> Violation:
        self.pc = self.read_register(self.architecture.pc)
        if error.errno == unicorn.UC_ERR_INSN_INVALID:
            return Violation(self._undefined())
        if self._invalid is None:
            return Violation(f"the core stopped: {error}")
        link = self.read_register(self.architecture.link)
        caller = f"0x{link:08x} ({self._image.describe(link & ~1)})"
        return self.memory.explain(self._invalid, self.read_register(self.architecture.sp), caller)

    def _undefined(self) -> str:
        if self.architecture is not ARM:
            return "an illegal instruction"
        code = self.memory.read(self.pc, 4)
        first, second = (int.from_bytes(code[at : at + 2], "little") for at in (0, 2))
        if first & 0xEC00 == 0xEC00 and second & 0x0F00 == 0x0B00:  # coprocessor 11 (A7.4)
            return "an instruction of double precision, which the CPU emulator has for no core"
        return "an undefined instruction"
