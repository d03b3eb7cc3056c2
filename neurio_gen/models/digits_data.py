"""Handwritten digits that ship with scikit-learn: 1,797 pictures of 8x8 pixels, ten classes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from neurio_gen.errors import UsageError

TEST_SAMPLES = 360
_ORDER_SEED = 2026


@dataclass(frozen=True, eq=False)
class Digits:
    """Pixels as unsigned bytes, shape (n, 8, 8, 1), and labels 0 to 9; split the same each time."""

    train_pixels: npt.NDArray[np.uint8]
    train_labels: npt.NDArray[Any]
    test_pixels: npt.NDArray[np.uint8]
    test_labels: npt.NDArray[Any]


def load() -> Digits:
    """The data set. Raises UsageError where scikit-learn is not installed."""
    try:
        from sklearn.datasets import load_digits
    except ImportError as error:
        raise UsageError(
            "The digits come with scikit-learn, which is not installed.",
            hint="pip install 'neurio-gen[keras]'",
        ) from error
    data = load_digits()
    # 17 levels of grey, 0 to 16, spread over the range of a byte.
    pixels = np.round(data.images * (255 / 16)).astype(np.uint8)[..., np.newaxis]
    order = np.random.default_rng(_ORDER_SEED).permutation(len(pixels))
    pixels, labels = pixels[order], data.target[order]
    return Digits(
        train_pixels=pixels[TEST_SAMPLES:],
        train_labels=labels[TEST_SAMPLES:],
        test_pixels=pixels[:TEST_SAMPLES],
        test_labels=labels[:TEST_SAMPLES],
    )
