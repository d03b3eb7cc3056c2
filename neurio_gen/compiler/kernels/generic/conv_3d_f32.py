"""CONV_3D, float32: what the TFLite converter leaves in float, between DEQUANTIZE and QUANTIZE."""

from __future__ import annotations

import numpy as np

from neurio_gen.compiler import checks
from neurio_gen.compiler.geometry import same_padding
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.float_layers import activation_bounds
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site


class Conv3dF32(Kernel):
    """Any float32 3-D convolution of one group."""

    name = "conv_3d_f32"
    approximates = True
    limits = "batch 1, one group, constant weights"

    def problems(self, site: Site) -> list[str]:
        """Types, shapes, constant weights and bias."""
        source, weights, output = site.input(0), site.input(1), site.output()
        found = checks.types(DType.FLOAT32, input=source, weights=weights, output=output)
        found += checks.rank(source, [5], "input") + checks.constant(weights=weights)
        if site.has_input(2):
            found += checks.constant(bias=site.input(2))
        found += checks.activation(site)
        if found:
            return found
        if weights.shape[3] != source.shape[4]:
            found.append(f"{source.shape[4]} channels meet weights for {weights.shape[3]}")
        return found + checks.batch_one(source)

    def lower(self, site: Site) -> Lowering:
        """Weights as they are, [depth][height][width][input channel][output channel]."""
        source, weights, output = site.input(0), site.input(1), site.output()
        assert weights.data is not None
        strides = tuple(site.option(f"stride_{axis}", 1) for axis in "dhw")
        dilations = tuple(site.option(f"dilation_{axis}_factor", 1) for axis in "dhw")
        builder = ParameterBuilder(site, "Conv3dParams").set(
            input_shape=source.shape[1:4],
            input_channels=source.shape[4],
            output_shape=output.shape[1:4],
            output_channels=output.shape[4],
            kernel_shape=weights.shape[:3],
            strides=strides,
            dilations=dilations,
            pads=_pads(site, strides, dilations),
            **activation_bounds(site),
        )
        bias = site.input(2).data if site.has_input(2) else np.zeros(output.shape[4], np.float32)
        builder.array("weights", "float", weights.data, note=f"{weights.name} {weights.shape}")
        return builder.array("bias", "float", bias).lowering()


def _pads(site: Site, strides: tuple[int, ...], dilations: tuple[int, ...]) -> tuple[int, ...]:
    if site.option("padding") != "SAME":
        return (0, 0, 0)
    axes = zip(
        site.input(0).shape[1:4],
        site.output().shape[1:4],
        site.input(1).shape[:3],
        strides,
        dilations,
        strict=True,
    )
    return tuple(same_padding(*axis) for axis in axes)
