"""Host half of firmware/kernels/dsp/filter_bank.h: filters packed in pairs, and what that needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler.fixed_point import Multiplier, multiply
from neurio_gen.compiler.kernels.dsp.requantise import (
    accumulator_bounds,
    addends,
    folded_bias,
    is_one_sided,
    right_shifts,
    shift_problems,
)
from neurio_gen.compiler.kernels.kernel import ParameterBuilder
from neurio_gen.compiler.kernels.requantisation import Requantisation

Array = npt.NDArray[Any]

_HIGH_LIMIT = 1 << 23
_LOW_LIMIT = 1 << 30
_HIGH_SHIFT_LIMIT = 15


@dataclass(frozen=True, eq=False)
class FilterBank:
    """A layer's filters: `weights` [filters][taps] int8, `bias` [filters] int32 as in the model.

    `scaling` has one multiplier per filter.
    """

    weights: Array
    bias: Array
    scaling: Requantisation

    @property
    def quads(self) -> int:
        """Groups of four weights per filter, the last one padded."""
        return -(-self.weights.shape[1] // 4)

    def problems(self) -> list[str]:
        """Why the filters cannot be packed in pairs."""
        weights, bias, _, _, shifts = self._channels()
        found = shift_problems(shifts, is_one_sided(self.scaling))
        low, high = accumulator_bounds(weights, bias)
        reach = np.maximum(np.abs(low), np.abs(high))
        if reach.max() >= _LOW_LIMIT or reach[1::2].max(initial=0) >= _HIGH_LIMIT:
            found.append("its accumulators may need more than 24 bits")
        if _lanes(weights).min(initial=0) < -(1 << 15):
            found.append("a pair of its filters has a weight of -128 beside a negative one")
        if is_one_sided(self.scaling) and shifts.max() > _HIGH_SHIFT_LIMIT:
            found.append(f"a requantisation factor is below 2^-{_HIGH_SHIFT_LIMIT + 1}")
        return found

    def set_on(self, builder: ParameterBuilder) -> ParameterBuilder:
        """Append the field `bank`, a struct FilterBank, and its constant stream."""
        stream = self._stream()
        note = "pairs of filters: biases, weights, requantisation (filter_pairs.h)"
        builder.array("filters", "int32_t", stream, note=note).set(
            pair_words=stream.shape[1],
            quads=self.quads,
            filter_count=self.weights.shape[0],
            two_sided=0 if is_one_sided(self.scaling) else 1,
            activation_min=self.scaling.activation_min,
            activation_max=self.scaling.activation_max,
        )
        return builder.nested("bank", 7)

    def _channels(self) -> tuple[Array, Array, Array, Array, Array]:
        """Weights, folded bias, multipliers, addends, shifts, all int64.

        Filters whose code is the same for every input get no weights: nothing is left to bound.
        """
        scaling = self.scaling
        weights = self.weights.astype(np.int64)
        bias = folded_bias(weights, self.bias, scaling.input_offset)
        multipliers = scaling.multipliers.astype(np.int64)
        shifts = right_shifts(scaling)
        terms = addends(shifts, scaling.output_offset)
        for i, (low, high) in enumerate(zip(*accumulator_bounds(weights, bias), strict=True)):
            code = self._code(i, int(low))
            if code == self._code(i, int(high)):
                weights[i], bias[i], multipliers[i], shifts[i] = 0, 0, 0, 1
                terms[i] = 2 * code
        return weights, bias, multipliers, terms, shifts

    def _code(self, channel: int, accumulator: int) -> int:
        scaling = self.scaling
        factor = Multiplier(int(scaling.multipliers[channel]), int(scaling.shifts[channel]))
        code = multiply(accumulator, factor) + scaling.output_offset
        return max(scaling.activation_min, min(scaling.activation_max, code))

    def _stream(self) -> Array:
        """int32 [pairs][words]."""
        weights, *channels = self._channels()
        if weights.shape[0] % 2:
            weights = np.pad(weights, ((0, 1), (0, 0)))
            channels = [np.pad(values, (0, 1)) for values in channels]
        bias, multipliers, terms, shifts = (values.reshape(-1, 2) for values in channels)
        biases = np.stack([256 * bias[:, 1] + bias[:, 0], bias[:, 0]], axis=1)
        low = np.stack([multipliers[:, 0], terms[:, 0], shifts[:, 0]], axis=1)
        high = np.stack([multipliers[:, 1], terms[:, 1], shifts[:, 1]], axis=1)
        if is_one_sided(self.scaling):
            high[:, 1] = high[:, 1] * 128 + 64
            high[:, 2] += 7
        words = np.concatenate([biases, self._weight_words(weights), high, low], axis=1)
        return words.astype(np.uint32).view(np.int32)

    def _weight_words(self, weights: Array) -> Array:
        padded = np.pad(weights, ((0, 0), (0, 4 * self.quads - weights.shape[1])))
        lanes = (_lanes(padded) & 0xFFFF).reshape(len(padded) // 2, self.quads, 4)
        words = np.stack([lanes[..., 0] | lanes[..., 2] << 16, lanes[..., 1] | lanes[..., 3] << 16])
        result: Array = np.moveaxis(words, 0, -1).reshape(len(padded) // 2, -1)
        return result


def _lanes(weights: Array) -> Array:
    """256 * high + low of each pair of filters, int64 [pairs][taps]."""
    if weights.shape[0] % 2:
        weights = np.pad(weights, ((0, 1), (0, 0)))
    lanes: Array = 256 * weights[1::2].astype(np.int64) + weights[0::2]
    return lanes
