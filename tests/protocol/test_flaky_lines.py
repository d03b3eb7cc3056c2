"""Whatever the line does: an end in bounded time, our own errors, and in step again afterwards."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neurio_gen.errors import DeviceTimeoutError, NeurioGenError
from neurio_gen.protocol.session import Session
from tests.protocol.fake_firmware import FakeFirmware
from tests.protocol.flaky_stream import NONE, Faults, FlakyStream

TIMEOUT = 0.05
DATA = bytes(range(40))
# A command may have to get in step first; both are bounded by the timeout. Machines may be busy.
MOST_SECONDS = 3.0
SHARES = st.sampled_from([0.0, 0.001, 0.01, 0.1, 0.5])


def operations(session: Session) -> list[Callable[[], object]]:
    return [
        session.name,
        lambda: session.load(DATA),
        lambda: session.infer(3, 0, TIMEOUT),
        session.outputs,
        session.results,
        session.buffer,
        session.timestamp,
        session.models,
    ]


FAULTS = st.builds(Faults, SHARES, SHARES, SHARES, SHARES, SHARES)
SEEDS = st.integers(0, 2**32 - 1)


@settings(max_examples=12, deadline=None)
@given(faults=FAULTS, seed=SEEDS)
def test_every_operation_ends_and_the_session_recovers(faults: Faults, seed: int) -> None:
    operate(faults, seed)


@pytest.mark.slow
@settings(max_examples=1000, deadline=None)
@given(faults=FAULTS, seed=SEEDS)
def test_so_they_do_a_thousand_times(faults: Faults, seed: int) -> None:
    operate(faults, seed)


def operate(faults: Faults, seed: int) -> None:
    firmware = FakeFirmware()
    stream = FlakyStream(firmware, seed)
    session = Session(stream, timeout=TIMEOUT)
    session.connect(5.0)
    stream.faults = faults
    for operation in operations(session):
        start = time.monotonic()
        try:
            operation()
        except NeurioGenError as error:
            assert error.message
        assert time.monotonic() - start < MOST_SECONDS

    stream.faults = NONE
    again = Session(stream, timeout=5.0)
    again.connect()
    again.load(DATA)
    assert again.outputs() == bytes(255 - byte for byte in DATA)
    assert again.infer(4) == 4000


@pytest.mark.parametrize(
    "faults",
    [
        Faults(drop=1.0),
        Faults(flip=1.0),
        Faults(hold=1.0),
        Faults(restart=1.0),
        Faults(drop=0.3, double=0.3, flip=0.3, hold=0.5, restart=0.3),
    ],
    ids=["nothing gets through", "all flipped", "all held back", "boots for ever", "all at once"],
)
def test_a_hopeless_line_is_a_clear_error_in_bounded_time(faults: Faults) -> None:
    stream = FlakyStream(FakeFirmware(), 1)
    stream.received.clear()
    stream.faults = faults
    start = time.monotonic()

    with pytest.raises(
        DeviceTimeoutError, match=r"Waited 0.5 s for the device to answer"
    ) as caught:
        Session(stream, timeout=0.5).connect()

    assert time.monotonic() - start < MOST_SECONDS
    assert caught.value.hint


def test_an_answer_that_is_late_once_is_waited_for() -> None:
    stream = FlakyStream(FakeFirmware(), 3)
    session = Session(stream, timeout=5.0)
    session.connect()
    stream.faults = Faults(hold=0.5)

    session.load(DATA)

    assert session.outputs() == bytes(255 - byte for byte in DATA)


def test_a_device_that_restarts_at_every_inference_is_told_each_time() -> None:
    firmware = FakeFirmware()
    session = Session(FlakyStream(firmware, 4), timeout=1.0)
    session.connect()
    for _ in range(3):
        session.load(DATA)
        firmware.restart_on = "infer"
        with pytest.raises(NeurioGenError, match="restarted during `infer 1 0%`"):
            session.infer()
    session.load(DATA)
    assert session.infer() == 1000
