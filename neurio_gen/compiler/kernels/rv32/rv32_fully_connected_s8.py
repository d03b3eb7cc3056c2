"""FULLY_CONNECTED, int8, on scalar RISC-V cores."""

from __future__ import annotations

from neurio_gen.compiler.kernels import rows
from neurio_gen.compiler.kernels.generic.fully_connected_s8 import (
    fully_connected_fields,
    fully_connected_problems,
)
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.kernels.requantisation import (
    bias_or_zeros,
    fully_connected_requantisation,
)
from neurio_gen.compiler.kernels.rv32.filter_blocks import BLOCK, fold_offset, interleave
from neurio_gen.isa import Isa


class Rv32FullyConnectedS8(Kernel):
    """An int8 fully connected layer whose weights have no zero point."""

    name = "rv32_fully_connected_s8"
    isa = Isa.RV32
    limits = "constant symmetric weights"

    def problems(self, site: Site) -> list[str]:
        """See `fully_connected_problems`; weights have to be symmetric."""
        found = fully_connected_problems(site)
        weights = site.input(1).quantisation
        if not found and weights is not None and any(weights.zero_points):
            found.append("its weights have a zero point other than 0")
        return found

    def lower(self, site: Site) -> Lowering:
        """Weights in blocks of four filters; biases without the input's zero point."""
        source, weights, output = site.input(0), site.input(1), site.output()
        assert weights.data is not None
        scaling = fully_connected_requantisation(site, source, weights, output)
        builder = ParameterBuilder(site, "FullyConnectedParams").set(
            **fully_connected_fields(site, scaling, filter_offset=0)
        )
        packed = interleave(weights.data)
        bias = bias_or_zeros(site, 2, weights.shape[0])
        bias = fold_offset(bias, weights.data, scaling.input_offset)
        note = f"{weights.name} {weights.shape}, four filters interleaved"
        builder.array("weights", "int8_t", packed, note=note, rows=rows.groups(len(packed), BLOCK))
        builder.array("bias", "int32_t", bias)
        builder.array("multipliers", "int32_t", scaling.multipliers)
        builder.array("shifts", "int32_t", scaling.shifts)
        return builder.lowering()
