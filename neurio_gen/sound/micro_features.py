"""Features of sound as microWakeWord's models take them: the audio front end of TFLite Micro.

40 bands every 10 ms, each of a window of 30 ms, with noise suppression and gain control that go on
from frame to frame. The package pymicro-features is that front end, so nothing is computed here.
"""

from __future__ import annotations

import importlib
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from neurio_gen.errors import UsageError

BANDS: Final = 40
FRAME_MILLISECONDS: Final = 10
_WINDOW = 480  # samples of a frame
_HOP = 160  # samples from a frame to the next, and what the front end takes at once
_SAMPLE_BYTES = 2


def frames_in(samples: int) -> int:
    """How many frames `micro_features` makes of so many samples."""
    return max(0, (samples - _WINDOW) // _HOP + 1)


def front_end() -> Any:
    """A front end of the package pymicro-features that has heard nothing yet.

    Raises UsageError where the package is missing.
    """
    try:
        return importlib.import_module("pymicro_features").MicroFrontend()
    except ImportError as error:
        raise UsageError(
            "Features of WAV files are computed by the package pymicro-features, which is missing.",
            hint="pip install 'neurio-gen[audio]'",
        ) from error


def micro_features(samples: npt.NDArray[np.int16]) -> npt.NDArray[np.float32]:
    """The features of sound at 16 kHz, shape (n,), from its beginning: (frames_in(n), BANDS).

    Features are 0 to 26 for usual sound. Samples behind the last whole hop are not used. Raises
    UsageError where the package is missing.
    """
    heard = front_end()
    frames = []
    for start in range(0, len(samples) - _HOP + 1, _HOP):
        chunk = samples[start : start + _HOP].astype("<i2").tobytes()
        found = heard.process_samples(chunk)
        if found.samples_read * _SAMPLE_BYTES != len(chunk):
            raise UsageError(
                "This release of pymicro-features takes sound in other pieces than 10 ms.",
                hint="pip install 'neurio-gen[audio]'",
            )
        if found.features:
            frames.append(found.features)
    return np.array(frames, np.float32).reshape(-1, BANDS)
