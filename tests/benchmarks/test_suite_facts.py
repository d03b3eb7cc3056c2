"""What a suite from outside says of itself: images, data, a chart, and a table of vendors."""

from __future__ import annotations

from pathlib import Path

import pytest

from neurio_gen.benchmark import (
    AccuracyMode,
    BenchmarkResult,
    ChartPlace,
    PerformanceMode,
    Suite,
    SuiteBenchmark,
    SuiteFacts,
    VendorTable,
)
from neurio_gen.compiler import compile_model
from neurio_gen.isa import Isa
from neurio_gen.report.content import content_of
from neurio_gen.report.markdown import to_markdown
from neurio_gen.report.vendor_table import vendor_table
from neurio_gen.results import read_runs
from tests.end_to_end.command import ROOT

DOORBELL = ROOT / "examples" / "doorbell.tflite"
NAMES = ("front-day", "front-night", "back-day", "back-night")


def place(name: str) -> ChartPlace:
    door, light = name.split("-")
    return ChartPlace(row=door, title=f"{door} door", cell=light)


def write_data(folder: Path) -> Path:
    (port,) = compile_model(DOORBELL.read_bytes(), "doorbell", Isa.GENERIC).inputs
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "0.bin").write_bytes(bytes(port.nbytes))
    (folder / "y_labels.csv").write_text("0.bin,2,1\n")
    return folder


def doors() -> Suite:
    vendor = VendorTable("Doors", "TensorFlow Lite", "https://example.org/doors")
    suite = Suite(
        "doors",
        SuiteFacts(packed=False, write_dataset=write_data, vendor=vendor, chart=place),
    )
    for name in NAMES:
        suite.tflite(DOORBELL, name, description=f"Doors-{name}, a test")
    return suite


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("doors")


@pytest.fixture(scope="module")
def results(output: Path) -> BenchmarkResult:
    return SuiteBenchmark(doors()).run_on("native", PerformanceMode(inputs=1), output=output)


def test_its_benchmarks_have_images_of_their_own(results: BenchmarkResult, output: Path) -> None:
    assert results.ok
    images = (output / "pio" / "build" / "native" / "images" / "performance").iterdir()
    assert sorted(image.name for image in images) == sorted(NAMES)


def test_its_chart_is_the_one_that_it_states(results: BenchmarkResult, output: Path) -> None:
    (run,) = read_runs(output / "results")
    (suite,) = content_of([run]).suites
    assert suite.grid is not None
    assert suite.grid.rows == (
        ("front door", (("day", "doors/front-day"), ("night", "doors/front-night"))),
        ("back door", (("day", "doors/back-day"), ("night", "doors/back-night"))),
    )


def test_its_table_of_vendors_is_shown(results: BenchmarkResult) -> None:
    table = vendor_table(results.board, results.results)
    assert table is not None
    assert str(table.title).startswith("Doors on ")
    assert list(table.columns[0].cells) == list(NAMES)
    assert "https://example.org/doors" in str(table.caption)


def test_its_data_set_needs_no_folder(results: BenchmarkResult, output: Path) -> None:
    one = SuiteBenchmark(doors(), "front-day").run_on("native", AccuracyMode(), output=output)
    quality = one["front-day"].quality
    assert quality is not None
    assert (quality.dataset, quality.files) == ("doors", 1)
    # and terminal and Markdown show one table
    *_, run = sorted(read_runs(output / "results"), key=lambda run: run.name)
    said = to_markdown(content_of([run]))
    for text in ("Top-1", "correct", "doors", f"{100 * (quality.top1 or 0):.1f} %"):
        assert text in str(one)
        assert text in said
