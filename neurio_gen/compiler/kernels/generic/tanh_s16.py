"""TANH, int16: the table of the logistic function, at twice the argument."""

from __future__ import annotations

from neurio_gen.compiler.kernels.generic.logistic_s16 import LogisticS16


class TanhS16(LogisticS16):
    """tanh(x) = 2 / (1 + exp(-2 x)) - 1."""

    name = "tanh_s16"
    exact_shifts = (0, 1)
