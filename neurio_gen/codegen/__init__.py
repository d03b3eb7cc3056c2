"""From a plan to C++ sources, through the templates."""

from neurio_gen.codegen.image import GeneratedImage, ImageModel, generate_image

__all__ = ["GeneratedImage", "ImageModel", "generate_image"]
