"""What a benchmark takes of flash and RAM, whether it has an image of its own or shares one."""

from __future__ import annotations

import re

from neurio_gen.build import BuiltImage
from neurio_gen.codegen import ImageModel
from neurio_gen.codegen.cpp import namespace
from neurio_gen.codegen.image import memory_of
from neurio_gen.pipeline.prepare import Subject

_MODEL_SYMBOL = re.compile(r"_ZN6neurio\d+model_")


def flash_bytes(subject: Subject, image: BuiltImage) -> int:
    """Flash of the image without what belongs to other models only: their constants and code.

    Kernels count as a whole, also those that only other models of a shared image use.
    """
    if subject.image is None or len(subject.image.models) == 1:
        return image.sizes.flash_bytes
    models = sum(s.size for s in image.sizes.symbols if _MODEL_SYMBOL.match(s.name))
    return image.sizes.flash_bytes - models + model_symbols_bytes(subject, image)


def model_symbols_bytes(subject: Subject, image: BuiltImage) -> int:
    """Constants, parameters and code that were generated for the model."""
    own = namespace(subject.benchmark.name)
    prefix = f"_ZN6neurio{len(own)}{own}"
    return sum(s.size for s in image.sizes.symbols if s.name.startswith(prefix))


def ram_bytes(subject: Subject, image: BuiltImage) -> int:
    """RAM of the image if its buffers were those that this model needs."""
    if subject.image is None or len(subject.image.models) == 1:
        return image.sizes.ram_bytes
    return image.sizes.ram_bytes - _buffers(*subject.image.models) + _buffers(subject.image_model)


def _buffers(*models: ImageModel) -> int:
    return sum(memory_of(models).values())
