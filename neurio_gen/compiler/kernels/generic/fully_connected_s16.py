"""FULLY_CONNECTED with int16 activations and int8 weights."""

from __future__ import annotations

from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels import rows
from neurio_gen.compiler.kernels.generic.fully_connected_s8 import fully_connected_problems
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.kernels.requantisation import fully_connected_requantisation
from neurio_gen.compiler.kernels.sixteen_bits import (
    long_bias_problems,
    set_accumulation,
    symmetric,
)


class FullyConnectedS16(Kernel):
    """Any int16 activations, int8 weights, int64 bias."""

    name = "fully_connected_s16"
    limits = "constant symmetric weights"

    def problems(self, site: Site) -> list[str]:
        """As for int8, with symmetric quantisation and a 64-bit bias."""
        found = fully_connected_problems(site, DType.INT16)
        found += symmetric(input=site.input(0), weights=site.input(1), output=site.output())
        return found + long_bias_problems(site, 2)

    def lower(self, site: Site) -> Lowering:
        """Weights as they are, [output][input]."""
        source, weights, output = site.input(0), site.input(1), site.output()
        assert weights.data is not None and weights.quantisation is not None
        outputs, depth = weights.shape
        scaling = fully_connected_requantisation(site, source, weights, output)
        builder = ParameterBuilder(site, "FullyConnectedS16Params").set(
            rows=source.elements // depth,
            depth=depth,
            outputs=outputs,
            activation_min=scaling.activation_min,
            activation_max=scaling.activation_max,
            requantisation_step=1 if weights.quantisation.per_channel else 0,
        )
        layout, note = rows.filters(weights.shape[0]), f"{weights.name} {weights.shape}"
        builder.array("weights", "int8_t", weights.data, note=note, rows=layout)
        return set_accumulation(builder, site, scaling, 2, outputs).lowering()
