"""Each rule of a tree is broken once, and told with its text."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from neurio_gen.errors import UsageError
from neurio_gen.results import read_runs
from neurio_gen.submission import check_tree, gather, home_of, read_system, write_tree
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


def streaming(mistakes: str) -> Callable[[Path], None]:
    """Adds a wake word's energy, as the official runner of v1.3 writes it."""
    text = (
        "Power Edition Output\nEnergy data for trial 0\n  Elapsed time  : 1200.002\n"
        "Median energy cost is 30746401.8100 uJ/inf.\n"
        f"Accuracy: 44 True positives, {mistakes}\nAverage duty cycle: 0.56085\n"
    )

    def change(tree: Path) -> None:
        shutil.copytree(tree / RESULTS / "kws/energy", tree / RESULTS / "sww/energy")
        (tree / RESULTS / "sww/energy/results.txt").write_text(text)

    return change


BROKEN = [
    (Rule.DIVISION, folder(Path("semi-open"))),
    (Rule.NOT_EMPTY, delete(RESULTS)),
    (Rule.LINKS, lambda tree: (tree / HOME / "link").symlink_to("systems")),
    (Rule.SIZE, large),
    (Rule.CACHES, file(HOME / "code/__pycache__/x.pyc")),
    (Rule.EMPTY, folder(HOME / "code")),
    (Rule.HIDDEN, file(HOME / "code/.DS_Store")),
    (Rule.BLANKS, file(HOME / "read me.txt")),
    (Rule.SYSTEM, delete(SYSTEM)),
    (Rule.STATUS, replace(SYSTEM, "Available", "Soon")),
    (Rule.SYSTEM_TYPE, replace(SYSTEM, '"Status"', '"system_type": "edge", "Status"')),
    (Rule.DESCRIPTION, replace(SYSTEM, "120 MHz", "")),
    (Rule.MODEL, rename(RESULTS / "kws", RESULTS / "keywords")),
    (Rule.NEW_MODEL, rename(RESULTS / "ic", RESULTS / "ic2")),
    (Rule.STREAMING, rename(RESULTS / "kws", RESULTS / "sww")),
    (Rule.REQUIRED, delete(RESULTS / "kws/accuracy")),
    (Rule.FILES, delete(RESULTS / "kws/energy/log.txt")),
    (
        Rule.PERFORMANCE,
        replace(RESULTS / "kws/performance/results.txt", "Median throughput", "Throughput"),
    ),
    (Rule.WINDOWS, replace(RESULTS / "ad/performance/results.txt", "10.20", "9.99")),
    (Rule.ACCURACY, replace(RESULTS / "vww/accuracy/results.txt", "Top 1%", "Top-5")),
    (Rule.TARGET, replace(RESULTS / "kws/accuracy/results.txt", "90.1", "89.9")),
    (Rule.TARGET, replace(RESULTS / "ad/accuracy/results.txt", "0.861", "0.849")),
    (Rule.TARGET, streaming("9 False negatives, 4 False positives")),
    (Rule.TARGET, streaming("6 False negatives, 9 False positives")),
    (Rule.ACCURACY, streaming("none of the others")),
    (Rule.ENERGY, replace(RESULTS / "kws/energy/results.txt", "uJ/inf.", "mJ/inf.")),
    (Rule.READABLE, file(SYSTEM, b"[]")),
    (Rule.READABLE, file(RESULTS / "kws/accuracy/results.txt", b"\xff\xfe")),
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
    streaming("6 False negatives, 4 False positives")(tree)

    found = check_tree(tree)

    assert {finding.rule for finding in found} == {Rule.STREAMING}
    assert not any(finding.is_error for finding in found)


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
