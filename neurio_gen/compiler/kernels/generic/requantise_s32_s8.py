"""QUANTIZE, int32 to int8."""

from __future__ import annotations

from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.generic.requantise import Requantise
from neurio_gen.compiler.kernels.kernel import Site


class RequantiseS32S8(Requantise):
    """int32 to int8."""

    name = "requantise_s32_s8"
    source_type, output_type = DType.INT32, DType.INT8
    ctype = "RequantiseS32S8Params"

    def problems(self, site: Site) -> list[str]:
        """As of any QUANTIZE; numbers of int32 may come without quantisation."""
        found = super().problems(site)
        return found or ([] if site.input(0).quantisation else ["its input has no quantisation"])
