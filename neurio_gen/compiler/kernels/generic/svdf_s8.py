"""SVDF of int8 whose state and weights over time are int8."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from neurio_gen.compiler import checks
from neurio_gen.compiler.fixed_point import quantise_multiplier
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.kernels.requantisation import bias_or_zeros, bias_problems

_INPUT, _FEATURE, _TIME, _BIAS, _STATE = range(5)


class SvdfS8(Kernel):
    """A step of the filters; the state changes in place."""

    name = "svdf_s8"
    limits = "int8, state of int8 or int16, one scale per tensor"
    state_type: ClassVar[DType] = DType.INT8

    def problems(self, site: Site) -> list[str]:
        """Types, one scale each, weights without zero points."""
        source, feature, output = site.input(_INPUT), site.input(_FEATURE), site.output()
        time, state = site.input(_TIME), site.input(_STATE)
        found = checks.types(DType.INT8, input=source, weights=feature, output=output)
        found += checks.types(self.state_type, **{"time weights": time, "state": state})
        found += checks.constant(**{"feature weights": feature, "time weights": time})
        found += checks.per_tensor(weights=feature, state=state, **{"time weights": time})
        return found + checks.kept(site, _STATE) + bias_problems(site, _BIAS)

    def lower(self, site: Site) -> Lowering:
        """Factors of both filters, products of scales rounded to float32 as TFLite Micro does."""
        source, feature, output = site.input(_INPUT), site.input(_FEATURE), site.output()
        time, state = site.input(_TIME), site.input(_STATE)
        assert source.quantisation and feature.quantisation and output.quantisation
        assert time.quantisation and state.quantisation
        assert feature.data is not None and time.data is not None
        scale = {
            name: np.float32(tensor.quantisation.scale)
            for name, tensor in (
                ("input", source),
                ("feature", feature),
                ("time", time),
                ("state", state),
                ("output", output),
            )
            if tensor.quantisation
        }
        first = quantise_multiplier(float(scale["input"] * scale["feature"] / scale["state"]))
        second = quantise_multiplier(float(scale["state"] * scale["time"] / scale["output"]))
        filters, memory = time.shape
        units = output.shape[1]
        sums = feature.data.astype(np.int64).sum(axis=1)
        builder = ParameterBuilder(site, f"{_struct(self.name)}Params").set(
            batches=source.shape[0],
            inputs=source.shape[1],
            units=units,
            rank=filters // units,
            memory=memory,
            state_multiplier=first.value,
            state_shift=first.shift,
            state_zero_point=state.quantisation.zero_point,
            output_multiplier=second.value,
            output_shift=second.shift,
            output_offset=output.quantisation.zero_point,
        )
        builder.array("feature_weights", "int8_t", feature.data)
        bias = (-source.quantisation.zero_point * sums).astype(np.int32)
        builder.array("feature_bias", "int32_t", bias)
        builder.array("time_weights", self.state_type.ctype, time.data)
        builder.array("bias", "int32_t", bias_or_zeros(site, _BIAS, units))
        return builder.lowering()


def _struct(kernel: str) -> str:
    return "".join(part.capitalize() for part in kernel.split("_"))
