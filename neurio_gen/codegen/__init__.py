"""From a program to C++ sources, through the templates: `codegen.generate` does it."""

from neurio_gen.codegen.image import GeneratedImage, ImageModel
from neurio_gen.codegen.program import Program, ProgramLayer

__all__ = ["GeneratedImage", "ImageModel", "Program", "ProgramLayer"]
