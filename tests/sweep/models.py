"""Small models for sweeps: dense layers, told apart by their number of outputs."""

from __future__ import annotations

from pathlib import Path

from tests.support.model_writer import ModelWriter
from tests.support.quantised_layers import Dense, Quantised, random_weights


def dense_model(outputs: int) -> bytes:
    """A dense layer of 16 inputs."""
    writer = ModelWriter()
    Dense(1, random_weights(outputs, outputs, 16), Quantised()).write(writer)
    return writer.bytes()


def write_dense_models(folder: Path, count: int) -> None:
    """`count` of them, each a file of the folder."""
    for outputs in range(2, 2 + count):
        (folder / f"dense-{outputs}.tflite").write_bytes(dense_model(outputs))
