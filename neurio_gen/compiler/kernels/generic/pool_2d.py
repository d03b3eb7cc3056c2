"""What AVERAGE_POOL_2D and MAX_POOL_2D share."""

from __future__ import annotations

from neurio_gen.compiler import checks
from neurio_gen.compiler.fixed_point import activation_range
from neurio_gen.compiler.geometry import window
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.float_layers import activation_bounds
from neurio_gen.compiler.kernels.kernel import Lowering, ParameterBuilder, Site


def pool_2d_problems(site: Site, dtype: DType = DType.INT8) -> list[str]:
    """What no pooling kernel for elements of `dtype` supports."""
    source, output = site.input(0), site.output()
    found = checks.types(dtype, input=source, output=output)
    found += checks.rank(source, [4], "input") + checks.activation(site)
    if found:
        return found
    same = [] if dtype is DType.FLOAT32 else checks.same_quantisation(source, output)
    return checks.batch_one(source) + same


def pool_2d_lowering(site: Site) -> Lowering:
    """Window, shapes and activation range."""
    _, input_height, input_width, channels = site.input(0).shape
    _, output_height, output_width, _ = site.output().shape
    kernel_height, kernel_width = site.option("filter_height"), site.option("filter_width")
    rows = window(site, "h", input_height, output_height, kernel_height)
    columns = window(site, "w", input_width, output_width, kernel_width)
    real = site.output().dtype is DType.FLOAT32
    builder = ParameterBuilder(site, "Pool2dF32Params" if real else "Pool2dParams").set(
        input_height=input_height,
        input_width=input_width,
        channels=channels,
        output_height=output_height,
        output_width=output_width,
        kernel_height=kernel_height,
        kernel_width=kernel_width,
        stride_height=rows.stride,
        stride_width=columns.stride,
        pad_top=rows.pad,
        pad_left=columns.pad,
        **(activation_bounds(site) if real else _codes(site)),
    )
    return builder.lowering()


def _codes(site: Site) -> dict[str, int]:
    """The codes that a fused activation clamps to, by the names of parameters."""
    low, high = activation_range(site.option("fused_activation_function", "NONE"), site.output())
    return {"activation_min": low, "activation_max": high}
