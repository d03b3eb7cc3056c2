"""What a model can come from, what the caller asks for, and what is handed back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

from neurio_gen.weights import WeightsPolicy


class Weights(str, Enum):
    """Where the weights of a model come from; the value is what results carry."""

    MLCOMMONS = "mlcommons"
    """The official pretrained file, checked by its SHA-256."""
    RANDOM = "random"
    """Seeded random numbers: outputs without meaning.

    Weights decide what an inference costs where channels are dead, as stand-ins of official models
    have them, too, and where kernels are chosen by their bounds.
    """
    TRAINED = "trained"
    """Trained on this machine from data that is at hand."""
    PACKAGE = "package"
    """A pretrained file that a package on PyPI ships, checked by its SHA-256."""
    FILE = "file"
    """The user's own file."""
    UNCALIBRATED = "uncalibrated"
    """The user's own file, quantised here with random inputs: outputs without meaning."""


MEANINGLESS = frozenset({Weights.RANDOM, Weights.UNCALIBRATED})
"""The weights by which outputs mean nothing."""


@dataclass(frozen=True)
class KerasModel:
    """A model that is built with Keras and quantised to int8 on this machine.

    `builder` is `package.module:function` or `path/to/file.py:function`; the function takes
    `arguments` by keyword and returns a `neurio_gen.models.network.Network`. `label` is the name
    that progress and errors show. `files` are more arguments, absolute paths of files or folders;
    the result depends on what these hold, and not on where they lie.
    """

    builder: str
    label: str
    arguments: tuple[tuple[str, Any], ...] = ()
    files: tuple[tuple[str, Path], ...] = ()


@dataclass(frozen=True)
class OfficialModel:
    """A published file: its path in the official repository and the SHA-256 of its contents.

    `fallback` builds the same architecture where the file cannot be had.
    """

    path: str
    sha256: str
    fallback: KerasModel

    @property
    def filename(self) -> str:
        """The file's name without its folders."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True)
class PackagedModel:
    """A .tflite that a package on PyPI ships: its path in the wheel, the SHA-256 of its contents.

    `companions` are files beside it that go with it, by name and SHA-256. `stand_in` names the kept
    network of the same architecture, which takes its place where the package cannot be had.
    """

    package: str
    version: str
    path: str
    sha256: str
    companions: tuple[tuple[str, str], ...]
    stand_in: str

    @property
    def requirement(self) -> str:
        """The package and its version as pip takes them."""
        return f"{self.package}=={self.version}"

    @property
    def contents(self) -> tuple[tuple[str, str], ...]:
        """Names and SHA-256 of all its files, the model's first."""
        return ((self.path.rpartition("/")[2], self.sha256), *self.companions)


@dataclass(frozen=True)
class FileModel:
    """The user's own .tflite, or a trained model that is quantised first."""

    path: Path


ModelSource = OfficialModel | PackagedModel | KerasModel | FileModel


@dataclass(frozen=True)
class ModelOptions:
    """How to look for models.

    `models_dir`: folder with official files; None takes the environment's NEURIO_GEN_MODELS.
    `cache_dir`: None takes NEURIO_GEN_CACHE or the user's cache folder of this system.
    `seed`: of random weights and calibration inputs, 0 or more. `download`: False never asks
    the network. `calibration`: inputs by which the user's trained models are quantised: an .npy
    or .npz with one array per input, float32, shape (samples, *input), a folder of pictures, or a
    Python file whose `calibration()` yields samples; None takes random ones.
    """

    models_dir: Path | None = None
    cache_dir: Path | None = None
    weights: WeightsPolicy = WeightsPolicy.ANY
    seed: int = 0
    download: bool = True
    calibration: Path | None = None


@dataclass(frozen=True)
class ObtainedModel:
    """A model's bytes and where they come from.

    `origin` says it in words for people. `facts` are figures that only the builder knows, such
    as `parameters` (count), `accuracy_fp32` (0 to 1) and `output_snr_db` (int8 outputs against
    float ones); empty for .tflite files. `notes` are sentences that everybody should see.
    """

    tflite: bytes
    sha256: str
    weights: Weights
    origin: str
    facts: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
