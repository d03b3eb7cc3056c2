"""A Keras network with seeded weights that behave like trained ones, ready for conversion.

Imported only where TensorFlow may be: in the worker and in builders.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import keras
import numpy as np
import numpy.typing as npt

from neurio_gen.models.source import Weights

Samples = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Network:
    """A built model and what its quantisation needs.

    `calibration` holds one array per input, float32, shape (samples, *input shape without batch);
    for one input the array alone will do.
    `per_channel_dense`: one weight scale an output of each dense layer, the converter's default;
    False makes one for the layer, as older converters did. `float_operators`: operators without
    an int8 kernel stay float32. `notes` are sentences for the user. `compared`: int8 outputs are
    compared with the float model's; `labels` are the classes of the calibration's samples, int64.
    """

    model: Any
    calibration: tuple[Samples, ...] | Samples
    weights: str = Weights.RANDOM.value
    per_channel_dense: bool = True
    float_operators: bool = False
    facts: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    compared: bool = False
    labels: npt.NDArray[Any] | None = None

    def __post_init__(self) -> None:
        if isinstance(self.calibration, np.ndarray):  # of a model with one input
            object.__setattr__(self, "calibration", (self.calibration,))


def uniform_samples(
    seed: int, count: int, shape: Sequence[int], low: float, high: float
) -> Samples:
    """Uniform noise in [low, high], shape (count, *shape).

    Each sample's first value is `low` and its last is `high`, so that quantisation takes exactly
    this range.
    """
    rng = np.random.default_rng([seed, count, *shape])
    samples = rng.uniform(low, high, (count, *shape)).astype(np.float32)
    flat = samples.reshape(count, -1)
    flat[:, 0] = low
    flat[:, -1] = high
    return samples


def spread_dense(x: Any, units: int, mean: float, deviation: float) -> Any:
    """A dense layer whose outputs differ from input to input as a trained one's do.

    A normalisation gives them this mean and standard deviation over the calibration inputs; the
    converter folds it into the dense layer.
    """
    return keras.layers.BatchNormalization(
        beta_initializer=keras.initializers.Constant(mean),
        gamma_initializer=keras.initializers.Constant(deviation),
    )(keras.layers.Dense(units)(x))


def random_network(model: Any, seed: int, calibration: Sequence[Samples], **kwargs: Any) -> Network:
    """`model` with seeded random weights that keep every layer alive.

    Kernels are drawn with the variance that keeps activations in range through rectifiers; batch
    normalisations take the statistics of the calibration inputs, as training would have left them.
    """
    _draw_weights(model, np.random.default_rng([seed, 1]))
    _settle_normalisations(model, calibration)
    return Network(model=model, calibration=tuple(calibration), **kwargs)


def _draw_weights(model: Any, rng: np.random.Generator) -> None:
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            gamma, beta, *statistics = layer.get_weights()
            spread = gamma * rng.uniform(0.8, 1.2, gamma.shape)
            shift = beta + gamma * rng.normal(0.0, 0.2, beta.shape)
            layer.set_weights([spread, shift, *statistics])
        elif layer.get_weights():
            layer.set_weights([_drawn(layer, values, rng) for values in layer.get_weights()])


def _drawn(layer: Any, values: npt.NDArray[Any], rng: np.random.Generator) -> npt.NDArray[Any]:
    if values.ndim == 1:  # a bias
        return rng.normal(0.0, 0.1, values.shape)
    depthwise = isinstance(layer, keras.layers.DepthwiseConv2D | keras.layers.DepthwiseConv1D)
    fan_in = np.prod(values.shape[: -2 if depthwise else -1])
    return rng.normal(0.0, np.sqrt(2.0 / fan_in), values.shape)


def _settle_normalisations(model: Any, calibration: Sequence[Samples]) -> None:
    """Let every batch normalisation take over the statistics of one pass in training mode."""
    layers = [x for x in model.layers if isinstance(x, keras.layers.BatchNormalization)]
    for layer in layers:
        layer.momentum = 0.0
    if layers:
        model(list(calibration) if len(calibration) > 1 else calibration[0], training=True)
