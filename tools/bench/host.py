"""`make bench-host`: our firmware on this computer, XNNPACK and TFLite Micro, one thread each.

XNNPACK comes with `ai-edge-litert` from PyPI, TFLite Micro's interpreter with `tflite-micro`. The
three take turns, so that what else runs on the computer meets all of them; the fastest of all
windows counts. Prints a table in Markdown. Exit code 1: an output of ours was wrong, or a ratio is
below what --xnnpack or --tflite-micro ask for.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
from ai_edge_litert.interpreter import Interpreter

from neurio_gen.benchmarks import find
from neurio_gen.boards import load_board
from neurio_gen.models import ModelOptions, ObtainedModel, WeightsPolicy, obtain_all
from neurio_gen.oracle import Oracle
from neurio_gen.pipeline.measure import measure
from neurio_gen.pipeline.modes.performance import PerformanceMode
from neurio_gen.pipeline.request import Request

_ROUNDS = 3
_WINDOWS = 5
_WINDOW_SECONDS = 0.1


@dataclass
class Times:
    """Microseconds of an inference, the fastest seen so far; whether all outputs were right."""

    ours: float = float("inf")
    xnnpack: float = float("inf")
    tflite_micro: float = float("inf")
    exact: bool = True


def main() -> int:
    """Measure, print the table, compare with what was asked for."""
    options = _options()
    models = ModelOptions(models_dir=options.models, weights=WeightsPolicy.REFERENCE, seed=0)
    benchmarks = find(["tiny_ml_perf"])
    obtained = obtain_all([b.source for b in benchmarks], models)
    request = Request(load_board("native"), benchmarks, models, options.output)
    times = [Times() for _ in benchmarks]
    for _ in range(_ROUNDS):
        for result, model, best in zip(
            measure(request, PerformanceMode()).results, obtained, times, strict=True
        ):
            windows = [w.microseconds / w.iterations for w in result.windows]
            best.ours = min([best.ours, *windows])
            best.exact = best.exact and result.bit_exact is True
            best.xnnpack = min(best.xnnpack, _fastest(_xnnpack(model)))
            best.tflite_micro = min(best.tflite_micro, _fastest(_tflite_micro(model)))
    names = [benchmark.name for benchmark in benchmarks]
    print(_table(dict(zip(names, times, strict=True))))
    return _verdict(dict(zip(names, times, strict=True)), options)


def _xnnpack(model: ObtainedModel) -> Callable[[], object]:
    interpreter = Interpreter(model_content=model.tflite, num_threads=1)
    interpreter.allocate_tensors()
    for each in interpreter.get_input_details():
        interpreter.set_tensor(each["index"], _codes(tuple(each["shape"])))
    return interpreter.invoke


def _tflite_micro(model: ObtainedModel) -> Callable[[], object]:
    oracle = Oracle(model.tflite)
    inputs = [_codes(tensor.shape) for tensor in oracle.inputs]
    return lambda: oracle.invoke(inputs)


def _codes(shape: tuple[int, ...]) -> np.ndarray:
    return np.random.default_rng(0).integers(-128, 128, shape).astype(np.int8)


def _fastest(infer: Callable[[], object]) -> float:
    """Microseconds an inference, by the fastest of the windows."""
    infer()
    best = float("inf")
    for _ in range(_WINDOWS):
        count, begin = 0, time.perf_counter()
        while (elapsed := time.perf_counter() - begin) < _WINDOW_SECONDS:
            infer()
            count += 1
        best = min(best, elapsed / count * 1e6)
    return best


def _table(times: dict[str, Times]) -> str:
    lines = [
        f"{_processor()}, one thread, microseconds per inference",
        "",
        "| model | neurio-gen | XNNPACK | tflite-micro | XNNPACK / ours | tflite-micro / ours |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, each in times.items():
        ratios = f"{each.xnnpack / each.ours:.2f} | {each.tflite_micro / each.ours:.0f}"
        figures = f"{each.ours:.1f} | {each.xnnpack:.1f} | {each.tflite_micro:,.0f}"
        lines.append(f"| {name} | {figures} | {ratios} |")
    return "\n".join(lines)


def _processor() -> str:
    """The processor's name where Linux tells it, and how wide its vectors are."""
    path = Path("/proc/cpuinfo")
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    facts = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
    facts = {name.strip(): value.strip() for name, value in facts.items()}
    flags = facts.get("flags", "").split()
    known = [flag for flag in ("avx512_vnni", "avx_vnni", "avx2") if flag in flags]
    return " ".join([facts.get("model name", platform.machine()), *known[:1]])


def _verdict(times: dict[str, Times], options: argparse.Namespace) -> int:
    missed = [name for name, each in times.items() if not each.exact]
    missed += [n for n, each in times.items() if each.xnnpack / each.ours < options.xnnpack]
    missed += [
        n for n, each in times.items() if each.tflite_micro / each.ours < options.tflite_micro
    ]
    for name in missed:
        print(f"wrong, or slower than asked for: {name}", file=sys.stderr)
    return 1 if missed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-host", description=__doc__)
    parser.add_argument("--models", type=Path, help="folder with the official models")
    parser.add_argument("--output", type=Path, default=Path("build/bench-host"))
    parser.add_argument("--xnnpack", type=float, default=0.0, help="the least ratio to XNNPACK")
    parser.add_argument("--tflite-micro", type=float, default=0.0, help="the same to TFLite Micro")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
