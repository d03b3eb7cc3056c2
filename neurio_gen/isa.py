"""Instruction sets, as kernels are written for them."""

from __future__ import annotations

import json
from enum import Enum
from functools import lru_cache

from neurio_gen.resources import firmware_dir


class Isa(Enum):
    """What the kernels may assume of the CPU. The value names the folder under firmware/kernels."""

    GENERIC = "generic"
    """Portable C++17, any CPU."""
    DSP = "dsp"
    """Armv7E-M or Armv8-M with the DSP extension: Cortex-M4, M7, M33."""
    MVE = "mve"
    """Armv8.1-M with the M-profile vector extension (Helium), integer: Cortex-M55, M85."""

    RV32 = "rv32"
    """RISC-V of 32 bits with multiplication (RV32IM)."""
    RVV = "rvv"
    """RISC-V with a vector unit for integers of 8 to 32 bits (Zve32x) of any length."""

    X86 = "x86"
    """x86-64; what its vector units can do is found out when a kernel runs."""

    @property
    def runs(self) -> tuple[Isa, ...]:
        """The ISAs whose kernels such a CPU runs, its own first; portable ones run anywhere."""
        return tuple(Isa(name) for name in reversed(_kernel_sets()[self.value]))


@lru_cache(maxsize=1)
def _kernel_sets() -> dict[str, list[str]]:
    """The folders of kernels that an ISA has, the portable ones first; the build asks it, too."""
    path = firmware_dir() / "kernels" / "sets.json"
    sets: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8"))
    return sets
