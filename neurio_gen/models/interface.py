"""How inputs and results pass the harness: the enumerators of firmware/harness/model.h."""

from __future__ import annotations

from enum import Enum


class InputEncoding(Enum):
    """How loaded bytes become the input tensor. The value is the C++ enumerator."""

    AS_IS = "kAsIs"
    """The tensors' own bytes, all inputs one behind the other."""
    UNSIGNED8 = "kUnsigned8"
    """Unsigned bytes; an int8 tensor takes value - 128."""
    FLOAT32 = "kFloat32"
    """Little-endian float32, quantised on the device."""


class ResultKind(Enum):
    """What the results line shows. The value is the C++ enumerator."""

    DEQUANTISED = "kDequantised"
    """All outputs."""
    MEAN_SQUARED_ERROR = "kMeanSquaredError"
    """One number: between the dequantised output and the float input that was loaded."""
    TOP1 = "kTop1"
    """The index of the largest output."""
