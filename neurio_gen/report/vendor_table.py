"""The tables that vendors publish for suites such as ConvMixer."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from neurio_gen.boards import Board
from neurio_gen.report.fitting_table import FittingTable
from neurio_gen.results import Result, VendorRecord

_SPARE = ("bits", "data set", "framework", "command", "weights", "FP32", "input WxHxC")
"""What a narrow terminal goes without, in this order."""


def vendor_table(board: Board, results: Sequence[Result]) -> Table | None:
    """The table of the results that have a vendor's record; None where none has."""
    rows = [(result, result.vendor) for result in results if result.vendor is not None]
    if not rows:
        return None
    table = FittingTable(title=f"{rows[0][1].title} on {board.name}", spare=_SPARE)
    for heading in ("model", "framework", "data set", "input WxHxC"):
        table.add_column(heading)
    for heading in ("inference", "FP32", "INT8", "bits", "weights", "command"):
        table.add_column(heading, justify="right", no_wrap=True)
    for result, record in rows:
        table.add_row(
            record.model.removeprefix(f"{record.title}-"),
            record.framework,
            record.dataset or "-",
            record.input_size,
            _inference(result, record),
            _percent(record.accuracy_fp32),
            _percent(record.accuracy_int8),
            str(record.quantisation_bits),
            _bytes(record.weights_bytes),
            _bytes(record.command_bytes),
        )
    table.caption = (
        "model: width/depth; weights: with biases, bytes; command: generated code, bytes. "
        "Accuracies are empty where the weights are random. "
        f"Reference: {rows[0][1].reference}"
    )
    return table


def _inference(result: Result, record: VendorRecord) -> str:
    if record.instructions is not None:
        return f"{record.instructions / 1e6:,.1f} M instr."
    if record.time_ms is not None:
        return f"{record.time_ms:,.3f} ms"
    return result.status


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.1f} %"


def _bytes(number: int | None) -> str:
    return "-" if number is None else f"{number:,}"
