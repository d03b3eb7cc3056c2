"""Windows are long enough, no longer than they need be, and only right answers are timed."""

from __future__ import annotations

import pytest

from neurio_gen.errors import ProtocolError
from neurio_gen.harness import TimedWindow, Timing, measure
from neurio_gen.harness.performance import POLICIES, Policy
from neurio_gen.results.words import TimeBase
from tests.harness.fakes import FakeWorkload, Inverter, connected
from tests.protocol.fake_firmware import FakeFirmware


def timing(firmware: FakeFirmware, time_base: TimeBase, nanoseconds: float | None = None) -> Timing:
    return measure(connected(firmware), FakeWorkload(), Inverter(), time_base, nanoseconds)


@pytest.mark.parametrize("microseconds", [1, 3, 999, 43_210, 9_999_999, 25_000_000])
def test_windows_on_a_board_last_ten_seconds(microseconds: int) -> None:
    found = timing(FakeFirmware(microseconds=microseconds), "silicon")

    assert len(found.windows) == 5
    assert all(window.microseconds >= 10_000_000 for window in found.windows)
    assert all(
        window.microseconds <= 10_400_000 or window.iterations <= 2 for window in found.windows
    )
    assert found.latency_us == microseconds
    assert found.instructions is None
    assert found.bit_exact is True


def test_one_inference_is_enough_where_instructions_are_counted() -> None:
    firmware = FakeFirmware(microseconds=243_000)

    found = timing(firmware, "instruction-count", 64)

    assert found.windows == (TimedWindow(1, 243_000),) * 5
    assert found.instructions == 243_000 * 1000 / 64
    assert found.latency_us is None
    assert firmware.commands.count("infer 1 0") == 5


def test_a_short_inference_is_repeated_until_the_clocks_step_does_not_matter() -> None:
    found = timing(FakeFirmware(microseconds=7), "instruction-count", 64)

    assert all(window.microseconds >= 10_000 for window in found.windows)


def test_the_median_is_not_moved_by_an_odd_window() -> None:
    odd = (
        TimedWindow(10, 1000),
        TimedWindow(10, 1001),
        TimedWindow(10, 90_000),
        TimedWindow(10, 999),
        TimedWindow(10, 998),
    )

    assert Timing(odd, "silicon", None, True, None).latency_us == 100


def test_a_mismatch_ends_the_measurement() -> None:
    found = timing(FakeFirmware(outputs_of=bytes), "instruction-count", 64)

    assert len(found.windows) == 1
    assert found.bit_exact is False
    assert "output 0, index 0" in str(found.mismatch)


def test_firmware_that_follows_the_reference_is_timed_but_not_compared() -> None:
    found = timing(FakeFirmware(extended=False), "silicon")

    assert len(found.windows) == 5
    assert found.bit_exact is None


def test_host_time_is_bounded() -> None:
    policy = Policy(10_000_000, host_seconds=0.0, warmups=0)

    found = measure(
        connected(FakeFirmware()), FakeWorkload(), Inverter(), "host-clock", policy=policy
    )

    assert found.windows == (TimedWindow(1, 1000),) * 5


def test_a_clock_that_stands_still_is_an_error() -> None:
    policy = Policy(1000, host_seconds=0.001, warmups=0)

    with pytest.raises(ProtocolError, match="clock stood still"):
        measure(
            connected(FakeFirmware(microseconds=0)),
            FakeWorkload(),
            Inverter(),
            "silicon",
            policy=policy,
        )


def test_every_time_base_has_a_policy_with_less_than_a_ten_thousandth_of_error() -> None:
    assert set(POLICIES) == {"silicon", "instruction-count", "host-clock"}
    assert all(1 / policy.microseconds <= 1e-4 for policy in POLICIES.values())
