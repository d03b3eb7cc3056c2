"""Counts executed blocks and instructions exactly, natively where that is possible.

Unicorn calls a hook at the start of each block. In Python that call costs more than the block, so
it goes to a few lines of C (`counter.c`) that find the block in a table, and to Python only for
what is not in it: a new block, a deadline, a misaligned base register. Without a C compiler the
same is done in Python, with the same results, about ten times more slowly.
"""

from __future__ import annotations

import ctypes
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

import unicorn
from unicorn import arm_const as arm

from neurio_gen.emulator.blocks import AlignedAccess, Block
from neurio_gen.emulator.native import native_library

NO_DEADLINE = (1 << 64) - 1

OnBlock = Callable[[int, int], None]
"""Called with the address and size of a block that the counter cannot count on its own."""
OnMisaligned = Callable[[int], None]
"""Called with the address of an instruction whose base register is no multiple of four."""


def register_id(number: int) -> int:
    """The emulator's id of R0 to R12 or LR (14)."""
    return int(arm.UC_ARM_REG_LR if number == 14 else arm.UC_ARM_REG_R0 + number)


class BlockCounter(ABC):
    """Executed instructions and blocks of one CPU.

    `instructions` includes the whole of the current block, whose address and size are `current`.
    Once it reaches `deadline`, every next block is handed to `on_block` instead of being counted.
    """

    instructions: int
    deadline: int

    @property
    @abstractmethod
    def current(self) -> tuple[int, int]:
        """Address and size of the block that was entered last."""

    @abstractmethod
    def enter(self, block: Block, bases: Sequence[AlignedAccess]) -> None:
        """Counts a block that `on_block` was called for, and the next times without it.

        `bases` are the registers that must be multiples of four on entry.
        """

    @abstractmethod
    def adjust(self, address: int, size: int, executions: int, instructions: int) -> None:
        """Corrects the counts after a block was left before its end."""

    @abstractmethod
    def counts(self) -> dict[tuple[int, int], int]:
        """Executions of each block since reset, by address and size."""

    @abstractmethod
    def watch_access(self, access: AlignedAccess) -> None:
        """Has the base register of an instruction checked whenever it is reached."""

    @abstractmethod
    def watch_pc(self, first: int, last: int) -> None:
        """Keeps the PC exact in a range of code (addresses, inclusive)."""


def block_counter(
    engine: unicorn.Uc, on_block: OnBlock, on_misaligned: OnMisaligned, native: bool = True
) -> BlockCounter:
    """The fastest counter that works here; `native=False` for the one in Python."""
    library = native_library() if native else None
    if library is None:
        return PythonCounter(engine, on_block, on_misaligned)
    return NativeCounter(engine, on_block, on_misaligned, library)


class PythonCounter(BlockCounter):
    """Needs nothing but Python."""

    def __init__(self, engine: unicorn.Uc, on_block: OnBlock, on_misaligned: OnMisaligned) -> None:
        self.instructions = 0
        self.deadline = NO_DEADLINE
        self._current = (0, 0)
        self._known: dict[tuple[int, int], tuple[int, tuple[int, ...]]] = {}
        self._counts: dict[tuple[int, int], int] = {}
        self._engine = engine
        self._on_block = on_block
        self._on_misaligned = on_misaligned
        engine.hook_add(unicorn.UC_HOOK_BLOCK, self._hook)

    @property
    def current(self) -> tuple[int, int]:
        return self._current

    def enter(self, block: Block, bases: Sequence[AlignedAccess]) -> None:
        key = (block.address, block.size)
        self._known[key] = (block.instructions, tuple(register_id(access.base) for access in bases))
        self._count(key, block.instructions)

    def adjust(self, address: int, size: int, executions: int, instructions: int) -> None:
        if size:
            self._counts[address, size] = self._counts.get((address, size), 0) + executions
        self.instructions += instructions

    def counts(self) -> dict[tuple[int, int], int]:
        return {key: count for key, count in self._counts.items() if count}

    def watch_access(self, access: AlignedAccess) -> None:
        def check(engine: unicorn.Uc, address: int, _size: int, _data: object) -> None:
            if engine.reg_read(register_id(access.base)) & 3:
                self._on_misaligned(address)

        self._engine.hook_add(unicorn.UC_HOOK_CODE, check, begin=access.address, end=access.address)

    def watch_pc(self, first: int, last: int) -> None:
        self._engine.hook_add(unicorn.UC_HOOK_CODE, _nothing, begin=first, end=last)

    def _hook(self, engine: unicorn.Uc, address: int, size: int, _data: object) -> None:
        key = (address, size)
        known = self._known.get(key)
        if (
            known is None
            or self.instructions >= self.deadline
            or any(engine.reg_read(base) & 3 for base in known[1])
        ):
            self._on_block(address, size)
        else:
            self._count(key, known[0])

    def _count(self, key: tuple[int, int], instructions: int) -> None:
        self._counts[key] = self._counts.get(key, 0) + 1
        self.instructions += instructions
        self._current = key


def _nothing(_engine: unicorn.Uc, _address: int, _size: int, _data: object) -> None:
    """Its presence makes the emulator keep the PC exact at each instruction."""


