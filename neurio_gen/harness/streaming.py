"""The streaming test: a recording through the device, and what came of it.

The interface board plays, the device processes each hop as it comes and marks detections on a pin.
All that the device says is compared with a simulation on this computer: the features of
`neurio_gen.sound.front_end` through the oracle.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from neurio_gen.compiler.graph import DType, Tensor
from neurio_gen.errors import ModelError, ProtocolError
from neurio_gen.harness.workload import Array, Reference
from neurio_gen.protocol.answers import StreamAnswer
from neurio_gen.protocol.session import Session
from neurio_gen.sound.front_end import BANDS, HOP, RATE, features, quantise
from neurio_gen.sound.recording import Stereo

THRESHOLD = 115
"""The wake word was heard where its output's code is above it."""
HOP_SECONDS = HOP / RATE
_LATE_MILLISECONDS = 1000 * HOP_SECONDS


class SoundBoard(Protocol):
    """What plays recordings and records pins, as the interface board does."""

    def record(self) -> None:
        """Begins to record the pins anew."""

    def play(self, name: str, seconds: float) -> None:
        """Plays a recording to its end."""

    def detections(self) -> tuple[int, ...]:
        """Milliseconds of the recorded detections."""

    def busy_times(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Seconds at which the processing of the first hops began, and at which it ended."""


@dataclass(frozen=True)
class StreamingReport:
    """What a recording has shown.

    `detections` are milliseconds, the first marks the first hop. Times are in seconds of the
    device: `busy` is the mean time that a hop takes, `period` the mean time from hop to hop.
    `mismatch` says where it differs from the simulation, None where it does not.
    """

    answer: StreamAnswer
    detections: tuple[int, ...]
    busy: float
    period: float
    mismatch: str | None

    @property
    def duty_cycle(self) -> float:
        """The share of the time that the device processes sound."""
        return self.busy / self.period


def check_model(name: str, reference: Reference) -> None:
    """Raises ModelError where a model does not take rows of features."""
    inputs, outputs = reference.inputs, reference.outputs
    suits = (
        len(inputs) == 1
        and len(outputs) == 1
        and inputs[0].dtype is outputs[0].dtype is DType.INT8
        and inputs[0].quantisation is not None
        and inputs[0].elements % BANDS == 0
    )
    if not suits:
        raise ModelError(
            f"{name} is no model of the streaming test: it takes int8 features, {BANDS} per hop, "
            "and its first output tells the wake word.",
            hint="Name one, such as --benchmark sww01.",
        )


def simulate(
    samples: Stereo, reference: Reference, done: Callable[[int], None] = lambda _: None
) -> tuple[int, ...]:
    """The wake word's code after each hop, as the device has to find it.

    `done` is called with the number of each hop. The first rows of the model's input are zeros.
    """
    tensor = reference.inputs[0]
    rows = quantise(features(samples[:, 0]), *_scale(tensor))
    window = np.zeros((tensor.elements // BANDS, BANDS), np.int8)
    reference.reset()
    codes = []
    for number, row in enumerate(rows):
        window = np.concatenate([window[1:], row[None]])
        codes.append(_wake_word(reference, window.reshape(tensor.shape)))
        done(number)
    return tuple(codes)


def measure_streaming(
    session: Session,
    board: SoundBoard,
    name: str,
    samples: Stereo,
    expected: Sequence[int],
    *,
    missing_hops: int = 0,
) -> StreamingReport:
    """Streams a recording that the interface board knows by `name`, and compares.

    The order of commands is the official runner's. `expected` are the codes of `simulate`;
    `missing_hops` at the end need not come, as the official interface board does not play a
    recording to its last sample. Raises ProtocolError where nothing was processed.
    """
    session.stop_stream()
    session.start_stream()
    board.record()
    board.play(name, len(samples) / RATE)
    answer = session.stop_stream()
    detections = board.detections()
    starts, ends = board.busy_times()
    pairs = list(zip(starts, ends, strict=False))
    if answer is None or not answer.hops or len(pairs) < 2:
        raise ProtocolError(
            "The device has processed no sound.",
            hint="Are the lines of I2S and the pins connected as docs/streaming.md says?",
        )
    return StreamingReport(
        answer=answer,
        detections=detections,
        busy=sum(end - start for start, end in pairs) / len(pairs),
        period=(pairs[-1][0] - pairs[0][0]) / (len(pairs) - 1),
        mismatch=_difference(answer, detections, expected, missing_hops),
    )


def _difference(
    answer: StreamAnswer, detections: Sequence[int], expected: Sequence[int], missing: int
) -> str | None:
    if answer.late:
        return f"{answer.late} of {answer.hops} hops were overwritten before they were processed"
    if not len(expected) - missing <= answer.hops <= len(expected):
        return f"{answer.hops} hops were processed, not {len(expected)}"
    for hop, (code, right) in enumerate(zip(answer.activations, expected, strict=False)):
        if code != right:
            return f"the wake word's output after hop {hop} is {code}, not {right}"
    hops = [hop for hop in range(answer.hops) if hop == 0 or expected[hop] > THRESHOLD]
    if len(detections) != len(hops):
        return f"{len(detections)} detections were marked, not {len(hops)}"
    for marked, hop in zip(detections, hops, strict=True):
        due = detections[0] + 1000 * HOP_SECONDS * hop
        if abs(marked - due) > _LATE_MILLISECONDS:
            return f"a detection was marked at {marked} ms, not at {due:.0f} ms"
    return None


def _scale(tensor: Tensor) -> tuple[float, int]:
    assert tensor.quantisation is not None
    return tensor.quantisation.scales[0], tensor.quantisation.zero_points[0]


def _wake_word(reference: Reference, window: Array) -> int:
    return int(reference.invoke([window])[0].reshape(-1)[0])
