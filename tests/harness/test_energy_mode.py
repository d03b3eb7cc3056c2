"""Mode energy from images to results, on a bench that is all fake."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest

from neurio_gen.benchmarks import from_file
from neurio_gen.boards import load_board
from neurio_gen.build import BuiltImage, Sizes
from neurio_gen.codegen import GeneratedImage
from neurio_gen.engines import AotEngine
from neurio_gen.errors import DeviceError
from neurio_gen.models import ModelOptions, obtain
from neurio_gen.pipeline import access
from neurio_gen.pipeline.access import LocalBoard
from neurio_gen.pipeline.measure import measure_built
from neurio_gen.pipeline.modes.energy import EnergyMode
from neurio_gen.pipeline.oracle_process import OracleProcess
from neurio_gen.pipeline.outcome import Outcome
from neurio_gen.pipeline.request import Request
from neurio_gen.pipeline.stages import Built, Compiled, Construction, Failed
from neurio_gen.progress import Progress
from tests.devices.fake_bench import Bench, FakeBoard, FakeInterfaceBoard, FakeLpm01a, on_terminal
from tests.harness.test_firmware import small_model
from tests.protocol.fake_firmware import FakeFirmware


@pytest.fixture
def request_and_item(tmp_path: Path) -> tuple[Request, Built]:
    path = tmp_path / "small.tflite"
    path.write_bytes(small_model())
    board, benchmark = load_board("nucleo_l4r5zi"), from_file(path)
    request = Request(board, (benchmark,), ModelOptions(), tmp_path / "out", "a test")
    model = obtain(benchmark.source)
    program = AotEngine().load(model.tflite, "small", board)
    sources = GeneratedImage("small", tmp_path, (Compiled(benchmark, model, program).image_model,))
    elf = tmp_path / "small.elf"
    image = BuiltImage("small", elf, elf, Sizes(1000, 100, (), ()), tmp_path / "build.log")
    return request, Built(benchmark, model, program, sources, image)


def measured(
    request: Request, item: Construction, board: FakeBoard, monitor: FakeLpm01a
) -> tuple[Outcome, list[str], list[str]]:
    """The outcome, what was flashed while the board had power, and what the monitor was told."""
    passing = FakeInterfaceBoard(board.feed)
    flashed: list[str] = []

    def flash(_: Request, image: BuiltImage, __: Progress) -> mock.Mock:
        assert monitor.powered
        flashed.append(image.name)
        return mock.Mock()

    with (
        on_terminal(passing.feed) as interface_port,
        on_terminal(monitor.feed) as monitor_port,
        mock.patch.object(access, "write_and_wait", flash),
    ):
        mode = EnergyMode(f"lpm01a:{monitor_port}", interface_port, 3.0)
        mode.check(request)
        with OracleProcess() as oracle:
            (outcome,) = measure_built(
                request, mode, [item], LocalBoard(), Progress(), oracle=oracle, writes=True
            )
    return outcome, flashed, monitor.commands


def test_from_images_to_results(request_and_item: tuple[Request, Built]) -> None:
    request, item = request_and_item
    bench = Bench(watts_busy=0.060)
    firmware = FakeFirmware(energy=True, extended=False, models=("small",))

    outcome, flashed, told = measured(
        request, item, FakeBoard(bench, 0.005, firmware=firmware), FakeLpm01a(bench)
    )

    result = outcome.result
    assert outcome.error is None
    assert flashed == ["small"]
    assert (result.mode, result.status, result.time_base) == ("energy", "ok", "silicon")
    assert result.bit_exact is None
    assert "cannot show" in str(result.bit_exact_reason)
    energy = result.energy
    assert energy is not None
    assert energy.microjoules == pytest.approx(300, rel=2e-3)
    assert (energy.monitor, energy.volts) == ("LPM01A 1.0.7", 3.0)
    assert len(energy.windows) == 5
    assert all(window.seconds >= 10 for window in energy.windows)
    assert [(request.output / plot).is_file() for plot in energy.plots] == [True] * 5
    assert told[-2:] == ["pwr off", "hrc"]
    assert (request.log_dir / "power-monitor.log").is_file()


def test_a_bench_that_fails_is_a_failed_result_and_the_board_is_switched_off(
    request_and_item: tuple[Request, Built],
) -> None:
    request, item = request_and_item
    bench = Bench()
    monitor = FakeLpm01a(bench)
    firmware = FakeFirmware(energy=True, extended=False, models=("small",))

    outcome, _, told = measured(
        request, item, FakeBoard(bench, pulses=1, firmware=firmware), monitor
    )

    result = outcome.result
    assert result.status == "failed"
    assert isinstance(outcome.error, DeviceError)
    assert "saw 1 edges" in str(result.error)
    assert told[-2:] == ["pwr off", "hrc"]
    assert not monitor.powered


def test_what_was_not_built_keeps_its_reason(
    request_and_item: tuple[Request, Built],
) -> None:
    request, item = request_and_item
    bench = Bench()
    broken = Failed(item, DeviceError("no image"))

    outcome, flashed, _ = measured(request, broken, FakeBoard(bench), FakeLpm01a(bench))

    result = outcome.result
    assert (result.status, result.error, flashed) == ("failed", "no image", [])
    assert outcome.error is broken.error
