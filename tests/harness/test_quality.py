"""Top-1, area under the curve and false detections, against values worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.benchmarks import QualityMetric, QualityTarget, ResultKind
from neurio_gen.errors import ProtocolError
from neurio_gen.harness.accuracy import Scores
from neurio_gen.harness.datasets import LabelledData, LabelledFile
from neurio_gen.harness.quality import Quality, assess

AUC = QualityTarget(QualityMetric.AUC, 0.85)


def judged(
    labels: Sequence[int],
    scores: Sequence[Scores],
    kind: ResultKind = ResultKind.DEQUANTISED,
    target: QualityTarget | None = None,
) -> Quality:
    files = tuple(LabelledFile(Path(f"{i}.bin"), 3, label) for i, label in enumerate(labels))
    found = {(f"{i}.bin", 0): score for i, score in enumerate(scores)}
    return assess(LabelledData(Path(), files, ""), found, kind, target)


def test_top_1_counts_the_largest_score() -> None:
    quality = judged([0, 1, 2], [(0.8, 0.1, 0.1), (0.2, 0.5, 0.3), (0.4, 0.5, 0.1)])

    assert (quality.correct, quality.top1) == (2, pytest.approx(2 / 3))


def test_the_curve_of_two_classes_is_that_of_the_second() -> None:
    """Of the four pairs of a positive and a negative, three are in order."""
    quality = judged([0, 0, 1, 1], [(0.9, 0.1), (0.4, 0.6), (0.6, 0.4), (0.2, 0.8)])

    assert quality.auc == pytest.approx(0.75)


def test_decimals_that_do_not_sum_to_one_are_scaled() -> None:
    quality = judged([0, 1, 2], [(0.332, 0.331, 0.331), (0.1, 0.799, 0.1), (0.0, 0.003, 0.996)])

    assert quality.auc == pytest.approx(1.0)


def test_a_recordings_score_is_the_mean_of_its_windows(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(bytes(8))
    (tmp_path / "b.bin").write_bytes(bytes(8))
    files = (LabelledFile(path, 2, 0, 4, 4), LabelledFile(tmp_path / "b.bin", 2, 1, 4, 4))
    data = LabelledData(tmp_path, files, "")
    scores = {
        ("a.bin", 0): (1.0,),
        ("a.bin", 1): (3.0,),
        ("b.bin", 0): (5.0,),
        ("b.bin", 1): (0.0,),
    }

    quality = assess(data, scores, ResultKind.MEAN_SQUARED_ERROR, AUC)

    assert (quality.auc, quality.met, quality.top1) == (1.0, True, None)


@pytest.mark.parametrize(
    ("labels", "scores", "reason"),
    [
        ([0, 0], [(0.9, 0.1), (0.8, 0.2)], "no input is of class 1"),
        ([0, 2], [(0.9, 0.1), (0.8, 0.2)], "no input is of class 1"),
        ([0, 1, 2], [(0.9, 0.1)] * 3, "the model has 2 classes, the labels have 3"),
        ([0, 1], [(0.0, 0.0), (0.5, 0.5)], "no probabilities"),
        ([0, 1], [(-1.0, 2.0), (0.5, 0.5)], "no probabilities"),
        ([0, 1], [(float("nan"), 0.1), (0.5, 0.5)], "not finite"),
    ],
)
def test_no_curve_has_a_reason(labels: list[int], scores: list[Scores], reason: str) -> None:
    quality = judged(labels, scores, target=AUC)

    assert quality.auc is None
    assert reason in str(quality.auc_reason)
    assert quality.met is None


def test_a_device_that_tells_the_class_only_has_no_curve() -> None:
    quality = judged([4, 7, 7], [(4.0,), (7.0,), (1.0,)], ResultKind.TOP1)

    assert (quality.correct, quality.auc) == (2, None)


@pytest.mark.parametrize(
    ("wrong", "met"), [(0, True), (8, True), (9, False)], ids=["none", "at most", "too many"]
)
def test_wake_words_missed_and_imagined(wrong: int, met: bool) -> None:
    """A score has to be above 0.95 to be a detection, whatever the largest score is."""
    labels = [0] * 20 + [1] * 20
    spoken = [(0.94, 0.03, 0.03)] * wrong + [(0.96, 0.02, 0.02)] * (20 - wrong)
    quiet = [(0.96, 0.04, 0.0)] + [(0.6, 0.4, 0.0)] * 19

    quality = judged(
        labels, spoken + quiet, target=QualityTarget(QualityMetric.FALSE_DETECTIONS, 8)
    )

    assert (quality.false_negatives, quality.false_positives) == (wrong, 1)
    assert quality.met is met


def test_missing_results_are_an_error() -> None:
    with pytest.raises(ProtocolError, match=r"results of 1.bin are not complete"):
        judged([0, 1], [(0.5, 0.5)])
    with pytest.raises(ProtocolError, match="differ in length"):
        judged([0, 1], [(0.5, 0.5), (0.1, 0.2, 0.7)])


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.tuples(*[st.floats(0, 1, width=16)] * 3)),
        min_size=1,
        max_size=30,
    )
)
def test_quality_is_a_share_or_none(rows: list[tuple[int, Scores]]) -> None:
    quality = judged([label for label, _ in rows], [scores for _, scores in rows])

    assert quality.top1 is not None
    assert 0 <= quality.top1 <= 1
    assert (quality.auc is None) == (quality.auc_reason is not None)
    assert quality.auc is None or 0 <= quality.auc <= 1
