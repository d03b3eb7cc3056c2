"""Small models of the kinds that people have, and that were once refused or computed wrongly."""

from __future__ import annotations

import pytest

from tests.shared_files import SHARED, shared_file
from tests.support.exactness import assert_exact

_CASES = SHARED / "cases"
# TFLite Micro has no TILE.
_WITHOUT_ORACLE = {"keras_upsampling_tile"}
_NAMES = sorted({path.stem for path in _CASES.glob("*.tflite")} - _WITHOUT_ORACLE)


@pytest.mark.skipif(not _NAMES, reason="../shared/cases is not beside this checkout")
@pytest.mark.parametrize("name", _NAMES)
def test_exact(name: str) -> None:
    assert_exact(shared_file(f"cases/{name}.tflite").read_bytes())
