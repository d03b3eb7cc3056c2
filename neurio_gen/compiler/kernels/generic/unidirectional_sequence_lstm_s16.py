"""UNIDIRECTIONAL_SEQUENCE_LSTM, int16 with int8 weights."""

from __future__ import annotations

from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.generic.unidirectional_sequence_lstm_s8 import (
    BIASES,
    HIDDEN,
    INPUT_WEIGHTS,
    RECURRENT_WEIGHTS,
    UnidirectionalSequenceLstmS8,
    gate_operands,
)
from neurio_gen.compiler.kernels.kernel import ParameterBuilder, Site
from neurio_gen.compiler.kernels.sixteen_bits import short_multiplier, symmetric


class UnidirectionalSequenceLstmS16(UnidirectionalSequenceLstmS8):
    """All steps of a sequence; hidden and cell state change in place."""

    name = "unidirectional_sequence_lstm_s16"
    dtype = DType.INT16
    bias_dtype = DType.INT64
    ctype = "LstmS16Params"

    def problems(self, site: Site) -> list[str]:
        """As for int8, with zero points of 0."""
        tensors = {"input": site.input(0), "output": site.output()}
        return super().problems(site) + symmetric(**tensors, **{"hidden state": site.input(HIDDEN)})

    def set_gate(self, builder: ParameterBuilder, site: Site, name: str, gate: int) -> None:
        """Append the weights of a gate, its 64-bit biases and the factors of both sums."""
        first, second = (short_multiplier(factor) for factor, _ in gate_operands(site, gate))
        weights, recurrent, bias = (
            site.input(position + gate).data
            for position in (INPUT_WEIGHTS, RECURRENT_WEIGHTS, BIASES)
        )
        builder.array("input_weights", "int8_t", weights, of=name)
        builder.array("input_bias", "int64_t", bias, of=name, alignment=8)
        builder.array("recurrent_weights", "int8_t", recurrent, of=name)
        builder.set(
            input_multiplier=first[0],
            input_shift=first[1],
            recurrent_multiplier=second[0],
            recurrent_shift=second[1],
        )
        builder.nested(name, "LstmS16Gate", 7)
