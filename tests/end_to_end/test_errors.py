"""Bad input of any kind: one clear error with a hint, no traceback, the right exit code."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.end_to_end.command import ROOT, neurio_gen
from tests.shared_files import official_model, official_models
from tests.support.model_writer import ModelWriter

# A job that a shell started in the background ignores interrupts; a test must not depend on that.
INTERRUPTIBLE = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from neurio_gen.cli.main import main
main()
"""


def float_model() -> bytes:
    writer = ModelWriter()
    source = writer.input((1, 4), dtype="float32")
    target = writer.output((1, 4), dtype="float32")
    writer.op("GELU", [source], [target])
    return writer.bytes()


def truncated_model() -> bytes:
    return official_model("kws01")[:20_000]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(lambda: b"", id="empty"),
        pytest.param(truncated_model, id="truncated"),
        pytest.param(lambda: random.Random(0).randbytes(5000), id="random"),
        pytest.param(lambda: b"....TFL3" + random.Random(1).randbytes(5000), id="identifier only"),
        pytest.param(float_model, id="float"),
        pytest.param(lambda: b"\x89PNG\r\n\x1a\n" + bytes(5000), id="picture"),
    ],
)
@pytest.mark.parametrize("command", ["verify", "flash-and-run"])
def test_a_file_that_is_no_int8_model(command: str, content, tmp_path: Path) -> None:
    path = tmp_path / "bad.tflite"
    path.write_bytes(content())
    done = neurio_gen(command, "--model", path, "-o", tmp_path / "out")
    assert done.code == 2
    assert done.err.count("error:") == 1
    assert "hint:" in done.err
    assert "bad.tflite" in done.err
    assert "Traceback" not in done.err + done.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build", "--board", "mps2_an368"], "Did you mean mps2_an386"),
        (["verify", "-B", "kws02"], "kws01"),
        (["verify", "--model", "nowhere.tflite"], "There is no file nowhere.tflite"),
        (["flash", "--board", "mps2_an386", "-B", "kws01"], "not flashed"),
        (["verify", "--samples", "0", "-B", "kws01"], "samples"),
        (["run", "--board", "mps2_an386", "--port", "x", "-B", "kws01"], "port"),
        (["generate", "--templates", "nowhere"], "nowhere"),
    ],
)
def test_a_wrong_argument(arguments: list[str], words: str, workspace: Path) -> None:
    models = official_models()
    if arguments[0] in ("flash", "run"):
        board = arguments[arguments.index("--board") + 1]
        neurio_gen("build", "--board", board, "--models", models, "-o", workspace, "-B", "kws01")
    done = neurio_gen(*arguments, "--models", models, "-o", workspace)
    assert done.code in ((1, 2) if arguments[0] == "run" else (2,)), done.err
    assert words in done.err
    assert "Traceback" not in done.err


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("")
    done = neurio_gen(
        "generate", "-B", "kws01", "--models", official_models(), "-o", blocker / "out"
    )
    assert done.code == 1
    assert done.err.count("error:") == 1
    assert "Traceback" not in done.err


def test_an_interrupt_leaves_no_emulator_behind(tmp_path: Path, workspace: Path) -> None:
    child = subprocess.Popen(
        [
            *(sys.executable, "-c", INTERRUPTIBLE, "verify", "--samples", "100000"),
            *("--model", str(official_models() / "str_ww_ref_model.tflite"), "-o", str(workspace)),
        ],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    emulator = wait_for_emulator(child.pid)
    os.kill(child.pid, signal.SIGINT)
    _, err = child.communicate(timeout=20)
    assert child.returncode == 130
    assert "interrupted" in err
    assert "Traceback" not in err
    assert not Path(f"/proc/{emulator}").exists()


def wait_for_emulator(parent: int) -> int:
    """The process id of the emulator that `parent` starts, within a minute."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                status = (entry / "stat").read_text()
                name, fields = status[status.index("(") + 1 :].rsplit(")", 1)
            except (OSError, ValueError):
                continue
            if name.startswith("qemu") and int(fields.split()[1]) == parent:
                return int(entry.name)
        time.sleep(0.1)
    raise AssertionError("no emulator was started within 60 s")
