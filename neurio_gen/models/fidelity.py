"""How far int8 outputs are from the float model's."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import tensorflow as tf

from neurio_gen.models.network import Network
from neurio_gen.models.quantise import to_float

SAMPLES = 32
"""Of the calibration data, at most so many are compared, spread over all."""
POOR_DB = 10.0
"""Noise is then a third of the signal's amplitude."""

Array = npt.NDArray[Any]


def signal_to_noise(network: Network, tflite: bytes) -> float | None:
    """20 lg of the float outputs' amplitude by that of their difference to `tflite`'s, in dB.

    Over all outputs, each weighted by its own power, and at most `SAMPLES` samples. None where
    outputs are all zero, or do not differ.
    """
    count = len(network.calibration[0])
    chosen = np.unique(np.linspace(0, count - 1, min(count, SAMPLES)).astype(int))
    samples = [[array[i : i + 1] for array in network.calibration] for i in chosen]
    exact, rounded = _outputs(to_float(network), samples), _outputs(tflite, samples)
    ratios = []
    for name, wanted in exact.items():
        signal = float(np.square(wanted).sum())
        if signal > 0:
            ratios.append(float(np.square(wanted - rounded[name]).sum()) / signal)
    noise = sum(ratios) / len(ratios) if ratios else 0.0
    return -10 * math.log10(noise) if noise > 0 else None


def told(decibels: float) -> str:
    """The figure in words; where it is poor, with the remedy."""
    text = f"int8 outputs have a signal-to-noise ratio of {decibels:.1f} dB to float ones."
    if decibels < POOR_DB:
        text = (
            f"warning: {text} Is the calibration data what the model sees in use? Models whose "
            "layers have very different ranges may need quantisation-aware training."
        )
    return text


def _outputs(tflite: bytes, samples: Sequence[Sequence[Array]]) -> dict[str, Array]:
    """The outputs of all samples as real numbers, by name: their order is the converter's whim."""
    interpreter = tf.lite.Interpreter(
        model_content=tflite,
        experimental_op_resolver_type=(
            tf.lite.experimental.OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES
        ),
    )
    run = interpreter.get_signature_runner()
    inputs, outputs = run.get_input_details(), run.get_output_details()
    names = sorted(inputs)
    found: dict[str, list[Array]] = {name: [] for name in outputs}
    for sample in samples:
        pairs = zip(names, sample, strict=True)
        codes = run(**{name: _coded(values, inputs[name]) for name, values in pairs})
        for name, detail in outputs.items():
            found[name].append(_decoded(codes[name], detail))
    return {name: np.concatenate(each) for name, each in found.items()}


def _coded(values: Array, detail: dict[str, Any]) -> Array:
    scale, zero = detail["quantization"]
    if not scale:
        return values.astype(detail["dtype"])
    limits = np.iinfo(detail["dtype"])
    codes = np.round(values / scale) + zero
    coded: Array = np.clip(codes, limits.min, limits.max).astype(detail["dtype"])
    return coded


def _decoded(codes: Array, detail: dict[str, Any]) -> Array:
    scale, zero = detail["quantization"]
    real: Array = codes.astype(np.float64)
    return (real - zero) * scale if scale else real
