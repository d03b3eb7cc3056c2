"""QUANTIZE, int32 to int16."""

from __future__ import annotations

from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.generic.requantise import Requantise
from neurio_gen.compiler.kernels.kernel import Site


class RequantiseS32S16(Requantise):
    """int32 to int16."""

    name = "requantise_s32_s16"
    source_type, output_type = DType.INT32, DType.INT16
    ctype = "RequantiseS32S16Params"

    def problems(self, site: Site) -> list[str]:
        """As of any QUANTIZE; numbers of int32 may come without quantisation."""
        found = super().problems(site)
        return found or ([] if site.input(0).quantisation else ["its input has no quantisation"])
