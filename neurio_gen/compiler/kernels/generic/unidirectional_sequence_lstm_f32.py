"""UNIDIRECTIONAL_SEQUENCE_LSTM, float32."""

from __future__ import annotations

import numpy as np

from neurio_gen.compiler import checks
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.generic.unidirectional_sequence_lstm_s8 import (
    BIASES,
    CELL,
    HIDDEN,
    INPUT_WEIGHTS,
    RECURRENT_WEIGHTS,
    sequence,
    variant_problems,
)
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site

_LARGEST = float(np.finfo(np.float32).max)
_GATES = range(4)


class UnidirectionalSequenceLstmF32(Kernel):
    """All steps of a sequence; hidden and cell state change in place."""

    name = "unidirectional_sequence_lstm_f32"
    approximates = True
    limits = "no peepholes, projection, or layer normalisation"

    def problems(self, site: Site) -> list[str]:
        """Types, and that nothing is there which TFLite Micro has not."""
        tensors = {"hidden state": site.input(HIDDEN), "cell state": site.input(CELL)}
        found = checks.types(DType.FLOAT32, input=site.input(0), output=site.output(), **tensors)
        for gate in _GATES:
            for first, role in (
                (INPUT_WEIGHTS, "weights"),
                (RECURRENT_WEIGHTS, "weights"),
                (BIASES, "bias"),
            ):
                operand = {role: site.input(first + gate)}
                found += checks.types(DType.FLOAT32, **operand) + checks.constant(**operand)
        return found + variant_problems(site)

    def lower(self, site: Site) -> Lowering:
        """Weights of the four gates side by side."""
        clip = float(site.option("cell_clip", 0.0))
        builder = ParameterBuilder(site, "LstmF32Params").set(
            **sequence(site), cell_clip=clip if clip > 0 else _LARGEST
        )
        for name, first in (
            ("input_weights", INPUT_WEIGHTS),
            ("recurrent_weights", RECURRENT_WEIGHTS),
            ("bias", BIASES),
        ):
            gates = [site.input(first + gate).data for gate in _GATES]
            builder.array(name, "float", np.stack([g for g in gates if g is not None], axis=-1))
        return builder.lowering()
