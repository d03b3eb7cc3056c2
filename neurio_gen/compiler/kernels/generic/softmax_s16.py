"""SOFTMAX over the innermost axis, int16."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler.fixed_point import quantise_multiplier
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.kernels.sixteen_bits import unit_output_problems

_STEPS = 512
_FARTHEST = 10.0
"""exp(-10) is where the table of exponentials ends."""


def _table(function: Callable[[float], float], first: float, last: float) -> npt.NDArray[Any]:
    """Q0.15 samples, each moved by half of its step's error in the middle: int16 [513].

    In float32 throughout, as TFLite fills its tables.
    """
    f32 = np.float32
    step = (f32(last) - f32(first)) / f32(_STEPS)
    gain = f32(2**15)

    def sample(position: np.float32) -> np.float32:
        return f32(f32(function(float(position))) * gain)

    values = []
    for i in range(_STEPS):
        here = f32(first) + f32(i) * step
        value = _rounded(sample(here))
        following = sample(f32(first) + f32(i + 1) * step)
        middle = _rounded(f32((following + f32(value)) / f32(2)))
        error = middle - _rounded(sample(here + step / f32(2)))
        values.append(value - _rounded(f32(error) / f32(2)))
    values.append(_rounded(sample(f32(last))))
    return np.asarray(np.clip(np.array(values), -(2**15), 2**15 - 1), np.int16)


def _rounded(x: np.float32) -> int:
    return math.floor(abs(float(x)) + 0.5) * (1 if x >= 0 else -1)


class SoftmaxS16(Kernel):
    """Softmax with exponentials and the reciprocal of their sum from tables."""

    name = "softmax_s16"

    def problems(self, site: Site) -> list[str]:
        """Types, zero points of 0, an output scale of 2^-15."""
        return unit_output_problems(site)

    def lower(self, site: Site) -> Lowering:
        """The factor to steps of 10 / 65,535, and both tables."""
        source = site.input(0)
        assert source.quantisation is not None
        beta = float(np.float32(site.option("beta", 1.0)))
        multiplier = quantise_multiplier(source.quantisation.scale * beta / (_FARTHEST / 65535))
        builder = ParameterBuilder(site, "SoftmaxS16Params").set(
            rows=source.elements // source.shape[-1],
            depth=source.shape[-1],
            multiplier=multiplier.value,
            shift=multiplier.shift,
        )
        builder.array("exponentials", "int16_t", _table(math.exp, -_FARTHEST, 0.0))
        builder.array("reciprocals", "int16_t", _table(lambda x: 1 / (1 + x), 0.0, 1.0))
        return builder.lowering()
