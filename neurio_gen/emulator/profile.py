"""Executed basic blocks with their code: what a profile by function or by cycles is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from neurio_gen.emulator.blocks import Block


@dataclass(frozen=True)
class ExecutedBlocks:
    """Executions of each block. `later - earlier` is what was executed in between."""

    executions: Mapping[Block, int]

    @property
    def instructions(self) -> int:
        """Executed instructions."""
        return sum(block.instructions * count for block, count in self.executions.items())

    def __sub__(self, earlier: ExecutedBlocks) -> ExecutedBlocks:
        rest = {
            block: count - earlier.executions.get(block, 0)
            for block, count in self.executions.items()
        }
        return ExecutedBlocks({block: count for block, count in rest.items() if count})
