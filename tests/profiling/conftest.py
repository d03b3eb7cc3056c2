"""Small models, built for emulated boards once for all tests here."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from neurio_gen.benchmarks import from_file
from neurio_gen.boards import load_board
from neurio_gen.models import ModelOptions
from neurio_gen.pipeline.request import Request
from tests.support.model_writer import ModelWriter


def small_model() -> bytes:
    """Two layers of one kind, which share a kernel, and a third: 1x6x6x8 to 1x4."""
    random = np.random.default_rng(7)
    model = ModelWriter()
    image = model.input((1, 6, 6, 8), 0.5, -3)
    tensor = image
    for _ in range(2):
        weights = model.constant(random.integers(-127, 128, (8, 1, 1, 8)).astype(np.int8), 0.01)
        bias = model.constant(random.integers(-99, 99, 8).astype(np.int32), 0.005)
        following = model.tensor((1, 6, 6, 8), 0.5, 4)
        model.op(
            "CONV_2D", [tensor, weights, bias], [following], padding="SAME", stride_h=1, stride_w=1
        )
        tensor = following
    pooled = model.output((1, 3, 3, 8), 0.5, 4)
    window = {"filter_height": 2, "filter_width": 2, "stride_h": 2, "stride_w": 2}
    model.op("AVERAGE_POOL_2D", [tensor], [pooled], padding="VALID", **window)
    return model.bytes()


@pytest.fixture(scope="session")
def model_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("profiling") / "small.tflite"
    path.write_bytes(small_model())
    return path


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("profiles")


def request_for(board: str, model: Path, output: Path, *, emulated: bool = False) -> Request:
    """What a person asks for who profiles one file on a board."""
    found = load_board(board)
    return Request(
        found.emulated() if emulated else found, (from_file(model),), ModelOptions(), output
    )
