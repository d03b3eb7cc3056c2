"""What was found for each input survives whatever ends the run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from neurio_gen.results import InputLog, StorageError

RUN = {"board": "b", "benchmark": "suite/name", "image": "1" * 64, "data": "2" * 64}
ROOT = Path(__file__).resolve().parents[2]


def test_results_are_there_again(tmp_path: Path) -> None:
    with InputLog.create(tmp_path, RUN) as log:
        log.append("a.bin", 0, (0.1, 0.9))
        log.append("a.bin", 1, (float("nan"),))

    resumed = InputLog.resume(tmp_path, RUN)

    assert resumed is not None
    assert resumed.known[("a.bin", 0)] == (0.1, 0.9)
    assert resumed.known[("a.bin", 1)][0] != resumed.known[("a.bin", 1)][0]
    resumed.close()


@pytest.mark.parametrize("changed", ["board", "benchmark", "image", "data"])
def test_another_run_is_not_resumed(tmp_path: Path, changed: str) -> None:
    InputLog.create(tmp_path, RUN).close()

    assert InputLog.resume(tmp_path, {**RUN, changed: "other"}) is None


def test_the_newest_log_is_resumed_and_none_is_overwritten(tmp_path: Path) -> None:
    for scores in ((0.1,), (0.2,)):
        with InputLog.create(tmp_path, RUN) as log:
            log.append("a.bin", 0, scores)
        os.utime(log.path, (0, 1000 * scores[0]))

    resumed = InputLog.resume(tmp_path, RUN)

    assert len(list(tmp_path.iterdir())) == 2
    assert resumed is not None
    assert resumed.known == {("a.bin", 0): (0.2,)}
    resumed.close()


@pytest.mark.parametrize("damage", [b'{"file": "b.b', b"\xff\xfe\n", b"[1]\n", b"{}\n"])
def test_damaged_lines_count_as_not_run(tmp_path: Path, damage: bytes) -> None:
    with InputLog.create(tmp_path, RUN) as log:
        log.append("a.bin", 0, (0.1,))
    with log.path.open("ab") as file:
        file.write(damage)

    resumed = InputLog.resume(tmp_path, RUN)
    assert resumed is not None
    resumed.append("c.bin", 0, (0.3,))
    resumed.close()

    again = InputLog.resume(tmp_path, RUN)
    assert again is not None
    assert again.known == {("a.bin", 0): (0.1,), ("c.bin", 0): (0.3,)}
    again.close()


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = InputLog.create(tmp_path, RUN)

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(StorageError, match="the disk is full"):
        log.append("a.bin", 0, (0.1,))


WRITER = """
import sys
from pathlib import Path
from neurio_gen.results import InputLog
run = {"board": "b", "benchmark": "suite/name", "image": "1" * 64, "data": "2" * 64}
folder = Path(sys.argv[1])
log = InputLog.resume(folder, run) or InputLog.create(folder, run)
number = len(log.known)
print("known", number, flush=True)
while True:
    log.append(f"{number}.bin", 0, tuple(float(i) for i in range(50)))
    print(number, flush=True)
    number += 1
"""


def test_kill_in_a_loop_loses_no_stored_result(tmp_path: Path) -> None:
    stored = 0
    for attempt in range(6):
        child = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        with child:
            assert child.stdout is not None
            assert int(child.stdout.readline().split()[1]) >= stored
            time.sleep(0.02 * attempt)
            child.send_signal(signal.SIGKILL)
            said = child.stdout.read().splitlines(keepends=True)
        stored += sum(line.endswith("\n") for line in said)

    resumed = InputLog.resume(tmp_path, RUN)
    assert resumed is not None
    assert len(resumed.known) >= stored > 0
    assert set(resumed.known) == {(f"{i}.bin", 0) for i in range(len(resumed.known))}
    assert len(list(tmp_path.iterdir())) == 1
    resumed.close()
