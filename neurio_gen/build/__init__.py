"""Building images with PlatformIO, without its registry."""

from neurio_gen.build.images import (
    BuiltImage,
    ImageSource,
    Mode,
    build_images,
    find_image,
    try_build_images,
)
from neurio_gen.build.sizes import Section, Sizes, Symbol, read_sizes

__all__ = [
    "BuiltImage",
    "ImageSource",
    "Mode",
    "Section",
    "Sizes",
    "Symbol",
    "build_images",
    "find_image",
    "read_sizes",
    "try_build_images",
]
