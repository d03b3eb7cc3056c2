"""One layer at a time: every kind of layer in four configurations.

The input shapes are chosen for a microcontroller with 256 KB of RAM. Convolutions with strides
see a small picture, as a network's first layer does; those with kernels of different sizes see
16 channels, as its inner layers do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from neurio_gen.benchmarks.benchmark import Benchmark, OracleKind
from neurio_gen.benchmarks.entry import built

SUITE = "layer-based"

SEQUENCE = (128, 32)
"""Steps, channels: pooling and padding in one dimension."""
SIGNAL = (128, 16)
"""Steps, channels: convolutions in one dimension."""
PICTURE = (32, 32, 3)
"""Height, width, channels: convolutions with strides."""
FEATURES = (16, 16, 16)
"""Height, width, channels: convolutions with kernels of different sizes."""
MAPS = (16, 16, 32)
"""Height, width, channels: pooling, padding, activation, reshape; depthwise with other channels."""
VOLUME = (8, 8, 8, 3)
"""Depth, height, width, channels: convolutions in three dimensions."""

STRIDED = ((32, 1), (32, 2), (64, 1), (64, 2))
KERNELS = ((32, 1), (32, 3), (32, 5), (64, 7))
POOLS = ((2, 1), (2, 2), (4, 2), (7, 1))
DENSE = ((128, 32), (256, 64), (512, 128), (1024, 256))
NORMALISED = ((1024,), SEQUENCE, MAPS, (8, 8, 8, 16))
RESHAPED = ((8192,), (256, 32), (32, 8, 32), (8, 4, 8, 32))
PADDINGS = ("zero", "constant", "reflect", "symmetric")
PAD_AMOUNT = 2
KERNEL = 3


def _entry(
    name: str, description: str, function: str, shape: Sequence[int], **kw: Any
) -> Benchmark:
    arguments = {"shape": tuple(shape), **kw.pop("arguments", {})}
    builder = f"neurio_gen.models.builders.layer_based:{function}"
    return built(SUITE, name, description, builder, shape, arguments=arguments, **kw)


def _convolutions() -> list[Benchmark]:
    entries = []
    for dimensions, shape in ((1, SIGNAL), (2, PICTURE)):
        for filters, stride in STRIDED:
            entries.append(_convolution(dimensions, shape, filters, KERNEL, stride))
    for filters, kernel in KERNELS:
        entries.append(
            _entry(
                f"conv2d-f{filters}-k{kernel}",
                f"convolution 2D, {filters} filters, kernel {kernel}x{kernel}",
                "convolution",
                FEATURES,
                arguments={"filters": filters, "kernel": kernel, "stride": 1},
            )
        )
    for filters, stride in STRIDED:
        entries.append(
            _entry(
                f"depthwise2d-f{filters}-s{stride}",
                f"depthwise convolution 2D, {filters} filters, stride {stride}",
                "depthwise",
                (*MAPS[:2], filters),
                arguments={"kernel": KERNEL, "stride": stride},
            )
        )
    for filters, stride in STRIDED:
        # TFLite Micro has no CONV_3D; the float result may round to the neighbouring code.
        entries.append(
            _convolution(
                3, VOLUME, filters, KERNEL, stride, oracle=OracleKind.TENSORFLOW, tolerance=1
            )
        )
    return entries


def _convolution(
    dimensions: int, shape: Sequence[int], filters: int, kernel: int, stride: int, **fields: Any
) -> Benchmark:
    return _entry(
        f"conv{dimensions}d-f{filters}-s{stride}",
        f"convolution {dimensions}D, {filters} filters, stride {stride}",
        "convolution",
        shape,
        arguments={"filters": filters, "kernel": kernel, "stride": stride},
        **fields,
    )


def _dense() -> list[Benchmark]:
    return [
        _entry(
            f"dense-{inputs}-{units}",
            f"fully connected, {inputs} to {units}",
            "dense",
            (inputs,),
            arguments={"units": units},
        )
        for inputs, units in DENSE
    ]


def _pools() -> list[Benchmark]:
    return [
        _entry(
            f"{kind}pool{len(shape) - 1}d-{size}-s{stride}",
            f"{kind} pooling {len(shape) - 1}D, window {size}, stride {stride}",
            "pooling",
            shape,
            arguments={"kind": {"avg": "average"}.get(kind, kind), "size": size, "stride": stride},
        )
        for kind, shape in (
            ("avg", SEQUENCE),
            ("max", SEQUENCE),
            ("avg", MAPS),
            ("max", MAPS),
        )
        for size, stride in POOLS
    ]


def _elementwise() -> list[Benchmark]:
    activations = [
        _entry(
            function, f"activation {function}", "activation", MAPS, arguments={"function": function}
        )
        for function in ("relu", "sigmoid", "relu6", "tanh")
    ]
    normalisations = [
        _entry(
            f"batchnorm{len(shape)}d",
            f"batch normalisation of {_dimensions(shape)}",
            "batch_normalisation",
            shape,
        )
        for shape in NORMALISED
    ]
    return activations + normalisations


def _dimensions(shape: Sequence[int]) -> str:
    return "1 dimension" if len(shape) == 1 else f"{len(shape)} dimensions"


def _moves() -> list[Benchmark]:
    reshapes = [
        _entry(
            f"reshape{len(target)}d",
            f"reshape to {_dimensions(target)}",
            "reshape",
            MAPS,
            arguments={"target": target},
        )
        for target in RESHAPED
    ]
    paddings = [
        _entry(
            f"pad{len(shape) - 1}d-{mode}",
            f"padding {len(shape) - 1}D, {mode}, {PAD_AMOUNT} on each side",
            "padding",
            shape,
            arguments={"mode": mode, "amount": PAD_AMOUNT},
        )
        for shape in (SEQUENCE, MAPS)
        for mode in PADDINGS
    ]
    return reshapes + paddings


BENCHMARKS: tuple[Benchmark, ...] = (
    *_convolutions(),
    *_dense(),
    *_pools(),
    *_elementwise(),
    *_moves(),
)
