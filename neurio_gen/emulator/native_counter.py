"""Counts executed blocks and instructions in compiled code.

Unicorn's hook goes to a few lines of C (`counter.c`), which find the block in a table, and to
Python only for what is not in it: a new block, a deadline, a misaligned base register.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

import unicorn

from neurio_gen.emulator.blocks import AlignedAccess, Block
from neurio_gen.emulator.counter import (
    NO_DEADLINE,
    BlockCounter,
    OnBlock,
    OnMisaligned,
    PythonCounter,
    register_id,
)
from neurio_gen.emulator.native import native_library

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


def block_counter(
    engine: unicorn.Uc, on_block: OnBlock, on_misaligned: OnMisaligned, native: bool = True
) -> BlockCounter:
    """The fastest counter that works here; `native=False` for the one in Python."""
    library = native_library() if native else None
    if library is None:
        return PythonCounter(engine, on_block, on_misaligned)
    return NativeCounter(engine, on_block, on_misaligned, library)
