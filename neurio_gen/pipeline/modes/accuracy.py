"""Mode `accuracy`: data sets through the firmware."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from pydantic import JsonValue

from neurio_gen.benchmarks import Benchmark
from neurio_gen.benchmarks.benchmark import QualityMetric, QualityTarget
from neurio_gen.errors import NeurioGenError
from neurio_gen.harness.accuracy import measure_accuracy
from neurio_gen.harness.datasets import LabelledData, read_dataset
from neurio_gen.harness.quality import Quality, assess
from neurio_gen.harness.wake_words import (
    SpokenData,
    assess_wake_words,
    highest_probabilities,
    spoken_data,
)
from neurio_gen.models import FileModel, PackagedModel
from neurio_gen.models.packaged import packaged_file
from neurio_gen.pipeline.bench import Place
from neurio_gen.pipeline.mode import DeviceMode, Finding, Found, Steps
from neurio_gen.pipeline.modes.data import read_data
from neurio_gen.pipeline.request import Request
from neurio_gen.pipeline.stages import Built
from neurio_gen.progress import SILENT
from neurio_gen.results import InputLog, QualityRecord, Result

_NOT_COMPARED = "accuracy compares with labels, not with the oracle"
_FRAMES_A_STEP = 3
"""What microWakeWord's models take. A progress bar needs it before the model is compiled."""


@dataclass(frozen=True)
class AccuracyMode(DeviceMode):
    """Every input of a data set once, and what the answers are worth.

    `dataset` is a folder in the official layout, or one that holds such folders by their official
    names; suites that bring one need none. Where the request resumes, inputs that an interrupted
    run has stored are not run again. WAV files are streamed through a model that keeps state, and
    count as heard by the rule in its manifest.
    """

    name: ClassVar[str] = "accuracy"
    compared: ClassVar[bool] = False

    dataset: Path | None = None
    _read: dict[str, LabelledData] = field(default_factory=dict, init=False, repr=False)
    _spoken: dict[str, SpokenData] = field(default_factory=dict, init=False, repr=False)

    def check(self, request: Request) -> None:
        """Reads the data sets of all benchmarks."""
        for benchmark in request.benchmarks:
            data = self._read[benchmark.id] = read_data(request, benchmark, self.dataset)
            spoken = spoken_data(data, _file_of(benchmark, request))
            if spoken is not None:
                self._spoken[benchmark.id] = spoken

    def covers(self, result: Result, benchmark: Benchmark) -> bool:
        """Whether it is of the same labels, and of the same rule where words are heard."""
        quality, spoken = result.quality, self._spoken.get(benchmark.id)
        if spoken is not None and not _ruled(spoken).items() <= result.details.items():
            return False
        return quality is not None and quality.dataset_sha256 == self._read[benchmark.id].digest

    def steps(self, benchmark: Benchmark) -> int:
        """One an input."""
        spoken = self._spoken.get(benchmark.id)
        if spoken is not None:
            return max(1, sum(spoken.frames.values()) // _FRAMES_A_STEP)
        return self._read[benchmark.id].inputs

    def measure(self, request: Request, item: Built, place: Place, steps: Steps) -> Finding:
        """Top-1, area under the curve, false detections; whether the target is reached."""
        benchmark, data = item.benchmark, self._read[item.benchmark.id]
        spoken = self._spoken.get(benchmark.id)
        if spoken is None:
            read_dataset(data.folder, item.input_bytes)  # are they of the model's size?
        else:
            data = spoken.steps_of(item.image_model, item.program.inputs, item.program.outputs)
        try:
            with _log(request, item, data, steps) as log:
                scores = measure_accuracy(
                    place.session,
                    item.image_model,
                    data,
                    lambda key, found: log.append(*key, found),
                    known=log.known,
                    progress=steps,
                )
            found: Found = {"samples": data.inputs, "bit_exact_reason": _NOT_COMPARED}
            if spoken is None:
                quality = assess(data, scores, benchmark.result_kind, benchmark.quality)
            else:
                output = item.program.outputs[0]
                highest = highest_probabilities(data, scores, spoken.rule, output)
                quality = assess_wake_words(data, highest, spoken.rule)
                found["details"] = {**_ruled(spoken), "highest_probability": {**highest}}
        except NeurioGenError as error:
            if error.hint is None:
                error.hint = "Inputs that have run are kept: go on with --resume."
            raise
        found["quality"] = _record(data, quality, item.model.facts.get("accuracy_fp32"))
        return Finding(found, missed=_missed(benchmark, quality))


def _file_of(benchmark: Benchmark, request: Request) -> Path | None:
    """The model's file, beside which its manifest is, where it comes as a file."""
    source = benchmark.source
    if isinstance(source, PackagedModel):
        return packaged_file(source, request.models, SILENT)
    return source.path if isinstance(source, FileModel) else None


def _ruled(spoken: SpokenData) -> dict[str, JsonValue]:
    """The rule as results have it, under the names of the manifest."""
    rule = spoken.rule
    return {"probability_cutoff": rule.cutoff, "sliding_window_size": rule.window}


def _log(request: Request, item: Built, data: LabelledData, steps: Steps) -> InputLog:
    identity = {
        "board": f"{request.board.id} ({request.board.device})",
        "benchmark": item.benchmark.id,
        "image": hashlib.sha256(item.image.elf.read_bytes()).hexdigest(),
        "data": data.digest,
    }
    folder = request.workspace.inputs(request.board.id)
    log = InputLog.resume(folder, identity) if request.resume else None
    if log is None:
        if request.resume:
            steps.note(f"Nothing to resume for {item.benchmark.name}; running all inputs.")
        return InputLog.create(folder, identity)
    steps.note(f"{item.benchmark.name}: {len(log.known)} inputs are known already.")
    return log


def _record(data: LabelledData, quality: Quality, fp32: float | None) -> QualityRecord:
    target = quality.target
    return QualityRecord(
        dataset=data.folder.name,
        dataset_sha256=data.digest,
        labels_sha256=data.labels_digest,
        files=quality.files,
        inputs=data.inputs,
        correct=quality.correct,
        top1=quality.top1,
        top1_fp32=fp32,
        auc=quality.auc,
        auc_reason=quality.auc_reason,
        false_positives=quality.false_positives,
        false_negatives=quality.false_negatives,
        target_metric=target.metric.value if target else None,
        target=target.threshold if target else None,
        met=quality.met,
    )


def _missed(benchmark: Benchmark, quality: Quality) -> NeurioGenError | None:
    """A target that was missed: the result stands, the command fails."""
    if quality.met is not False or quality.target is None:
        return None
    return NeurioGenError(
        f"{benchmark.id} misses the quality target of the closed division: "
        f"{_in_words(quality.target)}.",
        hint="Is this the whole data set, and are these the official weights?",
    )


def _in_words(target: QualityTarget) -> str:
    if target.metric is QualityMetric.TOP1:
        return f"Top-1 of {100 * target.threshold:g} %"
    if target.metric is QualityMetric.AUC:
        return f"an AUC of {target.threshold:g}"
    return f"at most {target.threshold:g} false positives and as many false negatives"
