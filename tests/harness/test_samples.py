"""Inputs are seeded, of several kinds, and do not depend on how many there are."""

from __future__ import annotations

import numpy as np
import pytest

from neurio_gen.compiler.graph import DType, Quantisation, Tensor
from neurio_gen.harness.samples import samples

INT8 = Tensor("x", (1, 40, 10), DType.INT8, Quantisation((0.5,), (83,)))


def test_the_same_seed_gives_the_same_inputs_however_many_are_asked_for() -> None:
    few = list(samples([INT8], 3, 7))
    many = list(samples([INT8], 12, 7))
    other = list(samples([INT8], 3, 8))

    for one, same in zip(few, many, strict=False):
        assert np.array_equal(one.arrays[0], same.arrays[0])
    assert not np.array_equal(few[0].arrays[0], other[0].arrays[0])


def test_the_extremes_and_the_zero_point_are_among_them() -> None:
    arrays = {sample.kind: sample.arrays[0] for sample in samples([INT8], 6, 0)}

    assert (arrays["lowest"] == -128).all()
    assert (arrays["highest"] == 127).all()
    assert (arrays["zero point"] == 83).all()
    assert set(np.unique(arrays["extremes"])) == {-128, 127}
    assert len(np.unique(arrays["uniform"])) > 100
    assert arrays["uniform"].shape == (1, 40, 10)


@pytest.mark.parametrize("dtype", list(DType))
def test_every_type_has_inputs(dtype: DType) -> None:
    tensor = Tensor("x", (3, 5), dtype, Quantisation((1.0,), (1,)))

    for sample in samples([tensor, tensor], 8, 0):
        assert [array.dtype for array in sample.arrays] == [np.dtype(dtype.value)] * 2
        assert all(array.shape == (3, 5) for array in sample.arrays)


def test_with_a_period_every_array_repeats_and_is_still_different_from_the_others() -> None:
    arrays = [sample.arrays[0].reshape(-1) for sample in samples([INT8], 6, 0, period=7)]

    assert all((array[7:] == array[:-7]).all() for array in arrays)
    assert len({array.tobytes() for array in arrays}) == len(arrays)
