"""A run as a board would leave it: timed windows on silicon, accuracy, energy, transcripts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from neurio_gen.results import RunFile
from neurio_gen.results.schema import Result
from tests.results.test_folder import environment, measured

BOARD = "nucleo_l4r5zi"
SYSTEM = {
    "Status": "Available",
    "Board Name": "NUCLEO-L4R5ZI",
    "Processor(s) Name": "Arm Cortex-M4",
    "Processor(s) Frequencies": "120 MHz",
    "Inference Framework": "neurio-gen",
    "General Compiler(s)": "GCC 12.2",
}
THROUGHPUTS = {"ad01": 180.0, "ic01": 6.0, "kws01": 23.155, "vww01": 11.0, "ic02": 1.0}
TOP1 = {"ic01": 0.87, "kws01": 0.901, "vww01": 0.854, "ic02": 0.92}
FOUR = ("ad01", "ic01", "kws01", "vww01")
FILES = {"ad01": 248, "ic01": 200, "kws01": 1000, "vww01": 1000, "ic02": 200}


def silicon(name: str, mode: str, **others: Any) -> Result:
    fields = {
        "benchmark": f"tiny_ml_perf/{name}",
        "board": BOARD,
        "device": "serial",
        "mode": mode,
        "weights": "mlcommons",
        "time_base": "silicon",
        "instructions": None,
        "clock_hz": 120_000_000,
    }
    return measured(name, **{**fields, **others})


def performance(name: str, **others: Any) -> Result:
    rate = THROUGHPUTS[name]
    count = int(10.2 * rate) + 1
    windows = [
        {"iterations": count, "microseconds": int(count / rate * 1e6) + 10 * place}
        for place in range(5)
    ]
    return silicon(name, "performance", latency_us=1e6 / rate, windows=windows, **others)


def accuracy(name: str, **others: Any) -> Result:
    top1 = TOP1.get(name)
    quality = {
        "dataset": name,
        "files": FILES[name],
        "inputs": FILES[name],
        "top1": top1,
        "auc": 0.861 if name == "ad01" else 0.991,
        "target_metric": "auc" if name == "ad01" else "top1",
        "target": 0.8,
        "met": True,
    }
    quality |= others.pop("quality", {})
    return silicon(name, "accuracy", quality=quality, **others)


def energy(name: str, **others: Any) -> Result:
    windows = [{"iterations": 240, "seconds": 10.4, "microjoules": 436_824.0}] * 5
    record = {"microjoules": 1820.1, "windows": windows, "monitor": "LPM01A", "volts": 3.3}
    return silicon(name, "energy", energy={**record, **others})


def store(
    output: Path, *results: Result, revision: str = "ab" * 20, compiler: str | None = None
) -> Path:
    """Stores a run in an output folder, as `flash-and-run` does; the folder of runs."""
    made_by = environment().model_copy(update={"git_revision": revision})
    if compiler is not None:
        made_by = made_by.model_copy(update={"compiler": compiler})
    with RunFile.create(output / "results", made_by) as run:
        for result in results:
            run.append(result)
    return output / "results"


def complete(output: Path) -> Path:
    """Runs of all four benchmarks, one of them with energy."""
    tests = [make(name) for name in FOUR for make in (performance, accuracy)]
    return store(output, *tests, energy("kws01"))


def write_transcript(output: Path, result: Result) -> None:
    """The transcript of the session that found a result of mode `performance`."""
    path = output / "logs" / BOARD / f"{result.benchmark.rpartition('/')[2]}.uart.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = ["    0.100000 > name%", "    0.200000 < m-name-dut-[neurio-gen/nucleo_l4r5zi]"]
    for place, window in enumerate(result.windows):
        lines += [
            "    1.000000 > db load 490%",
            "    1.100000 > db 00FF10%",
            f"    2.000000 > infer {window.iterations} 10%",
            f"    2.100000 < m-lap-us-{1000 + place}",
            f"   12.100000 < m-lap-us-{1000 + place + window.microseconds}",
            "   12.200000 < m-results-[0.012,0.988]",
        ]
    path.write_text("\n".join(lines) + "\n")


def system_file(folder: Path, **others: Any) -> Path:
    path = folder / "NUCLEO_L4R5ZI.json"
    path.write_text(json.dumps({**SYSTEM, **others}))
    return path
