"""What the shell offers on TAB. Each function imports what it needs, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

DEFAULT_RESULTS = Path("build", "results")


def complete_board(incomplete: str) -> list[str]:
    """Board ids that begin with what was typed."""
    from neurio_gen.boards import all_boards

    return _beginning([board.id for board in all_boards()], incomplete)


def complete_engine(incomplete: str) -> list[str]:
    """Engines that begin with what was typed."""
    from neurio_gen.engines import engines

    return _beginning(engines(), incomplete)


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
