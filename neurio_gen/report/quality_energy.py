"""What modes accuracy and energy have found, as tables that every kind of report is made from."""

from __future__ import annotations

from collections.abc import Iterable

from neurio_gen.benchmarks import QualityMetric
from neurio_gen.report.data_table import Cell, DataTable, number, table, words
from neurio_gen.results import QualityRecord, Result

Labelled = tuple[str, Result]
"""A result, and what tells its series from others of the table; empty where there is one."""


def accuracy_table(caption: str, results: Iterable[Labelled]) -> DataTable:
    """A row for each result: Top-1, area under the curve, and the quality target."""
    rows, reasons, series = [], [], False
    for label, result in results:
        series = series or bool(label)
        rows.append((words(result.benchmark), words(label), *_accuracy(result)))
        if result.quality and result.quality.auc_reason:
            reasons.append(f"No AUC of {result.benchmark}: {result.quality.auc_reason}.")
    columns = ("benchmark", "series", "data set", "files", "correct", "Top-1", "AUC", "target")
    return _table(caption, (*columns, "met"), rows, series, "\n".join(reasons))


def energy_table(caption: str, results: Iterable[Labelled]) -> DataTable:
    """A row for each result: energy, time and power of an inference, and what measured it."""
    rows, series = [], False
    for label, result in results:
        series = series or bool(label)
        rows.append((words(result.benchmark), words(label), *_energy(result)))
    columns = ("benchmark", "series", "energy", "time", "power", "windows", "supply", "monitor")
    return _table(caption, columns, rows, series, "")


def target_text(quality: QualityRecord) -> str | None:
    """The quality target as a table has it, or false detections that have none; else None."""
    counted = f"{quality.false_positives} FP, {quality.false_negatives} FN"
    if quality.target is None:
        return None if quality.false_positives is None else counted
    if quality.target_metric == QualityMetric.TOP1.value:
        return f"Top-1 {100 * quality.target:g} %"
    if quality.target_metric == QualityMetric.AUC.value:
        return f"AUC {quality.target:g}"
    return f"{counted} of at most {quality.target:g}"


def _accuracy(result: Result) -> tuple[Cell, ...]:
    quality = result.quality
    if quality is None:
        return (words("–"), *[number(None)] * 4, words("–"), words(result.status, "bad"))
    met = {True: words("yes", "good"), False: words("no", "bad"), None: words("–")}
    return (
        words(quality.dataset),
        number(quality.files),
        number(quality.correct),
        _top1(quality),
        number(quality.auc, ".4f"),
        words(target_text(quality) or "–"),
        met[quality.met],
    )


def _top1(quality: QualityRecord) -> Cell:
    if quality.top1 is None:
        return number(None)
    float_model = "" if quality.top1_fp32 is None else f" (FP32 {100 * quality.top1_fp32:.1f} %)"
    return Cell(f"{100 * quality.top1:.1f} %{float_model}", quality.top1)


def _energy(result: Result) -> tuple[Cell, ...]:
    energy = result.energy
    if energy is None:
        return (*[number(None)] * 5, words(result.status, "bad"))
    seconds = sum(window.seconds for window in energy.windows)
    joules = sum(window.microjoules for window in energy.windows) / 1e6
    inferences = sum(window.iterations for window in energy.windows)
    return (
        number(energy.microjoules, ",.2f", " µJ"),
        number(1000 * seconds / inferences, ",.3f", " ms"),
        number(1000 * joules / seconds, ",.2f", " mW"),
        number(len(energy.windows)),
        number(energy.volts, "g", " V"),
        words(energy.monitor),
    )


def _table(
    caption: str, columns: tuple[str, ...], rows: list[tuple[Cell, ...]], series: bool, note: str
) -> DataTable:
    """The table; the column of series only where there are several."""
    shown = [i for i, name in enumerate(columns) if series or name != "series"]
    return table(
        caption, [columns[i] for i in shown], [[row[i] for i in shown] for row in rows], note
    )
