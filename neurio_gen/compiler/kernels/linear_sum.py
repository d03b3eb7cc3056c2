"""ADD and SUB, int8, of two tensors with one shape, as one linear function of both codes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler.fixed_point import Multiplier, multiply
from neurio_gen.compiler.kernels.generic.add_s8 import AddS8
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.plan import FieldValue

Array = npt.NDArray[Any]

_FRACTION_BITS = range(25, 16, -1)
"""The most first: the finest function that does not overflow."""
_SEARCH = 3
"""How far factors are moved from the nearest ones, in their last place, to meet all codes."""
_CODES = np.arange(-128, 128, dtype=np.int64)


class LinearSum(Kernel):
    """One linear function of both codes, where that gives TFLite Micro's code for all of them.

    `parameters` is the struct of the C++ half.
    """

    limits = "equal shapes, a linear function that gives all codes"
    parameters: ClassVar[str]
    reads_constants = (0, 1)

    def problems(self, site: Site) -> list[str]:
        """What AddS8 asks for, and a fitting function."""
        found = AddS8().problems(site)
        if not found and _fit(site) is None:
            found.append("no linear function gives all its codes")
        return found

    def lower(self, site: Site) -> Lowering:
        """The factors and the constant."""
        fit = _fit(site)
        assert fit is not None
        builder = ParameterBuilder(site, self.parameters).set(
            elements=site.output().elements,
            left=fit.left,
            right=fit.right,
            constant=fit.constant,
            fraction_bits=fit.bits,
        )
        return builder.lowering(in_place=(0, 1))


@dataclass(frozen=True)
class _Fit:
    """The code of a and b: round((left * a + right * b + constant) / 2^bits), ties up, clamped."""

    left: int
    right: int
    constant: int
    bits: int


def _fit(site: Site) -> _Fit | None:
    """A function as the kernel computes it, or None if none gives all codes."""
    left, right, output = (t.quantisation for t in (site.input(0), site.input(1), site.output()))
    assert left and right and output
    sign = -1 if site.operator.kind == "SUB" else 1
    factors = left.scale / output.scale, sign * right.scale / output.scale
    codes = _codes(site)
    for bits in _FRACTION_BITS:
        half = 1 << (bits - 1)
        # Codes but the largest set a limit from above, codes but the smallest one from below.
        least = np.where(codes > -128, (codes << bits) - half, -(2**50))
        most = np.where(codes < 127, (codes << bits) + half - 1, 2**50)
        for a, b in _around((round(factors[0] * 2**bits), round(factors[1] * 2**bits))):
            sums = a * _CODES[:, np.newaxis] + b * _CODES[np.newaxis, :]
            low, high = int((least - sums).max()), int((most - sums).min())
            constant = (low + high) // 2
            extreme = int(np.abs(sums).max()) + abs(constant) + half
            if extreme >= 2**31:
                break
            if low <= high:
                return _Fit(a, b, constant, bits)
    return None


def _around(nearest: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Pairs of factors, the nearest first."""
    steps = range(-_SEARCH, _SEARCH + 1)
    moves = sorted(((i, j) for i in steps for j in steps), key=lambda m: (abs(m[0]) + abs(m[1]), m))
    return ((nearest[0] + i, nearest[1] + j) for i, j in moves)


def _codes(site: Site) -> Array:
    """TFLite Micro's result for all pairs of codes, as the portable kernel has it: [256, 256]."""
    lowering = AddS8().lower(site)
    fields = dict(lowering.parameters.fields)
    left, right = (constant.values.astype(np.int64) for constant in lowering.constants)
    factor = Multiplier(_integer(fields["output_multiplier"]), _integer(fields["output_shift"]))
    sums, places = np.unique(left[:, np.newaxis] + right[np.newaxis, :], return_inverse=True)
    scaled = np.array([multiply(int(x), factor) for x in sums], np.int64)
    offset, low, high = (
        _integer(fields[name]) for name in ("output_offset", "activation_min", "activation_max")
    )
    codes: Array = np.clip(scaled[places].reshape(256, 256) + offset, low, high)
    return codes


def _integer(value: FieldValue) -> int:
    assert isinstance(value, int)
    return value
