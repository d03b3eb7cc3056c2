"""FULLY_CONNECTED, int8, with MVE: a 1x1 convolution of one row of pixels."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.fully_connected_s8 import fully_connected_problems
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.kernels.mve.filter_bank import (
    LANES,
    Vectors,
    add_filter_bank,
    filter_problems,
    folded_bias,
    requantisation_problems,
    steps,
)
from neurio_gen.compiler.kernels.requantisation import (
    Requantisation,
    bias_or_zeros,
    fully_connected_requantisation,
)
from neurio_gen.compiler.plan import Isa


def _scaling(site: Site) -> Requantisation:
    return fully_connected_requantisation(site, site.input(0), site.input(1), site.output())


def _problems(site: Site) -> list[str]:
    found = fully_connected_problems(site)
    if found:
        return found
    weights = site.input(1)
    assert weights.quantisation is not None
    if any(weights.quantisation.zero_points):
        found.append("its weights have a zero point other than 0")
    return found + filter_problems(site.input(1).shape[0]) + requantisation_problems(_scaling(site))


def _add_filters(builder: ParameterBuilder, site: Site, count: int) -> None:
    weights = site.input(1)
    assert weights.data is not None
    scaling = _scaling(site)
    bias = folded_bias(bias_or_zeros(site, 2, weights.shape[0]), weights.data, scaling)
    vectors = Vectors(count, weights.shape[1])
    note = f"{weights.name} {weights.shape}"
    add_filter_bank(builder, weights.data, bias, scaling, vectors=vectors, note=note)


class MveFullyConnectedS8(Kernel):
    """A multiple of 16 inputs."""

    name = "mve_pointwise_s8"
    isa = Isa.MVE

    def problems(self, site: Site) -> list[str]:
        """Weights with a zero point, inputs that do not fill vectors."""
        found = _problems(site)
        if not found and site.input(1).shape[1] % LANES:
            found.append(f"its depth is no multiple of {LANES}")
        return found

    def lower(self, site: Site) -> Lowering:
        """Filters by blocks."""
        depth = site.input(1).shape[1]
        builder = ParameterBuilder(site, "MvePointwiseParams")
        rows = site.input(0).elements // depth
        _add_filters(builder, site, rows)
        return builder.set(rows=1, columns=rows, row_pitch=0, column_pitch=depth).lowering()


class MvePaddedFullyConnectedS8(Kernel):
    """Any number of inputs, which are copied so that vectors may reach beyond."""

    name = "mve_conv_2d_s8"
    isa = Isa.MVE

    def problems(self, site: Site) -> list[str]:
        """Weights with a zero point."""
        return _problems(site)

    def lower(self, site: Site) -> Lowering:
        """Filters by blocks; each input vector is a row of one pixel."""
        depth = site.input(1).shape[1]
        builder = ParameterBuilder(site, "MveConv2dParams")
        _add_filters(builder, site, 1)
        rows, scratch = site.input(0).elements // depth, steps(depth) * LANES
        builder.set(
            input_height=rows,
            input_width=1,
            input_channels=depth,
            output_height=rows,
            output_width=1,
            kernel_height=1,
            stride_height=1,
            stride_width=1,
            dilation_height=1,
            pad_top=0,
            pad_left=0,
            columns=1,
            input_zero_point=0,
            scratch_bytes=scratch,
        )
        return builder.lowering(scratch_bytes=scratch)
