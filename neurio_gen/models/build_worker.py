"""What a worker runs that builds and converts models."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import keras
import tensorflow as tf

from neurio_gen.models import fidelity
from neurio_gen.models.cache import sha256_of, write_atomically
from neurio_gen.models.jobs import BuildJob
from neurio_gen.models.network import Network, random_network, uniform_samples
from neurio_gen.models.quantise import to_int8
from neurio_gen.models.refusals import refusals
from neurio_gen.models.training import BUILDER
from neurio_gen.models.unrolling import unrolled
from neurio_gen.workers.child import Service, Tell

CALIBRATION_SAMPLES = 32
"""Inputs that a user's plain Keras model is calibrated on."""

_OURS = "neurio_gen."


def service() -> Service:
    """Does a `BuildJob`. Refuses what Keras, the converter or a user's builder refuses."""
    return build


def build(job: BuildJob, tell: Tell) -> None:
    """Build and convert one model. The facts are written last: they make the result valid."""
    with refusals(of_a_user=job.builder == BUILDER or not job.builder.startswith(_OURS)):
        keras.backend.clear_session()
        network = unrolled(_network(builder_of(job.builder), job.seed, job.arguments))
        tell("building the network")
        tflite = to_int8(network)
        tell("converting it")
        facts = {"parameters": network.model.count_params(), **network.facts}
        notes = list(network.notes)
        if network.compared:
            found = fidelity.compare(network, tflite)
            facts |= found.facts
            notes += found.notes
        origin = f"Keras, {network.weights} weights, seed {job.seed}, TensorFlow {tf.__version__}"
        record = {
            "sha256": sha256_of(tflite),
            "weights": network.weights,
            "origin": origin,
            "facts": facts,
            "notes": notes,
        }
        write_atomically(job.tflite, tflite)
        write_atomically(job.facts, json.dumps(record).encode())


def _network(builder: Callable[..., Any], seed: int, arguments: Mapping[str, Any]) -> Network:
    """What `builder` builds."""
    if "seed" in inspect.signature(builder).parameters:
        arguments = {**arguments, "seed": seed}
    return network_of(builder(**arguments), seed, builder.__name__)


def network_of(built: Any, seed: int, maker: str) -> Network:
    """What was built as a network; a Keras model gets random weights and is calibrated on noise.

    Raises TypeError, which names the `maker`, for anything else.
    """
    if isinstance(built, Network):
        return built
    if not isinstance(built, keras.Model):
        raise TypeError(f"{maker} returns {type(built).__name__}, not a Keras model")
    noise = [
        uniform_samples(seed + number, CALIBRATION_SAMPLES, tensor.shape[1:], -1.0, 1.0)
        for number, tensor in enumerate(built.inputs)
    ]
    return random_network(built, seed, noise)


def builder_of(name: str) -> Callable[..., Any]:
    """The function named by `package.module:function` or `path/to/file.py:function`."""
    place, _, function = name.rpartition(":")
    if place.endswith(".py"):
        spec = importlib.util.spec_from_file_location(Path(place).stem, place)
        if spec is None or spec.loader is None:
            raise ImportError(f"{place} cannot be loaded")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    else:
        module = importlib.import_module(place)
    found: Callable[..., Any] = getattr(module, function)
    return found
