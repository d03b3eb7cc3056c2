"""MLPerf Tiny: the six official models with their official workloads."""

from __future__ import annotations

from typing import Any

from neurio_gen.benchmarks.benchmark import Benchmark, Dataset, QualityMetric, QualityTarget
from neurio_gen.benchmarks.facts import SuiteFacts
from neurio_gen.models import OfficialModel, official
from neurio_gen.models.interface import InputEncoding, ResultKind

SUITE = "tiny_ml_perf"
FACTS = SuiteFacts(packed=False)  # each model is measured for its flash and RAM, too


def _benchmark(
    name: str, description: str, source: OfficialModel, shape: tuple[int, ...], **fields: Any
) -> Benchmark:
    return Benchmark(
        id=f"{SUITE}/{name}",
        suite=SUITE,
        name=name,
        description=description,
        source=source,
        input_shapes=((1, *shape),),
        facts=FACTS,
        **fields,
    )


BENCHMARKS: tuple[Benchmark, ...] = (
    _benchmark(
        "ad01",
        "anomaly detection, deep autoencoder",
        official.AD01,
        (640,),
        input_encoding=InputEncoding.FLOAT32,
        result_kind=ResultKind.MEAN_SQUARED_ERROR,
        macs=264_192,
        quality=QualityTarget(QualityMetric.AUC, 0.85),
        dataset=Dataset("ad01", classes=0, input_bytes=2560, sliding=True),
    ),
    _benchmark(
        "kws01",
        "keyword spotting, DS-CNN",
        official.KWS01,
        (49, 10, 1),
        macs=2_656_768,
        quality=QualityTarget(QualityMetric.TOP1, 0.90),
        dataset=Dataset("kws01", classes=12, input_bytes=490),
    ),
    _benchmark(
        "ic01",
        "image classification, ResNet-8",
        official.IC01,
        (32, 32, 3),
        input_encoding=InputEncoding.UNSIGNED8,
        macs=12_501_632,
        quality=QualityTarget(QualityMetric.TOP1, 0.85),
        dataset=Dataset("ic01", classes=10, input_bytes=3072),
    ),
    _benchmark(
        "ic02",
        "image classification, larger ResNet",
        official.IC02,
        (32, 32, 3),
        input_encoding=InputEncoding.UNSIGNED8,
        macs=76_473_920,
        quality=QualityTarget(QualityMetric.TOP1, 0.91),
        dataset=Dataset("ic01", classes=10, input_bytes=3072),
    ),
    _benchmark(
        "vww01",
        "visual wake words, MobileNetV1 0.25",
        official.VWW01,
        (96, 96, 3),
        input_encoding=InputEncoding.UNSIGNED8,
        macs=7_489_664,
        quality=QualityTarget(QualityMetric.TOP1, 0.80),
        dataset=Dataset("vww01", classes=2, input_bytes=27648),
    ),
    _benchmark(
        "sww01",
        "streaming wakeword, one-dimensional DS-CNN",
        official.SWW01,
        (30, 1, 40),
        macs=826_368,
        quality=QualityTarget(QualityMetric.FALSE_DETECTIONS, 8),
        dataset=Dataset("sww01", classes=3, input_bytes=1200),
    ),
)
