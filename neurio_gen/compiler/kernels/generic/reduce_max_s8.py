"""REDUCE_MAX, int8, along any axes."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.reduction import Extreme


class ReduceMaxS8(Extreme):
    """The largest code."""

    name = "reduce_max_s8"
    limits = "constant axes, one quantisation"
