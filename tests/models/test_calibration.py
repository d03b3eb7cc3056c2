"""What calibration data may be, and what is doubted in it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from neurio_gen.errors import ModelError
from neurio_gen.models.calibration import doubts, read_calibration
from neurio_gen.models.model_input import ModelInput

PICTURE = ModelInput("picture", (4, 4, 1), "float32")
NEAR, FAR = ModelInput("near", (2,), "float32"), ModelInput("far", (3,), "int32")


def npz(path: Path, *unnamed: np.ndarray, **named: np.ndarray) -> Path:
    file = path / "data.npz"
    np.savez(file, *unnamed, **named)  # type: ignore[arg-type]
    return file


def test_one_array_is_that_of_the_only_input(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", np.ones((5, 4, 4, 1), np.uint8))
    for file in (tmp_path / "x.npy", npz(tmp_path, x_train=np.ones((5, 4, 4, 1)))):
        [samples] = read_calibration(file, [PICTURE]).samples
        assert (samples.shape, samples.dtype) == ((5, 4, 4, 1), np.float32)


def test_several_arrays_are_told_apart_by_name_or_by_order(tmp_path: Path) -> None:
    near, far = np.zeros((5, 2)), np.ones((5, 3))
    for file in (npz(tmp_path, far=far, near=near), npz(tmp_path, near, far)):
        first, second = read_calibration(file, [NEAR, FAR]).samples
        assert (first.shape, second.shape, second.dtype) == ((5, 2), (5, 3), np.int32)


def test_labels_are_whole_numbers_for_every_sample(tmp_path: Path) -> None:
    pictures = np.zeros((3, 4, 4, 1))
    data = read_calibration(npz(tmp_path, picture=pictures, labels=np.array([2, 0, 1])), [PICTURE])
    assert data.labels is not None
    assert data.labels.tolist() == [2, 0, 1]
    for wrong in (np.array([1, 2]), np.array([0.5, 1, 2]), np.array([0, 1, -1])):
        with pytest.raises(ModelError, match="labels that are no 3 classes"):
            read_calibration(npz(tmp_path, picture=pictures, labels=wrong), [PICTURE])


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        (
            {"picture": np.zeros((5, 4, 4))},
            r"\(5, 4, 4\); input picture takes \(samples, 4, 4, 1\)",
        ),
        ({"picture": np.zeros((0, 4, 4, 1))}, r"\(0, 4, 4, 1\)"),
        ({"picture": np.zeros(())}, "has the shape"),
        ({"picture": np.full((5, 4, 4, 1), np.nan)}, "not finite"),
        ({"picture": np.full((5, 4, 4, 1), "a")}, "no numbers"),
        ({"picture": np.full((5, 4, 4, 1), None)}, "cannot be read"),
        ({"x": np.zeros(1), "y": np.zeros(1)}, "holds x, y; the model's inputs are picture"),
    ],
)
def test_data_of_another_model_is_refused(
    arrays: dict[str, np.ndarray], words: str, tmp_path: Path
) -> None:
    with pytest.raises(ModelError, match=words) as caught:
        read_calibration(npz(tmp_path, **arrays), [PICTURE])
    assert "one array per input" in str(caught.value.hint)


def test_names_that_are_not_the_inputs_leave_no_guess(tmp_path: Path) -> None:
    file = npz(tmp_path, a=np.zeros((5, 2)), b=np.zeros((5, 3)))
    with pytest.raises(ModelError, match="holds a, b; the model's inputs are near, far"):
        read_calibration(file, [NEAR, FAR])


def test_inputs_with_different_numbers_of_samples_are_refused(tmp_path: Path) -> None:
    file = npz(tmp_path, near=np.zeros((5, 2)), far=np.zeros((4, 3)))
    with pytest.raises(ModelError, match="4 and 5 samples"):
        read_calibration(file, [NEAR, FAR])


@pytest.mark.parametrize("content", [b"", b"no array", b"PK\x03\x04 cut off"])
def test_a_file_without_arrays_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.npz").write_bytes(content)
    with pytest.raises(ModelError, match="cannot be read"):
        read_calibration(tmp_path / "x.npz", [PICTURE])


def doubted(low: float, high: float, *, rescales: bool = False) -> str:
    samples = np.linspace(low, high, 5 * 16, dtype=np.float32).reshape(5, 4, 4, 1)
    return " ".join(doubts([samples], [PICTURE], rescales=rescales))


def test_data_that_nobody_trains_on_is_doubted() -> None:
    assert "every value for input picture is 0" in doubted(0, 0)
    assert "every value for input picture is 0.5" in doubted(0.5, 0.5, rescales=True)
    assert "go from 0 to 255" in doubted(0, 255)


def test_usual_data_is_not_doubted() -> None:
    assert not doubted(0, 1)
    assert not doubted(-1, 1)
    assert not doubted(-128, 127)
    assert not doubted(0, 255, rescales=True)
    assert not doubted(0, 4000)
