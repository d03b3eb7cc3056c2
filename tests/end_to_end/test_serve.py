"""`neurio-gen serve`: what the official runner does, against real firmware on an emulated board."""

from __future__ import annotations

import contextlib
import csv
import random
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from neurio_gen.oracle import Oracle
from tests.devices.runner_client import RunnerClient
from tests.end_to_end.command import ROOT, neurio_gen
from tests.shared_files import official_model, official_models, shared_file

START_SECONDS = 280


@contextlib.contextmanager
def served(
    benchmark: str, workspace: Path, *options: str, board: str = "mps2_an386"
) -> Iterator[str]:
    """The address that the command prints; Ctrl-C ends it without a complaint."""
    command = [
        sys.executable,
        "-m",
        "neurio_gen",
        "serve",
        "--board",
        board,
        "-B",
        benchmark,
    ]
    child = subprocess.Popen(
        [*command, "--models", str(official_models()), "-o", str(workspace), *options],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with child:
        try:
            assert child.stdout is not None
            ready, _, _ = select.select([child.stdout], [], [], START_SECONDS)
            address = child.stdout.readline().strip() if ready else ""
            if not address:
                child.kill()
                raise AssertionError(child.communicate()[1])
            yield address
            child.send_signal(signal.SIGINT)
            _, errors = child.communicate(timeout=20)
        finally:
            child.kill()
    assert child.returncode == 0, errors
    assert "Traceback" not in errors


@pytest.mark.parametrize(
    "options", [(), pytest.param(("--tcp", "0"), marks=pytest.mark.slow)], ids=["terminal", "tcp"]
)
def test_keywords_as_the_official_runner_asks(workspace: Path, options: tuple[str, ...]) -> None:
    folder = shared_file("datasets/kws01")
    with (folder / "y_labels.csv").open() as file:
        labels = [(row[0], int(row[2])) for row in csv.reader(file)][:24]
    right = 0
    with served("kws01", workspace, *options) as address:
        for part in (labels[:12], labels[12:]):
            with RunnerClient(address) as client:
                assert client.value("profile", r"m-model-\[([^]]+)]") == "kws01"
                for name, label in part:
                    client.load((folder / name).read_bytes())
                    results, elapsed = client.infer(1, 0)
                    right += int(np.argmax(results)) == label
                    assert elapsed > 10_000
    assert right >= 22


def test_pictures_as_the_official_runner_asks(workspace: Path) -> None:
    oracle = Oracle(official_model("ic01"))
    with served("ic01", workspace) as address, RunnerClient(address) as client:
        assert client.value("name", r"m-name-dut-\[([^]]+)]") == "neurio-gen/mps2_an386"
        assert client.value("profile", r"m-profile-\[([^]]+)]").startswith("ULPMark")
        for seed in range(2):
            picture = random.Random(seed).randbytes(32 * 32 * 3)
            client.load(picture)
            results, _ = client.infer(2, 1)
            codes = (np.frombuffer(picture, np.uint8) ^ 0x80).view(np.int8)
            (expected,) = oracle.invoke([codes.reshape(1, 32, 32, 3)])
            assert results == pytest.approx(
                (expected.reshape(-1).astype(float) + 128) / 256, abs=0.000_51
            )


def test_a_served_emulator_of_a_real_board_is_not_taken_for_the_board(workspace: Path) -> None:
    with served("ad01", workspace, "--emulate", board="nucleo_l4r5zi") as address:
        with RunnerClient(address) as client:
            name = client.value("name", r"m-name-dut-\[([^]]+)]")
            assert name == "neurio-gen/nucleo_l4r5zi emulated"
        done = neurio_gen(
            *(
                "run",
                "--board",
                "nucleo_l4r5zi",
                "-B",
                "ad01",
                "--models",
                official_models(),
                "-o",
                workspace,
            ),
            *("--port", address),
        )
    assert done.code == 1
    assert "An emulator answers, not the board nucleo_l4r5zi" in done.err
    assert "--emulate" in done.err
