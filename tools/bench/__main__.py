"""`make bench`: the six MLPerf Tiny models, our engine beside others, into docs/performance.md."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import bakenn_peer
import page
import plot
from measure import Case, Setup, measured, profiled

from neurio_gen.benchmarks import find
from neurio_gen.models import ModelOptions, WeightsPolicy, obtain_all
from neurio_gen.results import Result, write_atomically

DOCS = Path(__file__).resolve().parents[2] / "docs"


def main() -> int:
    """Measure, write, and tell what was missed; 1 where an output was wrong or a run failed."""
    options = _options()
    models = ModelOptions(models_dir=options.models, weights=WeightsPolicy.REFERENCE, seed=0)
    ours: dict[tuple[Case, str], Result] = {}
    for case, result in measured(models, options.output):
        _tell(f"{case.title}: {result.benchmark} {result.instructions or 0:,.0f}")
        ours[case, page.short(result)] = result
    profiles: dict[tuple[Setup, str], Result] = {}
    for setup, result in profiled(models, options.output):
        _tell(f"profile, {setup.title}: {result.benchmark}")
        profiles[setup, page.short(result)] = result
    peers = _peers(models, options.output)
    tables = page.Tables(ours, profiles, peers)
    write_atomically(DOCS / "performance.svg", plot.render(tables))
    target = DOCS / "performance.md"
    write_atomically(target, page.render(tables, page.waiting(target)))
    wrong = [r.benchmark for r in (*ours.values(), *profiles.values()) if r.bit_exact is not True]
    for name in wrong:
        _tell(f"not exact or not run: {name}")
    return 1 if wrong else 0


def _peers(models: ModelOptions, output: Path) -> dict[str, bakenn_peer.Peer] | str:
    """BakeNN's figures by model, or why there are none."""
    reason = bakenn_peer.install(output / "bakenn")
    if reason:
        return reason
    benchmarks = find(["tiny_ml_perf"])
    obtained = obtain_all([b.source for b in benchmarks], models)
    found = {}
    for benchmark, model in zip(benchmarks, obtained, strict=True):
        _tell(f"BakeNN: {benchmark.name}")
        folder = output / "peer" / benchmark.name
        found[benchmark.name] = bakenn_peer.measure(benchmark.name, model.tflite, folder)
    return found


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--models", type=Path, help="folder with the official models")
    parser.add_argument("--output", type=Path, default=Path("build/bench"))
    return parser.parse_args()


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
