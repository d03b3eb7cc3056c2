"""The client against firmware that follows the protocol, and against all that lines do to it."""

from __future__ import annotations

import contextlib
import functools
import random
import re
import time
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neurio_gen.errors import DeviceError, DeviceTimeoutError, NeurioGenError, ProtocolError
from neurio_gen.protocol import wire
from neurio_gen.protocol.exchange import DeviceRestartedError, UnknownCommandError
from neurio_gen.protocol.session import FirmwareProfile, Session
from tests.protocol.fake_firmware import FakeFirmware
from tests.protocol.fake_stream import FakeStream


def as_bytes(answers: list[wire.Answer]) -> bytes:
    return "\r\n".join(answer.value for answer in answers).encode()


def session_with(firmware: FakeFirmware, timeout: float = 1.0) -> Session:
    session = Session(FakeStream(firmware), timeout=timeout)
    session.connect()
    return session


@pytest.mark.parametrize("extended", [True, False])
def test_a_whole_conversation(extended: bool) -> None:
    data = bytes(range(256)) * 2
    session = session_with(FakeFirmware(extended=extended, microseconds=250))

    session.load(data)

    assert session.buffer() == data
    assert session.infer(40, 2) == 10_000
    assert session.results() == (0.996, 0.992, 0.988, 0.984)
    assert session.name() == "fake"
    assert session.profile() == FirmwareProfile(wire.PROFILE_NAME, "kws01")
    assert session.timestamp() == 10_007
    assert session.models() == ("kws01",)


def compared(firmware: FakeFirmware, right: bytes, times: int = 3) -> list[str]:
    """The commands by which outputs are compared, each time found as `right` says."""
    session = session_with(firmware)
    data = bytes(range(100))
    session.load(data)
    session.infer()
    firmware.commands.clear()
    same = right == firmware.outputs_of(data)
    assert [session.outputs_are(right) for _ in range(times)] == times * [same]
    return firmware.commands


INVERTED = bytes(255 - value for value in range(100))


def test_outputs_are_compared_by_a_digest_that_the_first_bytes_have_proved() -> None:
    assert compared(FakeFirmware(), INVERTED) == ["digest", "outputs", "digest", "digest"]
    assert compared(FakeFirmware(), bytes(100)) == ["digest", "outputs", "digest", "digest"]


def test_a_wrong_digest_is_not_asked_for_again() -> None:
    firmware = FakeFirmware(digest_of=lambda _: "0123456789ABCDEF")

    assert compared(firmware, INVERTED) == ["digest", "outputs", "outputs", "outputs"]


def test_firmware_without_digests_sends_all_bytes() -> None:
    firmware = FakeFirmware(unknown=("digest",))

    assert compared(firmware, INVERTED) == ["digest", "outputs", "outputs", "outputs"]


@dataclass
class Memory:
    """Where fake firmware keeps its input, `skewed` by a byte or `broken` if so wanted."""

    firmware: FakeFirmware
    skewed: bool = False
    broken: bool = False

    def write(self, data: bytes) -> None:
        if self.broken:
            raise DeviceError("It cannot be written.")
        self.firmware.data = b"?" + data[:-1] if self.skewed else data


def loaded_into(memory: Memory, data: bytes) -> tuple[list[str], list[str]]:
    """What was sent and noted while `data` was loaded, twice; it is what the firmware has then."""
    notes: list[str] = []
    session = Session(FakeStream(memory.firmware), timeout=1.0, memory=memory, note=notes.append)
    session.connect()
    session.models()
    memory.firmware.commands.clear()
    for _ in range(2):
        session.load(data)
        assert session.buffer() == data
    return [command for command in memory.firmware.commands if command != "db print"], notes


LONG = random.Random(1).randbytes(999) + b"end"


def test_long_inputs_are_written_to_memory_and_confirmed_by_the_firmware() -> None:
    sent, notes = loaded_into(Memory(FakeFirmware()), LONG)

    assert sent == 2 * ["db load 1002", f"db {LONG[:1].hex()}", "db repeat", "db digest"]
    assert notes == []


def test_inputs_of_one_command_go_over_the_line() -> None:
    sent, _ = loaded_into(Memory(FakeFirmware()), LONG[:512])

    assert sent == 2 * ["db load 512", f"db {LONG[:512].hex()}"]


@pytest.mark.parametrize(
    ("memory", "reason"),
    [
        (Memory(FakeFirmware(), skewed=True), "other bytes"),
        (Memory(FakeFirmware(), broken=True), "cannot be written"),
        (Memory(FakeFirmware(unknown=("db digest",))), "Not a hex"),
    ],
)
def test_inputs_that_do_not_arrive_in_memory_go_over_the_line(memory: Memory, reason: str) -> None:
    sent, (note,) = loaded_into(memory, LONG)

    over_the_line = ["db load 1002", f"db {LONG[:512].hex()}", f"db {LONG[512:].hex()}"]
    assert sent[-6:] == 2 * over_the_line
    assert reason in note


