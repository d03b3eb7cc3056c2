"""The process in which TensorFlow runs: jobs as JSON on stdin, one line of JSON a step on stdout.

Lines: `{"started": label}`, then `{"finished": label}` or `{"failed": label, "error": text}`.
Run as `python -m neurio_gen.models.worker`.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from neurio_gen.models.cache import sha256_of, write_atomically
from neurio_gen.models.network import Network
from neurio_gen.models.quantise import to_int8


def builder_of(name: str) -> Callable[..., Network]:
    """The function named by `package.module:function` or `path/to/file.py:function`."""
    place, _, function = name.rpartition(":")
    if place.endswith(".py"):
        spec = importlib.util.spec_from_file_location(Path(place).stem, place)
        if spec is None or spec.loader is None:
            raise ImportError(f"{place} cannot be loaded")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    else:
        module = importlib.import_module(place)
    found: Callable[..., Network] = getattr(module, function)
    return found


def do(job: dict[str, Any]) -> None:
    """Build and convert one model. The facts are written last: they make the result valid."""
    import keras
    import tensorflow as tf

    keras.backend.clear_session()
    seed = int(job["seed"])
    network = builder_of(job["builder"])(seed=seed, **job["arguments"])
    tflite = to_int8(network)
    record = {
        "sha256": sha256_of(tflite),
        "weights": network.weights,
        "origin": f"Keras, {network.weights} weights, seed {seed}, TensorFlow {tf.__version__}",
        "facts": {"parameters": network.model.count_params(), **network.facts},
    }
    write_atomically(Path(job["tflite"]), tflite)
    write_atomically(Path(job["facts"]), json.dumps(record).encode())


def main() -> int:
    """Do all jobs of stdin; one that fails does not keep the others from being done."""
    jobs = json.load(sys.stdin)
    with _messages_only() as output:
        for job in jobs:
            _say(output, started=job["label"])
            try:
                do(job)
            except Exception as error:  # whatever a builder or the converter raises is reported
                _say(output, failed=job["label"], error=_in_one_line(error))
            else:
                _say(output, finished=job["label"])
    return 0


def _in_one_line(error: Exception) -> str:
    first, *_ = str(error).strip().splitlines() or ["no message"]
    return f"{type(error).__name__}: {first}"


def _messages_only() -> IO[str]:
    """The real stdout; what libraries print goes to stderr from now on."""
    output = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return output


def _say(output: IO[str], **message: str) -> None:
    output.write(json.dumps(message) + "\n")
    output.flush()


if __name__ == "__main__":
    sys.exit(main())
