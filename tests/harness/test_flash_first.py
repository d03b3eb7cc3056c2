"""On a board, every mode measures the image that was just built: it is flashed first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from unittest import mock

import pytest

from neurio_gen.benchmarks import from_file
from neurio_gen.boards import load_board
from neurio_gen.build import BuiltImage, Sizes
from neurio_gen.errors import DeviceError
from neurio_gen.models import ModelOptions
from neurio_gen.pipeline import access
from neurio_gen.pipeline import measure as path
from neurio_gen.pipeline.measure import Measured, measure
from neurio_gen.pipeline.mode import DeviceMode
from neurio_gen.pipeline.modes.performance import PerformanceMode
from neurio_gen.pipeline.modes.verify import VerifyMode
from neurio_gen.pipeline.request import Request
from neurio_gen.pipeline.stages import Built, Generated
from neurio_gen.progress import Progress
from tests.devices.rated_board import RatedBoard
from tests.harness.test_firmware import small_model
from tests.protocol.fake_firmware import FakeFirmware

BOARD = "nucleo_l4r5zi"
BUILD = "0123456789abcdef" * 2


@pytest.fixture
def board() -> Iterator[RatedBoard]:
    """A board that nobody has flashed with what is asked for: its outputs are wrong."""
    name = f"neurio-gen/{BOARD}"
    with closing(RatedBoard(FakeFirmware(name=name, build_id=BUILD, models=("small",)))) as board:
        yield board


def measured(
    port: str, folder: Path, mode: DeviceMode, *, build: bool, build_id: str = BUILD
) -> tuple[Measured, list[str]]:
    """What comes of a request whose images are there, and the images that were flashed."""
    model = folder / "small.tflite"
    model.write_bytes(small_model())
    request = Request(
        load_board(BOARD), (from_file(model),), ModelOptions(), folder / "out", port=port
    )
    elf = folder / "small.elf"
    sizes, log = Sizes(1000, 100, (), ()), folder / "build.log"
    image = BuiltImage("small", elf, elf, sizes, log, build_id=build_id)

    def there(_: Request, items: list[Generated], *_more: object, **_named: object) -> list[Built]:
        return [Built(i.benchmark, i.model, i.program, i.sources, image) for i in items]

    flashed: list[str] = []

    def write(_: Request, image: BuiltImage, __: Progress) -> mock.Mock:
        flashed.append(image.name)
        return mock.Mock()

    with (
        mock.patch.object(path, "construct", there),
        mock.patch.object(path, "built_before", there),
        mock.patch.object(access, "probe_of"),
        mock.patch.object(access, "write_and_wait", write),
    ):
        return measure(request, mode, build=build), flashed


@pytest.mark.parametrize("mode", [PerformanceMode(inputs=1), VerifyMode(samples=1)])
def test_what_was_built_is_flashed(mode: DeviceMode, board: RatedBoard, tmp_path: Path) -> None:
    found, flashed = measured(board.port, tmp_path, mode, build=True)
    assert flashed == ["small"]
    # the board is a fake that computes nothing: it is then rightly found to be wrong
    assert [result.status for result in found.results] == ["failed"]
    # and what is said to be in flash already is not written
    assert measured(board.port, tmp_path, mode, build=False)[1] == []


def test_another_build_that_answers_is_refused(board: RatedBoard, tmp_path: Path) -> None:
    """Given a stale image of the same model on the board, when it is run, then nothing counts."""
    mode = PerformanceMode(inputs=1)
    found, _ = measured(board.port, tmp_path, mode, build=False, build_id="fedc" * 8)
    (error,) = found.errors.values()
    assert isinstance(error, DeviceError)
    assert f"Another build answers than that of small: {BUILD[:16]}" in error.message
    assert "neurio-gen flash" in str(error.hint)
    # and firmware that does not say which it is, is measured
    board.firmware.build_id = None
    found, _ = measured(board.port, tmp_path, mode, build=False, build_id="fedc" * 8)
    assert "differs from the oracle" in str(found.results[0].error)
