"""What hypothesis draws: shapes and quantisations, adversarial ones included."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

Array = npt.NDArray[Any]
Draw = Callable[..., Any]

LONG = 200
"""Cases a property in the long run."""


def is_long_run() -> bool:
    """Whether NEURIO_GEN_LONG_TESTS is set: minutes are no matter then."""
    return bool(os.environ.get("NEURIO_GEN_LONG_TESTS"))


def sample(cases: int, *, long_cases: int = LONG) -> settings:
    """`cases` examples, or `long_cases` of them where NEURIO_GEN_LONG_TESTS is set."""
    long = is_long_run()
    return settings(
        max_examples=long_cases if long else cases,
        deadline=None,
        derandomize=not long,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def scales(low: float = 1e-4, high: float = 4.0) -> st.SearchStrategy[float]:
    """float32 scales, evenly spread over the magnitudes, powers of two among them."""
    spread = st.floats(np.log(low), np.log(high)).map(lambda x: float(np.float32(np.exp(x))))
    powers = st.integers(int(np.ceil(np.log2(low))), int(np.floor(np.log2(high))))
    return spread | powers.map(lambda power: float(2.0**power))


def scale_pairs(low: float = 1e-4, high: float = 4.0) -> st.SearchStrategy[tuple[float, float]]:
    """Two scales; often in a simple ratio, where rescaled codes lie on ties."""

    def related(scale: float, ratio: float) -> tuple[float, float]:
        return scale, float(np.float32(scale / ratio))

    ratios = st.sampled_from([1.0, 1.5, 2.5, 0.5, 0.75, 1.25, 0.25, 1.75])
    unrelated = st.tuples(scales(low, high), scales(low, high))
    return unrelated | st.builds(related, scales(low, high), ratios)


def zero_points() -> st.SearchStrategy[int]:
    """Any int8 zero point, often the extreme ones."""
    return st.sampled_from([-128, 127, 0]) | st.integers(-128, 127)


def seeds() -> st.SearchStrategy[int]:
    """For arrays, which would be slow to draw element by element."""
    return st.integers(0, 2**32 - 1)


def int8s(seed: int, shape: tuple[int, ...]) -> Array:
    """Random int8, one value in eight being -128 or 127."""
    generator = np.random.default_rng(seed)
    values = generator.integers(-128, 128, shape).astype(np.int8)
    extremes = generator.choice(np.array([-128, 127], np.int8), shape)
    return np.where(generator.random(shape) < 1 / 8, extremes, values)


def shapes(
    min_rank: int = 1, max_rank: int = 4, max_size: int = 6
) -> st.SearchStrategy[tuple[int, ...]]:
    """Shapes whose first axis is 1."""
    rest = st.lists(st.integers(1, max_size), min_size=min_rank - 1, max_size=max_rank - 1)
    return rest.map(lambda sizes: (1, *sizes))
