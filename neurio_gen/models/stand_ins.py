"""Stand-ins for the official models where TensorFlow is missing: kept networks, drawn weights.

A kept file is what Keras and the converter make of the architecture, but each output channel of its
weights holds two values only: their mean minus and plus their standard deviation. Weights drawn
with these leave the biases and the ranges of activations as right as the converter made them.

Two official models have dead channels: filters whose weights are all zero, which the compiler
removes with what they feed. Which ones is kept, too, and stand-ins have the same: without them
vww01 would take two thirds more instructions than the official file.

Those of wake words are kept likewise, of the files that a package ships (Apache-2.0), with biases
of 0.

`python -m neurio_gen.models.stand_ins` writes the kept files; it needs TensorFlow, and the official
models for the dead channels.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
import tflite

from neurio_gen.models.cache import sha256_of
from neurio_gen.models.official import OFFICIAL_MODELS
from neurio_gen.models.source import (
    ModelOptions,
    ObtainedModel,
    OfficialModel,
    Weights,
)
from neurio_gen.models.wake_words import WAKE_WORDS
from neurio_gen.weights import WeightsPolicy

FOLDER = Path(__file__).with_name("networks")
_DEAD = FOLDER / "dead_channels.json"
_EXTREMES = (-127, 127)
_WITH_FILTERS = (
    tflite.BuiltinOperator.CONV_2D,
    tflite.BuiltinOperator.DEPTHWISE_CONV_2D,
    tflite.BuiltinOperator.FULLY_CONNECTED,
)

Codes = npt.NDArray[np.int8]


def stand_in(model: OfficialModel, seed: int) -> ObtainedModel:
    """The architecture of `model` with random weights that `seed` decides."""
    drawn = with_weights(lzma.decompress(_kept(model).read_bytes()), seed)
    origin = f"the architecture as Keras makes it, random weights, seed {seed}"
    return like_official(model, ObtainedModel(drawn, sha256_of(drawn), Weights.RANDOM, origin))


def packaged_stand_in(name: str, seed: int) -> ObtainedModel:
    """The kept network of a packaged model with random weights that `seed` decides."""
    drawn = with_weights(lzma.decompress((FOLDER / f"{name}.tflite.xz").read_bytes()), seed)
    origin = f"the architecture of {name}, random weights, seed {seed}"
    return ObtainedModel(drawn, sha256_of(drawn), Weights.RANDOM, origin)


def like_official(model: OfficialModel, network: ObtainedModel) -> ObtainedModel:
    """A network of the architecture of `model`, with the dead channels of the official file."""
    dead = json.loads(_DEAD.read_text(encoding="utf-8")).get(_name(model), {})
    if not dead:
        return network
    content = bytearray(network.tflite)
    live = 1.0
    for number, (weights, bias) in enumerate(_filters(content)):
        # Behind dead channels fewer inputs add up to less: larger weights keep answers apart.
        weights[...] = (weights * live**-0.5).round().clip(*_EXTREMES)
        channels = dead.get(str(number), [])
        weights[channels] = 0
        if bias is not None:
            bias[channels] = 0
        live = 1 - len(channels) / len(weights)
    tflite_file = bytes(content)
    return replace(network, tflite=tflite_file, sha256=sha256_of(tflite_file))


def dead_channels(tflite_file: bytes) -> dict[str, list[int]]:
    """The filters whose weights are all zero, by their operator's number among those with any."""
    found = {}
    for number, (weights, _) in enumerate(_filters(bytearray(tflite_file))):
        channels = np.flatnonzero(~weights.reshape(len(weights), -1).any(axis=1)).tolist()
        if channels:
            found[str(number)] = channels
    return found


def with_weights(kept: bytes, seed: int) -> bytes:
    """A .tflite whose int8 weights are normal, channel by channel as the kept file says."""
    content = bytearray(kept)
    rng = np.random.default_rng([seed, 1])
    for channels in _weights(content):
        low, high = (
            end.astype(float) for end in (channels.min((1, 2, 3)), channels.max((1, 2, 3)))
        )
        spread = _normal_numbers(channels[0].size)
        numbers = rng.permuted(np.tile(spread, (len(channels), 1)), axis=1)
        drawn = (low + high)[:, None] / 2 + numbers * (high - low)[:, None] / 2
        channels[...] = drawn.round().clip(*_EXTREMES).reshape(channels.shape)
    return bytes(content)


