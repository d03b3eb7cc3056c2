"""Commands through the interface board."""

from __future__ import annotations

import pytest

from neurio_gen.devices import interface_board
from neurio_gen.devices.emulated_interface import EmulatedInterfaceBoard
from neurio_gen.devices.interface_board import InterfaceBoard
from neurio_gen.devices.links import SerialLink
from neurio_gen.errors import DeviceTimeoutError, ProtocolError
from neurio_gen.protocol.session import Session
from tests.devices.fake_bench import FakeInterfaceBoard, on_terminal
from tests.protocol.fake_firmware import FakeFirmware
from tests.protocol.fake_stream import FakeStream


@pytest.mark.parametrize("extended", [True, False], ids=["ours", "reference"])
@pytest.mark.parametrize("knows_baud", [True, False])
def test_a_conversation_through_the_interface_board(extended: bool, knows_baud: bool) -> None:
    firmware = FakeFirmware(energy=True, extended=extended)
    passing = FakeInterfaceBoard(firmware.feed, knows_baud=knows_baud)
    data = bytes(range(200))
    with on_terminal(passing.feed) as port:
        link = SerialLink(port, interface_board.BAUD)
        board = InterfaceBoard(link)

        assert board.connect(9600) == "tinyML Enhanced Interface Board"
        session = Session(board, data_bytes=interface_board.DATA_BYTES)
        session.connect()
        session.load(data)
        session.infer_untimed(7, 2, 5.0)

        assert session.buffer() == data
        assert session.results() == (0.996, 0.992, 0.988, 0.984)
        assert passing.baud == (9600 if knows_baud else 115200)
        assert passing.longest <= len("dut db ") + 2 * interface_board.DATA_BYTES
        link.close()


@pytest.mark.parametrize("stored", [115200, 9600])
def test_the_rate_is_set_whatever_the_interface_board_says_of_it(stored: int) -> None:
    """It keeps its last rate over power cycles: 115200 after a streaming run."""
    passing = FakeInterfaceBoard(FakeFirmware(energy=True).feed, baud=stored)
    with on_terminal(passing.feed) as port:
        link = SerialLink(port, interface_board.BAUD)
        board = InterfaceBoard(link)
        board.connect(9600)
        name = Session(board, data_bytes=interface_board.DATA_BYTES).name()
        link.close()

    assert passing.commands.count("setbaud 9600") == 1
    assert name == "fake"


def test_an_interface_board_that_stays_at_its_rate_is_an_error() -> None:
    passing = FakeInterfaceBoard(FakeFirmware(energy=True).feed, stays=True)
    with on_terminal(passing.feed) as port:
        link = SerialLink(port, interface_board.BAUD)
        with pytest.raises(ProtocolError, match="stays at 115200 baud instead of 9600"):
            InterfaceBoard(link).connect(9600)
        link.close()


def test_an_interface_board_that_is_silent_is_a_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interface_board, "_SECONDS", 0.3)
    with on_terminal(lambda data: b"") as port:
        link = SerialLink(port, interface_board.BAUD)
        with pytest.raises(DeviceTimeoutError, match="the interface board to answer name%"):
            InterfaceBoard(link).connect()
        link.close()


def test_the_emulated_interface_board_answers_as_the_official_one() -> None:
    firmware = FakeFirmware(energy=True, extended=False)
    emulated = EmulatedInterfaceBoard(FakeStream(firmware, up=True))
    for sent, said in (
        (b"name%", b"tinyML Enhanced Interface Board\r\nm-ready\r\n"),
        (b"check", b""),
        (b"baud%", b"baud is: 9600\nm-ready\r\n"),
        (b"setbaud 115200%", b"set baud to: 115200\nm-ready\r\n"),
        (b"setbaud fast%", b"m-ready\r\n"),
        (b"what is this%", b"m-ready\r\n"),
        (
            b"dut name%",
            b"m-dut-passthrough(name)\r\nm-ready\r\n[dut]: m-name-dut-[fake]\r\n[dut]: m-ready\r\n",
        ),
    ):
        emulated.write(sent)
        received = b""
        while part := emulated.read(0.0):
            received += part
        assert received == said


def test_a_conversation_through_the_emulated_interface_board() -> None:
    firmware = FakeFirmware(energy=True)
    emulated = EmulatedInterfaceBoard(FakeStream(firmware))
    board = InterfaceBoard(emulated)
    assert board.connect(9600) == "tinyML Enhanced Interface Board"
    session = Session(board, data_bytes=interface_board.DATA_BYTES)
    session.connect()
    session.load(bytes(range(200)))
    session.infer_untimed(7, 2, 5.0)
    assert session.buffer() == bytes(range(200))
