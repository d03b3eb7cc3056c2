"""The `aot` engine's host side: .tflite -> graph -> passes -> plan."""

from neurio_gen.compiler.compile import compile_model
from neurio_gen.compiler.plan import Isa, Plan

__all__ = ["Isa", "Plan", "compile_model"]
