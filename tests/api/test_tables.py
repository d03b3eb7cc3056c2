"""Tables of results: whole names within a hundred columns, and the vendors' table of ConvMixer."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from neurio_gen.benchmarks import find
from neurio_gen.benchmarks.convmixer import FACTS
from neurio_gen.boards import load_board
from neurio_gen.engines import AotEngine
from neurio_gen.models import ObtainedModel, Weights
from neurio_gen.pipeline.stages import Compiled
from neurio_gen.pipeline.vendor import vendor_record
from neurio_gen.report.benchmark_result import BenchmarkResult
from neurio_gen.report.tables import performance_table
from neurio_gen.report.vendor_table import vendor_table
from neurio_gen.results import Environment, Result
from neurio_gen.results.estimates import three_digits
from tests.end_to_end.command import ROOT
from tests.support.notebook import notebook_kernel

BOARD = load_board("mps2_an386")
(LARGE,) = find(["convmixer-768-32"])
DOORBELL = (ROOT / "examples" / "doorbell.tflite").read_bytes()


def lines_of(table: Table, width: int = 100) -> list[str]:
    text = io.StringIO()
    Console(file=text, width=width).print(table)
    return text.getvalue().splitlines()


def construction(weights: Weights, **facts: float) -> Compiled:
    """The large ConvMixer with another model's plan, not built."""
    model = ObtainedModel(DOORBELL, "0" * 64, weights, "a test", facts)
    program = AotEngine().load(DOORBELL, "doorbell", BOARD)
    return Compiled(LARGE, model, program)


def result(**fields: Any) -> Result:
    return Result(
        benchmark=LARGE.id, board=BOARD.id, mode="performance", **{"status": "ok", **fields}
    )


def test_large_figures_leave_room_for_the_name() -> None:
    row = result(
        macs=20_676_851_712,
        instructions=13_721_938_123.0,
        flash_bytes=21_968_041,
        ram_bytes=1_919_984,
        arena_bytes=1_574_400,
        weights="random",
        status="does-not-fit",
        error="too large",
    )
    lines = lines_of(performance_table(BOARD, [row]))
    assert max(map(len, lines)) <= 100
    (line,) = [line for line in lines if "convmixer-768-32" in line]
    assert "20.68 G" in line
    assert "does-not-fit" in line


def test_estimated_times_are_labelled_and_memory_is_a_share_of_the_board() -> None:
    board = load_board("nucleo_l4r5zi").emulated()
    row = result(
        bit_exact=True,
        macs=2_656_768,
        instructions=3_093_320.0,
        estimated_cycles=3_942_613,
        estimated_latency_us=32_855.1,
        flash_bytes=60_924,
        ram_bytes=30_664,
        arena_bytes=20_416,
    )
    for width in (80, 140):
        lines = lines_of(performance_table(board, [row]), width)
        (line,) = [line for line in lines if "3,093,320" in line]
        assert "32.9 ms" in line
        assert ("30.4" in line) is (width == 140)  # inferences per second, where there is room
        assert "3 %" in line and "5 %" in line
        assert max(map(len, lines)) <= width
        said = " ".join(" ".join(lines).split())
        assert "est.: estimated cycles at 120 MHz, no measurement." in said
        assert "rough: none of this board was compared with silicon" in said


def test_estimates_have_three_digits() -> None:
    shown = [three_digits(value) for value in (0.0123, 4.4892, 32.86, 352.8, 12_345.6)]
    assert shown == ["0.0123", "4.49", "32.9", "353", "12,346"]


def test_a_convmixer_has_the_columns_that_vendors_publish() -> None:
    item = construction(Weights.RANDOM, accuracy_fp32=0.5)
    record = vendor_record(item, instructions=2e9)
    assert record is not None
    assert (record.model, record.input_size) == ("ConvMixer-768/32", "224x224x3")
    assert (record.time_ms, record.instructions) == (None, 2e9)
    assert (record.accuracy_fp32, record.accuracy_int8) == (None, None)  # random weights
    assert (record.quantisation_bits, record.reference) == (8, FACTS.vendor.reference)
    assert record.weights_bytes == item.program.constant_bytes
    assert record.command_bytes is None  # nothing was built

    lines = lines_of(vendor_table(BOARD, [result(vendor=record, bit_exact=True)]))  # type: ignore[arg-type]
    assert max(map(len, lines)) <= 100
    assert any("768/32" in line and "2,000.0 M instr." in line for line in lines)


def test_accuracies_are_shown_where_weights_have_meaning() -> None:
    record = vendor_record(construction(Weights.TRAINED, accuracy_fp32=0.812), latency_us=2500.0)
    assert record is not None
    assert (record.accuracy_fp32, record.time_ms) == (0.812, 2.5)
    lines = lines_of(vendor_table(BOARD, [result(vendor=record, bit_exact=True)]))  # type: ignore[arg-type]
    assert any("2.500 ms" in line and "81.2 %" in line for line in lines)


def test_other_suites_have_no_such_table() -> None:
    assert vendor_table(BOARD, [result(bit_exact=True)]) is None


def test_a_notebook_shows_the_table() -> None:
    environment = Environment(date="2026-01-02", neurio_gen="1", python="3", os="x")
    rows = (result(macs=1000, instructions=12_345.0, bit_exact=True),)

    page = BenchmarkResult(BOARD, environment, rows)._repr_html_()

    assert page.startswith("<pre")
    assert "12,345" in page


def test_a_cell_that_prints_results_shows_them_once(tmp_path: Path) -> None:
    environment = Environment(date="2026-01-02", neurio_gen="1", python="3", os="x")
    rows = (result(macs=1000, instructions=12_345.0, bit_exact=True),)
    with notebook_kernel(tmp_path) as kernel:
        kernel.user_ns["found"] = BenchmarkResult(BOARD, environment, rows)
        kernel.run_cell("text, page = str(found), found._repr_html_()").raise_error()
        assert kernel.display_pub.outputs == []
        assert "12,345" in kernel.user_ns["text"] and "12,345" in kernel.user_ns["page"]
