"""Naming benchmarks, and what must hold for every entry."""

from __future__ import annotations

from pathlib import Path

import pytest

from neurio_gen.benchmarks import (
    Benchmark,
    InputEncoding,
    ResultKind,
    all_benchmarks,
    find,
    suites,
)
from neurio_gen.errors import UsageError
from neurio_gen.models import FileModel


def ids(*patterns: str) -> list[str]:
    return [benchmark.id for benchmark in find(patterns)]


def test_a_suite_is_named_by_its_name() -> None:
    assert ids("tiny_ml_perf") == [
        f"tiny_ml_perf/{name}" for name in ("ad01", "kws01", "ic01", "ic02", "vww01", "sww01")
    ]


def test_a_benchmark_is_named_by_id_or_name_or_glob_in_any_case() -> None:
    assert ids("tiny_ml_perf/kws01") == ids("kws01") == ids("KWS*") == ["tiny_ml_perf/kws01"]
    assert ids("tiny_ml_perf/ic??") == ["tiny_ml_perf/ic01", "tiny_ml_perf/ic02"]


def test_several_patterns_give_each_benchmark_once_in_the_catalogues_order() -> None:
    assert ids("vww01", "ic*", "ic01") == [f"tiny_ml_perf/{n}" for n in ("ic01", "ic02", "vww01")]


def test_no_pattern_is_everything() -> None:
    assert find([]) == all_benchmarks()


@pytest.mark.parametrize(
    ("typed", "meant"), [("kws1", "kws01"), ("tinymlperf", "tiny_ml_perf"), ("vvw01", "vww01")]
)
def test_a_near_miss_is_told(typed: str, meant: str) -> None:
    with pytest.raises(UsageError) as caught:
        find([typed])
    assert meant in str(caught.value.hint)
    assert typed in caught.value.message


def test_something_else_lists_the_suites() -> None:
    with pytest.raises(UsageError) as caught:
        find(["?"])
    assert all(suite in str(caught.value.hint) for suite in suites())


def test_every_entry_can_be_told_apart_and_stored() -> None:
    catalogue = all_benchmarks()
    assert len({benchmark.id for benchmark in catalogue}) == len(catalogue)
    assert len({benchmark.name.lower() for benchmark in catalogue}) == len(catalogue)
    for benchmark in catalogue:
        assert benchmark.id == f"{benchmark.suite}/{benchmark.name}"
        assert benchmark.description
        assert all(shape[0] == 1 for shape in benchmark.input_shapes)


@pytest.mark.parametrize(
    ("name", "encoding", "result"),
    [
        ("ad01", InputEncoding.FLOAT32, ResultKind.MEAN_SQUARED_ERROR),
        ("kws01", InputEncoding.AS_IS, ResultKind.DEQUANTISED),
        ("ic01", InputEncoding.UNSIGNED8, ResultKind.DEQUANTISED),
        ("ic02", InputEncoding.UNSIGNED8, ResultKind.DEQUANTISED),
        ("vww01", InputEncoding.UNSIGNED8, ResultKind.DEQUANTISED),
        ("sww01", InputEncoding.AS_IS, ResultKind.DEQUANTISED),
    ],
)
def test_the_official_models_have_their_workloads(
    name: str, encoding: InputEncoding, result: ResultKind
) -> None:
    [benchmark] = find([name])
    assert (benchmark.input_encoding, benchmark.result_kind) == (encoding, result)
    assert benchmark.quality is not None


def test_a_name_that_the_wire_cannot_carry_is_refused() -> None:
    with pytest.raises(UsageError, match="cannot be a benchmark's name"):
        Benchmark("a/b c", "a", "b c", "", FileModel(Path("x")), ())