def test_few_bytes_are_sent_as_they_are() -> None:
    firmware = FakeFirmware(outputs_of=lambda data: data[:10])

    assert compared(firmware, bytes(range(10))) == ["outputs", "outputs", "outputs"]


def test_our_firmware_shows_the_bytes_of_its_outputs() -> None:
    session = session_with(FakeFirmware())

    session.load(bytes(range(100)))

    assert session.outputs() == bytes(255 - value for value in range(100))


def test_firmware_that_follows_the_reference_has_no_outputs_and_one_model() -> None:
    session = session_with(FakeFirmware(extended=False))

    session.select("kws01")

    with pytest.raises(UnknownCommandError, match="follows the reference"):
        session.outputs()
    with pytest.raises(ProtocolError, match="holds kws01, not ic01"):
        session.select("ic01")


def test_a_model_of_several_is_selected() -> None:
    firmware = FakeFirmware(models=("kws01", "ic01"))
    session = session_with(firmware)

    session.select("ic01")

    assert session.profile().model == "ic01"


@pytest.mark.parametrize(
    ("extended", "longest"), [(True, wire.COMMAND_CAPACITY), (False, 80)], ids=["ours", "reference"]
)
def test_no_command_is_longer_than_the_firmware_takes(extended: bool, longest: int) -> None:
    firmware = FakeFirmware(extended=extended)

    session_with(firmware).load(bytes(3000))

    assert max(map(len, firmware.commands)) <= longest
    assert firmware.data == bytes(3000)


@pytest.mark.parametrize(
    ("data", "period"),
    [(bytes(3000), 1), (bytes(range(100)) * 30, 100), (bytes(range(256)) * 3 + b"\0\1", 256)],
)
def test_what_repeats_is_sent_once(data: bytes, period: int) -> None:
    firmware = FakeFirmware()
    session = session_with(firmware)
    session.load(data)
    assert session.buffer() == data
    sent = sum(len(c) // 2 - 1 for c in firmware.commands if re.fullmatch("db [0-9a-f]+", c))
    assert sent == period


@pytest.mark.parametrize(
    "data", [b"x", b"xy", bytes(40) + b"x", b"x" + bytes(40), b"ab" * 20 + b"b"]
)
def test_what_does_not_repeat_arrives_whole(data: bytes) -> None:
    session = session_with(FakeFirmware())
    session.load(data)
    assert session.buffer() == data


def test_firmware_that_follows_the_reference_is_sent_every_byte() -> None:
    firmware = FakeFirmware(extended=False)
    session_with(firmware).load(bytes(100))
    assert "db repeat" not in firmware.commands


def test_boot_messages_are_awaited() -> None:
    firmware = FakeFirmware()
    session = Session(FakeStream(firmware))

    assert session.connect().model == "kws01"
    assert firmware.commands == ["name", "profile"]


@pytest.mark.parametrize("left", ["db 00", "na", "infer 1", "x" * 200])
def test_half_a_command_in_the_devices_buffer_does_no_harm(left: str) -> None:
    firmware = FakeFirmware(refuse=("db", "infer"))
    firmware.feed(left.encode())

    session = Session(FakeStream(firmware, up=True))

    assert session.connect().model == "kws01"
    assert session.name() == "fake"


def test_stale_answers_are_skipped() -> None:
    stream = FakeStream(FakeFirmware(), up=True)
    stream.received += (
        b"0.3]\r\nm-name-dut-[old]\r\nm-ready\r\ne-[old]\r\nm-ready\r\nm-model-[old]\r\n"
    )
    session = Session(stream, timeout=1.0)

    assert session.connect().model == "kws01"
    assert session.name() == "fake"


def test_a_refusal_carries_the_devices_words_and_leaves_the_session_in_step() -> None:
    firmware = FakeFirmware(refuse=("infer",))
    session = session_with(firmware)

    with pytest.raises(ProtocolError, match=r"refuses `infer 1 0%`: e-\[infer failed\]"):
        session.infer()

    assert session.name() == "fake"
    assert firmware.commands.count("profile") == 1


def test_a_restart_in_the_middle_is_told_and_survived() -> None:
    session = session_with(FakeFirmware(restart_on="infer"))

    with pytest.raises(DeviceRestartedError, match="restarted during `infer 5 0%`"):
        session.infer(5)

    assert session.name() == "fake"


def test_a_crash_of_the_firmware_is_told_at_once() -> None:
    firmware = FakeFirmware()
    stream = FakeStream(firmware)
    session = Session(stream, timeout=5.0)
    session.connect()
    stream.answer = lambda sent: b"e-[Fault 3 at 0x08001234, status 0x82]\r\n"
    start = time.monotonic()

    with pytest.raises(ProtocolError, match=r"crashed during .*Fault 3 at 0x08001234"):
        session.infer()

    assert time.monotonic() - start < 1.0


def test_a_wrapped_32_bit_clock_does_not_matter() -> None:
    session = session_with(FakeFirmware(microseconds=1000, clock=2**32 - 300))

    assert session.infer(7) == 7000


def test_firmware_for_energy_mode_gives_no_times() -> None:
    session = session_with(FakeFirmware(energy=True))

    with pytest.raises(ProtocolError, match="no time stamps") as caught:
        session.infer()

    assert "energy mode" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("spoilt", "by", "told"),
    [
        (b"m-infer-start-9", b"m-infer-start-3", "ran 3 inferences instead of 9"),
        (b"m-lap-us-0\r\n", b"", "1 time stamps instead of two"),
        (b"m-lap-us-9000", b"m-lap-us-9x00", "no number: '9x00'"),
        (b"m-infer-start-9\r\n", b"", "0 lines 'm-infer-start-{}' instead of one"),
    ],
)
def test_a_damaged_answer_is_never_a_number(spoilt: bytes, by: bytes, told: str) -> None:
    firmware = FakeFirmware()
    session = session_with(firmware)
    firmware.mangle = lambda answer: answer.replace(spoilt, by)

    with pytest.raises(ProtocolError, match=told):
        session.infer(9)


