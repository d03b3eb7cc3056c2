"""The catalogue: all suites in order, and how a person names what to run."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from neurio_gen.benchmarks import (
    cell_based,
    convmixer,
    digits,
    layer_based,
    tiny_ml_perf,
    wake_word,
)
from neurio_gen.benchmarks.benchmark import Benchmark
from neurio_gen.benchmarks.user_suites import installed_suites, suite_of_file
from neurio_gen.errors import UsageError

SUITES: tuple[tuple[str, tuple[Benchmark, ...]], ...] = (
    (tiny_ml_perf.SUITE, tiny_ml_perf.BENCHMARKS),
    (layer_based.SUITE, layer_based.BENCHMARKS),
    (cell_based.SUITE, cell_based.BENCHMARKS),
    (convmixer.SUITE, convmixer.BENCHMARKS),
    (digits.SUITE, digits.BENCHMARKS),
    (wake_word.SUITE, wake_word.BENCHMARKS),
)
"""Each suite's name and benchmarks, in the order they are shown and run in."""


def suites() -> tuple[str, ...]:
    """The names of all suites, those of installed packages last."""
    return (*(name for name, _ in SUITES), *(suite.name for suite in installed_suites()))


def all_benchmarks() -> tuple[Benchmark, ...]:
    """Every benchmark of the catalogue and of installed packages.

    Raises UsageError where an installed suite cannot be loaded or takes a name that is in use.
    """
    ours = tuple(benchmark for _, suite in SUITES for benchmark in suite)
    theirs = tuple(benchmark for suite in installed_suites() for benchmark in suite.benchmarks)
    if theirs:
        _refuse_namesakes((*ours, *theirs))
    return (*ours, *theirs)


def find(
    patterns: Sequence[str], among: Sequence[Benchmark] | None = None
) -> tuple[Benchmark, ...]:
    """The benchmarks that any of `patterns` names, each once, in the catalogue's order.

    A pattern is a suite's name, a benchmark's id or name, or a glob over ids or names; case does
    not matter. `path/to/suite.py` is a user's suite, `path/to/suite.py:PATTERN` some of it; they
    come last. No patterns are all benchmarks. `among` are the benchmarks to choose from, where they
    are not the catalogue's. Raises UsageError for a pattern that names nothing,
    with the names nearest to it.
    """
    files = [pattern for pattern in patterns if _is_file(pattern)]
    others = [pattern for pattern in patterns if not _is_file(pattern)]
    chosen = () if files and not others else _chosen(_known(among), others)
    own = tuple(benchmark for pattern in files for benchmark in _from_file(pattern))
    found = tuple(dict.fromkeys((*chosen, *own)))
    _refuse_namesakes(found)
    return found


def is_named(benchmark_id: str, patterns: Sequence[str]) -> bool:
    """Whether a pattern is the very id or name of a benchmark, no suite's name and no glob."""
    names = {benchmark_id.lower(), benchmark_id.lower().rpartition("/")[2]}
    return any(pattern.lower().rpartition(".py:")[2] in names for pattern in patterns)


def _known(among: Sequence[Benchmark] | None) -> Sequence[Benchmark]:
    return all_benchmarks() if among is None else among


def _is_file(pattern: str) -> bool:
    return pattern.endswith(".py") or ".py:" in pattern


def _from_file(pattern: str) -> tuple[Benchmark, ...]:
    path, _, wanted = pattern.partition(".py:")
    suite = suite_of_file(Path(path if path.endswith(".py") else f"{path}.py"))
    return _chosen(suite.benchmarks, [wanted] if wanted else [])


def _chosen(benchmarks: Sequence[Benchmark], patterns: Sequence[str]) -> tuple[Benchmark, ...]:
    if not patterns:
        return tuple(benchmarks)
    ids: set[str] = set()
    for pattern in patterns:
        named = {benchmark.id for benchmark in benchmarks if _matches(benchmark, pattern)}
        if not named:
            hint = _near_misses(pattern, benchmarks)
            raise UsageError(f"No benchmark is called {pattern!r}.", hint=hint)
        ids |= named
    return tuple(benchmark for benchmark in benchmarks if benchmark.id in ids)


def _refuse_namesakes(benchmarks: Iterable[Benchmark]) -> None:
    """Raises UsageError for two benchmarks of one name: the wire and the images know it only."""
    known: dict[str, Benchmark] = {}
    for benchmark in benchmarks:
        other = known.setdefault(benchmark.name.lower(), benchmark)
        if other is not benchmark:
            raise UsageError(
                f"{other.id} and {benchmark.id} have the same name.",
                hint="Rename one, or run one suite at a time.",
            )


def _matches(benchmark: Benchmark, pattern: str) -> bool:
    wanted = pattern.lower().rstrip("/")
    names = (benchmark.id, benchmark.suite, benchmark.name)
    return any(fnmatchcase(name.lower(), wanted) for name in names)


def _near_misses(pattern: str, benchmarks: Sequence[Benchmark]) -> str:
    names = dict.fromkeys(benchmark.suite for benchmark in benchmarks)
    known = [*names, *(b.id for b in benchmarks), *(b.name for b in benchmarks)]
    near = difflib.get_close_matches(pattern.lower(), known, n=3, cutoff=0.5)
    if near:
        return f"Did you mean {' or '.join(near)}?"
    return f"The suites are {', '.join(names)}; `neurio-gen benchmarks` lists what they hold."
