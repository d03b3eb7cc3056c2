"""Inputs as they arrive, results as they are shown: quantisation, rounding, kinds of result."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from neurio_gen.protocol.digest import digest_of
from tests.firmware.conftest import Start
from tests.firmware.device import Device

SCALE, ZERO_POINT = np.float32(0.25), -3
RELAXED = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def shown(values: np.ndarray) -> str:
    """Values as C's printf("%.3f") writes them."""
    return ",".join(f"{float(value):.3f}" for value in values)


def test_bytes_as_they_are(native: Start) -> None:
    codes = np.arange(-8, 8, dtype=np.int8)
    expected = shown(SCALE * (codes.astype(np.float32) - ZERO_POINT))
    assert native(model="as-is").infer(codes.tobytes()) == expected


def test_unsigned_bytes_for_an_int8_tensor_are_shifted_by_128(native: Start) -> None:
    device = native(model="unsigned-int8")
    data = np.array([0, 1, 127, 128, 129, 255] + [5] * 10, dtype=np.uint8)
    device.infer(data.tobytes())
    codes = (data.astype(np.int16) - 128).astype(np.int8)
    assert device.ask("outputs") == output_lines(codes.tobytes())


def test_unsigned_bytes_for_a_uint8_tensor_stay(native: Start) -> None:
    device = native(model="unsigned-uint8")
    data = bytes(range(240, 256))
    assert device.infer(data) == shown(SCALE * (np.frombuffer(data, np.uint8) - np.float32(100)))
    assert device.ask("outputs") == output_lines(data)


def test_the_top_class_is_the_first_largest_code(native: Start) -> None:
    device = native(model="top1")
    codes = np.full(16, -128, dtype=np.int8)
    assert device.infer(codes.tobytes()) == "0"
    codes[[9, 13]] = -127
    assert device.infer(codes.tobytes()) == "9"


def test_several_inputs_and_outputs_lie_one_behind_the_other(native: Start) -> None:
    device = native(model="two")
    data = np.array([1, -2, 3], np.int8).tobytes() + np.array([-300, 400], "<i2").tobytes()
    assert device.infer(data) == "-300.000,400.000,1.000,-2.000,3.000"
    assert device.ask("outputs") == output_lines(data[3:] + data[:3])
    assert device.ask("digest") == [f"m-digest-[{digest_of(data[3:] + data[:3])}]"]


def test_integers_without_quantisation_are_shown_as_they_are(native: Start) -> None:
    device = native(model="count")
    assert device.infer(bytes(16)) == "1.000,0.000,0.000,0.000"


@pytest.fixture
def floats(native: Start) -> Device:
    return native(model="float")


def test_special_floats(floats: Device) -> None:
    values = np.array([0.0, -0.0, np.inf, -np.inf, 1e-45, -1e-45, 3.4028235e38, 16777216], "<f4")
    assert floats.infer(values.tobytes()) == shown(values)
    nan = np.array([np.nan] * 8, "<f4")
    assert floats.infer(nan.tobytes()).split(",") == ["nan"] * 8


def test_ties_round_to_even_as_printf_does(floats: Device) -> None:
    # sixteenths whose fourth decimal is a five and nothing behind it: exact ties
    values = np.array([0.0625, 0.1875, 0.3125, 0.4375, -0.0625, 2.0625, 4.1875, 8.5], "<f4")
    assert floats.infer(values.tobytes()) == shown(values)
    values = np.array(
        [0.0005, 0.0015, 0.9995, 0.9994999, 999.9995, 1e6, 123456.7, 8388608.5], "<f4"
    )
    assert floats.infer(values.tobytes()) == shown(values)


@RELAXED
@given(st.lists(st.floats(width=32, allow_nan=False), min_size=8, max_size=8))
def test_any_float_is_rounded_correctly(floats: Device, values: list[float]) -> None:
    array = np.array(values, "<f4")
    assert floats.infer(array.tobytes()) == shown(array)


def quantised(values: np.ndarray) -> np.ndarray:
    """As TFLite Micro's examples: round half away from zero, shift, saturate."""
    steps = values.astype(np.float32) / SCALE
    rounded = np.trunc(steps + np.copysign(np.float64(0.5), steps))
    codes: np.ndarray = np.clip(rounded + ZERO_POINT, -128, 127).astype(np.int8)
    return codes


def error_of(values: np.ndarray, codes: np.ndarray) -> np.float32:
    """The mean squared error, summed in single precision from front to back."""
    total = np.float32(0)
    for value, code in zip(values, codes, strict=True):
        difference = SCALE * np.float32(int(code) - ZERO_POINT) - value
        total = np.float32(total + np.float32(difference * difference))
    return np.float32(total / np.float32(len(values)))


@pytest.fixture
def error(native: Start) -> Device:
    return native(model="error")


def test_floats_are_quantised_to_the_nearest_code(error: Device) -> None:
    ties = (0, 0.124, 0.125, 0.126, -0.125, -0.126, 0.375, -0.375)
    ends = (31, 32.4, 32.5, -31, -31.4, 1e30, -1e30, 1e-45)
    values = np.array([*ties, *ends], "<f4")
    error.infer(values.tobytes())
    assert error.ask("outputs") == output_lines(quantised(values).tobytes())


def test_infinite_values_saturate_and_no_number_counts_as_zero(error: Device) -> None:
    values = np.array([np.inf, -np.inf, np.nan] + [0.0] * 13, "<f4")
    error.infer(values.tobytes())
    codes = bytes([127, 128, 256 - 3] + [256 - 3] * 13)
    assert error.ask("outputs") == output_lines(codes)


@RELAXED
@given(st.lists(st.floats(-50, 50, width=32), min_size=16, max_size=16))
def test_the_result_is_the_mean_squared_error_to_the_loaded_floats(
    error: Device, values: list[float]
) -> None:
    array = np.array(values, "<f4")
    expected = f"{float(error_of(array, quantised(array))):.3f}"
    assert error.infer(array.tobytes()) == expected


def test_the_error_stays_that_of_the_last_inference_while_the_next_input_loads(
    error: Device,
) -> None:
    error.infer(np.full(16, 0.1, "<f4").tobytes())
    before = error.ask("results")
    error.load(np.full(16, 9.9, "<f4").tobytes())
    assert error.ask("results") == before


def test_int16_codes_are_quantised_and_dequantised_too(native: Start) -> None:
    device = native(model="error-int16")
    values = np.linspace(-4000, 4000, 16).astype("<f4")
    expected = (np.clip(np.round(values / 0.125), -32768, 32767) * 0.125 - values) ** 2
    assert float(device.infer(values.tobytes())) == pytest.approx(float(expected.mean()), abs=2e-3)


def output_lines(data: bytes) -> list[str]:
    return [
        "m-outputs-" + "-".join(f"{byte:02x}" for byte in data[start : start + 8])
        for start in range(0, len(data), 8)
    ]