def without_weights(tflite_file: bytes) -> bytes:
    """A .tflite whose int8 weights are replaced by two values per channel."""
    content = bytearray(tflite_file)
    for channels in _weights(content):
        rows = channels.reshape(len(channels), -1).astype(float)
        mean, deviation = rows.mean(axis=1)[:, None], rows.std(axis=1)[:, None]
        signs = np.where(np.arange(rows.shape[1]) < rows.shape[1] // 2, -1, 1)
        ends = (mean + signs * deviation).round().clip(*_EXTREMES)
        channels[...] = ends.reshape(channels.shape)
    return bytes(content)


def _weights(content: bytearray) -> Iterator[Codes]:
    """All int8 constants of a .tflite, in place; output channels first, four dimensions."""
    model = tflite.Model.GetRootAs(content, 0)
    graph = model.Subgraphs(0)
    for index in range(graph.TensorsLength()):
        tensor = graph.Tensors(index)
        buffer = model.Buffers(tensor.Buffer())
        if tensor.Type() != tflite.TensorType.INT8 or not buffer.DataLength():
            continue
        codes = buffer.DataAsNumpy().view(np.int8).reshape(tensor.ShapeAsNumpy())
        channels = np.moveaxis(codes, tensor.Quantization().QuantizedDimension(), 0)
        while channels.ndim < 4:
            channels = channels[..., None]
        yield channels


def _filters(content: bytearray) -> Iterator[tuple[Codes, npt.NDArray[np.int32] | None]]:
    """Weights, output channels first, and bias of each operator that has them, in place."""
    model = tflite.Model.GetRootAs(content, 0)
    graph = model.Subgraphs(0)
    for index in range(graph.OperatorsLength()):
        operator = graph.Operators(index)
        if model.OperatorCodes(operator.OpcodeIndex()).BuiltinCode() not in _WITH_FILTERS:
            continue
        weights, *rest = (graph.Tensors(i) for i in operator.InputsAsNumpy()[1:] if i >= 0)
        codes = model.Buffers(weights.Buffer()).DataAsNumpy().view(np.int8)
        axis = weights.Quantization().QuantizedDimension()
        bias = model.Buffers(rest[0].Buffer()).DataAsNumpy().view(np.int32) if rest else None
        yield np.moveaxis(codes.reshape(weights.ShapeAsNumpy()), axis, 0), bias


def _normal_numbers(count: int) -> npt.NDArray[np.float64]:
    """So many numbers, spread as normal ones are, with mean 0 and standard deviation 1."""
    normal = NormalDist()
    numbers = np.array([normal.inv_cdf((i + 0.5) / count) for i in range(count)])
    return numbers / (numbers.std() or 1.0)


def _kept(model: OfficialModel) -> Path:
    return FOLDER / f"{_name(model)}.tflite.xz"


def _name(model: OfficialModel) -> str:
    return model.fallback.label.rpartition("/")[2]


def _write() -> None:
    from neurio_gen.models.obtaining import obtain_all

    FOLDER.mkdir(exist_ok=True)
    built = obtain_all([model.fallback for model in OFFICIAL_MODELS], ModelOptions())
    for model, network in zip(OFFICIAL_MODELS, built, strict=True):
        _kept(model).write_bytes(lzma.compress(without_weights(network.tflite), preset=9))
    _write_packaged()
    _write_dead_channels()


def _write_packaged() -> None:
    from neurio_gen.models.obtaining import obtain_all

    options = ModelOptions(weights=WeightsPolicy.REFERENCE)
    found = obtain_all([*WAKE_WORDS.values()], options)
    for name, model in zip(WAKE_WORDS, found, strict=True):
        kept = bytearray(without_weights(model.tflite))
        for _, bias in _filters(kept):
            if bias is not None:
                bias[...] = 0
        (FOLDER / f"{name}.tflite.xz").write_bytes(lzma.compress(bytes(kept), preset=9))


def _write_dead_channels() -> None:
    from neurio_gen.models.obtaining import obtain_all

    official = obtain_all(OFFICIAL_MODELS, ModelOptions(weights=WeightsPolicy.REFERENCE))
    dead = {
        _name(model): channels
        for model, file in zip(OFFICIAL_MODELS, official, strict=True)
        if (channels := dead_channels(file.tflite))
    }
    lines = [
        f"  {json.dumps(name)}: {{\n"
        + ",\n".join(f"    {json.dumps(n)}: {json.dumps(listed)}" for n, listed in channels.items())
        + "\n  }"
        for name, channels in sorted(dead.items())
    ]
    _DEAD.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    _write()
