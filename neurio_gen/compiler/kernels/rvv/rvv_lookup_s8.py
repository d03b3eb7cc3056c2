"""LOOKUP, int8, on the RISC-V vector unit."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.lookup_s8 import LookupS8
from neurio_gen.isa import Isa


class RvvLookupS8(LookupS8):
    """The portable kernel's parameters and constants, around vector loops."""

    name = "rvv_lookup_s8"
    isa = Isa.RVV
