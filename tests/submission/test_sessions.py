"""Sessions of the official runner become a submission as they are, or it is said why not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from neurio_gen.errors import UsageError
from neurio_gen.submission import check_tree, gather_sessions, read_sessions, rules
from neurio_gen.submission.evidence import NotSubmittableError
from neurio_gen.submission.origin import Labels
from tests.end_to_end.command import neurio_gen
from tests.submission.silicon import system_file

LOG = """\
Logging initialized. Writing output to sessions/{name}/log.txt
Initializing SerialDevice on port: /dev/ttyACM0 at 115200 baud
Retrieving name from DUT ...
Device name retrieved: {device}
Device model retrieved: {model}
Device profile retrieved: ULPMark for tinyML Firmware V0.0.1
"""
WINDOW = """\
Performance results for window {number}
    # Inferences : 250
    Runtime: {seconds} sec.
    Throughput: 23.0 inf./sec.
    Runtime requirements have been met.
"""
RULE = "0726.010245 ulp-mlperf: ---------------------------------------------------------\n"
BOARD = "neurio-gen/nucleo_l4r5zi"


def session(
    folder: Path,
    name: str,
    mode: str,
    *,
    model: str = "kws01",
    device: str = BOARD,
    seconds: float = 10.86,
    top1: float = 90.1,
) -> Path:
    """Leaves what the official runner leaves of one run."""
    home = folder / name
    home.mkdir(parents=True)
    (home / "log.txt").write_text(LOG.format(name=name, device=device, model=model))
    labels = [("tst_000000_Stop_7.bin", "7"), ("tst_000001_Left_2.bin", "2")]
    records: list[dict[str, Any]] = [
        {"file": file, "classes": "12", "class": label, "infer": {}, "mode": mode}
        for file, label in labels
    ]
    (home / "results.json").write_text(json.dumps(records))
    windows = "".join(WINDOW.format(number=n, seconds=seconds) for n in range(1, 6))
    (home / "results.txt").write_text(
        {
            "p": f"{windows}{RULE}0726.010245 ulp-mlperf: Median throughput is     23.032 inf./sec."
            f"\n{RULE}",
            "a": f"0726.010245 ulp-mlperf: Top 1% = {top1}\n0726.010245 ulp-mlperf: AUC = 0.991\n",
            "e": "Power Edition Output\n"
            + 5 * "  Elapsed time  : 10.886\n"
            + "Median energy cost is 1430.6681 uJ/inf.\n",
        }[mode]
    )
    if mode == "e":
        (home / "energy_inf_000.png").write_bytes(b"png")
    return home


@pytest.fixture(autouse=True)
def two_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """The official data set of kws01 is the two files of these sessions."""
    kws = rules.MODELS["kws"]
    digest = rules_labels()
    small = type(kws)(**{**vars(kws), "inputs": 2, "labels": digest.digest})
    monkeypatch.setitem(rules.MODELS, "kws", small)


def rules_labels() -> Labels:
    from neurio_gen.submission.origin import labels_of

    found = labels_of(
        [
            {"file": "tst_000000_Stop_7.bin", "class": "7"},
            {"file": "tst_000001_Left_2.bin", "class": "2"},
        ]
    )
    assert found is not None
    return found


def refused(sessions: Path) -> tuple[str, ...]:
    with pytest.raises(NotSubmittableError) as caught:
        gather_sessions(read_sessions(sessions), None, "closed")
    return caught.value.missing


def test_the_newest_fit_session_of_each_test_is_taken(tmp_path: Path) -> None:
    session(tmp_path, "20260101_100000", "p")
    second = session(tmp_path, "20260101_110000", "p")
    session(tmp_path, "20260101_120000", "p", seconds=9.9)
    right = session(tmp_path, "20260101_130000", "a")
    joules = session(tmp_path, "20260101_140000", "e")
    (tmp_path / "20260101_150000").mkdir()  # broken off

    (evidence,) = gather_sessions(read_sessions(tmp_path), None, "closed")

    assert evidence.tests == {"performance": second, "accuracy": right, "energy": joules}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"device": f"{BOARD} emulated"}, "an emulator is no silicon"),
        ({"device": "neurio-gen/mps2_an386"}, "an emulator is no silicon"),
        ({"device": "neurio-gen/native"}, "an emulator is no silicon"),
        ({"seconds": 9.9}, "five windows of at least 10 s each. (one lasted 9.9 s)"),
    ],
)
def test_what_may_not_be_submitted_is_named(
    tmp_path: Path, changes: dict[str, Any], told: str
) -> None:
    session(tmp_path, "20260101_100000", "p", **changes)
    session(tmp_path, "20260101_110000", "a", device=changes.get("device", BOARD))
    assert told in refused(tmp_path)[0]
    assert "20260101_100000" in refused(tmp_path)[0]


def test_tests_of_several_devices_are_no_submission(tmp_path: Path) -> None:
    session(tmp_path, "20260101_100000", "p")
    session(tmp_path, "20260101_110000", "a", device="neurio-gen/nucleo_u575zi_q")
    assert refused(tmp_path) == ("kws01: its tests are of several devices.",)


def test_a_missed_target_is_for_the_open_division(tmp_path: Path) -> None:
    session(tmp_path, "20260101_100000", "p")
    session(tmp_path, "20260101_110000", "a", top1=70.0)
    assert "it is 70, not 90" in refused(tmp_path)[0]
    (evidence,) = gather_sessions(read_sessions(tmp_path), None, "open")
    assert set(evidence.tests) == {"performance", "accuracy"}


def test_a_folder_without_sessions_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no session of the official runner"):
        read_sessions(tmp_path)


def test_other_labels_than_the_official_ones_are_refused_by_the_command(tmp_path: Path) -> None:
    """The command knows the real data set, of 1,000 files."""
    session(tmp_path / "sessions", "20260101_100000", "p")
    session(tmp_path / "sessions", "20260101_110000", "a")
    done = neurio_gen(
        *("submission", "--org", "Example", "--system", system_file(tmp_path)),
        *("--runner-sessions", tmp_path / "sessions", "-o", tmp_path / "tree"),
        *("--results", tmp_path),
    )
    assert done.code == 1
    assert "kws 1,000" in done.err
    assert "it has 2 files" in done.err
    assert not (tmp_path / "tree").exists()


def test_the_files_are_submitted_byte_for_byte_and_break_no_rule(tmp_path: Path) -> None:
    from neurio_gen.submission import home_of, read_system, write_code, write_tree

    originals = [
        session(tmp_path / "sessions", f"20260101_1{n}0000", mode) for n, mode in enumerate("pae")
    ]
    evidence = gather_sessions(read_sessions(tmp_path / "sessions"), ["kws01"], "closed")
    home = home_of(tmp_path / "tree", "closed", "Example")
    results = write_tree(home, read_system(system_file(tmp_path)), evidence, logs=tmp_path)
    write_code(home, "NUCLEO_L4R5ZI", evidence, tmp_path / "none", None)

    assert check_tree(tmp_path / "tree") == ()
    for original, test in zip(originals, ("performance", "accuracy", "energy"), strict=True):
        for path in original.iterdir():
            assert (results / "kws" / test / path.name).read_bytes() == path.read_bytes()
