"""A data set through a device, whole and in parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from neurio_gen.errors import ProtocolError
from neurio_gen.harness.accuracy import Key, Scores, measure_accuracy
from neurio_gen.harness.datasets import LabelledData, read_dataset
from neurio_gen.protocol.exchange import DeviceRestartedError
from tests.harness.fakes import FakeWorkload, connected
from tests.protocol.fake_firmware import FakeFirmware
from tests.support.progress import Remembered


@pytest.fixture
def data(tmp_path: Path) -> LabelledData:
    lines = []
    for number in range(6):
        (tmp_path / f"{number}.bin").write_bytes(bytes([number, 7, 8, 9]))
        lines.append(f"{number}.bin,2,{number % 2}\n")
    (tmp_path / "y_labels.csv").write_text("".join(lines))
    return read_dataset(tmp_path, 4)


def right(number: int) -> Scores:
    return tuple(round((255 - byte) / 256, 3) for byte in (number, 7, 8, 9))


@pytest.mark.parametrize("extended", [True, False], ids=["ours", "reference"])
def test_every_input_runs_once_by_the_rules(data: LabelledData, extended: bool) -> None:
    firmware = FakeFirmware(extended=extended)
    stored: dict[Key, Scores] = {}
    told = Remembered()

    found = measure_accuracy(
        connected(firmware),
        FakeWorkload(),
        data,
        stored.__setitem__,
        progress=told,
    )

    assert found == stored == {(f"{number}.bin", 0): right(number) for number in range(6)}
    assert firmware.commands.count("infer 1 0") == 6
    assert told.steps == 6


def test_what_is_known_does_not_run_again(data: LabelledData) -> None:
    firmware = FakeFirmware()
    known = {("2.bin", 0): (0.5,), ("5.bin", 0): (0.25,)}
    stored: dict[Key, Scores] = {}

    found = measure_accuracy(
        connected(firmware), FakeWorkload(), data, stored.__setitem__, known=known
    )

    assert firmware.commands.count("infer 1 0") == 4
    assert found == {**stored, **known}
    assert len(stored) == 4


def test_a_restart_in_the_middle_keeps_what_came_before(data: LabelledData) -> None:
    firmware = FakeFirmware()
    stored: dict[Key, Scores] = {}

    def store(key: Key, scores: Scores) -> None:
        stored[key] = scores
        if len(stored) == 3:
            firmware.restart_on = "infer"

    session = connected(firmware)
    with pytest.raises(DeviceRestartedError, match="restarted during `infer 1 0%`"):
        measure_accuracy(session, FakeWorkload(), data, store)
    assert len(stored) == 3

    found = measure_accuracy(session, FakeWorkload(), data, store, known=dict(stored))
    assert found == {(f"{number}.bin", 0): right(number) for number in range(6)}


def test_a_refusal_is_the_devices_own_words(data: LabelledData) -> None:
    session = connected(FakeFirmware(refuse=("infer",)))

    with pytest.raises(ProtocolError, match=r"e-\[infer failed\]"):
        measure_accuracy(session, FakeWorkload(), data, lambda key, scores: None)
