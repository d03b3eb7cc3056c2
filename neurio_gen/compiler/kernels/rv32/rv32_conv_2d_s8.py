"""CONV_2D, int8, on scalar RISC-V cores."""

from __future__ import annotations

from neurio_gen.compiler.kernels import rows
from neurio_gen.compiler.kernels.convolution import Operands, scaling_of
from neurio_gen.compiler.kernels.generic.conv_2d_s8 import conv_2d_problems, set_geometry
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.kernels.requantisation import bias_or_zeros
from neurio_gen.compiler.kernels.rv32.filter_blocks import BLOCK, fold_offset, interleave
from neurio_gen.isa import Isa


class Rv32Conv2dS8(Kernel):
    """Any int8 convolution."""

    name = "rv32_conv_2d_s8"
    isa = Isa.RV32
    limits = "constant symmetric weights"

    def problems(self, site: Site) -> list[str]:
        """See `conv_2d_problems`."""
        return conv_2d_problems(site)

    def lower(self, site: Site) -> Lowering:
        """Weights in blocks of four filters; biases without the input's zero point."""
        weights = site.input(1)
        assert weights.data is not None
        builder = set_geometry(ParameterBuilder(site, "Conv2dParams"), site)
        scaling, channels = scaling_of(site, Operands())
        builder.set(
            input_offset=scaling.input_offset,
            output_offset=scaling.output_offset,
            activation_min=scaling.activation_min,
            activation_max=scaling.activation_max,
        )
        groups = site.input(0).shape[3] // weights.shape[3]
        packed = interleave(weights.data, groups)
        bias = fold_offset(bias_or_zeros(site, 2, channels), weights.data, scaling.input_offset)
        note = f"{weights.name} {weights.shape}, four filters interleaved"
        builder.array("weights", "int8_t", packed, note=note, rows=rows.groups(len(packed), BLOCK))
        builder.array("bias", "int32_t", bias)
        builder.array("multipliers", "int32_t", scaling.multipliers)
        builder.array("shifts", "int32_t", scaling.shifts)
        window = weights.elements // weights.shape[0]
        return builder.lowering(scratch_bytes=0 if _is_pointwise(site) else BLOCK * window)


def _is_pointwise(site: Site) -> bool:
    """Whether each window is a pixel of the input, as rv32_conv_2d_s8.cc asks."""
    source, weights, output = site.input(0).shape, site.input(1).shape, site.output().shape
    return weights[1:3] == (1, 1) and source[3] == weights[3] and source[1:3] == output[1:3]
