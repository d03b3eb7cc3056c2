"""Between tensors on the host and bytes on the wire."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from neurio_gen.compiler.graph import DType, Tensor
from neurio_gen.errors import ProtocolError, UsageError
from neurio_gen.harness.workload import Array
from neurio_gen.models.interface import InputEncoding

_SIGN_BIT = 0x80


def to_wire(encoding: InputEncoding, tensors: Sequence[Tensor], arrays: Sequence[Array]) -> bytes:
    """The bytes to load so that the device's input tensors hold exactly `arrays`."""
    one = {
        InputEncoding.AS_IS: _as_is,
        InputEncoding.UNSIGNED8: _unsigned,
        InputEncoding.FLOAT32: _floats,
    }[encoding]
    return b"".join(one(tensor, array) for tensor, array in zip(tensors, arrays, strict=True))


def from_data(encoding: InputEncoding, tensors: Sequence[Tensor], data: bytes) -> list[Array]:
    """The input tensors that the device makes of the bytes of a data set.

    Raises UsageError where they are not of the tensors' size.
    """
    width = 4 if encoding is InputEncoding.FLOAT32 else None
    sizes = [tensor.nbytes if width is None else width * tensor.elements for tensor in tensors]
    if len(data) != sum(sizes):
        raise UsageError(
            f"The data set's input has {len(data):,} bytes, the model takes {sum(sizes):,}.",
            hint="Is this the data set of another benchmark?",
        )
    arrays = []
    for tensor, size in zip(tensors, sizes, strict=True):
        part, data = data[:size], data[size:]
        arrays.append(_decoded(encoding, tensor, part).reshape(tensor.shape))
    return arrays


def _decoded(encoding: InputEncoding, tensor: Tensor, data: bytes) -> Array:
    if encoding is InputEncoding.FLOAT32:
        return quantise(tensor, np.frombuffer(data, "<f4"))
    raw: Array = np.frombuffer(data, np.uint8)
    if encoding is InputEncoding.UNSIGNED8 and tensor.dtype is DType.INT8:
        raw = np.bitwise_xor(raw, np.uint8(_SIGN_BIT))
    return raw.view(_little_endian(tensor.dtype))


def quantise(tensor: Tensor, reals: Array) -> Array:
    """The codes nearest to real values; which one of two that are equally near does not matter."""
    if tensor.quantisation is None or tensor.dtype is DType.FLOAT32:
        return reals.astype(np.float32)
    limits = np.iinfo(tensor.dtype.value)
    codes = np.rint(reals.astype(np.float64) / tensor.quantisation.scale)
    codes += tensor.quantisation.zero_point
    return np.clip(codes, limits.min, limits.max).astype(tensor.dtype.value)


def little_endian(array: Array) -> bytes:
    """The bytes of an array as the device has them."""
    return array.astype(array.dtype.newbyteorder("<")).tobytes()


def from_wire(tensors: Sequence[Tensor], data: bytes) -> list[Array]:
    """The output tensors whose bytes the device sent one behind the other.

    Raises ProtocolError where their number is not that of the tensors.
    """
    needed = sum(tensor.nbytes for tensor in tensors)
    if len(data) != needed:
        raise ProtocolError(f"The device sent {len(data)} output bytes instead of {needed}.")
    arrays = []
    for tensor in tensors:
        part, data = data[: tensor.nbytes], data[tensor.nbytes :]
        arrays.append(np.frombuffer(part, _little_endian(tensor.dtype)).reshape(tensor.shape))
    return arrays


def dequantise(tensor: Tensor, codes: Array) -> Array:
    """The real values of a tensor's codes in single precision, as the device computes them."""
    if tensor.quantisation is None or tensor.dtype is DType.FLOAT32:
        return codes.astype(np.float32)
    centred = codes.astype(np.int32) - np.int32(tensor.quantisation.zero_point)
    return np.float32(tensor.quantisation.scale) * centred.astype(np.float32)


def loaded_reals(tensor: Tensor, codes: Array) -> Array:
    """The float32 values that the device quantises to `codes`, whatever way it rounds.

    A code's own real value lies in the middle between the two rounding limits, half a step away;
    single precision moves it by less than 1e-4 steps for codes of up to 9 bits, 0.01 for 16 bits.
    """
    return dequantise(tensor, codes)


def _as_is(tensor: Tensor, array: Array) -> bytes:
    return array.astype(_little_endian(tensor.dtype)).tobytes()


def _unsigned(tensor: Tensor, array: Array) -> bytes:
    raw = np.frombuffer(_as_is(tensor, array), np.uint8)
    return (raw ^ _SIGN_BIT if tensor.dtype is DType.INT8 else raw).tobytes()


def _floats(tensor: Tensor, array: Array) -> bytes:
    return loaded_reals(tensor, array).astype("<f4").tobytes()


def _little_endian(dtype: DType) -> np.dtype[np.generic]:
    return np.dtype(dtype.value).newbyteorder("<")
