"""One building block of a known architecture at a time.

The input shapes are chosen for a microcontroller with 256 KB of RAM.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from neurio_gen.benchmarks.benchmark import Benchmark
from neurio_gen.benchmarks.entry import built

SUITE = "cell-based"

SEQUENCE = (64, 32)
"""Steps, channels: blocks in one dimension."""
MAPS = (16, 16, 16)
"""Height, width, channels: skip connections, inception, and the first residual block."""
DENSE_MAPS = (8, 8, 32)
"""Height, width, channels: dense blocks."""
CLASSIFIED = (8, 8, 64)
"""Height, width, channels: classifiers."""
RESIDUAL = {
    "conv-64": MAPS,
    "identity-64": (8, 8, 64),
    "conv-128": (8, 8, 64),
    "identity-128": (4, 4, 128),
}
"""Each residual block's input is the output of the block before it."""
SEPARABLE = (8, 8)
"""Height, width of depthwise separable blocks, which have as many channels as filters."""

DENSE_DEPTH = 3
INCEPTION_FILTERS = 16
CLASSES = 10


def _entry(
    name: str, description: str, function: str, shape: Sequence[int], **args: Any
) -> Benchmark:
    builder = f"neurio_gen.models.builders.cell_based:{function}"
    return built(SUITE, name, description, builder, shape, arguments={"shape": shape, **args})


def _skips() -> list[Benchmark]:
    return [
        _entry(
            f"skip-{merge}-{count}",
            f"skip connection, {merge} {count}",
            "skip_connection",
            MAPS,
            merge=merge,
            branches=count,
        )
        for count in (2, 4)
        for merge in ("concatenate", "add")
    ]


def _residuals() -> list[Benchmark]:
    entries = []
    for block, shape in RESIDUAL.items():
        kind, filters = block.split("-")
        description = f"ResNet {kind} block, {filters} filters"
        entries.append(
            _entry(f"resnet-{block}", description, "resnet", shape, kind=kind, filters=int(filters))
        )
    return entries


def _dense() -> list[Benchmark]:
    return [
        _entry(
            f"densenet{len(shape) - 1}d-{filters}",
            f"DenseNet block {len(shape) - 1}D, {filters} filters, {DENSE_DEPTH} layers",
            "densenet",
            shape,
            filters=filters,
            depth=DENSE_DEPTH,
        )
        for shape in (SEQUENCE, DENSE_MAPS)
        for filters in (32, 64)
    ]


def _inceptions() -> list[Benchmark]:
    return [
        _entry(
            f"inception{len(shape) - 1}d-{'reduction' if reduction else 'naive'}",
            f"Inception block {len(shape) - 1}D, {'with reduction' if reduction else 'naive'}",
            "inception",
            shape,
            filters=INCEPTION_FILTERS,
            reduction=reduction,
        )
        for shape in (SEQUENCE, MAPS)
        for reduction in (False, True)
    ]


def _separable() -> list[Benchmark]:
    return [
        _entry(
            f"mobilenet-{filters}",
            f"MobileNet block, {filters} filters",
            "mobilenet",
            (*SEPARABLE, filters),
            filters=filters,
        )
        for filters in (32, 64, 128, 256)
    ]


def _classifiers() -> list[Benchmark]:
    return [
        _entry(
            f"classifier-{name}",
            f"classifier block, {words}, flatten, dense {CLASSES}",
            "classifier",
            CLASSIFIED,
            pooling=pooling,
            classes=CLASSES,
        )
        for name, words, pooling in (
            ("average", "average pooling 2x2", "window"),
            ("global", "global average pooling", "global"),
        )
    ]


BENCHMARKS: tuple[Benchmark, ...] = (
    *_skips(),
    *_residuals(),
    *_dense(),
    *_inceptions(),
    *_separable(),
    *_classifiers(),
)
