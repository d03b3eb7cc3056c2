"""Our harness drives firmware that follows the reference exactly, quirks included."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from neurio_gen.compiler.graph import DType, Quantisation, Tensor
from neurio_gen.devices.links import SerialLink
from neurio_gen.errors import ProtocolError
from neurio_gen.harness import measure, verify
from neurio_gen.harness.accuracy import Key, Scores, measure_accuracy
from neurio_gen.harness.datasets import read_dataset
from neurio_gen.harness.performance import Policy
from neurio_gen.protocol.exchange import UnknownCommandError
from neurio_gen.protocol.session import Session
from tests.devices.fake_bench import on_terminal
from tests.harness.fakes import FakeWorkload, Inverter
from tests.protocol.reference_firmware import COMMAND_SIZE, ReferenceFirmware

QUICK = Policy(microseconds=1_000_000, host_seconds=60.0, warmups=1)


class Inverter64(Inverter):
    inputs = (Tensor("in", (1, 64), DType.UINT8, Quantisation((1 / 256,), (0,))),)
    outputs = (Tensor("out", (1, 64), DType.UINT8, Quantisation((1 / 256,), (0,))),)


def test_a_whole_performance_run_over_a_wrapping_clock() -> None:
    firmware = ReferenceFirmware()
    with on_terminal(firmware.feed, firmware.boot()) as port:
        link = SerialLink(port, 115200)
        session = Session(link)
        session.connect()

        found = measure(session, FakeWorkload(), Inverter64(), "silicon", policy=QUICK)

        link.close()
    assert found.latency_us == 1500
    assert all(window.microseconds >= 1_000_000 for window in found.windows)
    assert found.bit_exact is None
    assert max(map(len, firmware.commands)) <= COMMAND_SIZE


def test_accuracy_over_the_reference(tmp_path: Path) -> None:
    lines = []
    for number in range(5):
        (tmp_path / f"{number}.bin").write_bytes(bytes([number] * 64))
        lines.append(f"{number}.bin,12,{number}\n")
    (tmp_path / "y_labels.csv").write_text("".join(lines))
    firmware = ReferenceFirmware()
    stored: dict[Key, Scores] = {}
    with on_terminal(firmware.feed) as port:
        link = SerialLink(port, 115200)

        measure_accuracy(
            Session(link), FakeWorkload(), read_dataset(tmp_path, 64), stored.__setitem__
        )

        link.close()
    assert stored[("3.bin", 0)] == (round(252 / 256, 3),) * 12


def test_outputs_cannot_be_compared_and_that_is_said() -> None:
    firmware = ReferenceFirmware()
    with on_terminal(firmware.feed) as port:
        link = SerialLink(port, 115200)
        with pytest.raises(UnknownCommandError, match="follows the reference"):
            verify(Session(link), FakeWorkload(), Inverter64(), 2, 0)
        link.close()


@pytest.mark.parametrize("left", ["na", "db 00", "infer 5", "x" * 500])
def test_half_a_command_is_got_over_without_an_empty_one(left: str) -> None:
    """An empty command would crash the reference."""
    firmware = ReferenceFirmware()
    firmware.feed(b"db load 64%" + left.encode())
    with on_terminal(firmware.feed) as port:
        link = SerialLink(port, 115200)
        session = Session(link, timeout=5.0)

        assert session.connect().model == "kws01"
        session.load(bytes(range(64)))
        assert session.buffer() == bytes(range(64))
        link.close()
    assert "" not in firmware.commands


def test_a_buffer_whose_size_is_no_multiple_of_eight_is_read() -> None:
    firmware = ReferenceFirmware()
    with on_terminal(firmware.feed) as port:
        link = SerialLink(port, 115200)
        session = Session(link)
        session.load(bytes(range(61)))
        assert session.buffer() == bytes(range(61))
        link.close()


def test_an_input_too_large_for_the_device_is_not_sent() -> None:
    """The reference takes the size, complains without an error line, and would overrun."""
    firmware = ReferenceFirmware()
    with on_terminal(firmware.feed) as port:
        link = SerialLink(port, 115200)
        with pytest.raises(ProtocolError, match="exceeds maximum of 128"):
            Session(link).load(bytes(200))
        link.close()


def test_an_input_of_the_wrong_length_is_no_inference() -> None:
    """The reference complains without an error line and infers on stale data."""
    firmware = ReferenceFirmware()
    with on_terminal(firmware.feed) as port:
        link = SerialLink(port, 115200)
        session = Session(link)
        session.load(np.zeros(60, np.uint8).tobytes())
        with pytest.raises(ProtocolError, match="Input db has 60 elements, expected 64"):
            session.infer(1, 0)
        link.close()
