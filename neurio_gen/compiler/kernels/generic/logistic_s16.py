"""LOGISTIC, int16: linear interpolation in a table of the logistic function."""

from __future__ import annotations

import math

import numpy as np

from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.kernels.sixteen_bits import unit_output_problems

_STEPS_PER_UNIT = 3 * 4096
"""Fine steps of the argument per 1.0: 24 table entries of 512 fine steps."""
_STEPS = 24
"""Table entries per 1.0."""


def _entry(index: int) -> int:
    """logistic(index / 24) in Q0.16, raised by half of what interpolation misses behind it."""
    here, middle, following = (
        65536 / (1 + math.exp(-(index + part) / _STEPS)) for part in (0.0, 0.5, 1.0)
    )
    missed = middle - (here + following) / 2
    return min(65535, math.floor(here + missed / 2 + 0.5))


# The last entry meets the saturation behind it.
TABLE = np.array([_entry(index) for index in range(255)] + [65535], np.uint16)


class LogisticS16(Kernel):
    """1 / (1 + exp(-x))."""

    name = "logistic_s16"
    limits = "int16: output scale 1/32768"
    exact_shifts: tuple[int, ...] = (0,)
    """Input scales 2^(shift - 12) that take no rounding of the argument."""

    def problems(self, site: Site) -> list[str]:
        """Types, zero points of 0, an output scale of 2^-15."""
        return unit_output_problems(site)

    def lower(self, site: Site) -> Lowering:
        """The factor to fine steps, as 15 bits and a shift, and the table."""
        quantisation = site.input(0).quantisation
        assert quantisation is not None
        multiplier, shift = self._factor(quantisation.scale)
        builder = ParameterBuilder(site, "LogisticS16Params").set(
            elements=site.output().elements, multiplier=multiplier, shift=shift
        )
        return builder.array("table", "uint16_t", TABLE).lowering(in_place=(0,))

    def _factor(self, scale: float) -> tuple[int, int]:
        for exact in self.exact_shifts:
            if scale == 2.0 ** (exact - 12):
                return 3 << exact, 0
        factor, shift = scale * _STEPS_PER_UNIT, 0
        while factor <= 32767 / 2 and shift <= 30:
            factor, shift = factor * 2, shift + 1
        return int(factor), shift
