"""Each rule of a tree is broken once, and told with its text."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from neurio_gen.errors import UsageError
from neurio_gen.results import read_runs
from neurio_gen.submission import (
    check_tree,
    gather,
    home_of,
    read_system,
    write_code,
    write_tree,
)
from neurio_gen.submission.origin import labels_of
from neurio_gen.submission.rules import Rule
from tests.end_to_end.command import neurio_gen
from tests.submission.silicon import BOARD, complete, system_file

HOME = Path("closed/Example")
RESULTS = HOME / "results/NUCLEO_L4R5ZI"
SYSTEM = HOME / "systems/NUCLEO_L4R5ZI.json"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    runs = complete(tmp_path / "build")
    names = ["ad01", "ic01", "kws01", "vww01"]
    evidence = gather(read_runs(runs), BOARD, names, "closed")
    home = home_of(tmp_path / "tree", "closed", "Example")
    write_tree(home, read_system(system_file(tmp_path)), evidence, logs=tmp_path / "none")
    write_code(home, "NUCLEO_L4R5ZI", evidence, tmp_path / "none", None)
    for log in (tmp_path / "tree").rglob("log.txt"):  # as the official runner would have written
        log.write_text("runner: m-name-dut-[neurio-gen/nucleo_l4r5zi]\n")
    return tmp_path / "tree"


def replace(path: str | Path, old: str, new: str) -> Callable[[Path], None]:
    def change(tree: Path) -> None:
        file = tree / path
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new))

    return change


def delete(path: Path) -> Callable[[Path], None]:
    def change(tree: Path) -> None:
        target = tree / path
        shutil.rmtree(target) if target.is_dir() else target.unlink()

    return change


def folder(path: Path) -> Callable[[Path], None]:
    return lambda tree: (tree / path).mkdir(parents=True)


def file(path: Path, content: bytes = b"x") -> Callable[[Path], None]:
    def change(tree: Path) -> None:
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        (tree / path).write_bytes(content)

    return change


def large(tree: Path) -> None:
    with (tree / HOME / "large.bin").open("wb") as sparse:
        sparse.truncate(501 * 1024 * 1024)


def rename(old: Path, new: Path) -> Callable[[Path], None]:
    def change(tree: Path) -> None:
        (tree / old).rename(tree / new)

    return change


SWW = (
    "Power Edition Output\nEnergy data for trial 0\n  Elapsed time  : 1200.002\n"
    "  Power         : 25.6212 mW.\nMedian energy cost is 30746401.8100 uJ/inf.\n"
    "Accuracy: 44 True positives, 6 False negatives, 4 False positives\n"
    "Average duty cycle: 0.56085\nAverage period: 0.032 s\nEstimated throughput: 55.908 inf./sec.\n"
)


def streaming(
    old: str = "", new: str = "", test: str = "energy", plot: bool = True
) -> Callable[[Path], None]:
    """Adds a wake word's test, as the official runner of v1.4 writes it, with one change."""

    def change(tree: Path) -> None:
        home = tree / RESULTS / "sww" / test
        home.mkdir(parents=True)
        assert old in SWW
        (home / "results.txt").write_text(SWW.replace(old, new) if old else SWW)
        (home / "results.json").write_text("[]")
        (home / "log.txt").write_text("Device name retrieved: neurio-gen/nucleo_l4r5zi\n")
        if plot and test == "energy":
            (home / "energy_inf_000.png").write_bytes(b"png")

    return change


KWS = [(f"tst_{number:06}_Yes_9.bin", "9") for number in range(1000)]
"""Names and labels, not the official ones."""


def labelled(files: list[tuple[str, str]]) -> Callable[[Path], None]:
    """Replaces the record of kws01's accuracy by the official runner's, on these files."""

    def write(tree: Path) -> None:
        records = [
            {"file": name, "classes": "12", "class": label, "infer": {}, "mode": "a"}
            for name, label in files
        ]
        (tree / RESULTS / "kws/accuracy/results.json").write_text(json.dumps(records))

    return write


