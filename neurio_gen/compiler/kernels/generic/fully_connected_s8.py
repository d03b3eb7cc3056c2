"""FULLY_CONNECTED, int8: any number of rows, per channel or per tensor."""

from __future__ import annotations

from neurio_gen.compiler import checks
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels import rows
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.kernels.requantisation import (
    Requantisation,
    bias_or_zeros,
    bias_problems,
    fully_connected_requantisation,
)


def fully_connected_problems(site: Site, dtype: DType = DType.INT8) -> list[str]:
    """What no fully connected kernel for activations of `dtype` supports."""
    source, weights, output = site.input(0), site.input(1), site.output()
    found = checks.types(dtype, input=source, output=output)
    found += checks.types(DType.INT8, weights=weights)
    found += checks.rank(weights, [2], "weights") + checks.constant(weights=weights)
    found += checks.per_tensor(input=source, output=output) + checks.per_channel(weights, 0)
    found += checks.activation(site)
    if dtype == DType.INT8:
        found += bias_problems(site, 2)
    if site.option("weights_format", "DEFAULT") != "DEFAULT":
        found.append("its weights are shuffled")
    return found


def fully_connected_fields(
    site: Site, scaling: Requantisation, filter_offset: int
) -> dict[str, int]:
    """The numbers of `FullyConnectedParams`, in its order. `filter_offset` is added to weights."""
    weights = site.input(1)
    assert weights.quantisation is not None
    outputs, depth = weights.shape
    return {
        "rows": site.input(0).elements // depth,
        "depth": depth,
        "outputs": outputs,
        "input_offset": scaling.input_offset,
        "filter_offset": filter_offset,
        "output_offset": scaling.output_offset,
        "activation_min": scaling.activation_min,
        "activation_max": scaling.activation_max,
        "requantisation_step": 1 if weights.quantisation.per_channel else 0,
    }


class FullyConnectedS8(Kernel):
    """Any int8 fully connected layer."""

    name = "fully_connected_s8"
    limits = "constant weights"

    def problems(self, site: Site) -> list[str]:
        """See `fully_connected_problems`."""
        return fully_connected_problems(site)

    def lower(self, site: Site) -> Lowering:
        """Weights as they are, [output][input]."""
        source, weights, output = site.input(0), site.input(1), site.output()
        assert weights.data is not None and weights.quantisation is not None
        scaling = fully_connected_requantisation(site, source, weights, output)
        builder = ParameterBuilder(site, "FullyConnectedParams").set(
            **fully_connected_fields(site, scaling, -weights.quantisation.zero_point)
        )
        layout, note = rows.filters(weights.shape[0]), f"{weights.name} {weights.shape}"
        builder.array("weights", "int8_t", weights.data, note=note, rows=layout)
        builder.array("bias", "int32_t", bias_or_zeros(site, 2, weights.shape[0]))
        builder.array("multipliers", "int32_t", scaling.multipliers)
        builder.array("shifts", "int32_t", scaling.shifts)
        return builder.lowering()
