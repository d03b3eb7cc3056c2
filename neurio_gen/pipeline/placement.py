"""Where an image's kernels, buffers and constants are to lie, by what its models need together."""

from __future__ import annotations

from collections.abc import Sequence

from neurio_gen.boards import Board
from neurio_gen.codegen import ImageModel
from neurio_gen.codegen.image import memory_of
from neurio_gen.engines.goals import harness_ram
from neurio_gen.engines.placement import place


def placement(board: Board, models: Sequence[ImageModel]) -> dict[str, object]:
    """What the build is told: see `place`."""
    sizes = {
        "stack": board.stack_bytes,
        "data": sum(model.program.ram_constant_bytes for model in models),
        "bss": sum(memory_of(models).values()) + harness_ram(board),
    }
    return place(board, sizes, _ranked(models))


def keeps_kernels(board: Board, models: Sequence[ImageModel]) -> bool:
    """Whether kernels that were chosen to run from RAM have room there."""
    moved = any(model.program.hot_kernels for model in models)
    return not moved or "kernels" in placement(board, models)


def _ranked(models: Sequence[ImageModel]) -> list[str]:
    """Kernels by what they work in all models, then by name."""
    work: dict[str, float] = {}
    for model in models:
        for kernel, amount in model.program.hot_kernels.items():
            work[kernel] = work.get(kernel, 0.0) + amount
    return sorted(work, key=lambda kernel: (-work[kernel], kernel))
