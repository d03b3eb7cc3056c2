"""Where a model's bytes come from."""

from neurio_gen.models.obtaining import locate, obtain, obtain_all
from neurio_gen.models.source import (
    MEANINGLESS,
    FileModel,
    KerasModel,
    ModelOptions,
    ModelSource,
    ObtainedModel,
    OfficialModel,
    PackagedModel,
    Weights,
)
from neurio_gen.weights import WeightsPolicy

__all__ = [
    "MEANINGLESS",
    "FileModel",
    "KerasModel",
    "ModelOptions",
    "ModelSource",
    "ObtainedModel",
    "OfficialModel",
    "PackagedModel",
    "Weights",
    "WeightsPolicy",
    "locate",
    "obtain",
    "obtain_all",
]
