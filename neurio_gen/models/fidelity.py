"""How far int8 is from the float model: outputs, layers, accuracy."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import tensorflow as tf

from neurio_gen.models.network import Network
from neurio_gen.models.quantise import to_float

LAYERS = 3
"""Layers that are told of."""
LAYER_SAMPLES = 8
SAMPLES = 32
"""Of the calibration data, at most so many are compared, spread over all."""
POOR_DB = 10.0
"""Noise is then a third of the signal's amplitude."""

_OUTPUT = re.compile(r"Identity(_\d+)?")
"""What the converter calls outputs, which are told of anyway."""
_HALF = 0.5
"""A single output above it says that a sample is of class 1."""

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Fidelity:
    """What int8 costs: figures of the outputs, and sentences for the user."""

    facts: dict[str, float]
    notes: tuple[str, ...]


def compare(network: Network, tflite: bytes) -> Fidelity:
    """Float and int8 on the calibration data: outputs, layers, and accuracy where labels are."""
    exact = to_float(network)
    facts: dict[str, float] = {}
    notes = []
    chosen = _samples(network, SAMPLES)
    ratio = signal_to_noise(_outputs(exact, chosen), _outputs(tflite, chosen))
    if ratio is not None:
        facts["output_snr_db"] = ratio
        notes.append(told(ratio))
        if weakest := weakest_layers(exact, tflite, _samples(network, LAYER_SAMPLES)):
            listed = ", ".join(f"{name} {decibels:.1f} dB" for name, decibels in weakest)
            notes.append(f"the layers that int8 costs most: {listed}.")
    if network.labels is not None:
        before, after = (_accuracy(network, each) for each in (exact, tflite))
        if before is not None and after is not None:
            facts |= {"accuracy_fp32": before, "accuracy_int8": after}
            what = f"accuracy {before:.1%} in float32, {after:.1%} in int8, on the calibration data"
            notes.append(f"{what} of {len(network.labels)} labelled samples.")
    return Fidelity(facts, tuple(notes))


def signal_to_noise(exact: Sequence[Array], rounded: Sequence[Array]) -> float | None:
    """20 lg of the float outputs' amplitude by that of their difference to the others, in dB.

    Over all outputs, each weighted by its own power. None where outputs are all zero, or do not
    differ.
    """
    ratios = []
    for wanted, found in zip(exact, rounded, strict=True):
        signal = float(np.square(wanted).sum())
        if signal > 0:
            ratios.append(float(np.square(wanted - found).sum()) / signal)
    noise = sum(ratios) / len(ratios) if ratios else 0.0
    return -10 * math.log10(noise) if noise > 0 else None


def weakest_layers(
    exact: bytes, rounded: bytes, samples: Sequence[Sequence[Array]]
) -> list[tuple[str, float]]:
    """Layers' names and signal-to-noise ratios in dB, the poorest first, at most `LAYERS`.

    A layer is a tensor that both models compute under one name; of several with the same numbers,
    such as a reshaped one, the first is named.
    """
    true, found = _layers(exact, samples), _layers(rounded, samples)
    ratios: dict[float, str] = {}
    for name in true:
        if name in found and true[name].shape == found[name].shape and not _OUTPUT.fullmatch(name):
            ratio = signal_to_noise([true[name]], [found[name]])
            if ratio is not None:
                ratios.setdefault(ratio, _short(name))
    return [(ratios[ratio], ratio) for ratio in sorted(ratios)[:LAYERS]]


def told(decibels: float) -> str:
    """The figure in words; where it is poor, with the remedy."""
    text = f"int8 outputs have a signal-to-noise ratio of {decibels:.1f} dB to float ones."
    if decibels < POOR_DB:
        text = (
            f"warning: {text} Is the calibration data what the model sees in use? Models whose "
            "layers have very different ranges may need quantisation-aware training."
        )
    return text


def _samples(network: Network, most: int) -> list[list[Array]]:
    """At most so many of the calibration data, spread over all, with a batch of one."""
    count = len(network.calibration[0])
    chosen = np.unique(np.linspace(0, count - 1, min(count, most)).astype(int))
    return [[array[i : i + 1] for array in network.calibration] for i in chosen]


def _accuracy(network: Network, tflite: bytes) -> float | None:
    """The share of samples whose class is that of their label; None for other kinds of models."""
    assert network.labels is not None
    samples = [
        [array[i : i + 1] for array in network.calibration] for i in range(len(network.labels))
    ]
    outputs = _outputs(tflite, samples)
    rows = outputs[0].reshape(len(network.labels), -1)
    if len(outputs) != 1 or (rows.shape[1] > 1 and rows.shape[1] <= network.labels.max()):
        return None
    classes = rows.argmax(axis=1) if rows.shape[1] > 1 else (rows[:, 0] > _HALF).astype(int)
    return float((classes == network.labels).mean())


def _layers(tflite: bytes, samples: Sequence[Sequence[Array]]) -> dict[str, Array]:
    """What every operator computes, as real numbers, by the tensor's name."""
    interpreter = _interpreter(tflite, preserve=True)
    computed = [
        detail
        for detail in interpreter.get_tensor_details()
        if detail["name"] and np.dtype(detail["dtype"]).kind in "fi" and detail["shape"].size
    ]
    found: dict[str, list[Array]] = {}
    for sample in samples:
        _run(interpreter, sample)
        for detail in computed:
            try:
                codes = interpreter.get_tensor(detail["index"])
            except ValueError:  # a tensor of the converter's that no operator computes
                continue
            found.setdefault(_within(detail["name"]), []).append(_decoded(codes, detail))
    return {name: np.stack(each) for name, each in found.items() if not _constant(each)}


def _constant(values: Sequence[Array]) -> bool:
    """Whether all samples gave the same: weights, and layers that say nothing."""
    return all(np.array_equal(values[0], other) for other in values[1:])


def _within(name: str) -> str:
    """A tensor's name without the model's, which Keras counts up from conversion to conversion."""
    return ";".join(part.partition("/")[2] or part for part in name.split(";"))


def _short(name: str) -> str:
    """The part of a tensor's name that the user gave, of the last layer that is fused into it."""
    return name.split(";", maxsplit=1)[0].rpartition("/")[0].rpartition("/")[2] or name


def _interpreter(tflite: bytes, *, preserve: bool = False) -> Any:
    interpreter = tf.lite.Interpreter(
        model_content=tflite,
        experimental_preserve_all_tensors=preserve,
        experimental_op_resolver_type=(
            tf.lite.experimental.OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES
        ),
    )
    interpreter.allocate_tensors()
    return interpreter


def _outputs(tflite: bytes, samples: Sequence[Sequence[Array]]) -> list[Array]:
    """Each output of all samples as real numbers, in the model's order."""
    interpreter = _interpreter(tflite)
    details = interpreter.get_output_details()
    found: list[list[Array]] = [[] for _ in details]
    for sample in samples:
        _run(interpreter, sample)
        for values, detail in zip(found, details, strict=True):
            values.append(_decoded(interpreter.get_tensor(detail["index"]), detail))
    return [np.concatenate(each) for each in found]


def _run(interpreter: Any, sample: Sequence[Array]) -> None:
    """One inference on real inputs."""
    for detail, values in zip(interpreter.get_input_details(), sample, strict=True):
        interpreter.set_tensor(detail["index"], _coded(values, detail))
    interpreter.invoke()


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
