"""The very images of an STM32L4 board on QEMU's model of that board, which others have written.

Needs QEMU 9.1 or later: `make test-other-models` fetches one. What that model lacks is known, and
a debugger answers for it (`answering_debugger`); the images are not changed by a byte.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from neurio_gen.benchmarks import find
from neurio_gen.boards import Board, load_board
from neurio_gen.devices import connect
from neurio_gen.harness import measure, verify
from neurio_gen.harness.performance import Policy
from neurio_gen.models import ModelOptions
from neurio_gen.oracle import Oracle
from neurio_gen.pipeline.construct import construct
from neurio_gen.pipeline.prepare import prepare
from neurio_gen.pipeline.request import Request
from neurio_gen.pipeline.stages import Built
from neurio_gen.progress import Progress
from tests.emulator.answering_debugger import AnsweredQemu

BOARD = "disco_l475vg_iot01a"
MACHINE = "b-l475e-iot01a"
VARIABLE = "NEURIO_GEN_QEMU_NEW"
OLDEST = (9, 1)

# Not in QEMU's model. The flash answers with the wait states that it was given (RM0351, section
# 3.7.1), TIM2 counts microseconds.
FLASH_ACR = 0x40022000
TIM2_CNT = 0x40000024
WAIT_STATES = 4
MICROSECONDS_A_LOOK = 10_000
LACKING = {"FLASH", "PWR", "TIM2", "TIM5"}


def new_qemu() -> str | None:
    """A QEMU that has the board's USART: the one of the variable, or the one on PATH."""
    found = os.environ.get(VARIABLE) or shutil.which("qemu-system-arm")
    if not found:
        return None
    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
    version = re.search(r"version (\d+)\.(\d+)", said)
    assert version is not None, said
    return found if (int(version[1]), int(version[2])) >= OLDEST else None


PROGRAM = new_qemu()
pytestmark = pytest.mark.skipif(
    PROGRAM is None, reason=f"no QEMU >= 9.1 on PATH or by {VARIABLE}: make test-other-models"
)


def on_qemu(board: Board) -> Board:
    """The board as QEMU has it."""
    emulator = load_board("mps2_an386").emulator
    assert emulator is not None
    there = emulator.model_copy(update={"program": PROGRAM, "machine": MACHINE})
    return board.model_copy(update={"device": "qemu", "emulator": there})


@pytest.fixture(scope="module")
def constructions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    """Images as `flash` writes them, by the benchmark's name."""
    request = Request(
        board=load_board(BOARD),
        benchmarks=find(["ad01", "kws01"]),
        models=ModelOptions(),
        output=tmp_path_factory.mktemp("other-models"),
    )
    built = construct(request, prepare(request, Progress()), Progress())
    return {item.benchmark.name: item for item in built if isinstance(item, Built)}


@pytest.fixture(params=["ad01", "kws01"])
def item(constructions: dict[str, Built], request: pytest.FixtureRequest) -> Built:
    return constructions[str(request.param)]


@pytest.fixture
def device(item: Built, tmp_path: Path) -> Iterator[AnsweredQemu]:
    microseconds = itertools.count(MICROSECONDS_A_LOOK, MICROSECONDS_A_LOOK)
    answers = {FLASH_ACR: lambda: WAIT_STATES, TIM2_CNT: lambda: next(microseconds)}
    board = on_qemu(load_board(BOARD))
    with AnsweredQemu(board, item.image.elf, answers, tmp_path / "qemu.log") as device:
        yield device


def oracle(item: Built) -> Oracle:
    return Oracle(item.model.tflite, item.benchmark.id)


def test_outputs_are_tflite_micros_to_the_byte(item: Built, device: AnsweredQemu) -> None:
    session = connect(device)
    # the board answers as itself
    assert session.name() == f"neurio-gen/{BOARD}"
    # and infers as TFLite Micro does
    report = verify(session, item.image_model, oracle(item), samples=3, seed=1)
    assert report.mismatch is None
    # and a timed window is one: two looks at the clock, one after the other
    policy = Policy(MICROSECONDS_A_LOOK, 30.0, 0)
    timing = measure(session, item.image_model, oracle(item), "silicon", inputs=1, policy=policy)
    assert timing.bit_exact
    assert timing.windows[0].microseconds == MICROSECONDS_A_LOOK


def test_qemu_finds_the_clocks_and_the_rate_that_are_meant(
    constructions: dict[str, Built], tmp_path: Path
) -> None:
    image = constructions["kws01"].image
    answers = {FLASH_ACR: lambda: WAIT_STATES, TIM2_CNT: lambda: MICROSECONDS_A_LOOK}
    board = load_board(BOARD)
    with AnsweredQemu(on_qemu(board), image.elf, answers, tmp_path / "qemu.log") as device:
        connect(device)
        said = device.said()
    # its own reading of the registers: the PLL at the rated clock, the console within 0.2 %
    assert f"new_freq {board.clock_hz}" in said
    speeds = [int(speed) for speed in re.findall(r"USART: speed: (\d+), parity: N", said)]
    assert speeds[-1] == pytest.approx(board.baud, rel=0.002)
    # and nothing is missing of it but what was known to be
    assert set(re.findall(r"(\w+): unimplemented device", said)) <= LACKING
    assert device.answered[FLASH_ACR] == 1
    assert device.answered[TIM2_CNT] >= 1
