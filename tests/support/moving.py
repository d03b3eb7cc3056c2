"""Tensors for operators that only move elements: one quantisation for all."""

from __future__ import annotations

import numpy as np

from tests.support.model_writer import ModelWriter

QUANTISATION = (0.25, -7)


def input_tensor(writer: ModelWriter, shape: tuple[int, ...], dtype: str = "int8") -> int:
    """A model input."""
    if dtype == "int8":
        return writer.input(shape, *QUANTISATION)
    return writer.input(shape, dtype=dtype)


def output_tensor(writer: ModelWriter, shape: tuple[int, ...], dtype: str = "int8") -> int:
    """A model output."""
    if dtype == "int8":
        return writer.output(shape, *QUANTISATION)
    return writer.output(shape, dtype=dtype)


def ints(writer: ModelWriter, *values: int) -> int:
    """A constant int32 vector."""
    return writer.constant(np.array(values, np.int32))
