"""The files of a test's folder, as the official runner writes them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from statistics import median

from neurio_gen.results import Entry, Run
from neurio_gen.submission.evidence import Test
from neurio_gen.submission.rules import OWN_LOG, Model

_RULE = "-" * 57


def results_text(entry: Entry, model: Model) -> str:
    """`results.txt`: the lines that the checker reads are among them."""
    lines = {"performance": _performance, "accuracy": _accuracy, "energy": _energy}
    return "\n".join(lines[entry.result.mode](entry, model)) + "\n"


def _performance(entry: Entry, _: Model) -> Iterable[str]:
    stamp = _stamp(entry)
    throughputs = []
    for number, window in enumerate(entry.result.windows, start=1):
        seconds = window.microseconds / 1e6
        throughputs.append(window.iterations / seconds)
        yield f"{stamp} ulp-mlperf: Performance results for window {number}:"
        yield f"{stamp} ulp-mlperf:   # Inferences : {window.iterations:>13}"
        yield f"{stamp} ulp-mlperf:   Runtime      : {seconds:>10.3f} sec."
        yield f"{stamp} ulp-mlperf:   Throughput   : {throughputs[-1]:>10.3f} inf./sec."
        yield f"{stamp} ulp-mlperf: Runtime requirements have been met."
    yield f"{stamp} ulp-mlperf: {_RULE}"
    yield f"{stamp} ulp-mlperf: Median throughput is {median(throughputs):>10.3f} inf./sec."
    yield f"{stamp} ulp-mlperf: {_RULE}"


def _accuracy(entry: Entry, model: Model) -> Iterable[str]:
    stamp, quality = _stamp(entry), entry.result.quality
    assert quality is not None
    if quality.top1 is not None and (model.target is None or model.target.line == "top1"):
        yield f"{stamp} ulp-mlperf: Top 1% = {100 * quality.top1:.1f}"
    if quality.auc is not None:
        yield f"{stamp} ulp-mlperf: AUC = {quality.auc:.3f}"


def _energy(entry: Entry, _: Model) -> Iterable[str]:
    energy, stamp = entry.result.energy, _stamp(entry)
    assert energy is not None
    yield "Power Edition Output"
    for number, window in enumerate(energy.windows):
        yield f"Energy data for trial {number}"
        yield f"  Elapsed time  : {window.seconds:.6f}"
        yield f"  Inferences    : {window.iterations}"
        yield f"  Power         : {window.microjoules / window.seconds / 1e3:5.4f} mW."
        yield f"  Total Energy  : {window.microjoules:.3f} uJ"
        yield f"  Energy/Inf    : {window.microjoules / window.iterations:.3f} uJ/inf"
    yield _RULE
    yield f"{stamp} ulp-mlperf: Median energy cost is {energy.microjoules:.4f} uJ/inf."
    yield _RULE


def results_json(entry: Entry) -> str:
    """`results.json`: an object a window; of accuracy, one for the data set."""
    result, mode = entry.result, entry.result.mode[0]
    records: list[dict[str, object]]
    if result.mode == "performance":
        records = [
            {
                "infer": {
                    "iterations": window.iterations,
                    "elapsed_time": window.microseconds,
                    "throughput": window.iterations / (window.microseconds / 1e6),
                },
                "mode": mode,
            }
            for window in result.windows
        ]
    elif result.energy is not None:
        records = [
            {"energy": window.model_dump(mode="json"), "mode": mode}
            for window in result.energy.windows
        ]
    else:
        quality = result.quality.model_dump(mode="json") if result.quality else None
        records = [{"accuracy": quality, "mode": mode}]
    return json.dumps(records, indent=1) + "\n"


def log_text(run: Run, entry: Entry, test: Test, transcript: Sequence[str]) -> str:
    """`log.txt`: what made the result, the result itself, and the transcript where it was kept."""
    environment = entry.environment
    head = [
        f"{test} of {entry.result.benchmark} on {entry.result.board}",
        f"{OWN_LOG} in run {run.name}",
        f"environment: {environment.model_dump_json() if environment else 'not known'}",
        f"result: {entry.result.model_dump_json()}",
    ]
    if transcript:
        head.append("transcript (seconds, > to the device, < from it; bytes of inputs left out):")
    else:
        head.append("transcript: it was not kept, or is of another run.")
    return "\n".join((*head, *transcript)) + "\n"


def _stamp(entry: Entry) -> str:
    """Month, day and time of the measurement, as the runner writes them: `1121.101500`."""
    if entry.environment is None:
        return "0000.000000"
    return datetime.fromisoformat(entry.environment.date).strftime("%m%d.%H%M%S")
