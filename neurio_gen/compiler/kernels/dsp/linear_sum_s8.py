"""ADD and SUB, int8, of two tensors with one shape, on the DSP extension."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler.fixed_point import Multiplier, activation_range
from neurio_gen.compiler.kernels.generic.add_s8 import AddS8
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.isa import Isa

_FRACTION_BITS = 16
_SEARCH = 3
"""How far factors are moved from the nearest ones, in their last place, to meet all codes."""


class LinearSumS8(Kernel):
    """One linear function of both codes, where that gives TFLite Micro's code for all of them."""

    name = "linear_sum_s8"
    isa = Isa.DSP
    reads_constants = (0, 1)

    def problems(self, site: Site) -> list[str]:
        """What AddS8 asks for, no clamp within the range of int8, and a fitting function."""
        found = AddS8().problems(site)
        if found:
            return found
        name = site.option("fused_activation_function", "NONE")
        if activation_range(name, site.output()) != (-128, 127):
            return ["its activation clamps within the range of int8"]
        if _fit(site) is None:
            return ["no linear function gives all its codes"]
        return []

    def lower(self, site: Site) -> Lowering:
        """The factors and the constant."""
        fit = _fit(site)
        assert fit is not None
        left, right, constant = fit
        builder = ParameterBuilder(site, "LinearSumParams").set(
            elements=site.output().elements, left=left, right=right, constant=constant
        )
        return builder.lowering(in_place=(0, 1))


def _fit(site: Site) -> tuple[int, int, int] | None:
    """Factors and constant as the kernel takes them, or None if no function fits."""
    left, right, output = (t.quantisation for t in (site.input(0), site.input(1), site.output()))
    assert left and right and output
    unit = 2 ** (_FRACTION_BITS + 8) / output.scale
    sign = -1 if site.operator.kind == "SUB" else 1
    nearest = round(left.scale * unit), round(sign * right.scale * unit)
    if max(abs(factor) for factor in nearest) >= 2**31 - _SEARCH:
        return None
    codes = _codes(site)
    # Every code below the largest sets a limit from above, every one over the smallest from below.
    least = np.where(codes > -128, codes << _FRACTION_BITS, np.iinfo(np.int64).min // 2)
    most = np.where(codes < 127, ((codes + 1) << _FRACTION_BITS) - 1, np.iinfo(np.int64).max // 2)
    for a, b in _around(nearest):
        sums = _products(a)[:, np.newaxis] + _products(b)[np.newaxis, :]
        low, high = int((least - sums).max()), int((most - sums).min())
        constant = (low + high) // 2 + (128 << _FRACTION_BITS)
        extremes = int(np.abs(sums).max()) + abs(constant)
        if low <= high and extremes < 2**31:
            return a, b, constant
    return None


def _around(nearest: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Pairs of factors, the nearest first."""
    steps = range(-_SEARCH, _SEARCH + 1)
    moves = sorted(((i, j) for i in steps for j in steps), key=lambda m: (abs(m[0]) + abs(m[1]), m))
    return ((nearest[0] + i, nearest[1] + j) for i, j in moves)


def _products(factor: int) -> npt.NDArray[Any]:
    """What SMLAWB adds for each code from -128 to 127: int64 [256]."""
    products: npt.NDArray[Any] = (np.arange(-128, 128, dtype=np.int64) * 256 * factor) >> 16
    return products


def _codes(site: Site) -> npt.NDArray[Any]:
    """TFLite Micro's result for all pairs of codes, as the portable kernel has it: [256, 256]."""
    lowering = AddS8().lower(site)
    fields = {name: value for name, value in lowering.parameters.fields if isinstance(value, int)}
    left, right = (constant.values.astype(np.int64) for constant in lowering.constants)
    factor = Multiplier(fields["output_multiplier"], fields["output_shift"])
    codes = _multiply(left[:, np.newaxis] + right[np.newaxis, :], factor)
    codes = codes + fields["output_offset"]
    clamped: npt.NDArray[Any] = np.clip(codes, fields["activation_min"], fields["activation_max"])
    return clamped


def _multiply(sums: npt.NDArray[Any], factor: Multiplier) -> npt.NDArray[Any]:
    """`fixed_point.multiply` for arrays and factors below 1."""
    assert factor.shift <= 0
    exponent = -factor.shift
    scaled = (sums * factor.value + 2**30) >> 31
    half = (1 << exponent) >> 1
    rounded: npt.NDArray[Any] = (scaled + half - ((scaled < 0) & (exponent > 0))) >> exponent
    return rounded
