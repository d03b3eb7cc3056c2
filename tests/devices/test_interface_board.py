"""Commands through the interface board."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path

import numpy as np
import pytest

from neurio_gen.devices import interface_board
from neurio_gen.devices.emulated_interface import EmulatedInterfaceBoard
from neurio_gen.devices.interface_board import InterfaceBoard
from neurio_gen.devices.links import SerialLink
from neurio_gen.devices.sd_card import SdCard
from neurio_gen.devices.sound import PinTimes
from neurio_gen.errors import DeviceTimeoutError, ProtocolError
from neurio_gen.protocol.session import Session
from neurio_gen.sound.recording import Stereo, write_wav
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


class FakeSound:
    """A device that hears a recording at once: eleven hops, two detections."""

    def __init__(self) -> None:
        self.recorded = 0
        self.heard: list[int] = []

    def record(self) -> None:
        self.recorded += 1

    def play(self, samples: Stereo) -> Future[PinTimes]:
        self.heard.append(len(samples))
        found: Future[PinTimes] = Future()
        busy = tuple(0.05 + 0.032 * hop for hop in range(11))
        idle = tuple(each + 0.0125 for each in busy)
        # the third comes within 10 ms of the second: the interface board takes it for the same
        found.set_result(PinTimes(busy, idle, (0.06, 0.1241, 0.1301, 0.2205), (1,) * 11))
        return found


def said_by(board: EmulatedInterfaceBoard, command: str) -> bytes:
    board.write(command.encode())
    return b"".join(iter(lambda: board.read(0.0), b""))


@pytest.fixture
def card(tmp_path: Path) -> SdCard:
    write_wav(tmp_path / "words.wav", np.zeros((700, 2), np.int16))
    (tmp_path / "text.wav").write_text("no sound")
    return SdCard(tmp_path)


def test_the_emulated_interface_board_plays_and_records_as_the_official_one(card: SdCard) -> None:
    sound = FakeSound()
    board = EmulatedInterfaceBoard(FakeStream(FakeFirmware(), up=True), sound, card)
    assert said_by(board, "ls%") == b"text.wav\r\nwords.wav\r\nm-ready\r\n"
    assert said_by(board, "record_detections%") == b"Now recording detections\r\nm-ready\r\n"
    assert said_by(board, "play words.wav%") == (
        b"Attempting to play words.wav\nsucceeded.\nm-ready\r\n"
    )
    assert (sound.recorded, sound.heard) == (1, [700])
    assert said_by(board, "print_detections%") == (
        b"Detection Timestamps (ms)\r\n60,\r\n124,\r\n220,\r\nm-ready\r\n"
    )
    # eight times a line; the last line of all has no end
    assert said_by(board, "print_dutycycle%") == (
        b"Duty cycle start times (s)\r\n"
        b"5000, 8200, 11400, 14600, 17800, 21000, 24200, 27400, \r\n30600, 33800, 37000, \r\n"
        b"Duty cycle stop times (s)\r\n"
        b"6250, 9450, 12650, 15850, 19050, 22250, 25450, 28650, \r\n"
        b"31850, 35050, 38250, m-ready\r\n"
    )


@pytest.mark.parametrize("name", ["absent.wav", "text.wav", "../words.wav"])
def test_what_cannot_be_played_is_said_in_the_official_words(card: SdCard, name: str) -> None:
    board = EmulatedInterfaceBoard(FakeStream(FakeFirmware(), up=True), FakeSound(), card)
    said = said_by(board, f"play {name}%")
    assert b"Error playing file. Check that the file exists" in said
    with pytest.raises(ProtocolError, match="cannot play") as error:
        InterfaceBoard(board).play(name, 1.0)
    assert "SD card" in str(error.value.hint)


def test_our_client_reads_what_was_recorded(card: SdCard) -> None:
    board = InterfaceBoard(
        EmulatedInterfaceBoard(FakeStream(FakeFirmware(), up=True), FakeSound(), card)
    )
    board.record()
    board.play("words.wav", 0.05)
    assert board.detections() == (60, 124, 220)
    starts, ends = board.busy_times()
    assert starts == pytest.approx([0.05 + 0.032 * hop for hop in range(11)])
    assert ends == pytest.approx([0.0625 + 0.032 * hop for hop in range(11)])


def test_a_recording_that_does_not_end_is_a_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interface_board, "_PLAY_SECONDS", 0.2)
    with on_terminal(lambda data: b"Attempting to play words.wav\n") as port:
        link = SerialLink(port, interface_board.BAUD)
        with pytest.raises(DeviceTimeoutError, match="the interface board to end play"):
            InterfaceBoard(link).play("words.wav", 0.1)
        link.close()
