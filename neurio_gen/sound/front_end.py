"""Features of sound: logarithms of the power in 40 mel bands, 31.25 times per second.

What MLPerf Tiny's streaming wake word is trained on (`get_lfbe_func` of mlcommons/tiny):
pre-emphasis by 31/32, a Hamming window of 1,024 samples, power spectrum, mel bands from 0 to 8 kHz,
decibels from -52 to 12 as 0 to 1. The window is periodic, as in the reference firmware; the
training's is symmetric, which changes a feature by 0.002 at most.

`features` computes in float32, operation by operation as `firmware/streaming/front_end.cc` does, so
that a device's features are known bit for bit. `tables` holds the constants of both.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

RATE: Final = 16_000
"""Samples per second."""
HOP: Final = 512
"""New samples of a frame."""
WINDOW: Final = 1024
BANDS: Final = 40
EMPHASIS: Final = (32, 31)
"""x[n] of the pre-emphasised sound is 32 x[n] - 31 x[n-1], which integers hold exactly."""

_BINS = WINDOW // 2 + 1
_POINTS = WINDOW // 2  # of the complex transform
_TURNS = 3 * WINDOW // 4
_DECIBELS, _OFFSET = 64.0, 52.0
# The power that the device computes is that of integer samples, pre-emphasised by 32, with each
# spectral line doubled: (2 * 32 * 32768)^2 times the power of samples in [-1, 1), and the window's
# length besides.
_SCALE_BITS = 2 * (1 + 5 + 15) + 10
_DECIBELS_A_BIT = 10 * np.log10(2.0)
SLOPE: Final = np.float32(_DECIBELS_A_BIT / _DECIBELS)
"""Of a feature over the binary logarithm of the device's power."""
INTERCEPT: Final = np.float32((_OFFSET - _SCALE_BITS * _DECIBELS_A_BIT) / _DECIBELS)
_ROOT_HALF_BITS = 0x3F3504F3
LOG_TERMS: Final = tuple(np.float32(2 / np.log(2.0) / odd) for odd in (9, 7, 5, 3, 1))
"""Coefficients of log2(f) in odd powers of (f-1)/(f+1), the highest power first."""
_TINIEST = np.float32(2.0**-100)

Floats = npt.NDArray[np.float32]
Samples = npt.NDArray[np.int16]


@dataclass(frozen=True, eq=False)
class Tables:
    """The constants of the features.

    `window` has WINDOW factors; `turns` are (cos, -sin) of 2 pi k / WINDOW. Band b is the sum of
    power in the lines from `starts[b]`, `lengths[b]` of them, by the next of `weights`.
    """

    window: Floats
    turns: Floats
    weights: Floats
    starts: tuple[int, ...]
    lengths: tuple[int, ...]


@cache
def tables() -> Tables:
    """The constants, computed in double precision and rounded once."""
    angles = 2 * np.pi * np.arange(_TURNS) / WINDOW
    bands = _mel_weights()
    starts = [int(np.flatnonzero(band)[0]) for band in bands]
    lengths = [
        int(np.flatnonzero(band)[-1]) + 1 - start for band, start in zip(bands, starts, strict=True)
    ]
    packed = [band[s : s + n] for band, s, n in zip(bands, starts, lengths, strict=True)]
    return Tables(
        window=(0.54 - 0.46 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)).astype(np.float32),
        turns=np.stack([np.cos(angles), -np.sin(angles)], axis=1).astype(np.float32),
        weights=np.concatenate(packed).astype(np.float32),
        starts=tuple(starts),
        lengths=tuple(lengths),
    )


