"""Features: double precision agrees with them, and the firmware bit for bit."""

from __future__ import annotations

import ctypes
import subprocess
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from neurio_gen.resources import firmware_dir
from neurio_gen.sound.firmware_tables import render_source, source_path
from neurio_gen.sound.front_end import BANDS, HOP, WINDOW, features, quantise, tables
from neurio_gen.sound.generated import generate

TOLERANCE = 5e-6
"""Of a feature, which is 0 to 1; one code of the official model is 3.7e-3."""
ENTRY = """
#include "streaming/front_end.h"
extern "C" void run(const int16_t* sound, int hops, float* features) {
    static neurio::FrontEnd front_end;
    front_end.reset();
    for (int i = 0; i < hops; ++i) front_end.take(sound + 1024 * i, features + 40 * i);
}
"""

Samples = npt.NDArray[np.int16]


def by_the_book(sound: Samples) -> npt.NDArray[Any]:
    """What `get_lfbe_func` of mlcommons/tiny does, with NumPy's transform in double precision."""
    padded = np.concatenate([np.zeros(HOP), sound / 32768])
    emphasised = padded - (1 - 2**-5) * np.concatenate([[0.0], padded[:-1]])
    mel = 1127 * np.log1p(np.linspace(0, 8000, WINDOW // 2 + 1) / 700)
    edges = np.linspace(0.0, mel[-1], BANDS + 2)
    weights = np.maximum(
        0,
        np.minimum(
            (mel[:, None] - edges[:-2]) / (edges[1:-1] - edges[:-2]),
            (edges[2:] - mel[:, None]) / (edges[2:] - edges[1:-1]),
        ),
    )
    window = 0.54 - 0.46 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)
    rows = []
    for start in range(0, len(sound) // HOP * HOP, HOP):
        lines = np.fft.rfft(emphasised[start : start + WINDOW] * window)
        power = np.maximum((np.abs(lines) ** 2 / WINDOW) @ weights, 1e-30)
        rows.append(np.clip((10 * np.log10(power) + 52) / 64, 0, 1))
    return np.array(rows)


def sounds() -> dict[str, Samples]:
    generator = np.random.default_rng(1)
    time = np.arange(8 * HOP)
    return {
        "speech": generate(0, 1, 1).samples[:, 0].copy(),
        "loud noise": generator.integers(-32768, 32768, 8 * HOP).astype(np.int16),
        "faint noise": generator.integers(-1, 2, 8 * HOP).astype(np.int16),
        "a tone": (20000 * np.sin(time * 0.7)).astype(np.int16),
        "full scale": np.full(4 * HOP, -32768, np.int16),
    }


@pytest.mark.parametrize("sound", sounds().values(), ids=sounds())
def test_features_are_those_of_double_precision(sound: Samples) -> None:
    found = features(sound)
    assert found.shape == (len(sound) // HOP, BANDS)
    assert np.abs(found - by_the_book(sound)).max() < TOLERANCE


def test_silence_has_no_features_and_too_little_sound_no_frame() -> None:
    assert not features(np.zeros(3 * HOP, np.int16)).any()
    assert features(np.zeros(HOP - 1, np.int16)).shape == (0, BANDS)


@pytest.fixture(scope="module")
def firmware(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The firmware's features, compiled for this computer."""
    folder = tmp_path_factory.mktemp("front-end")
    (folder / "entry.cc").write_text(ENTRY)
    sources = [
        firmware_dir() / "streaming" / f"{name}.cc"
        for name in ("front_end", "transform", "front_end_tables")
    ]
    subprocess.run(
        [
            *("g++", "-std=c++17", "-O2", "-Wall", "-Wextra", "-Werror", "-ffp-contract=off"),
            *("-shared", "-fPIC", f"-I{firmware_dir()}", folder / "entry.cc", *sources),
            *("-o", folder / "front_end.so"),
        ],
        check=True,
        timeout=120,
    )
    return ctypes.CDLL(str(folder / "front_end.so"))


@pytest.mark.parametrize("sound", sounds().values(), ids=sounds())
def test_the_firmware_has_the_same_features_bit_for_bit(sound: Samples, firmware: Any) -> None:
    hops = len(sound) // HOP
    stereo = np.ascontiguousarray(np.stack([sound, ~sound], axis=1))  # the right one is not heard
    found = np.zeros((hops, BANDS), np.float32)
    pointers = (ctypes.c_void_p(each.ctypes.data) for each in (stereo, found))
    firmware.run(next(pointers), hops, next(pointers))
    assert found.tobytes() == features(sound).tobytes()


def test_the_firmware_s_constants_are_rendered_from_ours() -> None:
    assert source_path().read_text(encoding="utf-8") == render_source(), (
        "front_end_tables.cc is old: run python -m neurio_gen.sound.firmware_tables"
    )


def test_bands_are_those_of_the_reference() -> None:
    """Its packed matrix has 987 weights; the first band begins at the line behind 0 Hz."""
    constants = tables()
    assert len(constants.weights) == sum(constants.lengths) == 987
    assert constants.starts[:3] == (1, 3, 6)
    assert constants.window[[0, 512]] == pytest.approx([0.08, 1.0])


def test_codes_are_cut_off_toward_zero_and_do_not_wrap() -> None:
    values = np.array([0.0, 0.4737334, 0.4755839, 0.8, 0.95, 1.0], np.float32)
    codes = quantise(values, 0.003701042616739869, -128)
    # 0 between the next two: -0.0002 and 0.4998 are cut to it; above 0.94 there is no larger code
    assert codes.tolist() == [-128, 0, 0, 88, 127, 127]
