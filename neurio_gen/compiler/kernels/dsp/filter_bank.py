"""Host half of firmware/kernels/dsp/filter_bank.h: how a layer's filters are packed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from neurio_gen.compiler.kernels import rows
from neurio_gen.compiler.kernels.dsp.filter_stream import Array, Filters, Sixes, prepare, sixes
from neurio_gen.compiler.kernels.kernel import ParameterBuilder
from neurio_gen.compiler.kernels.requantisation import Requantisation
from neurio_gen.compiler.plan import Part

_CACHED_BYTES = 224
"""Of a block of filters that the data cache of an STM32L4, 256 bytes, can hold."""


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

    @property
    def nbytes(self) -> int:
        """Bytes of the stream: taps in quads, and 16 bytes to requantise a filter's sums."""
        return len(self.weights) * (4 * self.quads + 16)

    def problems(self) -> list[str]:
        """Why the filters cannot be requantised by the kernels."""
        if self._filters.fit_one_sided() or self._filters.fit_two_sided():
            return []
        return ["a requantisation factor is 1/2 or more, or below 2^-22, or its sums need 31 bits"]

    @property
    def in_sixes(self) -> int:
        """How many filters, the first ones, can come in sixes."""
        return self._in_pairs // 6 * 6

    def sixes(self) -> Sixes:
        """The constants of the first `in_sixes` filters."""
        return sixes(self._pairs[: self.in_sixes // 2])

    def set_on(
        self, builder: ParameterBuilder, field: str = "bank", *, first: int = 0
    ) -> ParameterBuilder:
        """Append a field, a struct FilterBank, and its constant stream.

        The filters from the `first` on; it is even. The stream is null where there are none.
        """
        count, in_pairs = len(self.weights) - first, max(0, self._in_pairs - first)
        low, high = self._pair_numbers
        layout = rows.pairs(low[first // 2 :], high[first // 2 :], 2 * self.quads)
        stream = self._pairs[first // 2 :].ravel()
        note = f"{in_pairs} of {count} filters in pairs; see filter_pairs.h"
        builder.array("stream", "uint32_t", stream if count else None, note=note, rows=layout).set(
            quads=self.quads,
            filters=count,
            in_pairs=in_pairs,
            two_sided=0 if self._filters.fit_one_sided() else 1,
            activation_min=self.scaling.activation_min,
            activation_max=self.scaling.activation_max,
        )
        return builder.nested(field, "FilterBank", 7)

    def fours_problems(self) -> list[str]:
        """Why the filters cannot go four by four: see filter_fours.h."""
        found = self.problems()
        if not found and len(self.weights) < 4:
            found.append("it has fewer than 4 filters")
        if not found and not self._filters.fit_as(*self._fours):
            found.append("a pair of its filters does not fit one word")
        return found

    @property
    def two_sided(self) -> bool:
        """Whether codes below the zero point occur."""
        return not self._filters.fit_one_sided()

    @property
    def fours_are_copied(self) -> bool:
        """Whether a block of four filters is more than a small data cache holds."""
        return 4 * (16 + 4 * self.quads) > _CACHED_BYTES

    def set_fours(self, builder: ParameterBuilder, *, unrolled: bool) -> int:
        """Append the field `fours`, a struct FilterFours; returns the bytes that a copy takes.

        `unrolled` takes the longer loop, for code in RAM.
        """
        one_sided = self._filters.fit_one_sided()
        stream = self._fours_stream
        copied = self.fours_are_copied
        factors = [Part(f"multiplier, addend, shift of filter {i}", 3) for i in (1, 0, 3, 2)]
        parts = [
            Part("biases: 256 * high + low, low", 4),
            Part("weights: 256 * high + low, of both pairs in turn", 4 * self.quads),
            *factors,
        ]
        layout = rows.blocks("filters", len(self.weights), 4, parts)
        note = "four filters at a time; see filter_fours.h"
        builder.array("stream", "uint32_t", stream, note=note, rows=layout).set(
            quads=self.quads,
            filters=len(self.weights),
            form=f"&k{'Long' if unrolled else ''}Fours{'One' if one_sided else 'Two'}Sided",
            copied=int(copied),
            activation_min=self.scaling.activation_min,
            activation_max=self.scaling.activation_max,
        )
        builder.nested("fours", "FilterFours", 7)
        return 4 * stream.shape[1] if copied else 0

    @cached_property
    def _fours(self) -> tuple[Array, Array]:
        """Low and high filters of the pairs; the last four end with the last filter."""
        count = len(self.weights)
        first = np.minimum(np.arange(0, count, 4), count - 4)
        low = (first[:, np.newaxis] + [0, 2]).ravel()
        return low, low + 1

    @cached_property
    def _fours_stream(self) -> Array:
        """The constants of each block of four filters [blocks][words]: see filter_fours.h."""
        one_sided = self._filters.fit_one_sided()
        pairs = self._filters.pairs(*self._fours, one_sided).reshape(-1, 2, 8 + 2 * self.quads)
        count = len(pairs)
        weights = pairs[:, :, 2:-6].transpose(0, 2, 1).reshape(count, -1)
        biases, requantisation = pairs[:, :, :2], pairs[:, :, -6:]
        blocks = [biases.reshape(count, -1), weights, requantisation.reshape(count, -1)]
        return np.concatenate(blocks, axis=1)

    @cached_property
    def _pairs(self) -> Array:
        """The stream of all filters [pairs][words], single ones behind the pairs."""
        low, high = self._pair_numbers
        return self._filters.pairs(np.array(low), np.array(high), self._filters.fit_one_sided())

    @property
    def _pair_numbers(self) -> tuple[list[int], list[int]]:
        """The low and the high filter of every pair; -1 beside a single one."""
        count, in_pairs = len(self.weights), self._in_pairs
        low = [*range(0, in_pairs, 2), *range(in_pairs, count)]
        return low, [*range(1, in_pairs, 2), *([-1] * (count - in_pairs))]

    @cached_property
    def _in_pairs(self) -> int:
        return len(self.weights) // 2 * 2 if self._filters.fit_pairs() else 0

    @cached_property
    def _filters(self) -> Filters:
        return prepare(self.weights, self.bias, self.scaling)
