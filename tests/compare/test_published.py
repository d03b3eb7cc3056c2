"""Ours beside the published rounds: cycles beside cycles, never an instruction as time."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from neurio_gen.boards import load_board
from neurio_gen.published import published_results, rounds_of_board, rounds_of_core
from neurio_gen.published.beside import Beside, beside_published, estimate_note
from neurio_gen.results.schema import Result
from tests.end_to_end.command import neurio_gen
from tests.results.test_folder import measured, store
from tests.shared_files import shared_file


def kws(**others: object) -> Result:
    fields = {"benchmark": "tiny_ml_perf/kws01", "board": "nucleo_l4r5zi", "device": "emulated"}
    return measured("kws01", **{**fields, **others})


def silicon(**others: object) -> Result:
    return kws(
        device="serial",
        time_base="silicon",
        instructions=None,
        latency_us=50_000.0,
        clock_hz=120_000_000,
        **others,
    )


def beside(result: Result) -> Beside:
    (found,) = beside_published(load_board(result.board), [result])
    return found


def test_the_package_carries_the_published_figures() -> None:
    path = shared_file("reference/mlperf_tiny_published.csv")
    with path.open() as file:
        rows = list(csv.DictReader(file))

    carried = published_results()

    assert len(carried) == len(rows) == 315
    for row, ours in zip(rows, carried, strict=True):
        assert (row["org"], float(row["mcyc"])) == (ours.organisation, ours.megacycles)


def test_cycles_are_milliseconds_times_the_clock() -> None:
    for each in published_results():
        assert each.megacycles == pytest.approx(each.milliseconds * each.megahertz / 1e3, rel=0.02)


def test_a_board_is_found_however_its_name_is_written() -> None:
    boards = {each.board for each in rounds_of_board(load_board("nucleo_l4r5zi"))}
    assert boards == {"NUCLEO-L4R5ZI"}
    systems = {each.system for each in rounds_of_board(load_board("nucleo_l4r5zi"))}
    assert {"NUCLEO_L4R5ZI", "Nucleo-L4R5ZI"} <= systems
    assert rounds_of_board(load_board("mps2_an386")) == ()
    assert {each.core for each in rounds_of_core(load_board("mps2_an386"))} == {"M4"}
    assert rounds_of_core(load_board("native")) == ()


def test_cycles_of_silicon_stand_beside_published_cycles() -> None:
    found = beside(silicon())

    assert found.same_board
    assert (found.ours.megacycles, found.ours.basis) == (6.0, "measured")
    best = found.published[0]
    assert best.megacycles == min(each.megacycles for each in found.published)
    assert found.ratio(best) == pytest.approx(6.0 / best.megacycles)


def test_instructions_are_no_cycles() -> None:
    found = beside(kws(instructions=2.6e6))

    assert (found.ours.megacycles, found.ours.basis) == (None, None)
    assert all(found.ratio(each) is None for each in found.published)


def test_an_estimated_time_stands_beside_published_times(tmp_path: Path) -> None:
    """Given an emulated board's estimate, when compared, then clock and time are shown as such."""
    estimate = {"estimated_cycles": 4_800_000, "estimated_latency_us": 40_000.0}
    result = kws(instructions=2.6e6, **estimate, estimate_band_percent=(-5, 4))
    ours = beside(result).ours
    assert (ours.megacycles, ours.megahertz, ours.milliseconds) == (4.8, 120.0, 40.0)
    assert ours.basis == "estimate"

    store(tmp_path / "results", result)
    done = neurio_gen("compare", "latest", "--published", "-o", tmp_path)

    assert done.code == 0, done.err
    (line,) = [line for line in done.out.splitlines() if line.startswith(" ours")]
    assert line.split()[-3:] == ["120", "~4.800", "~40.000"]
    assert "estimate, not measured" in line
    assert "-5 to +4 %" in " ".join(done.out.split())


def test_an_emulated_core_stands_beside_other_boards_with_it() -> None:
    assert not beside(kws(board="mps2_an386")).same_board


def test_results_that_failed_or_are_of_other_benchmarks_are_left_out() -> None:
    board = load_board("nucleo_l4r5zi")
    results = [
        kws(status="failed", error="x"),
        kws(benchmark="tiny_ml_perf/ic02"),
        kws(mode="verify"),
        kws(board="mps2_an386"),
    ]
    assert beside_published(board, results) == ()


def test_the_command_says_what_a_figure_is(tmp_path: Path) -> None:
    store(tmp_path / "results", silicon(), kws(board="mps2_an386", instructions=2.6e6))

    done = neurio_gen("compare", "latest", "--published", "-o", tmp_path)

    assert done.code == 0, done.err
    assert "measured on silicon" in done.out
    assert "2.600 M instructions" in done.out
    assert "mlcommons/tiny_results" in done.out
    assert max(map(len, done.out.splitlines())) <= 100


def test_a_run_without_published_benchmarks_is_told(tmp_path: Path) -> None:
    store(tmp_path / "results", measured("a"))
    done = neurio_gen("compare", "latest", "--published", "-o", tmp_path)
    assert done.code == 1
    assert "No published results" in done.err


@pytest.mark.parametrize(("banks", "words"), [(1, "one bank (128-bit reads)"), (2, "two banks")])
def test_an_estimate_never_stands_without_its_band_and_bank_mode(banks: int, words: str) -> None:
    cycles = {"total": 4_800_000, "core": 4_800_000, "branches": 0, "code_waits": 0}
    record = {"unit": "instructions", "total": 1, "overhead": 1, "timing": "t", "layers": ()}
    profile = {**record, "estimated_cycles": {**cycles, "data_waits": 0}}
    fields = {"mode": "profile", "profile": profile, "estimate_band_percent": (-5, 4)}
    note = estimate_note(beside(kws(**fields, flash_banks=banks)))
    assert note is not None
    assert "-5 to +4 %" in note
    assert words in note
    assert "one bank (--flash-banks 1)" in note
    rough = estimate_note(beside(kws(mode="profile", profile=profile)))
    assert rough is not None
    assert "rough" in rough
    assert estimate_note(beside(silicon())) is None