BROKEN = [
    (Rule.DIVISION, folder(Path("semi-open"))),
    (Rule.NOT_EMPTY, delete(RESULTS)),
    (Rule.LINKS, lambda tree: (tree / HOME / "link").symlink_to("systems")),
    (Rule.SIZE, large),
    (Rule.CACHES, file(HOME / "code/__pycache__/x.pyc")),
    (Rule.EMPTY, folder(HOME / "code/empty")),
    (Rule.HIDDEN, file(HOME / "code/.DS_Store")),
    (Rule.BLANKS, file(HOME / "read me.txt")),
    (Rule.SYSTEM, delete(SYSTEM)),
    (Rule.STATUS, replace(SYSTEM, "Available", "Soon")),
    (Rule.SYSTEM_TYPE, replace(SYSTEM, '"Status"', '"system_type": "edge", "Status"')),
    (Rule.DESCRIPTION, replace(SYSTEM, "120 MHz", "")),
    (Rule.MODEL, rename(RESULTS / "kws", RESULTS / "keywords")),
    (Rule.SMALLER, rename(RESULTS / "ic", RESULTS / "ic2")),
    (Rule.REQUIRED, delete(RESULTS / "kws/accuracy")),
    (Rule.REQUIRED, file(RESULTS / "sww/notes.txt")),
    (Rule.FILES, delete(RESULTS / "kws/energy/log.txt")),
    (Rule.FILES, file(RESULTS / "kws/accuracy/notes.txt")),
    (Rule.FILES, file(RESULTS / "kws/performance/energy_inf_000.png")),
    (Rule.PLOT, streaming(plot=False)),
    (
        Rule.PERFORMANCE,
        replace(RESULTS / "kws/performance/results.txt", "Median throughput", "Throughput"),
    ),
    (Rule.WINDOWS, replace(RESULTS / "ad/performance/results.txt", "10.20", "9.99")),
    (Rule.ACCURACY, replace(RESULTS / "vww/accuracy/results.txt", "Top 1%", "Top-5")),
    (Rule.TARGET, replace(RESULTS / "kws/accuracy/results.txt", "90.1", "89.9")),
    (Rule.TARGET, replace(RESULTS / "ad/accuracy/results.txt", "0.861", "0.849")),
    (
        Rule.TARGET,
        streaming("44 True positives, 6 False neg", "41 True positives, 9 False neg"),
    ),
    (Rule.TARGET, streaming("4 False positives", "9 False positives")),
    (Rule.STREAMING, streaming("Accuracy: ", "Right: ")),
    (Rule.STREAMING, streaming("Estimated throughput", "Throughput")),
    (Rule.STREAMING, streaming("Average duty cycle", "Duty cycle", test="performance")),
    (Rule.STREAMING, streaming(" mW.", " W.")),
    (Rule.WAKE_WORDS, streaming("44 True", "40 True")),
    (Rule.DATASET, labelled(KWS[:200])),
    (Rule.DATASET, labelled(KWS)),
    (Rule.DATASET, replace(RESULTS / "vww/accuracy/results.json", '"files": 1000', '"files": 200')),
    (Rule.ENERGY, replace(RESULTS / "kws/energy/results.txt", "uJ/inf.", "mJ/inf.")),
    (Rule.RUNNER, replace(RESULTS / "kws/accuracy/log.txt", "runner", "stored by neurio-gen")),
    (Rule.RUNNER, file(RESULTS / "kws/EEMBC_RUNNER")),
    (Rule.SILICON, replace(RESULTS / "kws/accuracy/log.txt", "zi]", "zi emulated]")),
    (Rule.SILICON, replace(RESULTS / "kws/accuracy/log.txt", "nucleo_l4r5zi]", "mps2_an386]")),
    (Rule.CODE, delete(HOME / "code")),
    (Rule.QUANTISATION, replace(HOME / "code/NUCLEO_L4R5ZI/README.md", "uanti", "uality")),
    (Rule.READABLE, file(SYSTEM, b"[]")),
    (Rule.READABLE, file(RESULTS / "kws/accuracy/results.txt", b"\xff\xfe")),
    (Rule.READABLE, file(RESULTS / "kws/accuracy/results.json", b"{")),
]


