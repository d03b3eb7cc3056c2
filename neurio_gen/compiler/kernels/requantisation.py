"""Per-channel requantisation and biases of layers that multiply and accumulate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.compiler.fixed_point import activation_range, quantise_multiplier
from neurio_gen.compiler.graph import DType, Tensor
from neurio_gen.compiler.kernels.kernel import Site


@dataclass(frozen=True, eq=False)
class Requantisation:
    """How accumulators become codes.

    `multipliers` and `shifts` are int32 arrays, one element per output channel. The offsets are
    those of the kernels: minus the input's zero point, plus the output's.
    """

    multipliers: npt.NDArray[Any]
    shifts: npt.NDArray[Any]
    input_offset: int
    output_offset: int
    activation_min: int
    activation_max: int


def requantisation(
    site: Site, source: Tensor, weights: Tensor, output: Tensor, channels: int
) -> Requantisation:
    """Requantisation of a convolution: scale_in * scale_weights[c] / scale_out, in float64."""
    assert source.quantisation and weights.quantisation and output.quantisation
    scales = weights.quantisation.scales
    if len(scales) == 1:
        scales = scales * channels
    factors = [source.quantisation.scale * scale / output.quantisation.scale for scale in scales]
    return _make(site, source, output, factors)


def fully_connected_requantisation(
    site: Site, source: Tensor, weights: Tensor, output: Tensor
) -> Requantisation:
    """As `requantisation`, with as many elements as the weights have scales.

    Where there is one scale, the product of the two input scales is rounded to float32 first,
    as TFLite does (GetQuantizedConvolutionMultipler).
    """
    assert source.quantisation and weights.quantisation and output.quantisation
    if weights.quantisation.per_channel:
        return requantisation(site, source, weights, output, len(weights.quantisation.scales))
    product = np.float32(source.quantisation.scale) * np.float32(weights.quantisation.scale)
    return _make(site, source, output, [float(product) / output.quantisation.scale])


def _make(site: Site, source: Tensor, output: Tensor, factors: list[float]) -> Requantisation:
    assert source.quantisation and output.quantisation
    multipliers = [quantise_multiplier(factor) for factor in factors]
    low, high = activation_range(site.option("fused_activation_function", "NONE"), output)
    return Requantisation(
        multipliers=np.array([m.value for m in multipliers], np.int32),
        shifts=np.array([m.shift for m in multipliers], np.int32),
        input_offset=-source.quantisation.zero_point,
        output_offset=output.quantisation.zero_point,
        activation_min=low,
        activation_max=high,
    )


def bias_or_zeros(site: Site, position: int, channels: int) -> npt.NDArray[Any]:
    """The int32 biases, zeros where the model has none."""
    if not site.has_input(position):
        return np.zeros(channels, np.int32)
    bias = site.input(position)
    assert bias.data is not None
    return bias.data.ravel().astype(np.int32)


def bias_problems(site: Site, position: int) -> list[str]:
    """The bias, if any, is a constant int32 tensor."""
    if not site.has_input(position):
        return []
    bias = site.input(position)
    if bias.dtype != DType.INT32 or not bias.is_constant:
        return [f"its bias is {bias.dtype.value}, supported is constant int32"]
    return []
