"""Measuring over a line at another rate: what fails there is measured again at the first one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from neurio_gen.benchmarks import from_file
from neurio_gen.boards import load_board
from neurio_gen.build import BuiltImage, Sizes
from neurio_gen.codegen import GeneratedImage
from neurio_gen.engines import AotEngine
from neurio_gen.models import ModelOptions, obtain
from neurio_gen.pipeline.access import LocalBoard
from neurio_gen.pipeline.measure import measure_built
from neurio_gen.pipeline.modes.performance import PerformanceMode
from neurio_gen.pipeline.oracle_process import OracleProcess
from neurio_gen.pipeline.outcome import Outcome
from neurio_gen.pipeline.request import Request
from neurio_gen.pipeline.stages import Built, Compiled
from neurio_gen.progress import Progress
from neurio_gen.protocol import rate
from tests.devices.rated_board import BOOT, TRIAL_SECONDS, RatedBoard
from tests.harness.test_firmware import small_model
from tests.protocol.fake_firmware import FakeFirmware

FAST = 921600


class Told(Progress):
    def __init__(self) -> None:
        self.notes: list[str] = []
        self.details: list[str] = []

    def note(self, text: str) -> None:
        self.notes.append(text)

    def detail(self, text: str) -> None:
        self.details.append(text)


@pytest.fixture
def board(monkeypatch: pytest.MonkeyPatch) -> Iterator[RatedBoard]:
    monkeypatch.setattr(rate, "_CONFIRM_SECONDS", 0.8 * TRIAL_SECONDS)
    monkeypatch.setattr(rate, "_REST_SECONDS", 1.1 * TRIAL_SECONDS)
    firmware = FakeFirmware(name="neurio-gen/nucleo_l4r5zi", models=("small",), rates=(BOOT, FAST))
    with closing(RatedBoard(firmware)) as board:
        yield board


@pytest.fixture
def request_and_item(board: RatedBoard, tmp_path: Path) -> tuple[Request, Built]:
    path = tmp_path / "small.tflite"
    path.write_bytes(small_model())
    kind, benchmark = load_board("nucleo_l4r5zi"), from_file(path)
    request = Request(
        kind, (benchmark,), ModelOptions(), tmp_path / "out", port=board.port, baud=FAST
    )
    model = obtain(benchmark.source)
    program = AotEngine().load(model.tflite, "small", kind)
    sources = GeneratedImage("small", tmp_path, (Compiled(benchmark, model, program).image_model,))
    elf = tmp_path / "small.elf"
    image = BuiltImage("small", elf, elf, Sizes(1000, 100, (), ()), tmp_path / "build.log")
    return request, Built(benchmark, model, program, sources, image)


def measured(request: Request, items: list[Built], told: Told) -> list[Outcome]:
    mode = PerformanceMode(inputs=2)
    with OracleProcess() as oracle:
        outcomes = measure_built(
            request, mode, items, LocalBoard(), told, oracle=oracle, writes=False
        )
        return list(outcomes)


def test_the_rate_in_use_is_told_and_stored(
    board: RatedBoard, request_and_item: tuple[Request, Built]
) -> None:
    request, item = request_and_item
    board.firmware.extended = False  # then there are no outputs to compare
    told = Told()

    (outcome,) = measured(request, [item], told)

    result = outcome.result
    assert (outcome.error, told.notes) == (None, [])
    assert (result.status, result.baud) == ("ok", FAST)
    assert told.details == ["small is talked to at 921600 baud"]
    # and the board is left as it was found
    assert (board.hosts_rates, board.rate) == ([BOOT, FAST], BOOT)


def test_wrong_outputs_are_asked_for_again_at_the_first_rate(
    board: RatedBoard, request_and_item: tuple[Request, Built]
) -> None:
    """Given a device whose outputs are wrong, when it is measured, then the line is not blamed."""
    request, item = request_and_item
    other = replace(item, image=replace(item.image, elf=Path("other.elf")))
    told = Told()

    results = [outcome.result for outcome in measured(request, [item, other], told)]

    assert ["differs from the oracle" in str(result.error) for result in results] == [True] * 2
    assert [(result.status, result.baud) for result in results] == [("failed", BOOT)] * 2
    # then it was asked for at both rates, and the higher one is not tried for the next image
    assert len(told.notes) == 1
    assert "what has failed is repeated: " in told.notes[0]
    assert board.firmware.commands.count(f"baud {FAST}") == 1
    assert board.hosts_rates == [BOOT, FAST, BOOT]
