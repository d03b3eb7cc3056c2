"""From a program to C++ sources, through the templates."""

from neurio_gen.codegen.image import GeneratedImage, ImageModel, generate_image
from neurio_gen.codegen.program import Program, ProgramLayer

__all__ = ["GeneratedImage", "ImageModel", "Program", "ProgramLayer", "generate_image"]
