"""`neurio-gen benchmarks`."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from neurio_gen.benchmarks import Benchmark, find
from neurio_gen.cli.console import out
from neurio_gen.cli.options import Benchmarks, Suites
from neurio_gen.codegen.text import shape
from neurio_gen.report.fitting_table import FittingTable


def benchmarks(
    names: Benchmarks = None,
    suite: Suites = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """List the benchmarks of the catalogue, with the shapes of their inputs.

    Examples:

      neurio-gen benchmarks --suite tiny_ml_perf

      neurio-gen benchmarks -B '*conv*'
    """
    chosen = find([*(names or []), *(suite or [])])
    if as_json:
        typer.echo(json.dumps([_as_dict(benchmark) for benchmark in chosen], indent=2))
        return
    table = FittingTable("benchmark", "input", spare=("MACs",))
    table.add_column("MACs", justify="right")
    table.add_column("description")
    for benchmark in chosen:
        macs = "" if benchmark.macs is None else f"{benchmark.macs:,}"
        table.add_row(benchmark.id, _inputs(benchmark), macs, benchmark.description)
    out.print(table)


def _inputs(benchmark: Benchmark) -> str:
    return ", ".join(shape(axes) for axes in benchmark.input_shapes)


def _as_dict(benchmark: Benchmark) -> dict[str, object]:
    return {
        "id": benchmark.id,
        "suite": benchmark.suite,
        "description": benchmark.description,
        "input_shapes": benchmark.input_shapes,
        "macs": benchmark.macs,
    }
