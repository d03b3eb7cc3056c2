"""QUANTIZE, int8 to int32."""

from __future__ import annotations

from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.generic.requantise import Requantise
from neurio_gen.compiler.kernels.kernel import Site


class RequantiseS8S32(Requantise):
    """int8 to int32."""

    name = "requantise_s8_s32"
    source_type, output_type = DType.INT8, DType.INT32
    ctype = "RequantiseS8S32Params"

    def problems(self, site: Site) -> list[str]:
        """As of any QUANTIZE; a result of int32 may come without quantisation."""
        found = super().problems(site)
        return found or ([] if site.output().quantisation else ["its output has no quantisation"])
