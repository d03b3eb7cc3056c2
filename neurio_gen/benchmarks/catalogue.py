"""The catalogue: all suites in order, and how a person names what to run."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from fnmatch import fnmatchcase

from neurio_gen.benchmarks import cell_based, convmixer, digits, layer_based, tiny_ml_perf
from neurio_gen.benchmarks.benchmark import Benchmark
from neurio_gen.errors import UsageError

SUITES: tuple[tuple[str, tuple[Benchmark, ...]], ...] = (
    (tiny_ml_perf.SUITE, tiny_ml_perf.BENCHMARKS),
    (layer_based.SUITE, layer_based.BENCHMARKS),
    (cell_based.SUITE, cell_based.BENCHMARKS),
    (convmixer.SUITE, convmixer.BENCHMARKS),
    (digits.SUITE, digits.BENCHMARKS),
)
"""Each suite's name and benchmarks, in the order they are shown and run in."""


def suites() -> tuple[str, ...]:
    """The names of all suites."""
    return tuple(name for name, _ in SUITES)


def all_benchmarks() -> tuple[Benchmark, ...]:
    """Every benchmark of the catalogue."""
    return tuple(benchmark for _, suite in SUITES for benchmark in suite)


def find(patterns: Sequence[str]) -> tuple[Benchmark, ...]:
    """The benchmarks that any of `patterns` names, each once, in the catalogue's order.

    A pattern is a suite's name, a benchmark's id or name, or a glob over ids or names; case does
    not matter. No patterns are all benchmarks. Raises UsageError for a pattern that names
    nothing, with the names nearest to it.
    """
    catalogue = all_benchmarks()
    if not patterns:
        return catalogue
    chosen: set[str] = set()
    for pattern in patterns:
        named = {benchmark.id for benchmark in catalogue if _matches(benchmark, pattern)}
        if not named:
            raise UsageError(f"No benchmark is called {pattern!r}.", hint=_near_misses(pattern))
        chosen |= named
    return tuple(benchmark for benchmark in catalogue if benchmark.id in chosen)


def _matches(benchmark: Benchmark, pattern: str) -> bool:
    wanted = pattern.lower().rstrip("/")
    names = (benchmark.id, benchmark.suite, benchmark.name)
    return any(fnmatchcase(name.lower(), wanted) for name in names)


def _near_misses(pattern: str) -> str:
    known = [
        *suites(),
        *(benchmark.id for benchmark in all_benchmarks()),
        *(benchmark.name for benchmark in all_benchmarks()),
    ]
    near = difflib.get_close_matches(pattern.lower(), known, n=3, cutoff=0.5)
    if near:
        return f"Did you mean {' or '.join(near)}?"
    return f"The suites are {', '.join(suites())}; `neurio-gen benchmarks` lists what they hold."
