"""RESIZE_BILINEAR, float32."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.generic.resize_bilinear_s8 import resize_bilinear_problems
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site

Array = npt.NDArray[Any]


def _between(site: Site, size: int, result: int, step: int) -> tuple[Array, Array]:
    """For each position of an axis' result: both neighbours, in elements, and their weights."""
    align, half = site.option("align_corners", False), site.option("half_pixel_centers", False)
    long, short = (size - 1, result - 1) if align and result > 1 else (size, result)
    scale = np.float32(long) / np.float32(short)
    position = np.arange(result, dtype=np.float32)
    offset = np.float32(0.5 if half else 0.0)
    place = (position + offset) * scale - offset
    lower = np.maximum(np.floor(place), np.float32(0))
    upper = np.minimum(np.ceil(place), np.float32(size - 1))
    fraction = place - lower
    weights = np.stack([np.float32(1) - fraction, fraction], axis=1)
    neighbours = np.stack([lower, np.maximum(upper, 0)], axis=1).astype(np.int32) * step
    return neighbours.astype(np.int32), weights.astype(np.float32)


class ResizeBilinearF32(Kernel):
    """Bilinear interpolation with both neighbours of each row and column in tables."""

    name = "resize_bilinear_f32"
    limits = "constant size"

    def problems(self, site: Site) -> list[str]:
        """See `resize_bilinear_problems`."""
        return resize_bilinear_problems(site, DType.FLOAT32)

    def lower(self, site: Site) -> Lowering:
        """The tables."""
        _, height, width, channels = site.input(0).shape
        _, output_height, output_width, _ = site.output().shape
        builder = ParameterBuilder(site, "ResizeBilinearF32Params").set(
            output_height=output_height, output_width=output_width, channels=channels
        )
        for axis, size, result, step in (
            ("row", height, output_height, width * channels),
            ("column", width, output_width, channels),
        ):
            neighbours, weights = _between(site, size, result, step)
            builder.array(f"{axis}_neighbours", "int32_t", neighbours)
            builder.array(f"{axis}_weights", "float", weights)
        return builder.lowering()
