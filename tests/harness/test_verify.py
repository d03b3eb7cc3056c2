"""Verification finds the first wrong byte, and only wrong ones."""

from __future__ import annotations

import numpy as np
import pytest

from neurio_gen.compiler.graph import DType, Tensor
from neurio_gen.compiler.tolerance import Tolerance
from neurio_gen.errors import MismatchError, ProtocolError
from neurio_gen.harness import verify
from neurio_gen.harness.comparison import Differences, compare_results, expected_results
from neurio_gen.harness.samples import Sample
from neurio_gen.models.interface import ResultKind
from neurio_gen.protocol.exchange import UnknownCommandError
from tests.harness.fakes import FakeWorkload, Inverter, connected
from tests.protocol.fake_firmware import FakeFirmware
from tests.support.progress import Remembered

SAMPLE = Sample(3, "normal", ())


def test_right_firmware_is_exact() -> None:
    told = Remembered()
    session = connected(FakeFirmware())

    report = verify(session, FakeWorkload(), Inverter(), 9, 1, progress=told)

    assert report.exact
    assert report.compared == 9
    assert told.steps == 9
    report.require_exact()


def test_the_first_wrong_byte_is_named() -> None:
    def wrong_on_zero(data: bytes) -> bytes:
        right = bytearray(255 - byte for byte in data)
        right[2] ^= data == bytes(4)
        return bytes(right)

    session = connected(FakeFirmware(outputs_of=wrong_on_zero))

    report = verify(session, FakeWorkload(), Inverter(), 9, 1)

    assert not report.exact
    assert report.compared == 3
    assert report.mismatch is not None
    assert (report.mismatch.where, report.mismatch.index) == ("output 0", 2)
    assert (report.mismatch.expected, report.mismatch.got) == (255, 254)
    with pytest.raises(MismatchError, match=r"sample 2 \(lowest inputs\), output 0, index 2: exp"):
        report.require_exact()


def test_a_results_line_that_does_not_fit_the_outputs_is_a_mismatch() -> None:
    firmware = FakeFirmware()
    session = connected(firmware)
    firmware.mangle = lambda answer: answer.replace(b"m-results-[1.", b"m-results-[0.").replace(
        b"m-results-[0.", b"m-results-[7."
    )

    report = verify(session, FakeWorkload(), Inverter(), 3, 1)

    assert report.mismatch is not None
    assert report.mismatch.where == "results line"


def test_missing_output_bytes_are_an_error_and_no_match() -> None:
    session = connected(FakeFirmware(outputs_of=lambda data: bytes(255 - b for b in data[:3])))

    with pytest.raises(ProtocolError, match="3 output bytes instead of 4"):
        verify(session, FakeWorkload(), Inverter(), 1, 0)


def test_firmware_that_follows_the_reference_cannot_be_verified() -> None:
    with pytest.raises(UnknownCommandError, match="cannot show its output tensors"):
        verify(connected(FakeFirmware(extended=False)), FakeWorkload(), Inverter(), 1, 0)


def test_the_model_is_selected_first() -> None:
    firmware = FakeFirmware(models=("ad01", "kws01"))

    assert verify(connected(firmware), FakeWorkload("kws01"), Inverter(), 1, 0).exact

    assert firmware.selected == "kws01"


def test_floats_are_compared_bit_by_bit() -> None:
    nan = np.array([np.nan, 0.0], np.float32)

    assert Differences().compare(SAMPLE, [nan], [nan.copy()]) is None
    mismatch = Differences().compare(SAMPLE, [nan], [np.array([np.nan, -0.0], np.float32)])
    assert mismatch is not None
    assert mismatch.index == 1


@pytest.mark.parametrize(("got", "accepted"), [(11, True), (12, True), (13, False), (7, False)])
def test_a_tolerance_is_in_codes(got: int, accepted: bool) -> None:
    want, have = np.array([10], np.int8), np.array([got], np.int8)

    found = Differences(Tolerance(codes=2)).compare(SAMPLE, [want], [have])
    assert (found is None) is accepted


@pytest.mark.parametrize(
    ("got", "accepted"), [(0.5, True), (0.500_019, True), (0.500_03, False), (np.nan, False)]
)
def test_a_tolerance_of_floats_is_relative_to_the_outputs_range(got: float, accepted: bool) -> None:
    want = np.array([-2.0, 0.5], np.float32)
    differences = Differences(Tolerance(relative=1e-5))

    have = np.array([-2.0, got], np.float32)
    assert (differences.compare(SAMPLE, [want], [have]) is None) is accepted
    if accepted:
        assert differences.largest == pytest.approx(abs(got - 0.5) / 2, abs=1e-7)


def test_the_range_of_an_output_is_that_of_all_samples_so_far() -> None:
    # given one output that is near 0 by chance
    differences = Differences(Tolerance(relative=1e-5))
    large, small = np.array([3.0], np.float32), np.array([1e-4], np.float32)

    assert differences.compare(SAMPLE, [large], [large]) is None
    assert differences.compare(SAMPLE, [small], [small + np.float32(2e-5)]) is None
    assert differences.compare(SAMPLE, [small], [small + np.float32(5e-5)]) is not None


def test_infinities_and_nans_have_to_be_the_same_ones() -> None:
    differences = Differences(Tolerance(relative=1e-5))
    want = np.array([np.inf, np.nan, 1.0], np.float32)

    assert differences.compare(SAMPLE, [want], [want.copy()]) is None
    assert differences.compare(SAMPLE, [want], [np.array([-np.inf, np.nan, 1], np.float32)])
    assert differences.compare(SAMPLE, [want], [np.array([np.inf, 0, 1], np.float32)])


@pytest.mark.parametrize(
    ("got", "same"),
    [((0.125, 0.5), True), ((0.1255, 0.5), True), ((0.126, 0.5), False), ((0.125,), False)],
)
def test_results_are_compared_as_rounded(got: tuple[float, ...], same: bool) -> None:
    mismatch = compare_results(SAMPLE, (0.125, 0.5), got, ResultKind.DEQUANTISED)

    assert (mismatch is None) is same


def test_the_expected_results_of_each_kind() -> None:
    tensor = Inverter.inputs[0]
    sample = Sample(0, "", (np.array([[0, 64, 128, 255]], np.uint8),))
    outputs = [np.array([[0, 64, 255, 255]], np.uint8)]
    floats = Tensor("y", (2,), DType.FLOAT32)

    def results(kind: ResultKind) -> list[float]:
        return expected_results(kind, [tensor], sample, [tensor], outputs)

    assert results(ResultKind.DEQUANTISED) == [0, 0.25, 255 / 256, 255 / 256]
    assert results(ResultKind.TOP1) == [2]
    assert results(ResultKind.MEAN_SQUARED_ERROR) == [(127 / 256) ** 2 / 4]
    assert expected_results(
        ResultKind.DEQUANTISED, [tensor], sample, [floats], [np.array([1.5, 2], np.float32)]
    ) == [1.5, 2.0]
