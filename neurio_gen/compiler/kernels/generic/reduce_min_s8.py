"""REDUCE_MIN, int8, along any axes."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.reduction import Extreme


class ReduceMinS8(Extreme):
    """The smallest code."""

    name = "reduce_min_s8"
    limits = "constant axes, one quantisation"
