"""Host half of firmware/kernels/dsp/filter_bank.h: how a layer's filters are packed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from neurio_gen.compiler.kernels.dsp.filter_stream import (
    Array,
    Filters,
    fours,
    prepare,
)
from neurio_gen.compiler.kernels.kernel import ParameterBuilder
from neurio_gen.compiler.kernels.requantisation import Requantisation


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
        return (int(self.weights.shape[1]) + 3) // 4

    def problems(self) -> list[str]:
        """Why the filters cannot be requantised by the kernels."""
        if self._filters.fit_one_sided() or self._filters.fit_two_sided():
            return []
        return ["a requantisation factor is 1/2 or more, or below 2^-22, or its sums need 31 bits"]

    def set_on(self, builder: ParameterBuilder, *, one_column: bool = False) -> ParameterBuilder:
        """Append the field `bank`, a struct FilterBank, and its constant stream.

        With `one_column`, for a layer of one pixel, filters come in fours where they can.
        """
        filters = self._filters
        one_sided = filters.fit_one_sided()
        count = len(filters.weights)
        in_pairs = count // 2 * 2 if filters.fit_pairs() else 0
        in_fours = 0
        if one_column and filters.share_requantisation():
            in_fours = in_pairs // 4 * 4
        low = np.array([*range(0, in_pairs, 2), *range(in_pairs, count)])
        high = np.array([*range(1, in_pairs, 2), *([-1] * (count - in_pairs))])
        pairs = filters.pairs(low, high, one_sided)
        stream = np.concatenate([fours(pairs[: in_fours // 2]), pairs[in_fours // 2 :].ravel()])
        note = f"{in_pairs} filters in pairs, {in_fours} of them in fours; see filter_pairs.h"
        builder.array("filters", "int32_t", stream, note=note).set(
            quads=self.quads,
            filter_count=count,
            in_fours=in_fours,
            in_pairs=in_pairs,
            two_sided=0 if one_sided else 1,
            activation_min=self.scaling.activation_min,
            activation_max=self.scaling.activation_max,
        )
        return builder.nested("bank", 8)

    @cached_property
    def _filters(self) -> Filters:
        return prepare(self.weights, self.bias, self.scaling)
