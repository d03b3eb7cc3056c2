"""The keys by which outputs of reference interpreters are kept."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

_FORMAT = "1"


def model_key(tflite: bytes, interpreter: str) -> bytes:
    """A model in an interpreter, which is named with its version."""
    # float kernels differ between processors
    where = f"{_FORMAT} {interpreter} {platform.machine()} "
    return hashlib.sha256(where.encode() + hashlib.sha256(tflite).digest()).digest()


def step_key(before: bytes, inputs: Sequence[npt.NDArray[Any]]) -> bytes:
    """An inference on `inputs` of a model, or behind a sequence's steps, whose key is `before`."""
    digest = hashlib.sha256(before)
    for array in inputs:
        digest.update(f"{array.dtype.str} {array.shape} ".encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.digest()
