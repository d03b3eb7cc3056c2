"""Counts executed blocks and instructions exactly.

Unicorn calls a hook at the start of each block. The counter here does its work in Python, which
costs more than the block itself; `native_counter` has one that is much faster and counts the same.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

import unicorn
from unicorn import arm_const as arm

from neurio_gen.emulator.blocks import AlignedAccess, Block

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
