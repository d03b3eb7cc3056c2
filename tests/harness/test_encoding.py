"""What is loaded becomes exactly the wanted tensor, whatever the benchmark's encoding."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurio_gen.compiler.graph import DType, Quantisation, Tensor
from neurio_gen.errors import ProtocolError, UsageError
from neurio_gen.harness.encoding import from_data, from_wire, loaded_reals, to_wire
from neurio_gen.models.interface import InputEncoding

SCALES = st.floats(2.0**-100, 2.0**100, width=32)
ALL_INT8 = np.arange(-128, 128, dtype=np.int8)


def int8(scale: float = 1.0, zero_point: int = 0) -> Tensor:
    return Tensor("x", (1, 256), DType.INT8, Quantisation((scale,), (zero_point,)))


@given(scale=SCALES, zero_point=st.integers(-128, 127))
def test_every_code_survives_floats_however_the_device_rounds(
    scale: float, zero_point: int
) -> None:
    tensor = int8(scale, zero_point)
    loaded = np.frombuffer(
        to_wire(InputEncoding.FLOAT32, [tensor], [ALL_INT8.reshape(1, 256)]), "<f4"
    )

    step = np.float32(scale)
    for steps in (loaded / step, loaded * (np.float32(1) / step)):
        for rounded in (np.rint(steps), np.trunc(steps + np.copysign(np.float32(0.5), steps))):
            codes = np.clip(rounded.astype(np.int64) + zero_point, -128, 127)
            assert (codes == ALL_INT8).all()


@given(scale=st.floats(2.0**-20, 2.0**10, width=32), zero_point=st.integers(-300, 300))
def test_every_16_bit_code_survives_floats(scale: float, zero_point: int) -> None:
    codes = np.arange(-32768, 32768, dtype=np.int16)
    tensor = Tensor("x", (65536,), DType.INT16, Quantisation((scale,), (zero_point,)))

    steps = loaded_reals(tensor, codes) * (np.float32(1) / np.float32(scale))

    assert (np.rint(steps).astype(np.int64) + zero_point == codes).all()


def test_unsigned_bytes_are_the_codes_plus_128() -> None:
    data = to_wire(InputEncoding.UNSIGNED8, [int8()], [ALL_INT8.reshape(1, 256)])

    assert data == bytes(range(256))


def test_as_is_puts_little_endian_inputs_one_behind_the_other() -> None:
    tensors = [Tensor("a", (1,), DType.INT16), Tensor("b", (2,), DType.INT8)]
    arrays = [np.array([0x1234], np.int16), np.array([-1, 2], np.int8)]

    assert to_wire(InputEncoding.AS_IS, tensors, arrays) == b"\x34\x12\xff\x02"


def test_outputs_are_cut_into_tensors() -> None:
    tensors = [Tensor("a", (1, 2), DType.INT8), Tensor("b", (1,), DType.INT32)]

    first, second = from_wire(tensors, b"\xff\x01\x00\x01\x00\x00")

    assert first.tolist() == [[-1, 1]]
    assert second.tolist() == [256]


@pytest.mark.parametrize("size", [0, 5, 7])
def test_a_wrong_number_of_output_bytes_is_an_error(size: int) -> None:
    tensors = [Tensor("a", (1, 2), DType.INT8), Tensor("b", (1,), DType.INT32)]

    with pytest.raises(ProtocolError, match=f"sent {size} output bytes instead of 6"):
        from_wire(tensors, bytes(size))


@pytest.mark.parametrize("encoding", list(InputEncoding))
def test_bytes_of_a_data_set_are_the_tensors_that_the_device_makes_of_them(
    encoding: InputEncoding,
) -> None:
    tensors = [int8(0.25, 3), int8(0.5, -7)]
    arrays = [ALL_INT8.reshape(1, 256), ALL_INT8[::-1].reshape(1, 256)]

    found = from_data(encoding, tensors, to_wire(encoding, tensors, arrays))

    for array, expected in zip(found, arrays, strict=True):
        assert array.dtype == np.int8
        assert (array == expected).all()


def test_reals_of_a_data_set_become_the_nearest_codes_and_saturate() -> None:
    tensor = Tensor("x", (4,), DType.INT8, Quantisation((0.5,), (1,)))
    data = np.array([0.2, 0.3, -1e9, 1e9], "<f4").tobytes()
    (codes,) = from_data(InputEncoding.FLOAT32, [tensor], data)
    assert codes.tolist() == [1, 2, -128, 127]


def test_an_input_of_another_size_is_refused() -> None:
    with pytest.raises(UsageError, match=r"has 255 bytes, the model takes 256\."):
        from_data(InputEncoding.AS_IS, [int8()], bytes(255))
