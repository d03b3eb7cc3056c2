"""ONNX models, which `onnx2tf` turns into SavedModels: a program of its own.

It pins the versions of TensorFlow and NumPy that it runs with, so it cannot share our environment:
it is called where it is installed, by its name or by NEURIO_GEN_ONNX2TF.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from neurio_gen.errors import ModelError, UsageError

ENVIRONMENT = "NEURIO_GEN_ONNX2TF"
"""The path of the program, where it is not on the PATH."""

PROGRAM = "onnx2tf"
_LIMIT_SECONDS = 900
_SAMPLES = "calibration_image_sample_data_20x128x128x3_float32.npy"
"""Pictures that it tries models with; it would download them, had we not put some there."""

_BEGINS = re.compile(rb"\x08[\x03-\x10][\x12\x1a\x22\x28\x32\x3a]")
"""A ModelProto's ir_version, from 3 on, and the tag of one of its next fields (onnx.proto)."""


def is_onnx(head: bytes) -> bool:
    """Whether a file's first bytes are an ONNX model's."""
    return _BEGINS.match(head) is not None


def check_converter() -> None:
    """Raises UsageError where there is no onnx2tf."""
    if _program() is None:
        raise UsageError(
            "Converting an ONNX model needs onnx2tf, which is not found.",
            hint="Install it in an environment of its own, as it wants other versions of "
            f"TensorFlow and NumPy: python -m venv onnx, then onnx/bin/pip install {PROGRAM}, and "
            f"name it: {ENVIRONMENT}=onnx/bin/{PROGRAM}.",
        )


def to_saved_model(model: Path, folder: Path) -> None:
    """Writes the ONNX file as a SavedModel into `folder`, channels last.

    Raises ModelError with the last of what onnx2tf says where it fails, or takes longer than
    15 minutes.
    """
    import numpy as np  # takes long to import

    program = _program()
    assert program is not None, "check_converter comes first"
    folder.mkdir(parents=True, exist_ok=True)
    pictures = np.random.default_rng(0).uniform(0, 1, (20, 128, 128, 3))
    np.save(folder / _SAMPLES, pictures.astype(np.float32))
    named = folder / "model.onnx"
    named.symlink_to(model)
    command = [program, "-i", named.name, "-o", ".", "--output_signaturedefs", "--non_verbose"]
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_LIMIT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ModelError(
            f"onnx2tf has not converted it in {_LIMIT_SECONDS} s.", hint=_by_hand(model)
        ) from error
    except OSError as error:
        raise ModelError(f"onnx2tf cannot be run: {error}.", hint=_by_hand(model)) from error
    if done.returncode != 0 or not (folder / "saved_model.pb").is_file():
        lines = (done.stderr.strip() or done.stdout.strip()).splitlines() or ["no message"]
        raise ModelError(f"onnx2tf cannot convert it: {lines[-1][:300]}", hint=_by_hand(model))


def _by_hand(model: Path) -> str:
    return f"See what it says: {PROGRAM} -i {model.name} -o saved -osd; then give the folder saved."


def _program() -> str | None:
    return shutil.which(os.environ.get(ENVIRONMENT) or PROGRAM)
