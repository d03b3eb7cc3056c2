"""Runs with all that a report can show: emulated, silicon, failed, accuracy, energy."""

from __future__ import annotations

from pathlib import Path

from neurio_gen.results import Run, RunFile, read_run
from neurio_gen.results.schema import Result
from tests.results.test_folder import environment, measured

KERNELS = ("1", "3", "5", "7")


def layer(name: str, **others: object) -> Result:
    sizes = {"flash_bytes": 30_000, "ram_bytes": 20_000, "arena_bytes": 1000, "macs": 10_000}
    fields = {"benchmark": f"layer-based/{name}", "weights": "random", **sizes}
    return measured(name, **{**fields, **others})


def tiny(name: str, **others: object) -> Result:
    return layer(name, benchmark=f"tiny_ml_perf/{name}", weights="mlcommons", **others)


def emulated_run(folder: Path, board: str = "mps2_an386", scale: float = 1.0) -> Run:
    """A suite of layers and one of networks; one of each fails."""
    results = []
    for row, kind in enumerate(("conv2d", "depthwise2d", "dense"), start=1):
        for column, kernel in enumerate(KERNELS, start=1):
            cost = scale * 1000.0 * row**2 * column
            results.append(layer(f"{kind}-k{kernel}", board=board, instructions=cost))
    results.append(layer("relu", board=board, instructions=9.0))
    results.append(
        layer("tanh", board=board, instructions=None, status="failed", error="<b>it & fell</b>")
    )
    results.append(tiny("kws01", board=board, instructions=2.5e6 * scale))
    results.append(tiny("ad01", board=board, instructions=0.25e6 * scale))
    results.append(profiled("ad01", board, int(0.25e6 * scale)))
    return _stored(folder, results)


def profiled(name: str, board: str, total: int) -> Result:
    """A profile of two layers, with estimated cycles."""
    cycles = {"total": 1.4, "core": 1.2, "branches": 0.1, "code_waits": 0.1, "data_waits": 0}
    layers = [
        {
            "index": index,
            "name": f"model/dense_{index}<x>",
            "operator": "FULLY_CONNECTED",
            "kernel": "dsp::fully_connected_s8",
            "macs": 128 * 640,
            "executed_macs": 128 * 640,
            "count": count,
            "share": count / total,
            "per_mac": count / (128 * 640),
            "constant_bytes": 82_000,
            "activation_bytes": 768,
            "estimated_cycles": {key: round(count * value) for key, value in cycles.items()},
        }
        for index, count in enumerate((round(total * 0.7), round(total * 0.2)))
    ]
    layers[1]["objection"] = "on fully_connected_s8, as dense_row_s8 cannot: too wide"
    arena = [
        {"name": "dense_0", "offset": 0, "nbytes": 512, "first": 0, "last": 1},
        {"name": "", "offset": 512, "nbytes": 256, "first": 1, "last": 1},
    ]
    profile = {
        "arena": arena,
        "unit": "instructions",
        "total": total,
        "overhead": total - sum(int(layer["count"]) for layer in layers),
        "timing": "Cortex-M4, no wait states",
        "estimated_cycles": {key: round(total * value) for key, value in cycles.items()},
        "layers": layers,
    }
    return tiny(
        name, board=board, device="emulated", mode="profile", instructions=total, profile=profile
    )


def silicon_run(folder: Path) -> Run:
    """A board on a port, in all three modes."""
    board = {"board": "nucleo_l4r5zi", "device": "serial", "time_base": "silicon"}
    timed = {**board, "instructions": None, "clock_hz": 120_000_000}
    windows = [{"iterations": 220, "microseconds": 10_010_000 + i} for i in range(5)]
    quality = {
        "dataset": "kws01",
        "files": 200,
        "inputs": 200,
        "top1": 0.915,
        "auc": 0.9979,
        "target_metric": "top1",
        "target": 0.9,
        "met": True,
    }
    energy = {
        "microjoules": 1820.1,
        "windows": [{"iterations": 220, "seconds": 10.01, "microjoules": 400_422.0}] * 5,
        "monitor": "LPM01A",
        "volts": 1.8,
    }
    return _stored(
        folder,
        [
            tiny("kws01", **timed, latency_us=45_500.0, windows=windows),
            tiny("kws01", **board, mode="accuracy", instructions=None, quality=quality),
            tiny("kws01", **board, mode="energy", instructions=None, energy=energy),
        ],
    )


def _stored(folder: Path, results: list[Result]) -> Run:
    with RunFile.create(folder, environment()) as run:
        for result in results:
            run.append(result)
    return read_run(run.path)
