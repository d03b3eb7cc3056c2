"""Mode `accuracy`: data sets through the firmware."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from neurio_gen.benchmarks import Benchmark
from neurio_gen.benchmarks.benchmark import Metric, QualityTarget
from neurio_gen.benchmarks.digits import SUITE as DIGITS
from neurio_gen.benchmarks.digits import write_dataset
from neurio_gen.codegen import ImageModel
from neurio_gen.codegen.image import memory_of
from neurio_gen.errors import NeurioGenError, UsageError
from neurio_gen.harness.accuracy import measure_accuracy
from neurio_gen.harness.datasets import LabelledData, find_folder, read_dataset
from neurio_gen.harness.quality import Quality, assess
from neurio_gen.pipeline.bench import Bench
from neurio_gen.pipeline.construct import Construction
from neurio_gen.pipeline.measure import Steps
from neurio_gen.pipeline.modes import Flash, MeasuringMode, Outcome, Outcomes
from neurio_gen.pipeline.outcome import NOTHING_RUN, facts_of, status_of
from neurio_gen.pipeline.report import Report
from neurio_gen.pipeline.request import Request
from neurio_gen.results import InputLog, QualityRecord, Result
from neurio_gen.results.words import Mode

_NOT_COMPARED = "accuracy compares with labels, not with the oracle"


@dataclass
class AccuracyMode(MeasuringMode):
    """Every input of a data set once, and what the answers are worth.

    `dataset` is a folder in the official layout, or one that holds such folders by their official
    names; only the digits need none. With `resume`, inputs that an interrupted run has stored are
    not run again.
    """

    name: ClassVar[Mode] = "accuracy"

    dataset: Path | None = None
    resume: bool = False
    _data: dict[str, LabelledData] = field(default_factory=dict)

    def check(self, request: Request) -> None:
        """Reads the data sets of all benchmarks."""
        for benchmark in request.benchmarks:
            self._data[benchmark.id] = self._read(request, benchmark)

    def steps(self, benchmark: Benchmark) -> int:
        """One an input."""
        return self._data[benchmark.id].inputs

    def measure(
        self,
        request: Request,
        constructions: Sequence[Construction],
        flash: Flash | None,
        report: Report,
    ) -> Outcomes:
        """Results of mode `accuracy`."""
        with Bench(request, flash, report) as bench:
            for item in constructions:
                steps = Steps(report, self.steps(item.subject.benchmark))
                yield self._one(request, item, bench, report, steps)
                steps.finish()

    def _one(
        self, request: Request, item: Construction, bench: Bench, report: Report, steps: Steps
    ) -> Outcome:
        benchmark, facts = item.subject.benchmark, facts_of(request, item, "accuracy")
        if item.image is None:
            result = Result(**facts, **status_of(item.error), bit_exact_reason=NOTHING_RUN)
            return result, item.error
        data = self._data[benchmark.id]
        report.stage("accuracy", benchmark.name)
        try:
            _check_size(data, item.subject.image_model)
            with self._log(request, item, data, report) as log:
                device, session = bench.place(item.image)
                scores = measure_accuracy(
                    session,
                    item.subject.image_model,
                    data,
                    lambda key, found: log.append(*key, found),
                    known=log.known,
                    progress=steps,
                )
            quality = assess(data, scores, benchmark.result_kind, benchmark.quality)
        except NeurioGenError as error:
            bench.clear()
            failed = Result(**facts, **status_of(error), bit_exact_reason=NOTHING_RUN)
            return failed, _resumable(error)
        fp32 = item.subject.model.facts.get("accuracy_fp32")
        record = _record(data, quality, fp32)
        result = Result(
            **facts,
            **status_of(None),
            baud=session.baud,
            time_base=device.time_base,
            samples=data.inputs,
            quality=record,
            bit_exact_reason=_NOT_COMPARED,
        )
        return result, _missed(benchmark, quality)

    def _log(
        self, request: Request, item: Construction, data: LabelledData, report: Report
    ) -> InputLog:
        assert item.image is not None
        identity = {
            "board": f"{request.board.id} ({request.board.device})",
            "benchmark": item.subject.benchmark.id,
            "image": hashlib.sha256(item.image.elf.read_bytes()).hexdigest(),
            "data": data.digest,
        }
        folder = request.output / "inputs" / request.board.id
        log = InputLog.resume(folder, identity) if self.resume else None
        if log is None:
            if self.resume:
                report.note(f"Nothing of {item.subject.benchmark.name} to resume: all inputs run.")
            return InputLog.create(folder, identity)
        report.note(f"{item.subject.benchmark.name}: {len(log.known)} inputs were run before.")
        return log

    def _read(self, request: Request, benchmark: Benchmark) -> LabelledData:
        if self.dataset is not None:
            name = benchmark.dataset.folder if benchmark.dataset else None
            folder = find_folder(self.dataset, name)
        elif benchmark.suite == DIGITS:
            folder = write_dataset(request.output / "datasets" / "digits")
        else:
            raise UsageError(
                f"Accuracy of {benchmark.id} needs a data set.",
                hint="Name its folder: --dataset DIR, with y_labels.csv and the .bin files in it.",
            )
        data = read_dataset(folder, benchmark.dataset.input_bytes if benchmark.dataset else None)
        if benchmark.dataset and benchmark.dataset.sliding and data.files[0].window is None:
            raise UsageError(
                f"{folder} does not say how the window slides over its recordings.",
                hint="Each line is file,classes,class,window bytes,stride bytes.",
            )
        return data


def _check_size(data: LabelledData, model: ImageModel) -> None:
    """Raises UsageError where the inputs are not of the size that the model takes."""
    read_dataset(data.folder, memory_of([model])["buffer"])


def _record(data: LabelledData, quality: Quality, fp32: float | None) -> QualityRecord:
    target = quality.target
    return QualityRecord(
        dataset=data.folder.name,
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
    if target.metric is Metric.TOP1:
        return f"Top-1 of {100 * target.threshold:g} %"
    if target.metric is Metric.AUC:
        return f"an AUC of {target.threshold:g}"
    return f"at most {target.threshold:g} false positives and as many false negatives"


def _resumable(error: NeurioGenError) -> NeurioGenError:
    """The error, with how to go on."""
    if error.hint is None:
        error.hint = "Inputs that have run are kept: go on with --resume."
    return error
