"""RESIZE_BILINEAR, int8, in TFLite's 10-bit fixed point."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler import checks
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site

_ONE = 1 << 10


def _between(site: Site, size: int, result: int, step: int) -> npt.NDArray[Any]:
    """For each position of an axis' result: both neighbours, in elements, and the fraction."""
    align, half = site.option("align_corners", False), site.option("half_pixel_centers", False)
    long, short = (size - 1, result - 1) if align and result > 1 else (size, result)
    scale = (_ONE * long + short // 2) // short
    table = []
    for position in range(result):
        place = position * scale + (scale // 2 - _ONE // 2 if half else 0)
        lower = max(place // _ONE, 0)
        upper = min(-(-place // _ONE), size - 1)
        table.append((lower * step, max(upper, 0) * step, place - _ONE * lower))
    return np.array(table, np.int32)


def resize_bilinear_problems(site: Site, dtype: DType) -> list[str]:
    """What no bilinear interpolation of `dtype` supports: types, shapes, one image."""
    source, output = site.input(0), site.output()
    found = checks.types(dtype, input=source, output=output)
    found += checks.rank(source, [4], "input") + checks.rank(output, [4], "output")
    found += checks.constant(size=site.input(1)) + checks.few_positions(output)
    return found or checks.batch_one(source)


class ResizeBilinearS8(Kernel):
    """Bilinear interpolation with both neighbours of each row and column in tables."""

    name = "resize_bilinear_s8"
    limits = "constant size"

    def problems(self, site: Site) -> list[str]:
        """See `resize_bilinear_problems`."""
        return resize_bilinear_problems(site, DType.INT8)

    def lower(self, site: Site) -> Lowering:
        """The tables."""
        _, height, width, channels = site.input(0).shape
        _, output_height, output_width, _ = site.output().shape
        builder = ParameterBuilder(site, "ResizeBilinearParams").set(
            output_height=output_height, output_width=output_width, channels=channels
        )
        rows = _between(site, height, output_height, width * channels)
        builder.array("rows", "int32_t", rows)
        builder.array("columns", "int32_t", _between(site, width, output_width, channels))
        return builder.lowering()
