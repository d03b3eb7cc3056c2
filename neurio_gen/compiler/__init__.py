"""The `aot` engine's host side: .tflite -> graph -> passes -> plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from neurio_gen.compiler.compile import compile_model
    from neurio_gen.compiler.plan import Plan

__all__ = ["Plan", "compile_model"]


def __getattr__(name: str) -> Any:
    """Loads the compiler where it is used: who only reads a model, as oracles do, needs a fifth."""
    if name == "Plan":
        from neurio_gen.compiler.plan import Plan

        return Plan
    if name == "compile_model":
        from neurio_gen.compiler.compile import compile_model

        return compile_model
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
