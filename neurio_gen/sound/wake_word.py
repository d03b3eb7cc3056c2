"""When a streaming model has heard its word: the manifest that microWakeWord's models come with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError

from neurio_gen.errors import UsageError
from neurio_gen.sound.micro_features import FRAME_MILLISECONDS

_EXAMPLE = (
    '{"micro": {"probability_cutoff": 0.9, "sliding_window_size": 5, "feature_step_size": 10}}'
)


@dataclass(frozen=True)
class DetectionRule:
    """The word is heard where the mean of the last `window` probabilities is above `cutoff`."""

    cutoff: float
    window: int

    def highest(self, probabilities: npt.NDArray[np.float64]) -> float:
        """The highest mean in a sequence, shape (steps,); it has `window` steps at least."""
        windows = np.lib.stride_tricks.sliding_window_view(probabilities, self.window)
        return float(windows.mean(axis=1).max())


class _Micro(BaseModel):
    model_config = ConfigDict(frozen=True)

    probability_cutoff: float = Field(ge=0, lt=1)
    sliding_window_size: int = Field(
        ge=1, validation_alias=AliasChoices("sliding_window_size", "sliding_window_average_size")
    )
    feature_step_size: int = 20  # ms; manifests of version 1 do not say it


class _Manifest(BaseModel):
    model_config = ConfigDict(frozen=True)

    micro: _Micro


def read_rule(model: Path) -> DetectionRule:
    """The rule in the manifest of a model file: NAME.json beside NAME.tflite.

    Raises UsageError where there is none, where it is damaged, or where the model takes features
    of other frames than pymicro-features makes.
    """
    path = model.with_suffix(".json")
    try:
        micro = _Manifest.model_validate_json(path.read_bytes()).micro
    except OSError as error:
        raise UsageError(
            f"{model.name} has no manifest that says when its word is heard: {path} cannot be "
            f"read: {error.strerror}.",
            hint=f"Put the model's manifest there, or write one: {_EXAMPLE}",
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise UsageError(
            f"{path} is no manifest of a wake word: {place}: {first['msg']}.",
            hint=f"It holds at least {_EXAMPLE}",
        ) from error
    if micro.feature_step_size != FRAME_MILLISECONDS:
        raise UsageError(
            f"{model.name} takes a frame every {micro.feature_step_size} ms (feature_step_size in "
            f"{path.name}); pymicro-features makes one every {FRAME_MILLISECONDS} ms.",
            hint="Manifests of version 1 name no step: theirs is 20 ms.",
        )
    return DetectionRule(micro.probability_cutoff, micro.sliding_window_size)
