"""Two runs side by side: what is compared, what is not, and what fails a build."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from neurio_gen.errors import UsageError
from neurio_gen.report.comparison_tables import engines_table
from neurio_gen.results import RunFile
from neurio_gen.results.compare import Comparison, compare
from neurio_gen.results.measures import Metric
from neurio_gen.results.schema import Result
from neurio_gen.results.selection import select
from neurio_gen.results.store import Entry
from tests.end_to_end.command import neurio_gen
from tests.results.test_folder import environment, measured, store

SILICON = {"time_base": "silicon", "instructions": None, "device": "serial"}


def sides(tmp_path: Path, left: list[Result], right: list[Result]) -> Comparison:
    store(tmp_path, *left, date="2026-01-01T00:00:00+00:00")
    store(tmp_path, *right, date="2026-02-02T00:00:00+00:00")
    return compare(select("20260101", tmp_path), select("latest", tmp_path))


def test_instructions_are_compared_benchmark_by_benchmark(tmp_path: Path) -> None:
    found = sides(
        tmp_path,
        [measured("a"), measured("b")],
        [measured("b", instructions=50.0), measured("a", instructions=103.0)],
    )

    assert [(row.label, row.ratio) for row in found.rows] == [("suite/a", 1.03), ("suite/b", 0.5)]
    assert [row.label for row in found.failures(0.02)] == ["suite/a"]
    assert found.failures(0.04) == ()


def test_what_broke_or_vanished_fails_and_what_is_new_does_not(tmp_path: Path) -> None:
    found = sides(
        tmp_path,
        [measured("a"), measured("b"), measured("c", status="failed", error="x"), measured("e")],
        [measured("a", status="failed", error="x"), measured("c"), measured("d"), measured("e")],
    )

    assert {row.label: row.why_not for row in found.rows} == {
        "suite/a": "B: failed",
        "suite/b": "not in B",
        "suite/c": "A: failed",
        "suite/d": "not in A",
        "suite/e": None,
    }
    assert [row.label for row in found.failures(10)] == ["suite/a", "suite/b"]


def test_an_instruction_is_never_compared_with_time(tmp_path: Path) -> None:
    found = sides(
        tmp_path, [measured("a", **SILICON, latency_us=10.0)], [measured("a", board="other")]
    )

    assert found.rows[0].ratio is None
    assert found.rows[0].why_not == "us beside instructions"


def test_verifications_have_no_number_and_say_whether_both_were_exact(tmp_path: Path) -> None:
    left = [measured(name, mode="verify", instructions=None) for name in ("a", "b", "c")]
    near = {"bit_exact": None, "bit_exact_reason": "within 1e-06"}
    right = [left[0], left[1].model_copy(update=near)]

    rows = sides(tmp_path, left, right).rows

    assert [row.why_not for row in rows] == ["both exact", "no values", "not in B"]


def test_more_accuracy_is_better(tmp_path: Path) -> None:
    def accurate(top1: float) -> Result:
        quality = {"dataset": "d", "files": 100, "inputs": 100, "top1": top1}
        return measured("a", mode="accuracy", instructions=None, quality=quality)

    found = sides(tmp_path, [accurate(0.90)], [accurate(0.45)])

    assert found.rows[0].worse_by == pytest.approx(0.5)
    assert found.failures(0.4)


def test_memory_can_be_compared_instead(tmp_path: Path) -> None:
    store(tmp_path, measured("a", flash_bytes=1000, status="failed", error="x"))
    store(tmp_path, measured("a", flash_bytes=1100), date="2026-02-02T00:00:00+00:00")

    found = compare(select("20260102", tmp_path), select("latest", tmp_path), Metric.FLASH)

    assert found.rows[0].ratio == pytest.approx(1.1)


def test_boards_are_paired_where_there_are_several(tmp_path: Path) -> None:
    both = [measured("a"), measured("a", board="native", instructions=7.0)]

    found = sides(tmp_path, both, both)

    assert [row.label for row in found.rows] == ["suite/a mps2_an386", "suite/a native"]


def test_a_board_means_its_newest_results(tmp_path: Path) -> None:
    store(tmp_path, measured("a", instructions=1.0), measured("b"))
    store(tmp_path, measured("a", board="native"), date="2026-02-02T00:00:00+00:00")
    store(tmp_path, measured("a", instructions=3.0), date="2026-03-03T00:00:00+00:00")

    entries = select("mps2_an386", tmp_path).entries

    assert [entry.result.instructions for entry in entries] == [3.0, 100.0]
    assert len(compare(select("mps2_an386", tmp_path), select("native", tmp_path)).rows) == 2


def test_a_revision_means_what_it_has_measured(tmp_path: Path) -> None:
    for number, revision in enumerate(("ab" * 20, "cd" * 20, "cd" * 20 + "-dirty"), start=1):
        made_by = environment(f"2026-01-0{number}T00:00:00+00:00")
        made_by = made_by.model_copy(update={"git_revision": revision})
        with RunFile.create(tmp_path, made_by) as run:
            run.append(measured("a", instructions=float(number)))

    assert select("abababa", tmp_path).entries[0].result.instructions == 1
    assert select("cdcdcdcd", tmp_path).entries[0].result.instructions == 2
    assert select("cd" * 20 + "-dirty", tmp_path).entries[0].result.instructions == 3


def test_a_name_of_git_is_a_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    name = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    for command in (("init", "-q"), (*name, "commit", "-q", "--allow-empty", "-m", "x")):
        subprocess.run(["git", *command], check=True)
    asked = ["git", "rev-parse", "HEAD"]
    head = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()
    made_by = environment().model_copy(update={"git_revision": head})
    with RunFile.create(tmp_path / "runs", made_by) as run:
        run.append(measured("a"))

    assert select("HEAD", tmp_path / "runs").entries == (Entry(measured("a"), made_by),)


@pytest.mark.parametrize("name", ["nothing", "0123456", "--help", "", "a b"])
def test_a_name_that_means_nothing_is_refused(tmp_path: Path, name: str) -> None:
    store(tmp_path, measured("a"))
    with pytest.raises(UsageError, match="no run, file, board, engine or git revision"):
        select(name, tmp_path)


def test_nothing_in_common_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no benchmark in common"):
        sides(tmp_path, [measured("a")], [measured("b")])


def test_other_models_are_marked(tmp_path: Path) -> None:
    found = sides(tmp_path, [measured("a")], [measured("a", model_sha256="00" * 32)])
    assert found.rows[0].other_models


@pytest.mark.parametrize(
    ("share", "code", "words"),
    [
        ("2%", 1, "worse by more than 2%"),
        ("0.5", 0, ""),
        ("-1", 2, "not a percentage"),
        ("x", 2, "percentage"),
    ],
)
def test_the_command_fails_above_a_share(share: str, code: int, words: str, tmp_path: Path) -> None:
    store(tmp_path / "results", measured("a"))
    store(tmp_path / "results", measured("a", instructions=110.0), date="2026-02-02T00:00:00+00:00")

    done = neurio_gen("compare", "20260102", "latest", "-o", tmp_path, f"--fail-above={share}")

    assert done.code == code, done.err
    assert words in done.err
    assert code == 2 or "1.100" in done.out


def test_comparing_with_nothing_is_a_wrong_usage(tmp_path: Path) -> None:
    store(tmp_path / "results", measured("a"))
    done = neurio_gen("compare", "latest", "-o", tmp_path)
    assert done.code == 2
    assert "--published" in done.err


def test_results_are_listed_shown_and_exported(tmp_path: Path) -> None:
    path = store(tmp_path / "results", measured("a"), measured("b", status="failed", error="oh"))
    with path.open("a") as file:
        file.write("{\n")

    listed = neurio_gen("results", "list", "-o", tmp_path)
    shown = neurio_gen("results", "show", "latest", "-o", tmp_path)
    target = tmp_path / "made" / "r.csv"
    exported = neurio_gen("results", "export", "2026", "-o", tmp_path, "--csv", target)

    assert (listed.code, shown.code, exported.code) == (0, 0, 0)
    assert "20260102T030405" in listed.out
    assert "suite/b: oh" in shown.out
    assert "line 4" in listed.err and "line 4" in shown.err and "line 4" in exported.err
    assert target.read_text().count("\n") == 3
    assert neurio_gen("results", "export", "2026", "-o", tmp_path).code == 2


def of_engine(engine: str, *results: Result) -> list[Result]:
    facts = {"engine": engine, "kernels": "reference", "flash_bytes": 200, "ram_bytes": 50}
    return [result.model_copy(update=facts) for result in results]


def test_engines_are_compared_by_their_names_on_a_board(tmp_path: Path) -> None:
    ours = measured("a", flash_bytes=100, ram_bytes=40)
    store(tmp_path, *of_engine("tflm", measured("a", instructions=250.0)))
    store(tmp_path, ours)
    # when an engine is compared with another, with or without the board
    for name in ("tflm", "mps2_an386:tflm"):
        found = compare(select(name, tmp_path), select("aot", tmp_path))
        # then the same benchmarks stand side by side, with their memory
        (row,) = found.rows
        assert (row.label, row.ratio, row.other_engines) == ("suite/a", 0.4, True)
    table = engines_table(found)
    assert table is not None
    cells = [next(iter(column.cells)) for column in table.columns]
    assert cells == ["suite/a", "200", "100", "0.500", "50", "40", "0.800"]
    assert "A: engine tflm, reference kernels" in str(table.caption)
    # and a board that has run both pairs them by engine
    both = compare(select("mps2_an386", tmp_path), select("mps2_an386", tmp_path))
    assert [row.label for row in both.rows] == ["suite/a aot", "suite/a tflm"]
    assert engines_table(both) is None


def test_an_engine_that_has_run_nothing_there_is_refused(tmp_path: Path) -> None:
    store(tmp_path, measured("a"))
    for name in ("tflm", "mps3_an547:aot"):
        with pytest.raises(UsageError, match="engine"):
            select(name, tmp_path)
