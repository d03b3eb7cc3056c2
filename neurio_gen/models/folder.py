"""Official files in a folder of the user's."""

from __future__ import annotations

import os
from pathlib import Path

from neurio_gen.errors import ModelError, UsageError
from neurio_gen.models.cache import sha256_of
from neurio_gen.models.source import OfficialModel

ENVIRONMENT = "NEURIO_GEN_MODELS"


def models_folder(chosen: Path | None = None) -> Path | None:
    """The folder that was asked for by argument or by $NEURIO_GEN_MODELS, or None.

    Raises UsageError if it is no folder.
    """
    named = chosen or os.environ.get(ENVIRONMENT)
    if not named:
        return None
    folder = Path(named).expanduser()
    if not folder.is_dir():
        raise UsageError(
            f"The models folder {folder} does not exist.",
            hint=f"Give a folder by --models or {ENVIRONMENT}, or none to use the cache.",
        )
    return folder


def from_folder(folder: Path, model: OfficialModel) -> bytes | None:
    """The official file's contents if the folder has it under its official name, else None.

    Raises ModelError if that name holds other contents, or cannot be read.
    """
    path = folder / model.filename
    if not path.exists():
        return None
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror}.") from error
    found = sha256_of(data)
    if found != model.sha256:
        raise ModelError(
            f"{path} is not the official file: its SHA-256 is {found}, expected {model.sha256}.",
            hint="Remove or rename it; a model of your own is given by --model.",
        )
    return data
