"""RELU, RELU6, LEAKY_RELU and QUANTIZE from int16 to int16."""

from __future__ import annotations

from neurio_gen.compiler import checks
from neurio_gen.compiler.fixed_point import activation_range, quantise_multiplier, type_range
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.kernels.sixteen_bits import symmetric

_CLAMPS = {"RELU", "RELU6"}


class RescaleS16(Kernel):
    """Codes under another scale, with a slope below zero and a clamp."""

    name = "rescale_s16"

    def problems(self, site: Site) -> list[str]:
        """Types, zero points of 0, a slope that is not negative."""
        source, output = site.input(0), site.output()
        found = checks.types(DType.INT16, input=source, output=output)
        found += checks.per_tensor(input=source, output=output)
        found += symmetric(input=source, output=output)
        if site.option("alpha", 0.0) < 0:
            found.append("its slope is negative")
        if not found and site.operator.kind == "RELU6":
            found += checks.same_quantisation(source, output)
        return found

    def lower(self, site: Site) -> Lowering:
        """A factor for either side of zero, and the clamp."""
        source, output = site.input(0), site.output()
        assert source.quantisation and output.quantisation
        factor = source.quantisation.scale / output.quantisation.scale
        slope = site.option("alpha", 0.0) if site.operator.kind == "LEAKY_RELU" else 1.0
        below = source.quantisation.scale * slope / output.quantisation.scale
        positive, negative = quantise_multiplier(factor), quantise_multiplier(below)
        low, high = type_range(DType.INT16)
        if site.operator.kind in _CLAMPS:
            low, high = activation_range(site.operator.kind, output)
        builder = ParameterBuilder(site, "RescaleS16Params").set(
            elements=output.elements,
            positive_multiplier=positive.value,
            positive_shift=positive.shift,
            negative_multiplier=negative.value,
            negative_shift=negative.shift,
            activation_min=low,
            activation_max=high,
        )
        return builder.lowering(in_place=(0,))
