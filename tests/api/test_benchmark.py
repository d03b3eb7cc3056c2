"""The Python API: what is run, how it is told, and what comes back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from neurio_gen.benchmark import (
    BenchmarkResult,
    CellBasedBenchmark,
    ConvMixerBenchmark,
    DigitsBenchmark,
    LayerBasedBenchmark,
    ModelBenchmark,
    PerformanceMode,
    SuiteBenchmark,
    TinyMLPerfBenchmark,
)
from neurio_gen.devices import device
from neurio_gen.errors import DoesNotFitError, ModelError, UsageError
from tests.end_to_end.command import ROOT
from tests.support.notebook import notebook_kernel, pages

DOORBELL = ROOT / "examples" / "doorbell.tflite"


@pytest.fixture(scope="module")
def steps() -> list[tuple[str, str, float]]:
    return []


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("api")


@pytest.fixture(scope="module")
def results(output: Path, steps: list[tuple[str, str, float]]) -> BenchmarkResult:
    """Three benchmarks of two kinds on this computer: one of them is a model the engine refuses."""
    return LayerBasedBenchmark(["dense-128-32", "relu"]).run_on(
        device("native"),
        PerformanceMode(inputs=2),
        output=output,
        progress=lambda *step: steps.append(step),
    )


@pytest.mark.parametrize(
    ("benchmark", "first", "count"),
    [
        (LayerBasedBenchmark(), "layer-based/conv1d-f32-s1", 60),
        (CellBasedBenchmark(), "cell-based/skip-concatenate-2", 22),
        (TinyMLPerfBenchmark(), "tiny_ml_perf/ad01", 6),
        (ConvMixerBenchmark("convmixer-32-*"), "convmixer/convmixer-32-w32-d4", 3),
        (DigitsBenchmark(), "digits/digits-cnn", 1),
        (SuiteBenchmark("tiny_ml_perf", ["kws01", "vww*"]), "tiny_ml_perf/kws01", 2),
        (ModelBenchmark(DOORBELL), "file/doorbell", 1),
    ],
)
def test_a_class_stands_for_its_suite(benchmark: SuiteBenchmark, first: str, count: int) -> None:
    assert benchmark.benchmarks[0].id == first
    assert len(benchmark.benchmarks) == count


def test_a_selection_is_of_the_suite_only() -> None:
    with pytest.raises(UsageError, match="No benchmark is called 'kws01'"):
        LayerBasedBenchmark("kws01")


def test_results_are_exact_and_in_order(results: BenchmarkResult) -> None:
    assert [result.benchmark for result in results] == [
        "layer-based/dense-128-32",
        "layer-based/relu",
    ]
    assert results.ok
    assert all(result.bit_exact and len(result.windows) == 2 for result in results)
    assert results["relu"] is results[1] is results["layer-based/relu"]
    with pytest.raises(KeyError):
        results["tanh"]


def test_results_print_as_a_table_of_a_hundred_columns(results: BenchmarkResult) -> None:
    lines = str(results).splitlines()
    assert max(map(len, lines)) <= 100
    assert "native" in lines[0]
    assert any("dense-128-32" in line and "4,096" in line for line in lines)


def test_results_become_a_data_frame(results: BenchmarkResult) -> None:
    pytest.importorskip("pandas", reason="pandas is an optional dependency")
    frame = results.to_pandas()
    assert list(frame["benchmark"]) == [result.benchmark for result in results]
    assert frame["bit_exact"].all()


def test_without_pandas_a_data_frame_says_how_to_get_it(
    results: BenchmarkResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pandas", None)
    with pytest.raises(UsageError) as caught:
        results.to_pandas()
    assert "pip install neurio-gen[pandas]" in str(caught.value.hint)


def test_results_are_saved_by_the_suffix(results: BenchmarkResult, tmp_path: Path) -> None:
    document = json.loads(results.save(tmp_path / "x.json").read_text())
    assert document["schema"] == 1
    assert [r["benchmark"] for r in document["results"]] == [r.benchmark for r in results]
    head, *lines = results.save(str(tmp_path / "x.csv")).read_text().splitlines()
    assert head.startswith("benchmark,board,")
    assert len(lines) == 2
    with pytest.raises(UsageError, match=r"x\.xls"):
        results.save(tmp_path / "x.xls")


def test_progress_goes_from_start_to_end_through_the_stages(
    results: BenchmarkResult, steps: list[tuple[str, str, float]]
) -> None:
    assert list(dict.fromkeys(stage for stage, _, _ in steps)) == [
        *("models", "compile", "generate", "build", "performance")
    ]
    shares = [share for _, _, share in steps]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)


def test_results_are_kept_as_the_command_line_keeps_them(
    results: BenchmarkResult, output: Path
) -> None:
    (run,) = (output / "results").glob("*.jsonl")
    assert run.read_text().count('"result"') == len(results)


def test_a_model_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "no.tflite").write_bytes(b"no model")
    with pytest.raises(ModelError):
        ModelBenchmark(tmp_path / "no.tflite").run_on("native", output=tmp_path)


def test_where_nothing_can_run_the_reason_is_raised(output: Path) -> None:
    benchmark = SuiteBenchmark(ROOT / "examples" / "my_suite.py", "doorbell")
    board = device("mps2_an386")
    memory = tuple(m.model_copy(update={"length": 2048}) for m in board.board.memory)
    small = board.__class__(board.board.model_copy(update={"memory": memory}))
    with pytest.raises(DoesNotFitError, match="the board has 2,048") as info:
        benchmark.run_on(small, output=output)
    assert info.value.hint


def test_a_notebook_shows_progress_without_being_asked(tmp_path: Path) -> None:
    (tmp_path / "no.tflite").write_bytes(b"no model")
    cell = f"""
from neurio_gen.benchmark import ModelBenchmark
ModelBenchmark({str(tmp_path / "no.tflite")!r}).run_on("native", output={str(tmp_path)!r})
"""
    with notebook_kernel(tmp_path / "ipython") as kernel:
        with pytest.raises(ModelError):
            kernel.run_cell(cell).raise_error()
        shown = pages(kernel)
    assert any("<progress" in page and "no" in page for page in shown)
    assert "<progress" not in shown[-1]


def test_devices_are_boards_with_a_way_to_reach_them() -> None:
    board = device("nucleo_l4r5zi", port="/dev/ttyACM7", baud=9600)
    assert (board.board.device, board.port, board.baud) == ("serial", "/dev/ttyACM7", 9600)
    assert "/dev/ttyACM7" in str(board)
    assert device("nucleo_l4r5zi", emulate=True).board.device == "emulated"
    with pytest.raises(UsageError, match="no board 'mps2'"):
        device("mps2")
