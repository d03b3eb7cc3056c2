"""What a benchmark takes of flash and RAM, whether it has an image of its own or shares one."""

from __future__ import annotations

import re

from neurio_gen.boards import Board
from neurio_gen.boards.board import RAM
from neurio_gen.codegen import ImageModel
from neurio_gen.codegen.image import memory_of
from neurio_gen.codegen.text import namespace
from neurio_gen.pipeline.stages import Built

_MODEL_SYMBOL = re.compile(r"_ZN6neurio\d+model_")


def flash_bytes(item: Built) -> int:
    """Flash of the image without what only other models need: their constants, code and kernels.

    Of images that are not flashed, kernels count as a whole.
    """
    sizes = item.image.sizes
    if len(item.sources.models) == 1:
        return sizes.flash_bytes
    models = sum(s.size for s in sizes.symbols if _MODEL_SYMBOL.match(s.name))
    return sizes.flash_bytes - models - _others(item) + model_symbols_bytes(item)


def _others(item: Built) -> int:
    """Bytes of kernels that only other models of the image need."""
    return item.image.others.get(namespace(item.benchmark.name), 0)


def ram_code_bytes(item: Built) -> int:
    """Bytes of the kernels that start-up code copies to RAM, of all models of the image."""
    section = item.image.sizes.section(".kernels")
    return section.size if section else 0


def places(board: Board, item: Built) -> dict[str, str]:
    """The memories of `kernels`, `stack`, `arena` and `constants` in RAM, as the ELF has them.

    Only what does not lie where the board's images have it by default. Buffers for inputs and
    outputs lie with the arena.
    """
    named = {".kernels": "kernels", ".stack": "stack", ".bss": "arena"}
    if item.program.ram_constant_bytes:
        named[".data"] = "constants"
    found = {}
    for section in item.image.sizes.sections:
        if section.name in named:
            memory = next((m for m in board.memory if m.origin <= section.address < m.end), None)
            if memory is not None and (memory.name != RAM or section.name == ".kernels"):
                found[named[section.name]] = memory.name
    return found


def model_symbols_bytes(item: Built) -> int:
    """Constants, parameters and code that were generated for the model."""
    own = namespace(item.benchmark.name)
    prefix = f"_ZN6neurio{len(own)}{own}"
    return sum(s.size for s in item.image.sizes.symbols if s.name.startswith(prefix))


def ram_bytes(item: Built) -> int:
    """RAM of the image if its buffers, and code that lies in RAM, were what this model needs."""
    models, sizes = item.sources.models, item.image.sizes
    if len(models) == 1:
        return sizes.ram_bytes
    code = sizes.section(".text")
    others = _others(item) if code is not None and code.writable else 0
    return sizes.ram_bytes - _buffers(*models) - others + _buffers(item.image_model)


def _buffers(*models: ImageModel) -> int:
    return sum(memory_of(models).values())
