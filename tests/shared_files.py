"""Real models for tests: the official files, and what lies beside the checkout."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest

from neurio_gen.models.cache import cache_root, read_checked
from neurio_gen.models.download import UnreachableError, download
from neurio_gen.models.official import OFFICIAL_MODELS
from neurio_gen.models.source import OfficialModel
from neurio_gen.progress import SILENT

SHARED = Path(__file__).resolve().parents[2] / "shared"

OFFICIAL_FILES = {
    "ad01": "ad01_int8.tflite",
    "kws01": "kws_ref_model.tflite",
    "ic01": "pretrainedResnet_quant.tflite",
    "ic02": "pretrainedResnet_large_int8.tflite",
    "vww01": "vww_96_int8.tflite",
    "sww01": "str_ww_ref_model.tflite",
}
"""Model id -> file name of the official model."""

ABSENT = "official files are absent"
"""What the reasons of tests that are skipped for them begin with; the summary counts these."""


def official_models() -> Path:
    """A folder with the six official models, by their file names.

    NEURIO_GEN_MODELS, ../shared/models, or the pinned files, fetched once into the user's cache.
    The test is skipped where none of these can be had.
    """
    folder = official_folder()
    if folder is None:
        pytest.skip(f"{ABSENT}: set NEURIO_GEN_MODELS to a folder that has the models")
    return folder


def official_model(model_id: str) -> bytes:
    """The bytes of an official model; the test is skipped where they are absent."""
    return (official_models() / OFFICIAL_FILES[model_id]).read_bytes()


def shared_file(relative: str) -> Path:
    """A file or folder of ../shared; the test is skipped where it is absent."""
    path = SHARED / relative
    if not path.exists():
        pytest.skip(f"{ABSENT}: ../shared/{relative} is not beside this checkout")
    return path


@cache
def official_folder() -> Path | None:
    """As `official_models`; None where they cannot be had."""
    for folder in (os.environ.get("NEURIO_GEN_MODELS"), SHARED / "models"):
        if folder and all((Path(folder) / name).is_file() for name in OFFICIAL_FILES.values()):
            return Path(folder)
    together = Path(tempfile.mkdtemp(prefix="neurio-gen-models-"))
    atexit.register(shutil.rmtree, together, ignore_errors=True)
    try:
        for model in OFFICIAL_MODELS:
            (together / model.filename).write_bytes(_kept_or_fetched(model))
    except UnreachableError:
        return None
    return together


def _kept_or_fetched(model: OfficialModel) -> bytes:
    kept = cache_root() / "official" / model.sha256[:16] / model.filename
    content = read_checked(kept, model.sha256)
    if content is None:
        content = download(model, SILENT)
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(content)
    return content
