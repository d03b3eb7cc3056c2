"""Small models of the kinds that people have, and that were once refused or computed wrongly."""

from __future__ import annotations

import pytest

from neurio_gen.compiler import compile_model
from tests.shared_files import SHARED, shared_file
from tests.support.exactness import assert_exact, compare, sample_inputs
from tests.support.host_runner import HostModel
from tests.support.oracle_process import OracleProcess

_CASES = SHARED / "cases"
# TFLite Micro has no TILE.
_WITHOUT_ORACLE = {"keras_upsampling_tile"}
# TFLite Micro leaves the code of SPACE_TO_BATCH_ND's padding unset: what it pads with is what its
# memory held before, zeros in a process that has just begun and anything in one that has not.
_UNDEFINED = {"s2b_causal"}
_NAMES = sorted({path.stem for path in _CASES.glob("*.tflite")} - _WITHOUT_ORACLE - _UNDEFINED)


@pytest.mark.skipif(not _NAMES, reason="../shared/cases is not beside this checkout")
@pytest.mark.parametrize("name", _NAMES)
def test_exact(name: str) -> None:
    assert_exact(shared_file(f"cases/{name}.tflite").read_bytes())


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(_UNDEFINED))
def test_exact_where_the_oracle_begins_with_zeros(name: str) -> None:
    tflite = shared_file(f"cases/{name}.tflite").read_bytes()
    plan = compile_model(tflite, name)
    model, oracle = HostModel(plan), OracleProcess()
    try:
        for inputs in sample_inputs(plan, 1, 2):
            outputs = oracle.outputs(tflite, inputs)
            assert outputs is not None
            compare(model(inputs), outputs, plan)
    finally:
        oracle.close()
