"""The official files beside the checkout, for tests that need real models."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"

OFFICIAL_FILES = {
    "ad01": "ad01_int8.tflite",
    "kws01": "kws_ref_model.tflite",
    "ic01": "pretrainedResnet_quant.tflite",
    "ic02": "pretrainedResnet_large_int8.tflite",
    "vww01": "vww_96_int8.tflite",
    "sww01": "str_ww_ref_model.tflite",
}
"""Model id -> file name under ../shared/models."""


def shared_file(relative: str) -> Path:
    """A file or folder of ../shared; the test is skipped where it is absent."""
    path = SHARED / relative
    if not path.exists():
        pytest.skip(f"../shared/{relative} is not beside this checkout")
    return path


def official_model(model_id: str) -> bytes:
    """The bytes of an official model; the test is skipped where they are absent."""
    return shared_file(f"models/{OFFICIAL_FILES[model_id]}").read_bytes()
