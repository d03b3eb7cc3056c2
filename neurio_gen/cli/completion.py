"""What the shell offers on TAB. Each function imports what it needs, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

DEFAULT_RESULTS = Path("build", "results")
OUR_ENGINES = ("aot", "tflm")
ENGINES = "neurio_gen.engines"
"""Entry point group of packages with engines."""


def complete_board(incomplete: str) -> list[str]:
    """Board ids that begin with what was typed."""
    from neurio_gen.boards.folders import manifests_dir, other_folders

    folders = (manifests_dir(), *other_folders())
    found = {manifest.stem for folder in folders for manifest in folder.glob("*.json")}
    return _beginning(sorted(found), incomplete)


def complete_engine(incomplete: str) -> list[str]:
    """Engines that begin with what was typed."""
    from neurio_gen.installed import entry_points

    # Engines bring the compiler along: ours are named here.
    return _beginning([*OUR_ENGINES, *(p.name for p in entry_points(ENGINES))], incomplete)


def complete_suite(incomplete: str) -> list[str]:
    """Suites that begin with what was typed."""
    from neurio_gen.benchmarks import suites

    return _beginning(suites(), incomplete)


def complete_benchmark(incomplete: str) -> list[str]:
    """Benchmarks that begin with what was typed: by name, or by id once a suite is named."""
    from neurio_gen.benchmarks import all_benchmarks, suites

    benchmarks = all_benchmarks()
    if "/" in incomplete:
        return _beginning([benchmark.id for benchmark in benchmarks], incomplete)
    names = [benchmark.name for benchmark in benchmarks]
    return _beginning([*dict.fromkeys(names), *(f"{name}/" for name in suites())], incomplete)


def complete_run(incomplete: str) -> list[str]:
    """`latest`, and the runs below the default output folder."""
    names = sorted(path.stem for path in DEFAULT_RESULTS.glob("*.jsonl"))
    return _beginning(["latest", *reversed(names)], incomplete)


def complete_subject(incomplete: str) -> list[str]:
    """What can be compared: runs, boards, and engines."""
    known = (complete_run, complete_board, complete_engine)
    return [word for complete in known for word in complete(incomplete)]


def _beginning(words: Iterable[str], incomplete: str) -> list[str]:
    return [word for word in words if word.startswith(incomplete)]


OPTIONS: dict[str, Callable[[str], list[str]]] = {
    "--board": complete_board,
    "-b": complete_board,
    "--benchmark": complete_benchmark,
    "-B": complete_benchmark,
    "--suite": complete_suite,
    "-s": complete_suite,
    "--engine": complete_engine,
}
"""Options whose values are the same in every command, so that none is loaded to complete them."""

ARGUMENTS: dict[str, Callable[[str], list[str]]] = {
    "compare": complete_subject,
    "report": complete_subject,
    "results export": complete_run,
    "results show": complete_run,
}
"""Commands whose arguments are such words: they are not loaded either."""
