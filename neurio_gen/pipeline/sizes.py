"""What a benchmark takes of flash and RAM, whether it has an image of its own or shares one."""

from __future__ import annotations

import re

from neurio_gen.codegen import ImageModel
from neurio_gen.codegen.image import memory_of
from neurio_gen.codegen.text import namespace
from neurio_gen.pipeline.stages import Built

_MODEL_SYMBOL = re.compile(r"_ZN6neurio\d+model_")


def flash_bytes(item: Built) -> int:
    """Flash of the image without what belongs to other models only: their constants and code.

    Kernels count as a whole, also those that only other models of a shared image use.
    """
    sizes = item.image.sizes
    if len(item.sources.models) == 1:
        return sizes.flash_bytes
    models = sum(s.size for s in sizes.symbols if _MODEL_SYMBOL.match(s.name))
    return sizes.flash_bytes - models + model_symbols_bytes(item)


def model_symbols_bytes(item: Built) -> int:
    """Constants, parameters and code that were generated for the model."""
    own = namespace(item.benchmark.name)
    prefix = f"_ZN6neurio{len(own)}{own}"
    return sum(s.size for s in item.image.sizes.symbols if s.name.startswith(prefix))


def ram_bytes(item: Built) -> int:
    """RAM of the image if its buffers were those that this model needs."""
    models, whole = item.sources.models, item.image.sizes.ram_bytes
    if len(models) == 1:
        return whole
    return whole - _buffers(*models) + _buffers(item.image_model)


def _buffers(*models: ImageModel) -> int:
    return sum(memory_of(models).values())
