"""1x1 convolutions and fully connected layers with MVE: vectors as they lie in memory."""

from __future__ import annotations

from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.kernels.mve.conv_2d import (
    conv_2d_scaling,
    conv_2d_vector_problems,
    conv_2d_windows,
)
from neurio_gen.compiler.kernels.mve.filter_bank import (
    LANES,
    Vectors,
    add_filter_bank,
    folded_bias,
)
from neurio_gen.compiler.kernels.mve.fully_connected import (
    add_fully_connected_filters,
    fully_connected_vector_problems,
)
from neurio_gen.compiler.kernels.requantisation import bias_or_zeros
from neurio_gen.isa import Isa


class MvePointwiseConv2dS8(Kernel):
    """1x1, a multiple of 16 input channels, no padding."""

    name = "mve_pointwise_s8"
    isa = Isa.MVE

    def problems(self, site: Site) -> list[str]:
        """Windows of more than a pixel, padding, channels that do not fill vectors."""
        found = conv_2d_vector_problems(site)
        if found:
            return found
        rows, columns = conv_2d_windows(site)
        if rows.size * columns.size != 1 or rows.pad or columns.pad:
            found.append("its windows are larger than a pixel, or padded")
        _, input_height, input_width, input_channels = site.input(0).shape
        _, output_height, output_width, _ = site.output().shape
        if (output_height - 1) * rows.stride >= input_height:
            found.append("it has padding below")
        if (output_width - 1) * columns.stride >= input_width:
            found.append("it has padding to the right")
        if input_channels % LANES:
            found.append(f"its {input_channels} input channels are no multiple of {LANES}")
        return found

    def lower(self, site: Site) -> Lowering:
        """Filters by blocks; an image without strides as one row."""
        weights, source = site.input(1), site.input(0)
        assert weights.data is not None
        rows, columns = conv_2d_windows(site)
        _, _, input_width, channels = source.shape
        _, output_height, output_width, filters = site.output().shape
        scaling = conv_2d_scaling(site)
        matrix = weights.data.reshape(filters, channels)
        bias = folded_bias(bias_or_zeros(site, 2, filters), matrix, scaling)
        builder = ParameterBuilder(site, "MvePointwiseParams")
        if rows.stride == columns.stride == 1 and input_width == output_width:
            output_height, output_width = 1, output_height * output_width
        vectors = Vectors(output_width, columns.stride * channels)
        note = f"{weights.name} {weights.shape}"
        add_filter_bank(builder, matrix, bias, scaling, vectors=vectors, note=note)
        builder.set(
            rows=output_height,
            columns=output_width,
            row_pitch=rows.stride * input_width * channels,
            column_pitch=vectors.pitch,
        )
        return builder.lowering()


class MvePointwiseFullyConnectedS8(Kernel):
    """A multiple of 16 inputs."""

    name = "mve_pointwise_s8"
    isa = Isa.MVE

    def problems(self, site: Site) -> list[str]:
        """Weights with a zero point, inputs that do not fill vectors."""
        found = fully_connected_vector_problems(site)
        if not found and site.input(1).shape[1] % LANES:
            found.append(f"its depth is no multiple of {LANES}")
        return found

    def lower(self, site: Site) -> Lowering:
        """Filters by blocks."""
        depth = site.input(1).shape[1]
        builder = ParameterBuilder(site, "MvePointwiseParams")
        rows = site.input(0).elements // depth
        add_fully_connected_filters(builder, site, rows)
        return builder.set(rows=1, columns=rows, row_pitch=0, column_pitch=depth).lowering()
