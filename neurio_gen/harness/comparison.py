"""Whether a device's answers are the reference's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from neurio_gen.compiler.graph import Tensor
from neurio_gen.compiler.tolerance import EXACT, Tolerance
from neurio_gen.harness.encoding import dequantise, loaded_reals
from neurio_gen.harness.samples import Sample
from neurio_gen.harness.workload import Array
from neurio_gen.models.interface import ResultKind

# Three decimals are printed; sums in single precision may differ in their last places.
_ROUNDING = 0.000_51
_RELATIVE = {ResultKind.DEQUANTISED: 1e-5, ResultKind.MEAN_SQUARED_ERROR: 1e-4, ResultKind.TOP1: 0}


@dataclass(frozen=True)
class Mismatch:
    """The first difference. `where` is `output 0` or `results line`, `index` an element of it.

    `differing` counts the elements of it that differ, of `elements`.
    """

    sample: int
    kind: str
    where: str
    index: int
    expected: float
    got: float
    differing: int
    elements: int

    def __str__(self) -> str:
        return (
            f"sample {self.sample} ({self.kind} inputs), {self.where}, index {self.index}: "
            f"expected {self.expected:g}, got {self.got:g}; "
            f"{self.differing} of {self.elements} differ"
        )


@dataclass
class Differences:
    """How far outputs were from what is right: held against a tolerance, and remembered.

    Differences of float32 outputs are relative to the largest magnitude that was expected of that
    output so far, as a single output may by chance be near 0. `largest` is the largest of them.
    """

    tolerance: Tolerance = EXACT
    largest: float = 0.0
    _scales: dict[int, float] = field(default_factory=dict)

    def compare(
        self, sample: Sample, expected: Sequence[Array], got: Sequence[Array]
    ) -> Mismatch | None:
        """The first element of the outputs that differs by more than the tolerance.

        Without a tolerance for its type every byte counts: NaN equals NaN of the same bits, -0 is
        not 0.
        """
        for number, (want, have) in enumerate(zip(expected, got, strict=True)):
            wrong = self._wrong(number, want.reshape(-1), have.reshape(-1))
            if wrong.any():
                where = f"output {number}"
                return _mismatch(sample, where, want.reshape(-1), have.reshape(-1), wrong)
        return None

    def _wrong(self, output: int, want: Array, have: Array) -> Array:
        real = want.dtype.kind == "f"
        if not (self.tolerance.relative if real else self.tolerance.codes):
            return _different_bytes(want, have)
        with np.errstate(invalid="ignore"):
            apart = np.abs(want.astype(np.float64) - have.astype(np.float64))
        if not real:
            return np.asarray(~(apart <= self.tolerance.codes))
        same = (want == have) | (np.isnan(want) & np.isnan(have))
        finite = np.abs(want[np.isfinite(want)]).max(initial=0.0)
        scale = self._scales[output] = max(self._scales.get(output, 0.0), float(finite))
        if scale:
            self.largest = max(self.largest, float(apart[~same].max(initial=0.0)) / scale)
        return np.asarray(~(same | (apart <= self.tolerance.relative * scale)))


def compare_results(
    sample: Sample, expected: Sequence[float], got: Sequence[float], result: ResultKind
) -> Mismatch | None:
    """The first number of the results line that is not the expected one, rounded."""
    want, have = np.asarray(expected, np.float64), np.asarray(got, np.float64)
    if want.shape != have.shape:
        return Mismatch(
            *(sample.index, sample.kind, "length of the results line", 0, want.size, have.size),
            *(1, 1),
        )
    allowed = _ROUNDING + _RELATIVE[result] * np.abs(want)
    wrong = ~(np.abs(want - have) <= allowed) & ~(np.isnan(want) & np.isnan(have))
    return _mismatch(sample, "results line", want, have, wrong) if wrong.any() else None


def expected_results(
    result: ResultKind,
    inputs: Sequence[Tensor],
    sample: Sample,
    outputs: Sequence[Tensor],
    arrays: Sequence[Array],
) -> list[float]:
    """The numbers of the results line for outputs `arrays`."""
    if result is ResultKind.TOP1:
        return [float(np.argmax(arrays[0]))]
    reals = [
        dequantise(tensor, array).reshape(-1) for tensor, array in zip(outputs, arrays, strict=True)
    ]
    if result is ResultKind.DEQUANTISED:
        return [float(value) for value in np.concatenate(reals)]
    loaded = np.concatenate(
        [
            loaded_reals(tensor, codes).reshape(-1)
            for tensor, codes in zip(inputs, sample.arrays, strict=True)
        ]
    )
    elements = min(loaded.size, reals[0].size)
    difference = reals[0][:elements].astype(np.float64) - loaded[:elements]
    return [float(np.mean(difference**2))]


def _different_bytes(want: Array, have: Array) -> Array:
    size = want.dtype.itemsize
    raw = [np.ascontiguousarray(one).view(np.uint8).reshape(-1, size) for one in (want, have)]
    return np.asarray((raw[0] != raw[1]).any(axis=1))


def _mismatch(sample: Sample, where: str, want: Array, have: Array, wrong: Array) -> Mismatch:
    index = int(np.argmax(wrong))
    return Mismatch(
        *(sample.index, sample.kind, where, index, float(want[index]), float(have[index])),
        *(int(np.count_nonzero(wrong)), int(wrong.size)),
    )
