"""Which result counts where there are several of one thing."""

from __future__ import annotations

from pathlib import Path

from neurio_gen.report.series import series_of
from neurio_gen.results import read_run
from neurio_gen.results.selection import select
from tests.results.test_folder import measured, store


def test_a_failed_attempt_never_takes_the_place_of_a_result(tmp_path: Path) -> None:
    # given a good run of a board, a better one, and one with the board unplugged
    store(tmp_path, measured("a", instructions=50.0), date="2026-01-01T00:00:00+00:00")
    store(tmp_path, measured("a", instructions=40.0), date="2026-01-02T00:00:00+00:00")
    store(
        tmp_path, measured("a", status="failed", error="no port"), date="2026-01-03T00:00:00+00:00"
    )
    # then the newest that worked stands for the board
    (entry,) = select("mps2_an386", tmp_path).entries
    assert entry.result.instructions == 40.0


def test_what_never_worked_is_still_told(tmp_path: Path) -> None:
    store(tmp_path, measured("a", status="failed", error="x"), date="2026-01-03T00:00:00+00:00")
    (entry,) = select("mps2_an386", tmp_path).entries
    assert entry.result.status == "failed"


def test_emulated_and_silicon_are_never_one_series(tmp_path: Path) -> None:
    board = "nucleo_l4r5zi"
    on_silicon = measured(
        "a", board=board, device="serial", time_base="silicon", latency_us=10.0, instructions=None
    )
    store(tmp_path, on_silicon, date="2026-01-01T00:00:00+00:00")
    store(tmp_path, measured("a", board=board, device="emulated"), date="2026-01-02T00:00:00+00:00")
    assert len(select(board, tmp_path).entries) == 2
    runs = [read_run(path) for path in sorted(tmp_path.glob("*.jsonl"))]
    labels = [series.label for series in series_of(runs)]
    assert labels == [f"{board} · silicon", f"{board} · emulated"]
