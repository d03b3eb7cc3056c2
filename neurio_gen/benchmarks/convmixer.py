"""ConvMixer: the published 768/32 for targets with the memory, and a family that is scaled down."""

from __future__ import annotations

from dataclasses import dataclass

from neurio_gen.benchmarks.benchmark import Benchmark
from neurio_gen.benchmarks.entry import built
from neurio_gen.benchmarks.facts import SuiteFacts, VendorTable
from neurio_gen.models.interface import InputEncoding

SUITE = "convmixer"
FACTS = SuiteFacts(
    vendor=VendorTable(
        title="ConvMixer",
        framework="TensorFlow Lite",
        reference="https://arxiv.org/abs/2201.09792",  # Trockman and Kolter
    )
)
BUILDER = "neurio_gen.models.builders.convmixer:convmixer"
KERNEL = 7


@dataclass(frozen=True)
class _Size:
    """A ConvMixer: sides of the picture and of a patch in pixels, channels, blocks, classes."""

    side: int
    patch: int
    width: int
    depth: int
    classes: int


SCALED = (
    _Size(side=32, patch=2, width=32, depth=4, classes=10),
    _Size(side=32, patch=2, width=64, depth=4, classes=10),
    _Size(side=32, patch=2, width=64, depth=8, classes=10),
    _Size(side=96, patch=6, width=32, depth=4, classes=10),
    _Size(side=96, patch=6, width=64, depth=8, classes=10),
)
PUBLISHED = _Size(side=224, patch=7, width=768, depth=32, classes=1000)


def _entry(name: str, size: _Size, samples: int) -> Benchmark:
    shape = (size.side, size.side, 3)
    return built(
        SUITE,
        name,
        f"ConvMixer-{size.width}/{size.depth}, {size.side}x{size.side}x3, patches of {size.patch}",
        BUILDER,
        shape,
        arguments={
            "shape": shape,
            "width": size.width,
            "depth": size.depth,
            "patch": size.patch,
            "kernel": KERNEL,
            "classes": size.classes,
            "calibration_samples": samples,
        },
        input_encoding=InputEncoding.UNSIGNED8,
        facts=FACTS,
    )


BENCHMARKS: tuple[Benchmark, ...] = (
    *(_entry(f"convmixer-{x.side}-w{x.width}-d{x.depth}", x, samples=32) for x in SCALED),
    # 20 G multiply-accumulates per sample: two of them calibrate it.
    _entry("convmixer-768-32", PUBLISHED, samples=2),
)
