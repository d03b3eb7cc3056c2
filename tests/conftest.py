"""What all tests share."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from functools import cache
from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter
from hypothesis import settings

from neurio_gen.boards import load_board
from neurio_gen.build import BuiltImage, Mode, build_images
from tests.shared_files import ABSENT
from tests.support.board_images import BoardImages, Source

# The tests may run as a shell's background job, which ignores Ctrl-C; what they start must not.
signal.signal(signal.SIGINT, signal.default_int_handler)

# What properties state is never how long a busy machine takes; each test has its time limit.
settings.register_profile("neurio-gen", deadline=None)
settings.load_profile("neurio-gen")


# Tests start the command line hundreds of times: that modules are compiled once saves it a third.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Tests build into many folders: what was compiled once is taken from a cache, where there is one.
if _ccache := shutil.which("ccache"):
    os.environ.setdefault("NEURIO_GEN_COMPILER_LAUNCHER", _ccache)
    os.environ.setdefault("CCACHE_DIR", str(Path(__file__).parents[1] / "build" / "ccache"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write golden files from what is generated now"
    )


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Say what was not tested for want of official files: a green run must not hide it."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = [str(report.longrepr[2]) for report in skipped if isinstance(report.longrepr, tuple)]
    absent = sorted({reason.removeprefix("Skipped: ") for reason in reasons if ABSENT in reason})
    if absent:
        count = sum(ABSENT in reason for reason in reasons)
        terminalreporter.section(f"{count} tests skipped for want of official files", yellow=True)
        for reason in absent:
            terminalreporter.line(reason)


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder of build products for the tests of a worker: kernels are built once."""
    return tmp_path_factory.mktemp("neurio-gen")


@pytest.fixture(scope="session")
def board_images(tmp_path_factory: pytest.TempPathFactory) -> BoardImages:
    """Builds both images of hand-written models for a board and mode, once for all tests."""
    output = tmp_path_factory.mktemp("board-images")

    @cache
    def build(board: str, mode: Mode = "performance") -> dict[str, BuiltImage]:
        sources = [Source("single"), Source("many")]
        built = build_images(load_board(board), sources, output, mode=mode)
        return {image.name: image for image in built}

    return build