@pytest.mark.parametrize("answer", [b"m-results-[0.1,zebra]", b"m-results-[0.1,,0.2]"])
def test_results_that_are_no_numbers_are_refused(answer: bytes) -> None:
    stream = FakeStream(FakeFirmware())
    session = Session(stream)
    session.connect()
    stream.answer = lambda sent: answer + b"\r\nm-ready\r\n"

    with pytest.raises(ProtocolError, match="no numbers"):
        session.results()


def test_a_load_that_is_not_confirmed_is_an_error() -> None:
    firmware = FakeFirmware(mangle=lambda answer: answer.replace(b"m-load-done\r\n", b""))

    with pytest.raises(ProtocolError, match="did not confirm the load of 10 bytes"):
        session_with(firmware).load(bytes(10))


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        (b"", "silent"),
        (bytes(range(128, 256)), "baud rate is wrong"),
        (b"Hello from Zephyr\r\n", "Another firmware"),
        (b"m-ready\r\n", "speaks the protocol"),
    ],
    ids=["silent", "wrong baud", "other firmware", "only ready"],
)
def test_a_device_that_is_not_ours_is_diagnosed(line: bytes, hint: str) -> None:
    stream = FakeStream(FakeFirmware(), up=True)
    stream.answer = lambda sent: line

    with pytest.raises(DeviceTimeoutError, match="Waited 1 s for the device to answer") as caught:
        Session(stream, timeout=1.0).connect()

    assert hint in str(caught.value.hint)


def test_an_answer_that_never_ends_is_a_timeout_with_the_command_and_the_last_bytes() -> None:
    firmware = FakeFirmware()
    session = session_with(firmware, timeout=0.3)
    firmware.mangle = lambda answer: answer.replace(b"m-ready", b"m-rea\x07dy")

    with pytest.raises(DeviceTimeoutError, match=r"Waited 0.3 s for .* `name%`; .*m-rea.x07dy"):
        session.name()


def test_after_a_timeout_a_late_answer_is_not_taken_for_the_next() -> None:
    firmware = FakeFirmware()
    stream = FakeStream(firmware)
    session = Session(stream, timeout=0.3)
    session.connect()
    stream.answer = lambda sent: b""
    with pytest.raises(DeviceTimeoutError):
        session.results()

    stream.answer = firmware.feed
    firmware.data = b"\x00"
    stream.received += b"m-results-[0.111]\r\nm-ready\r\n"

    assert session.results() == (0.996,)


@settings(max_examples=40, deadline=None)
@given(
    noise=st.text(st.characters(max_codepoint=255, categories=["Cc"]), max_size=20),
    at=st.integers(0, 250),
    dropped=st.integers(0, 3),
)
def test_noise_and_loss_give_the_right_bytes_or_an_error(noise: str, at: int, dropped: int) -> None:
    firmware = FakeFirmware()
    session = Session(FakeStream(firmware), timeout=0.1)
    session.connect(5.0)
    session.load(bytes(64))
    firmware.mangle = lambda answer: answer[:at] + noise.encode("latin-1") + answer[at + dropped :]

    with contextlib.suppress(NeurioGenError):
        outputs = session.outputs()
        assert outputs == b"\xff" * 64 or len(outputs) < 64


@settings(max_examples=60, deadline=None)
@given(answer=st.binary(max_size=200) | st.lists(st.sampled_from(list(wire.Answer))).map(as_bytes))
def test_whatever_the_device_says_the_client_returns_or_raises_its_own_errors(
    answer: bytes,
) -> None:
    stream = FakeStream(FakeFirmware())
    session = Session(stream, timeout=0.02)
    session.connect(5.0)
    stream.answer = lambda sent: answer + b"\r\nm-ready\r\n"

    infer = functools.partial(session.infer, timeout=0.02)
    for ask in (session.outputs, session.results, infer, session.name, session.models):
        with contextlib.suppress(NeurioGenError):
            ask()
