"""What a streamed recording has shown, as a result has it, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from neurio_gen.benchmarks import Benchmark
from neurio_gen.benchmarks.benchmark import QualityMetric
from neurio_gen.devices import Device
from neurio_gen.errors import MismatchError, NeurioGenError
from neurio_gen.harness.streaming import HOP_SECONDS, StreamingReport
from neurio_gen.results import QualityRecord, StreamingRecord
from neurio_gen.sound.detections import DetectionCounts
from neurio_gen.sound.front_end import HOP, RATE
from neurio_gen.sound.recording import Recording, Stereo


@dataclass(frozen=True)
class LoadedRecording:
    """A recording with its samples; `digest` is the SHA-256 of its file."""

    recording: Recording
    samples: Stereo
    digest: str

    @property
    def hops(self) -> int:
        """Whole hops of it."""
        return len(self.samples) // HOP


def streaming_record(
    loaded: LoadedRecording,
    found: StreamingReport,
    counts: DetectionCounts | None,
    device: Device,
    *,
    instructions: Sequence[int] = (),
    cycles: int | None = None,
) -> StreamingRecord:
    """The record; `instructions` of each hop and estimated `cycles` of one on emulated boards."""
    silicon = device.time_base == "silicon"
    hop_cycles = (device.board.clock_hz or 0) * HOP_SECONDS
    first = found.detections[0] if found.detections else 0
    return StreamingRecord(
        recording=loaded.recording.name,
        recording_sha256=loaded.digest,
        seconds=len(loaded.samples) / RATE,
        hops=found.answer.hops,
        true_positives=len(counts.true_positives) if counts else None,
        false_negatives=len(counts.false_negatives) if counts else None,
        false_positives=len(counts.false_positives) if counts else None,
        detections_s=tuple((each - first) / 1000 for each in found.detections[1:]),
        busy_us=1e6 * found.busy if silicon else None,
        period_us=1e6 * found.period if silicon else None,
        duty_cycle=found.duty_cycle if silicon else None,
        counted_duty_cycle=None if silicon else found.duty_cycle,
        estimated_duty_cycle=cycles / hop_cycles if cycles and hop_cycles else None,
        instructions_per_second=(
            sum(instructions) / len(instructions) / HOP_SECONDS if instructions else None
        ),
    )


def quality_record(
    benchmark: Benchmark,
    loaded: LoadedRecording,
    found: StreamingReport,
    counts: DetectionCounts | None,
) -> QualityRecord | None:
    """False detections and the target; None where it is not known where the word is."""
    if counts is None:
        return None
    target = benchmark.quality
    asked = target is not None and target.metric is QualityMetric.FALSE_DETECTIONS
    false = len(counts.false_positives), len(counts.false_negatives)
    return QualityRecord(
        dataset=loaded.recording.name,
        dataset_sha256=loaded.digest,
        files=1,
        inputs=found.answer.hops,
        false_positives=false[0],
        false_negatives=false[1],
        target_metric=target.metric.value if target and asked else None,
        target=target.threshold if target and asked else None,
        met=max(false) <= target.threshold if target and asked else None,
    )


def mismatch_error(benchmark: Benchmark, found: StreamingReport) -> MismatchError | None:
    """The error that a difference from the simulation is."""
    if found.mismatch is None:
        return None
    return MismatchError(
        f"{benchmark.id} differs from the simulation of {found.answer.hops} hops: "
        f"{found.mismatch}.",
        hint="Is the recording on the interface board's card the same file? Otherwise the firmware "
        "is at fault: please report it.",
    )


def missed_target(benchmark: Benchmark, quality: QualityRecord | None) -> NeurioGenError | None:
    """A target that was missed: the result stands, the command fails."""
    if quality is None or quality.met is not False:
        return None
    return NeurioGenError(
        f"{benchmark.id} misses the quality target of the closed division: at most "
        f"{quality.target:g} false positives and as many false negatives.",
        hint="Is this the official recording, and are these the official weights?",
    )