_HOOK = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_uint64, ctypes.c_uint32, ctypes.c_void_p)
_SLOTS = 1 << 18  # code of 512 KB without two blocks in one slot; 10 MB that are touched sparsely


class _Slot(ctypes.Structure):
    _fields_ = (
        ("address", ctypes.c_uint32),
        ("size", ctypes.c_uint32),
        ("instructions", ctypes.c_uint64),
        ("executions", ctypes.c_uint64),
        ("bases", ctypes.c_uint64),
    )


class _Counter(ctypes.Structure):
    _fields_ = (
        ("blocks", ctypes.POINTER(_Slot)),
        ("mask", ctypes.c_uint64),
        ("instructions", ctypes.c_uint64),
        ("deadline", ctypes.c_uint64),
        ("address", ctypes.c_uint64),
        ("size", ctypes.c_uint64),
        ("read_register", ctypes.c_void_p),
        ("slow", _HOOK),
        ("misaligned", _HOOK),
    )


class _Access(ctypes.Structure):
    _fields_ = (("counter", ctypes.POINTER(_Counter)), ("id", ctypes.c_uint64))


class NativeCounter(BlockCounter):
    """Counts in compiled code; `library` is what `native_library` returned."""

    def __init__(
        self,
        engine: unicorn.Uc,
        on_block: OnBlock,
        on_misaligned: OnMisaligned,
        library: ctypes.CDLL,
    ) -> None:
        self._library = library
        self._slots = (_Slot * _SLOTS)()
        self._used: set[int] = set()
        self._moved_out: dict[tuple[int, int], int] = {}
        self._kept_alive: list[object] = []
        self._unicorn = unicorn.unicorn_py3.unicorn.uclib
        self._handle = engine._uch
        self._state = _Counter(
            ctypes.cast(self._slots, ctypes.POINTER(_Slot)),
            _SLOTS - 1,
            0,
            NO_DEADLINE,
            0,
            0,
            ctypes.cast(self._unicorn.uc_reg_read, ctypes.c_void_p),
            _HOOK(lambda _engine, address, size, _data: on_block(address, size)),
            _HOOK(lambda _engine, address, _size, _data: on_misaligned(address)),
        )
        self._hook(unicorn.UC_HOOK_BLOCK, "neurio_on_block", self._state, 1, 0)

    @property
    def instructions(self) -> int:  # type: ignore[override]
        return int(self._state.instructions)

    @property
    def deadline(self) -> int:
        return int(self._state.deadline)

    @deadline.setter
    def deadline(self, value: int) -> None:
        self._state.deadline = value

    @property
    def current(self) -> tuple[int, int]:
        return int(self._state.address), int(self._state.size)

    def enter(self, block: Block, bases: Sequence[AlignedAccess]) -> None:
        index = block.address >> 1 & _SLOTS - 1
        slot = self._slots[index]
        if (slot.address, slot.size) != (block.address, block.size):
            self._move_out(slot)
            self._used.add(index)
            slot.address, slot.size = block.address, block.size
            slot.instructions = block.instructions
            slot.executions = 0
            slot.bases = sum(
                (register_id(access.base)) << 8 * i for i, access in enumerate(bases[:8])
            )
        slot.executions += 1
        self._state.instructions += block.instructions
        self._state.address, self._state.size = block.address, block.size

    def adjust(self, address: int, size: int, executions: int, instructions: int) -> None:
        key = (address, size)
        if size:
            self._moved_out[key] = self._moved_out.get(key, 0) + executions
        self._state.instructions += instructions

    def counts(self) -> dict[tuple[int, int], int]:
        counts = dict(self._moved_out)
        for index in self._used:
            slot = self._slots[index]
            key = (slot.address, slot.size)
            counts[key] = counts.get(key, 0) + slot.executions
        return {key: count for key, count in counts.items() if count}

    def watch_access(self, access: AlignedAccess) -> None:
        data = _Access(ctypes.pointer(self._state), register_id(access.base))
        self._kept_alive.append(data)
        address = access.address
        self._hook(unicorn.UC_HOOK_CODE, "neurio_on_access", data, address, address)

    def watch_pc(self, first: int, last: int) -> None:
        self._hook(unicorn.UC_HOOK_CODE, "neurio_on_instruction", self._state, first, last)

    def _move_out(self, slot: _Slot) -> None:
        if slot.executions:
            key = (slot.address, slot.size)
            self._moved_out[key] = self._moved_out.get(key, 0) + slot.executions

    def _hook(
        self, kind: int, function: str, data: ctypes.Structure, first: int, last: int
    ) -> None:
        """Adds a hook with native code behind it, which Unicorn's Python binding cannot."""
        hook = ctypes.c_size_t()
        status = self._unicorn.uc_hook_add(
            self._handle,
            ctypes.byref(hook),
            kind,
            ctypes.cast(getattr(self._library, function), ctypes.c_void_p),
            ctypes.byref(data),
            ctypes.c_uint64(first),
            ctypes.c_uint64(last),
        )
        if status != unicorn.UC_ERR_OK:
            raise unicorn.UcError(status)
