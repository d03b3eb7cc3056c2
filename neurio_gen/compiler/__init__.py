"""The `aot` engine's host side: .tflite -> graph -> passes -> plan."""

from neurio_gen.compiler.compile import compile_model
from neurio_gen.compiler.plan import Plan

__all__ = ["Plan", "compile_model"]
