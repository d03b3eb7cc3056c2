"""WAV files through a streaming model: the features of each are the steps of one sequence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod
from pathlib import Path

import numpy as np

from neurio_gen.benchmarks import ResultKind
from neurio_gen.compiler.graph import Tensor
from neurio_gen.compiler.plan import Port
from neurio_gen.errors import UsageError
from neurio_gen.harness.accuracy import Key, Scores
from neurio_gen.harness.datasets import LABELS, LabelledData, LabelledFile
from neurio_gen.harness.encoding import quantise, to_wire
from neurio_gen.harness.quality import Quality, area_under_curve
from neurio_gen.harness.workload import Array, Workload
from neurio_gen.sound.micro_features import BANDS, frames_in, front_end, micro_features
from neurio_gen.sound.recording import read_wav
from neurio_gen.sound.wake_word import DetectionRule, read_rule

SPOKEN = 1
"""The class of files in which the word is spoken; 0 is that of the others."""
_SUFFIX = ".wav"


@dataclass(frozen=True, kw_only=True)
class SpokenFile(LabelledFile):
    """A WAV file as the steps of a model. `step` is the model's input."""

    frames: int
    step: Tensor
    workload: Workload

    @property
    def inputs(self) -> int:
        """How many steps the file takes."""
        return self.frames * BANDS // self.step.elements

    def read(self) -> Iterator[bytes]:
        """What is loaded for each step. Frames behind the last whole step are not used."""
        features = micro_features(_mono(self.path)).reshape(-1)
        size = self.step.elements
        for start in range(0, self.inputs * size, size):
            codes = quantise(self.step, features[start : start + size])
            yield to_wire(self.workload.input_encoding, [self.step], [codes])


@dataclass(frozen=True)
class SpokenData:
    """A data set of WAV files, and when a model has heard its word.

    `frames` are those of each file, by its name.
    """

    data: LabelledData
    rule: DetectionRule
    frames: Mapping[str, int]

    def steps_of(
        self, workload: Workload, inputs: Sequence[Port], outputs: Sequence[Port]
    ) -> LabelledData:
        """The files as steps of a model that has these inputs and outputs.

        Raises UsageError where the model is none of this kind, or a file has too few steps for a
        detection.
        """
        if not workload.stateful:
            raise UsageError(
                f"{workload.id} keeps no state, so WAV files cannot be streamed through it.",
                hint="Give features as .bin files: docs/accuracy.md has the layout.",
            )
        if not _is_wake_word(workload, inputs, outputs):
            raise UsageError(
                f"{workload.id} is no wake word of microWakeWord's kind: these take frames of "
                f"{BANDS} features and give one probability.",
                hint="Give this model's own features as .bin files: docs/accuracy.md has the "
                "layout.",
            )
        given = inputs[0]
        step = Tensor(given.name, given.shape, given.dtype, given.quantisation)
        files = tuple(
            SpokenFile(
                each.path,
                each.classes,
                each.label,
                frames=self.frames[each.name],
                step=step,
                workload=workload,
            )
            for each in self.data.files
        )
        for file in files:
            if file.inputs < self.rule.window:
                raise UsageError(
                    f"{file.name} is too short: it has {file.inputs} steps of the model, and a "
                    f"detection takes {self.rule.window}.",
                    hint="Put silence before and behind the word.",
                )
        return replace(self.data, files=files)


def spoken_data(data: LabelledData, model: Path | None) -> SpokenData | None:
    """The data set of WAV files, where it is one, for the model in the file `model`.

    Raises UsageError where only some of the files are, where a file is not 16 kHz, mono, 16 bits,
    where the model has no manifest, or where the package pymicro-features is missing.
    """
    sounds = [file for file in data.files if file.path.suffix.lower() == _SUFFIX]
    if not sounds:
        return None
    if len(sounds) != len(data.files):
        raise UsageError(
            f"{data.folder / LABELS} names WAV files and others.", hint="Keep them apart."
        )
    strange = next((file for file in sounds if file.label > SPOKEN), None)
    if strange is not None:
        raise UsageError(
            f"{data.folder / LABELS}: {strange.name} is of class {strange.label}.",
            hint="1 is for files in which the wake word is spoken, 0 for the others.",
        )
    if model is None:
        raise UsageError(
            "WAV files are for models that come as files.",
            hint="Name one: --model NAME.tflite, with its manifest NAME.json beside it.",
        )
    rule = read_rule(model)
    front_end()  # is the package there?
    return SpokenData(data, rule, {file.name: frames_in(len(_mono(file.path))) for file in sounds})


def highest_probabilities(
    data: LabelledData, scores: Mapping[Key, Scores], rule: DetectionRule, found: Port
) -> dict[str, float]:
    """The highest mean probability of each file, 0 to 1, of the results lines of all its steps.

    Lines have three decimals: each is the real value of the code of the output `found` next to it.
    """
    unit = found.quantisation.scale if found.quantisation else 0.0
    highest = {}
    for file in data.files:
        lines = np.array([scores[file.name, step][0] for step in range(file.inputs)], np.float64)
        probabilities = np.rint(lines / unit) * unit if unit else lines
        highest[file.name] = rule.highest(probabilities)
    return highest


def assess_wake_words(
    data: LabelledData, highest: Mapping[str, float], rule: DetectionRule
) -> Quality:
    """How many files are told right: the word counts as heard above the rule's cutoff."""
    labels: Array = np.array([file.label for file in data.files])
    scores: Array = np.array([highest[file.name] for file in data.files])
    heard, spoken = scores > rule.cutoff, labels == SPOKEN
    auc, reason = area_under_curve(labels, scores[:, np.newaxis])
    return Quality(
        len(data.files),
        int(np.count_nonzero(heard == spoken)),
        auc,
        reason,
        false_positives=int(np.count_nonzero(heard & ~spoken)),
        false_negatives=int(np.count_nonzero(~heard & spoken)),
    )


def _is_wake_word(workload: Workload, inputs: Sequence[Port], outputs: Sequence[Port]) -> bool:
    return (
        [port.shape[-1:] for port in inputs] == [(BANDS,)]
        and [prod(port.shape) for port in outputs] == [1]
        and workload.result_kind is ResultKind.DEQUANTISED
    )


def _mono(path: Path) -> Array:
    """The samples of a file, shape (n,)."""
    return read_wav(path, channels=1)[:, 0]
