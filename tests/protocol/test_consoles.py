"""What consoles and other programs add to a line: echoes, prompts, `AT` for modems."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from neurio_gen.errors import ProtocolError
from neurio_gen.protocol.session import Session
from tests.protocol.fake_firmware import FakeFirmware
from tests.protocol.fake_stream import FakeStream

Console = Callable[[FakeFirmware, bytes], bytes]


def echoing(firmware: FakeFirmware, sent: bytes) -> bytes:
    return sent + firmware.feed(sent)


def echoing_lines(firmware: FakeFirmware, sent: bytes) -> bytes:
    return sent.replace(b"%", b"%\r\n") + firmware.feed(sent)


def prompting(firmware: FakeFirmware, sent: bytes) -> bytes:
    return firmware.feed(sent).replace(b"m-ready\r\n", b"m-ready\r\ndut:~$ ")


@pytest.mark.parametrize("console", [echoing, echoing_lines, prompting])
@pytest.mark.parametrize("extended", [True, False])
def test_a_console_that_adds_to_answers_is_taken(console: Console, extended: bool) -> None:
    firmware = FakeFirmware(extended=extended)
    stream = FakeStream(firmware)
    stream.answer = lambda sent: console(firmware, sent)
    session = Session(stream)
    data = bytes(range(200))
    session.connect()
    session.load(data)
    assert session.name() == "fake"
    assert session.infer(7, 2, 5.0) == 7000
    assert session.buffer() == data
    assert session.results() == (0.996, 0.992, 0.988, 0.984)


def test_modem_commands_while_the_device_is_looked_for_are_noticed() -> None:
    firmware = FakeFirmware()
    firmware.feed(b"AT\r\r\nAT\r")
    session = Session(FakeStream(firmware, up=True))
    session.connect()
    assert session.shared_with_modem_manager
    assert session.name() == "fake"


def test_modem_commands_in_the_middle_are_named_with_what_keeps_them_away() -> None:
    firmware = FakeFirmware()
    session = Session(FakeStream(firmware, up=True))
    session.connect()
    assert not session.shared_with_modem_manager
    firmware.feed(b"AT\r")
    with pytest.raises(ProtocolError, match="was sent something else during `name%`") as caught:
        session.name()
    assert 'ENV{ID_MM_DEVICE_IGNORE}="1"' in str(caught.value.hint)
    assert session.name() == "fake"
