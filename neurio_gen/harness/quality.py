"""What a model is worth on labelled data: Top-1, ROC AUC, false detections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from neurio_gen.benchmarks import QualityMetric, QualityTarget, ResultKind
from neurio_gen.errors import ProtocolError
from neurio_gen.harness.accuracy import Key, Scores
from neurio_gen.harness.datasets import LabelledData
from neurio_gen.harness.workload import Array

WAKE_WORD = 0
"""The class of the wake word."""
DETECTION_THRESHOLD = 0.95
"""A wake word counts as detected above this score, as in the reference's evaluation."""


@dataclass(frozen=True)
class Quality:
    """How well a model does. Shares are 0 to 1; what does not apply is None.

    `auc_reason` says why there is no area under the curve. `target` is what the closed division
    asks for.
    """

    files: int
    correct: int | None = None
    auc: float | None = None
    auc_reason: str | None = None
    false_positives: int | None = None
    false_negatives: int | None = None
    target: QualityTarget | None = None

    @property
    def top1(self) -> float | None:
        """Share of files whose largest score is that of their class."""
        return None if self.correct is None else self.correct / self.files

    @property
    def met(self) -> bool | None:
        """Whether the target is reached; None without one, or where it cannot be told."""
        if self.target is None:
            return None
        if self.target.metric is QualityMetric.FALSE_DETECTIONS:
            if self.false_positives is None or self.false_negatives is None:
                return None
            return max(self.false_positives, self.false_negatives) <= self.target.threshold
        reached = self.top1 if self.target.metric is QualityMetric.TOP1 else self.auc
        return None if reached is None else reached >= self.target.threshold


def assess(
    data: LabelledData,
    scores: Mapping[Key, Scores],
    kind: ResultKind,
    target: QualityTarget | None = None,
) -> Quality:
    """What the results lines of all inputs amount to; a file's score is the mean of its windows'.

    Raises ProtocolError where lines are missing or differ in length.
    """
    labels = np.array([file.label for file in data.files])
    table = _table(data, scores)
    files = len(data.files)
    if kind is ResultKind.TOP1:
        correct = int(np.count_nonzero(table[:, 0].astype(np.int64) == labels))
        return Quality(files, correct, auc_reason="the device tells the class only", target=target)
    auc, reason = area_under_curve(labels, table)
    if kind is ResultKind.MEAN_SQUARED_ERROR:
        return Quality(files, auc=auc, auc_reason=reason, target=target)
    correct = int(np.count_nonzero(table.argmax(axis=1) == labels))
    quality = Quality(files, correct, auc, reason, target=target)
    if target is None or target.metric is not QualityMetric.FALSE_DETECTIONS:
        return quality
    detected = table[:, WAKE_WORD] > DETECTION_THRESHOLD
    spoken = labels == WAKE_WORD
    positives = int(np.count_nonzero(detected & ~spoken))
    negatives = int(np.count_nonzero(~detected & spoken))
    return Quality(files, correct, auc, reason, positives, negatives, target)


def _table(data: LabelledData, scores: Mapping[Key, Scores]) -> Array:
    """Scores of shape (files, numbers of a results line)."""
    rows = []
    for file in data.files:
        windows = [scores.get((file.name, window)) for window in range(file.inputs)]
        lengths = {len(window) if window else 0 for window in windows}
        if len(lengths) != 1 or 0 in lengths:
            raise ProtocolError(f"The results of {file.name} are not complete.")
        rows.append(np.mean(np.array(windows, np.float64), axis=0))
    if len({len(row) for row in rows}) != 1:
        raise ProtocolError("The device's results lines differ in length.")
    return np.array(rows)


def area_under_curve(labels: Array, table: Array) -> tuple[float | None, str | None]:
    """The area under the curve: one against the rest, averaged over the classes; or why not.

    `labels` have shape (files,), `table` (files, scores); a single score is that of class 1.
    Computed as the official runner does: each line is scaled to a sum of 1, since printed decimals
    do not quite add up to it.
    """
    reason = _no_auc(labels, table)
    if reason is not None:
        return None, reason
    from sklearn.metrics import roc_auc_score  # takes a second to import

    if table.shape[1] == 1:
        return float(roc_auc_score(labels, table[:, 0])), None
    shares = table / table.sum(axis=1, keepdims=True)
    scores = shares[:, 1] if shares.shape[1] == 2 else shares
    return float(roc_auc_score(labels, scores, multi_class="ovr")), None


def _no_auc(labels: Array, table: Array) -> str | None:
    """Why there is no area under the curve; None where there is one."""
    columns = table.shape[1]
    classes = max(columns, 2)
    missing = sorted(set(range(classes)) - set(labels.tolist()))
    if not np.isfinite(table).all():
        return "a score is not finite"
    if missing:
        return f"no input is of class {missing[0]}"
    if labels.max() >= classes:
        return f"the model has {classes} classes, the labels have {labels.max() + 1}"
    if columns > 1 and ((table < 0).any() or (table.sum(axis=1) <= 0).any()):
        return "the outputs are no probabilities"
    return None
