"""Cutting a byte stream into lines."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.errors import DeviceTimeoutError
from neurio_gen.protocol.deadline import Deadline
from neurio_gen.protocol.lines import LONGEST_LINE, LineReader, LineSplitter

PRINTABLE = st.text(
    st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters="-["),
    min_size=1,
    max_size=40,
)
"""Lines without what begins an answer."""


@given(lines=st.lists(PRINTABLE, max_size=12), cuts=st.lists(st.integers(0, 400), max_size=8))
def test_lines_do_not_depend_on_how_the_stream_is_cut(lines: list[str], cuts: list[int]) -> None:
    stream = "".join(f"{line}\r\n" for line in lines).encode()
    edges = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    splitter = LineSplitter()

    found = [
        line
        for start, end in itertools.pairwise(edges)
        for line in splitter.feed(stream[start:end])
    ]

    assert found == lines


@given(data=st.binary(max_size=500))
def test_any_bytes_give_printable_lines_that_are_not_empty(data: bytes) -> None:
    lines = LineSplitter().feed(data + b"\n")

    texts = [line.strip().replace("\t", " ") for line in lines]
    assert all(text and text.isascii() and text.isprintable() for text in texts)


def test_wild_bytes_before_a_message_are_dropped_and_its_text_is_kept() -> None:
    assert LineSplitter().feed(b"\x00\xff\x80m-ready\r\n") == ["m-ready"]


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ("> m-ready", "m-ready"),
        ("dut $ m-lap-us-12", "m-lap-us-12"),
        ("name%m-name-dut-[a > b]", "m-name-dut-[a > b]"),
        ("db load 8%m-[Expecting 8 bytes]", "m-[Expecting 8 bytes]"),
        ("infer 1 0%e-[Nothing is loaded]", "e-[Nothing is loaded]"),
        ("m-name-dut-[x %m-ready]", "m-name-dut-[x %m-ready]"),
        ("e-[Unknown command: > m-x]", "e-[Unknown command: > m-x]"),
        ("baud is: 9600", "baud is: 9600"),
        ("am-ready", "am-ready"),
    ],
)
def test_a_prompt_or_an_echo_before_an_answer_is_dropped(raw: str, line: str) -> None:
    assert LineSplitter().feed(f"{raw}\r\n".encode()) == [line]


def test_a_damaged_line_does_not_pass_for_a_whole_one() -> None:
    assert LineSplitter().feed(b"m-results-[0.5\xff12]\r\n") == ["12]"]


def test_a_line_without_an_end_is_cut_at_the_longest_length() -> None:
    splitter = LineSplitter()

    lines = splitter.feed(b"x" * (LONGEST_LINE + 1))

    assert [len(line) for line in lines] == [LONGEST_LINE + 1]
    assert splitter.feed(b"m-ready\n") == ["m-ready"]


class Flood:
    """A stream that never ends a line, or ends empty ones for ever."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def read(self, timeout: float) -> bytes:
        time.sleep(0.001)
        return self.data

    def write(self, data: bytes) -> None:
        raise AssertionError(data)


@pytest.mark.parametrize("data", [b"", b"x", b"\r\n\r\n"])
def test_a_wait_is_bounded_whatever_the_device_sends(data: bytes) -> None:
    reader = LineReader(Flood(data))
    start = time.monotonic()

    with pytest.raises(DeviceTimeoutError, match=r"Waited 0.2 s for a line; (no bytes|the last)"):
        reader.next_line(Deadline(0.2, "a line"))

    assert time.monotonic() - start < 1.0


def test_the_timeout_shows_the_last_bytes() -> None:
    with pytest.raises(DeviceTimeoutError, match="the last bytes were b'xxxx"):
        LineReader(Flood(b"x")).next_line(Deadline(0.05, "a line"))


class Slow:
    """Results that take longer than the deadline, a few bytes at a time."""

    def __init__(self, numbers: int) -> None:
        self._pieces = [b"m-results-[", *[b"0.125,"] * numbers, b"1]\r\n"]

    def read(self, timeout: float) -> bytes:
        time.sleep(0.01)
        return self._pieces.pop(0) if self._pieces else b""

    def write(self, data: bytes) -> None:
        raise AssertionError(data)


def test_results_are_awaited_as_long_as_they_come() -> None:
    line = LineReader(Slow(30)).next_line(Deadline(0.1, "results"))
    assert line == "m-results-[" + "0.125," * 30 + "1]"
