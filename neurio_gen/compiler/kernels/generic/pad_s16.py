"""PAD and PADV2, int16, up to five axes."""

from __future__ import annotations

from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.generic.pad_s8 import PadS8


class PadS16(PadS8):
    """Constant padding of int16."""

    name = "pad_s16"
    dtype = DType.INT16
