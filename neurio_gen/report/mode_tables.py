"""Tables of accuracy, energy, profiles and other modes, and which table shows which results."""

from __future__ import annotations

import json
from collections.abc import Sequence

from pydantic import JsonValue
from rich.markup import escape
from rich.table import Table

from neurio_gen.boards import Board
from neurio_gen.report.fitting_table import FittingTable
from neurio_gen.report.overview import target_text
from neurio_gen.report.tables import performance_table
from neurio_gen.results import QualityRecord, Result


def table_of(board: Board, results: Sequence[Result]) -> Table:
    """The table of results that were measured in one mode."""
    mode = results[0].mode if results else "performance"
    makers = {
        "performance": performance_table,
        "accuracy": accuracy_table,
        "energy": energy_table,
        "profile": profile_table,
    }
    return makers.get(mode, details_table)(board, results)


def accuracy_table(board: Board, results: Sequence[Result]) -> Table:
    """Top-1, area under the curve, and the quality targets."""
    table = FittingTable(title=f"{board.name} ({board.id}), accuracy", spare=("correct", "AUC"))
    table.add_column("benchmark", no_wrap=True)
    for heading in ("files", "correct", "Top-1", "AUC", "target"):
        table.add_column(heading, justify="right")
    table.add_column("met")
    for result in results:
        quality = result.quality
        if quality is None:
            table.add_row(result.benchmark, *["-"] * 5, f"[red]{result.status}[/]")
            continue
        table.add_row(
            result.benchmark,
            f"{quality.files:,}",
            "-" if quality.correct is None else f"{quality.correct:,}",
            _top1(quality),
            "-" if quality.auc is None else f"{quality.auc:.4f}",
            target_text(quality) or "-",
            {True: "[green]yes[/]", False: "[red]no[/]", None: "-"}[quality.met],
        )
    reasons = [
        f"No AUC of {result.benchmark}: {result.quality.auc_reason}."
        for result in results
        if result.quality and result.quality.auc_reason
    ]
    table.caption = "\n".join(reasons) or None
    return table


def energy_table(board: Board, results: Sequence[Result]) -> Table:
    """Energy and time of an inference."""
    table = FittingTable(title=f"{board.name} ({board.id}), energy", spare=("windows", "monitor"))
    table.add_column("benchmark", no_wrap=True)
    for heading in ("energy", "time", "power", "windows"):
        table.add_column(heading, justify="right")
    table.add_column("monitor")
    for result in results:
        energy = result.energy
        if energy is None:
            table.add_row(result.benchmark, *["-"] * 4, f"[red]{result.status}[/]")
            continue
        seconds = sum(window.seconds for window in energy.windows)
        joules = sum(window.microjoules for window in energy.windows) / 1e6
        inferences = sum(window.iterations for window in energy.windows)
        table.add_row(
            result.benchmark,
            f"{energy.microjoules:,.2f} uJ",
            f"{1000 * seconds / inferences:,.3f} ms",
            f"{1000 * joules / seconds:,.2f} mW",
            f"{len(energy.windows)}",
            energy.monitor,
        )
    return table


def profile_table(board: Board, results: Sequence[Result]) -> Table:
    """What inferences took in all, and the layer that took most."""
    table = FittingTable(
        title=f"{board.name} ({board.id}), profiles", spare=("layers", "most of it")
    )
    table.add_column("benchmark", no_wrap=True)
    for heading in ("counted", "est. cycles", "layers"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("most of it")
    for result in results:
        profile = result.profile
        if profile is None:
            table.add_row(result.benchmark, *["-"] * 3, f"[red]{result.status}[/]")
            continue
        most = max(profile.layers, key=lambda layer: layer.count)
        cycles = profile.estimated_cycles
        table.add_row(
            result.benchmark,
            f"{profile.total:,} {profile.unit}",
            f"{cycles.total:,}" if cycles else "-",
            f"{len(profile.layers)}",
            f"{most.index} {most.operator}, {100 * most.share:.1f} %",
        )
    if any(result.profile for result in results):
        table.caption = "`neurio-gen report` shows the layers. Cycles are estimates."
    return table


def details_table(board: Board, results: Sequence[Result]) -> Table:
    """Exactness and the details of results of any other mode."""
    mode = results[0].mode
    table = Table(title=f"{board.name} ({board.id}), {mode}", title_justify="left", box=None)
    table.add_column("benchmark", no_wrap=True)
    names = list(dict.fromkeys(name for result in results for name in result.details))
    for heading in ("exact", *names):
        table.add_column(heading, justify="right")
    for result in results:
        exact = {True: "yes", False: "[red]no[/]", None: "-"}[result.bit_exact]
        table.add_row(
            result.benchmark,
            exact if result.status == "ok" else f"[red]{result.status}[/]",
            *(_detail(result.details.get(name)) for name in names),
        )
    return table


def _detail(value: JsonValue) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool | str):
        return escape(str(value))
    return f"{value:,}" if isinstance(value, int | float) else escape(json.dumps(value))


def _top1(quality: QualityRecord) -> str:
    if quality.top1 is None:
        return "-"
    float_model = "" if quality.top1_fp32 is None else f" (FP32 {100 * quality.top1_fp32:.1f} %)"
    return f"{100 * quality.top1:.1f} %{float_model}"
