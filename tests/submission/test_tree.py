"""A submission is made from what was measured on silicon, or not at all."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from neurio_gen.errors import UsageError
from neurio_gen.results import Result, read_runs
from neurio_gen.submission import check_tree, gather, read_system
from neurio_gen.submission.evidence import NotSubmittableError
from neurio_gen.submission.rules import Rule
from neurio_gen.submission.system import check_name
from tests.end_to_end.command import neurio_gen
from tests.results.test_folder import measured
from tests.submission.silicon import (
    BOARD,
    accuracy,
    complete,
    energy,
    performance,
    store,
    system_file,
    write_transcript,
)

RESULTS = "closed/Example/results/NUCLEO_L4R5ZI"


def submit(tmp_path: Path, *options: str) -> Any:
    return neurio_gen(
        *("submission", "--results", tmp_path / "build" / "results", "--org", "Example"),
        *("--system", system_file(tmp_path), "-o", tmp_path / "tree", *options),
    )


def missing(tmp_path: Path, *results: Result, division: Any = "closed") -> tuple[str, ...]:
    """Why no submission of kws01 can be made of these results."""
    runs = store(tmp_path, *results)
    with pytest.raises(NotSubmittableError) as caught:
        gather(read_runs(runs), BOARD, ["tiny_ml_perf/kws01"], division)
    return caught.value.missing


def test_a_complete_run_becomes_a_tree_that_keeps_the_rules(tmp_path: Path) -> None:
    complete(tmp_path / "build")
    write_transcript(tmp_path / "build", performance("kws01"))

    done = submit(tmp_path)

    assert done.code == 0, done.err + done.out
    (finding,) = check_tree(tmp_path / "tree")
    assert (finding.rule, finding.is_error) == (Rule.RUNNER, False)
    files = {
        str(path.relative_to(tmp_path / "tree"))
        for path in (tmp_path / "tree").rglob("*")
        if path.is_file()
    }
    tests = [f"{m}/{t}" for m in ("ad", "ic", "kws", "vww") for t in ("accuracy", "performance")]
    assert files == {
        "closed/Example/systems/NUCLEO_L4R5ZI.json",
        "closed/Example/code/NUCLEO_L4R5ZI/README.md",
    } | {
        f"{RESULTS}/{test}/{name}"
        for test in (*tests, "kws/energy")
        for name in ("log.txt", "results.txt", "results.json")
    }


def test_the_lines_that_count_carry_what_was_measured(tmp_path: Path) -> None:
    complete(tmp_path / "build")
    assert submit(tmp_path).code == 0
    home = tmp_path / "tree" / RESULTS

    timed = (home / "kws/performance/results.txt").read_text()
    assert re.search(r"^0102\.030405 ulp-mlperf: Median throughput is +23\.155 inf", timed, re.M)
    assert timed.count("Runtime requirements have been met") == 5
    right = (home / "kws/accuracy/results.txt").read_text()
    assert right == ("0102.030405 ulp-mlperf: Top 1% = 90.1\n0102.030405 ulp-mlperf: AUC = 0.991\n")
    assert (home / "ad/accuracy/results.txt").read_text().endswith("AUC = 0.861\n")
    assert "Top 1%" not in (home / "ad/accuracy/results.txt").read_text()
    assert (
        "Median energy cost is 1820.1000 uJ/inf." in (home / "kws/energy/results.txt").read_text()
    )
    windows = json.loads((home / "kws/performance/results.json").read_text())
    assert [window["mode"] for window in windows] == ["p"] * 5
    system = json.loads((tmp_path / "tree/closed/Example/systems/NUCLEO_L4R5ZI.json").read_text())
    assert (system["Submitter"], system["Division"]) == ("Example", "Closed")


def test_the_log_holds_the_transcript_of_this_very_run(tmp_path: Path) -> None:
    complete(tmp_path / "build")
    write_transcript(tmp_path / "build", performance("kws01"))
    other = performance("ic01")
    longer = tuple(w.model_copy(update={"microseconds": 12_000_000}) for w in other.windows)
    write_transcript(tmp_path / "build", other.model_copy(update={"windows": longer}))
    assert submit(tmp_path).code == 0

    log = (tmp_path / "tree" / RESULTS / "kws/performance/log.txt").read_text()
    assert "> infer 237 10%" in log
    assert "db load 490%" in log
    assert "db 00FF10%" not in log
    assert '"git_revision":"abab' in log
    foreign = (tmp_path / "tree" / RESULTS / "ic/performance/log.txt").read_text()
    assert "transcript: it was not kept, or is of another run" in foreign


def test_plots_of_power_traces_come_along(tmp_path: Path) -> None:
    plot = tmp_path / "trace.png"
    plot.write_bytes(b"png")
    store(
        tmp_path / "build",
        performance("kws01"),
        accuracy("kws01"),
        energy("kws01", plots=[str(plot), str(tmp_path / "gone.png")]),
    )
    assert submit(tmp_path).code == 0
    home = tmp_path / "tree" / RESULTS / "kws/energy"
    assert [path.name for path in home.glob("*.png")] == ["energy_inf_000.png"]


def test_emulated_timings_are_refused_by_name(tmp_path: Path) -> None:
    emulated = measured(
        "kws01", benchmark="tiny_ml_perf/kws01", board=BOARD, device="emulated", weights="mlcommons"
    )
    store(tmp_path / "build", emulated, accuracy("kws01"))

    done = submit(tmp_path)

    assert done.code == 1
    assert "kws01 performance: it was measured on device emulated (instruction-count)" in done.err
    assert "hint:" in done.err
    assert not (tmp_path / "tree").exists()


@pytest.mark.parametrize(
    ("results", "told"),
    [
        ([performance("kws01")], "kws01 accuracy was not measured."),
        ([accuracy("kws01")], "kws01 performance was not measured."),
        ([accuracy("kws01", quality={"met": False})], "misses the quality target"),
        ([accuracy("kws01", quality={"files": 200})], "the official data set has 1,000"),
        ([accuracy("kws01", quality={"labels_sha256": "ab"})], "its labels are not those"),
        ([performance("kws01", weights="random")], "its weights are random"),
        ([performance("kws01", status="failed", error="it fell")], "it failed: it fell"),
        (
            [performance("kws01").model_copy(update={"windows": performance("kws01").windows[:4]})],
            "it has 4 windows",
        ),
    ],
)
def test_what_is_missing_is_named(results: list[Result], told: str, tmp_path: Path) -> None:
    assert any(told in each for each in missing(tmp_path, *results))


def test_short_windows_are_refused(tmp_path: Path) -> None:
    short = performance("kws01")
    windows = tuple(w.model_copy(update={"microseconds": 9_999_999}) for w in short.windows)
    told = missing(tmp_path, short.model_copy(update={"windows": windows}), accuracy("kws01"))
    assert told == ("kws01 performance: a window lasted 10.000 s, the rules ask for 10 s.",)


def test_tests_of_different_builds_are_refused(tmp_path: Path) -> None:
    store(tmp_path, performance("kws01"), revision="cd" * 20)
    assert missing(tmp_path, accuracy("kws01")) == (
        "kws01: its tests are of different builds (model, kernels, memories, sources or compiler).",
    )


def test_the_open_division_takes_other_weights_and_accuracy(tmp_path: Path) -> None:
    store(
        tmp_path / "build",
        performance("kws01", weights="file"),
        accuracy("kws01", weights="file", quality={"met": False, "top1": 0.5}),
    )
    done = submit(tmp_path, "--division", "open")
    assert done.code == 0, done.err + done.out
    assert (tmp_path / "tree/open/Example/results/NUCLEO_L4R5ZI/kws").is_dir()


def test_the_larger_size_is_not_submitted_without_the_smaller(tmp_path: Path) -> None:
    runs = store(tmp_path, performance("ic02"), accuracy("ic02"))
    with pytest.raises(NotSubmittableError, match="ic01: Who submits ic2 also submits ic"):
        gather(read_runs(runs), BOARD, ["ic02"], "open")


def test_another_compiler_is_another_build(tmp_path: Path) -> None:
    store(tmp_path, performance("kws01"), compiler="arm-none-eabi-g++ 14.2.0")
    assert missing(tmp_path, accuracy("kws01")) == (
        "kws01: its tests are of different builds (model, kernels, memories, sources or compiler).",
    )


def test_a_model_of_ones_own_stands_for_a_benchmark_in_the_open_division(tmp_path: Path) -> None:
    model, text = tmp_path / "my.tflite", tmp_path / "my.md"
    model.write_bytes(b"a model")
    text.write_text("Trained on Speech Commands; quantised after training.")
    own = {
        "benchmark": "file/my",
        "weights": "file",
        "model_sha256": hashlib.sha256(b"a model").hexdigest(),
    }
    store(
        tmp_path / "build",
        performance("kws01", **own),
        accuracy("kws01", **own, quality={"met": None, "top1": 0.5}),
    )
    asked = ("--division", "open", "-B", "kws01", "--model", str(model))

    for options, told in (
        (("--division", "closed", *asked[2:]), "closed division takes the official models"),
        ((*asked[:2], *asked[4:]), "Which benchmark does"),
        (asked, "asks for a text about the model"),
    ):
        done = submit(tmp_path, *options)
        assert (done.code, told in done.err) == (2, True), done.err
    done = submit(tmp_path, *asked, "--model-description", str(text))

    assert done.code == 0, done.err + done.out
    home = tmp_path / "tree/open/Example"
    assert (home / "results/NUCLEO_L4R5ZI/kws/accuracy/results.txt").is_file()
    code = home / "code/NUCLEO_L4R5ZI"
    assert (code / "my.tflite").read_bytes() == b"a model"
    assert (code / "my.md").is_file()
    assert "The model is the submitter's own: my.tflite" in (code / "README.md").read_text()


def test_generated_sources_are_shared(tmp_path: Path) -> None:
    complete(tmp_path / "build")
    sources = tmp_path / "build/generated" / BOARD / "kws01"
    sources.mkdir(parents=True)
    (sources / "model_kws01.cc").write_text("// generated")
    assert submit(tmp_path).code == 0
    code = tmp_path / "tree/closed/Example/code/NUCLEO_L4R5ZI"
    assert (code / "generated/kws01/model_kws01.cc").is_file()
    text = (code / "README.md").read_text()
    assert "the generated ones are in `generated/`" in text
    assert "neurio-gen quantises" in text


def test_the_newest_fit_result_is_taken(tmp_path: Path) -> None:
    runs = store(tmp_path, performance("kws01"), accuracy("kws01"))
    store(tmp_path, performance("kws01", weights="random"))

    (evidence,) = gather(read_runs(runs), BOARD, ["kws01"], "closed")

    run, entry = evidence.tests["performance"]
    assert (run.name, entry.result.weights) == ("20260102T030405", "mlcommons")


def test_the_streaming_wakeword_is_left_to_the_official_runner(tmp_path: Path) -> None:
    runs = store(tmp_path, performance("kws01"))
    with pytest.raises(NotSubmittableError, match="official runner"):
        gather(read_runs(runs), BOARD, ["sww01"], "closed")


def test_a_submission_is_never_overwritten(tmp_path: Path) -> None:
    complete(tmp_path / "build")
    assert submit(tmp_path).code == 0
    again = submit(tmp_path)
    assert again.code == 2
    assert "is there already" in again.err


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"Status": "soon"}, "Status is 'soon'"),
        ({"system_type": "edge"}, "system_type"),
        ({"Board Name": ""}, "does not say: Board Name"),
    ],
)
def test_a_system_that_the_checker_would_refuse(
    change: dict[str, str], told: str, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=told):
        read_system(system_file(tmp_path, **change))


@pytest.mark.parametrize("content", ["", "[]", "{", "[" * 100_000])
def test_a_file_that_describes_no_system(content: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(content)
    with pytest.raises(UsageError):
        read_system(path)


@pytest.mark.parametrize("name", ["", "a b", "../x", ".hidden", "a/b"])
def test_a_name_that_can_be_no_folder(name: str) -> None:
    with pytest.raises(UsageError, match="cannot be the name"):
        check_name(name, "system")


def test_what_a_submission_needs_is_asked_for(tmp_path: Path) -> None:
    done = neurio_gen("submission", "--results", tmp_path)
    assert done.code == 2
    assert "--org NAME and --system FILE" in done.err
    empty = submit(tmp_path)
    assert empty.code == 2
    assert "no results" in empty.err
