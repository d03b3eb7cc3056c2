"""How a person names a run, and what a resumed request still has to measure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from neurio_gen.errors import UsageError
from neurio_gen.results import RunFile, find_run, read_runs, run_files, write_document
from neurio_gen.results.resume import Wanted, find_resumable
from neurio_gen.results.schema import Environment, Result

SHA = "ae" * 32
IMAGE = "ef" * 32


def environment(date: str = "2026-01-02T03:04:05+00:00") -> Environment:
    return Environment(date=date, neurio_gen="0", python="3", os="Linux", git_revision="ab" * 20)


def measured(name: str, **others: object) -> Result:
    fields = {
        "benchmark": f"suite/{name}",
        "board": "mps2_an386",
        "device": "qemu",
        "kernels": "dsp",
        "mode": "performance",
        "model_sha256": SHA,
        "image_sha256": IMAGE,
        "time_base": "instruction-count",
        "instructions": 100.0,
        "bit_exact": True,
        "status": "ok",
    }
    return Result.model_validate({**fields, **others})


def wanted(name: str) -> Wanted:
    return Wanted(
        f"suite/{name}",
        "mps2_an386",
        "qemu",
        "performance",
        SHA,
        IMAGE,
        {"engine": "aot", "kernels": "dsp"},
    )


def store(folder: Path, *results: Result, date: str = "2026-01-02T03:04:05+00:00") -> Path:
    with RunFile.create(folder, environment(date)) as run:
        for result in results:
            run.append(result)
    return run.path


def test_runs_are_in_the_order_they_were_made_in(tmp_path: Path) -> None:
    for _ in range(11):
        store(tmp_path)
    store(tmp_path, date="2026-01-01T00:00:00+00:00")
    (tmp_path / "ad01-1.inputs.jsonl").write_text("")

    names = [path.name for path in run_files(tmp_path)]

    assert names[:3] == [
        "20260101T000000.jsonl",
        "20260102T030405.jsonl",
        "20260102T030405-2.jsonl",
    ]
    assert names[-1] == "20260102T030405-11.jsonl"
    assert next(read_runs(tmp_path)).name == "20260102T030405-11"


def test_a_run_is_named_by_name_beginning_path_or_latest(tmp_path: Path) -> None:
    first = store(tmp_path, measured("a"))
    store(tmp_path, measured("b"), date="2026-05-05T00:00:00+00:00")

    for name in ("20260102T030405", "202601", str(first)):
        assert find_run(name, tmp_path).results[0].benchmark == "suite/a"
    assert find_run("latest", tmp_path).results[0].benchmark == "suite/b"


def test_a_document_is_a_run_too(tmp_path: Path) -> None:
    write_document(tmp_path / "r.json", environment(), [measured("a")])

    run = find_run(str(tmp_path / "r.json"), tmp_path)

    assert run.results == (measured("a"),)
    assert run.entries[0].environment == environment()


@pytest.mark.parametrize(
    ("name", "told"), [("2027", "no run '2027'"), ("2026", "may be 2 runs"), ("", "no run")]
)
def test_a_name_that_means_no_single_run_is_refused(tmp_path: Path, name: str, told: str) -> None:
    store(tmp_path)
    store(tmp_path, date="2026-05-05T00:00:00+00:00")

    with pytest.raises(UsageError, match=told) as caught:
        find_run(name, tmp_path)
    assert "20260102T030405" in str(caught.value.hint)


@pytest.mark.parametrize("content", ["", "{}", "[1]", "[" * 100_000, "\xff"])
def test_a_file_that_holds_no_results_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "x.json").write_text(content, encoding="latin-1")

    with pytest.raises(UsageError, match="no document of results"):
        find_run(str(tmp_path / "x.json"), tmp_path)


def test_the_folder_is_empty_or_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        find_run("latest", tmp_path / "none")
    assert "flash-and-run" in str(caught.value.hint)


def test_each_result_knows_the_environment_it_was_made_in(tmp_path: Path) -> None:
    path = store(tmp_path, measured("a"))
    later = environment("2026-02-02T00:00:00+00:00")
    with RunFile.resume(path, later) as run:
        run.append(measured("b"))

    entries = find_run("latest", tmp_path).entries

    assert [entry.environment for entry in entries] == [environment(), later]


def test_only_what_is_missing_of_the_same_request_is_left(tmp_path: Path) -> None:
    store(tmp_path, measured("a"), measured("b", status="failed", error="it fell over"))

    found = find_resumable(tmp_path, [wanted("a"), wanted("b"), wanted("c")])

    assert found is not None
    assert set(found.known) == {"suite/a"}


@pytest.mark.parametrize(
    "other",
    [
        {"board": "mps3_an547"},
        {"device": "emulated"},
        {"kernels": "generic"},
        {"mode": "verify"},
        {"image_sha256": "00" * 32},
        {"model_sha256": "00" * 32},
        {"status": "failed", "error": "x"},
    ],
)
def test_results_of_another_request_are_not_resumed(tmp_path: Path, other: dict[str, str]) -> None:
    store(tmp_path, measured("a", **other))

    assert find_resumable(tmp_path, [wanted("a")]) is None


def test_the_newest_run_of_the_request_is_resumed(tmp_path: Path) -> None:
    store(tmp_path, measured("a"))
    newer = store(tmp_path, measured("b"), date="2026-05-05T00:00:00+00:00")
    store(tmp_path, measured("a", board="native"), date="2026-06-06T00:00:00+00:00")

    found = find_resumable(tmp_path, [wanted("a"), wanted("b")])

    assert found is not None
    assert (found.run.path, set(found.known)) == (newer, {"suite/b"})


def test_a_damaged_line_is_told_and_measured_again(tmp_path: Path) -> None:
    path = store(tmp_path, measured("a"), measured("b"))
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + lines[1][:50] + b"\n" + lines[2])

    found = find_resumable(tmp_path, [wanted("a"), wanted("b")])

    assert found is not None
    assert set(found.known) == {"suite/b"}
    assert "line 2" in found.run.problems[0]


def test_a_run_of_another_schema_is_not_resumed(tmp_path: Path) -> None:
    path = store(tmp_path, measured("a"))
    path.write_text(json.dumps({"schema": 9, "result": {}}) + "\n")

    assert find_resumable(tmp_path, [wanted("a")]) is None
    assert "its schema is 9" in find_run("latest", tmp_path).problems[0]
