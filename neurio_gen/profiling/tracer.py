"""Watches an emulated core between marks: executed blocks, taken branches, misses of caches."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from itertools import zip_longest
from pathlib import Path
from typing import Any

import unicorn
from unicorn import arm_const as arm

from neurio_gen.emulator.board import EmulatedBoard
from neurio_gen.emulator.native import native_library
from neurio_gen.errors import DeviceError
from neurio_gen.profiling.timing.memory import FlashTiming

_SOURCE = Path(__file__).with_name("tracer.c")
_SLOTS = 1 << 16
_LINES = 2048
_HALFWORDS = 1 << 20
_MARKS = 4096
_EVERYWHERE = (1, 0)
# Code and SRAM, not peripherals (Armv7-M, B3.1).
_MEMORIES = (0x00000000, 0x3FFFFFFF)

_UNICORN = unicorn.unicorn_py3.unicorn.uclib
_ON_BLOCK = ctypes.CFUNCTYPE(
    None, ctypes.c_void_p, ctypes.c_uint64, ctypes.c_uint32, ctypes.c_void_p
)


@dataclass(frozen=True)
class BlockCounts:
    """What happened to a block: executions; how often a taken branch left it and led to it.

    `code_jumps` and `code_streams` are words of its code that no cache held, behind a branch and
    in a row; `data_misses` are words of data. `unaligned` are bus cycles that
    unaligned accesses add. `switches` counts, by halfword of the block, how often the instruction
    there accessed another bus than the instruction right before it; empty where none did.
    """

    executions: int = 0
    left: int = 0
    entered: int = 0
    code_jumps: int = 0
    code_streams: int = 0
    data_misses: int = 0
    unaligned: int = 0
    switches: tuple[int, ...] = ()

    def __add__(self, other: BlockCounts) -> BlockCounts:
        pairs = zip_longest(self.switches, other.switches, fillvalue=0)
        counts = {name: getattr(self, name) + getattr(other, name) for name in COUNTERS}
        return BlockCounts(**counts, switches=tuple(a + b for a, b in pairs))


COUNTERS = tuple(each.name for each in fields(BlockCounts) if each.name != "switches")

Trace = Mapping[tuple[int, int], BlockCounts]
"""What was executed between two marks, by address and size of the blocks in bytes."""


def add_traces(traces: Iterable[Trace]) -> Trace:
    """All of them as one."""
    total: dict[tuple[int, int], BlockCounts] = {}
    for trace in traces:
        for key, counts in trace.items():
            total[key] = total.get(key, BlockCounts()) + counts
    return total


class _Block(ctypes.Structure):
    _fields_ = (
        ("address", ctypes.c_uint32),
        ("size", ctypes.c_uint32),
        *((name, ctypes.c_uint64) for name in COUNTERS),
        ("marked", ctypes.c_uint64),
        ("switches", ctypes.c_uint64),
    )


class _Cache(ctypes.Structure):
    _fields_ = (
        ("sets", ctypes.c_uint32),
        ("ways", ctypes.c_uint32),
        ("tags", ctypes.c_uint32 * _LINES),
        ("valid", ctypes.c_uint32 * _LINES),
        ("used", ctypes.c_uint64 * _LINES),
        ("clock", ctypes.c_uint64),
    )


class _Tracer(ctypes.Structure):
    _fields_ = (
        ("blocks", ctypes.POINTER(_Block)),
        ("order", ctypes.POINTER(ctypes.c_uint32)),
        ("mask", ctypes.c_uint64),
        ("count", ctypes.c_uint64),
        ("current", ctypes.c_void_p),
        ("flash_begin", ctypes.c_uint32),
        ("flash_end", ctypes.c_uint32),
        ("word_shift", ctypes.c_uint32),
        ("line_words", ctypes.c_uint32),
        ("unified", ctypes.c_uint32),
        ("last_word", ctypes.c_uint32),
        ("code", _Cache),
        ("data", _Cache),
        ("full", ctypes.c_uint64),
        ("switches", ctypes.POINTER(ctypes.c_uint64)),
        ("switches_used", ctypes.c_uint64),
        ("switches_room", ctypes.c_uint64),
        ("last_access", ctypes.c_uint32),
        ("last_bus", ctypes.c_uint32),
        ("mark_count", ctypes.c_uint32),
        ("marks", ctypes.c_uint32 * _MARKS),
        ("read_register", ctypes.c_void_p),
        ("write_register", ctypes.c_void_p),
        ("status_register", ctypes.c_int),
        ("program_counter", ctypes.c_int),
        ("on_mark", _ON_BLOCK),
    )


class Tracer:
    """Hooks on an emulated board that does not run, from now on until `remove`, or until it ends.

    `on_mark` is called with an address that was marked when a block begins there, before it is
    counted; it may call `drain`.
    """

    def __init__(
        self, board: EmulatedBoard, flash: FlashTiming | None, on_mark: Callable[[int], None]
    ) -> None:
        """Raises DeviceError where there is no C compiler to build the instrument with."""
        library = native_library(source=_SOURCE)
        if library is None:
            raise DeviceError(
                "Profiles of emulated boards need a C compiler on this computer.",
                hint="Install one (apt-get install gcc), or: pip install ziglang",
            )
        self._blocks = (_Block * _SLOTS)()
        self._order = (ctypes.c_uint32 * _SLOTS)()
        self._switches = (ctypes.c_uint64 * _HALFWORDS)()
        state = self._state = _Tracer()
        state.blocks = ctypes.cast(self._blocks, ctypes.POINTER(_Block))
        state.order = ctypes.cast(self._order, ctypes.POINTER(ctypes.c_uint32))
        state.mask = _SLOTS - 1
        state.switches = ctypes.cast(self._switches, ctypes.POINTER(ctypes.c_uint64))
        state.switches_room = _HALFWORDS
        if flash is not None:
            state.flash_begin, state.flash_end = flash.origin, flash.origin + flash.length
            state.word_shift = flash.word_bytes.bit_length() - 1
            state.line_words = flash.line_bytes // flash.word_bytes
            state.unified = flash.unified
            for cache, lines in (
                (state.code, flash.code_cache_lines),
                (state.data, flash.data_cache_lines),
            ):
                cache.ways = flash.ways or max(lines, 1)
                cache.sets = lines // cache.ways
        state.read_register = ctypes.cast(_UNICORN.uc_reg_read, ctypes.c_void_p)
        state.write_register = ctypes.cast(_UNICORN.uc_reg_write, ctypes.c_void_p)
        state.status_register = arm.UC_ARM_REG_XPSR
        state.program_counter = arm.UC_ARM_REG_PC
        state.on_mark = _ON_BLOCK(lambda _engine, address, _size, _data: on_mark(address))
        self._library = library
        self._engine = board.engine
        self._hooks: list[ctypes.c_size_t] = []
        board.keep(self)
        self._hook(unicorn.UC_HOOK_BLOCK, "neurio_trace_block", _EVERYWHERE)
        accesses = unicorn.UC_HOOK_MEM_READ | unicorn.UC_HOOK_MEM_WRITE
        self._hook(accesses, "neurio_trace_access", _MEMORIES)
        self._engine.ctl_flush_tb()  # blocks that were translated before have no such hooks

    def mark(self, address: int) -> None:
        """Has `on_mark` called for blocks that begin at `address`."""
        state = self._state
        if state.mark_count == _MARKS:
            raise DeviceError(f"More than {_MARKS:,} places of one program were to be marked.")
        state.marks[state.mark_count] = address
        state.mark_count += 1
        for block in self._seen():
            block.marked |= block.address == address

    def remove(self) -> None:
        """Takes the hooks off a board that does not run: it is as fast as before again."""
        for hook in self._hooks:
            _succeed(_UNICORN.uc_hook_del(self._engine._uch, hook))
        self._hooks.clear()
        self._engine.ctl_flush_tb()

    def drain(self) -> Trace:
        """What was executed since the last call. Caches stay as they are."""
        state = self._state
        if state.full:
            raise DeviceError(f"The firmware has more than {_SLOTS // 2:,} basic blocks.")
        trace = {}
        for block in self._seen():
            values = {name: getattr(block, name) for name in COUNTERS}
            if any(values.values()):
                counts = BlockCounts(**values, switches=self._drained(block))
                trace[block.address, block.size] = counts
                for name in COUNTERS:
                    setattr(block, name, 0)
        return trace

    def _drained(self, block: Any) -> tuple[int, ...]:
        first, count = block.switches, block.size // 2
        switches = self._switches[first : first + count]
        if not any(switches):
            return ()
        self._switches[first : first + count] = [0] * count
        return tuple(switches)

    def _seen(self) -> Iterator[Any]:
        return (self._blocks[self._order[position]] for position in range(self._state.count))

    def _hook(self, kind: int, function: str, place: tuple[int, int]) -> None:
        """Adds a hook with native code behind it, which Unicorn's Python binding cannot."""
        hook = ctypes.c_size_t()
        _succeed(
            _UNICORN.uc_hook_add(
                self._engine._uch,
                ctypes.byref(hook),
                kind,
                ctypes.cast(getattr(self._library, function), ctypes.c_void_p),
                ctypes.byref(self._state),
                ctypes.c_uint64(place[0]),
                ctypes.c_uint64(place[1]),
            )
        )
        self._hooks.append(hook)


def can_trace() -> bool:
    """Whether the instrument can be built: there is a C compiler, or it was built before."""
    return native_library(source=_SOURCE) is not None


def _succeed(status: int) -> None:
    if status != unicorn.UC_ERR_OK:
        raise unicorn.UcError(status)