def features(sound: Samples) -> Floats:
    """Features of the whole hops of mono `sound`, shape (frames, BANDS), from 0 to 1.

    Silence goes before the first sample.
    """
    frames = len(sound) // HOP
    padded = np.concatenate([np.zeros(HOP + 1, np.int32), sound[: frames * HOP].astype(np.int32)])
    emphasised = EMPHASIS[0] * padded[1:] - EMPHASIS[1] * padded[:-1]
    if not frames:
        return np.zeros((0, BANDS), np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(emphasised, WINDOW)[::HOP]
    windowed = windows.astype(np.float32) * tables().window
    power = _power(_transform(windowed[:, 0::2], windowed[:, 1::2]))
    logarithm = _log2(_bands(power))
    found: Floats = np.clip(SLOPE * logarithm + INTERCEPT, np.float32(0), np.float32(1))
    return found


def quantise(values: Floats, scale: float, zero_point: int) -> npt.NDArray[np.int8]:
    """Codes as the reference firmware makes them, cut off toward zero.

    What is above the largest code becomes that; the reference leaves it undefined.
    """
    codes = values / np.float32(scale) + np.float32(zero_point)
    cut: npt.NDArray[np.int8] = np.clip(np.trunc(codes), -128, 127).astype(np.int8)
    return cut


def _mel_weights() -> npt.NDArray[np.float64]:
    """Triangles over the spectral lines, equally wide in mel, shape (BANDS, _BINS)."""

    def mel(hertz: Any) -> Any:
        return 1127.0 * np.log1p(hertz / 700.0)

    edges = np.linspace(mel(0.0), mel(RATE / 2), BANDS + 2)
    lines = mel(np.linspace(0.0, RATE / 2, _BINS))
    lower, centre, upper = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    rising = (lines - lower) / (centre - lower)
    falling = (upper - lines) / (upper - centre)
    weights: npt.NDArray[np.float64] = np.maximum(0.0, np.minimum(rising, falling))
    weights[:, 0] = 0.0
    return weights


def _transform(real: Floats, imaginary: Floats) -> tuple[Floats, Floats]:
    """The Fourier transform of _POINTS complex values along the last axis.

    Stockham's, in four steps of radix 4 and one of radix 2: in order without reversing bits.
    """
    frames = real.shape[0]
    length, stride = _POINTS, 1
    turns = tables().turns
    while length > 2:
        quarter = length // 4
        a, b, c, d = (
            (r, i)
            for r, i in zip(
                np.moveaxis(real.reshape(frames, 4, quarter, stride), 1, 0),
                np.moveaxis(imaginary.reshape(frames, 4, quarter, stride), 1, 0),
                strict=True,
            )
        )
        step = 2 * stride * np.arange(quarter)
        sum_ac, difference_ac = (a[0] + c[0], a[1] + c[1]), (a[0] - c[0], a[1] - c[1])
        sum_bd, difference_bd = (b[0] + d[0], b[1] + d[1]), (b[0] - d[0], b[1] - d[1])
        outputs = (
            (sum_ac[0] + sum_bd[0], sum_ac[1] + sum_bd[1]),
            _turned(
                (difference_ac[0] + difference_bd[1], difference_ac[1] - difference_bd[0]),
                turns[step],
            ),
            _turned((sum_ac[0] - sum_bd[0], sum_ac[1] - sum_bd[1]), turns[2 * step]),
            _turned(
                (difference_ac[0] - difference_bd[1], difference_ac[1] + difference_bd[0]),
                turns[3 * step],
            ),
        )
        real = np.stack([output[0] for output in outputs], axis=2).reshape(frames, -1)
        imaginary = np.stack([output[1] for output in outputs], axis=2).reshape(frames, -1)
        length, stride = quarter, 4 * stride
    half = _POINTS // 2
    first, second = slice(0, half), slice(half, None)
    return (
        np.concatenate(
            [real[:, first] + real[:, second], real[:, first] - real[:, second]], axis=1
        ),
        np.concatenate(
            [
                imaginary[:, first] + imaginary[:, second],
                imaginary[:, first] - imaginary[:, second],
            ],
            axis=1,
        ),
    )


def _turned(value: tuple[Floats, Floats], turn: Floats) -> tuple[Floats, Floats]:
    real, imaginary = turn[:, 0, None], turn[:, 1, None]
    return (
        value[0] * real - value[1] * imaginary,
        value[0] * imaginary + value[1] * real,
    )


def _power(spectrum: tuple[Floats, Floats]) -> Floats:
    """The power of each doubled line of the real transform, shape (frames, _BINS)."""
    real, imaginary = spectrum
    power = np.empty((real.shape[0], _BINS), np.float32)
    low = np.arange(1, _POINTS // 2)
    high = _POINTS - low
    even = (real[:, low] + real[:, high], imaginary[:, low] - imaginary[:, high])
    odd = (imaginary[:, low] + imaginary[:, high], real[:, high] - real[:, low])
    turns = tables().turns[low]
    turned = (
        odd[0] * turns[:, 0] - odd[1] * turns[:, 1],
        odd[0] * turns[:, 1] + odd[1] * turns[:, 0],
    )
    power[:, low] = _squared(even[0] + turned[0], even[1] + turned[1])
    power[:, high] = _squared(even[0] - turned[0], even[1] - turned[1])
    two = np.float32(2)
    first, last = two * (real[:, 0] + imaginary[:, 0]), two * (real[:, 0] - imaginary[:, 0])
    middle = _POINTS // 2
    power[:, 0], power[:, _POINTS] = first * first, last * last
    power[:, middle] = _squared(two * real[:, middle], two * imaginary[:, middle])
    return power


def _squared(real: Floats, imaginary: Floats) -> Floats:
    return real * real + imaginary * imaginary


def _bands(power: Floats) -> Floats:
    """Sums of weighted lines, added in order of frequency."""
    constants = tables()
    sums = np.zeros((power.shape[0], BANDS), np.float32)
    first = 0
    for band, (start, length) in enumerate(zip(constants.starts, constants.lengths, strict=True)):
        for line in range(length):
            sums[:, band] += power[:, start + line] * constants.weights[first + line]
        first += length
    return sums


def _log2(values: Floats) -> Floats:
    """Binary logarithms, to 1e-6; those of less than 2^-100 are that of it."""
    bits = np.maximum(values, _TINIEST).view(np.int32)
    exponent = (bits - _ROOT_HALF_BITS) >> 23
    fraction = (bits - (exponent << 23)).view(np.float32)
    ratio = (fraction - np.float32(1)) / (fraction + np.float32(1))
    square = ratio * ratio
    series = np.full_like(square, LOG_TERMS[0])
    for term in LOG_TERMS[1:]:
        series = series * square + term
    found: Floats = exponent.astype(np.float32) + ratio * series
    return found
