"""What all tests share."""

from __future__ import annotations

import signal

import pytest
from hypothesis import settings

# The tests may run as a shell's background job, which ignores Ctrl-C; what they start must not.
signal.signal(signal.SIGINT, signal.default_int_handler)

# What properties state is never how long a busy machine takes; each test has its time limit.
settings.register_profile("neurio-gen", deadline=None)
settings.load_profile("neurio-gen")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write golden files from what is generated now"
    )


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))
