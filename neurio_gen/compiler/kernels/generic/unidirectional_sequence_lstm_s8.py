"""UNIDIRECTIONAL_SEQUENCE_LSTM, int8 with an int16 cell state."""

from __future__ import annotations

import math
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler import checks
from neurio_gen.compiler.fixed_point import Multiplier, quantise_multiplier
from neurio_gen.compiler.graph import DType, Tensor
from neurio_gen.compiler.kernels.generic.logistic_s16 import TABLE
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site

# Positions of the inputs; gates are in the order input, forget, cell, output.
_GATES = {"forget": 1, "input": 0, "cell": 2, "output": 3}
INPUT_WEIGHTS, RECURRENT_WEIGHTS, BIASES = 1, 5, 12
HIDDEN, CELL = 18, 19
_VARIANTS = (*range(9, 12), *range(16, 18), *range(20, 24))

_GATE_SCALE, _FUNCTION_SCALE = 2.0**-12, 2.0**-15


class UnidirectionalSequenceLstmS8(Kernel):
    """All steps of a sequence; hidden and cell state change in place."""

    name = "unidirectional_sequence_lstm_s8"
    limits = "int16 cell state; no peepholes, projection, or layer normalisation"
    dtype: ClassVar[DType] = DType.INT8
    bias_dtype: ClassVar[DType] = DType.INT32
    ctype: ClassVar[str] = "LstmS8Params"

    def problems(self, site: Site) -> list[str]:
        """Types, and that nothing is there which TFLite Micro has not."""
        source, hidden, output = site.input(0), site.input(HIDDEN), site.output()
        found = checks.types(self.dtype, input=source, output=output, **{"hidden state": hidden})
        found += checks.types(DType.INT16, **{"cell state": site.input(CELL)})
        for gate in range(4):
            for first in (INPUT_WEIGHTS, RECURRENT_WEIGHTS):
                weights = site.input(first + gate)
                found += checks.types(DType.INT8, weights=weights)
                found += checks.constant(weights=weights) + checks.per_tensor(weights=weights)
                if weights.quantisation is not None and weights.quantisation.zero_point:
                    found.append("its weights have a zero point")
            bias = site.input(BIASES + gate)
            found += checks.types(self.bias_dtype, bias=bias) + checks.constant(bias=bias)
        return found + variant_problems(site)

    def lower(self, site: Site) -> Lowering:
        """Gates with zero points in their biases, and the factors between them."""
        source, hidden, cell = site.input(0), site.input(HIDDEN), site.input(CELL)
        assert source.quantisation and hidden.quantisation and cell.quantisation
        builder = ParameterBuilder(site, self.ctype).set(**sequence(site))
        for name, gate in _GATES.items():
            self.set_gate(builder, site, name, gate)
        scale = cell.quantisation.scale
        forget = quantise_multiplier(_FUNCTION_SCALE * scale / scale)
        update = quantise_multiplier(_FUNCTION_SCALE**2 / scale)
        result = quantise_multiplier(_FUNCTION_SCALE**2 / hidden.quantisation.scale)
        tanh = _tanh_factor(scale)
        builder.set(
            forget_multiplier=forget.value,
            forget_shift=forget.shift,
            update_multiplier=update.value,
            update_shift=update.shift,
            hidden_multiplier=result.value,
            hidden_shift=result.shift,
            hidden_offset=hidden.quantisation.zero_point,
            cell_clip=int(min(float(np.float32(site.option("cell_clip", 0.0))) / scale, 32767.0)),
            tanh_multiplier=tanh.value,
            tanh_shift=tanh.shift,
        )
        return builder.array("table", "uint16_t", TABLE).lowering()

    def set_gate(self, builder: ParameterBuilder, site: Site, name: str, gate: int) -> None:
        """Append the weights of a gate, its biases and the factors of both sums."""
        bias = site.input(BIASES + gate).data
        assert bias is not None
        first, second = gate_operands(site, gate)
        weights = site.input(INPUT_WEIGHTS + gate).data
        recurrent = site.input(RECURRENT_WEIGHTS + gate).data
        builder.array("input_weights", "int8_t", weights, of=name)
        builder.array("input_bias", "int32_t", (bias + first[1]).astype(np.int32), of=name)
        builder.array("recurrent_weights", "int8_t", recurrent, of=name)
        builder.array("recurrent_bias", "int32_t", second[1].astype(np.int32), of=name)
        builder.set(
            input_multiplier=first[0].value,
            input_shift=first[0].shift,
            recurrent_multiplier=second[0].value,
            recurrent_shift=second[0].shift,
        )
        builder.nested(name, "LstmGate", 8)


def variant_problems(site: Site) -> list[str]:
    """What no LSTM of TFLite Micro has; its states are kept."""
    found = []
    if any(site.has_input(position) for position in _VARIANTS):
        found.append("it has peepholes, a projection, or layer normalisation")
    found += checks.kept(site, HIDDEN) + checks.kept(site, CELL)
    activation = site.option("fused_activation_function", "TANH")
    return found if activation == "TANH" else [*found, f"its activation is {activation}"]


def sequence(site: Site) -> dict[str, int]:
    """Sizes of a sequence, and steps in it, by the names of parameters."""
    time_major = bool(site.option("time_major", False))
    first, second, inputs = site.input(0).shape
    batches, steps = (second, first) if time_major else (first, second)
    return {
        "batches": batches,
        "steps": steps,
        "inputs": inputs,
        "units": site.output().shape[2],
        "batch_stride": 1 if time_major else steps,
        "step_stride": batches if time_major else 1,
    }


def _tanh_factor(scale: float) -> Multiplier:
    """From codes of the cell state, whose scale is a power of two, to steps of 1 / 12,288."""
    left = 15 + round(math.log2(scale)) - 3
    return Multiplier(3 << left, 0) if left >= 0 else Multiplier(3, -left)


Operand = tuple[Multiplier, npt.NDArray[np.int64]]
"""The factor of a product with weights, and what the operand's zero point adds to a sum."""


def gate_operands(site: Site, gate: int) -> tuple[Operand, Operand]:
    """Those of a gate's input and of the hidden state."""
    return (
        _operand(site.input(0), site.input(INPUT_WEIGHTS + gate)),
        _operand(site.input(HIDDEN), site.input(RECURRENT_WEIGHTS + gate)),
    )


def _operand(source: Tensor, weights: Tensor) -> Operand:
    assert source.quantisation and weights.quantisation and weights.data is not None
    product = np.float32(source.quantisation.scale) * np.float32(weights.quantisation.scale)
    sums = weights.data.astype(np.int64).sum(axis=1)
    offset = -source.quantisation.zero_point * sums
    return quantise_multiplier(float(product) / _GATE_SCALE), offset
