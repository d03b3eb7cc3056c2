"""SVDF, float32."""

from __future__ import annotations

from neurio_gen.compiler import checks
from neurio_gen.compiler.kernels.float_layers import activation_bounds, float_problems, set_bias
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site

_INPUT, _FEATURE, _TIME, _BIAS, _STATE = range(5)


class SvdfF32(Kernel):
    """A step of the filters; the state changes in place."""

    name = "svdf_f32"

    def problems(self, site: Site) -> list[str]:
        """Types, constant weights."""
        feature, time = site.input(_FEATURE), site.input(_TIME)
        tensors = {"feature weights": feature, "time weights": time, "state": site.input(_STATE)}
        tensors |= {"input": site.input(_INPUT), "output": site.output()}
        found = float_problems(site, _BIAS, **tensors)
        found += checks.constant(**{"feature weights": feature, "time weights": time})
        return found + checks.kept(site, _STATE)

    def lower(self, site: Site) -> Lowering:
        """Weights as they are."""
        source, time = site.input(_INPUT), site.input(_TIME)
        filters, memory = time.shape
        units = site.output().shape[1]
        builder = ParameterBuilder(site, "SvdfF32Params").set(
            batches=source.shape[0],
            inputs=source.shape[1],
            units=units,
            rank=filters // units,
            memory=memory,
            **activation_bounds(site),
        )
        builder.array("feature_weights", "float", site.input(_FEATURE).data)
        builder.array("time_weights", "float", time.data)
        set_bias(builder, site, _BIAS, units)
        return builder.lowering()
