"""BATCH_MATMUL, int8; FULLY_CONNECTED whose weights are computed is one, too."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from neurio_gen.compiler import checks
from neurio_gen.compiler.fixed_point import Multiplier, activation_range, quantise_multiplier
from neurio_gen.compiler.graph import DType
from neurio_gen.compiler.kernels.kernel import Kernel, Lowering, ParameterBuilder, Site
from neurio_gen.compiler.kernels.requantisation import bias_problems
from neurio_gen.compiler.strides import broadcast_shape, broadcast_walk

_BATCH_AXES = 3


@dataclass(frozen=True)
class Matrix:
    """An operand: its shape, and the steps along the axes of its last two that matter."""

    shape: tuple[int, ...]
    transposed: bool

    @property
    def sizes(self) -> tuple[int, int]:
        """Rows and columns as they are multiplied."""
        rows, columns = self.shape[-2:]
        return (columns, rows) if self.transposed else (rows, columns)

    @property
    def strides(self) -> tuple[int, int]:
        """Elements from a row, and from a column, to the next."""
        return (1, self.shape[-1]) if self.transposed else (self.shape[-1], 1)


def set_geometry(builder: ParameterBuilder, left: Matrix, right: Matrix) -> ParameterBuilder:
    """Append the walk over batches and both matrices."""
    batches = broadcast_shape(left.shape[:-2], right.shape[:-2])
    assert batches is not None
    walk = broadcast_walk(left.shape[:-2], right.shape[:-2], batches).padded(_BATCH_AXES)
    matrices = left.shape[-2] * left.shape[-1], right.shape[-2] * right.shape[-1]
    steps = [
        tuple(step * size for step in strides)
        for strides, size in zip(walk.strides, matrices, strict=True)
    ]
    return builder.set(
        batches=walk.shape,
        left_batch_strides=steps[0],
        right_batch_strides=steps[1],
        rows=left.sizes[0],
        depth=left.sizes[1],
        columns=right.sizes[1],
        left_row_stride=left.strides[0],
        left_depth_stride=left.strides[1],
        right_depth_stride=right.strides[0],
        right_column_stride=right.strides[1],
    )


def operands(site: Site) -> tuple[Matrix, Matrix]:
    """The matrices of a BATCH_MATMUL, or of a FULLY_CONNECTED, whose weights are transposed."""
    if site.operator.kind == "FULLY_CONNECTED":
        weights = site.input(1).shape
        rows = site.input(0).elements // weights[1]
        return Matrix((rows, weights[1]), False), Matrix(weights, True)
    left = Matrix(site.input(0).shape, bool(site.option("adj_x", False)))
    return left, Matrix(site.input(1).shape, bool(site.option("adj_y", False)))


def product_factor(site: Site) -> Multiplier:
    """Of sums of products. TFLite Micro rounds the product of both scales to float32."""
    first, second, output = site.input(0), site.input(1), site.output()
    assert first.quantisation and second.quantisation and output.quantisation
    product = np.float32(first.quantisation.scale) * np.float32(second.quantisation.scale)
    return quantise_multiplier(float(product) / output.quantisation.scale)


def _lowering(site: Site) -> Lowering:
    first, second, output = site.input(0), site.input(1), site.output()
    assert first.quantisation and second.quantisation and output.quantisation
    scaling = product_factor(site)
    low, high = activation_range(site.option("fused_activation_function", "NONE"), output)
    builder = set_geometry(ParameterBuilder(site, "BatchMatmulParams"), *operands(site)).set(
        left_offset=-first.quantisation.zero_point,
        right_offset=-second.quantisation.zero_point,
        output_multiplier=scaling.value,
        output_shift=scaling.shift,
        output_offset=output.quantisation.zero_point,
        activation_min=low,
        activation_max=high,
    )
    bias = site.input(2).data if site.has_input(2) else None
    builder.array("bias", "int32_t", None if bias is None else bias.ravel())
    return builder.lowering()


class BatchMatmulS8(Kernel):
    """Matrix products, either operand computed or constant, transposed or not."""

    name = "batch_matmul_s8"
    limits = "one scale per operand"
    reads_constants = (0, 1)

    def problems(self, site: Site) -> list[str]:
        """Types; the shapes have been checked."""
        tensors = {"left": site.input(0), "right": site.input(1), "output": site.output()}
        return checks.types(DType.INT8, **tensors) + checks.per_tensor(**tensors)

    def lower(self, site: Site) -> Lowering:
        """The walk over batches and both matrices."""
        return _lowering(site)


class BatchMatmulFullyConnectedS8(Kernel):
    """FULLY_CONNECTED whose weights an operator has computed."""

    name = "batch_matmul_s8"
    reads_constants = (0, 1)

    def problems(self, site: Site) -> list[str]:
        """Types, a constant bias."""
        weights = site.input(1)
        tensors = {"input": site.input(0), "weights": weights, "output": site.output()}
        found = checks.types(DType.INT8, **tensors) + checks.per_tensor(**tensors)
        found += checks.activation(site) + bias_problems(site, 2)
        return found + (["its weights are constant"] if weights.is_constant else [])

    def lower(self, site: Site) -> Lowering:
        """One product, with the weights transposed."""
        return _lowering(site)
