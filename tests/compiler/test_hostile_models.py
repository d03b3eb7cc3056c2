"""Models with one to three changes: refused in time, or compiled into code that is safe and exact.

The changes are to shapes, types, quantisations, options, contents, wiring and bytes of sound
models, ours and the official ones where they are at hand. A seed stands for one changed file.
"""

from __future__ import annotations

import resource
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.compiler.plan import Plan
from tests.support.cases import is_long_run, sample
from tests.support.hostile import can_run, check_all, compiled, corpus
from tests.support.mutations import RefusedError, mutated
from tests.support.oracle_process import OracleProcess

_MOST_MEGABYTES = 500
_LONG = is_long_run()
_BATCHES = 40 if _LONG else 1
_BATCH = 32 if _LONG else 10

CORPUS = corpus()


def changed(seed: int) -> bytes | None:
    """The file of a number, None where there is none."""
    try:
        return mutated(CORPUS[seed % len(CORPUS)], seed)
    except RefusedError:
        return None


def most_memory() -> int:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@sample(300, long_cases=20_000)
@given(st.integers(0, 2**31))
def test_a_changed_model_is_refused_or_compiled_in_time(seed: int) -> None:
    content = changed(seed)
    if content is not None:
        before = most_memory()
        compiled(content)
        assert most_memory() - before < _MOST_MEGABYTES


@pytest.fixture(scope="module")
def oracle() -> Iterator[OracleProcess]:
    process = OracleProcess()
    yield process
    process.close()


@pytest.mark.timeout(3600 if _LONG else 300)
@pytest.mark.parametrize("batch", range(_BATCHES))
def test_what_is_compiled_is_safe_and_exact(batch: int, oracle: OracleProcess) -> None:
    contents, plans = runnable(1_000_000 * (batch + 1))
    counts = check_all(contents, plans, oracle)
    assert counts["equal"] > len(contents) // 2


def runnable(seed: int) -> tuple[list[bytes], list[Plan]]:
    """The next files from a number on that can be run."""
    contents: list[bytes] = []
    plans: list[Plan] = []
    while len(plans) < _BATCH:
        seed += 1
        content = changed(seed)
        plan = None if content is None else compiled(content)
        if content is not None and plan is not None and can_run(plan):
            contents.append(content)
            plans.append(plan)
    return contents, plans
