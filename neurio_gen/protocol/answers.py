"""From lines to values. Every function raises ProtocolError with the device's words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from neurio_gen.errors import ProtocolError
from neurio_gen.protocol import wire

_HEX_BYTES = re.compile(r"[0-9A-Fa-f]{2}(-[0-9A-Fa-f]{2}){0,7}")
_NUMBER = re.compile(r"[0-9]{1,20}")
_WRAP = 1 << 32
_CODES = re.compile(r"\[(-?[0-9]{1,3}(,-?[0-9]{1,3})*)?\]")


def values(pattern: wire.Answer, lines: Iterable[str]) -> list[str]:
    """The value of each line that has this pattern of one value, in order."""
    return [found[0] for line in lines if (found := wire.match(pattern, line))]


def only_value(pattern: wire.Answer, lines: Sequence[str]) -> str:
    """The value of the one line that has this pattern."""
    found = values(pattern, lines)
    if len(found) != 1:
        raise ProtocolError(
            f"The device sent {len(found)} lines {pattern.value!r} instead of one: {shown(lines)}."
        )
    return found[0]


def hex_bytes(pattern: wire.Answer, lines: Sequence[str]) -> bytes:
    """The bytes of an answer of `HH-HH-...` lines, one line behind the other.

    Strict, because a lost byte must not pass for a shorter tensor: no other line may be among
    them, and every line but the last holds eight bytes.
    """
    received = bytearray()
    for line in lines:
        found = wire.match(pattern, line)
        whole = len(received) % wire.BYTES_PER_LINE == 0
        if not (found and whole and _HEX_BYTES.fullmatch(found[0])):
            raise ProtocolError(f"The device sent a damaged line of bytes: {line!r}.")
        received += bytes.fromhex(found[0].replace("-", ""))
    return bytes(received)


def floats(lines: Sequence[str]) -> tuple[float, ...]:
    """The numbers of the results line."""
    text = only_value(wire.Answer.RESULTS, lines)
    try:
        return tuple(float(number) for number in text.split(",")) if text else ()
    except ValueError:
        raise ProtocolError(f"The device sent results that are no numbers: {text!r}.") from None


def microseconds(text: str) -> int:
    """A time stamp."""
    if not _NUMBER.fullmatch(text):
        raise ProtocolError(f"The device sent a time stamp that is no number: {text!r}.")
    return int(text)


def count(text: str) -> int:
    """A number of bytes."""
    if not _NUMBER.fullmatch(text):
        raise ProtocolError(f"The device sent a size that is no number: {text!r}.")
    return int(text)


def check_no_complaint(lines: Sequence[str]) -> None:
    """That nothing precedes an `infer` answer.

    Firmware that follows the reference says there, without an error line, that an input has the
    wrong length, and then infers on the input before it.
    """
    if lines and wire.match(wire.Answer.WARMUP_START, lines[0]) is None:
        raise ProtocolError(
            f"The device complains before it infers: {lines[0]!r}.",
            hint="Was the input loaded in full, and is it that of the model on the device?",
        )


def check_iterations(lines: Sequence[str], iterations: int) -> None:
    """That an `infer` answer tells of as many inferences as were asked for."""
    started = only_value(wire.Answer.INFER_START, lines)
    if started != str(iterations):
        raise ProtocolError(f"The device ran {started} inferences instead of {iterations}.")


def elapsed(lines: Sequence[str], iterations: int) -> int:
    """Microseconds of the timed part of an `infer` answer.

    A second stamp below the first means one wrap of a 32-bit counter, as the reference's has after
    71 minutes; it cannot tell more than one.
    """
    check_iterations(lines, iterations)
    stamps = [microseconds(text) for text in values(wire.Answer.LAP, lines)]
    if not stamps:
        raise ProtocolError(
            "The device sent no time stamps.",
            hint="Firmware built for energy mode marks time on its sync pin only: "
            "use a build for performance mode.",
        )
    if len(stamps) != 2:
        raise ProtocolError(
            f"The device sent {len(stamps)} time stamps instead of two: {shown(lines)}."
        )
    start, end = stamps
    if end < start:
        if start >= _WRAP:
            raise ProtocolError(f"The device's clock ran backwards, from {start} to {end} us.")
        end += _WRAP
    return end - start


@dataclass(frozen=True)
class LayerTimes:
    """Ticks of each layer, of all with what lies between them, and their rate in Hz."""

    ticks: tuple[int, ...]
    total: int
    ticks_a_second: int


def layer_times(lines: Sequence[str]) -> LayerTimes:
    """The answer of `layers`."""
    found = [pair for line in lines if (pair := wire.match(wire.Answer.LAYER, line))]
    ends = [pair for line in lines if (pair := wire.match(wire.Answer.LAYERS, line))]
    last = ends[-1] if ends else ("", "")
    numbers = [text for pair in (*found, last) for text in pair]
    if len(found) + 1 != len(lines) or not all(_NUMBER.fullmatch(text) for text in numbers):
        raise ProtocolError(f"The device sent damaged times of layers: {shown(lines)}.")
    if [int(index) for index, _ in found] != list(range(len(found))):
        raise ProtocolError(f"The device left layers out: {shown(lines)}.")
    return LayerTimes(tuple(int(ticks) for _, ticks in found), int(last[0]), int(last[1]))


def shown(lines: Sequence[str]) -> str:
    """A few lines of the device's for an error message."""
    few = ", ".join(repr(line) for line in lines[:6])
    return few + (f" and {len(lines) - 6} more" if len(lines) > 6 else "") or "nothing"


@dataclass(frozen=True)
class StreamAnswer:
    """What a device has made of sound: hops, how many were late, and the wake word's codes."""

    hops: int
    late: int
    activations: tuple[int, ...]


def stream(lines: Sequence[str]) -> StreamAnswer:
    """The answer to `stop`: counts, then the codes in brackets over several lines."""
    title = wire.Answer.ACTIVATIONS.value
    if title not in lines:
        raise ProtocolError(f"The device sent no activations: {shown(lines)}.")
    listed = "".join(lines[lines.index(title) + 1 :]).replace(" ", "")
    if not _CODES.fullmatch(listed):
        raise ProtocolError(f"The device sent a damaged list of activations: {shown(lines)}.")
    return StreamAnswer(
        hops=count(only_value(wire.Answer.STREAM_HOPS, lines)),
        late=count(only_value(wire.Answer.STREAM_LATE, lines)),
        activations=tuple(int(code) for code in listed[1:-1].split(",") if code),
    )