def test_a_good_tree_breaks_no_rule(tree: Path) -> None:
    assert check_tree(tree) == ()


@pytest.mark.parametrize(("rule", "change"), BROKEN, ids=[rule.name for rule, _ in BROKEN])
def test_a_broken_rule_is_found(rule: Rule, change: Callable[[Path], None], tree: Path) -> None:
    change(tree)
    assert rule in {finding.rule for finding in check_tree(tree)}


def test_every_rule_has_a_test_that_breaks_it() -> None:
    assert {rule for rule, _ in BROKEN} == set(Rule)


def test_trees_of_earlier_rounds_are_read(tree: Path) -> None:
    text = "14743.850 ulp-mlperf: Top-1: 92.6%\n14743.877 ulp-mlperf: AUC: 0.98\n"
    (tree / RESULTS / "kws/accuracy/results.txt").write_text(text)
    assert check_tree(tree) == ()


def test_what_round_1_3_accepted_is_accepted(tree: Path) -> None:
    window = "    # Inferences : 250\n    Runtime: 10.862042 sec.\n    Throughput: 23.0 inf./sec.\n"
    performance = "".join(f"Performance results for window {i}\n{window}" for i in range(1, 6))
    performance += "0726.010245 ulp-mlperf: Median throughput is     23.032 inf./sec.\n"
    trial = "Energy data for trial 0\n  Elapsed time  : 10.886000000000001\n"
    energy = f"Power Edition Output\n{5 * trial}Median energy cost is 1430.6681 uJ/inf.\n"
    (tree / RESULTS / "kws/performance/results.txt").write_text(performance)
    (tree / RESULTS / "kws/energy/results.txt").write_text(energy)
    assert check_tree(tree) == ()


@pytest.mark.parametrize("test", ["energy", "performance"])
def test_a_streaming_test_of_the_official_runner_is_read(tree: Path, test: str) -> None:
    streaming(test=test)(tree)
    assert check_tree(tree) == ()


def test_files_of_the_older_runner_are_read_and_warned_of(tree: Path) -> None:
    (tree / RESULTS / "ic/EEMBC_RUNNER").touch()
    for name in ("accuracy", "performance"):
        (tree / RESULTS / "ic" / name / "results.json").unlink()
        (tree / RESULTS / "ic" / name / "script.async").touch()
    assert [(finding.rule, finding.is_error) for finding in check_tree(tree)] == [
        (Rule.RUNNER, False)
    ]


def test_labels_are_known_by_what_they_say_in_whatever_order() -> None:
    records = [{"file": name, "class": label} for name, label in KWS]
    found = labels_of(records)
    assert found == labels_of(records[::-1])
    assert found == labels_of([*records, *records])  # a recording is of several inferences
    assert found is not None
    assert found.files == 1000
    assert found != labels_of([*records[1:], {"file": records[0]["file"], "class": "8"}])
    assert labels_of([]) is None
    assert labels_of({"mode": "a"}) is None


def test_the_command_tells_the_rules_text(tree: Path) -> None:
    replace(RESULTS / "kws/accuracy/results.txt", "90.1", "12.3")(tree)
    file(HOME / "read me.txt")(tree)

    done = neurio_gen("submission", "--check", tree)

    assert done.code == 1
    assert Rule.TARGET.value in done.out
    assert "it is 12.3, not 90" in done.out
    assert "warning: closed/Example/read me.txt" in done.out
    assert "1 errors, 1 warnings" in done.out


def test_what_is_no_folder_cannot_be_checked(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no folder"):
        check_tree(tmp_path / "none")
