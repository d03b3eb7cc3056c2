"""The six official models run exactly on the portable kernels, logits included."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.exactness import assert_exact
from tests.support.truncate import tensor_before_softmax, truncate

_MODELS = Path(__file__).resolve().parents[3] / "shared" / "models"
_FILES = (
    "ad01_int8",
    "kws_ref_model",
    "pretrainedResnet_quant",
    "pretrainedResnet_large_int8",
    "str_ww_ref_model",
    "vww_96_int8",
)

pytestmark = pytest.mark.skipif(not _MODELS.is_dir(), reason="the official models are not here")


@pytest.mark.parametrize("name", _FILES)
def test_all_outputs_are_the_oracles(name: str) -> None:
    assert_exact((_MODELS / f"{name}.tflite").read_bytes(), samples=3)


@pytest.mark.parametrize("name", [name for name in _FILES if name != "ad01_int8"])
def test_the_logits_are_the_oracles_where_softmax_would_hide_them(name: str) -> None:
    content = (_MODELS / f"{name}.tflite").read_bytes()
    logits = tensor_before_softmax(content)
    assert logits is not None
    plan = assert_exact(truncate(content, logits), samples=3)
    assert all(layer.operator != "SOFTMAX" for layer in plan.layers)
